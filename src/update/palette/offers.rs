//! What a line of the palette could mean, the best first.

use super::is_named;
use crate::action::Action;
use crate::keymap::ACTIONS;
use crate::model::Feature;
use crate::state::State;
use crate::state::can::Refusal;
use crate::state::context::ThemeName;
use crate::state::export::Format;
use crate::state::filter::FilterLine;
use crate::state::menu::Choice;
use crate::state::palette::{Blocked, Offer, Run};
use crate::state::sort::{Column, Direction, Sort};
use crate::state::span::Span;
use crate::state::view::Pane;
use crate::update::available_in_view;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// More offers than this help nobody.
const MOST: usize = 50;

/// Views by their names.
const VIEWS: [(&str, Pane); 6] = [
    ("list", Pane::List),
    ("overview", Pane::Overview),
    ("plug-ins", Pane::Plugins),
    ("tasks", Pane::Tasks),
    ("tags", Pane::Tags),
    ("json", Pane::Json),
];

/// Names that take an argument.
const TAKING: [&str; 5] = ["filter", "open", "sort", "export", "theme"];

/// Themes by their names.
const THEMES: [(&str, ThemeName); 3] = [
    ("dark", ThemeName::Dark),
    ("light", ThemeName::Light),
    ("mono", ThemeName::Mono),
];

/// Everything a line could become, and what it means as it stands.
pub(super) fn all(state: &State, line: &str) -> (Vec<Offer>, Option<Run>) {
    let line = line.trim_start();
    let (offers, exact) = match line.split_once(char::is_whitespace) {
        Some((name, argument)) => arguments(state, name, argument.trim_start()),
        None => (best(line, names(state), text), None),
    };
    let exact = exact.or_else(|| {
        let same = offers.iter().find(|offer| offer.line == line.trim_end());
        same.and_then(|offer| offer.run.clone())
    });
    (offers, exact)
}

/// Everything that is not an argument.
fn names(state: &State) -> Vec<Offer> {
    let taking = TAKING.iter().map(|name| Offer {
        line: format!("{name} "),
        run: None,
        blocked: None,
    });
    let views = VIEWS.iter().map(|(name, pane)| {
        let empty = *pane != Pane::List && state.subject().is_none();
        Offer {
            line: (*name).to_owned(),
            run: Some(Run::Show(*pane)),
            blocked: empty.then_some(Blocked::Refused(Refusal::NothingSelected)),
        }
    });
    let quit = ["quit", "q"].map(|name| action_offer(state, name, Action::AskQuit));
    let actions = ACTIONS.iter().filter(|(_, action)| is_named(*action));
    let actions = actions.map(|(name, action)| action_offer(state, name, *action));
    let tasks = task_spans(state).into_iter();
    let named = taking.chain(actions).chain(views).chain(tasks).chain(quit);
    named.chain(instances(state)).collect()
}

fn action_offer(state: &State, name: &str, action: Action) -> Offer {
    Offer {
        line: name.to_owned(),
        run: Some(Run::Act(action)),
        blocked: blocked(state, action),
    }
}

fn instances(state: &State) -> impl Iterator<Item = Offer> {
    state.fleet.all().iter().map(|row| Offer {
        line: format!("open {}", row.instance.label()),
        run: Some(Run::Open(row.key.clone())),
        blocked: None,
    })
}

/// Why an action cannot be done in the view behind.
fn blocked(state: &State, action: Action) -> Option<Blocked> {
    if !available_in_view(state, action) {
        return Some(Blocked::NotHere);
    }
    let refusal = match action {
        Action::Create => state.can_write(state.place()).err(),
        _ => Choice::of(action).and_then(|choice| state.can(choice).err()),
    };
    refusal.map(Blocked::Refused)
}

