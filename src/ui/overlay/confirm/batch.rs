//! What a dialog says of several instances: where they are, each by its name and status now, which
//! of them the filter hides, and which marked ones are left out, and why.

use crate::command::Command;
use crate::key::Context;
use crate::key::typing::{InputAction, InputMode};
use crate::keymap::Keymap;
use crate::say;
use crate::state::State;
use crate::state::write::bulk::BulkAction;
use crate::state::write::confirm::Confirm;
use crate::state::write::mutation::Target;
use crate::text;
use crate::ui::canvas::Line;
use crate::ui::keys;
use crate::ui::theme::Role;
use crate::ui::words::{self, Words};

/// Cells of a status.
const STATUS: usize = 14;

/// The lines that are always in sight: where, how many are hidden and left out, and what it means.
pub fn facts(
    w: &Words,
    state: &State,
    keymap: &Keymap,
    (confirm, act): (&Confirm, BulkAction),
    room: usize,
) -> (Vec<Line>, Vec<Line>) {
    let plan = confirm.plan();
    let places = plan.scopes().into_iter();
    let places = places.map(|scope| words::frame::place(state, scope));
    let places: Vec<String> = places.collect();
    let mut lines = vec![Line::plain(text::cut(&places.join(w.text("comma")), room))];
    let whole = plan.targets().len();
    let hidden = plan.targets().iter();
    let hidden = hidden.filter(|one| is_hidden(state, one)).count();
    if hidden > 0 {
        let key = keys::key(keymap, &[Context::Dialog], Command::ShowMarked).unwrap_or_default();
        let leave = keys::typed(InputMode::Box, InputAction::ToButtons);
        let keys = match confirm.is_typing() {
            true => format!("{leave} {key}"),
            false => key,
        };
        let said = say!(w, "batch.hidden", n = hidden, all = whole, keys);
        lines.push(Line::new(text::cut(&said, room), Role::Warning));
    }
    let left_out = confirm.left_out().len();
    if left_out > 0 {
        let said = w.count("batch.left-out", left_out);
        lines.push(Line::new(text::cut(&said, room), Role::Warning));
    }
    let alone = plan.first().mutation.warning().filter(|_| whole == 1);
    let effect = match alone {
        Some(warning) => w.named("dialog.warning", warning),
        None => w.named("batch.effect-on-several", act),
    };
    let effect = Line::new(text::cut(effect, room), Role::Warning);
    (lines, vec![effect])
}

/// Every instance, and every marked one that is left out, in the order of the list.
pub fn targets(w: &Words, state: &State, confirm: &Confirm, room: usize) -> Vec<Line> {
    let out = confirm.left_out().iter();
    let plan = confirm.plan();
    let all = plan.targets().iter().chain(out.map(|one| &one.target));
    let names = all.clone().map(|target| text::width(&target.name));
    let column = names.max().unwrap_or(0).min(room / 2);
    let elsewhere = |target: &Target| target.scope() != plan.first().scope();
    let several = all.clone().any(elsewhere);
    let place = |target: &Target| match several {
        true => words::frame::place(state, target.scope()),
        false => String::new(),
    };
    let lines = plan.targets().iter().map(|target| {
        let line = Line::plain(text::pad(&target.name, column)).and(&now(w, state, target));
        line.then(format!("  {}", place(target)).trim_end(), Role::Quiet)
    });
    let mut lines: Vec<Line> = lines.collect();
    for one in confirm.left_out() {
        let why = words::refusal::why(w, &one.why);
        let said = say!(w, "batch.not-possible", why);
        let said = format!("{}  {said}", place(&one.target))
            .trim_start()
            .to_owned();
        let name = text::pad(&one.target.name, column) + "  ";
        let room = room.saturating_sub(column + 2);
        lines.extend(Line::new(name, Role::Quiet).beside(&said, room, Role::Warning));
    }
    lines.push(Line::default());
    lines
}

/// How a target is now: its status, another name it has now, and whether the filter hides it. What
/// is restored is in no list.
fn now(w: &Words, state: &State, target: &Target) -> Line {
    if target.mutation.new_name().is_some() {
        return Line::default();
    }
    let Some(row) = super::row(state, target) else {
        return Line::new(format!("  {}", w.text("list.gone")), Role::Warning);
    };
    let severity = row.status_severity();
    let status = words::instance_status(w, row.instance.status.as_ref());
    let status = text::pad(&status, STATUS);
    let mut line = Line::new(format!("  {status}"), Role::from(severity));
    if row.instance.label() != target.name {
        let renamed = say!(w, "dialog.renamed", name = row.instance.label());
        line = line.then(format!("  {renamed}"), Role::Warning);
    }
    match is_hidden(state, target) {
        true => line.then(format!("  {}", w.text("batch.hidden-one")), Role::Warning),
        false => line,
    }
}

fn is_hidden(state: &State, target: &Target) -> bool {
    let row = target.key().and_then(|key| state.fleet.get(key));
    row.is_some_and(|row| !state.fleet.filter().accepts(row, state.now))
}
