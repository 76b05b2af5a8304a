//! What changed, in front of the list.

use super::fixture::*;
use super::overlays::press;
use super::{assert_screen, drawn, lines};
use warren::findings::{Code, Finding, Severity, Slot, Value};
use warren::model::{Status, TaskId, TaskStatus, Unit};
use warren::state::State;
use warren::state::view::ScreenSize;
use warren::transitions::{Change, Progress, Transition};

/// A fleet, and what changed of two of its instances in the last hours.
pub fn changed(size: ScreenSize) -> State {
    let mut state = fleet(size);
    let rows: Vec<_> = state.fleet.arranged().take(2).collect();
    let [first, second] =
        [0, 1].map(|at: usize| (rows[at].key.clone(), rows[at].instance.label().to_owned()));
    let now = state.now.wall;
    let found = Finding::new(Code::NoConsumers, Severity::Critical, Vec::new());
    let count = |number| Value::Figure(number, Unit::Count);
    let found = found
        .says(Slot::Value, count(12_400.0))
        .says(Slot::Was, count(12.0));
    let id = TaskId::new("t-1").unwrap();
    let told = [
        (
            290,
            &first,
            Change::TaskBegan {
                id: id.clone(),
                task: "rebootInstance".into(),
                since: None,
            },
        ),
        (
            282,
            &first,
            Change::TaskEnded {
                id,
                task: "rebootInstance".into(),
                how: Some(TaskStatus::Success),
            },
        ),
        (
            200,
            &second,
            Change::Began {
                finding: Box::new(found),
                first: false,
            },
        ),
        (
            95,
            &second,
            Change::Ended {
                code: Code::NoConsumers,
                severity: Severity::Critical,
                since: Some(now - 200 * 60_000),
                until: now - 100 * 60_000,
            },
        ),
        (
            40,
            &first,
            Change::Wrote {
                verb: "restart".into(),
                object: None,
                result: Progress::UnderWay,
            },
        ),
        (
            39,
            &first,
            Change::Status {
                from: Some(Status::Running),
                to: Some(Status::Restarting),
            },
        ),
    ];
    let told = told.map(|(minutes, (key, name), change)| Transition {
        at: now - minutes * 60_000,
        key: key.clone(),
        name: name.clone(),
        change,
    });
    state.remember(told.to_vec());
    state
}

fn after(keys: &str, size: ScreenSize) -> State {
    let mut state = changed(size);
    press(&mut state, keys);
    state
}

/// What changed of all.
pub fn of_all(size: ScreenSize) -> State {
    after("g T", size)
}

#[test]
fn what_changed_is_a_table_of_an_instance_or_of_all() {
    assert_screen!("transitions", after("g t", NORMAL));
    assert_screen!("transitions-of-all", of_all(NORMAL));
    assert_screen!("transitions-of-all-wide", of_all(size(120, 40)));
    assert_screen!(
        "transitions-filtered",
        after("g T / r e b o o t enter", NORMAL)
    );
}

#[test]
fn the_table_of_one_leads_to_that_of_all_and_to_an_instance() {
    let text = |keys: &str| lines(&drawn(&after(keys, NORMAL)).0).join("\n");
    let (one, all) = (text("g t"), text("g t g T"));
    let word = "rebootInstance";
    assert!(!one.contains(word) && all.contains(word), "{one}\n{all}");
    let opened = after("g T / r e b o o t enter enter", NORMAL);
    assert!(opened.overlay.is_none());
    let first = changed(NORMAL)
        .fleet
        .arranged()
        .next()
        .map(|row| row.key.clone());
    assert_eq!(opened.view.opened, first);
}
