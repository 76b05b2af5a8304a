//! Episodes: when a condition fires, by the points it looks at.

use super::rule::Policy;

/// A point that a condition looks at: its begin in milliseconds, and its value if there is one.
pub type Point = (i64, Option<f64>);

/// A time during which a condition fires.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    pub level: u8,
    /// The points that made it fire.
    pub points: Vec<(i64, f64)>,
    /// Begin of the first point after it that did not hold; none while it fires.
    pub over: Option<i64>,
}

/// The episodes in a row of points, earliest first. A point without a value changes nothing.
pub fn episodes(policy: &Policy, points: &[Point]) -> Vec<Episode> {
    let mut episodes: Vec<Episode> = Vec::new();
    let mut row: Vec<(i64, f64)> = Vec::new();
    let known = points
        .iter()
        .filter_map(|(at, value)| Some((*at, (*value)?)));
    for (at, value) in known {
        let Some(level) = policy.level(value) else {
            if let Some(episode) = fired(&mut episodes, policy, &row) {
                episode.over = Some(at);
            }
            row.clear();
            continue;
        };
        row.push((at, value));
        if row.len() == policy.count {
            episodes.push(Episode {
                level,
                points: row.clone(),
                over: None,
            });
        }
    }
    episodes
}

/// The episode that a row of points has made, if it was long enough.
fn fired<'e>(
    episodes: &'e mut [Episode],
    policy: &Policy,
    row: &[(i64, f64)],
) -> Option<&'e mut Episode> {
    episodes.last_mut().filter(|_| row.len() >= policy.count)
}

#[cfg(test)]
mod tests {
    use super::super::rule::RULES;
    use super::*;

    /// The rule that takes three points in a row of 10,000 or more.
    fn backlog() -> &'static Policy {
        &RULES[0].policies[0]
    }

    fn points(values: &[Option<f64>]) -> Vec<Point> {
        (0..).zip(values.iter().copied()).collect()
    }

    #[test]
    fn it_fires_at_the_last_of_its_points_and_ends_with_the_first_that_does_not_hold() {
        let (low, high) = (Some(1.0), Some(20_000.0));
        let found = episodes(
            backlog(),
            &points(&[low, high, high, low, high, high, high, high, low, low]),
        );
        let episode = Episode {
            level: 2,
            points: vec![(4, 20_000.0), (5, 20_000.0), (6, 20_000.0)],
            over: Some(8),
        };
        assert_eq!(found, [episode]);
        assert_eq!(episodes(backlog(), &points(&[high, high, low])), []);
    }

    #[test]
    fn a_gap_neither_ends_nor_breaks_it() {
        let high = Some(20_000.0);
        let found = episodes(backlog(), &points(&[high, None, high, None, high, None]));
        let at: Vec<i64> = found[0].points.iter().map(|(at, _)| *at).collect();
        assert_eq!((at, found[0].over), (vec![0, 2, 4], None));
    }
}
