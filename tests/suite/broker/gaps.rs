//! A broker that answers some questions about the whole and fails at others.

use super::{answer, head, known, opened};
use crate::desk::Desk;
use crate::screens::settled;
use std::sync::Arc;
use std::time::Duration;
use warren::api::management::ManagementError;
use warren::broker::{BrokerAnswer, Head, HeadGap, HeadPiece, Part};
use warren::findings::Code;
use warren::model::broker::{BrokerAlarm, Overview};

fn gap(of: HeadPiece, error: ManagementError) -> HeadGap {
    let read = None;
    HeadGap { of, error, read }
}

fn told(desk: &mut Desk, head: Head) -> String {
    answer(desk, Part::Head, Ok(BrokerAnswer::Head(Arc::new(head))));
    settled(&mut desk.state).join("\n")
}

#[test]
fn what_fails_by_itself_is_as_old_as_it_says_and_the_rest_is_of_now() {
    let mut desk = known(120, 30);
    let before = settled(&mut desk.state).join("\n");
    let flow = before.lines().find(|line| line.contains("Ready ")).unwrap();
    desk.wait(Duration::from_secs(70));
    let gateway = ManagementError::Gateway { status: 503 };
    let mut now = head("v43");
    now.overview = Overview::default();
    now.gaps = vec![gap(HeadPiece::Overview, gateway.clone())];
    let screen = told(&mut desk, now.clone());
    let why = "overview 1m old: something before the broker failed (HTTP 503)";
    assert!(screen.contains(why) && screen.contains(flow), "{screen}");
    let who = screen.lines().find(|line| line.contains("1 of 1 nodes up"));
    assert!(who.is_some_and(|line| !line.contains("STALE")), "{screen}");
    // Its age is that of what was read, and not of the failure before.
    desk.wait(Duration::from_secs(60));
    let alarm = BrokerAlarm {
        node: "rmq1@vm".into(),
        resource: "memory".into(),
    };
    now.alarms = Some(vec![alarm]);
    let screen = told(&mut desk, now);
    assert!(screen.contains("overview 2m old"), "{screen}");
    // What was read is looked at.
    assert!(screen.contains("ALARM memory on rmq1@vm"), "{screen}");
    let broker = desk.state.opened_broker().unwrap();
    let found = broker.symptoms(desk.now.wall);
    assert_eq!(found.first().map(|one| one.code), Some(Code::MemoryAlarm));
}

#[test]
fn what_was_never_read_is_said_to_be_missing_and_nothing_follows_from_it() {
    let mut desk = opened(120, 30);
    let mut now = head("v43");
    (now.nodes, now.alarms) = (None, None);
    now.gaps = vec![
        gap(HeadPiece::Alarms, ManagementError::Late),
        gap(HeadPiece::Nodes, ManagementError::Late),
    ];
    let screen = told(&mut desk, now);
    assert!(
        screen.contains("alarms not read: no complete answer"),
        "{screen}"
    );
    assert!(
        screen.contains("nodes not read: no complete answer"),
        "{screen}"
    );
    assert!(!screen.contains("not shown to this user"), "{screen}");
    let broker = desk.state.opened_broker().unwrap();
    for code in [Code::MemoryAlarm, Code::NodeDown, Code::FdNear] {
        assert_eq!(broker.signs(code), None, "{code:?}");
    }
    assert!(broker.signs(Code::Churn).is_some());
}
