//! The question before a write: what it is done to, the exact request, and how to say yes. Where
//! there is little room the request is cut and scrolls; the text box and the buttons never go.

mod batch;
mod broker;
mod changes;
mod creation;
mod sections;

use super::{footer, table};
use crate::command::Command;
use crate::findings::Presence;
use crate::key::Context;
use crate::key::typing::{InputAction, InputMode};
use crate::keymap::Keymap;
use crate::model::Scope;
use crate::say;
use crate::state::State;
use crate::state::input::TextField;
use crate::state::row::Row;
use crate::state::sight::{Ignored, Shown};
use crate::state::table::bin::Fate;
use crate::state::write::broker::BrokerPlan;
use crate::state::write::can::Refusal;
use crate::state::write::confirm::{Button, Confirm, Guard, Spot};
use crate::state::write::mutation::{Action, MutationKind, On, Target};
use crate::state::write::plan::Plan;
use crate::text;
use crate::ui::area::{Area as _, cells, rows};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::KeyHint;
use crate::ui::syntax;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room};
use crate::ui::widgets::{Focus, buttons, field};
use crate::ui::words::Words;
use crate::ui::{keys, words};
use ratatui::layout::Rect;
use sections::{Rows, Sections};

/// Cells inside.
const WIDTH: u16 = 74;
/// Cells of a text box at least, brackets included.
const BOX: u16 = 14;

/// What a question says of its plan.
struct Says {
    title: Line,
    /// What it is done to, the essential first.
    facts: Vec<Line>,
    /// How many of those must be seen.
    essential: u16,
    /// What is done.
    request: Vec<Line>,
    /// Why it cannot be sent now.
    refusal: Option<Refusal>,
    /// The button that does it.
    go: String,
}

/// Cells inside a question, on this screen.
fn inside(room: Room) -> u16 {
    dialog::widest(room.screen).min(WIDTH)
}

/// Draws a confirmation; gives the text cursor's position while its text box has the focus.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
    confirm: &Confirm,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    let plan = confirm.plan();
    let inner = usize::from(inside(room));
    let ((mut facts, more), mut request) = match plan.bulk {
        Some(act) => (
            batch::facts(w, state, keymap, (confirm, act), inner),
            batch::targets(w, state, confirm, inner),
        ),
        None => (facts(w, state, plan, inner), Vec::new()),
    };
    let essential = rows(&facts);
    facts.extend(fates(w, state, plan, inner));
    facts.extend(more);
    request.extend(self::request(w, state, plan, inner));
    let says = Says {
        title: title(w, state, plan),
        facts,
        essential,
        request,
        refusal: state.allows(plan).err(),
        go: go(w, keymap, confirm),
    };
    put(canvas, (state, keymap), room, confirm, says)
}

/// Draws the confirmation of a change of a broker.
pub fn draw_change(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
    confirm: &Confirm<BrokerPlan>,
) -> Option<(u16, u16)> {
    let says = broker::says(
        canvas.words,
        (state, keymap),
        confirm,
        usize::from(inside(room)),
    );
    put(canvas, (state, keymap), room, confirm, says)
}

fn put<P>(
    canvas: &mut Canvas<'_>,
    (state, keymap): (&State, &Keymap),
    room: Room,
    confirm: &Confirm<P>,
    says: Says,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    let Says {
        title,
        mut facts,
        essential,
        mut request,
        refusal,
        go,
    } = says;
    let width = inside(room);
    let inner = usize::from(width);
    let mut said = said(w, refusal.as_ref(), confirm, inner);
    let counted = |said: &[Line]| Rows {
        facts: rows(&facts),
        essential,
        request: rows(&request),
        answer: rows(said) + controls(confirm),
    };
    let mut sections = Sections::of(room, width, counted(&said));
    let shown = sections.shown(counted(&said));
    canvas.shown = Some(shown);
    if shown == Shown::Cut {
        said = warning(w.named("dialog.ignored", Ignored::Cut), inner);
        sections = Sections::of(room, width, counted(&said));
    }
    let footer = footing(w, state, keymap, confirm, sections.is_all());
    let inside = dialog::frame(canvas, sections.place, &title, &footer);
    let section = |from, height| inside.below(from).head(height);
    canvas.lines(section(0, sections.facts), &facts);
    // What has no room above is read before what is asked for.
    let rest = facts.split_off(facts.len().min(usize::from(sections.facts)));
    request.splice(0..0, rest);
    let height = sections.request;
    let from = sections.facts + sections.gap;
    let seen = canvas.scroll(section(from, height), &request, confirm.scroll);
    dialog::position(canvas, sections.place, seen);
    let last = inside.height.saturating_sub(sections.answer);
    answer(
        canvas,
        section(last, sections.answer),
        confirm,
        (&said, &go),
    )
}

