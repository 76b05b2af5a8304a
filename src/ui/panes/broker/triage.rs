//! That nothing is wrong with the broker: what of it was looked at, and how long ago.

use crate::broker::Part;
use crate::findings::broker::CURRENT;
use crate::model::EpochMs;
use crate::say;
use crate::state::State;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::{Words, time};

/// The parts that something follows from, and what that is.
fn looked_at(w: &Words) -> [(Part, &str); 5] {
    [
        (Part::Head, w.text("broker.looked.head")),
        (Part::Queues, w.text("broker.looked.queues")),
        (Part::Vhosts, w.text("broker.looked.vhosts")),
        (Part::Consumers, w.text("broker.looked.consumers")),
        (Part::Connections, w.text("broker.looked.connections")),
    ]
}

/// All of it, in lines of at most so many cells.
pub(super) fn nothing(w: &Words, state: &State, width: usize) -> Vec<Line> {
    let broker = state.opened_broker();
    let age = |part: &Part| {
        let at: EpochMs = broker?.read_at(part)?;
        let age = state.now.wall.saturating_sub(at).max(0);
        Some((age, time::fine(at, state.now)))
    };
    let (mut checked, mut unchecked) = (Vec::new(), Vec::new());
    for (part, what) in &looked_at(w) {
        match age(part) {
            Some((ms, age)) if ms <= CURRENT => {
                checked.push(say!(w, "broker.looked-at", what, age));
            }
            Some(_) | None => unchecked.push((*what).to_owned()),
        }
    }
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
    if let Some((read, all)) = some_queues(state) {
        add(say!(w, "broker.some-queues", read, all), Role::Quiet);
    }
    lines
}

/// How many queues were read of how many, where that is not all.
fn some_queues(state: &State) -> Option<(usize, u64)> {
    let read = state.broker.part(&Part::Queues).value()?;
    let listed = read.try_as_queues_ref()?;
    let all = listed.total?;
    let read = listed.rows.len();
    u64::try_from(read)
        .is_ok_and(|read| read < all)
        .then_some((read, all))
}
