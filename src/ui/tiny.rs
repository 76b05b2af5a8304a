//! Below 40x10: says what is needed, and the beginning of the list.

use super::canvas::{Canvas, Line};
use super::theme::Role;
use super::words;
use crate::findings::Severity;
use crate::say;
use crate::state::State;
use crate::state::health::Health;
use crate::state::profiles::Profile;
use crate::state::sight::{Ignored, Sight};
use crate::state::view::ScreenSize;
use crate::ui::words::Words;

/// Draws what fits, the most important first.
pub fn draw(canvas: &mut Canvas<'_>, state: &State) {
    let w = canvas.words;
    let screen = canvas.area();
    let ScreenSize { width, height } = canvas.size();
    let mut lines = vec![
        Line::plain(say!(w, "frame.too-small", width, height)),
        counts(w, state),
    ];
    if let Some(unended) = state.unended {
        lines.push(Line::new(w.named("frame.unended", unended), Role::Warning));
    } else if state.overlay.is_some() {
        let ignored = state.sight().and_then(Sight::ignored);
        let said = match ignored {
            Some(_) => w.named("dialog.ignored", Ignored::Cut),
            None => w.text("frame.hidden-dialog"),
        };
        lines.push(Line::new(said, Role::Warning));
    }
    let last = usize::from(screen.height).saturating_sub(lines.len() + 1);
    lines.extend(first(w, state, last));
    if usize::from(screen.height) > lines.len() {
        lines.push(Line::new(w.text("frame.resize"), Role::Quiet));
    }
    canvas.lines(screen, &lines);
}

fn counts(w: &Words, state: &State) -> Line {
    let [_, short, _] = words::frame::instances(w, crate::state::health::number(state));
    let labels = words::profiles::labels(state, state.profiles.iter().map(Profile::scope));
    let mut line = match labels.as_str() {
        "" => Line::plain(short),
        _ => Line::new(labels, Role::Chip).then(format!(" {short}"), Role::Plain),
    };
    for &severity in Severity::ALL {
        let count = state.fleet.count(severity);
        if count > 0 && severity != Severity::Fine {
            line = line.then(format!(" {count}{}", severity.letter()), severity.into());
        }
    }
    let health = match Health::of(state) {
        Health::Fresh | Health::FreshBut => return line,
        Health::Mixed => words::profiles::standing(w, state),
        other => words::frame::health(w, other, &state.profiles.coverage()),
    };
    line.then(format!(" {health}"), Role::Warning)
}

/// The first rows of the list, in its own order.
fn first(w: &Words, state: &State, number: usize) -> impl Iterator<Item = Line> {
    state.fleet.window(number).map(move |row| {
        let severity = row.severity();
        let worst = row.findings().first();
        let why = worst.map(|worst| words::finding::says(w, state.now, row, worst));
        let name = row.instance.label();
        Line::new(severity.letter(), severity.into())
            .then(format!(" {name} "), Role::Plain)
            .then(why.unwrap_or_default(), severity.into())
    })
}