/// Rows of what answers it: the buttons, and the text box if there is one.
fn controls<P>(confirm: &Confirm<P>) -> u16 {
    match confirm.guard() {
        Guard::Typed { .. } => 2,
        Guard::YesNo => 1,
    }
}

/// What is said above the text box or the buttons: why nothing can be sent, else why the last key
/// did not send it, else what has to be typed.
///
/// The world goes on behind the dialog: what can no longer be done says so where it asked.
fn said<P>(w: &Words, refusal: Option<&Refusal>, confirm: &Confirm<P>, room: usize) -> Vec<Line> {
    if let Some(refusal) = refusal {
        return warning(&words::refusal::why(w, refusal), room);
    }
    if let Some(ignored) = confirm.sight.ignored() {
        return warning(w.named("dialog.ignored", ignored), room);
    }
    let Guard::Typed { token, .. } = confirm.guard() else {
        return Vec::new();
    };
    let long = say!(w, "dialog.prompt.long", token);
    let short = say!(w, "dialog.prompt.short", token);
    let fits = |prompt: &String| text::width(prompt) <= room;
    let prompt = [long, short].into_iter().find(fits);
    // The end, which may be cut off, is what the title has as well: not that it has to be typed.
    let prompt = prompt.unwrap_or_else(|| say!(w, "dialog.prompt.last", token));
    Line::wrapped(&prompt, room, Role::Plain).collect()
}

/// What it asks. The labels of where it happens come first, for the end of a title may be cut off.
fn title(w: &Words, state: &State, plan: &Plan) -> Line {
    let labels = words::profiles::labels(state, plan.scopes());
    let mut title = Line::default();
    if !labels.is_empty() {
        let label = words::profiles::label(&labels);
        title = title.then(say!(w, "dialog.within", label), Role::Chip);
    }
    title.then(asks(w, plan), Role::Title)
}

fn asks(w: &Words, plan: &Plan) -> String {
    let name = plan.name();
    if let Some(act) = plan.bulk {
        return words::batch::title(w, act, plan.targets().len());
    }
    let Action { kind, on } = plan.first().mutation.action();
    match on {
        On::Plugin(plugin, to) => say!(w, "dialog.title" / to, plugin, name),
        On::Queue(queue) => say!(w, "dialog.title" / kind, queue = queue.name, name),
        On::Instance | On::Task(_) => say!(w, "dialog.title" / kind, name),
    }
}

/// The button that does it.
fn go(w: &Words, keymap: &Keymap, confirm: &Confirm) -> String {
    let Action { kind, on } = confirm.plan().first().mutation.action();
    let word = match on {
        On::Plugin(_, to) => w.named("dialog.go", to),
        On::Instance | On::Task(_) | On::Queue(_) => w.named("dialog.go", kind),
    };
    match confirm.guard() {
        Guard::Typed { .. } => word.to_owned(),
        Guard::YesNo => keys::yes(keymap, word),
    }
}

