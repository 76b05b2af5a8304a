//! Text that must never be shown: keys, tokens, passwords.

pub mod mask;

use secrecy::{ExposeSecret, SecretString};

/// A secret. `Debug` prints `[hidden]`, there is no `Display`, and the memory is wiped on drop.
///
/// Equality compares contents, so that values which carry a secret (a form, a planned request)
/// stay comparable in tests; it is not meant for checking what a stranger sent.
#[derive(Clone, Default)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes ownership of the text; nothing but [`Secret::expose`] gives it back.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The text itself. Call this only where bytes leave for the service, or to check a rule.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_prints_the_text() {
        let secret = Secret::new("canary-sk");
        assert_eq!(
            format!("{secret:?} {:?}", Some(&secret)),
            "[hidden] Some([hidden])"
        );
        assert_eq!(secret.expose(), "canary-sk");
    }
}
