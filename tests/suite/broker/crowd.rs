//! Very many queues: those with most messages, and what each of those in sight does.

use super::{answer, head, known, names};
use crate::desk::Desk;
use crate::screens::{assert_screen, settled};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;
use warren::api::management::{Ask as _, ListQueues, ManagementError, ShowRates};
use warren::broker::{BrokerAnswer, BrokerError, Listed, Part};
use warren::model::broker::{Connection, Consumer, Queue, QueueKey};
use warren::state::broker::{FILLED, SubView};

const ROWS: usize = 50;

fn name(at: usize) -> String {
    format!("app.events.{at:02}")
}

fn key(name: &str) -> QueueKey {
    QueueKey {
        vhost: "/".to_owned(),
        name: name.to_owned(),
    }
}

/// Those with most messages of 5,047, as a broker says it: without what they do.
fn most_messages(more: u64) -> Listed<Queue> {
    let ask = ListQueues::MostMessages {
        rows: ROWS,
        named: None,
    };
    let mut items = String::new();
    for at in 0..ROWS {
        let (name, ready) = (name(at), 9_000 - 100 * at as u64 + more);
        let comma = if at == 0 { "" } else { "," };
        write!(
            items,
            r#"{comma}{{"name":"{name}","vhost":"/","type":"classic","state":"running",
                "messages_ready":{ready},"messages_unacknowledged":0}}"#
        )
        .unwrap();
    }
    let body = format!(r#"{{"total_count":5047,"items":[{items}]}}"#);
    let page = ask.decode(200, body.as_bytes()).unwrap();
    Listed::from(page)
}

/// What one of them says by itself: so many consumers, that acknowledge so much a second.
fn alone(name: &str, consumers: u64, ack: f64) -> Queue {
    let queue = key(name);
    let body = format!(
        r#"{{"name":"{name}","vhost":"/","type":"classic","messages_ready":1,"consumers":{consumers},
            "message_stats":{{"ack":{consumers},"ack_details":{{"rate":{ack}}}}}}}"#
    );
    ShowRates { queue }.decode(200, body.as_bytes()).unwrap()
}

fn tell(desk: &mut Desk, queue: Queue) {
    let part = Part::QueueRow(queue.key.clone());
    answer(desk, part, Ok(BrokerAnswer::QueueRow(Arc::new(queue))));
}

fn list(desk: &mut Desk, more: u64) {
    let listed = Arc::new(most_messages(more));
    answer(desk, Part::Queues, Ok(BrokerAnswer::Queues(listed)));
}

fn crowd(width: u16, height: u16) -> Desk {
    let mut desk = known(width, height);
    list(&mut desk, 0);
    desk.press("g g");
    desk
}

/// The names of the queues that are asked by themselves.
fn asked(desk: &Desk) -> Vec<String> {
    let look = desk.state.broker_to_read().unwrap();
    look.rows.into_iter().map(|key| key.name).collect()
}

fn line(desk: &mut Desk, name: &str) -> String {
    let screen = settled(&mut desk.state);
    let line = screen.iter().find(|line| line.contains(name));
    line.unwrap_or_else(|| panic!("{}", screen.join("\n")))
        .clone()
}

#[test]
fn only_what_is_in_sight_of_too_many_queues_is_asked_for_by_itself() {
    let mut desk = known(80, 24);
    assert_eq!(asked(&desk), Vec::<String>::new(), "the list says it all");
    list(&mut desk, 0);
    desk.press("g g");
    let shown = asked(&desk);
    assert!(shown.len() > 5 && shown.len() < 20, "{shown:?}");
    assert_eq!(shown, (0..shown.len()).map(name).collect::<Vec<_>>());
    desk.press("G");
    let last = asked(&desk);
    assert_eq!(last.last(), Some(&name(ROWS - 1)));
    assert_eq!(last.len(), shown.len());
    // What is seen of other views, or of one queue, needs none of them.
    desk.press("enter");
    assert_eq!(asked(&desk), Vec::<String>::new());
    desk.press("esc ]");
    assert_eq!(asked(&desk), Vec::<String>::new());
    // An order by what only they say themselves is one of all of them.
    desk.press("[ s a");
    assert_eq!(asked(&desk).len(), ROWS);
}

#[test]
fn what_was_not_read_is_not_known_and_never_0() {
    let mut desk = crowd(120, 40);
    let row = line(&mut desk, &name(1));
    let unknown = |row: &str| row.split_whitespace().filter(|cell| *cell == "--").count();
    assert_eq!(unknown(&row), FILLED.len(), "{row}");
    tell(&mut desk, alone(&name(1), 3, 8.5));
    let row = line(&mut desk, &name(1));
    assert!(
        row.contains(" 8.5 ") && unknown(&row) < FILLED.len(),
        "{row}"
    );
    // How many messages wait, by which they are ordered, stays as the list says it.
    assert!(row.contains(" 8.9k "), "{row}");
    assert_eq!(names(&desk)[1], name(1));
    let other = line(&mut desk, &name(2));
    assert_eq!(unknown(&other), FILLED.len(), "{other}");
    assert_screen!("broker-crowd", desk.state);
}

