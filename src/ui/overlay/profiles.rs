//! Which profiles are shown: every profile there is, with how it stands now.

use super::entries;
use crate::say;
use crate::state::State;
use crate::state::choice::{Choice, Kept};
use crate::state::context::Offered;
use crate::state::health::Health;
use crate::state::profiles::Profile;
use crate::state::write::can::Refusal;
use crate::text;
use crate::ui::area::{Area as _, rows};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::KeyHint;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::words::{self, Words};

/// Cells inside.
const WIDTH: u16 = 72;
/// Cells of a name at most.
const NAME: usize = 20;
/// Cells of a shortened region.
const SHORT: usize = 8;
/// Cells that boxes, gaps, the number of instances and the state take.
const FIGURES: usize = 32;
/// Rows below the list that say more about one of them.
const MORE: u16 = 3;

/// Draws the box; what is said of the profile under the cursor gives way where there is no room.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    footer: &[KeyHint],
    room: Room,
    choice: &Choice,
) {
    let w = canvas.words;
    let known = state.choices();
    let names: Vec<String> = known.iter().map(|one| one.name.clone()).collect();
    let on = choice.pick.place(&names);
    let width = names.iter().map(|name| text::width(name)).max();
    let width = width.unwrap_or(0).min(NAME);
    let columns = Columns::of(known.iter(), width);
    let lines = known
        .iter()
        .map(|one| row(w, state, choice, (one, &columns)));
    let lines: Vec<Line> = lines.collect();
    let wanted = Wanted::of(WIDTH, rows(&lines) + MORE);
    let texts = (w.text("profiles.title"), footer);
    let (place, inside) = dialog::open(canvas, room, &wanted, texts);
    let more = MORE.min(inside.height.saturating_sub(2));
    let list = inside.head(inside.height.saturating_sub(more));
    let seen = entries(canvas, list, 0, (&lines, on));
    dialog::position(canvas, place, seen);
    if let Some(one) = on.and_then(|at| known.get(at)) {
        let about = about(w, state, choice, one, usize::from(inside.width));
        canvas.lines(inside.tail(more), &about);
    }
}

/// Cells of what stands in front of the figures of a profile.
struct Columns {
    name: usize,
    label: usize,
    region: usize,
}

impl Columns {
    /// Regions are whole where all of them fit.
    fn of<'a>(known: impl Iterator<Item = &'a Offered> + Clone, name: usize) -> Self {
        let widest = |of: fn(&Offered) -> Option<&str>| {
            known
                .clone()
                .filter_map(of)
                .map(text::width)
                .max()
                .unwrap_or(0)
        };
        let label = widest(|one| one.label.as_deref()).min(words::profiles::LABEL);
        let region = widest(|one| one.region.as_deref());
        let left = usize::from(WIDTH).saturating_sub(FIGURES + name + label);
        let region = if region <= left { region } else { SHORT };
        Self {
            name,
            label,
            region,
        }
    }
}

fn profile<'a>(state: &'a State, name: &str) -> Option<&'a Profile> {
    state.profiles.get(state.scope_of(name)?)
}

fn row(w: &Words, state: &State, choice: &Choice, (one, columns): (&Offered, &Columns)) -> Line {
    let shown = match choice.wanted.contains(&one.name) {
        true => "[x]",
        false => "[ ]",
    };
    let name = text::pad(&text::cut(&one.name, columns.name), columns.name);
    let label = one.label.as_deref().map(words::profiles::label);
    let region = one.region.as_deref();
    let region = region.map(|region| words::profiles::region(region, columns.region));
    let region = text::pad(&words::or_unknown(region), columns.region);
    let mut line = Line::plain(format!(" {shown} {name} "))
        .then(
            text::pad(&label.unwrap_or_default(), columns.label),
            Role::Title,
        )
        .then(format!(" {region} "), Role::Plain);
    if let Some(profile) = profile(state, &one.name) {
        let health = Health::of_profile(profile, state.now);
        let role = match health {
            Health::Fresh => Role::Plain,
            Health::Loading => Role::Moving,
            _ => Role::Warning,
        };
        let count = state.fleet.len_of(profile.scope());
        let [_, count, _] = words::frame::instances(w, Some(count));
        line = line
            .then(text::pad(&count, 10), Role::Plain)
            .then(words::profiles::health(w, profile, health), role);
        let period = profile.feed.period;
        if period > profile.context.refresh {
            let pace = say!(w, "frame.pace", period = words::time::pace(period));
            line = line.then(format!("  {pace}"), Role::Quiet);
        }
    } else if state.opening.contains(&one.name) {
        line = line.then(w.text("profiles.opening"), Role::Moving);
    }
    line
}

/// What there is to say of the profile under the cursor: why it stays or fails, and whose key
/// it uses.
fn about(w: &Words, state: &State, choice: &Choice, one: &Offered, room: usize) -> Vec<Line> {
    let mut lines = vec![Line::plain("")];
    if let Some(kept) = choice.kept {
        let why = match kept {
            Kept::Unsettled => w.named("refusal.why", Refusal::ProfileBusy),
            Kept::Last => w.text("profiles.last"),
        };
        lines.push(Line::new(why, Role::Warning));
    }
    let Some(profile) = profile(state, &one.name) else {
        return lines;
    };
    let failure = profile.feed.listing.failure.as_ref();
    if let Some(failure) = failure {
        let why = words::error::line(w, &failure.error);
        lines.push(Line::new(text::cut(&why, room), Role::Warning));
    }
    let context = &profile.context;
    let from = words::profiles::from(w, context);
    lines.push(Line::new(text::cut(&from, room), Role::Quiet));
    lines
}
