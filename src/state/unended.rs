//! What a terminal began to send and does not end.

/// What keys are taken for, for as long as it has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Unended {
    /// A paste.
    Paste,
    /// An answer of the terminal to a question, of which there may be a late one to a program
    /// before us.
    Answer,
}
