//! The form for a new instance.

use crate::api::ApiError;
use crate::api::v2::CreateInstance;
use crate::keymap::Key;
use crate::model::{Instance, Scope};
use crate::state::State;

/// The form.
#[derive(Debug, Default)]
pub struct Form {}

/// What to choose from.
#[derive(Debug)]
pub struct Offers {}

/// What a key led to.
#[derive(Debug)]
pub enum Step {
    /// The form stays.
    Stay,
    /// The form is left; the caller keeps it.
    Leave,
    /// Everything is right: show what would be sent.
    Review(Box<CreateInstance>),
}

impl Form {
    /// An empty form, or one filled like an instance.
    #[must_use]
    pub fn new(_scope: Scope, _like: Option<&Instance>) -> Self {
        Self {}
    }
    /// Takes a key.
    pub fn key(&mut self, _key: Key, _offers: &Offers) -> Step {
        Step::Leave
    }
    /// Takes pasted text.
    pub fn paste(&mut self, _text: &str) {}
    /// Takes a refusal.
    pub fn refuse(&mut self, _error: ApiError) {}
}

impl State {
    /// What a new instance can be chosen from.
    #[must_use]
    pub fn offers(&self) -> Offers {
        Offers {}
    }
}
