//! What other dashboards get wrong: one promise a test, by its name.

mod answering;
mod confirmations;
mod deleting;
mod explained;
pub mod help;
mod identity;
mod keys;
mod lost;
mod marks;
mod one_request;
mod profiles;
pub mod random;
mod scopes;
mod screen;
mod secrets;
mod selection;
mod service;
mod soak;
mod time;
mod typed;
mod typing;
mod writing;
