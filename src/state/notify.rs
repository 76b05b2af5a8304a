//! Notices that go beyond the screen: what is worth one, when, and how often.

use super::now::Now;
use crate::findings::Severity;
use crate::timezone::TimeZone;
use crate::transitions::Transition;
use jiff::civil::Time;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// So many are given in a minute at most; what comes beyond them is told together.
pub const MOST: usize = 3;
const MINUTE: Duration = Duration::from_secs(60);
/// How long ago something found at the first look may have begun to be worth a notice, in ms.
const RECENT: i64 = 60 * 60 * 1000;
/// So many that are held back are kept to be named; of more only the number is.
const NAMED: usize = 50;

/// What the configuration says of notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotifySettings {
    /// Whether there are any, until the user says otherwise.
    pub on: bool,
    /// From which severity on a finding is worth one.
    pub from: NotifyFrom,
    /// Whether the terminal rings.
    pub bell: bool,
    /// The sequence by which the terminal is asked to show it.
    pub terminal: Option<NotifySequence>,
    /// The command that gets it on its standard input, with its arguments; none when empty.
    pub command: Vec<String>,
    /// When there are none.
    pub quiet: Option<Quiet>,
}

impl Default for NotifySettings {
    fn default() -> Self {
        Self {
            on: false,
            from: NotifyFrom::default(),
            bell: true,
            terminal: None,
            command: Vec::new(),
            quiet: None,
        }
    }
}

/// From which severity on a finding is worth a notice.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    clap::ValueEnum,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum NotifyFrom {
    #[default]
    Critical,
    Warning,
}

/// A sequence that asks a terminal to show a notice.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum NotifySequence {
    /// OSC 9: one line; iTerm2, WezTerm, kitty, Windows Terminal.
    Osc9,
    /// OSC 777: a title and a line; foot, urxvt, VTE.
    Osc777,
}

/// Hours without notices, by the clock of the zone that is shown; they may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    pub from: Time,
    pub to: Time,
}

impl Quiet {
    /// Reads `22:00-07:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let time = |text: &str| Time::strptime("%H:%M", text.trim()).ok();
        let (from, to) = (time(from)?, time(to)?);
        (from != to).then_some(Self { from, to })
    }

    fn holds(self, now: Now, zone: &TimeZone) -> bool {
        let time = zone.format(now.wall, "%H:%M");
        let time = time.and_then(|text| Time::strptime("%H:%M", &text).ok());
        time.is_some_and(|time| match self.from < self.to {
            true => self.from <= time && time < self.to,
            false => self.from <= time || time < self.to,
        })
    }
}

impl std::fmt::Display for Quiet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [from, to] = [self.from, self.to].map(|time| time.strftime("%H:%M").to_string());
        write!(f, "{from}-{to}")
    }
}

/// Something to be told beyond the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Notification {
    One(Arc<Transition>),
    /// So many at once, and the first of them.
    Several(usize, Vec<Arc<Transition>>),
}

/// How notices stand in this run.
#[derive(Clone, Debug, Default)]
pub struct Notify {
    pub settings: NotifySettings,
    /// When the last ones were given, oldest first, as time since the start.
    given: VecDeque<Duration>,
    /// What is held back because there were too many, and how many more.
    held: Vec<Arc<Transition>>,
    more: usize,
}

impl Notify {
    pub fn new(settings: NotifySettings) -> Self {
        Self {
            settings,
            ..Self::default()
        }
    }

    /// Turns them on or off for this run.
    pub fn switch(&mut self, on: bool) {
        self.settings.on = on;
    }

