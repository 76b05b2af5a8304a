//! How long to wait after failures. Pure.

use std::time::Duration;

/// The longest wait between two attempts that the service did not ask for.
pub const CAP: Duration = Duration::from_secs(60);

/// The wait after so many failures in a row, when all is well every `period`: it doubles up to
/// [`CAP`], is shortened by up to a fifth so that many clients do not come back at once
/// (`jitter` is 0 to 1), and is never shorter than what the service asked for.
pub fn wait(failures: u32, period: Duration, asked: Option<Duration>, jitter: f64) -> Duration {
    let doubled = period.saturating_mul(1 << failures.saturating_sub(1).min(10));
    let capped = doubled.min(CAP.max(period));
    let shortened = capped.mul_f64(1.0 - 0.2 * jitter.clamp(0.0, 1.0));
    shortened.max(asked.unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_to_a_minute_and_honours_what_the_service_asks() {
        let five = Duration::from_secs(5);
        let waits: Vec<u64> = (1..=6)
            .map(|n| wait(n, five, None, 0.0).as_secs())
            .collect();
        assert_eq!(waits, [5, 10, 20, 40, 60, 60]);
        assert_eq!(wait(99, five, None, 1.0).as_secs(), 48);
        assert_eq!(
            wait(1, five, Some(Duration::from_secs(90)), 1.0).as_secs(),
            90
        );
        assert_eq!(wait(3, Duration::from_secs(300), None, 0.0).as_secs(), 300);
    }
}
