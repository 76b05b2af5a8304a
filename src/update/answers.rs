//! Answers: each goes to what it is about, if it is still news there.

use super::written::{outdate, written};
use crate::api::v2::InstanceDetail;
use crate::api::{ApiError, Barrier, ErrorKind, Listing, Operation};
use crate::broker::{BrokerAnswer, BrokerError, Part};
use crate::command::{changes, writes};
use crate::effect::Effect;
use crate::event::{Answer, Reply};
use crate::explain;
use crate::figures::{FiguresAnswer, FiguresPart};
use crate::findings::{Expansion, Presence, Watch};
use crate::model::{InstanceKey, Scope, Status};
use crate::state::State;
use crate::state::figures::{FiguresFeed, FiguresStanding, VALUES};
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::profiles::{Acting, Profile};
use crate::state::query::{Query, QueryAnswer};
use crate::state::remote::Ticket;
use crate::state::span::Span;
use crate::state::write::mutation::MutationKind;
use crate::state::write::observation::Observation;
use std::sync::Arc;

/// Takes one answer in. One from a scope that is not shown is dropped.
pub(super) fn take(state: &mut State, answer: Answer, effects: &mut Vec<Effect>) {
    let Answer {
        scope,
        asked,
        reply,
    } = answer;
    let now = state.now;
    let Some(profile) = state.profiles.get_mut(&scope) else {
        return;
    };
    match reply {
        Reply::Project(project) => profile.context.project = Some(project),
        Reply::Refusals(count) => refusals(state, &scope, count),
        Reply::Acting(agency, until) => profile.acting = Some(Acting { agency, until }),
        Reply::Pace(period) => state.set_period(&scope, period),
        Reply::Asking(attempted) => profile.feed.ask(attempted, now),
        Reply::Retrying(error, wait) => {
            // The screen that waits for it says so.
            if profile.feed.retry(&error, now, wait) {
                let said = NoticeKind::ReadFailed(error);
                state
                    .notices
                    .note(Level::Warning, said, About::Profile(scope), now);
            }
        }
        Reply::Page(rows, total) => {
            let feed = &mut profile.feed;
            state.fleet.take_page(feed, &scope, asked, now, rows, total);
        }
        // The fleet keeps it.
        Reply::Read(answer @ QueryAnswer::Listing(_)) => {
            observe(state, &scope, asked, &answer);
            if let QueryAnswer::Listing(answer) = answer {
                listing(state, &scope, asked, answer);
            }
        }
        Reply::Read(answer) => match answer.query().instance() {
            Some(id) => {
                let key = scope.instance(id);
                of_instance(state, &key, asked, answer);
            }
            None => of_scope(state, &scope, asked, answer),
        },
        Reply::Figures(part, answer) => figures(state, &scope, (part, asked), answer),
        Reply::Broker(id, part, answer) => {
            broker(state, &scope.instance(&id), (part, asked), answer);
        }
        Reply::FiguresPace(pace) => profile.figures.pace = pace,
        Reply::FiguresRest => profile.figures.rests = true,
        Reply::Leaves(id, targets) => state.pending.leaves(id, &targets, now),
        Reply::Taken(id, targets, call) => state.pending.taken(id, &targets, &call),
        Reply::Changed(id, news) => changes::heard(state, id, news, effects),
        Reply::Written(id, answer) => written(state, id, asked, answer, effects),
    }
}

/// Takes in what was read of a scope and not of one of its instances.
fn of_scope(state: &mut State, scope: &Scope, asked: Ticket, answer: QueryAnswer) {
    let now = state.now;
    observe(state, scope, asked, &answer);
    if let QueryAnswer::Catalogue(Ok(known)) = &answer {
        state.fleet.set_zones(scope, &known.zones, now);
        state.fleet.set_products(scope, &known.products, now);
    }
    if let Some(profile) = state.profiles.get_mut(scope) {
        profile.known.take(asked, now, answer);
    }
    complete(state);
}

/// Takes in what was read of a broker, and judges its instance by that.
fn broker(
    state: &mut State,
    key: &InstanceKey,
    (part, asked): (Part, Ticket),
    answer: Result<BrokerAnswer, BrokerError>,
) {
    let (now, came) = (state.now, answer.is_ok());
    state.broker.take((key, part.clone()), asked, now, answer);
    let known = state.broker.part(&part).value().filter(|_| came);
    if let Some(known) = known {
        state.fleet.take_broker(key, known, now);
    }
}

