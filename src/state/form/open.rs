//! Any of the forms: the one in front of the view, or one whose draft is kept.

use super::{Needs, Offers, Sheet as _, Step};
use crate::api::ApiError;
use crate::keymap::Key;
use crate::keymap::typing::Typing;
use crate::model::{InstanceKey, Scope};
use crate::state::plan::Deed;
use crate::state::{create, modify, password, resize, tags};

/// A form of whatever it is about.
#[derive(Clone, Debug)]
pub enum Open {
    /// For a new instance.
    Create(Box<create::Form>),
    /// For the settings of an instance.
    Modify(Box<modify::Form>),
    /// For a new password.
    Password(Box<password::Form>),
    /// For the size of an instance.
    Resize(Box<resize::Form>),
    /// For the tags of an instance.
    Tags(Box<tags::Form>),
}

impl Open {
    /// Takes a key in. `ctrl-c` is the caller's.
    pub fn key(&mut self, key: Key, offers: &Offers<'_>) -> Step {
        match self {
            Self::Create(form) => form.key(key, offers),
            Self::Modify(form) => form.key(key, offers),
            Self::Password(form) => form.key(key, offers),
            Self::Resize(form) => form.key(key, offers),
            Self::Tags(form) => form.key(key, offers),
        }
    }

    /// Where it would be sent.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        match self {
            Self::Create(form) => form.draft().scope(),
            Self::Modify(form) => &form.draft().key().scope,
            Self::Password(form) => &form.draft().key().scope,
            Self::Resize(form) => &form.draft().key().scope,
            Self::Tags(form) => &form.draft().key().scope,
        }
    }

    /// Takes pasted text in: one line, where text is typed.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Create(form) => form.paste(text),
            Self::Modify(form) => form.paste(text),
            Self::Password(form) => form.paste(text),
            Self::Resize(form) => form.paste(text),
            Self::Tags(form) => form.paste(text),
        }
    }

    /// Where keys go now.
    #[must_use]
    pub fn typing(&self) -> Typing {
        match self {
            Self::Create(form) => form.typing(),
            Self::Modify(form) => form.typing(),
            Self::Password(form) => form.typing(),
            Self::Resize(form) => form.typing(),
            Self::Tags(form) => form.typing(),
        }
    }

    /// Whether there is a field before the focused one, or a list that can be left for it.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        match self {
            Self::Create(form) => form.can_go_back(),
            Self::Modify(form) => form.can_go_back(),
            Self::Password(form) => form.can_go_back(),
            Self::Resize(form) => form.can_go_back(),
            Self::Tags(form) => form.can_go_back(),
        }
    }

    /// The instance it is about; a new one is none yet.
    #[must_use]
    pub fn about(&self) -> Option<&InstanceKey> {
        match self {
            Self::Create(_) => None,
            Self::Modify(form) => Some(form.draft().key()),
            Self::Password(form) => Some(form.draft().key()),
            Self::Resize(form) => Some(form.draft().key()),
            Self::Tags(form) => Some(form.draft().key()),
        }
    }

    /// What has to be read for it to be filled in.
    #[must_use]
    pub fn needs(&self) -> Needs {
        match self {
            Self::Create(form) => form.draft().needs(),
            Self::Modify(form) => form.draft().needs(),
            Self::Password(form) => form.draft().needs(),
            Self::Resize(form) => form.draft().needs(),
            Self::Tags(form) => form.draft().needs(),
        }
    }

    /// Whether what was typed is forgotten as soon as the form is left or sent.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        match self {
            Self::Create(_) | Self::Modify(_) | Self::Resize(_) | Self::Tags(_) => false,
            Self::Password(_) => true,
        }
    }

    /// Takes in what is known now of the instance it is about.
    pub fn hear(&mut self, offers: &Offers<'_>) {
        let Some(instance) = self.about().and_then(|key| offers.instance(key)) else {
            return;
        };
        match self {
            Self::Modify(form) => form.draft_mut().hear(instance),
            Self::Resize(form) => form.draft_mut().hear(instance),
            Self::Tags(form) => form.draft_mut().hear(instance),
            Self::Create(_) | Self::Password(_) => {}
        }
    }

    /// Takes a refusal of the service in. From now on the draft is one of its own: a new form
    /// continues it.
    pub fn refuse(&mut self, error: ApiError) {
        match self {
            Self::Create(form) => form.refuse(error),
            Self::Modify(form) => form.refuse(error),
            Self::Password(form) => form.refuse(error),
            Self::Resize(form) => form.refuse(error),
            Self::Tags(form) => form.refuse(error),
        }
        self.detach();
    }

    /// Makes the draft one of its own: a new form continues it.
    pub fn detach(&mut self) {
        if let Self::Create(form) = self {
            form.draft_mut().detach();
        }
    }

    /// Whether opening that form means to go on with this one.
    #[must_use]
    pub fn continues(&self, opened: &Self) -> bool {
        match (self, opened) {
            (Self::Create(form), Self::Create(opened)) => {
                let same = form.draft().model() == opened.draft().model();
                same && form.draft().scope() == opened.draft().scope()
            }
            (Self::Modify(form), Self::Modify(opened)) => {
                form.draft().key() == opened.draft().key()
            }
            (Self::Resize(form), Self::Resize(opened)) => {
                form.draft().key() == opened.draft().key()
            }
            (Self::Tags(form), Self::Tags(opened)) => form.draft().key() == opened.draft().key(),
            _ => false,
        }
    }

    /// Whether this is the form that asked for it.
    #[must_use]
    pub fn asked_for(&self, deed: &Deed) -> bool {
        match (self, deed) {
            (Self::Create(form), Deed::Create { scope, instance }) => {
                let draft = form.draft();
                draft.scope() == scope && draft.name.text() == instance.name
            }
            (Self::Modify(form), Deed::Modify { key, .. }) => form.draft().key() == key,
            (Self::Password(form), Deed::ResetPassword { key, .. }) => form.draft().key() == key,
            (Self::Resize(form), Deed::Resize { key, .. }) => form.draft().key() == key,
            (Self::Tags(form), Deed::Tags { key, .. }) => form.draft().key() == key,
            _ => false,
        }
    }
}
