//! One refused credential stops every call that uses it.
//!
//! Five refused signatures lock an access key for five minutes, so a credential is first tried by
//! one call alone while the others wait, and a single refusal closes the [`Gate`] until the user
//! asks for another try. Connections that share a credential share one gate.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::{ApiError, ErrorKind, Operation};

/// What is known about one credential. Share it with `Arc`; a new one has not been tried.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    phase: Phase,
    /// Counts the times the gate was opened again: an answer to a call from before says nothing
    /// about the credential now.
    round: u64,
}

#[derive(Debug, Default)]
enum Phase {
    /// Nobody has tried yet.
    #[default]
    Untried,
    /// One call is out; the others wait for what becomes of it.
    Trying,
    /// The credential was accepted.
    Open,
    /// The credential was refused.
    Closed(ApiError),
}

impl Gate {
    /// Waits until a call may go out. The first goes alone.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] when the credential was refused.
    pub(super) async fn enter(&self, attempted: Operation) -> Result<Pass<'_>, ApiError> {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // Listening before looking: a change in between is not missed.
            changed.as_mut().enable();
            if let Some(answer) = self.try_enter(attempted) {
                return answer;
            }
            changed.await;
        }
    }

    fn try_enter(&self, attempted: Operation) -> Option<Result<Pass<'_>, ApiError>> {
        let mut state = self.state();
        let (gate, round) = (self, state.round);
        match &state.phase {
            Phase::Closed(refusal) => Some(Err(locked(attempted, refusal))),
            Phase::Open => Some(Ok(Pass {
                gate,
                round,
                role: Role::Follower,
            })),
            Phase::Trying => None,
            Phase::Untried => {
                state.phase = Phase::Trying;
                Some(Ok(Pass {
                    gate,
                    round,
                    role: Role::First,
                }))
            }
        }
    }

    /// Opens a closed gate for one more try; does nothing to an open one.
    pub(super) fn reopen(&self) {
        let mut state = self.state();
        if let Phase::Closed(_) = state.phase {
            state.phase = Phase::Untried;
            state.round += 1;
        }
        self.changed.notify_waiters();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change below is a single assignment, so a panic elsewhere leaves nothing torn.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn locked(attempted: Operation, refusal: &ApiError) -> ApiError {
    ApiError {
        attempted,
        kind: ErrorKind::Locked,
        retry_after: None,
        ..refusal.clone()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    First,
    Follower,
}

/// Leave for one call to go out. Say what became of it; a pass that is dropped without a word
/// (the call was cut off, or the service was down) leaves the credential as it was.
#[derive(Debug)]
pub(super) struct Pass<'a> {
    gate: &'a Gate,
    round: u64,
    role: Role,
}

impl Pass<'_> {
    /// Whether the credential is still good, after having waited for something else.
    pub(super) fn check(&self, attempted: Operation) -> Result<(), ApiError> {
        match &self.gate.state().phase {
            Phase::Closed(refusal) => Err(locked(attempted, refusal)),
            Phase::Untried | Phase::Trying | Phase::Open => Ok(()),
        }
    }

    /// The service knew us.
    pub(super) fn accepted(&self) {
        let mut state = self.gate.state();
        if state.round == self.round && matches!(state.phase, Phase::Trying) {
            state.phase = Phase::Open;
            self.gate.changed.notify_waiters();
        }
    }

    /// The service refused the credential: nothing goes out any more.
    pub(super) fn refused(&self, refusal: &ApiError) {
        let mut state = self.gate.state();
        if state.round == self.round {
            state.phase = Phase::Closed(refusal.clone());
            self.gate.changed.notify_waiters();
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        let trying = matches!(state.phase, Phase::Trying) && state.round == self.round;
        if trying && self.role == Role::First {
            state.phase = Phase::Untried;
            self.gate.changed.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn refusal() -> ApiError {
        ApiError {
            status: Some(401),
            ..ApiError::local(
                Operation::ListInstances,
                ErrorKind::Unauthorized,
                "no such key",
            )
        }
    }

    fn poll<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    fn ready<'a>(gate: &'a Gate) -> Result<Pass<'a>, ApiError> {
        match poll(pin!(gate.enter(Operation::ShowTask))) {
            Poll::Ready(answer) => answer,
            Poll::Pending => panic!("had to wait"),
        }
    }

    #[test]
    fn the_first_call_goes_alone_and_the_rest_follow_once_it_is_accepted() {
        let gate = Gate::default();
        let first = ready(&gate).unwrap();
        let mut second = pin!(gate.enter(Operation::ShowTask));
        assert!(poll(second.as_mut()).is_pending());
        first.accepted();
        assert!(matches!(poll(second.as_mut()), Poll::Ready(Ok(_))));
        assert!(ready(&gate).is_ok());
    }

    #[test]
    fn a_refusal_locks_everybody_out_until_the_user_asks() {
        let gate = Gate::default();
        let first = ready(&gate).unwrap();
        let mut second = pin!(gate.enter(Operation::ShowTask));
        assert!(poll(second.as_mut()).is_pending());
        first.refused(&refusal());
        drop(first);
        let expected = ApiError {
            attempted: Operation::ShowTask,
            kind: ErrorKind::Locked,
            ..refusal()
        };
        match poll(second.as_mut()) {
            Poll::Ready(Err(error)) => assert_eq!(error, expected),
            other => panic!("{other:?}"),
        }
        assert_eq!(ready(&gate).unwrap_err(), expected);
        gate.reopen();
        assert!(ready(&gate).is_ok());
    }

    #[test]
    fn a_first_call_without_a_verdict_lets_the_next_one_try_alone() {
        let gate = Gate::default();
        drop(ready(&gate).unwrap());
        let second = ready(&gate).unwrap();
        assert!(poll(pin!(gate.enter(Operation::ShowTask))).is_pending());
        drop(second);
    }

    #[test]
    fn a_late_refusal_from_before_the_user_asked_says_nothing() {
        let gate = Gate::default();
        ready(&gate).unwrap().accepted();
        let (old, other) = (ready(&gate).unwrap(), ready(&gate).unwrap());
        other.refused(&refusal());
        gate.reopen();
        old.refused(&refusal());
        assert!(ready(&gate).is_ok());
    }

    #[test]
    fn a_late_success_does_not_open_a_closed_gate() {
        let gate = Gate::default();
        ready(&gate).unwrap().accepted();
        let (late, other) = (ready(&gate).unwrap(), ready(&gate).unwrap());
        other.refused(&refusal());
        late.accepted();
        assert_eq!(ready(&gate).unwrap_err().kind, ErrorKind::Locked);
    }
}
