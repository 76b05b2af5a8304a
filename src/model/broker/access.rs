//! Who may do what, and what a broker has been switched to.

/// What a user may do in the management API.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UserTag {
    Administrator,
    /// May see everything.
    Monitoring,
    Policymaker,
    /// May see what is its own.
    Management,
    /// One that the management API gives no meaning.
    Other(String),
}

impl UserTag {
    /// The tag of this word.
    pub fn of(word: &str) -> Self {
        match word {
            "administrator" => Self::Administrator,
            "monitoring" => Self::Monitoring,
            "policymaker" => Self::Policymaker,
            "management" => Self::Management,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Its word.
    pub fn word(&self) -> &str {
        match self {
            Self::Administrator => "administrator",
            Self::Monitoring => "monitoring",
            Self::Policymaker => "policymaker",
            Self::Management => "management",
            Self::Other(word) => word,
        }
    }
}

/// The user one is (`GET /api/whoami`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whoami {
    pub name: String,
    pub tags: Vec<UserTag>,
}

impl Whoami {
    /// Whether nodes, and what belongs to others, are told.
    pub fn sees_all(&self) -> bool {
        self.has(&UserTag::Monitoring) || self.has(&UserTag::Administrator)
    }

    /// Whether connections of others may be closed.
    pub fn administers(&self) -> bool {
        self.has(&UserTag::Administrator)
    }

    fn has(&self, tag: &UserTag) -> bool {
        self.tags.contains(tag)
    }
}

/// A user of the broker, without anything that could be a password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrokerUser {
    pub name: String,
    pub tags: Vec<UserTag>,
}

/// A feature flag (`GET /api/feature-flags`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeatureFlag {
    pub name: String,
    /// `enabled`, `disabled`, ...
    pub state: Option<String>,
    pub stability: Option<String>,
    pub description: Option<String>,
}
