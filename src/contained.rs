//! Panics made errors: a defect of warren ends one piece of work, and not the program.
//!
//! What runs in the background is run through here, and whoever started it says on screen what
//! became of it. The report of the panic goes to the log as ever.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

/// A piece of work panicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("warren itself failed at it: a defect")]
pub struct Defect;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Whether a panic of this thread is made an error now: then nothing else has to be done about it.
pub fn is_contained() -> bool {
    DEPTH.with(|depth| depth.get() > 0)
}

/// Does `work`.
///
/// # Errors
/// [`Defect`] when it panics. What it had begun to change must not be used any more.
pub fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Defect> {
    let deeper = |by: fn(u32) -> u32| DEPTH.with(|depth| depth.set(by(depth.get())));
    deeper(|depth| depth.saturating_add(1));
    let done = catch_unwind(AssertUnwindSafe(work));
    deeper(|depth| depth.saturating_sub(1));
    done.map_err(|_| Defect)
}

/// Does `work` that waits for something.
///
/// # Errors
/// As [`contained`].
pub fn contained_task<T>(work: impl Future<Output = T>) -> impl Future<Output = Result<T, Defect>> {
    // On the heap: what is done in the background is large, and must not be part of what waits for it.
    let mut work = Box::pin(work);
    poll_fn(
        move |context| match contained(|| work.as_mut().poll(context)) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
            Err(defect) => Poll::Ready(Err(defect)),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_the_end_of_one_piece_of_work() {
        let panics = |at: u32| async move {
            for step in 0..3 {
                assert!(is_contained());
                assert_ne!(step, at, "planted");
                tokio::task::yield_now().await;
            }
            "done"
        };
        assert_eq!(contained_task(panics(1)).await, Err(Defect));
        assert_eq!(contained_task(panics(9)).await, Ok("done"));
        assert_eq!(
            contained(|| contained(|| panic!("planted"))),
            Ok(Err::<(), _>(Defect))
        );
        assert!(!is_contained());
    }
}
