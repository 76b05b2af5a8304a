//! The first line: who, where, how many, how fresh. What does not fit falls away part by part;
//! how far the screen can be believed stays to the end.

use super::is_loud;
use crate::command::Command;
use crate::findings::Severity;
use crate::key::Context;
use crate::keymap::Keymap;
use crate::model::{ApiVersion, Scope};
use crate::say;
use crate::state::State;
use crate::state::health::{self, Health};
use crate::state::profiles::Profile;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::words;
use crate::ui::words::Words;
use ratatui::layout::Rect;

/// The older version of the API, beside the region: the newer one is not worth a word.
const V1: &str = "V1";

/// Parts of the line, in display order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Profile,
    Region,
    Agency,
    Instances,
    Counts,
    Health,
    Gap,
    Pace,
    Figures,
    Since,
    Pending,
    ReadOnly,
    Source,
}

/// Which part gives way next when there is no room: to its next shorter form, in the end to none.
const GIVES_WAY: [Part; 21] = [
    Part::Gap,
    Part::Pace,
    Part::Instances,
    Part::Instances,
    Part::Gap,
    Part::Source,
    Part::Figures,
    Part::Agency,
    Part::Counts,
    Part::Source,
    Part::Since,
    Part::Region,
    Part::Agency,
    Part::Health,
    Part::Profile,
    Part::Health,
    Part::Figures,
    Part::Since,
    Part::Pending,
    Part::Counts,
    Part::Instances,
];

/// A part with its forms, the longest first, and which of them is shown.
struct Piece {
    part: Part,
    forms: Vec<String>,
    shown: usize,
}

impl Piece {
    /// What is shown, if anything is.
    fn text(&self) -> Option<&String> {
        self.forms.get(self.shown).filter(|text| !text.is_empty())
    }
}

/// Draws the line.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, area: Rect) {
    let w = canvas.words;
    let health = Health::of(state);
    let chip = labels(state);
    let chip = (!chip.is_empty()).then(|| format!(" {} ", words::profiles::label(&chip)));
    let mut pieces = pieces(w, state, keymap, health);
    let room = usize::from(area.width).saturating_sub(chip.as_deref().map_or(0, text::width));
    fit(&mut pieces, room);
    let mut line = Line::default();
    if let Some(chip) = chip {
        line = line.then(chip, Role::Chip);
    }
    let mut before: Option<Part> = None;
    for piece in &pieces {
        let Some(text) = piece.text() else {
            continue;
        };
        line = line.then(separator(before, piece.part), Role::Quiet);
        line = match piece.part {
            Part::Counts => counted(line, state, text),
            part => line.then(text.clone(), role(part, health)),
        };
        before = Some(piece.part);
    }
    canvas.line(area, 0, &line);
    if is_loud(health) {
        canvas.shade(area, Role::Chip);
    }
}

fn pieces(w: &Words, state: &State, keymap: &Keymap, health: Health) -> Vec<Piece> {
    let optional = |text: String| vec![text, String::new()];
    let [long, short, bare] = words::frame::instances(w, health::number(state));
    let known = vec![long, short, bare, String::new()];
    // The slowest of those that are read less often than the user asked for.
    let slow = state.profiles.iter().filter_map(|profile| {
        let period = profile.feed.period;
        (period > profile.context.refresh).then_some(period)
    });
    let pace = slow.max().map_or_else(String::new, |period| {
        say!(w, "frame.pace", period = words::time::pace(period))
    });
    let pending = match state.pending.iter().count() {
        0 => String::new(),
        number => say!(w, "frame.pending", n = number),
    };
    let read_only = match state.profiles.iter().all(|one| one.context.read_only) {
        true => w.text("frame.read-only").to_owned(),
        false => String::new(),
    };
    let (profile, region, source) = names(w, state);
    [
        (Part::Profile, profile),
        (Part::Region, region),
        (Part::Agency, agency(w, state)),
        (Part::Instances, known),
        (
            Part::Counts,
            match is_all_unknown(state) {
                true => vec![w.text("frame.unknown").to_owned(), String::new()],
                false => vec![counts(state, 5), counts(state, 3), String::new()],
            },
        ),
        (Part::Health, truth_forms(w, state, keymap, health)),
        (Part::Gap, gap(w, state, health)),
        (Part::Pace, optional(pace)),
        (Part::Figures, words::frame::figures(w, state).into()),
        (Part::Since, words::frame::since(w, state)),
        (Part::Pending, optional(pending)),
        (Part::ReadOnly, vec![read_only]),
        (Part::Source, source),
    ]
    .map(|(part, forms)| Piece {
        part,
        forms,
        shown: 0,
    })
    .into()
}

