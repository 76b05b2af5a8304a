//! The overview of one instance: everything the service says about it, and why it is how it is.

use super::Place;
use super::notes::{self, Note};
use crate::model::{ApiVersion, Instance};
use crate::state::State;
use crate::state::row::{Presence, Row, Why};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::widgets::facts::{self, Fact};
use crate::ui::words::Words;
use crate::ui::words::panes::{self, Part};
use crate::ui::{text, words};
use ratatui::layout::Rect;

/// Draws the overview of the subject.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) {
    let w = canvas.words;
    let inside = Rect {
        x: place.area.x + 1,
        width: place.area.width.saturating_sub(2),
        ..place.area
    };
    let Some(row) = state.subject_row() else {
        notes::fill(canvas, place.area, &notes::no_instance(w));
        return;
    };
    let lines = lines(w, state, row, usize::from(inside.width));
    canvas.scroll(inside, &lines, state.view.scroll);
}

/// Says that the detail is awaited: beside the title, so that nothing moves when it comes.
pub fn loading(w: &Words, state: &State) -> Option<Note> {
    let row = state.subject_row()?;
    let detail = state.subject_detail().map(|detail| &detail.instance);
    let awaited = detail.is_none_or(|detail| detail.value().is_none() && detail.failure.is_none());
    (awaited && row.presence != Presence::Gone).then(|| notes::loading(w, Part::Detail))
}

/// What the row knows, filled up with what only the detail says. The row is never older: every
/// detail renews it.
struct Known<'a> {
    state: &'a State,
    row: &'a Row,
    detail: Option<&'a Instance>,
}

impl<'a> Known<'a> {
    /// A field of the row, or of the detail where the list leaves it out.
    fn get<T>(&self, field: impl Fn(&'a Instance) -> Option<T>) -> Option<T> {
        let detail = self.detail;
        field(&self.row.instance).or_else(|| detail.and_then(field))
    }

    fn text(&self, field: impl Fn(&'a Instance) -> Option<&'a str>) -> String {
        words::or_unknown(self.get(field))
    }
}

fn lines(w: &Words, state: &State, row: &Row, room: usize) -> Vec<Line> {
    let detail = state.subject_detail().map(|detail| &detail.instance);
    let known = Known {
        state,
        row,
        detail: detail
            .and_then(|detail| detail.value())
            .map(|detail| &detail.instance),
    };
    let mut lines = Vec::new();
    if row.presence == Presence::Gone {
        lines.push(Line::new(&w.panes.label.gone, Role::Stale));
    } else if let Some(note) = detail
        // That there is no detail of what is only ordered is no trouble.
        .filter(|_| row.presence != Presence::Ordered)
        .filter(|_| loading(w, state).is_none())
        .and_then(|detail| notes::about(w, state, detail, Part::Detail))
    {
        lines.extend(note.lines(room));
    }
    lines.extend(reasons(w, state, row, room));
    lines.extend(facts::lines(&facts(w, &known), room));
    lines
}

/// Everything worth saying, worst first, each with its letter.
fn reasons(w: &Words, state: &State, row: &Row, room: usize) -> Vec<Line> {
    let pending = state.pending.on_instance(&row.key);
    let pending = pending.map(|write| ('~', words::list::pending(w, write), Role::Moving));
    let reasons = row.reasons(state.now);
    let reasons = reasons.iter().map(|(severity, why)| {
        let text = match why {
            Why::Unreadable(_) => panes::unreadable(w, &row.instance.unreadable),
            why => words::list::why(w, why),
        };
        (severity.letter(), text, Role::from(*severity))
    });
    let mut lines = Vec::new();
    for (letter, text, role) in pending.into_iter().chain(reasons) {
        let wrapped = text::wrap(&text, room.saturating_sub(2));
        for (at, line) in wrapped.into_iter().enumerate() {
            let letter = if at == 0 { letter } else { ' ' };
            lines.push(Line::new(format!("{letter} {line}"), role));
        }
    }
    lines.retain(|line| line.text().len() > 2);
    lines
}

/// What the overview shows of an instance below the reasons, whichever instance is on screen.
pub fn facts_of<'w>(w: &'w Words, state: &State, row: &Row) -> Vec<Fact<'w>> {
    let detail = state.details.get(&row.key);
    let detail = detail.and_then(|detail| detail.instance.value());
    let known = Known {
        state,
        row,
        detail: detail.map(|detail| &detail.instance),
    };
    facts(w, &known)
}

fn facts<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Fact<'w>> {
    let mut facts = identity(w, known);
    facts.extend(size(w, known));
    facts.extend(network(w, known));
    facts.extend(account(w, known));
    facts
}

fn identity<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Fact<'w>> {
    let (state, row) = (known.state, known.row);
    let severity = row.severity(state.now);
    let doubt = if row.is_stale(state.now) { "?" } else { "" };
    let status = match row.presence {
        Presence::Gone => w.list.gone.clone(),
        Presence::Ordered => w.list.ordered.clone(),
        Presence::Listed | Presence::Missing => {
            format!("{}{doubt}", words::or_unknown(row.instance.status.as_ref()))
        }
    };
    let engine = known.text(|i| i.engine_version.as_deref());
    let task = known.get(|i| i.task.as_ref());
    let mut facts = vec![
        Fact {
            label: &w.panes.label.status,
            value: status,
            role: severity.into(),
        },
        Fact {
            label: &w.panes.label.severity,
            value: format!(
                "{} {}",
                severity.letter(),
                words::list::severity(w, severity)
            ),
            role: severity.into(),
        },
        Fact::plain(&w.panes.label.engine, engine),
        Fact::plain(&w.panes.label.kind, known.text(|i| i.kind.as_deref())),
    ];
    if state.profiles.only().is_none() {
        let place = words::frame::place(state, &row.key.scope);
        facts.insert(0, Fact::plain(&w.panes.label.profile, place));
    }
    if state.api(&row.key.scope) == ApiVersion::V1 {
        facts.push(Fact::plain(&w.panes.label.api, w.api.v1_lacks.as_str()));
    }
    if let Some(task) = task {
        let name = words::or_unknown(task.name.as_deref());
        let status = words::or_unknown(task.status.as_ref());
        facts.push(Fact::plain(&w.panes.label.task, format!("{name} {status}")));
    }
    facts
}

