//! The queues of an instance that was opened: there can be ten thousand of them, so they are kept of
//! the instances that were opened last, and no more of them than can be read each minute.

use super::{Figures, Part, QueueNames};

/// Queues with figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Queues {
    /// By name.
    pub(super) measured: Vec<Part>,
    /// How many are read, and how many there are.
    read: usize,
    of: usize,
}

impl Figures {
    /// Takes in which queues are read from now on, and forgets the others.
    pub fn name_queues(&mut self, names: &QueueNames) {
        let queues = self.measured().queues.get_or_insert_default();
        let is_read = |part: &Part| names.read.contains(&part.name);
        queues.measured.retain(is_read);
        (queues.read, queues.of) = (names.read.len(), names.of);
    }

    /// Forgets all queues.
    pub fn forget_queues(&mut self) {
        if let Some(measured) = &mut self.0 {
            measured.queues = None;
        }
    }

    /// The queues that have figures, by name; none before the instance was opened.
    pub fn queues(&self) -> &[Part] {
        let queues = self
            .0
            .as_ref()
            .and_then(|measured| measured.queues.as_ref());
        queues.map_or(&[], |queues| &queues.measured)
    }

    /// How many queues are read, and how many there are, as far as Cloud Eye has a name for them;
    /// nothing before the instance was opened.
    pub fn queue_count(&self) -> Option<(usize, usize)> {
        let queues = self.0.as_ref()?.queues.as_ref()?;
        Some((queues.read, queues.of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InstanceId, Metric, Point, Series};

    fn take(figures: &mut Figures, name: &str, points: &[Point]) {
        let series = Series {
            metric: Metric::QueueReady,
            instance: InstanceId::new("I").unwrap(),
            part: Some(name.into()),
        };
        figures.take(&series, points);
    }

    #[test]
    fn queues_are_kept_once_they_are_named_and_until_others_are() {
        let (mut figures, point) = (
            Figures::default(),
            Point {
                at: 60_000,
                value: 7.0,
            },
        );
        take(&mut figures, "a", &[point]);
        assert_eq!((figures.queues().len(), figures.queue_count()), (0, None));
        let names = |names: &[&str], of| QueueNames {
            instance: InstanceId::new("I").unwrap(),
            read: names.iter().map(|name| (*name).into()).collect(),
            of,
        };
        figures.name_queues(&names(&["a", "b", "c"], 9));
        for name in ["c", "a"] {
            take(&mut figures, name, &[point]);
        }
        take(&mut figures, "b", &[]);
        let named = |figures: &Figures| -> Vec<String> {
            let each = figures.queues().iter().map(|queue| queue.name.to_string());
            each.collect()
        };
        assert_eq!(named(&figures), ["a", "c"]);
        assert_eq!(figures.queue_count(), Some((3, 9)));
        assert_eq!(figures.queues()[0].last(Metric::QueueReady), Some(point));
        figures.name_queues(&names(&["b", "c"], 2));
        assert_eq!(
            (named(&figures), figures.queue_count()),
            (vec!["c".into()], Some((2, 2)))
        );
        figures.forget_queues();
        assert_eq!(figures.queue_count(), None);
    }
}