#[test]
fn a_newer_list_keeps_what_each_said_with_its_own_age() {
    let mut desk = crowd(120, 40);
    tell(&mut desk, alone(&name(0), 2, 7.5));
    desk.wait(Duration::from_secs(90));
    list(&mut desk, 500);
    let row = line(&mut desk, &name(0));
    assert!(row.contains("7.5") && row.contains(" 9.5k "), "{row}");
    let about = desk.state.about().unwrap();
    let said = warren::ui::provenance::as_text(crate::desk::words(), &desk.state, &about);
    let from = said
        .lines()
        .find(|line| line.starts_with("Source of rates"));
    let from = from.unwrap_or_else(|| panic!("{said}"));
    assert!(
        from.contains("GET /api/queues/%2F/app.events.00; read 1m ago"),
        "{said}"
    );
    // A row of another queue is none of it.
    desk.press("j");
    let about = desk.state.about().unwrap();
    let said = warren::ui::provenance::as_text(crate::desk::words(), &desk.state, &about);
    assert!(!said.contains("Source of rates"), "{said}");
}

#[test]
fn a_queue_that_is_deleted_is_refused_by_the_consumers_it_named_itself() {
    let mut desk = crowd(120, 40);
    tell(&mut desk, alone(&name(0), 2, 7.5));
    let queue = desk.state.broker_queue().unwrap();
    assert_eq!((queue.consumers, queue.depth.ready), (Some(2), Some(9000)));
}

/// The first 500 of 2,100 connections, by their names.
fn first_connections(desk: &mut Desk) {
    let names = (0..500).map(|at| format!("10.0.0.1:{at:05} -> 10.0.0.9:5672"));
    let connection = |name| Connection {
        name,
        state: Some("running".to_owned()),
        ..Connection::default()
    };
    let listed = Listed {
        total: Some(2_100),
        ..Listed::from(names.map(connection).collect::<Vec<_>>())
    };
    let listed = BrokerAnswer::Connections(Arc::new(listed));
    answer(desk, Part::Connections, Ok(listed));
}

/// A desk at the consumers, of which one has this connection, that followed it there.
fn followed(name: &str) -> Desk {
    let mut desk = known(120, 40);
    first_connections(&mut desk);
    let consumer = Consumer {
        tag: "ctag".to_owned(),
        connection: Some(name.to_owned()),
        ..Consumer::default()
    };
    desk.press("] ] ] ] ] ]");
    let listed = BrokerAnswer::Consumers(Arc::new(Listed::from(vec![consumer])));
    answer(&mut desk, Part::Consumers, Ok(listed));
    desk.press("enter");
    assert_eq!(desk.state.broker.shown, SubView::Connections);
    desk
}

const FAR: &str = "10.9.9.9:41234 -> 10.0.0.9:5672";

fn far() -> Part {
    Part::Connection(FAR.to_owned())
}

#[test]
fn a_connection_beyond_the_first_ones_is_asked_for_by_itself() {
    let mut desk = followed(FAR);
    let parts = desk.state.broker_to_read().unwrap().parts;
    assert_eq!(parts, [Part::Head, Part::Connections, far()]);
    let said = settled(&mut desk.state).join("\n");
    assert!(said.contains(&format!("{FAR} is being read")), "{said}");
    let one = Connection {
        name: FAR.to_owned(),
        user: Some("svc-far".to_owned()),
        ..Connection::default()
    };
    let one = BrokerAnswer::Connection(Arc::new(one));
    answer(&mut desk, far(), Ok(one));
    let on = |desk: &Desk| desk.state.broker.selected().map(|row| row.id.clone());
    assert_eq!(on(&desk).as_deref(), Some(FAR));
    assert!(settled(&mut desk.state).join("\n").contains("svc-far"));
    assert_eq!(
        desk.state.broker_connection().map(|one| one.name.as_str()),
        Some(FAR)
    );
    // It is there as long as one is here, whatever else is read.
    first_connections(&mut desk);
    assert_eq!(on(&desk).as_deref(), Some(FAR));
    desk.press("k j");
    assert_eq!(on(&desk).as_deref(), Some(FAR));
    assert!(desk.state.broker_to_read().unwrap().parts.contains(&far()));
    desk.press("[ ]");
    first_connections(&mut desk);
    let parts = desk.state.broker_to_read().unwrap().parts;
    assert_eq!(parts, [Part::Head, Part::Connections]);
    assert!(!names(&desk).contains(&FAR));
}

#[test]
fn a_connection_that_is_closed_is_said_to_be_gone_and_not_unread() {
    let mut desk = followed(FAR);
    let gone = BrokerError::Management(ManagementError::NotFound);
    answer(&mut desk, far(), Err(gone));
    let said = settled(&mut desk.state).join("\n");
    assert!(
        said.contains(&format!("{FAR} is not there any more")),
        "{said}"
    );
    // One of the first ones needs no question of its own.
    let desk = followed("10.0.0.1:00007 -> 10.0.0.9:5672");
    let parts = desk.state.broker_to_read().unwrap().parts;
    assert_eq!(parts, [Part::Head, Part::Connections]);
}

#[test]
fn triage_says_that_it_did_not_see_all_of_them() {
    let mut desk = crowd(80, 24);
    first_connections(&mut desk);
    desk.press("[");
    assert_eq!(desk.state.broker.shown, SubView::Triage);
    let said = settled(&mut desk.state).join("\n");
    assert!(
        said.contains("Of 5047 queues, the 50 with most messages"),
        "{said}"
    );
    assert!(
        said.contains("Of 2100 connections, 500 were looked at."),
        "{said}"
    );
    // Where something is wrong, what is wrong beside it may not have been seen.
    let mut whole = head("v43");
    whole.nodes.as_mut().unwrap()[0].running = Some(false);
    let whole = BrokerAnswer::Head(Arc::new(whole));
    answer(&mut desk, Part::Head, Ok(whole));
    let said = settled(&mut desk.state).join("\n");
    let wanted = "Only 50 of 5047 queues, 500 of 2100 connections were read.";
    assert!(said.contains(wanted), "{said}");
}