/// The label of what is in front, or all labels.
fn labels(state: &State) -> String {
    match health::about(state) {
        Some(profile) => profile.context.label.clone().unwrap_or_default(),
        None => words::profiles::labels(state, state.profiles.iter().map(Profile::scope)),
    }
}

/// Profile, region and source, from long to short.
fn names(w: &Words, state: &State) -> (Vec<String>, Vec<String>, Vec<String>) {
    let Some(Profile { context, .. }) = health::about(state) else {
        let scopes: Vec<&Scope> = state.profiles.iter().map(Profile::scope).collect();
        let names: Vec<&str> = scopes.iter().map(|scope| &*scope.profile).collect();
        let (names, number) = (names.join("+"), w.count("nouns.profile", scopes.len()));
        let none = vec![String::new()];
        return (vec![names, number], none.clone(), none);
    };
    let name = context.scope.profile.to_string();
    // Without a label the profile is what says where one is: it is cut, never left out.
    let short = match context.label {
        Some(_) => String::new(),
        None => text::cut(&name, 12),
    };
    let region = match context.api {
        ApiVersion::V1 => format!("{} {V1}", context.scope.region),
        ApiVersion::V2 => context.scope.region.to_string(),
    };
    let region = vec![region, String::new()];
    // Whose key it is can be told from the beginning of a path too.
    let source = &context.source;
    let source = vec![source.clone(), text::cut(source, 16), String::new()];
    (vec![name, short], region, source)
}

/// Whose rights are used, where they are another account's, from long to short: never left out.
fn agency(w: &Words, state: &State) -> Vec<String> {
    let acting = health::about(state).and_then(|profile| profile.acting.as_ref());
    acting.map_or_else(
        || vec![String::new()],
        |acting| words::frame::agency(w, acting).into(),
    )
}

/// How many profiles are as they should be, and which are not.
fn mixed(w: &Words, state: &State) -> Vec<String> {
    let standing = words::profiles::standing(w, state);
    let all = state.profiles.iter();
    let bad = all.map(|profile| (profile, Health::of_profile(profile, state.now)));
    let bad = bad.filter(|(_, health)| *health != Health::Fresh);
    let bad: Vec<String> = bad
        .map(|(profile, health)| {
            let name = words::profiles::short_name(state, profile.scope());
            format!("{name} {}", words::profiles::health(w, profile, health))
        })
        .collect();
    let first = bad.first().cloned().unwrap_or_default();
    vec![
        format!("{standing}{}{}", w.text("colon"), bad.join(w.text("comma"))),
        format!("{standing}{}{first}", w.text("colon")),
        standing,
    ]
}

/// Which parts of the list are missing, where something louder has to be said before.
fn gap(w: &Words, state: &State, health: Health) -> Vec<String> {
    let coverage = state.profiles.coverage();
    if coverage.missing.is_empty() || matches!(health, Health::Partial | Health::Mixed) {
        return vec![String::new()];
    }
    let long = words::frame::partial(w, &coverage);
    let short = words::frame::health(w, Health::Partial, &coverage);
    vec![long, short, String::new()]
}

