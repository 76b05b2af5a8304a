//! Where each figure of what is under the cursor is from.

use crate::say;
use crate::state::State;
use crate::state::provenance::Inquiry;
use crate::ui::canvas::Line;
use crate::ui::provenance;
use crate::ui::theme::Role;
use crate::ui::widgets::facts;
use crate::ui::words::Words;

/// Where the figures are from.
pub fn text(w: &Words, state: &State, about: &Inquiry, width: usize) -> (String, Vec<Line>) {
    let said = provenance::lines(w, state, about);
    let said = said
        .iter()
        .map(|(label, said)| (label.as_str(), said.clone()));
    let mut lines = facts::column(said, width);
    if lines.is_empty() {
        lines.push(Line::new(w.text("provenance.gone"), Role::Quiet));
    }
    let row = state.fleet.get(&about.key);
    let name = row.map_or(about.key.id.as_str(), |row| row.instance.label());
    let title = say!(w, "provenance.title", name);
    (title, lines)
}
