//! How time passes at the desk.

use super::Live;
use std::cell::Cell;
use std::time::Duration;

/// How far time moves at once.
const STEP: Duration = Duration::from_millis(20);
/// How often everything on its way gets to move between two steps: a new connection, a request
/// and its answer need a handful of hops.
pub(super) const HOPS: usize = 8;
/// How long, in the test's own time, anything may take.
const PATIENCE: Duration = Duration::from_secs(180);

/// How far time moves at once where minutes have to pass, and no answer is slow.
const LONG_STEP: Duration = Duration::from_millis(200);
/// How long, in the test's own time, it may take to settle what nothing is seen of.
const MINUTES_OF_PATIENCE: Duration = Duration::from_secs(15 * 60);

thread_local! {
    static WAITS: Cell<bool> = const { Cell::new(false) };
}

/// Whether it is the test that asks the journal, on this thread, and not the session.
pub fn is_the_test_waiting() -> bool {
    WAITS.get()
}

impl Live {
    /// Lets what is on its way move by one hop. What arrives is not taken in.
    pub async fn hop(&self) {
        let mut byte = [0];
        // Waiting first makes the runtime look at its sockets before the byte is read.
        let (got, sent) = tokio::join!(self.echo.recv(&mut byte), self.echo.send(&[1]));
        assert_eq!((got.unwrap(), sent.unwrap()), (1, 1));
        // Whoever writes in the journal holds its lock, and this waits for that.
        let journal = self.journal.clone();
        let probe = tokio::task::spawn_blocking(move || {
            WAITS.set(true);
            let _ = journal.probe();
            WAITS.set(false);
        });
        probe.await.unwrap();
    }

    /// Lets a step of time pass, everywhere.
    async fn step(&mut self, by: Duration) {
        self.settle().await;
        tokio::time::advance(by).await;
        match &self.simulator {
            Some(simulator) => simulator.advance(by),
            None => self.clock.advance(by),
        }
        for place in &self.places {
            place.simulator.advance(by);
        }
        self.take_in();
    }

    /// Lets time pass.
    pub async fn pass(&mut self, time: Duration) {
        self.pass_by(time, STEP).await;
    }

    /// Lets time pass in steps of this size: large ones for long times in which no answer is
    /// slow.
    pub async fn pass_by(&mut self, time: Duration, step: Duration) {
        let end = self.started.elapsed() + time;
        while self.started.elapsed() < end {
            let left = end - self.started.elapsed();
            self.step(left.min(step)).await;
        }
        self.settle().await;
    }

    /// Lets time pass until something holds.
    pub async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let end = self.started.elapsed() + PATIENCE;
        self.settle().await;
        while !holds(self) {
            if self.started.elapsed() > end {
                panic!("not so in {PATIENCE:?}: {what}\n{}", self.dump());
            }
            self.step(STEP).await;
            self.settle().await;
        }
    }

    /// Lets time pass in large steps until nothing that was sent is open: what is not settled by
    /// an effect is so only after minutes.
    pub async fn until_settled(&mut self) {
        let end = self.started.elapsed() + MINUTES_OF_PATIENCE;
        self.settle().await;
        while !self.settled() {
            if self.started.elapsed() > end {
                panic!("not settled in {MINUTES_OF_PATIENCE:?}\n{}", self.dump());
            }
            self.step(LONG_STEP).await;
            self.settle().await;
        }
    }
}
