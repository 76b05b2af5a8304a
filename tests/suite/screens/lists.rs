//! The list at 80x24, in every state it can be in.

use super::fixture::*;
use super::{assert_screen, drawn, drawn_in, lines};
use std::time::Duration;
use warren::api::{ApiError, ErrorKind, Listing, MOVED, MissingPart, Operation};
use warren::findings::Presence;
use warren::lang::Lang;
use warren::state::State;
use warren::state::filter::FilterLine;
use warren::state::notice::{About, Level, NoticeKind};
use warren::state::view::ScreenSize;
use warren::state::write::mutation::Deletion;
use warren::state::write::pending::Receipt;
use warren::state::write::plan::Plan;

#[test]
fn list_shows_severity_status_storage_and_why() {
    assert_screen!("list", fleet(NORMAL));
}

#[test]
fn list_says_that_it_is_loading() {
    assert_screen!("list-loading", blank(NORMAL));
}

#[test]
fn what_is_awaited_is_asked_of_whoever_answers_it() {
    for (asked, of) in [
        (Operation::ListInstances, "dms.cn-north-4.example.com"),
        (Operation::FindProject, "IAM"),
        (Operation::TakeOnAgency, "IAM"),
        (Operation::AskMachine, "this machine's metadata service"),
    ] {
        let mut state = blank(NORMAL);
        let now = state.now;
        let profile = state.profiles.iter_mut().next().unwrap();
        profile.feed.ask(asked, now);
        let screen = lines(&drawn(&state).0).join("\n");
        assert!(screen.contains(&format!("Asked {of} to ")), "{screen}");
    }
}

#[test]
fn list_shows_what_has_arrived_while_it_is_loading() {
    let mut state = blank(NORMAL);
    let (scope, now) = (scope(), state.now);
    let page = instances().into_iter().take(3).map(Into::into).collect();
    let feed = &mut state.profiles.iter_mut().next().unwrap().feed;
    state.fleet.take_page(feed, &scope, 1, now, page, Some(120));
    assert_screen!("list-arriving", state);
}

#[test]
fn list_says_that_there_are_no_instances() {
    assert_screen!("list-empty", with(Vec::new(), NORMAL));
}

#[test]
fn list_says_that_the_filter_hides_everything() {
    let mut state = fleet(NORMAL);
    state.fleet.set_filter("nothing-like-this", at(1));
    assert_screen!("list-filtered-empty", state);
}

#[test]
fn list_shows_the_filter_while_it_is_typed() {
    let mut state = fleet(NORMAL);
    state.fleet.set_filter("cn tag:env=prod", at(1));
    state.filter_field = Some(FilterLine::new("cn tag:env=prod", &state.known()));
    assert_screen!("list-filter-typing", state);
}

#[test]
fn list_keeps_a_filter_in_sight() {
    let mut state = fleet(NORMAL);
    state.fleet.set_filter("status=RUNNING eu", at(1));
    assert_screen!("list-filtered", state);
}

fn failed(kind: ErrorKind) -> State {
    let mut state = blank(NORMAL);
    state.now = at(200);
    fail(&mut state, error(kind));
    state.now = at(330);
    state
}

#[test]
fn list_says_that_it_is_denied() {
    assert_screen!("list-denied", failed(ErrorKind::Forbidden));
}

#[test]
fn a_refused_look_up_of_the_project_says_how_to_do_without_it() {
    let mut state = failed(ErrorKind::Forbidden);
    let feed = &mut state.profiles.iter_mut().next().unwrap().feed;
    let failure = feed.listing.failure.as_mut().unwrap();
    failure.error.attempted = Operation::FindProject;
    let text = super::lines(&super::drawn(&state).0);
    assert!(text[0].contains("| -- instances | DENIED"), "{}", text[0]);
    assert_eq!(
        text[4..6],
        [
            "  Denied: this credential may not find the project.",
            "  Start with --project-id, or set project_id in the profile.",
        ]
    );
}

