//! Classes of characters, by the Unicode Character Database (UAX #44).

use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup},
};

const LETTER_OR_NUMBER: GeneralCategoryGroup =
    GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Number);

/// Whether a character belongs to a word: letters, numbers of every kind and the low line. Marks
/// that stand alone do not; what can be composed was composed before.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    LETTER_OR_NUMBER.contains(category(c))
}

/// Whether a character is white space, with the four separators of ASCII (U+001C to U+001F), whose
/// bidirectional class is that of a paragraph or segment separator.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Whether a character shows on paper: no control, format or unassigned one, and of the separators
/// only the space.
pub(crate) fn is_printable(c: char) -> bool {
    let hidden = GeneralCategoryGroup::Other.union(GeneralCategoryGroup::Separator);
    c == ' ' || !hidden.contains(category(c))
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_numbers_and_low_lines() {
        for c in ['a', 'é', 'ß', '木', 'ˮ', '7', '٣', '½', 'Ⅷ', '_'] {
            assert!(is_word(c), "{c:?}");
        }
        // A lone accent, signs, and marks of which other classes hold some.
        for c in [
            '\u{301}', '-', '’', ' ', '€', '‿', 'Ⓐ', '\u{0903}', '\u{200d}',
        ] {
            assert!(!is_word(c), "{c:?}");
        }
    }

    #[test]
    fn space_and_print() {
        for c in [' ', '\t', '\u{1d}', '\u{a0}', '\u{2028}', '\u{85}'] {
            assert!(is_space(c), "{c:?}");
        }
        assert!(!is_space('\u{200b}') && !is_space('\u{1b}'));
        assert!(is_printable(' ') && is_printable('”') && is_printable('\u{301}'));
        for c in ['\n', '\u{a0}', '\u{200b}', '\u{ad}', '\u{2028}', '\u{e000}'] {
            assert!(!is_printable(c), "{c:?}");
        }
    }
}
