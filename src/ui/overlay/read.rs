//! What a query gave, label by label.

use crate::say;
use crate::state::State;
use crate::state::overlay::QueryText;
use crate::state::remote::ReadState;
use crate::text;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::widgets::facts;
use crate::ui::words::{self, Words, error, explained};

/// Where it was read, how far it can be believed, and what it is.
pub fn text(w: &Words, state: &State, read: &QueryText, width: usize) -> (String, Vec<Line>) {
    let known = state.known_of(&read.scope, &read.query);
    let place = words::frame::place(state, &read.scope);
    let mut lines = vec![Line::new(text::cut(&place, width), Role::Quiet)];
    lines.extend(standing(w, known.state(&read.query), width));
    let facts = (read.facts)(known);
    let facts = facts
        .iter()
        .map(|(label, value)| (label.as_str(), value.as_str()));
    lines.extend(facts::lines(facts, width));
    let title = w.find(&["command.full"], read.command);
    (title.unwrap_or(read.command).to_owned(), lines)
}

/// How far what a query gave can be believed; nothing while it can.
pub(super) fn standing(w: &Words, state: ReadState<'_>, width: usize) -> Vec<Line> {
    let (said, role, failure) = match state {
        ReadState::Known => (None, Role::Plain, None),
        ReadState::Loading => (Some(w.text("read.loading").to_owned()), Role::Moving, None),
        ReadState::Failed(why) => (Some(error::attempt(w, why)), Role::Critical, Some(why)),
        ReadState::Old(why) => {
            let said = say!(w, "read.old", why = error::line(w, why));
            (Some(said), Role::Warning, Some(why))
        }
    };
    let below = failure.map(|failure| explained::below(w, failure));
    let said = said
        .iter()
        .flat_map(|said| Line::wrapped(said, width, role));
    let below = below.unwrap_or_default().into_iter();
    let below = below.flat_map(|line| Line::wrapped(&line, width, Role::Plain));
    said.chain(below).collect()
}