#[test]
fn list_says_that_the_service_cannot_be_reached() {
    assert_screen!("list-offline-empty", failed(ErrorKind::Unreachable));
}

#[test]
fn list_says_that_the_sign_in_was_refused_and_which_key_tries_again() {
    assert_screen!("list-locked-empty", failed(ErrorKind::Unauthorized));
}

#[test]
fn list_says_that_the_service_failed() {
    assert_screen!("list-failed", failed(ErrorKind::Server));
}

#[test]
fn list_says_that_several_projects_have_the_name_and_which() {
    let mut state = failed(ErrorKind::Setup);
    let several = "several projects have this name; set project_id to one of them: \"cn-north-4\" - \
        0f3a5c1b2d4e4f6789ab0123456789cd, 77aa5c1b2d4e4f6789ab0123456789cd";
    let why = ApiError::local(Operation::FindProject, ErrorKind::Setup, several);
    fail(&mut state, why);
    state.profiles.iter_mut().next().unwrap().context.project = None;
    assert_screen!("list-several-projects", state);
}

#[test]
fn list_says_that_nothing_of_a_partial_answer_is_there() {
    let mut state = blank(NORMAL);
    let listing = Listing {
        total: Some(120),
        missing: vec![missing_part(0, 50), missing_part(100, 120)],
        ..Listing::default()
    };
    take(&mut state, listing);
    assert_screen!("list-partial-empty", state);
}

#[test]
fn list_says_that_it_changed_while_it_was_read_and_calls_nothing_gone() {
    let mut state = blank(ScreenSize {
        width: 160,
        height: 24,
    });
    take(&mut state, listing(instances()));
    let changed = ApiError::local(Operation::ListInstances, ErrorKind::Changed, MOVED);
    let part = MissingPart {
        from: 0,
        to: 14,
        error: changed,
    };
    wait(&mut state, 5);
    let mut one_less = instances();
    one_less.remove(0);
    take(
        &mut state,
        Listing {
            missing: vec![part],
            ..listing(one_less)
        },
    );
    let missing = state
        .fleet
        .all()
        .iter()
        .filter(|row| row.presence != Presence::Listed);
    assert_eq!(missing.count(), 0);
    let said = |lang| lines(&drawn_in(lang, &state).0).join("\n");
    let english = said(Lang::English);
    assert!(
        english.contains("PARTIAL changed while it was read"),
        "{english}"
    );
    let chinese = said(Lang::Chinese).replace(' ', "");
    assert!(chinese.contains("不完整读取期间有变"), "{chinese}");
}

#[test]
fn list_says_which_part_is_missing() {
    let mut state = blank(NORMAL);
    let listing = Listing {
        total: Some(65),
        missing: vec![missing_part(0, 50)],
        unidentified: 2,
        ..listing(instances())
    };
    take(&mut state, listing);
    let error = error(ErrorKind::Server);
    let now = state.now;
    state.notices.push(
        Level::Warning,
        NoticeKind::ReadFailed(error),
        About::Profile(scope()),
        now,
    );
    assert_screen!("list-partial", state);
}

#[test]
fn stale_rows_are_dim_marked_and_say_their_age() {
    let mut state = fleet(NORMAL);
    wait(&mut state, 330);
    assert_screen!("list-stale", state);
}

#[test]
fn offline_is_the_loudest_line_and_the_data_stays() {
    let mut state = fleet(NORMAL);
    wait(&mut state, 10);
    fail(&mut state, error(ErrorKind::Timeout));
    wait(&mut state, 130);
    assert_screen!("list-offline", state);
}

#[test]
fn a_refused_sign_in_is_the_loudest_line_and_the_data_stays() {
    let mut state = fleet(NORMAL);
    fail(&mut state, error(ErrorKind::Unauthorized));
    let said = NoticeKind::ReadFailed(error(ErrorKind::Unauthorized));
    state
        .notices
        .push(Level::Critical, said, About::Profile(scope()), at(1));
    assert_screen!("list-locked", state);
}

