//! Who asks, and what their tags allow.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::answer::Answer;
use super::edition::Edition;
use crate::secret::Secret;

/// What a user may see and do, from all to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    /// Clients' users: nothing here.
    None,
    Management,
    Policymaker,
    Monitoring,
    Administrator,
}

impl Tag {
    /// The word on the wire; nothing for a user without any.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Management => Some("management"),
            Self::Policymaker => Some("policymaker"),
            Self::Monitoring => Some("monitoring"),
            Self::Administrator => Some("administrator"),
        }
    }
}

/// Users that every broker has beside the one of its instance, with the same password.
pub const USERS: [(&str, Tag); 4] = [
    ("monitor", Tag::Monitoring),
    ("policies", Tag::Policymaker),
    ("manager", Tag::Management),
    ("plain", Tag::None),
];

/// A user who was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub name: String,
    pub tag: Tag,
}

/// What it takes to be let in.
pub struct Door<'a> {
    pub edition: Edition,
    /// The user of the instance, who is an administrator.
    pub access_user: &'a str,
    pub password: &'a Secret,
}

impl Door<'_> {
    /// The user whom an `Authorization` header names.
    ///
    /// # Errors
    /// 401 in its kinds, and 400 for a header that cannot be read.
    pub fn enter(&self, header: Option<&str>) -> Result<User, Answer> {
        let header = header.ok_or_else(Answer::who_are_you)?;
        let (name, password) = basic(header).ok_or_else(|| Answer::bare(400))?;
        let refused = |reason| Answer::not_authorised(self.edition, reason);
        let tag = self.tag(&name).ok_or_else(|| refused("Login failed"))?;
        if password != *self.password {
            return Err(refused("Login failed"));
        }
        if tag == Tag::None {
            return Err(refused("Not management user"));
        }
        Ok(User { name, tag })
    }

    fn tag(&self, name: &str) -> Option<Tag> {
        if name == self.access_user {
            return Some(Tag::Administrator);
        }
        let known = USERS.iter().find(|(user, _)| *user == name);
        known.map(|(_, tag)| *tag)
    }
}

impl User {
    /// # Errors
    /// 401 for a user who may not see nodes and what is of others.
    pub fn monitors(&self, edition: Edition) -> Result<(), Answer> {
        match self.tag {
            Tag::Monitoring | Tag::Administrator => Ok(()),
            Tag::None | Tag::Management | Tag::Policymaker => {
                Err(Answer::not_authorised(edition, "Not monitor user"))
            }
        }
    }

    /// # Errors
    /// 401 for whoever is no administrator.
    pub fn administers(&self, edition: Edition) -> Result<(), Answer> {
        match self.tag {
            Tag::Administrator => Ok(()),
            Tag::None | Tag::Management | Tag::Policymaker | Tag::Monitoring => {
                Err(Answer::not_authorised(edition, "Not administrator user"))
            }
        }
    }

    /// Whether rows of others are shown to them.
    pub fn sees_all(&self) -> bool {
        match self.tag {
            Tag::Monitoring | Tag::Administrator => true,
            Tag::None | Tag::Management | Tag::Policymaker => false,
        }
    }
}

/// User and password of `Basic …`.
fn basic(header: &str) -> Option<(String, Secret)> {
    let encoded = header.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (name, password) = pair.split_once(':')?;
    Some((name.to_owned(), Secret::new(password)))
}
