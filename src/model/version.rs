//! Which version of the service's API is spoken.

use std::fmt;

/// A version of the API. Both answer about the same instances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ApiVersion {
    /// V1.0 (chapter 6 of the reference, and the whole Chinese one): instances, availability
    /// zones, products and maintenance windows, and nothing else.
    V1,
    /// V2 (chapter 4).
    #[default]
    V2,
}

impl ApiVersion {
    /// All of them, the older first.
    pub const ALL: [Self; 2] = [Self::V1, Self::V2];

    /// How settings spell it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// The version that settings spell so, without regard to case.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|version| version.word().eq_ignore_ascii_case(word))
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
