//! The form for a new instance.

/// The form.
#[derive(Debug, Default)]
pub struct Form {}