    /// Takes in what changed. Gives what is to be told of it now, and of what was held back.
    pub fn take(&mut self, told: &[Transition], now: Now, zone: &TimeZone) -> Vec<Notification> {
        let quiet = self
            .settings
            .quiet
            .is_some_and(|quiet| quiet.holds(now, zone));
        if !self.settings.on || quiet {
            (self.held, self.more) = (Vec::new(), 0);
            return Vec::new();
        }
        let worth = told.iter().filter(|one| self.is_worth_one(one));
        let worth: Vec<_> = worth.cloned().map(Arc::new).collect();
        let is_past = |given: &Duration| given.saturating_add(MINUTE) <= now.uptime;
        while self.given.front().is_some_and(is_past) {
            self.given.pop_front();
        }
        self.hold(worth);
        let room = MOST.saturating_sub(self.given.len());
        let waiting = self.held.len() + self.more;
        let mut notifications = Vec::new();
        if room > 0 && waiting > 0 {
            let alone = if waiting <= room { waiting } else { room - 1 };
            let alone = self.held.drain(..alone).map(Notification::One);
            notifications.extend(alone);
            let (rest, more) = (
                std::mem::take(&mut self.held),
                std::mem::take(&mut self.more),
            );
            if !rest.is_empty() {
                notifications.push(Notification::Several(rest.len() + more, rest));
            }
        }
        let given = notifications.iter().map(|_| now.uptime);
        self.given.extend(given);
        notifications
    }

    fn hold(&mut self, worth: Vec<Arc<Transition>>) {
        self.held.extend(worth);
        self.more += self.held.len().saturating_sub(NAMED);
        self.held.truncate(NAMED);
    }

    fn is_worth_one(&self, transition: &Transition) -> bool {
        // What is found at the first look is news only where it began not long ago.
        let recent = transition
            .since()
            .is_some_and(|since| transition.at.saturating_sub(since) <= RECENT);
        let finding = transition.finding().filter(|_| recent);
        finding.is_some_and(|finding| match self.settings.from {
            NotifyFrom::Critical => finding.severity == Severity::Critical,
            NotifyFrom::Warning => finding.severity <= Severity::Warning,
        })
    }

