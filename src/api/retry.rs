//! When a read is worth another try, and how long to wait first: pure, no clock, no chance.

use std::sync::Arc;
use std::time::Duration;

use super::{ApiError, ErrorKind, meaning};

/// Hears of every read that failed and is sent again: why, and after how long.
#[derive(Clone)]
pub struct RetryWatch(Arc<dyn Fn(ApiError, Duration) + Send + Sync>);

impl RetryWatch {
    pub fn new(hear: impl Fn(ApiError, Duration) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }

    pub(super) fn tell(&self, error: ApiError, wait: Duration) {
        (self.0)(error, wait);
    }
}

impl std::fmt::Debug for RetryWatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RetryWatch")
    }
}

/// How often and how patiently reads are repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Calls in all, the first included.
    pub tries: u32,
    /// Longest wait before the second call; doubles with every further one.
    pub base: Duration,
    /// The same after a throttled call; the service's vendor advises 2 to 5 seconds.
    pub throttled_base: Duration,
    /// No wait of our own choosing is longer.
    pub cap: Duration,
    /// The longest wait the service may ask for; beyond it the caller is told instead.
    pub longest_asked: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            tries: 3,
            base: Duration::from_millis(300),
            throttled_base: Duration::from_secs(2),
            cap: Duration::from_secs(5),
            longest_asked: Duration::from_secs(30),
        }
    }
}

impl Policy {
    /// How long to wait before a read that failed with `error` is sent again, or `None` to give
    /// up. `done` is the number of calls so far; `jitter` is in `0.0..1.0` and spreads our own
    /// waits over their upper half, so that clients that failed together do not return together.
    /// What the service asked for is never shortened.
    pub fn wait(&self, error: &ApiError, done: u32, jitter: f64) -> Option<Duration> {
        let base = match error.kind {
            ErrorKind::Throttled => self.throttled_base,
            ErrorKind::Server if !meaning::may_pass(error.status) => return None,
            ErrorKind::Server | ErrorKind::Unreachable => self.base,
            ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::Refused
            | ErrorKind::Timeout
            | ErrorKind::TooLarge
            | ErrorKind::Undecodable
            | ErrorKind::Changed
            | ErrorKind::Defect
            | ErrorKind::Locked
            | ErrorKind::Setup => return None,
        };
        if done >= self.tries {
            return None;
        }
        let doubled = base.saturating_mul(1 << done.saturating_sub(1).min(16));
        let longest = doubled.min(self.cap);
        let own = longest.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0);
        match error.retry_after {
            Some(asked) if asked > self.longest_asked => None,
            Some(asked) => Some(asked.max(own)),
            None => Some(own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;

    fn error(kind: ErrorKind, retry_after: Option<u64>) -> ApiError {
        ApiError {
            retry_after: retry_after.map(Duration::from_secs),
            ..ApiError::local(Operation::ListInstances, kind, "x")
        }
    }

    fn waits(kind: ErrorKind, retry_after: Option<u64>, jitter: f64) -> Vec<Option<u128>> {
        let policy = Policy::default();
        let wait = |done| policy.wait(&error(kind, retry_after), done, jitter);
        (1..=3)
            .map(|done| wait(done).map(|wait| wait.as_millis()))
            .collect()
    }

    #[test]
    fn waits_double_up_to_the_cap_and_end_after_the_last_try() {
        assert_eq!(
            waits(ErrorKind::Server, None, 1.0),
            [Some(300), Some(600), None]
        );
        assert_eq!(
            waits(ErrorKind::Unreachable, None, 0.0),
            [Some(150), Some(300), None]
        );
        assert_eq!(
            waits(ErrorKind::Throttled, None, 1.0),
            [Some(2000), Some(4000), None]
        );
        let patient = Policy {
            tries: 40,
            ..Policy::default()
        };
        assert_eq!(
            patient.wait(&error(ErrorKind::Server, None), 39, 1.0),
            Some(Duration::from_secs(5))
        );
    }

    #[test]
    fn what_the_service_asks_for_is_honoured_up_to_half_a_minute() {
        assert_eq!(waits(ErrorKind::Throttled, Some(30), 0.0)[0], Some(30_000));
        assert_eq!(waits(ErrorKind::Throttled, Some(31), 0.0)[0], None);
        assert_eq!(waits(ErrorKind::Server, Some(0), 1.0)[0], Some(300));
    }

    #[test]
    fn only_throttling_server_and_connection_errors_are_worth_another_try() {
        let worth = |kind| waits(kind, None, 0.5)[0].is_some();
        let all = [
            ErrorKind::Unauthorized,
            ErrorKind::Forbidden,
            ErrorKind::NotFound,
            ErrorKind::Throttled,
            ErrorKind::Refused,
            ErrorKind::Server,
            ErrorKind::Unreachable,
            ErrorKind::Timeout,
            ErrorKind::TooLarge,
            ErrorKind::Undecodable,
            ErrorKind::Changed,
            ErrorKind::Defect,
            ErrorKind::Locked,
            ErrorKind::Setup,
        ];
        let retried: Vec<_> = all.into_iter().filter(|kind| worth(*kind)).collect();
        assert_eq!(
            retried,
            [
                ErrorKind::Throttled,
                ErrorKind::Server,
                ErrorKind::Unreachable
            ]
        );
    }
}
