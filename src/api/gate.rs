//! One refused credential stops every call that uses it.
#[derive(Debug, Default)]
pub struct Gate {}
