//! A write whose answer was lost: what is known of it, and what releasing it may lead to.

use super::{Words, error, notice, time};
use crate::say;
use crate::state::now::Now;
use crate::state::write::pending::{EmptyReading, Lost, Pending, Phase};

/// Title of the box.
pub fn title(w: &Words, place: usize, all: usize) -> String {
    match all {
        0 | 1 => w.text("lost.title").to_owned(),
        _ => say!(w, "lost.of", n = place, all),
    }
}

/// What is known of it, sentence by sentence, and what a second one may do.
pub fn known(w: &Words, write: &Pending, now: Now) -> Vec<String> {
    let Phase::Unknown(lost) = &write.phase else {
        return vec![w.text("lost.settled").to_owned()];
    };
    let mutation = &write.what.mutation;
    let what = notice::action(w, &mutation.action(), &write.what.name);
    let sent = time::exact(w, write.sent.wall);
    let why = lost.why.as_ref().map(|why| error::short(w, why));
    let scope = write.what.scope();
    let place = format!("{} {}", scope.profile, scope.region);
    let mut known = vec![say!(w, "lost.sent", what, sent, place)];
    known.push(match why {
        Some(why) => say!(w, "lost.why", why),
        None => w.text("lost.earlier").to_owned(),
    });
    known.push(looked(w, lost));
    let until = time::exact(w, lost.proves_at(now));
    let ends_by = mutation.facts().ends_by;
    known.push(say!(w, "lost.ends-by" / ends_by, until));
    let twice = match mutation.payment() {
        Some(_) => Some(w.text("lost.twice.order")),
        None => w.find(&["lost.twice"], mutation.kind()),
    };
    known.push(
        twice
            .unwrap_or_else(|| w.text("lost.twice.other"))
            .to_owned(),
    );
    known
}

/// What reads have shown since.
fn looked(w: &Words, lost: &Lost) -> String {
    if lost.looks.is_empty() {
        return w.text("lost.unread").to_owned();
    }
    let look = |look: &EmptyReading| {
        let at = time::exact(w, look.at);
        format!(
            "{} {at}",
            w.find(&["lost.reading", "error.operation"], look.by)
                .unwrap_or_default()
        )
    };
    let looks: Vec<String> = lost.looks.iter().map(look).collect();
    say!(w, "lost.looked", looks = looks.join(w.text("comma")))
}
