//! A value that lives elsewhere: the last good one, when it was fetched, what is happening now.

use super::now::Now;
use crate::api::ApiError;
use std::time::Duration;

/// When something was asked: milliseconds since the start, or more where that keeps the order of
/// what was asked in one millisecond. Later is larger; `0` is before all.
pub type Ticket = u64;

/// The last good value beside the last failure. A failure never blanks what is known.
#[derive(Clone, Debug)]
pub struct Remote<T, E = ApiError> {
    /// Last good value with its time.
    pub known: Option<Cached<T>>,
    /// Why the newest attempt failed, until one succeeds.
    pub failure: Option<Failure<E>>,
    /// When the newest answer came, good or bad.
    answered: Option<Now>,
    newest: Ticket,
}

/// A value and where it stands in time.
#[derive(Clone, Debug)]
pub struct Cached<T> {
    pub value: T,
    /// When the answer came.
    pub at: Now,
}

/// A failed attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure<E = ApiError> {
    pub error: E,
    /// When the first of an unbroken row of failures came.
    pub since: Now,
}

/// How far a value can be trusted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing known yet, nothing failed: the first answer is awaited.
    Loading,
    /// Newer than three polls.
    Fresh,
    /// Older than three polls; this old.
    Stale(Duration),
    /// Nothing known, and the attempt failed.
    Failed,
}

/// What came of reading a value so far, whatever its age.
#[derive(Debug, PartialEq)]
pub enum ReadState<'a, E = ApiError> {
    /// It was read.
    Known,
    /// It is being read.
    Loading,
    /// It could not be read.
    Failed(&'a E),
    /// It was read, but the newest attempt failed.
    Old(&'a E),
}

impl<E> Clone for ReadState<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for ReadState<'_, E> {}

impl<T, E> Default for Remote<T, E> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T, E> Remote<T, E> {
    /// Nothing was answered yet.
    pub const EMPTY: Self = Self {
        known: None,
        failure: None,
        answered: None,
        newest: 0,
    };

    /// Takes an answer in, unless it was asked for before one that is already here.
    /// Says whether it was taken.
    pub fn take(&mut self, asked: Ticket, at: Now, answer: Result<T, E>) -> bool {
        if asked < self.newest {
            return false;
        }
        self.newest = asked;
        self.answered = Some(at);
        match answer {
            Ok(value) => {
                self.known = Some(Cached { value, at });
                self.failure = None;
            }
            Err(error) => {
                let since = self.failure.as_ref().map_or(at, |failure| failure.since);
                self.failure = Some(Failure { error, since });
            }
        }
        true
    }

    /// Makes every answer that was asked for up to now count as old news.
    pub fn outdate(&mut self, up_to: Ticket) {
        self.newest = self.newest.max(up_to);
    }

    /// Whether there was an answer, good or bad.
    pub fn is_answered(&self) -> bool {
        self.known.is_some() || self.failure.is_some()
    }

    /// What came of reading it so far.
    pub fn state(&self) -> ReadState<'_, E> {
        match (&self.known, &self.failure) {
            (Some(_), None) => ReadState::Known,
            (None, None) => ReadState::Loading,
            (None, Some(failure)) => ReadState::Failed(&failure.error),
            (Some(_), Some(failure)) => ReadState::Old(&failure.error),
        }
    }

    /// Whether the newest answer, good or bad, is younger than `age`.
    pub fn answered_within(&self, age: Duration, now: Now) -> bool {
        self.answered.is_some_and(|at| now.since(at) < age)
    }

    /// The last good value.
    pub fn value(&self) -> Option<&T> {
        self.known.as_ref().map(|known| &known.value)
    }

    /// From when on the value is stale, as time since the start, when it is asked for every `period`.
    pub fn stale_from(&self, period: Duration) -> Option<Duration> {
        let known = self.known.as_ref()?;
        let after = stale_after(period).saturating_add(Duration::from_millis(1));
        Some(known.at.uptime.saturating_add(after))
    }

    /// How far the value can be trusted at `now`, when it is asked for every `period`.
    pub fn freshness(&self, now: Now, period: Duration) -> Freshness {
        match (&self.known, &self.failure) {
            (None, None) => Freshness::Loading,
            (None, Some(_)) => Freshness::Failed,
            (Some(known), _) => {
                let age = now.since(known.at);
                if age > stale_after(period) {
                    Freshness::Stale(age)
                } else {
                    Freshness::Fresh
                }
            }
        }
    }
}

/// Age from which a value that is asked for every `period` is stale: three polls, and a little
/// for the answer to arrive.
pub fn stale_after(period: Duration) -> Duration {
    period
        .saturating_mul(3)
        .saturating_add(Duration::from_secs(1))
}
