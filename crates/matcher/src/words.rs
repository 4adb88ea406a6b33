//! Word lists, one phrase a line in `words/`, and how a text is searched for them.

use std::sync::LazyLock;

use foldhash::HashMap;

/// A list of words and phrases. Lines that begin with `#` are remarks; `*` at the end of a word
/// stands for any ending.
pub(crate) struct Words {
    phrases: Vec<Phrase>,
    /// The numbers of the phrases that begin with a whole word.
    whole: HashMap<&'static str, Vec<usize>>,
    /// The numbers of the phrases that begin with a stem.
    stems: Vec<usize>,
}

struct Phrase {
    text: &'static str,
    words: Vec<&'static str>,
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)+) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: LazyLock<Words> =
                LazyLock::new(|| Words::read(include_str!(concat!("words/", $file))));
        )+

        #[cfg(test)]
        const ALL: &[&LazyLock<Words>] = &[$(&$name),+];
    };
}

lists! {
    /// What users see of a service: calls, pages, errors.
    APPLICATION = "application.txt";
    /// Populations wider than one operator's network.
    WIDE = "wide.txt";
    /// People and things that are not networks.
    PEOPLE = "people.txt";
    /// Parts of a network that routing counts.
    NETWORK = "network.txt";
    /// Being in a building, as opposed to buying transit.
    FACILITY = "facility.txt";
    /// Peering, as opposed to buying transit.
    PEERING = "peering.txt";
    /// An outage begins.
    ONSET = "onset.txt";
    /// An outage ends.
    END = "end.txt";
    /// A step of the work that is neither.
    STEP = "step.txt";
    /// Legal forms and words of the trade.
    FIRM = "firm.txt";
    /// The sentence tells of an earlier occasion.
    EARLIER = "earlier.txt";
    /// The sentence tells of a later occasion.
    LATER = "later.txt";
    /// The sentence takes a statement back.
    TAKEN_BACK = "taken-back.txt";
    /// Introduces the words that a sentence takes back.
    RETOLD = "retold.txt";
    /// A denial speaks of now.
    STATE = "state.txt";
    /// A denial speaks of the whole network.
    GENERAL = "general.txt";
    /// Stands for something told before.
    BACK = "back.txt";
    /// A denial of one of these rules out the whole mechanism.
    MECHANISM = "mechanism.txt";
    /// A denial in one of these words rules out every attack.
    HOSTILE = "hostile.txt";
    /// An inquiry found it, or instruments show it.
    FINDING = "finding.txt";
    /// Those whose office is to inquire.
    INQUIRER = "inquirer.txt";
    /// Names the one whose words are passed on.
    CITING = "citing.txt";
    /// The speaker's own.
    OWN = "own.txt";
    /// A thing is told as what set off something else.
    TRIGGER = "trigger.txt";
    /// Somebody took a network or a site down.
    TAKEN_DOWN = "taken-down.txt";
    /// Somebody reads another's words in a certain way.
    READING = "reading.txt";
    /// Somebody doubts what another said.
    DOUBT = "doubt.txt";
    /// A voice that is a text, and not a person.
    ACCOUNT = "account.txt";
    /// The words ask.
    ASKED = "asked.txt";
    /// Words that tell nothing.
    EMPTY = "empty.txt";
    /// Says of whatever it speaks of that it works, or is down.
    PREDICATE = "predicate.txt";
    /// Words that stand for the whole party.
    WHOLE_SUBJECT = "whole-subject.txt";
    /// Parts of a service.
    PART = "part.txt";
    /// A statement is narrowed to some part.
    RESTRICT = "restrict.txt";
    /// A denial reaches back over the whole event.
    NEVER = "never.txt";
    /// The sentence puts one figure or time in the place of another.
    REVISED = "revised.txt";
    /// The count was made while the event went on.
    GROWING = "growing.txt";
    /// With "had" before it, tells what a side said before.
    RETELLS = "retells.txt";
    /// The sentence gives up what its side said before.
    GIVEN_UP = "given-up.txt";
    /// A length after one of these is that of a step.
    WITHIN = "within.txt";
    /// A time that was told before is taken back.
    MISDATED = "misdated.txt";
    /// Sets one statement against another told with it.
    AGAINST = "against.txt";
    /// Takes the blame, beyond being sorry.
    TAKES = "takes.txt";
    /// Is sorry, which admits no cause.
    SORRY = "sorry.txt";
    /// What a status page says, and where.
    STATUS_PAGE = "status-page.txt";
    /// The speaker measured it.
    MEASURED = "measured.txt";
    /// It is as it was, or so once more.
    STILL = "still.txt";
    /// Those that the other statement left out.
    REST = "rest.txt";
    /// The extent is small.
    LIMITED = "limited.txt";
    /// The extent is the whole, or most of it.
    EXTENT = "extent.txt";
    /// Rejects what was told right before.
    REJECT = "reject.txt";
    /// What can be hit without any service going down.
    MATTER = "matter.txt";
    /// Those that are counted were hit.
    IMPACT = "impact.txt";
    /// None of all.
    NOBODY = "nobody.txt";
    /// Something does not work.
    DOWN = "down.txt";
    /// A repairer's step.
    ACTION = "action.txt";
    /// Service is there again.
    WORKS = "works.txt";
    /// The recovery begins, or is one of a part.
    BEGINNING = "beginning.txt";
    /// The event as a whole, whoever had it.
    WHOLE_EVENT = "whole-event.txt";
    /// One person's view.
    PERSONAL = "personal.txt";
}

