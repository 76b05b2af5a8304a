//! The queues with most messages that wait, by the names that Cloud Eye has for them: several queues
//! of the broker can have one name there, and others have none.

use super::Subject;
use crate::figures::{FRESH, FiguresKind, FiguresPart, Part};
use crate::model::Metric;
use crate::say;
use crate::state::column::Column;
use crate::state::figures::FiguresStanding;
use crate::text;
use crate::ui::area::Area as _;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::words::{UNKNOWN, Words, live};
use ratatui::layout::Rect;

/// Cells of a figure with the blank before it.
const FIGURE: u16 = 7;
/// Cells that a name needs at least.
const NAME: u16 = 20;
/// What stands behind a name, the most useful first.
const SHOWN: [(Metric, Column); 3] = [
    (Metric::QueueReady, Column::Ready),
    (Metric::QueueUnacknowledged, Column::Unack),
    (Metric::QueueConsumers, Column::Cons),
];

/// Draws as many queues as fit, those with most messages first.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, subject: &Subject<'_>) {
    let w = canvas.words;
    let fit = usize::from(area.width.saturating_sub(NAME) / FIGURE).min(SHOWN.len());
    let shown = &SHOWN[..fit];
    let headings = shown.iter().map(|(_, column)| {
        let heading = w.named("list.heading", *column);
        (heading.to_owned(), Role::Quiet)
    });
    row(
        canvas,
        area,
        (&title(w, subject), Role::Plain),
        headings.collect(),
    );
    let queues = subject.state.queues(subject.row);
    let rows = area.below(1);
    if queues.is_empty() {
        let (said, role) = absent(w, subject);
        canvas.put(rows.x, rows.y, rows.width, said, role);
    }
    for (line, queue) in (0..rows.height).zip(queues) {
        let figures = shown
            .iter()
            .map(|(metric, _)| value(subject, queue, *metric));
        let name = (&*queue.name, Role::Plain);
        row(canvas, rows.below(line), name, figures.collect());
    }
}

/// Writes a name with its figures below their headings.
fn row(
    canvas: &mut Canvas<'_>,
    area: Rect,
    (name, role): (&str, Role),
    figures: Vec<(String, Role)>,
) {
    let mut x = area.right();
    for (figure, role) in figures.iter().rev() {
        x -= FIGURE;
        let figure = text::pad_left(figure, usize::from(FIGURE));
        canvas.put(x, area.y, FIGURE, &figure, *role);
    }
    canvas.put(area.x, area.y, x - area.x, name, role);
}

/// What is shown, and how many of how many were read where those are not all.
fn title(w: &Words, subject: &Subject<'_>) -> String {
    match subject.row.figures.queue_count() {
        Some((read, of)) if read < of => say!(w, "live.queues.some", read, of),
        Some(_) | None => w.text("live.queues.title").to_owned(),
    }
}

/// A figure of a queue, with a mark where it is old.
fn value(subject: &Subject<'_>, queue: &Part, metric: Metric) -> (String, Role) {
    let Some(point) = queue.current(metric, subject.now) else {
        return (UNKNOWN.to_owned(), Role::Quiet);
    };
    let said = live::told(metric, point.value);
    match subject.now.saturating_sub(point.at) > FRESH {
        true => (format!("{said}?"), Role::Stale),
        false => (said, Role::Plain),
    }
}

/// Why there is no queue.
fn absent<'w>(w: &'w Words, subject: &Subject<'_>) -> (&'w str, Role) {
    let profile = subject.state.profiles.get(&subject.row.key.scope);
    let parts = [
        FiguresPart::Queues,
        FiguresPart::Values(FiguresKind::Queues),
    ];
    let failed = parts.iter().any(|part| {
        let standing = profile.map(|profile| profile.figures.part(*part));
        matches!(
            standing,
            Some(FiguresStanding::Denied(_) | FiguresStanding::Failing(..))
        )
    });
    if !subject.row.instance.has_queue_figures() {
        return (w.text("live.queues.other-engine"), Role::Quiet);
    }
    match subject.row.figures.queue_count() {
        Some((_, 0)) => (w.text("live.queues.none"), Role::Quiet),
        Some(_) | None if failed => (w.text("live.not-read"), Role::Warning),
        Some(_) | None => (w.text("live.awaited"), Role::Moving),
    }
}
