//! Any of the forms: the one in front of the view, or one whose draft is kept.

use super::{Offers, Step};
use crate::api::ApiError;
use crate::keymap::Key;
use crate::keymap::typing::Typing;
use crate::model::Scope;
use crate::state::create;
use crate::state::plan::Deed;

/// A form of whatever it is about.
#[derive(Clone, Debug)]
pub enum Open {
    /// For a new instance.
    Create(Box<create::Form>),
}

impl Open {
    /// Takes a key in. `ctrl-c` is the caller's.
    pub fn key(&mut self, key: Key, offers: &Offers<'_>) -> Step {
        match self {
            Self::Create(form) => form.key(key, offers),
        }
    }

    /// Where it would be sent.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        match self {
            Self::Create(form) => form.draft().scope(),
        }
    }

    /// Takes pasted text in: one line, where text is typed.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Create(form) => form.paste(text),
        }
    }

    /// Where keys go now.
    #[must_use]
    pub fn typing(&self) -> Typing {
        match self {
            Self::Create(form) => form.typing(),
        }
    }

    /// Whether there is a field before the focused one, or a list that can be left for it.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        match self {
            Self::Create(form) => form.can_go_back(),
        }
    }

    /// Takes a refusal of the service in. From now on the draft is one of its own: a new form
    /// continues it.
    pub fn refuse(&mut self, error: ApiError) {
        match self {
            Self::Create(form) => form.refuse(error),
        }
        self.detach();
    }

    /// Makes the draft one of its own: a new form continues it.
    pub fn detach(&mut self) {
        match self {
            Self::Create(form) => form.draft_mut().detach(),
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
            (Self::Create(_), _) => false,
        }
    }
}
