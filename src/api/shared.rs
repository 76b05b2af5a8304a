//! A value that is fetched once however many callers want it: a token, a project id.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use super::ApiError;

/// A cached value and the one fetch that may be under way. Callers that waited for a fetch share
/// its outcome, good or bad; a caller that comes after a failure fetches again.
#[derive(Debug)]
pub(super) struct Shared<T> {
    slot: Mutex<Slot<T>>,
    /// Fetches that have ended. Read before waiting, to tell a failure one waited for from an old one.
    ended: AtomicU64,
}

#[derive(Debug)]
enum Slot<T> {
    Empty,
    Full(T),
    Failed(ApiError),
}

impl<T: Clone> Shared<T> {
    pub(super) fn empty() -> Self {
        Self {
            slot: Mutex::new(Slot::Empty),
            ended: AtomicU64::new(0),
        }
    }

    /// The cached value if it is still `usable`, else what `fetch` gives.
    pub(super) async fn get(
        &self,
        usable: impl Fn(&T) -> bool,
        fetch: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let before = self.ended.load(Ordering::SeqCst);
        let mut slot = self.slot.lock().await;
        match &*slot {
            Slot::Full(value) if usable(value) => return Ok(value.clone()),
            Slot::Failed(error) if self.ended.load(Ordering::SeqCst) > before => {
                return Err(error.clone());
            }
            Slot::Full(_) | Slot::Failed(_) | Slot::Empty => {}
        }
        let outcome = fetch.await;
        self.ended.fetch_add(1, Ordering::SeqCst);
        *slot = match &outcome {
            Ok(value) => Slot::Full(value.clone()),
            Err(error) => Slot::Failed(error.clone()),
        };
        outcome
    }

    /// The cached value, whatever its state.
    pub(super) async fn peek(&self) -> Option<T> {
        match &*self.slot.lock().await {
            Slot::Full(value) => Some(value.clone()),
            Slot::Empty | Slot::Failed(_) => None,
        }
    }

    /// Forgets the value if it is one that is `unwanted`.
    pub(super) async fn drop_if(&self, unwanted: impl Fn(&T) -> bool) {
        let mut slot = self.slot.lock().await;
        if matches!(&*slot, Slot::Full(value) if unwanted(value)) {
            *slot = Slot::Empty;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorKind;
    use crate::api::Operation;
    use std::cell::Cell;

    fn failure() -> ApiError {
        ApiError::local(Operation::SignIn, ErrorKind::Server, "down")
    }

    #[tokio::test]
    async fn callers_that_wait_for_one_fetch_share_its_outcome() {
        let (shared, fetches) = (Shared::empty(), Cell::new(0));
        let fetch = |outcome: Result<u8, ApiError>| {
            let fetches = &fetches;
            async move {
                fetches.set(fetches.get() + 1);
                tokio::task::yield_now().await;
                outcome
            }
        };
        let failed = tokio::join!(
            shared.get(|_| true, fetch(Err(failure()))),
            shared.get(|_| true, fetch(Ok(2))),
        );
        assert_eq!(
            (failed, fetches.get()),
            ((Err(failure()), Err(failure())), 1)
        );
        assert_eq!(shared.get(|_| true, fetch(Ok(3))).await, Ok(3));
        assert_eq!(shared.get(|_| true, fetch(Ok(4))).await, Ok(3));
        assert_eq!(shared.get(|value| *value > 3, fetch(Ok(4))).await, Ok(4));
        assert_eq!(fetches.get(), 3);
    }
}
