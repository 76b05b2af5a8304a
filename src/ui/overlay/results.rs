//! How the instances of a batch stand: each by name, the failed first.

use crate::state::State;
use crate::state::write::batches::{BatchId, Item, Sent};
use crate::state::write::pending::{Progress, WriteStatus};
use crate::text;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::{self, Words};

/// How a batch stands, live.
pub fn text(w: &Words, state: &State, batch: BatchId, width: usize) -> (String, Vec<Line>) {
    let Some(batch) = state.batches.get(batch) else {
        let lines = vec![Line::new(w.text("batch.forgotten"), Role::Quiet)];
        return (String::new(), lines);
    };
    let title = words::batch::title(w, batch.act, batch.items.len());
    (title, lines(w, batch, width))
}

fn lines(w: &Words, batch: &Sent, room: usize) -> Vec<Line> {
    let told = words::batch::told(w, batch.act, &batch.tally());
    let mut lines = vec![Line::plain(told)];
    for text in explained(w, batch) {
        lines.extend(Line::wrapped(&text, room, Role::Plain));
    }
    lines.push(Line::default());
    let names = batch
        .items
        .iter()
        .map(|item| text::width(&item.target.name));
    let column = names.max().unwrap_or(0).min(room / 3);
    // The same name can be in several profiles.
    let profiles = batch.items.iter().map(profile).map(text::width);
    let places = match batch.is_in_one_place() {
        true => 0,
        false => profiles.max().unwrap_or(0).min(room / 4) + 2,
    };
    let mut items: Vec<&Item> = batch.items.iter().collect();
    items.sort_by_key(|item| role(&item.result) as u8);
    for item in items {
        let name = text::pad(&item.target.name, column);
        let place = format!("  {}", profile(item));
        let name = name + &text::pad(&text::cut(&place, places), places);
        let stands = words::batch::stands(w, &item.result);
        let room = room.saturating_sub(column + places + 2);
        lines.extend(Line::plain(name + "  ").beside(&stands, room, role(&item.result)));
    }
    lines
}

fn profile(item: &Item) -> &str {
    &item.target.scope().profile
}

/// What the failed calls mean: one call is about many instances, so each is said once.
fn explained(w: &Words, batch: &Sent) -> Vec<String> {
    let errors = batch.items.iter().filter_map(|item| item.result.error());
    let mut said: Vec<String> = Vec::new();
    for text in errors.flat_map(|error| words::explained::below(w, error)) {
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said
}

fn role(result: &WriteStatus) -> Role {
    match result.progress() {
        Progress::Failed => Role::Critical,
        Progress::HeldBack | Progress::Lost | Progress::Unseen => Role::Warning,
        Progress::UnderWay => Role::Moving,
        Progress::Done => Role::Plain,
    }
}
