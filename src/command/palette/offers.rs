//! What a line of the palette could mean, the best first.

use super::super::{Command, can};
use super::aliases::{VIEWS, aliased, is_foreign, name_of};
use super::called::called;
use crate::api::management::Address;
use crate::model::Feature;
use crate::state::State;
use crate::state::column::Column;
use crate::state::export::Format;
use crate::state::filter::FilterLine;
use crate::state::palette::{BrokerLine, Closed, Offer, Run, TAKING};
use crate::state::profiles::Profile;
use crate::state::since;
use crate::state::sort::{Direction, Sort};
use crate::state::span::Span;
use crate::state::view::Pane;
use crate::state::write::can::Refusal;
use crate::text::{is_plain, named};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use strum::IntoEnumIterator as _;

/// More offers than this help nobody.
const MOST: usize = 50;

/// Everything a line could become, and what it means as it stands.
pub(super) fn all(state: &State, line: &str) -> (Vec<Offer>, Option<Offer>) {
    let line = line.trim_start();
    let (offers, exact) = match line.split_once(char::is_whitespace) {
        Some((name, argument)) => arguments(state, name, argument.trim_start()),
        None => (named_or_aliased(state, line), None),
    };
    let exact = exact.or_else(|| {
        let same = offers.iter().find(|offer| offer.line == line.trim_end());
        same.filter(|offer| offer.run.is_some()).cloned()
    });
    (offers, exact)
}

/// What a line without an argument could become: what others call so first, what others call what
/// begins so last.
fn named_or_aliased(state: &State, line: &str) -> Vec<Offer> {
    let word = line.trim_end().to_lowercase();
    let mut offers = aliased(state, |alias| alias == word);
    offers.extend(best(state, line, names(state), text));
    if word.len() > 1 {
        offers.extend(aliased(state, |alias| alias.starts_with(&word)));
    }
    if is_foreign(&word) {
        offers.retain(|offer| offer.line.contains(&word));
    }
    let mut known: Vec<String> = Vec::new();
    offers.retain(|offer| {
        let new = !known.contains(&offer.line);
        known.push(offer.line.clone());
        new
    });
    offers
}

pub(super) fn show(state: &State, name: &str, pane: Pane) -> Offer {
    let empty = pane != Pane::List && state.subject().is_none();
    Offer {
        blocked: empty.then_some(Refusal::NothingSelected),
        ..Offer::new(name.to_owned(), Run::Show(pane))
    }
}

/// Everything that is not an argument.
fn names(state: &State) -> impl Iterator<Item = Offer> {
    let views = VIEWS.iter();
    let views = views.map(|(name, pane, _)| show(state, name, *pane));
    // What has no name of its own worth typing has those that others have for it.
    let unnamed = Command::iter().filter(|command| !command.is_named());
    let quit = unnamed.flat_map(move |command| {
        let aliases = command.entry().aliases.iter();
        aliases.map(move |alias| offer(state, alias, command))
    });
    let commands = Command::iter().filter(|command| command.is_named());
    let commands = commands.map(|command| offer(state, command.name(), command));
    let tasks = task_spans(state).into_iter();
    let times = std::iter::once(other_zone(state)).chain(zones());
    let named = taking()
        .chain(commands)
        .chain(views)
        .chain(tasks)
        .chain(times)
        .chain(notices(state))
        .chain(quit);
    let profiles = profiles(state, "");
    named.chain(instances(state)).chain(profiles)
}

/// What wants an argument.
fn taking() -> impl Iterator<Item = Offer> {
    TAKING.iter().map(|name| Offer {
        line: format!("{name} "),
        run: None,
        blocked: None,
    })
}

/// The name before an argument, where it is what that is called on screen.
fn name_called(state: &State, word: &str) -> Option<String> {
    let tasks = show(state, Pane::Tasks.into(), Pane::Tasks);
    let offers = taking().chain([tasks, other_zone(state)]);
    let called = offers.filter(|offer| called(state, offer, word).is_some());
    let best = best(state, word, called, text).into_iter().next();
    best.map(|offer| offer.line.trim_end().to_owned())
}

fn other_zone(state: &State) -> Offer {
    Offer::new("time".to_owned(), Run::Times(state.time_zone.times.other()))
}

