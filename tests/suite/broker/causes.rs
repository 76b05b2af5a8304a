//! What is wrong beside what it comes of.

use super::{answer, head, known, names};
use crate::desk::Desk;
use crate::screens::settled;
use std::sync::Arc;
use std::time::Duration;
use warren::broker::{BrokerAnswer, Listed, Part};
use warren::model::broker::{BrokerAlarm, Connection};
use warren::state::broker::SubView;

fn blocked(client: &str, number: u16) -> Connection {
    Connection {
        name: format!("10.0.0.1:{number} -> 10.0.0.9:5672"),
        state: Some("blocked".to_owned()),
        called: Some(client.to_owned()),
        ..Connection::default()
    }
}

/// A desk at the triage of a broker with clients that are blocked, by an alarm or not.
fn alarmed(alarm: bool) -> Desk {
    let mut desk = known(80, 24);
    desk.press("[");
    desk.wait(Duration::from_secs(5));
    let mut whole = head("v43");
    if alarm {
        whole.alarms = Some(vec![BrokerAlarm {
            node: "rmq1@localhost".to_owned(),
            resource: "memory".to_owned(),
        }]);
    }
    let rows = vec![blocked("shop", 1), blocked("shop", 2), blocked("audit", 3)];
    let listed = Arc::new(Listed::from(rows));
    answer(
        &mut desk,
        Part::Connections,
        Ok(BrokerAnswer::Connections(listed)),
    );
    let whole = BrokerAnswer::Head(Arc::new(whole));
    answer(&mut desk, Part::Head, Ok(whole));
    desk
}

#[test]
fn clients_that_an_alarm_blocks_are_one_row_beside_it() {
    let mut desk = alarmed(true);
    assert_eq!(names(&desk)[..2], ["rmq1@localhost", "shop +1"]);
    let screen = settled(&mut desk.state).join("\n");
    assert!(screen.contains("3 connections blocked"), "{screen}");
    assert!(screen.contains(" enter open "), "{screen}");
    desk.press("j enter");
    assert_eq!(desk.state.broker.shown, SubView::Connections);
    desk.press("esc");
    assert_eq!(desk.state.broker.shown, SubView::Triage);
    // Without a cause each is said.
    let desk = alarmed(false);
    let clients = names(&desk).into_iter();
    let clients: Vec<&str> = clients
        .filter(|name| ["audit", "shop"].contains(name))
        .collect();
    assert_eq!(clients, ["shop", "audit"]);
}

#[test]
fn ages_below_a_minute_are_in_seconds_and_the_screen_goes_on_with_them() {
    let mut desk = alarmed(true);
    for (wait, said) in [(0, "0s ago"), (3, "3s ago"), (56, "59s ago"), (1, "1m ago")] {
        desk.wait(Duration::from_secs(wait));
        let screen = settled(&mut desk.state).join("\n");
        assert!(screen.contains(said), "{said}: {screen}");
    }
    let due = desk.state.next_change().unwrap();
    assert!(due <= desk.state.now.uptime + Duration::from_secs(1));
}
