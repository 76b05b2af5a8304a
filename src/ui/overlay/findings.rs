//! What is wrong with an instance: each finding with what it is seen by, since when, and what helps;
//! then what was looked at and is fine, and what could not be looked at.

use crate::command::steps;
use crate::figures::{FiguresKind, FiguresPart};
use crate::findings::{Code, Finding, Gap, Verdict};
use crate::model::InstanceKey;
use crate::say;
use crate::state::State;
use crate::state::figures::{FiguresStanding, VALUES};
use crate::state::row::Row;
use crate::text;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::{self, Words, finding, time};

/// All of it, in lines of at most so many cells.
pub fn text(w: &Words, state: &State, key: &InstanceKey, width: usize) -> (String, Vec<Line>) {
    let row = state.fleet.get(key);
    let name = row.map_or(key.id.as_str(), |row| row.instance.label());
    let title = say!(w, "finding.title", name);
    let known = row.and_then(|row| Some((row, state.fleet.explained(key, state.now)?)));
    let Some((row, (found, checks))) = known else {
        return (title, vec![Line::new(w.text("finding.gone"), Role::Quiet)]);
    };
    let mut lines = Vec::new();
    if found.all.is_empty() {
        lines.extend(Line::wrapped(w.text("finding.none"), width, Role::Plain));
    }
    for finding in &found.all {
        lines.extend(about(w, state, (row, finding), width));
    }
    let steps = steps(state, key).into_iter();
    let steps: Vec<&str> = steps.map(|step| w.named("command.full", step)).collect();
    if !steps.is_empty() {
        let steps = say!(w, "finding.steps", steps = steps.join(w.text("comma")));
        lines.extend(Line::wrapped(&steps, width, Role::Title));
    }
    if let Some((read, of)) = row.figures.queue_count().filter(|(read, of)| read < of) {
        let said = say!(w, "finding.queues", read, of);
        lines.extend(Line::wrapped(&said, width, Role::Quiet));
    }
    lines.extend(rest(w, state, (key, &checks), width));
    (title, lines)
}

/// One finding.
fn about(w: &Words, state: &State, (row, finding): (&Row, &Finding), width: usize) -> Vec<Line> {
    let role = Role::from(finding.severity);
    let said = finding::says(w, state.now, row, finding);
    let letter = Line::new(format!("{} ", finding.severity.letter()), role);
    let head = format!("{} {said}", finding.code.name());
    let head = letter.beside(head.trim_end(), width.saturating_sub(2), role);
    let mut lines: Vec<Line> = head.collect();
    let mut below = |text: &str, role| {
        let indent = Line::new("  ", Role::Plain);
        lines.extend(indent.beside(text, width.saturating_sub(2), role));
    };
    if let Some(since) = finding.since {
        let age = time::said_since(w, since, state.now).unwrap_or_default();
        below(
            &say!(w, "finding.since", at = time::zoned(w, since), age),
            Role::Plain,
        );
    }
    if let Some(over) = finding.over {
        below(
            &say!(w, "finding.over", at = time::zoned_clock(w, over)),
            Role::Plain,
        );
    }
    for seen in &finding.evidence {
        below(&finding::evidence(w, state.now, seen), Role::Quiet);
    }
    below(w.named("finding.next", finding.code), Role::Plain);
    lines
}

/// What is fine, and what could not be looked at, each with why.
fn rest(
    w: &Words,
    state: &State,
    (key, checks): (&InstanceKey, &[(Code, Verdict)]),
    width: usize,
) -> Vec<Line> {
    let named = |wanted: &dyn Fn(&Verdict) -> bool| {
        let these = checks.iter().filter(|(_, verdict)| wanted(verdict));
        let names: Vec<&str> = these.map(|(code, _)| finding::name(w, *code)).collect();
        names.join(w.text("comma"))
    };
    let mut lines = Vec::new();
    let fine = named(&|verdict| *verdict == Verdict::Fine);
    if !fine.is_empty() {
        lines.extend(Line::wrapped(
            &say!(w, "finding.fine", names = fine),
            width,
            Role::Quiet,
        ));
    }
    let mut gaps: Vec<Gap> = Vec::new();
    for (_, verdict) in checks {
        match verdict {
            Verdict::Unknown(gap) if !gaps.contains(gap) => gaps.push(*gap),
            Verdict::Unknown(_)
            | Verdict::Holds(_)
            | Verdict::Over(_)
            | Verdict::Fine
            | Verdict::Nothing => {}
        }
    }
    for gap in gaps {
        let names = named(&|verdict| *verdict == Verdict::Unknown(gap));
        let why = why(w, state, key, gap);
        let said = say!(w, "finding.unknown", why, names);
        lines.extend(Line::wrapped(&said, width, Role::Quiet));
    }
    lines
}

/// Why something could not be looked at, with what the service said where it failed.
fn why(w: &Words, state: &State, key: &InstanceKey, gap: Gap) -> String {
    let why = w.named("finding.gap", gap).to_owned();
    let part = match gap {
        Gap::Failing => VALUES,
        Gap::NodesFailing => FiguresPart::Nodes,
        Gap::DayFailing => FiguresPart::Values(FiguresKind::Disk),
        Gap::QueuesFailing => FiguresPart::Queues,
        Gap::AlarmsFailing => FiguresPart::Alarms,
        Gap::Off
        | Gap::NotAsked
        | Gap::Denied
        | Gap::NodesDenied
        | Gap::NotMeasured
        | Gap::NotOpened
        | Gap::OtherEngine
        | Gap::AlarmsNotAsked
        | Gap::AlarmsDenied
        | Gap::Old
        | Gap::Few
        | Gap::DownByPlan
        | Gap::Settling
        | Gap::NoTasks
        | Gap::NoUsualTime
        | Gap::NoLimit
        | Gap::BrokerNotRead
        | Gap::BrokerUntold
        | Gap::BrokerOld
        | Gap::Watching => return why,
    };
    let profile = state.profiles.get(&key.scope);
    match profile.map(|profile| profile.figures.part(part)) {
        Some(FiguresStanding::Failing(error, _) | FiguresStanding::Denied(error)) => {
            let error = words::error::short(w, error);
            say!(w, "finding.gap-because", why, error)
        }
        Some(FiguresStanding::Off | FiguresStanding::Loading | FiguresStanding::Read) | None => why,
    }
}

/// All of it for a ticket: which instance, when, and what is shown.
pub fn as_text(w: &Words, state: &State, key: &InstanceKey) -> String {
    let (title, lines) = text(w, state, key, usize::MAX);
    let place = words::frame::place(state, &key.scope);
    let at = time::exact(w, state.now.wall);
    let head = format!("{title} ({}), {place}, {at}\n", key.id);
    let lines = lines
        .iter()
        .map(|line| text::clean(&line.text()).into_owned() + "\n");
    head + &lines.collect::<String>()
}
