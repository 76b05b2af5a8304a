//! What Cloud Eye lets us read: one call for each permission, how old the newest figure is, and what
//! time it is there. Without figures all else works, so nothing that is wrong here is a failure.

use super::network::clock;
use super::report::{Check, Verdict};
use super::service::{Reads, allowed, judge};
use crate::api::cloud_eye::{Figures, ListAlarms, ListSeries, Period, ReadFigures};
use crate::api::{Read, ReadClient};
use crate::config::Settings;
use crate::figures::{FRESH, MINUTE, USABLE};
use crate::model::{InstanceId, Metric, Series};

impl Reads<'_> {
    /// Asks Cloud Eye; `first` is an instance of the list.
    pub(super) async fn figures(
        &mut self,
        settings: &Settings,
        reader: &ReadClient,
        first: Option<&InstanceId>,
    ) {
        let list = ListSeries {
            metric: Metric::Alive,
            instance: None,
            marker: None,
        };
        let listed = self.of_cloud_eye(reader, &list).await;
        let mut heard = listed.is_some();
        let listed = listed.map(|page| page.series).unwrap_or_default();
        let series = asked(listed, first);
        if series.is_empty() {
            let because = "there is nothing that has figures";
            let what = ReadFigures::OPERATION.as_str();
            self.report.note(Check::skipped(what, because));
        } else {
            heard |= self.values(reader, series).await;
        }
        let alarms = self.of_cloud_eye(reader, &ListAlarms { offset: 0 });
        heard |= alarms.await.is_some();
        // Where it has an address of its own, its clock was looked at with that.
        let shared = settings.ces_endpoint.as_ref() == Some(&settings.endpoint);
        if shared && heard {
            let judged = clock("Cloud Eye clock".to_owned(), -reader.cloud_eye_ahead());
            self.report.note(match judged.verdict {
                // That of the message service failed for the same reason.
                Verdict::Fail(_) => Check::warn(judged.what, judged.detail).advising(judged.advice),
                Verdict::Ok | Verdict::Warn | Verdict::Skipped => judged,
            });
        }
    }

    /// Reads the newest values of some series, and says whether that was answered.
    async fn values(&mut self, reader: &ReadClient, series: Vec<Series>) -> bool {
        let now = reader.now().saturating_add(reader.cloud_eye_ahead());
        let read = ReadFigures {
            series,
            from: now.saturating_sub(USABLE),
            to: now,
            period: Period::Raw,
        };
        let figures = self.of_cloud_eye(reader, &read).await;
        if let Some(figures) = &figures {
            self.report.note(newest(figures, now));
        }
        figures.is_some()
    }

    /// Asks Cloud Eye one thing.
    async fn of_cloud_eye<O: Read>(&mut self, reader: &ReadClient, read: &O) -> Option<O::Reply> {
        let (what, action) = (O::OPERATION.as_str(), O::OPERATION.permission());
        if self.locked {
            let because = "the credentials were refused";
            self.report.note(Check::skipped(what, because));
            return None;
        }
        let (answer, check) = match reader.ask_cloud_eye(read).await {
            Ok(answer) => (Some(answer), Check::ok(what, allowed(action))),
            Err(error) => {
                let judged = judge(what, action, &error);
                let advice = format!(
                    "{}; metrics = false in the profile leaves figures out",
                    judged.advice
                );
                let check = Check::warn(judged.what, judged.detail).advising(advice);
                (None, check)
            }
        };
        self.report.note(check);
        answer
    }
}

/// What is asked for: the first and the last of what is listed, since some of that may be deleted;
/// where nothing is, the connections of an instance.
fn asked(listed: Vec<Series>, first: Option<&InstanceId>) -> Vec<Series> {
    let mut listed = listed.into_iter();
    let ends: Vec<Series> = listed
        .next()
        .into_iter()
        .chain(listed.next_back())
        .collect();
    let of_list = first.filter(|_| ends.is_empty()).map(|id| Series {
        metric: Metric::Connections,
        instance: id.clone(),
        part: None,
    });
    ends.into_iter().chain(of_list).collect()
}

/// How old the newest of some values is, where the time is `now`.
fn newest(figures: &Figures, now: i64) -> Check {
    const WHAT: &str = "newest figure";
    let all = figures.iter().flatten();
    let Some(at) = all.map(|point| point.at).max() else {
        let minutes = USABLE / MINUTE;
        let said = format!("nothing was measured within {minutes} min");
        let advice = "is an instance running? A new one reports after some minutes";
        return Check::warn(WHAT, said).advising(advice);
    };
    let age = now.saturating_sub(at);
    let said = format!("{} min old", age / MINUTE);
    if age > FRESH {
        let advice =
            "figures are usually 1 to 3 min late: what is found by them comes later as well";
        Check::warn(WHAT, said).advising(advice)
    } else {
        Check::ok(WHAT, said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Point;

    fn series(id: &str) -> Series {
        Series {
            metric: Metric::Alive,
            instance: InstanceId::new(id).unwrap(),
            part: Some("n-0".into()),
        }
    }

    #[test]
    fn the_ends_of_the_list_are_asked_for_and_without_one_an_instance() {
        let first = InstanceId::new("I").unwrap();
        let asked = |listed: &[&str], first| -> Vec<(String, Metric)> {
            let listed = listed.iter().map(|id| series(id)).collect();
            let asked = asked(listed, first).into_iter();
            asked
                .map(|one| (one.instance.to_string(), one.metric))
                .collect()
        };
        let alive = |id: &str| (id.to_owned(), Metric::Alive);
        assert_eq!(
            asked(&["a", "b", "c"], Some(&first)),
            [alive("a"), alive("c")]
        );
        assert_eq!(asked(&["a"], Some(&first)), [alive("a")]);
        assert_eq!(
            asked(&[], Some(&first)),
            [("I".to_owned(), Metric::Connections)]
        );
        assert_eq!(asked(&[], None), []);
    }

    #[test]
    fn the_newest_figure_is_odd_when_it_is_older_than_five_minutes_or_not_there() {
        let now = 100 * MINUTE;
        let judged = |ages: &[i64]| {
            let point = |age: &i64| Point {
                at: now - age * MINUTE,
                value: 1.0,
            };
            let figures = vec![Vec::new(), ages.iter().map(point).collect()];
            let check = newest(&figures, now);
            (check.verdict, check.detail)
        };
        assert_eq!(judged(&[9, 2, 3]), (Verdict::Ok, "2 min old".into()));
        assert_eq!(judged(&[5]), (Verdict::Ok, "5 min old".into()));
        assert_eq!(judged(&[6]), (Verdict::Warn, "6 min old".into()));
        let none = "nothing was measured within 10 min".into();
        assert_eq!(judged(&[]), (Verdict::Warn, none));
    }
}