/// Takes figures in, and how that part of them stands. That there are none is said in the top line,
/// and once in the list of errors.
fn figures(
    state: &mut State,
    scope: &Scope,
    (part, asked): (FiguresPart, Ticket),
    answer: Result<Box<FiguresAnswer>, ApiError>,
) {
    let now = state.now;
    let Some(profile) = state.profiles.get_mut(scope) else {
        return;
    };
    let feed = &mut profile.figures;
    let before = failure(feed, part);
    let ahead = |answer: &FiguresAnswer| match answer {
        FiguresAnswer::Values(read) => Some(read.ahead),
        FiguresAnswer::Nodes | FiguresAnswer::Queues(_) | FiguresAnswer::Alarms(_) => None,
    };
    let went = answer.as_deref().map(ahead).map_err(Clone::clone);
    feed.take(part, asked, now, went);
    let ahead = feed.time(now).saturating_sub(now.wall);
    let opened = state.view.opened.as_ref().filter(|key| key.scope == *scope);
    if let (FiguresPart::Queues, Some(key)) = (part, opened) {
        state.fleet.set_queues_of(key);
    }
    for part in [part, VALUES] {
        let watch = watch(feed.part(part), ahead);
        state.fleet.set_watch(scope, part, watch, ahead, now);
    }
    match answer.map(|answer| *answer) {
        Ok(FiguresAnswer::Values(read)) => {
            // Nobody looks at an instance yet, or does anything with it.
            let at_the_list = state.view.opened.is_none() && state.front().is_none();
            let on_top = at_the_list && state.filter_field.is_none();
            state.live.take(scope, &read, now);
            state.fleet.take_figures(scope, &read, on_top, now);
        }
        Ok(FiguresAnswer::Queues(names)) => state.fleet.name_queues(scope, &names),
        Ok(FiguresAnswer::Alarms(alarms)) => state.fleet.set_alarms(scope, alarms, now),
        Ok(FiguresAnswer::Nodes) => {}
        Err(error) if before != Some(error.kind) => {
            let (said, about) = (NoticeKind::ReadFailed(error), About::Profile(scope.clone()));
            state.notices.note(Level::Warning, said, about, now);
        }
        Err(_) => {}
    }
}

/// How findings are told that a part of the figures stands; `ahead` is how far the clock of Cloud
/// Eye is, in ms.
fn watch(standing: FiguresStanding<'_>, ahead: i64) -> Watch {
    match standing {
        FiguresStanding::Off => Watch::Off,
        FiguresStanding::Loading => Watch::NotAsked,
        FiguresStanding::Read => Watch::Read,
        FiguresStanding::Denied(_) => Watch::Denied,
        FiguresStanding::Failing(_, since) => Watch::Failing(since.wall.saturating_add(ahead)),
    }
}

/// How a part of the figures failed last, if it did.
fn failure(feed: &FiguresFeed, part: FiguresPart) -> Option<ErrorKind> {
    match feed.part(part) {
        FiguresStanding::Denied(error) | FiguresStanding::Failing(error, _) => Some(error.kind),
        FiguresStanding::Off | FiguresStanding::Loading | FiguresStanding::Read => None,
    }
}

/// What the filter line offers is looked up again: it may be open because of this answer. That
/// tags cannot be read is said where they are missed, and nowhere else.
fn complete(state: &mut State) {
    if let Some(mut line) = state.filter_field.take() {
        line.refresh_from(&state.known());
        state.filter_field = Some(line);
    }
}