/// Turning notices the other way, on, and off.
fn notices(state: &State) -> [Offer; 3] {
    let other = !state.notify.settings.on;
    let offer = |line: &str, on| Offer::new(line.to_owned(), Run::Notify(on));
    [
        offer("notify", other),
        offer("notify on", true),
        offer("notify off", false),
    ]
}

/// What can be said of the broker of the instance under the cursor: an address, that there is none
/// any more, that another one is taken for it.
fn brokers(state: &State, typed: &str) -> (Vec<Offer>, Option<Offer>) {
    let offer = |line: &str, said: BrokerLine| Offer {
        blocked: state
            .subject()
            .is_none()
            .then_some(Refusal::NothingSelected),
        ..Offer::new(format!("broker {line}"), Run::Broker(said))
    };
    let known = [
        ("accept", BrokerLine::Accept),
        ("off", BrokerLine::AsBefore),
    ];
    let known = known.map(|(line, said)| offer(line, said));
    let typed = typed.trim();
    let exact = match Address::parse(typed) {
        Ok(address) => Some(offer(typed, BrokerLine::At(address))),
        // Somebody means an address.
        Err(problem) if typed.contains(':') => Some(Offer {
            blocked: Some(Refusal::Address(problem)),
            ..offer(typed, BrokerLine::AsBefore)
        }),
        Err(_) => None,
    };
    (best(state, typed, known, argument), exact)
}

/// Closing connections for a reason that the client is told.
fn closing(
    state: &State,
    command: Command,
    which: Closed,
    typed: &str,
) -> (Vec<Offer>, Option<Offer>) {
    let reason = typed.trim();
    if reason.is_empty() {
        return (vec![offer(state, command.name(), command)], None);
    }
    let cannot_be_told = || (!is_plain(reason)).then_some(Refusal::ReasonLetters);
    let line = format!("{} {reason}", command.name());
    let closes = Offer {
        blocked: can(state, command).refusal().or_else(cannot_be_told),
        ..Offer::new(line, Run::Close(which, reason.to_owned()))
    };
    (Vec::new(), Some(closes))
}

/// The zones in which times can be shown.
fn zones() -> impl Iterator<Item = Offer> {
    let zones = named().into_iter();
    zones.map(|(name, times)| Offer::new(format!("time {name}"), Run::Times(times)))
}

pub(super) fn offer(state: &State, name: &str, command: Command) -> Offer {
    Offer {
        blocked: can(state, command).refusal(),
        ..Offer::new(name.to_owned(), Run::Command(command.name()))
    }
}

fn instances(state: &State) -> impl Iterator<Item = Offer> {
    state.fleet.all().iter().map(|row| {
        let line = format!("open {}", row.instance.label());
        Offer::new(line, Run::Open(row.key.clone()))
    })
}

/// A line with one more profile in it; without any, one for each profile alone.
fn profiles(state: &State, before: &str) -> Vec<Offer> {
    let named: Vec<String> = before.split_whitespace().map(str::to_owned).collect();
    let choices = state.choices().into_iter().map(|one| one.name);
    let more = choices.filter(|name| !named.contains(name));
    more.map(|name| {
        let mut all = named.clone();
        all.push(name.clone());
        Offer {
            blocked: stays(state, &all),
            ..Offer::new(format!("profile {before}{name}"), Run::Profiles(all))
        }
    })
    .collect()
}

/// Why not only these profiles can be shown.
fn stays(state: &State, names: &[String]) -> Option<Refusal> {
    let mut others = state.profiles.iter().map(Profile::scope);
    let busy = others.any(|scope| {
        let leaves = names.iter().all(|name| **name != *scope.profile);
        leaves && state.is_busy(scope)
    });
    busy.then_some(Refusal::ProfileBusy)
}

/// What the last word of a line about columns could become.
fn columns(state: &State, typed: &str) -> Vec<Offer> {
    let (before, last) = split_last(typed);
    let named = |column: &Column| before.split_whitespace().any(|word| is(word, *column));
    let all = Column::ALL.iter().copied();
    let free = all.filter(|column| *column != Column::Severity && !named(column));
    let offers = free.filter_map(|column| {
        let sign = match (last.chars().next(), state.columns.wants(column)) {
            (Some('+'), false) | (None, false) => "+",
            (Some('-'), true) | (None, true) if column != Column::Name => "-",
            (Some('+' | '-') | None, _) => return None,
            (Some(_), _) => "",
        };
        let argument = format!("{before}{sign}{}", column.name());
        Some(Offer {
            run: state.columns.told(&argument).ok().map(Run::Columns),
            line: format!("columns {argument}"),
            blocked: None,
        })
    });
    offers.collect()
}

