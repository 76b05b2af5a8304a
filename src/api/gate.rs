//! One refused credential stops every call that uses it.
//!
//! Five refused signatures in a row lock an access key for five minutes, whatever profile, region,
//! service or version of the API they were for. So there is one [`Gate`] for a credential, and:
//!
//! - The refusals so far and the calls under way are never more than [`MOST`] together: even if all
//!   that is on its way is refused, the key is not locked.
//! - A credential is first tried by one call alone while the others wait, and a single refusal
//!   closes the gate until the user asks for another try.
//! - Only a call that was sent after the gate was opened, and let in, ends the count of refusals.
//!
//! Calls that wait go by [`Urgency`], and in the order they came.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::{ApiError, ErrorKind, Operation};

/// Calls of one credential under way at a time, and refusals of it that are risked: a fifth locks
/// an access key.
pub const MOST: u32 = 4;
/// Calls for figures under way at a time.
const MOST_FIGURES: u32 = 2;
/// How long the service locks a key; a key that may be locked by one more refusal is not tried
/// sooner than this after the last one.
pub const LOCK_OUT: Duration = Duration::from_secs(5 * 60);

/// How urgent a call is. The most urgent comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    /// A write, or the look that decides whether it may leave.
    Write,
    /// A read that somebody looks at.
    Look,
    /// A page of a list.
    List,
    /// Figures of Cloud Eye: never more than [`MOST_FIGURES`] at a time, so that the others always
    /// find a place.
    Figures,
}

/// What is known about one credential. Share it with `Arc`; a new one has not been tried.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Notify,
    /// Refusals in a row.
    refusals: watch::Sender<u32>,
}

#[derive(Debug, Default)]
struct State {
    phase: Phase,
    /// Counts the times the gate was opened again: a success of a call from before says nothing
    /// about the credential now.
    round: u64,
    /// Calls under way, and those of them that are writes or their looks.
    under_way: u32,
    urgent: u32,
    /// Those of them that are for figures.
    figures: u32,
    /// Refusals since the last call that was let in, and when the last one came.
    refusals: u32,
    refused: Option<Instant>,
    /// Writes that keep a place free for themselves.
    announced: u32,
    /// Calls that wait, the next one first.
    waiting: BTreeSet<(Urgency, u64)>,
    /// Calls that ever waited.
    came: u64,
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

impl State {
    /// Refusals that count towards the lock-out. After its time one more try is risked.
    fn strikes(&self) -> u32 {
        match self.refused {
            Some(last) if last.elapsed() >= LOCK_OUT => self.refusals.min(MOST - 1),
            Some(_) | None => self.refusals,
        }
    }

    /// Whether a call of this urgency may be sent now.
    fn is_free(&self, urgency: Urgency) -> bool {
        if urgency == Urgency::Figures && self.figures >= MOST_FIGURES {
            return false;
        }
        let kept = match (&self.phase, urgency) {
            (Phase::Open, Urgency::Look | Urgency::List | Urgency::Figures) => {
                self.announced.saturating_sub(self.urgent).min(MOST - 1)
            }
            _ => 0,
        };
        self.strikes() + self.under_way < MOST - kept
    }
}

impl Gate {
    /// Waits until a call may go out. The first goes alone.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] when the credential was refused.
    pub(super) async fn enter(
        self: &Arc<Self>,
        attempted: Operation,
        urgency: Urgency,
    ) -> Result<Pass, ApiError> {
        let place = Waiting::new(self, urgency);
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // Listening before looking: a change in between is not missed.
            changed.as_mut().enable();
            if let Some(answer) = self.try_enter(attempted, place.place) {
                return answer;
            }
            changed.await;
        }
    }

    fn try_enter(
        self: &Arc<Self>,
        attempted: Operation,
        place: (Urgency, u64),
    ) -> Option<Result<Pass, ApiError>> {
        let mut state = self.state();
        let role = match &state.phase {
            Phase::Closed(refusal) => return Some(Err(locked(attempted, refusal))),
            Phase::Trying => return None,
            Phase::Open => Role::Follower,
            Phase::Untried => Role::First,
        };
        if state.waiting.first() != Some(&place) || !state.is_free(place.0) {
            return None;
        }
        if role == Role::First {
            state.phase = Phase::Trying;
        }
        state.under_way += 1;
        state.urgent += u32::from(place.0 == Urgency::Write);
        state.figures += u32::from(place.0 == Urgency::Figures);
        Some(Ok(Pass {
            gate: Arc::clone(self),
            round: state.round,
            urgency: place.0,
            role,
            heard: AtomicBool::new(false),
        }))
    }

    /// Keeps a place free for a write that is about to be sent, as long as the result lives: reads
    /// take one place less.
    pub(super) fn announce(self: &Arc<Self>) -> Announced {
        self.state().announced += 1;
        Announced(Arc::clone(self))
    }

    /// Opens a closed gate for one more try, unless one more refusal would lock the key; does
    /// nothing to an open one.
    pub(super) fn reopen(&self) {
        let mut state = self.state();
        if matches!(state.phase, Phase::Closed(_)) && state.strikes() < MOST {
            state.phase = Phase::Untried;
            state.round += 1;
        }
        self.changed.notify_waiters();
    }

