//! Connections by client.

use super::{answer, known, names};
use crate::desk::Desk;
use crate::screens::{assert_screen, settled};
use std::sync::Arc;
use warren::broker::{BrokerAnswer, Listed, Part};
use warren::command::{Command, available};
use warren::model::broker::{Connection, Counter};
use warren::state::broker::SubView;

fn connection(number: u16, called: Option<&str>, state: &str) -> Connection {
    Connection {
        name: format!("10.0.0.1:{number} -> 10.0.0.9:5672"),
        state: Some(state.to_owned()),
        called: called.map(str::to_owned),
        client: Some("Pika 1.3.2".to_owned()),
        user: Some("ops".to_owned()),
        channels: Some(2),
        received: Counter {
            total: None,
            rate: Some(10.0),
        },
        ..Connection::default()
    }
}

/// A desk at the connections of three clients, one of which says nothing of itself.
fn connected(width: u16, height: u16) -> Desk {
    let mut desk = known(width, height);
    let silent = Connection {
        client: None,
        channels: None,
        received: Counter::default(),
        ..connection(9, None, "running")
    };
    let rows = vec![
        connection(1, Some("shop"), "blocked"),
        connection(3, Some("shop"), "blocking"),
        connection(2, Some("shop"), "blocked"),
        connection(4, None, "running"),
        silent,
    ];
    let listed = Arc::new(Listed::from(rows));
    answer(
        &mut desk,
        Part::Connections,
        Ok(BrokerAnswer::Connections(listed)),
    );
    desk.press("]");
    desk
}

#[test]
fn connections_are_grouped_by_what_their_client_is_called() {
    let mut desk = connected(80, 24);
    let clients = desk.state.broker.clients();
    let said: Vec<_> = clients
        .iter()
        .map(|one| {
            let count = one.connections.len();
            (one.name.as_str(), count, one.blocked, one.channels)
        })
        .collect();
    assert_eq!(
        said,
        [
            ("Pika 1.3.2", 1, 0, Some(2)),
            ("ops", 1, 0, None),
            ("shop", 3, 2, Some(6)),
        ]
    );
    assert_eq!(
        (clients[2].received, clients[1].received),
        (Some(30.0), None)
    );
    assert!(clients[2].connections.is_sorted());
    desk.press("o");
    assert_eq!(names(&desk), ["shop", "Pika 1.3.2", "ops"]);
    assert_screen!("broker-clients", desk.state);
    desk.press("o");
    assert_eq!(names(&desk).len(), 5);
}

#[test]
fn a_client_leads_to_its_connections_and_back_to_the_clients() {
    let mut desk = connected(120, 40);
    desk.press("o enter");
    assert_eq!(names(&desk).len(), 3);
    let screen = settled(&mut desk.state).join("\n");
    assert!(screen.contains("[Connections] of client shop"), "{screen}");
    assert!(!available(&desk.state, Command::Group));
    desk.press("enter");
    assert_eq!(desk.state.broker.shown, SubView::Channels);
    desk.press("esc esc");
    assert_eq!(names(&desk), ["shop", "Pika 1.3.2", "ops"]);
    // Elsewhere there is nothing to group.
    desk.press("]");
    assert!(!available(&desk.state, Command::Group));
    desk.press("[");
    assert_eq!(names(&desk).len(), 3, "it stays so");
}