/// What was read of one instance: it can settle a write, and what it says of the instance itself
/// is taken into its row.
fn of_instance(state: &mut State, key: &InstanceKey, asked: Ticket, answer: QueryAnswer) {
    let (query, now) = (answer.query(), state.now);
    // The box of a task says itself why that cannot be read.
    if !matches!(query, Query::Task(..)) {
        note(state, key, query.operation(), answer.error());
    }
    observe(state, &key.scope, asked, &answer);
    if let Some(survey) = &mut state.survey {
        survey.note(&key.scope, query, now, answer.error());
    }
    if let QueryAnswer::Instance(_, read) = &answer {
        instance(state, key, asked, read);
    }
    if let QueryAnswer::Tasks(_, _, Ok(list)) = &answer {
        state.fleet.note_task_times(&list.tasks);
    }
    if let QueryAnswer::Tasks(_, Span::All, Ok(list)) = &answer {
        state.fleet.set_tasks(key, &list.tasks, now);
    }
    if let QueryAnswer::AutoExpansion(_, Ok(read)) = &answer {
        let (on, threshold) = (read.on, read.threshold);
        state
            .fleet
            .set_expansion(key, Expansion { on, threshold }, now);
    }
    if let Some(detail) = state.details.get_mut(key) {
        detail.known.take(asked, now, answer);
    }
}

fn listing(state: &mut State, scope: &Scope, asked: Ticket, answer: Result<Listing, ApiError>) {
    let now = state.now;
    let before = state.profiles.get(scope).and_then(Profile::failure);
    if let Some(profile) = state.profiles.get_mut(scope) {
        profile.feed.asked = None;
    }
    match answer {
        Ok(listing) => {
            say_partial(state, scope, &listing);
            let Some(profile) = state.profiles.get_mut(scope) else {
                return;
            };
            state.fleet.set_rules(scope, &profile.context.thresholds);
            if profile.figures() == FiguresStanding::Off {
                state.fleet.set_watch(scope, VALUES, Watch::Off, 0, now);
            }
            let feed = &mut profile.feed;
            let refused = listing.refused().cloned();
            let taken = state.fleet.take_listing(feed, scope, asked, now, listing);
            let Some(statuses) = taken else {
                return;
            };
            match refused {
                // What came of it is shown, but it is no sign that all is well.
                Some(error) => {
                    feed.listing.take(asked, now, Err(error.clone()));
                    failed(state, scope, error, before);
                }
                None => {
                    feed.listing.take(asked, now, Ok(()));
                    state.fleet.set_denied(scope, None, now);
                    recovered(state, scope, before.is_some());
                }
            }
            changes(state, statuses);
        }
        Err(error) => {
            let Some(profile) = state.profiles.get_mut(scope) else {
                return;
            };
            if profile.feed.listing.take(asked, now, Err(error.clone())) {
                let denied = explain::missing_permission(&error);
                state.fleet.set_denied(scope, denied, now);
                failed(state, scope, error, before);
            }
        }
    }
}

/// Says that the list cannot be read: its toast comes once, when it begins; later failures of the
/// same kind are counted.
fn failed(state: &mut State, scope: &Scope, error: ApiError, before: Option<ErrorKind>) {
    if let Some(profile) = state.profiles.get_mut(scope) {
        profile.sign_in.retrying = false;
    }
    let level = match error.kind.barrier() {
        Barrier::SignIn | Barrier::Right => Level::Critical,
        Barrier::Reach | Barrier::Nothing => Level::Warning,
    };
    let same = before == Some(error.kind);
    let said = NoticeKind::ReadFailed(error);
    let about = About::Profile(scope.clone());
    match same {
        true => state.notices.repeat(level, said, about, state.now),
        false => state.say(level, said, about),
    }
}

/// The credential of a profile was refused so often in a row, or let in (0). It counts where the
/// credential is, whatever came of the call: another count of it here would be another truth.
fn refusals(state: &mut State, scope: &Scope, count: u32) {
    let now = state.now;
    if let Some(profile) = state.profiles.get_mut(scope) {
        let sign_in = &mut profile.sign_in;
        if count > sign_in.refusals {
            sign_in.refused = Some(now);
        }
        sign_in.refusals = count;
    }
}

/// The list was read: what was said about not being able to is over.
fn recovered(state: &mut State, scope: &Scope, from_failure: bool) {
    let Some(profile) = state.profiles.get_mut(scope) else {
        return;
    };
    profile.sign_in.retrying = false;
    let complete = profile.feed.coverage.missing.is_empty();
    let about = About::Profile(scope.clone());
    // What is about one instance ends when that is read again.
    state.notices.end(|notice| match notice.said {
        NoticeKind::ReadFailed(_) => notice.about == about,
        NoticeKind::Partial { .. } => complete && notice.about == about,
        _ => false,
    });
    if from_failure {
        state.say(Level::Info, NoticeKind::Recovered, about);
    }
}