    /// Refusals in a row.
    pub(super) fn refusals(&self) -> watch::Receiver<u32> {
        self.refusals.subscribe()
    }

    /// Whether the credential is being tried by another call: nobody knows yet whether it is good.
    pub(super) fn is_trying(&self) -> bool {
        matches!(self.state().phase, Phase::Trying)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change below is a single assignment, so a panic elsewhere leaves nothing torn.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more refusal, or a call that may have been one.
    fn count(&self, state: &mut State) {
        state.refusals = state.refusals.saturating_add(1);
        state.refused = Some(Instant::now());
        self.refusals.send_replace(state.refusals);
    }
}

/// Refusals in a row of one credential, or of it and of the one that it is got with: the larger
/// number counts, for that is nearer to the lock-out.
#[derive(Clone, Debug)]
pub struct Refusals([watch::Receiver<u32>; 2]);

impl Refusals {
    pub(super) fn new(mut gates: [watch::Receiver<u32>; 2]) -> Self {
        // What was before is news too.
        gates.iter_mut().for_each(watch::Receiver::mark_changed);
        Self(gates)
    }

    /// The number, once there is news of it: at once for the first time.
    pub async fn changed(&mut self) -> u32 {
        let [own, base] = &mut self.0;
        // The client that is asked keeps the gates, so that neither ends.
        tokio::select! {
            _ = own.changed() => {}
            _ = base.changed() => {}
        }
        self.count()
    }

    /// The number.
    pub fn count(&mut self) -> u32 {
        let [own, base] = &mut self.0;
        (*own.borrow_and_update()).max(*base.borrow_and_update())
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

/// A place in the queue. It is left when this is dropped.
struct Waiting<'a> {
    gate: &'a Gate,
    place: (Urgency, u64),
}

impl<'a> Waiting<'a> {
    fn new(gate: &'a Gate, urgency: Urgency) -> Self {
        let mut state = gate.state();
        state.came += 1;
        let place = (urgency, state.came);
        state.waiting.insert(place);
        Self { gate, place }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.gate.state().waiting.remove(&self.place);
        self.gate.changed.notify_waiters();
    }
}

/// A place that is kept free for a write.
#[derive(Debug)]
#[must_use]
pub(super) struct Announced(Arc<Gate>);

impl Drop for Announced {
    fn drop(&mut self) {
        self.0.state().announced -= 1;
        self.0.changed.notify_waiters();
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    First,
    Follower,
}

/// Leave for one call to go out. Say what became of it. A call that ends without a word (it was cut
/// off, lost or late) leaves the credential as it was; when that was refused meanwhile, so may this
/// call have been, and it counts.
#[derive(Debug)]
#[must_use]
pub(super) struct Pass {
    gate: Arc<Gate>,
    round: u64,
    urgency: Urgency,
    role: Role,
    heard: AtomicBool,
}

impl Pass {
    /// Whether the credential is still good, after having waited for something else.
    pub(super) fn check(&self, attempted: Operation) -> Result<(), ApiError> {
        match &self.gate.state().phase {
            Phase::Closed(refusal) => Err(locked(attempted, refusal)),
            Phase::Untried | Phase::Trying | Phase::Open => Ok(()),
        }
    }

    /// The service knew us.
    pub(super) fn accepted(&self) {
        self.says_nothing();
        let mut state = self.gate.state();
        if state.round != self.round || matches!(state.phase, Phase::Closed(_)) {
            return;
        }
        state.phase = Phase::Open;
        if state.refusals > 0 {
            (state.refusals, state.refused) = (0, None);
            self.gate.refusals.send_replace(0);
        }
        self.gate.changed.notify_waiters();
    }

    /// The service refused the credential: nothing goes out any more. A refusal from before the
    /// user asked for another try counts, but ends that try only when there is none left.
    pub(super) fn refused(&self, refusal: &ApiError) {
        self.says_nothing();
        let mut state = self.gate.state();
        self.gate.count(&mut state);
        if state.round == self.round || state.strikes() >= MOST {
            state.phase = Phase::Closed(refusal.clone());
        }
        self.gate.changed.notify_waiters();
    }

    /// Another service than the message service refused the credential: that counts, for it may
    /// lock the key, and ends nothing here.
    pub(super) fn refused_elsewhere(&self) {
        self.says_nothing();
        let mut state = self.gate.state();
        self.gate.count(&mut state);
    }

    /// The call did not leave, or its answer says nothing about the credential.
    pub(super) fn says_nothing(&self) {
        self.heard.store(true, Ordering::SeqCst);
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        state.under_way -= 1;
        state.urgent -= u32::from(self.urgency == Urgency::Write);
        state.figures -= u32::from(self.urgency == Urgency::Figures);
        if !self.heard.load(Ordering::SeqCst) && matches!(state.phase, Phase::Closed(_)) {
            self.gate.count(&mut state);
        }
        let trying = matches!(state.phase, Phase::Trying) && state.round == self.round;
        if trying && self.role == Role::First {
            state.phase = Phase::Untried;
        }
        self.gate.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests;