/// What it is done to: name and status now, where; and what gives way where there is little room,
/// such as the id, which the request names as well.
fn facts(w: &Words, state: &State, plan: &Plan, room: usize) -> (Vec<Line>, Vec<Line>) {
    let target = plan.first();
    let place = words::frame::place(state, target.scope());
    let (mut lines, mut more) = (Vec::new(), Vec::new());
    let listed = target.key().is_some() && target.mutation.new_name().is_none();
    let row = row(state, target).filter(|_| listed);
    let now = listed.then(|| match row {
        Some(row) => {
            let status = words::instance_status(w, row.instance.status.as_ref());
            let role = row.status_severity().into();
            (say!(w, "dialog.status-now", status), role)
        }
        None => (w.text("list.gone").to_owned(), Role::Warning),
    });
    if listed || !target.name.is_empty() {
        lines.extend(name(&target.name, now, room));
        let renamed = row.map(|row| row.instance.label());
        if let Some(name) = renamed.filter(|name| *name != target.name) {
            let renamed = text::cut(&say!(w, "dialog.renamed", name), room);
            lines.push(Line::new(renamed, Role::Warning));
        }
        let ids = target.key().map(|key| key.id.as_str()).into_iter();
        more.extend(ids.flat_map(|id| Line::wrapped(id, room, Role::Plain)));
    }
    lines.push(Line::plain(text::cut(&place, room)));
    lines.extend(unwritten(w, state, room));
    let note = target.mutation.warning();
    let note = note.map(|note| warning(w.named("dialog.warning", note), room));
    more.extend(note.unwrap_or_default());
    (lines, more)
}

/// That it will not be in the journal, if it will not.
fn unwritten(w: &Words, state: &State, room: usize) -> Vec<Line> {
    let Some(why) = &state.journal.trouble else {
        return Vec::new();
    };
    let said = |said: String| Line::new(text::cut(&said, room), Role::Warning);
    let missing = state.journal.unwritten;
    let lines = (missing > 0).then(|| said(w.count("journal.unwritten", missing)));
    let first = said(say!(w, "dialog.no-journal", why));
    std::iter::once(first).chain(lines).collect()
}

/// The row of what it is done to, as long as that is there.
fn row<'a>(state: &'a State, target: &Target) -> Option<&'a Row> {
    let row = target.key().and_then(|key| state.fleet.get(key));
    row.filter(|row| row.presence != Presence::Gone)
}

/// What comes of a deletion: of one, or of all in each place.
fn fates(w: &Words, state: &State, plan: &Plan, room: usize) -> Vec<Line> {
    let deleted = plan
        .targets()
        .iter()
        .filter(|one| one.mutation.kind() == MutationKind::Delete);
    let mut fates: Vec<(&Scope, Fate)> = Vec::new();
    for one in deleted {
        let row = one.key().and_then(|key| state.fleet.get(key));
        let status = row.and_then(|row| row.instance.status.as_ref());
        let fate = (one.scope(), state.fate(one.scope(), status));
        if !fates.contains(&fate) {
            fates.push(fate);
        }
    }
    let alike = fates.iter().all(|(_, fate)| *fate == fates[0].1);
    let all = fates.len();
    let lines = fates.iter().map(|(scope, fate)| {
        let said = table::said(w, fate.said());
        match alike {
            true => said,
            false => format!(
                "{}{}{said}",
                words::frame::place(state, scope),
                w.text("colon")
            ),
        }
    });
    let lines = lines.take(if alike { 1 } else { all });
    lines.flat_map(|line| warning(&line, room)).collect()
}

/// A name in full, on as many lines as it takes, and what is said of it behind or below it: two
/// names that begin alike are told apart by their ends.
fn name(name: &str, said: Option<(String, Role)>, room: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Line::wrapped(name, room, Role::Title).collect();
    let Some((said, role)) = said else {
        return lines;
    };
    let last = lines.last().map_or(0, Line::width);
    match lines.pop() {
        Some(line) if last + 2 + text::width(&said) <= room => {
            lines.push(line.then(format!("  {said}"), role));
        }
        line => {
            lines.extend(line);
            lines.push(Line::new(said, role));
        }
    }
    lines
}