/// Says that a part of the list is missing, and why: once, when it begins.
fn say_partial(state: &mut State, scope: &Scope, listing: &Listing) {
    let profile = state.profiles.get(scope);
    let was_complete = profile.is_some_and(|known| known.feed.coverage.missing.is_empty());
    if let Some(part) = listing.missing.first().filter(|_| was_complete) {
        let part = part.clone();
        let more = listing.missing.len() - 1;
        let said = NoticeKind::Partial { part, more };
        state.say(Level::Warning, said, About::Profile(scope.clone()));
    }
}

/// Says which instances changed their status, unless a write of ours is being followed on them.
fn changes(state: &mut State, before: Vec<(InstanceKey, Status)>) {
    for (key, from) in before {
        if state.pending.on_instance(&key).is_some() {
            continue;
        }
        let Some(row) = state.fleet.get(&key) else {
            continue;
        };
        let Some(to) = row.instance.status.clone().filter(|to| *to != from) else {
            continue;
        };
        let level = match to {
            Status::Error | Status::CreateFailed | Status::ExtendedFailed => Level::Critical,
            _ => Level::Info,
        };
        let name = row.instance.label().to_owned();
        let said = NoticeKind::StatusChanged { name, from, to };
        state.say(level, said, About::Instance(key));
    }
}

/// The detail of an instance is the newest that is known of its row.
fn instance(
    state: &mut State,
    key: &InstanceKey,
    asked: Ticket,
    read: &Result<Arc<InstanceDetail>, ApiError>,
) {
    let now = state.now;
    match read {
        Ok(detail) => {
            let instance = Arc::new(detail.instance.clone());
            if state.fleet.is_out(key, &instance) {
                say_gone(state, key);
            }
            state.fleet.take_instance(key, asked, now, instance);
        }
        Err(error) if error.kind == ErrorKind::NotFound && !is_awaited(state, key) => {
            say_gone(state, key);
            state.fleet.mark_gone(key, asked, now);
        }
        Err(_) => {}
    }
}

/// Whether it was created from here and has not come to rest, or was ordered and has not come:
/// its detail may not be there yet.
fn is_awaited(state: &State, key: &InstanceKey) -> bool {
    let write = state.pending.on_instance(key);
    let row = state.fleet.get(key);
    row.is_some_and(|row| row.presence == Presence::Ordered)
        || write.is_some_and(|write| write.what.mutation.kind() == MutationKind::Create)
}

/// Says that an instance is gone, once, and not when deleting it was our own doing.
fn say_gone(state: &mut State, key: &InstanceKey) {
    let Some(row) = state.fleet.get(key) else {
        return;
    };
    let known = row.presence == Presence::Gone;
    let name = row.instance.label().to_owned();
    let ours = state.notices.iter().any(|notice| {
        let deleted = matches!(&notice.said, NoticeKind::Write(outcome) if outcome.action.kind == MutationKind::Delete);
        deleted && notice.about.is(key)
    });
    if !known && !ours && !state.batches.deletes(key) {
        let said = NoticeKind::Gone { name };
        state.say(Level::Warning, said, About::Instance(key.clone()));
    }
}

/// A pane that cannot be read says so itself; the list of errors keeps it, without a toast, and
/// says that it is over once the same `call` has an answer.
fn note(state: &mut State, key: &InstanceKey, call: Operation, error: Option<&ApiError>) {
    let Some(error) = error.filter(|error| error.kind != ErrorKind::NotFound) else {
        state.notices.end(|notice| {
            let same =
                matches!(&notice.said, NoticeKind::ReadFailed(error) if error.attempted == call);
            same && notice.about.is(key)
        });
        return;
    };
    let said = NoticeKind::ReadFailed(error.clone());
    let about = About::Instance(key.clone());
    state.notices.repeat(Level::Info, said, about, state.now);
}

/// Lets what was read settle writes.
fn observe(state: &mut State, scope: &Scope, asked: Ticket, answer: &QueryAnswer) {
    let Some(observation) = Observation::of(scope, answer) else {
        return;
    };
    for (what, outcome) in state.pending.observe(state.now, asked, observation) {
        outdate(state, &what, asked.saturating_sub(1));
        writes::say(state, &what, outcome);
    }
}