    /// When what is held back can be told, as time since the start.
    pub fn due(&self) -> Option<Duration> {
        let oldest = self.given.front().filter(|_| !self.held.is_empty())?;
        Some(oldest.saturating_add(MINUTE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Code, Finding};
    use crate::model::{InstanceId, Scope};
    use crate::timezone::Times;
    use crate::transitions::Change;
    use jiff::tz::Offset;

    fn at(seconds: u64) -> Now {
        Now {
            uptime: Duration::from_secs(seconds),
            // 1970-01-01 12:00 UTC.
            wall: 12 * 3_600_000 + i64::try_from(seconds).unwrap() * 1000,
        }
    }

    fn on(change: impl FnOnce(&mut NotifySettings)) -> Notify {
        let mut settings = NotifySettings {
            on: true,
            ..NotifySettings::default()
        };
        change(&mut settings);
        Notify::new(settings)
    }

    fn alarm(name: &str, severity: Severity) -> Transition {
        let finding = Box::new(Finding::new(Code::NoConsumers, severity, Vec::new()));
        Transition {
            at: 0,
            key: Scope::new("p", "r").instance(&InstanceId::new(name).unwrap()),
            name: name.into(),
            change: Change::Began {
                finding,
                first: false,
            },
        }
    }

    fn alarms(names: &str) -> Vec<Transition> {
        let names = names.chars().map(|name| name.to_string());
        names.map(|name| alarm(&name, Severity::Critical)).collect()
    }

    fn take(notify: &mut Notify, told: &[Transition], now: Now) -> Vec<String> {
        let given = notify.take(told, now, &TimeZone::default()).into_iter();
        given
            .map(|one| match one {
                Notification::One(one) => one.name.clone(),
                Notification::Several(number, named) => {
                    let names: String = named.iter().map(|one| one.name.as_str()).collect();
                    format!("{number}:{names}")
                }
            })
            .collect()
    }

    #[test]
    fn they_are_off_until_they_are_turned_on() {
        let mut notify = Notify::default();
        assert_eq!(take(&mut notify, &alarms("a"), at(0)), [""; 0]);
        notify.switch(true);
        assert_eq!(take(&mut notify, &alarms("b"), at(1)), ["b"]);
        notify.switch(false);
        assert_eq!(take(&mut notify, &alarms("c"), at(2)), [""; 0]);
    }

    #[test]
    fn what_is_less_than_was_asked_for_and_what_ends_is_worth_none() {
        let warning = [alarm("w", Severity::Warning)];
        assert_eq!(take(&mut on(|_| {}), &warning, at(0)), [""; 0]);
        let mut all = on(|settings| settings.from = NotifyFrom::Warning);
        assert_eq!(take(&mut all, &warning, at(0)), ["w"]);
        let ended = Transition {
            change: Change::Ended {
                code: Code::NoConsumers,
                severity: Severity::Critical,
                since: None,
                until: 0,
            },
            ..alarm("e", Severity::Critical)
        };
        assert_eq!(take(&mut all, &[ended], at(0)), [""; 0]);
    }

    #[test]
    fn what_is_found_at_the_first_look_is_news_only_when_it_began_not_long_ago() {
        let mut notify = on(|_| {});
        let mut first = |since: Option<i64>| {
            let finding = Finding::new(Code::NoConsumers, Severity::Critical, Vec::new());
            let finding = Box::new(finding.since(since));
            let told = Transition {
                at: 2 * RECENT,
                change: Change::Began {
                    finding,
                    first: true,
                },
                ..alarm("a", Severity::Critical)
            };
            !take(&mut notify, &[told], at(0)).is_empty()
        };
        let news = [None, Some(RECENT - 1), Some(RECENT)].map(&mut first);
        assert_eq!(news, [false, false, true]);
    }

    #[test]
    fn there_are_a_few_in_a_minute_and_the_rest_is_told_together() {
        let mut notify = on(|_| {});
        assert_eq!(
            take(&mut notify, &alarms("abcdef"), at(0)),
            ["a", "b", "4:cdef"]
        );
        assert_eq!(notify.due(), None);
        assert_eq!(take(&mut notify, &alarms("g"), at(30)), [""; 0]);
        assert_eq!(take(&mut notify, &alarms("h"), at(59)), [""; 0]);
        assert_eq!(notify.due(), Some(Duration::from_secs(60)));
        assert_eq!(take(&mut notify, &[], at(60)), ["g", "h"]);
        let many: String = std::iter::repeat_n('x', 60).collect();
        let given = take(&mut notify, &alarms(&many), at(61));
        let named: String = std::iter::repeat_n('x', 50).collect();
        assert_eq!(given, [format!("60:{named}")]);
    }

    #[test]
    fn quiet_hours_are_those_of_the_zone_and_go_over_midnight() {
        let quiet = |text: &str, zone: &TimeZone| {
            let quiet = Quiet::parse(text);
            let mut notify = on(|settings| settings.quiet = quiet);
            notify.take(&alarms("a"), at(0), zone).is_empty()
        };
        let utc = TimeZone::default();
        let ahead = TimeZone::new(
            Times::Local,
            jiff::tz::TimeZone::fixed(Offset::constant(11)),
        );
        for (text, here, there) in [
            ("22:00-07:00", false, true),
            ("11:30-12:30", true, false),
            ("12:00-13:00", true, false),
            ("11:00-12:00", false, false),
        ] {
            assert_eq!(
                (quiet(text, &utc), quiet(text, &ahead)),
                (here, there),
                "{text}"
            );
        }
        for wrong in ["22:00", "22-7", "25:00-07:00", "07:00-07:00", ""] {
            assert_eq!(Quiet::parse(wrong), None, "{wrong}");
        }
        let quiet = Quiet::parse(" 22:00 - 7:00 ").unwrap();
        assert_eq!(quiet.to_string(), "22:00-07:00");
    }
}
