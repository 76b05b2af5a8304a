use super::*;
use crate::findings::{Finding, Severity};
use crate::model::{InstanceId, Scope, Status};
use std::os::unix::fs::PermissionsExt as _;

const NOW: EpochMs = 1_770_084_847_120;

fn one(id: &str, at: EpochMs, change: Change) -> Transition {
    Transition {
        at,
        key: Scope::new("p", "r").instance(&InstanceId::new(id).unwrap()),
        name: id.to_owned(),
        change,
    }
}

/// A change of status: to one at an even time, from it at an odd one.
fn status(id: &str, at: EpochMs) -> Transition {
    let (mut from, mut to) = (Some(Status::Running), Some(Status::Error));
    if at % 2 != 0 {
        std::mem::swap(&mut from, &mut to);
    }
    one(id, at, Change::Status { from, to })
}

fn began(id: &str, at: EpochMs, code: Code) -> Transition {
    let finding = Box::new(Finding::new(code, Severity::Critical, Vec::new()));
    one(
        id,
        at,
        Change::Began {
            finding,
            first: false,
        },
    )
}

fn ended(id: &str, at: EpochMs, code: Code) -> Transition {
    let (severity, since) = (Severity::Critical, None);
    let until = at;
    let change = Change::Ended {
        code,
        severity,
        since,
        until,
    };
    one(id, at, change)
}

fn store() -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let store = Store::new(&home.path().join("state"));
    (home, store)
}

fn text(store: &Store) -> String {
    fs::read_to_string(store.directory.join(FILE)).unwrap()
}

#[test]
fn what_is_added_is_read_again_and_belongs_to_the_user_alone() {
    let (_home, store) = store();
    assert_eq!(store.read(NOW).unwrap(), []);
    let [first, second] = [status("a", NOW - 2), status("b", NOW - 1)];
    store.add(std::slice::from_ref(&first), NOW).unwrap();
    store.add(std::slice::from_ref(&second), NOW).unwrap();
    assert_eq!(store.read(NOW).unwrap(), [first, second]);
    let mode = fs::metadata(store.directory.join(FILE))
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    let mode = fs::metadata(&store.directory).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o700);
}

#[test]
fn a_damaged_line_costs_itself_and_a_torn_one_nothing_else() {
    let (_home, store) = store();
    let [first, second] = [status("a", NOW - 2), status("b", NOW - 1)];
    store.add(std::slice::from_ref(&first), NOW).unwrap();
    let torn = text(&store);
    let path = store.directory.join(FILE);
    fs::write(
        &path,
        [torn.as_bytes(), b"\xff\0{\n", &torn.as_bytes()[..40]].concat(),
    )
    .unwrap();
    store.add(std::slice::from_ref(&second), NOW).unwrap();
    assert_eq!(store.read(NOW).unwrap(), [first, second]);
    // What could not be read is not carried along.
    assert_eq!(text(&store).lines().count(), 2);
}

#[test]
fn what_is_older_than_a_week_is_left_out_but_for_the_beginning_of_what_goes_on() {
    let (_home, store) = store();
    let old = NOW - 8 * DAY;
    let open = began("a", old, Code::DiskAlarm);
    let all = [
        status("a", old),
        open.clone(),
        began("a", old, Code::NodeDown),
        ended("a", old + 1, Code::NodeDown),
        began("a", NOW - 31 * DAY, Code::CpuHot),
        status("b", NOW - 1),
    ];
    store.add(&all, NOW).unwrap();
    assert_eq!(store.read(NOW).unwrap(), [open, status("b", NOW - 1)]);
    assert_eq!(text(&store).lines().count(), 2);
}

#[test]
fn two_sessions_that_say_the_same_are_one() {
    let (_home, store) = store();
    let same = status("a", NOW - 1);
    store.add(std::slice::from_ref(&same), NOW).unwrap();
    store.add(std::slice::from_ref(&same), NOW).unwrap();
    assert_eq!(store.read(NOW).unwrap(), std::slice::from_ref(&same));
    let code = Code::NodeDown;
    // They do not see it at the same moment.
    for at in [1, 3] {
        store.add(&[status("a", NOW + at)], NOW).unwrap();
        store.add(&[began("a", NOW + at, code)], NOW).unwrap();
    }
    for at in [4, 5] {
        store.add(&[ended("a", NOW + at, code)], NOW).unwrap();
    }
    store.add(&[began("a", NOW + 6, code)], NOW).unwrap();
    let all = [
        same,
        began("a", NOW + 1, code),
        ended("a", NOW + 4, code),
        began("a", NOW + 6, code),
    ];
    assert_eq!(store.read(NOW).unwrap(), all);
}

#[test]
fn it_never_gets_larger_than_it_may_and_keeps_the_newest() {
    let (_home, mut store) = store();
    store.full = 20_000;
    store
        .add(&[began("a", NOW - 9, Code::DiskAlarm)], NOW)
        .unwrap();
    for at in 0..400 {
        store.add(&[status("a", NOW + at)], NOW).unwrap();
        let length = fs::metadata(store.directory.join(FILE)).unwrap().len();
        assert!(length <= 20_000, "{length}");
    }
    let kept = store.read(NOW).unwrap();
    assert_eq!(kept.first(), Some(&began("a", NOW - 9, Code::DiskAlarm)));
    assert_eq!(kept.last(), Some(&status("a", NOW + 399)));
    assert!(kept.len() > 50, "{}", kept.len());
}

#[test]
fn several_that_add_at_once_lose_nothing() {
    let (_home, mut store) = store();
    store.full = 20_000;
    std::thread::scope(|scope| {
        for id in ["a", "b", "c", "d"] {
            let store = store.clone();
            scope.spawn(move || {
                for at in 0..10 {
                    store.add(&[status(id, NOW + at)], NOW).unwrap();
                }
            });
        }
    });
    assert_eq!(store.read(NOW).unwrap().len(), 40);
    assert_eq!(text(&store).lines().count(), 40);
}

#[test]
fn where_it_cannot_be_written_or_read_the_reason_is_said() {
    let (home, _) = store();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let store = Store::new(&file);
    assert!(store.add(&[status("a", NOW)], NOW).is_err());
    let store = Store::new(home.path());
    std::os::unix::fs::symlink(&file, home.path().join(FILE)).unwrap();
    assert!(store.read(NOW).is_err());
    assert!(store.add(&[status("a", NOW)], NOW).is_err());
}
