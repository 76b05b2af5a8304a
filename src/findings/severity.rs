//! How bad it is.

use strum::{IntoStaticStr, VariantArray, VariantNames};

/// Severity, worst first: the order is the order of the list.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray, VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Severity {
    /// `X`: failed, or messages do not pass, or soon will not.
    Critical,
    /// `!`: on the way there, a failed task, partial data.
    Warning,
    /// `?`: stale, missing or with a status we do not know.
    Unknown,
    /// `~`: between two statuses.
    Moving,
    /// `#`: frozen or in the recycle bin.
    Frozen,
    /// `.`: running.
    Fine,
}

impl Severity {
    /// All of them, worst first.
    pub const ALL: &[Self] = <Self as VariantArray>::VARIANTS;

    /// The word that stands for it in files, the same in every language.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The letter that stands for it everywhere.
    pub fn letter(self) -> char {
        match self {
            Self::Critical => 'X',
            Self::Warning => '!',
            Self::Unknown => '?',
            Self::Moving => '~',
            Self::Frozen => '#',
            Self::Fine => '.',
        }
    }
}
