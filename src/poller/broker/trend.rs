//! The last ten minutes of a broker as a whole: asked for once, and then only what came since, for
//! samples of ten minutes cost the broker as much as all the rest of its overview.

use crate::api::management::History;
use crate::model::EpochMs;
use crate::model::broker::{Overview, Sample};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// A minute of samples joins those of an answer that is at most so old, with room for slow answers.
const JOINS: Duration = Duration::from_secs(30);
/// How much is kept, ms: as much as a broker keeps.
const KEPT: EpochMs = 600_000;
/// How far the clocks of nodes are apart at most, ms.
const APART: EpochMs = 60_000;
/// It is all there with so much of it, ms. In its first seconds a broker tells no samples, and then those
/// of ten minutes at once: zeros of before it was there.
const ALL: EpochMs = 570_000;

/// Samples of one broker, as the last answers said them.
#[derive(Debug, Default)]
pub struct Trend {
    cluster: Option<String>,
    samples: Vec<Sample>,
    /// When the newest of them were asked for.
    read: Option<Instant>,
}

impl Trend {
    /// How much is to be asked for.
    pub(super) fn wanted(&self) -> History {
        match self.read {
            Some(read) if read.elapsed() <= JOINS && self.is_whole() => History::Minute,
            Some(_) | None => History::TenMinutes,
        }
    }

    /// Whether the newest samples are not much older than those that are known: then its clock was set,
    /// and what is known is of a time to come.
    fn goes_on(&self, overview: &Overview) -> bool {
        let newest = self.samples.last().zip(overview.samples.last());
        newest.is_none_or(|(known, new)| new.at + APART >= known.at)
    }

    fn is_whole(&self) -> bool {
        let ends = self.samples.first().zip(self.samples.last());
        ends.is_some_and(|(oldest, newest)| newest.at - oldest.at >= ALL)
    }

    /// Takes in the samples of an overview that was asked for at this time with so much of them, and
    /// gives it those from before.
    pub(super) fn take(&mut self, overview: &mut Overview, asked: Instant, history: History) {
        let joins = match history {
            History::TenMinutes => false,
            History::Minute | History::None => true,
        };
        let is_same = overview.cluster == self.cluster && self.goes_on(overview);
        if joins && is_same {
            overview.samples = joined(&self.samples, &overview.samples);
        }
        self.read = (!joins || is_same).then_some(asked);
        self.cluster.clone_from(&overview.cluster);
        self.samples.clone_from(&overview.samples);
    }
}

/// Samples of ten minutes, oldest first. What a newer answer says of a time holds; the oldest that it
/// tells has no rate, for that is since the one before.
fn joined(older: &[Sample], newer: &[Sample]) -> Vec<Sample> {
    let mut samples: BTreeMap<EpochMs, Sample> = BTreeMap::new();
    for sample in older.iter().chain(newer) {
        let known = samples.entry(sample.at).or_insert(*sample);
        *known = sample.over(known);
    }
    let last = samples.keys().next_back().copied().unwrap_or_default();
    samples
        .into_values()
        .filter(|one| one.at >= last - KEPT)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(second: i64, ready: u64, publish: Option<f64>) -> Sample {
        Sample {
            at: second * 1000,
            ready: Some(ready),
            publish,
            ..Sample::default()
        }
    }

    /// An overview of a cluster, with ready messages at these seconds; the oldest has no rate.
    fn overview(cluster: &str, samples: &[(i64, u64)]) -> Overview {
        let rate = |at: usize| (at > 0).then_some(1.5);
        let samples = samples.iter().enumerate();
        Overview {
            cluster: Some(cluster.to_owned()),
            samples: samples
                .map(|(at, (second, ready))| sample(*second, *ready, rate(at)))
                .collect(),
            ..Overview::default()
        }
    }

    fn ready(overview: &Overview) -> Vec<(i64, Option<u64>)> {
        let samples = overview.samples.iter();
        samples.map(|one| (one.at / 1000, one.ready)).collect()
    }

    async fn pass(seconds: u64) {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn what_came_since_is_put_behind_what_was_known() {
        let mut trend = Trend::default();
        assert_eq!(trend.wanted(), History::TenMinutes);
        let mut first = overview("a", &[(0, 1), (300, 2), (600, 3)]);
        trend.take(&mut first, Instant::now(), History::TenMinutes);
        pass(10).await;
        assert_eq!(trend.wanted(), History::Minute);
        // What was told of the newest time was not all yet.
        let mut second = overview("a", &[(600, 4), (610, 5)]);
        trend.take(&mut second, Instant::now(), History::Minute);
        // More than ten minutes are not kept.
        let known = [(300, 2), (600, 4), (610, 5)];
        assert_eq!(ready(&second), known.map(|(at, ready)| (at, Some(ready))));
        // The oldest one of a minute is told without a rate that was known.
        assert!(second.samples.iter().all(|one| one.publish.is_some()));
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_while_or_a_failure_all_is_asked_for_again() {
        let mut trend = Trend::default();
        let mut all = overview("a", &[(0, 1), (600, 2)]);
        trend.take(&mut all, Instant::now(), History::TenMinutes);
        pass(30).await;
        assert_eq!(trend.wanted(), History::Minute);
        pass(1).await;
        assert_eq!(trend.wanted(), History::TenMinutes);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_joined_to_what_another_cluster_said() {
        let mut trend = Trend::default();
        let mut first = overview("a", &[(0, 1), (600, 2)]);
        trend.take(&mut first, Instant::now(), History::TenMinutes);
        let mut other = overview("b", &[(610, 7)]);
        trend.take(&mut other, Instant::now(), History::Minute);
        assert_eq!(ready(&other), [(610, Some(7))]);
        assert_eq!(trend.wanted(), History::TenMinutes);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_joined_to_what_is_of_a_time_to_come() {
        for (second, history) in [(540, History::Minute), (530, History::TenMinutes)] {
            let mut trend = Trend::default();
            let mut first = overview("a", &[(0, 1), (600, 2)]);
            trend.take(&mut first, Instant::now(), History::TenMinutes);
            let mut set_back = overview("a", &[(second, 7)]);
            trend.take(&mut set_back, Instant::now(), History::Minute);
            assert_eq!(trend.wanted(), history);
            let is_joined = ready(&set_back).len() > 1;
            assert_eq!(is_joined, history == History::Minute);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn all_is_asked_for_until_all_was_told() {
        let mut trend = Trend::default();
        for samples in [[].as_slice(), &[(0, 1), (560, 2)]] {
            let mut young = overview("a", samples);
            trend.take(&mut young, Instant::now(), History::TenMinutes);
            assert_eq!(trend.wanted(), History::TenMinutes);
        }
        let mut all = overview("a", &[(0, 1), (570, 2)]);
        trend.take(&mut all, Instant::now(), History::TenMinutes);
        assert_eq!(trend.wanted(), History::Minute);
    }
}
