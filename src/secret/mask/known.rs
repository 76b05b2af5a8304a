//! The secrets that are known to somebody: to a connection, or to the whole process.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use super::Masker;
use crate::secret::Secret;

/// Secrets that are remembered beside those of the credentials: of requests, and those that were
/// typed. As many credentials are.
pub(super) const REMEMBERED: usize = 48;

/// What the whole process knows: for crash reports, which have nobody to ask.
static PROCESS: LazyLock<KnownSecrets> = LazyLock::new(KnownSecrets::default);

/// Every secret that any connection of this process works with.
pub fn of_the_process() -> &'static KnownSecrets {
    &PROCESS
}

/// The secrets that are known to somebody, and the masker for them. Cheap to clone.
#[derive(Clone, Default)]
pub struct KnownSecrets(Arc<Mutex<Remembered>>);

#[derive(Default)]
struct Remembered {
    /// What is worked with.
    kept: Vec<Secret>,
    passing: Vec<Secret>,
    masker: Arc<Masker>,
}

impl Remembered {
    /// Makes the masker anew.
    fn know(&mut self) {
        let all = self.kept.iter().chain(&self.passing);
        self.masker = Arc::new(Masker::new(all));
    }
}

/// Adds secrets to a list, which forgets the oldest when there are too many; whether there was a
/// new one.
fn add<'a>(list: &mut Vec<Secret>, secrets: impl IntoIterator<Item = &'a Secret>) -> bool {
    let before = list.len();
    for secret in secrets {
        if !list.contains(secret) {
            list.push(secret.clone());
        }
    }
    let is_new = list.len() > before;
    list.drain(..list.len().saturating_sub(REMEMBERED));
    is_new
}

impl KnownSecrets {
    /// Remembers secrets that are worked with: what passes does not push them out.
    pub fn keep<'a>(&self, secrets: impl IntoIterator<Item = &'a Secret>) {
        let mut known = self.lock();
        if add(&mut known.kept, secrets) {
            known.know();
        }
    }

    /// Remembers secrets, but only so many: the oldest are forgotten.
    pub fn remember<'a>(&self, secrets: impl IntoIterator<Item = &'a Secret>) {
        let mut known = self.lock();
        if add(&mut known.passing, secrets) {
            known.know();
        }
    }

    /// Remembers what passes there.
    pub fn learn(&self, other: &Self) {
        let theirs = other.lock().passing.clone();
        self.remember(&theirs);
    }

    /// The masker for what is known now.
    pub fn masker(&self) -> Arc<Masker> {
        Arc::clone(&self.lock().masker)
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for KnownSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KnownSecrets")
    }
}