impl Words {
    fn read(file: &'static str) -> Self {
        let phrases: Vec<Phrase> = file
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|text| Phrase {
                text,
                words: text.split_whitespace().collect(),
            })
            .collect();
        let mut whole: HashMap<&'static str, Vec<usize>> = HashMap::default();
        let mut stems = Vec::new();
        for (number, phrase) in phrases.iter().enumerate() {
            match phrase.words.first() {
                Some(first) if !first.ends_with('*') => {
                    whole.entry(first).or_default().push(number);
                }
                _ => stems.push(number),
            }
        }
        Self {
            phrases,
            whole,
            stems,
        }
    }

    /// Whether the text holds one of them as whole words.
    pub(crate) fn found_in(&self, text: &str) -> bool {
        self.stand_in(&tokens(text))
    }

    /// Whether one of them stands among the words.
    pub(crate) fn stand_in(&self, tokens: &[String]) -> bool {
        (0..tokens.len()).any(|at| self.begins(&tokens[at..]).next().is_some())
    }

    /// The token numbers at which one of them begins.
    pub(crate) fn places(&self, tokens: &[String]) -> Vec<usize> {
        (0..tokens.len())
            .filter(|at| self.begins(&tokens[*at..]).next().is_some())
            .collect()
    }

    /// The first of them, as listed, that the words hold.
    pub(crate) fn first_in(&self, tokens: &[String]) -> Option<String> {
        (0..tokens.len())
            .flat_map(|at| self.begins(&tokens[at..]))
            .min()
            .map(|number| self.phrases[number].text.to_owned())
    }

    /// The numbers of the phrases with which the words begin.
    fn begins<'t>(&'t self, tokens: &'t [String]) -> impl Iterator<Item = usize> + 't {
        let whole = tokens
            .first()
            .and_then(|word| self.whole.get(word.as_str()));
        whole
            .into_iter()
            .flatten()
            .chain(&self.stems)
            .copied()
            .filter(|number| fits(&self.phrases[*number].words, tokens))
    }
}

fn fits(phrase: &[&str], tokens: &[String]) -> bool {
    phrase.len() <= tokens.len()
        && phrase
            .iter()
            .zip(tokens)
            .all(|(wanted, token)| match wanted.strip_suffix('*') {
                Some(stem) => token.starts_with(stem),
                None => token == wanted,
            })
}

/// The words of a text in lower case, without punctuation; a hyphen, an apostrophe and the colon
/// of a clock time stay.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | ':')))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_only() {
        assert!(APPLICATION.found_in("500 errors first appeared"));
        assert!(!APPLICATION.found_in("it recalled the routers"));
        assert!(WIDE.found_in("took half of the web offline"));
        assert!(!WIDE.found_in("its website"));
    }

    #[test]
    fn every_list_has_words_and_no_list_has_capitals() {
        for list in ALL {
            assert!(list.phrases.len() > 2);
            assert!(
                list.phrases
                    .iter()
                    .all(|phrase| phrase.text == phrase.text.to_lowercase())
            );
        }
    }
}
