//! What is wrong with a case file, and where.

use std::fmt;

/// One mistake of a case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// The line itself, for the excerpt.
    pub excerpt: String,
    /// How many characters of the excerpt to underline.
    pub width: usize,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub expected: String,
    /// What the writer probably meant.
    pub hint: Option<String>,
}

/// All mistakes of a case file, in the order of their lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// At least one.
    pub mistakes: Vec<Mistake>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.message
        )?;
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "  {margin} |")?;
        writeln!(f, "  {number} | {}", self.excerpt)?;
        let before = " ".repeat(self.column.saturating_sub(1));
        writeln!(f, "  {margin} | {before}{}", "^".repeat(self.width.max(1)))?;
        write!(f, "  expected: {}", self.expected)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, mistake) in self.mistakes.iter().enumerate() {
            if n > 0 {
                f.write_str("\n\n")?;
            }
            write!(f, "{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CaseError {}