/// The same of a table of a broker: of what there is room for, which of its columns are shown.
fn table_columns(state: &State, typed: &str) -> (Vec<Offer>, Option<Offer>) {
    let Some(table) = state.pane_table() else {
        return (Vec::new(), None);
    };
    let (before, last) = split_last(typed);
    let wishes = state.table_columns.of(table.name());
    let offer = |argument: &str| {
        let wishes = wishes.told(table.columns(), argument)?;
        let line = format!("columns {}", argument.trim_end());
        Some(Offer::new(line, Run::TableColumns(wishes)))
    };
    let signs: &[&str] = match last.chars().next() {
        Some('+') => &["+"],
        Some('-') => &["-"],
        Some(_) => &[""],
        None => &["+", "-"],
    };
    let names = table.columns().iter().map(|column| column.name);
    let each = signs.iter().flat_map(|sign| {
        let names = names.clone();
        names.map(move |name| format!("{before}{sign}{name}"))
    });
    let offers: Vec<Offer> = each.filter_map(|argument| offer(&argument)).collect();
    let exact = offer(typed).filter(|_| !typed.trim().is_empty());
    (best(state, typed, offers, argument), exact)
}

/// Whether a word is about a column.
fn is(word: &str, column: Column) -> bool {
    Column::named(word.trim_start_matches(['+', '-'])) == Some(column)
}

/// A line without its last word, and that word.
fn split_last(typed: &str) -> (&str, &str) {
    let at = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    typed.split_at(at)
}

fn arguments(state: &State, name: &str, typed: &str) -> (Vec<Offer>, Option<Offer>) {
    let called = name_called(state, name);
    let name = called.as_deref().unwrap_or(name_of(name));
    let line = format!("{name} {}", typed.trim_end()).trim_end().to_owned();
    let whole = |run: Run| Offer::new(line, run);
    match name {
        "sort" => (best(state, typed, sorts(), argument), None),
        "theme" => {
            let themes = named().into_iter();
            let themes =
                themes.map(|(name, theme)| Offer::new(format!("theme {name}"), Run::Theme(theme)));
            (best(state, typed, themes, argument), None)
        }
        "time" => (best(state, typed, zones(), argument), None),
        "lang" => {
            let known = named().into_iter().filter(|(name, _)| *name != "zh");
            let langs =
                known.map(|(name, lang)| Offer::new(format!("lang {name}"), Run::Lang(lang)));
            (best(state, typed, langs, argument), None)
        }
        "columns" if state.pane_table().is_some() => table_columns(state, typed),
        "columns" => {
            let told = state.columns.told(typed).ok();
            let told = told.filter(|_| !typed.trim().is_empty());
            let offers = best(state, typed, columns(state, typed), argument);
            (offers, told.map(Run::Columns).map(whole))
        }
        "profile" => {
            let offers = profiles(state, split_last(typed).0);
            let all: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
            let known = all.iter().all(|name| is_profile(state, name));
            let exact = (known && !all.is_empty()).then(|| Offer {
                blocked: stays(state, &all),
                ..whole(Run::Profiles(all))
            });
            (best(state, typed, offers, argument), exact)
        }
        "tasks" => {
            let exact = Span::parse(typed, &state.time_zone).ok();
            let exact = exact.map(|span| task_offer(state, typed, span));
            (best(state, typed, task_spans(state), argument), exact)
        }
        "since" => {
            let read = since::parse(typed, state.now, &state.time_zone);
            (Vec::new(), read.map(Run::Since).map(whole))
        }
        "broker" => brokers(state, typed),
        "close-connection" => closing(state, Command::CloseConnection, Closed::One, typed),
        "close-client" => closing(state, Command::CloseClient, Closed::Client, typed),
        "notify" => (best(state, typed, notices(state), argument), None),
        "export" => exports(state, typed),
        "open" => (best(state, typed, instances(state), argument), None),
        "filter" => (
            filters(state, typed),
            Some(whole(Run::Filter(typed.trim_end().to_owned()))),
        ),
        // A name with a space in it may still be an instance's.
        _ => {
            let line = format!("{name} {typed}");
            (best(state, &line, names(state), text), None)
        }
    }
}

