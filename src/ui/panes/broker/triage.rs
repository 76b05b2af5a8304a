//! That nothing is wrong with the broker: what of it was looked at, and how long ago.

use super::table;
use crate::broker::Part;
use crate::findings::Code;
use crate::findings::broker::CURRENT;
use crate::model::EpochMs;
use crate::say;
use crate::state::State;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::{Words, finding, time};

/// What is looked at of the broker as a whole, with what would be found of it.
fn of_whole(w: &Words) -> [(&str, &[Code]); 6] {
    [
        (
            w.text("broker.looked.alarms"),
            &[Code::MemoryAlarm, Code::DiskAlarm],
        ),
        (w.text("broker.looked.nodes"), &[Code::NodeDown]),
        (w.text("broker.looked.partitions"), &[Code::Partition]),
        (
            w.text("broker.looked.limits"),
            &[Code::FdNear, Code::ProcNear],
        ),
        (w.text("broker.looked.churn"), &[Code::Churn]),
        (w.text("broker.looked.unroutable"), &[Code::Unroutable]),
    ]
}

/// The other parts that something follows from, and what that is.
fn of_parts(w: &Words) -> [(&str, Part); 4] {
    [
        (w.text("broker.looked.queues"), Part::Queues),
        (w.text("broker.looked.vhosts"), Part::Vhosts),
        (w.text("broker.looked.consumers"), Part::Consumers),
        (w.text("broker.looked.connections"), Part::Connections),
    ]
}

/// What was looked at and how long ago, what was not, and what the broker did not tell when it was asked.
#[derive(Default)]
struct Looked {
    checked: Vec<String>,
    unchecked: Vec<String>,
    untold: Vec<String>,
}

impl Looked {
    fn new(w: &Words, state: &State) -> Self {
        let broker = state.opened_broker();
        let now = state.now.wall;
        let age = |part: &Part| {
            let at: EpochMs = broker?.read_at(part)?;
            let is_current = now.saturating_sub(at) <= CURRENT;
            let is_known = is_current && state.broker.hidden(part).is_none();
            is_known.then(|| time::fine(at, state.now))
        };
        let told = |code: &Code| {
            let signs = broker.and_then(|broker| broker.signs(*code));
            signs.is_some_and(|signs| signs.is_current(now))
        };
        let mut looked = Self::default();
        let read = age(&Part::Head);
        let mut of_whole = of_whole(w).to_vec();
        if read.is_some() {
            let untold = of_whole.extract_if(.., |(_, codes)| !codes.iter().any(told));
            looked.untold = untold.map(|(what, _)| what.to_owned()).collect();
        }
        let whole: Vec<&str> = of_whole.iter().map(|(what, _)| *what).collect();
        if !whole.is_empty() {
            looked.add(w, &whole.join(w.text("comma")), read);
        }
        for (what, part) in of_parts(w) {
            looked.add(w, what, age(&part));
        }
        looked
    }

    /// What was read so long ago, or was not.
    fn add(&mut self, w: &Words, what: &str, age: Option<String>) {
        match age {
            Some(age) => self.checked.push(say!(w, "broker.looked-at", what, age)),
            None => self.unchecked.push(what.to_owned()),
        }
    }
}

/// All of it, in lines of at most so many cells.
pub(super) fn nothing(w: &Words, state: &State, width: usize) -> Vec<Line> {
    let broker = state.opened_broker();
    let Looked {
        checked,
        unchecked,
        untold,
    } = Looked::new(w, state);
    let comma = w.text("comma");
    let mut lines = Vec::new();
    let mut add = |text: String, role| lines.extend(Line::wrapped(&text, width, role));
    match checked.is_empty() {
        true => add(w.text("broker.not-known").to_owned(), Role::Stale),
        false => {
            let once = broker.map_or(0, |broker| broker.seen_once(state.now.wall));
            match once {
                0 => add(w.text("broker.nothing-wrong").to_owned(), Role::Plain),
                once => add(say!(w, "broker.seen-once", once), Role::Moving),
            }
            let what = checked.join(comma);
            add(say!(w, "broker.checked", what), Role::Quiet);
        }
    }
    if !unchecked.is_empty() {
        let what = unchecked.join(comma);
        add(say!(w, "broker.unchecked", what), Role::Quiet);
    }
    if !untold.is_empty() {
        let what = untold.join(comma);
        add(say!(w, "broker.untold", what), Role::Quiet);
    }
    if let Some(hidden) = state.broker.hidden(&Part::Queues) {
        add(table::hidden(w, state, hidden), Role::Warning);
    }
    let watching = broker.map(|broker| broker.watching(state.now.wall));
    let watching = watching.unwrap_or_default();
    if !watching.is_empty() {
        let what = watching.into_iter().map(|(code, left)| {
            let name = finding::name(w, code);
            say!(w, "broker.watched", name, time = lasts(left))
        });
        let what = what.collect::<Vec<_>>().join(comma);
        add(say!(w, "broker.watching", what), Role::Quiet);
    }
    if let Some((read, all)) = state.broker.cut_of(&Part::Queues) {
        add(say!(w, "broker.some-queues", read, all), Role::Quiet);
    }
    if let Some((read, all)) = state.broker.cut_of(&Part::Connections) {
        add(say!(w, "broker.some-connections", read, all), Role::Quiet);
    }
    lines
}

/// That not everything was looked at which something may be wrong with, where that is so.
pub(super) fn partly(w: &Words, state: &State) -> Option<String> {
    let cut = |part| state.broker.cut_of(&part);
    let queues = cut(Part::Queues).map(|(read, all)| say!(w, "broker.part-queues", read, all));
    let connections = cut(Part::Connections);
    let connections = connections.map(|(read, all)| say!(w, "broker.part-connections", read, all));
    let what: Vec<String> = queues.into_iter().chain(connections).collect();
    let said = (!what.is_empty()).then(|| what.join(w.text("comma")))?;
    Some(say!(w, "broker.partly", what = said))
}

/// How long something takes yet, from ms; other than an age, it is told to the minute.
fn lasts(ms: i64) -> String {
    let seconds = u64::try_from(ms).unwrap_or(0).div_ceil(1000);
    match seconds {
        ..60 => format!("{seconds}s"),
        seconds => format!("{}m", seconds.div_ceil(60)),
    }
}
