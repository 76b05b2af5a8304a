//! The DMS client: requests, signatures, tokens, pages, errors. Nothing here knows a screen.

pub mod credential;

pub use credential::Credential;
