//! What is measured of an instance, over time: charts on one axis of time, with the time that is
//! pointed at.

mod chart;
mod queues;

use super::notes::{self, Note};
use super::{Place, measured};
use crate::figures::Range;
use crate::model::EpochMs;
use crate::say;
use crate::state::State;
use crate::state::figures::FiguresStanding;
use crate::state::live::{Slot, Window};
use crate::state::row::Row;
use crate::text;
use crate::ui::area::{Area as _, cells};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::words::{self, Words, time};
use chart::{GAP, SCALE};
use ratatui::layout::Rect;
use strum::VariantArray as _;

/// The figures of an instance while they are drawn.
#[derive(Clone, Copy)]
struct Subject<'a> {
    state: &'a State,
    row: &'a Row,
    window: Window,
    /// The time that is pointed at.
    pointed: Option<EpochMs>,
    /// By the clock of Cloud Eye.
    now: EpochMs,
}

/// Draws the figures of the subject.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Result<Seen, Note> {
    let w = canvas.words;
    let row = state.subject_row().ok_or_else(|| notes::no_instance(w))?;
    let inside = place.area.inset();
    awaited(w, state, row)?;
    let profile = state.profiles.get(&row.key.scope);
    let (Some(window), Some(profile), false) = (state.window(row), profile, row.figures.is_empty())
    else {
        let lines = measured::lines(w, state, row, usize::from(inside.width));
        return Ok(canvas.scroll(inside, &lines, state.view.scroll));
    };
    let subject = Subject {
        state,
        row,
        window,
        pointed: state.pointed(row),
        now: profile.figures.time(state.now),
    };
    heading(canvas, inside, &subject);
    Ok(charts(canvas, inside.below(1), &subject))
}

/// What stands in the place of figures where none will come by themselves, or not yet.
fn awaited(w: &Words, state: &State, row: &Row) -> Result<(), Note> {
    let standing = state.profiles.get(&row.key.scope);
    let standing = standing.map_or(FiguresStanding::Off, |profile| profile.figures());
    match (standing, row.figures.newest()) {
        (FiguresStanding::Off, _) => Err(Note::new(w.text("live.off"), Role::Quiet)),
        (FiguresStanding::Loading, None) => Err(Note::new(w.text("live.loading"), Role::Moving)),
        (
            FiguresStanding::Loading
            | FiguresStanding::Read
            | FiguresStanding::Denied(_)
            | FiguresStanding::Failing(..),
            _,
        ) => Ok(()),
    }
}

/// Cells that what keeps figures from being new has before when they were read is said as well.
const NEWS: usize = 20;

/// The ranges, the one that is shown in brackets; what a value is and when it was read; what keeps
/// figures from being new, cut where there is little room; the time that is pointed at.
fn heading(canvas: &mut Canvas<'_>, area: Rect, subject: &Subject<'_>) {
    let w = canvas.words;
    let shown = subject.state.live.range;
    let mut line = Line::default();
    for range in Range::VARIANTS {
        let name = w.named("live.range", *range);
        line = match *range == shown {
            true => line.then(format!("[{name}]"), Role::Title),
            false => line.then(format!(" {name} "), Role::Quiet),
        };
    }
    let at = (subject.pointed).map(|at| say!(w, "live.at", time = moment(w, shown, at)));
    let at = at.unwrap_or_default();
    let end = cells(&at).min(area.width);
    canvas.put(area.right() - end, area.y, end, &at, Role::Cursor);
    let width = area.width.saturating_sub(end + 2 * u16::from(end > 0));
    let area = Rect { width, ..area };
    let (news, role) = news(w, subject);
    let whole = text::width(&news);
    let room = usize::from(area.width).saturating_sub(line.width());
    let abouts = abouts(w, subject);
    let beside = |news: usize| {
        let taken = news + 2 * usize::from(news > 0);
        abouts.iter().find(|about| about.width() + taken <= room)
    };
    let about = beside(whole).or_else(|| beside(whole.min(NEWS)));
    line = about.map_or(line.clone(), |about| line.and(about));
    canvas.line(area, 0, &line);
    let room = usize::from(area.width).saturating_sub(line.width() + 2);
    let news = text::cut(&news, room);
    let width = cells(&news);
    canvas.put(area.right() - width, area.y, width, &news, role);
}

