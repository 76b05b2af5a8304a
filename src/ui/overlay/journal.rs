//! The journal: every change, newest first; and everything about one of them.

use super::{filter, list};
use crate::journal::{Entry, EntryId, Settled, Verdict};
use crate::say;
use crate::state::State;
use crate::state::journal::Reading;
use crate::state::table::TableView;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::KeyHint;
use crate::ui::syntax;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::Room;
use crate::ui::widgets::facts;
use crate::ui::words::{self, Words};

/// Cells of the longest word for how a write ended.
const RESULT: usize = 14;

/// Draws the list.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    footer: &[KeyHint],
    room: Room,
    table: &TableView,
) {
    let w = canvas.words;
    let text = table.filter.text();
    let shown = state.journal.shown(text).map(|entry| row(w, entry));
    let mut rows: Vec<Line> = shown.collect();
    if rows.is_empty() {
        rows.push(nothing(w, state, text));
    }
    let mut below: Vec<Line> = filter(w, table).into_iter().collect();
    if let Reading::Read(pages) = &state.journal.pages
        && pages.unreadable > 0
    {
        let unreadable = w.count("journal.unreadable", pages.unreadable);
        below.push(Line::new(unreadable, Role::Warning));
    }
    if let Some(why) = &state.journal.trouble {
        below.push(Line::new(say!(w, "journal.trouble", why), Role::Warning));
        if state.journal.unwritten > 0 {
            let missing = w.count("journal.unwritten", state.journal.unwritten);
            below.push(Line::new(missing, Role::Warning));
        }
    }
    let place = table.pick.place(&table.ids(state));
    let title = title(w);
    list(canvas, room, (&title, footer), (&rows, place), &below);
}

/// Why there is no row.
fn nothing(w: &Words, state: &State, filter: &str) -> Line {
    match &state.journal.pages {
        Reading::Unasked | Reading::Loading => Line::new(w.text("journal.loading"), Role::Moving),
        Reading::Failed(why) => Line::new(say!(w, "journal.failed", why), Role::Critical),
        Reading::Read(pages)
            if pages.entries.is_empty() && pages.unreadable + state.journal.unwritten > 0 =>
        {
            Line::new(w.text("journal.none-readable"), Role::Warning)
        }
        Reading::Read(pages) if pages.entries.is_empty() => {
            Line::new(w.text("journal.empty"), Role::Quiet)
        }
        Reading::Read(_) => Line::new(say!(w, "journal.none-match", filter), Role::Quiet),
    }
}

fn row(w: &Words, entry: &Entry) -> Line {
    let answer = entry.outcome.as_ref().map(|outcome| outcome.result);
    let role = match (entry.end(), answer) {
        (Some(Settled::Done | Settled::Taken), _) | (None, Some(Verdict::Accepted)) => Role::Plain,
        (Some(Settled::Failed), _) => Role::Critical,
        (
            Some(
                Settled::Released
                | Settled::Unseen
                | Settled::Untold
                | Settled::NoTrace
                | Settled::Partly,
            ),
            _,
        )
        | (None, Some(Verdict::Refused | Verdict::NotSent | Verdict::Unknown) | None) => {
            Role::Warning
        }
    };
    let result = text::pad(words::journal::result(w, entry), RESULT);
    let scope = &entry.attempt.profile;
    Line::plain(format!("{}  ", words::time::date(w, entry.at)))
        .then(format!("{result}  "), role)
        .then(words::journal::line(w, entry), Role::Plain)
        .then(format!("  {scope}"), Role::Quiet)
}

/// Everything about one write.
pub fn text(w: &Words, state: &State, id: &EntryId, width: usize) -> (String, Vec<Line>) {
    let lines = match state.journal.entry(id) {
        Some(entry) => about(w, entry, width),
        None => vec![Line::new(w.text("journal.gone"), Role::Quiet)],
    };
    (title(w), lines)
}

fn title(w: &Words) -> String {
    say!(w, "journal.title", zone = words::time::zone(w))
}

fn about(w: &Words, entry: &Entry, width: usize) -> Vec<Line> {
    let mut lines = facts::lines(words::journal::facts(w, entry), width);
    lines.push(Line::new(w.text("journal.request"), Role::Title));
    for line in words::journal::request(entry) {
        lines.extend(syntax::indented(&line, width));
    }
    lines
}