fn truth_forms(w: &Words, state: &State, keymap: &Keymap, health: Health) -> Vec<String> {
    let coverage = state.profiles.coverage();
    match health {
        Health::Locked if state.profiles.iter().all(|one| one.sign_in.retrying) => {
            vec![w.text("frame.retrying").to_owned()]
        }
        Health::Locked => {
            let key = keymap.way(&[Context::View], Command::RetryCredential);
            let mut failures = state.profiles.iter();
            let proxy = failures.any(Profile::is_behind_refusing_proxy);
            let long = match proxy {
                true => say!(w, "frame.proxy-key", key),
                false => say!(w, "frame.locked-key", key),
            };
            vec![long, say!(w, "frame.locked-short", key)]
        }
        Health::Partial => vec![
            words::frame::partial(w, &coverage),
            words::frame::health(w, health, &coverage),
        ],
        Health::Mixed => mixed(w, state),
        other => vec![words::frame::health(w, other, &coverage)],
    }
}

/// Shortens part after part until all fit; what then still fits, because a later part made more
/// room than was needed, comes back.
fn fit(pieces: &mut [Piece], room: usize) {
    let mut gave = Vec::new();
    for part in GIVES_WAY {
        if needs(pieces) <= room {
            break;
        }
        let place = pieces.iter().position(|piece| piece.part == part);
        let longer = place.filter(|at| pieces[*at].shown + 1 < pieces[*at].forms.len());
        if let Some(at) = longer {
            pieces[at].shown += 1;
            gave.push(at);
        }
    }
    for at in gave.into_iter().rev() {
        pieces[at].shown -= 1;
        if needs(pieces) > room {
            pieces[at].shown += 1;
        }
    }
}

fn needs(pieces: &[Piece]) -> usize {
    let mut before = None;
    let mut cells = 0;
    for piece in pieces {
        if let Some(text) = piece.text() {
            cells += text::width(separator(before, piece.part)) + text::width(text);
            before = Some(piece.part);
        }
    }
    cells
}

fn separator(before: Option<Part>, part: Part) -> &'static str {
    match (before, part) {
        (None, _) | (Some(Part::Profile), Part::Region) | (Some(Part::Instances), Part::Counts) => {
            " "
        }
        (Some(_), _) => " | ",
    }
}

fn role(part: Part, health: Health) -> Role {
    match (part, health) {
        (
            Part::Health,
            Health::Stale(_) | Health::Partial | Health::Failed | Health::FreshBut | Health::Mixed,
        ) => Role::Warning,
        (Part::Gap | Part::Figures, _) => Role::Warning,
        (Part::Health, Health::Loading) | (Part::Pending, _) => Role::Moving,
        (Part::Profile | Part::Agency | Part::ReadOnly | Part::Since, _) => Role::Title,
        (Part::Source, _) => Role::Quiet,
        _ => Role::Plain,
    }
}

/// How many instances have each severity; none of what there are none of, and not the fine ones.
fn counted_severities(state: &State) -> impl Iterator<Item = (Severity, String)> + '_ {
    let news = Severity::ALL
        .iter()
        .copied()
        .filter(|one| *one != Severity::Fine);
    news.filter_map(|severity| match state.fleet.count(severity) {
        0 => None,
        count => Some((severity, format!("{count}{}", severity.letter()))),
    })
}

/// The counts of so many severities, the worst ones.
fn counts(state: &State, most: usize) -> String {
    let counts = counted_severities(state).take(most).map(|(_, text)| text);
    counts.collect::<Vec<String>>().join(" ")
}

/// Whether nothing is known of any instance now.
fn is_all_unknown(state: &State) -> bool {
    let mut counted = Severity::ALL.iter();
    let others = counted.any(|one| *one != Severity::Unknown && state.fleet.count(*one) > 0);
    !others && state.fleet.count(Severity::Unknown) > 0
}

/// The counts as they are `shown`, each in its look; that nothing is known of some is no news.
fn counted(mut line: Line, state: &State, shown: &str) -> Line {
    if is_all_unknown(state) {
        return line.then(shown, Role::Plain);
    }
    let shown = shown.split(' ').count();
    for (at, (severity, text)) in counted_severities(state).take(shown).enumerate() {
        if at > 0 {
            line = line.then(" ", Role::Plain);
        }
        let role = match severity {
            Severity::Unknown => Role::Plain,
            known => known.into(),
        };
        line = line.then(text, role);
    }
    line
}