fn size<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Fact<'w>> {
    let brokers = known.get(|i| i.broker_num);
    let brokers = brokers.map(|number| w.nouns.broker.of(number as usize));
    let size = known.text(crate::ui::list::size);
    let size = match brokers {
        Some(brokers) => format!("{size}, {brokers}"),
        None => size,
    };
    let gb = |field: fn(&Instance) -> Option<u64>| words::or_unknown(known.get(field));
    let percent = known.row.instance.storage.percent();
    let storage = panes::storage(
        w,
        (
            &gb(|i| i.storage.used),
            &gb(|i| i.storage.usable),
            &gb(|i| i.storage.total),
        ),
        percent,
    );
    let role = match percent {
        Some(90..) => Role::Critical,
        Some(80..) => Role::Warning,
        _ => Role::Plain,
    };
    let disk = known.text(|i| i.storage.spec_code.as_deref());
    let disk = match known.get(|i| i.storage.extend_times) {
        Some(times) if times > 0 => format!("{disk}, {}", panes::extended(w, times)),
        _ => disk,
    };
    vec![
        Fact::plain(&w.panes.label.spec, size),
        Fact::plain(
            &w.panes.label.product,
            known.text(|i| i.product_id.as_deref()),
        ),
        Fact {
            label: &w.panes.label.storage,
            value: storage,
            role,
        },
        Fact::plain(&w.panes.label.disk, disk),
    ]
}

fn network<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Fact<'w>> {
    let mut address = known.text(|i| i.network.connect_address.as_deref());
    if let Some(port) = known.get(|i| i.network.port) {
        address.push_str(&format!(":{port}"));
    }
    let ipv6 = &known.row.instance.network.ipv6_addresses;
    if !ipv6.is_empty() {
        address.push_str(&format!(" {}", ipv6.join(" ")));
    }
    let public = known.get(|i| i.network.public);
    let public_address = known.get(|i| i.network.public_address.as_deref());
    let named = |name: fn(&Instance) -> Option<&str>, id: fn(&Instance) -> Option<&str>| match (
        known.get(name),
        known.get(id),
    ) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (name, id) => words::or_unknown(name.or(id)),
    };
    let tls = words::yes_no(w, known.get(|i| i.network.ssl));
    vec![
        Fact::plain(&w.panes.label.address, address),
        Fact::plain(&w.panes.label.tls, tls),
        Fact::plain(
            &w.panes.label.management,
            known.text(|i| i.network.management_address.as_deref()),
        ),
        Fact::plain(
            &w.panes.label.public,
            panes::public(w, public, public_address),
        ),
        Fact::plain(
            &w.panes.label.vpc,
            named(
                |i| i.network.vpc_name.as_deref(),
                |i| i.network.vpc_id.as_deref(),
            ),
        ),
        Fact::plain(
            &w.panes.label.subnet,
            known.text(|i| i.network.subnet_id.as_deref()),
        ),
        Fact::plain(
            &w.panes.label.group,
            named(
                |i| i.network.security_group_name.as_deref(),
                |i| i.network.security_group_id.as_deref(),
            ),
        ),
        Fact::plain(&w.panes.label.zones, zones(known)),
    ]
}

fn zones(known: &Known<'_>) -> String {
    let some = |zones: &'_ Vec<String>| (!zones.is_empty()).then(|| zones.join(", "));
    let names = known.get(|i| some(&i.network.zone_names));
    words::or_unknown(names.or_else(|| known.get(|i| some(&i.network.zone_ids))))
}

fn account<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Fact<'w>> {
    let begin = known.get(|i| i.maintain_begin.as_deref());
    let window = match (begin, known.get(|i| i.maintain_end.as_deref())) {
        (Some(begin), Some(end)) => panes::window(w, begin, end),
        _ => words::UNKNOWN.to_owned(),
    };
    let created = known.get(|i| i.created_at).map(|at| {
        let age = words::time::age_of(at, known.state.now);
        panes::created(w, &words::time::day(at), age.as_deref())
    });
    let enterprise = known.get(|i| i.enterprise_project_id.as_deref());
    let enterprise = enterprise.map(|id| panes::enterprise(w, id));
    let tags = match known.row.instance.tags.as_slice() {
        [] => words::UNKNOWN.to_owned(),
        _ => crate::ui::list::tags(&known.row.instance),
    };
    let billing = known
        .get(|i| i.billing)
        .map(|billing| panes::billing(w, billing));
    vec![
        Fact::plain(&w.panes.label.window, window),
        Fact::plain(&w.panes.label.billing, words::or_unknown(billing)),
        Fact::plain(&w.panes.label.created, words::or_unknown(created)),
        Fact::plain(&w.panes.label.enterprise, words::or_unknown(enterprise)),
        Fact::plain(&w.panes.label.owner, known.text(|i| i.user_name.as_deref())),
        Fact::plain(
            &w.panes.label.user,
            known.text(|i| i.access_user.as_deref()),
        ),
        Fact::plain(&w.panes.label.id, known.row.key.id.as_str()),
        Fact::plain(&w.panes.label.tags, tags),
        Fact::plain(
            &w.panes.label.description,
            known.text(|i| i.description.as_deref()),
        ),
    ]
}
