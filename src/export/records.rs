//! What happened: errors and events of this session, and what was changed.

use super::{Sheet, complete_if, number, text, utc};
use crate::journal::Settled;
use crate::l10n::Words;
use crate::list::ListField;
use crate::state::State;
use crate::state::export::Extent;
use crate::state::journal::Reading;
use crate::state::notice::Level;
use crate::ui::words;

pub(super) fn journal(state: &State, filter: &str) -> Sheet {
    let rows = state.journal.shown(filter).map(|entry| {
        let attempt = &entry.attempt;
        let outcome = entry.outcome.as_ref();
        let targets = attempt.targets.iter();
        let ids = targets.clone().filter_map(|target| target.id.clone());
        let result = outcome.map_or("unknown", |outcome| outcome.result.as_str());
        let mut ends = entry.settled.iter().rev();
        let end = ends.find(|known| Some(known.result) == entry.end());
        let said = outcome.and_then(|outcome| outcome.message.as_deref());
        vec![
            ("at_utc", utc(entry.at)),
            ("action", text(Some(&attempt.action))),
            (
                "target_names",
                ListField::Texts(targets.map(|target| target.name.clone()).collect()),
            ),
            ("target_ids", ListField::Texts(ids.collect())),
            ("result", text(Some(result))),
            (
                "status",
                number(outcome.and_then(|o| o.status).map(u64::from)),
            ),
            ("code", text(outcome.and_then(|o| o.code.as_deref()))),
            ("message", text(said)),
            (
                "request_id",
                text(outcome.and_then(|o| o.request_id.as_deref())),
            ),
            ("took_ms", number(outcome.map(|outcome| outcome.ms))),
            ("end", text(entry.end().map(Settled::as_str))),
            ("end_why", text(end.and_then(|end| end.why.as_deref()))),
            ("end_code", text(end.and_then(|end| end.code.as_deref()))),
            ("method", text(Some(&attempt.request.method))),
            ("path", text(Some(&attempt.request.path))),
            ("profile", text(Some(&attempt.profile))),
            ("region", text(Some(&attempt.region))),
            ("project", text(Some(&attempt.project))),
        ]
    });
    let broken = matches!(&state.journal.pages, Reading::Read(pages) if pages.unreadable > 0);
    Sheet {
        what: "journal",
        rows: rows.collect(),
        extent: complete_if(!broken),
    }
}

pub(super) fn errors(w: &Words, state: &State) -> Sheet {
    let rows = state.notices.iter().map(|notice| {
        let error = notice.said.error();
        let level = match notice.level {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Critical => "critical",
        };
        let scope = notice.about.scope();
        vec![
            ("at_utc", utc(notice.at.wall)),
            ("level", text(Some(level))),
            ("times", number(Some(u64::from(notice.count)))),
            ("said", text(Some(&words::notice::told(w, notice)))),
            ("code", text(error.and_then(|error| error.code.as_deref()))),
            ("message", text(error.map(|error| error.message.as_str()))),
            ("request_id", text(notice.said.request_id())),
            ("profile", text(scope.map(|scope| &*scope.profile))),
            ("region", text(scope.map(|scope| &*scope.region))),
        ]
    });
    Sheet {
        what: "events",
        rows: rows.collect(),
        extent: Extent::Complete,
    }
}