fn arguments(state: &State, name: &str, typed: &str) -> (Vec<Offer>, Option<Run>) {
    match name {
        "sort" => (best(typed, sorts(), argument), None),
        "theme" => {
            let themes = THEMES.iter().map(|(name, theme)| Offer {
                line: format!("theme {name}"),
                run: Some(Run::Theme(*theme)),
                blocked: None,
            });
            (best(typed, themes.collect(), argument), None)
        }
        "tasks" => {
            let typed_span = Span::parse(typed)
                .ok()
                .map(|span| task_offer(state, typed, span));
            let run = typed_span.filter(|offer| offer.blocked.is_none());
            let offers = best(typed, task_spans(state), argument);
            (offers, run.and_then(|offer| offer.run))
        }
        "export" => exports(state, typed),
        "open" => (best(typed, instances(state).collect(), argument), None),
        "filter" => (
            filters(state, typed),
            Some(Run::Filter(typed.trim_end().to_owned())),
        ),
        // A name with a space in it may still be an instance's.
        _ => (best(&format!("{name} {typed}"), names(state), text), None),
    }
}

/// The tasks of each span that has a name.
fn task_spans(state: &State) -> Vec<Offer> {
    let spans = Span::NAMED.iter();
    spans
        .map(|(word, span)| task_offer(state, word, *span))
        .collect()
}

fn task_offer(state: &State, word: &str, span: Span) -> Offer {
    let refused = match state.subject() {
        Some(key) => state.has(&key.scope, Feature::Tasks).err(),
        None => Some(Refusal::NothingSelected),
    };
    Offer {
        line: format!("tasks {word}"),
        run: Some(Run::Tasks(span)),
        blocked: refused.map(Blocked::Refused),
    }
}

/// The forms a file can have; one that is followed by the name of a file means that file.
fn exports(state: &State, typed: &str) -> (Vec<Offer>, Option<Run>) {
    let blocked = blocked(state, Action::Export);
    let (form, file) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let mut forms = Format::ALL.into_iter();
    let named = forms.find(|format| format.name() == form);
    let file = Some(file.trim()).filter(|file| !file.is_empty());
    let exact = named.zip(file).filter(|_| blocked.is_none());
    let exact = exact.map(|(format, file)| Run::Export(format, Some(file.to_owned())));
    let offers = Format::ALL.into_iter().map(|format| Offer {
        line: format!("export {}", format.name()),
        run: Some(Run::Export(format, None)),
        blocked: blocked.clone(),
    });
    (best(typed, offers.collect(), argument), exact)
}

fn sorts() -> Vec<Offer> {
    let both = |column: Column| {
        let name = column.name();
        let ways = [("", Direction::Natural), (" reversed", Direction::Reversed)];
        ways.map(|(word, direction)| Offer {
            line: format!("sort {name}{word}"),
            run: Some(Run::Sort(Sort { column, direction })),
            blocked: None,
        })
    };
    Column::ALL.into_iter().flat_map(both).collect()
}

/// What the last word of a filter could become.
fn filters(state: &State, typed: &str) -> Vec<Offer> {
    let line = FilterLine::new(typed, &state.known());
    let before = typed
        .rfind(char::is_whitespace)
        .map_or("", |at| &typed[..=at]);
    let offers = line.offers().0.iter().map(|word| Offer {
        line: format!("filter {before}{word}"),
        run: Some(Run::Filter(format!("{before}{word}"))),
        blocked: None,
    });
    offers.take(MOST).collect()
}

/// What a line is compared with: an instance is found by its name alone.
fn text(offer: &Offer) -> &str {
    match offer.run {
        Some(Run::Open(_)) => argument(offer),
        _ => &offer.line,
    }
}

/// The line without its first word.
fn argument(offer: &Offer) -> &str {
    offer.line.split_once(' ').map_or("", |(_, rest)| rest)
}

/// The offers that a text fits, the best first; of equally good ones the first. What can be done
/// now comes before what cannot.
fn best(typed: &str, offers: Vec<Offer>, compared: impl Fn(&Offer) -> &str) -> Vec<Offer> {
    let pattern = Pattern::new(
        typed,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Fuzzy,
    );
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(bool, bool, u32, Offer)> = offers
        .into_iter()
        .filter_map(|offer| {
            let words = compared(&offer);
            let score = pattern.score(Utf32Str::new(words, &mut buffer), &mut matcher)?;
            let begins = words.starts_with(typed.trim_end());
            Some((offer.blocked.is_some(), !begins, u32::MAX - score, offer))
        })
        .collect();
    scored.sort_by_key(|(blocked, later, rank, _)| (*blocked, *later, *rank));
    scored.truncate(MOST);
    scored.into_iter().map(|(.., offer)| offer).collect()
}