/// The exact request; before it what is different afterwards, one setting after the other, or what is
/// made.
fn request(w: &Words, state: &State, plan: &Plan, room: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    // Which plug-in it is, stands in a title that may be cut off.
    if let On::Plugin(plugin, _) = plan.first().mutation.on() {
        lines.extend(Line::wrapped(plugin.as_str(), room, Role::Title));
        lines.push(Line::plain(""));
    }
    if let On::Queue(queue) = plan.first().mutation.on() {
        lines.extend(broker::cloud_queue(w, state, &queue, room));
        lines.push(Line::plain(""));
    }
    let changes = changes::lines(w, state, &plan.first().mutation, room);
    let is_told = changes.is_empty();
    lines.extend(changes);
    if !is_told {
        lines.push(Line::plain(""));
    }
    let shown = plan.shown();
    for line in shown.lines().filter(|line| !line.is_empty()) {
        lines.extend(syntax::indented(line, room));
    }
    lines
}

fn warning(sentence: &str, room: usize) -> Vec<Line> {
    Line::wrapped(sentence, room, Role::Warning).collect()
}

/// The part that says yes, by the button `go`, or no, below what is `said`.
fn answer<P>(
    canvas: &mut Canvas<'_>,
    area: Rect,
    confirm: &Confirm<P>,
    (said, go): (&[Line], &str),
) -> Option<(u16, u16)> {
    let w = canvas.words;
    canvas.lines(area, said);
    let cursor = match confirm.guard() {
        Guard::Typed { token, field } => {
            let row = area.below(rows(said)).head(1);
            let typing = Focus::at(&Spot::Text, &confirm.focus());
            typed(canvas, row, token, field, typing)
        }
        Guard::YesNo => None,
    };
    let focus = |button| Focus::at(&Spot::On(button), &confirm.focus());
    let choice = [
        (w.text("dialog.cancel"), focus(Button::Cancel)),
        (go, focus(Button::Go)),
    ];
    let (_, last) = dialog::split_last(area);
    buttons::draw(canvas, last, &choice);
    cursor
}

/// The text box, and how much is missing in it.
fn typed(
    canvas: &mut Canvas<'_>,
    row: Rect,
    token: &str,
    text: &TextField,
    focus: Focus,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    if row.height == 0 {
        return None;
    }
    let (note, role) = match token.strip_prefix(text.text()) {
        Some("") => (w.text("dialog.armed").to_owned(), Role::Critical),
        Some(missing) => {
            let missing = missing.chars().count();
            (w.count("dialog.remaining", missing), Role::Plain)
        }
        None => (w.text("dialog.differs").to_owned(), Role::Warning),
    };
    let wanted = cells(token) + 1 + field::BRACKETS;
    let noted = cells(&note) + 1;
    let room = wanted
        .max(BOX)
        .min(row.width.saturating_sub(noted).max(BOX));
    let cursor = field::draw(canvas, (row.x, row.y), room, text, focus);
    let x = row.x + room + 1;
    canvas.put(x, row.y, row.right().saturating_sub(x), &note, role);
    cursor
}

fn footing<P>(
    w: &Words,
    state: &State,
    keymap: &Keymap,
    confirm: &Confirm<P>,
    is_all: bool,
) -> Vec<KeyHint> {
    let key = |action| keys::key(keymap, &[Context::Dialog], action);
    let up_down: Vec<String> = [Command::Up, Command::Down]
        .into_iter()
        .filter_map(key)
        .collect();
    let scrolls = !is_all && !up_down.is_empty();
    let scroll = scrolls.then(|| KeyHint::new(up_down.join("/"), w.text("dialog.scroll")));
    if !confirm.is_typing() {
        return scroll.into_iter().chain(footer(w, state, keymap)).collect();
    }
    let typed = |meaning, word| KeyHint::new(keys::typed(InputMode::Box, meaning), word);
    let mut hints = vec![
        typed(InputAction::Cancel, w.text("dialog.cancels")),
        typed(InputAction::ToButtons, w.text("dialog.to-buttons")),
    ];
    let copy = key(Command::Copy).map(|key| KeyHint::new(key, w.text("dialog.copy-request")));
    let mut on_buttons = scroll.into_iter().chain(copy);
    let first = on_buttons.next();
    hints.extend(first.map(|hint| hint.after(w.text("dialog.then"))));
    hints.extend(on_buttons);
    hints
}