/// Whether a line is to be a moment and a moment is typed.
pub(super) fn wants_moment(line: &str) -> bool {
    let words = line.trim_start().split_once(char::is_whitespace);
    words.is_some_and(|(name, typed)| name == "since" && !typed.trim().is_empty())
}

fn is_profile(state: &State, name: &str) -> bool {
    state.choices().iter().any(|one| one.name == name)
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
        blocked: refused,
        ..Offer::new(format!("tasks {word}"), Run::Tasks(span))
    }
}

/// The forms a file can have; one that is followed by the name of a file means that file.
fn exports(state: &State, typed: &str) -> (Vec<Offer>, Option<Offer>) {
    let blocked = can(state, Command::Export).refusal();
    let (form, file) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let mut forms = Format::ALL.into_iter();
    let named = forms.find(|format| format.name() == form);
    let file = Some(file.trim()).filter(|file| !file.is_empty());
    let offer = |format: Format, to: Option<&str>| {
        let words = ["export", format.name()].into_iter().chain(to);
        let line = words.collect::<Vec<_>>().join(" ");
        Offer {
            blocked: blocked.clone(),
            ..Offer::new(line, Run::Export(format, to.map(str::to_owned)))
        }
    };
    let exact = named
        .zip(file)
        .map(|(format, file)| offer(format, Some(file)));
    let offers = Format::ALL.map(|format| offer(format, None));
    (best(state, typed, offers, argument), exact)
}

fn sorts() -> Vec<Offer> {
    let both = |column: Column| {
        let name = column.name();
        let ways = [("", Direction::Natural), (" reversed", Direction::Reversed)];
        ways.map(|(word, direction)| {
            let sort = Sort { column, direction };
            Offer::new(format!("sort {name}{word}"), Run::Sort(sort))
        })
    };
    Column::ALL.iter().copied().flat_map(both).collect()
}

/// What the last word of a filter could become.
fn filters(state: &State, typed: &str) -> Vec<Offer> {
    let line = FilterLine::new(typed, &state.known());
    let (before, _) = split_last(typed);
    let offers = line.offers().0.iter().map(|word| {
        let text = format!("{before}{word}");
        Offer::new(format!("filter {text}"), Run::Filter(text))
    });
    offers.take(MOST).collect()
}

/// What a line is compared with: an instance is found by its name alone.
fn text(offer: &Offer) -> &str {
    match offer.run {
        Some(Run::Open(_) | Run::Profiles(_)) => argument(offer),
        _ => &offer.line,
    }
}

/// The line without its first word.
fn argument(offer: &Offer) -> &str {
    offer.line.split_once(' ').map_or("", |(_, rest)| rest)
}

/// The offers that a text fits, the best first; of equally good ones the first. What can be done
/// now comes before what cannot.
fn best(
    state: &State,
    typed: &str,
    offers: impl IntoIterator<Item = Offer>,
    compared: impl Fn(&Offer) -> &str,
) -> Vec<Offer> {
    let pattern = Pattern::new(
        typed,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Fuzzy,
    );
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let scored = offers.into_iter().filter_map(|offer| {
        let words = compared(&offer);
        let score = pattern.score(Utf32Str::new(words, &mut buffer), &mut matcher);
        let (begins, rank) = match score {
            Some(score) => (words.starts_with(typed.trim_end()), u32::MAX - score),
            None => {
                let called = called(state, &offer, typed)?;
                // The less else it is called, the better.
                let rank = u32::try_from(called.chars().count()).unwrap_or(u32::MAX);
                (called.starts_with(typed.trim_end()), rank)
            }
        };
        Some(((offer.blocked.is_some(), !begins, rank), offer))
    });
    let mut kept: Vec<((bool, bool, u32), Offer)> = Vec::new();
    for one in scored {
        kept.push(one);
        // Of a long list most are thrown away: not all are kept until then.
        if kept.len() >= 8 * MOST {
            first(&mut kept);
        }
    }
    first(&mut kept);
    kept.into_iter().map(|(_, offer)| offer).collect()
}

/// Keeps those that come first.
fn first<K: Ord + Copy>(kept: &mut Vec<(K, Offer)>) {
    kept.sort_by_key(|(key, _)| *key);
    kept.truncate(MOST);
}