/// What a value of the range is, and when it was read, in fewer and fewer words.
fn abouts(w: &Words, subject: &Subject<'_>) -> [Line; 2] {
    let state = subject.state;
    let blank = || Line::new("  ", Role::Quiet);
    let each = w.named("live.each", state.live.range);
    let each = blank().then(each, Role::Quiet);
    let Some(read) = state.range_read() else {
        return [each, Line::default()];
    };
    let age = time::said(w, state.now.since(read.at));
    let (said, role) = match state.now.uptime >= read.stale_from {
        true => (say!(w, "live.stale", age), Role::Stale),
        false => (say!(w, "live.read", age), Role::Quiet),
    };
    let both = each.then(w.text("semicolon"), Role::Quiet);
    [
        both.then(said.as_str(), role),
        blank().then(said.as_str(), role),
    ]
}

/// What keeps figures from being new, in a few words; empty while nothing does.
fn news(w: &Words, subject: &Subject<'_>) -> (String, Role) {
    let (state, row) = (subject.state, subject.row);
    if let FiguresStanding::Denied(error) | FiguresStanding::Failing(error, _) =
        state.charts_stand(row)
    {
        return (words::error::short(w, error), Role::Warning);
    }
    if state.awaits(row) {
        return (w.text("live.awaited").to_owned(), Role::Moving);
    }
    let newest = row
        .figures
        .newest()
        .filter(|_| row.figures.is_old(subject.now));
    let nothing = || (String::new(), Role::Plain);
    newest.map_or_else(nothing, |newest| {
        let age = u64::try_from(subject.now - newest).unwrap_or(0);
        let age = time::age(std::time::Duration::from_millis(age));
        (say!(w, "live.old", age), Role::Stale)
    })
}

/// A time of a range, with its day where that is not clear.
fn moment(w: &Words, range: Range, at: EpochMs) -> String {
    format!("{} {}", label(w, range, at), w.time_zone.mark(at))
}

fn label(w: &Words, range: Range, at: EpochMs) -> String {
    match range {
        Range::Hour | Range::SixHours => time::clock(w, at),
        Range::Day | Range::Week => time::recent(w, at),
    }
}

/// The charts that can be seen, and below each column its axis.
fn charts(canvas: &mut Canvas<'_>, area: Rect, subject: &Subject<'_>) -> Seen {
    let grid = subject.state.live_grid(subject.row);
    let slots = subject.state.slots(subject.row);
    let shown = u16::try_from(grid.shown).unwrap_or(1);
    let seen = canvas.scrolled(grid.rows, subject.state.view.scroll, shown);
    let width = (area.width - GAP * (grid.columns - 1)) / grid.columns;
    let place = |column: u16, row: u16| Rect {
        x: area.x + column * (width + GAP),
        y: area.y + row * grid.height,
        width,
        height: grid.height,
    };
    let first = seen.first() * usize::from(grid.columns);
    for (at, slot) in (0..).zip(slots.iter().skip(first)) {
        let (row, column): (u16, u16) = (at / grid.columns, at % grid.columns);
        if row >= shown {
            break;
        }
        match slot {
            Slot::Chart(one) => chart::draw(canvas, place(column, row), subject, one),
            Slot::Queues => queues::draw(canvas, place(column, row), subject),
        }
    }
    for column in 0..grid.columns {
        axis(canvas, place(column, shown).head(1), subject);
    }
    seen
}

/// The span of time from its first to its last moment, with a mark at the one that is pointed at.
fn axis(canvas: &mut Canvas<'_>, area: Rect, subject: &Subject<'_>) {
    let (w, range) = (canvas.words, subject.state.live.range);
    let area = area.behind(SCALE);
    canvas.rule(area.x, area.y, area.width);
    let (first, last) = (
        label(w, range, subject.window.begin),
        label(w, range, subject.window.end),
    );
    let pointed = subject.pointed;
    let pointed = pointed.map(|at| area.x + chart::column(subject.window, at, area.width));
    let (head, tail) = (cells(&first), cells(&last));
    for (x, label, width) in [(area.x, first, head), (area.right() - tail, last, tail)] {
        // The mark is never in a time.
        let is_free = pointed.is_none_or(|at| !(x..x + width).contains(&at));
        if head + tail + 2 <= area.width && is_free {
            canvas.put(x, area.y, width, &label, Role::Quiet);
        }
    }
    if let Some(x) = pointed {
        canvas.put(x, area.y, 1, "^", Role::Cursor);
    }
}