#[test]
fn a_stretched_pace_and_read_only_are_said() {
    let mut state = fleet(size(120, 24));
    state.profiles.iter_mut().next().unwrap().context.read_only = true;
    state.set_period(&scope(), Duration::from_secs(12));
    assert_screen!("list-read-only-120x24", state);
}

#[test]
fn the_source_of_the_credential_outlasts_the_pace_and_the_longer_counts() {
    for source in ["environment", "~/.config/warren/config.toml"] {
        let mut state = fleet(NORMAL);
        state.profiles.iter_mut().next().unwrap().context.source = source.into();
        state.set_period(&scope(), Duration::from_secs(12));
        let (buffer, _) = drawn(&state);
        let top = &lines(&buffer)[0];
        assert!(top.contains(&format!("fresh | {}", &source[..11])), "{top}");
    }
    let mut state = fleet(NORMAL);
    state.set_period(&scope(), Duration::from_secs(12));
    assert_screen!("list-stretched", state);
}

#[test]
fn a_vanished_instance_stays_under_the_cursor_as_a_ghost() {
    let mut state = fleet(NORMAL);
    state.now = at(6);
    state.fleet.mark_gone(&key(FIRST), 9, at(6));
    let name = "orders-eu-01".to_owned();
    state.notices.push(
        Level::Warning,
        NoticeKind::Gone { name },
        About::Profile(scope()),
        at(6),
    );
    assert_screen!("list-ghost", state);
}

fn delete(id: &str, name: &str) -> Plan {
    Plan::new(Deletion { key: key(id) }, name, |_| Some(project())).unwrap()
}

#[test]
fn pending_writes_are_on_their_rows_as_soon_as_they_are_sent() {
    let mut state = fleet(NORMAL);
    let ids: Vec<String> = instances().iter().map(|one| one.id.to_string()).collect();
    state.pending.send(&delete(&ids[3], "search-eu-03"), at(1));
    let accepted = state.pending.send(&delete(&ids[4], "mail-cn-04"), at(1));
    let lost = state.pending.send(&delete(&ids[5], "ledger-cn-01"), at(1));
    state.pending.answered(accepted, 5, &Ok(Receipt::Done));
    let unknown = warren::api::WriteError::Unknown(error(ErrorKind::Timeout));
    let unknown = warren::state::write::pending::WriteFailure::Failed(unknown);
    let (_, outcome) = state.pending.answered(lost, 6, &Err(unknown)).remove(0);
    let now = state.now;
    state.notices.push(
        Level::Warning,
        NoticeKind::Write(outcome),
        About::Profile(scope()),
        now,
    );
    assert_screen!("list-pending", state);
}

#[test]
fn a_toast_never_covers_the_row_of_the_cursor() {
    let mut state = fleet(NORMAL);
    let said = NoticeKind::ReadFailed(error(ErrorKind::Server));
    state
        .notices
        .push(Level::Critical, said, About::Profile(scope()), at(1));
    state.fleet.go_to(14, at(1));
    assert_screen!("list-toast-on-top", state);
}

#[test]
fn a_filter_that_cannot_be_understood_says_so_and_shows_nothing() {
    for (name, size) in [
        ("list-filter-fault", NORMAL),
        ("list-filter-fault-60x20", size(60, 20)),
    ] {
        let mut state = fleet(size);
        state.fleet.set_filter("orders stat=ERROR", at(1));
        state.filter_field = Some(FilterLine::new("orders stat=ERROR", &state.known()));
        assert_screen!(name, state);
    }
}

#[test]
fn what_the_filters_word_could_become_is_offered_while_it_is_typed() {
    let mut state = fleet(NORMAL);
    state.fleet.set_filter("status=", at(1));
    state.filter_field = Some(FilterLine::new("status=", &state.known()));
    assert_screen!("list-filter-offers", state);
}
