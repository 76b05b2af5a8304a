//! The broker of an instance: a strip that is always there, and below it one of its views as a table,
//! or one thing by itself.

mod charts;
mod cloud;
mod detail;
mod place;
mod strip;
mod table;
mod triage;

use super::Place;
use super::notes::{self, Note};
use crate::broker::BrokerError;
use crate::say;
use crate::state::State;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::PaneView;
use crate::ui::theme::Role;
use crate::ui::words::{self, Words};

/// Rows of the strip.
const STRIP: u16 = 3;

/// Draws the broker of the subject, or what stands in its place.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Result<PaneView, Note> {
    let w = canvas.words;
    state.subject_row().ok_or_else(|| notes::no_instance(w))?;
    let inside = place.area.inset();
    if let Some(lines) = closed(w, state, usize::from(inside.width)) {
        return Ok(match state.cloud_view() {
            Some(_) => cloud::draw(canvas, state, place, &lines),
            None => canvas.scroll(inside, &lines, state.view.scroll).into(),
        });
    }
    strip::draw(canvas, state, inside.head(STRIP));
    place::draw(canvas, state, inside.below(STRIP).head(1));
    let rest = place.area.below(STRIP + 1);
    let own = state.broker.own_part();
    let read = state.broker.part(&own);
    if read.value().is_none() {
        let room = usize::from(inside.width);
        let lines = match &read.failure {
            Some(failure) => why(w, state, &failure.error, room),
            None => vec![Line::new(w.text("broker.loading"), Role::Moving)],
        };
        return Ok(canvas.scroll(rest.inset(), &lines, 0).into());
    }
    let place = Place {
        area: rest,
        ..place
    };
    Ok(match state.broker.opened() {
        Some(opened) => detail::draw(canvas, state, place, opened),
        None => table::draw(canvas, state, place),
    })
}

/// What is said while there is no way in: what is missing, and what is to be done.
fn closed(w: &Words, state: &State, room: usize) -> Option<Vec<Line>> {
    if let (Some(way), Some(prompt)) = (state.broker_password(), &state.broker.prompt) {
        let (user, address) = (&way.user, way.way.address.to_string());
        let text = say!(w, "broker.prompt", user, address, typed = prompt.shown());
        return Some(Line::wrapped(&text, room, Role::Title).collect());
    }
    let error = state.broker.closed()?;
    Some(why(w, state, error, room))
}

/// What is wrong, and the next step.
fn why(w: &Words, state: &State, error: &BrokerError, room: usize) -> Vec<Line> {
    let wrapped = |text: &str, role| Line::wrapped(text, room, role).collect::<Vec<Line>>();
    let error = match error {
        BrokerError::NoUser => return wrapped(w.text("broker.no-user"), Role::Quiet),
        BrokerError::NeedsPassword(way) => {
            let (user, address) = (&way.user, way.way.address.to_string());
            return wrapped(
                &say!(w, "broker.needs-password", user, address),
                Role::Title,
            );
        }
        BrokerError::Management(error) => error,
    };
    let name = state.subject_row().map_or("", |row| row.instance.label());
    let looked = state.broker_to_read();
    let address = looked
        .and_then(|look| look.way.ok())
        .map(|way| way.way.address);
    let trouble = words::broker::trouble(w, error, name, address.as_ref());
    let mut lines = wrapped(
        &say!(w, "broker.failed", what = trouble.what),
        Role::Critical,
    );
    lines.extend(wrapped(&trouble.next, Role::Plain));
    let copied = trouble.lines.iter();
    lines.extend(copied.map(|line| Line::new(format!("  {line}"), Role::Title)));
    for (label, value) in &trouble.certificate {
        lines.extend(wrapped(
            &format!("{label}{}{value}", w.text("colon")),
            Role::Plain,
        ));
    }
    if error.refuses_login() {
        lines.extend(wrapped(w.text("broker.again"), Role::Title));
    }
    lines
}
