//! What happened and what was changed: the list, one of it in full, and the journal.

use super::assert_screen;
use super::fixture::*;
use warren::api::{ApiError, ErrorKind, Operation};
use warren::event::Event;
use warren::journal::read;
use warren::key::Key;
use warren::keymap::Keymap;
use warren::state::State;
use warren::state::interest::Interest;
use warren::state::journal::News;
use warren::state::notice::{About, Level, NoticeKind};
use warren::state::view::ScreenSize;
use warren::state::write::mutation::{Action, MutationKind, On};
use warren::state::write::pending::{Outcome, WriteStatus};
use warren::update::update;

const WIDE: ScreenSize = ScreenSize {
    width: 160,
    height: 45,
};
const SMALL: ScreenSize = ScreenSize {
    width: 60,
    height: 20,
};

pub fn press(state: &mut State, keys: &str) {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    for key in keys.split_whitespace() {
        let event = Event::Key(Key::parse(key).unwrap());
        update(state, &keymap, &mut Interest::default(), event, at(200));
    }
}

/// A failed call as the gateway or the service answered it.
fn failure(operation: Operation, kind: ErrorKind, code: &str, message: &str) -> ApiError {
    let mut error = ApiError::local(operation, kind, message);
    error.status = Some(match kind {
        ErrorKind::Forbidden => 403,
        _ => 401,
    });
    error.code = Some(code.into());
    error.request_id = Some("5b1e3f0c9a7d4e21b6c2".into());
    error
}

/// A deletion that was denied, and before it a signature that came too late.
pub fn troubled(mut state: State) -> State {
    let mut expired = failure(
        Operation::ListInstances,
        ErrorKind::Unauthorized,
        "APIGW.0301",
        "signature expired",
    );
    expired.skew_ms = Some(-16 * 60 * 1000);
    let said = NoticeKind::ReadFailed(expired);
    let about = About::Profile(scope());
    state.notices.push(Level::Critical, said, about, at(60));
    let denied = failure(
        Operation::DeleteInstance,
        ErrorKind::Forbidden,
        "DMS.00403003",
        "This role does not have the permissions to perform this operation.",
    );
    let said = NoticeKind::Write(Outcome {
        write: 1,
        action: Action {
            kind: MutationKind::Delete,
            on: On::Instance,
        },
        name: "orders-eu-01".into(),
        result: WriteStatus::Refused(denied),
        request_id: None,
    });
    let about = About::Instance(key(FIRST));
    state.notices.push(Level::Critical, said, about, at(120));
    state
}

#[test]
fn a_denied_write_names_the_permission_it_needs() {
    let mut state = troubled(fleet(NORMAL));
    press(&mut state, "E enter");
    assert_screen!("error-denied", state);
}

#[test]
fn an_expired_signature_says_how_wrong_the_clock_is() {
    let mut state = troubled(fleet(NORMAL));
    press(&mut state, "E j enter");
    assert_screen!("error-expired", state);
}

#[test]
fn a_large_screen_shows_what_is_under_the_cursor_in_full() {
    let mut state = troubled(fleet(WIDE));
    press(&mut state, "E");
    assert_screen!("errors-large", state);
}

#[test]
fn a_dismissed_error_is_gone_and_the_cursor_takes_the_next() {
    let mut state = troubled(fleet(NORMAL));
    press(&mut state, "E d enter");
    let left: Vec<&NoticeKind> = state.notices.iter().map(|notice| &notice.said).collect();
    assert!(matches!(left.as_slice(), [NoticeKind::ReadFailed(_)]));
    press(&mut state, "d enter");
    assert!(state.notices.is_empty());
}

const JOURNAL: &str = r#"{"v":1,"id":"1","at":"2026-02-03T02:14:07.120Z","what":"send","profile":"ops-core","region":"cn-north-4","project":"p","action":"delete the instance","targets":[{"id":"i-1","name":"orders-eu-01"}],"request":{"method":"DELETE","path":"/v2/p/instances/i-1"}}
{"v":1,"id":"1","at":"2026-02-03T02:14:07.480Z","what":"answer","result":"accepted","status":204,"request_id":"r-1","ms":360}
{"v":1,"id":"2","at":"2026-02-03T02:20:00.000Z","what":"send","profile":"ops-core","region":"cn-north-4","project":"p","action":"reset the password","targets":[{"id":"i-2","name":"billing-cn-02"}],"request":{"method":"POST","path":"/v2/p/instances/i-2/password","body":{"new_password":"********"}}}
{"v":9}
"#;

/// The journal with two writes in it, one without an answer.
pub fn journal(size: ScreenSize) -> State {
    opened(size, Ok(JOURNAL))
}

fn opened(size: ScreenSize, pages: Result<&str, String>) -> State {
    let mut state = fleet(size);
    press(&mut state, "g j");
    state
        .journal
        .take(News::Pages(pages.map(|text| read(&[text]))));
    state
}

#[test]
fn the_journal_shows_what_was_done_and_what_became_of_it() {
    let mut state = opened(NORMAL, Ok(JOURNAL));
    state.journal.take(News::Writable {
        trouble: Some("disk full".into()),
        unwritten: 0,
    });
    assert_screen!("journal", state);
    press(&mut state, "enter");
    assert_screen!("journal-entry", state);
}

#[test]
fn the_journal_is_filtered_as_one_types() {
    let mut state = opened(NORMAL, Ok(JOURNAL));
    press(&mut state, "/ o r d e r s");
    assert_screen!("journal-filter", state);
    press(&mut state, "enter");
    assert_eq!(state.journal.shown("orders").count(), 1);
}

#[test]
fn an_empty_an_unread_and_an_unreadable_journal_look_different() {
    let mut loading = fleet(SMALL);
    press(&mut loading, "g j");
    assert_screen!("journal-loading", loading);
    assert_screen!("journal-empty", opened(NORMAL, Ok("")));
    assert_screen!(
        "journal-failed",
        opened(NORMAL, Err("Permission denied".into()))
    );
}
