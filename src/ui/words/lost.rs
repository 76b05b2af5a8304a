//! A write whose answer was lost: what is known of it, and what releasing it may lead to.

use super::catalogue::{Words, fill, texts};
use super::{error, notice, time};
use crate::state::moment::Moment;
use crate::state::pending::{EndsBy, Look, Lost, Pending, Phase, Reading, Verb};
use std::fmt::Display;

texts! {
    /// A write whose answer was lost.
    pub struct Losts {
        title, of, release, keep, settled, sent, earlier, why, unread, looked, by_readings, by_time, by_user,
        twice, twice_restart, twice_create, twice_order, next,
        reading: Readings,
    }
}

texts! {
    /// What was read.
    pub struct Readings {
        list, detail, plugins, tasks, task, tags,
    }
}

/// Title of the box.
#[must_use]
pub fn title(w: &Words, place: usize, all: usize) -> String {
    match all {
        0 | 1 => w.lost.title.clone(),
        _ => fill(&w.lost.of, &[("n", &place), ("all", &all)]),
    }
}

/// What is known of it, sentence by sentence, and what a second one may do.
#[must_use]
pub fn known(w: &Words, write: &Pending, now: Moment) -> Vec<String> {
    let t = &w.lost;
    let Phase::Unknown(lost) = &write.phase else {
        return vec![t.settled.clone()];
    };
    let verb = write.what.verb();
    let what = notice::verb(w, &verb, write.what.name());
    let sent = time::exact(write.sent.wall);
    let why = lost.why.as_ref().map(|why| error::short(w, why));
    let scope = write.what.scope();
    let place = format!("{} {}", scope.profile, scope.region);
    let values: [(&str, &dyn Display); 3] = [("what", &what), ("sent", &sent), ("place", &place)];
    let mut known = vec![fill(&t.sent, &values)];
    known.push(match why {
        Some(why) => fill(&t.why, &[("why", &why)]),
        None => t.earlier.clone(),
    });
    known.push(looked(w, lost));
    let until = time::exact(lost.proves_at(now));
    known.push(match write.ends_by() {
        EndsBy::Readings => fill(&t.by_readings, &[("until", &until)]),
        EndsBy::Time => fill(&t.by_time, &[("until", &until)]),
        EndsBy::User => t.by_user.clone(),
    });
    known.push(match verb {
        Verb::Create if write.what.payment().is_some() => t.twice_order.clone(),
        Verb::Create => t.twice_create.clone(),
        Verb::Restart => t.twice_restart.clone(),
        Verb::Delete
        | Verb::SetPlugin(..)
        | Verb::DeleteTask(_)
        | Verb::Modify
        | Verb::ResetPassword
        | Verb::Resize
        | Verb::Tags => t.twice.clone(),
    });
    known
}

/// What reads have shown since.
fn looked(w: &Words, lost: &Lost) -> String {
    if lost.looks.is_empty() {
        return w.lost.unread.clone();
    }
    let look = |look: &Look| {
        let at = time::exact(look.at);
        format!("{} {at} UTC", reading(w, look.by))
    };
    let looks: Vec<String> = lost.looks.iter().map(look).collect();
    fill(&w.lost.looked, &[("looks", &looks.join(&w.comma))])
}

fn reading(w: &Words, reading: Reading) -> &str {
    let t = &w.lost.reading;
    match reading {
        Reading::List => &t.list,
        Reading::Detail => &t.detail,
        Reading::Plugins => &t.plugins,
        Reading::Tasks => &t.tasks,
        Reading::Task => &t.task,
        Reading::Tags => &t.tags,
    }
}
