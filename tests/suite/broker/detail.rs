//! A queue by itself: how one comes there and back, what it shows, where it leads.

use super::{answer, known, names, read};
use crate::desk::Desk;
use crate::screens::{assert_screen, settled};
use std::sync::Arc;
use warren::api::management::{ListQueueBindings, ManagementError, ShowQueue};
use warren::broker::{BrokerAnswer, BrokerError, Listed, Part};
use warren::model::broker::{QueueDetail, QueueKey};
use warren::state::broker::SubView;

fn key(name: &str) -> QueueKey {
    QueueKey {
        vhost: "/".to_owned(),
        name: name.to_owned(),
    }
}

fn ask(name: &str) -> ShowQueue {
    ShowQueue { queue: key(name) }
}

/// What a real broker of a version said of the queue whose consumer is stuck, with ten minutes of
/// another one.
fn stuck(set: &str) -> QueueDetail {
    let detail: QueueDetail = read(&ask("f.stuck"), set, "queue_stuck");
    let samples = match set {
        "v43" => read(&ask("f.quorum.limit"), set, "queue_samples").samples,
        _ => detail.samples.clone(),
    };
    QueueDetail { samples, ..detail }
}

fn tell(desk: &mut Desk, detail: QueueDetail) {
    let part = Part::Queue(detail.queue.key.clone());
    answer(desk, part, Ok(BrokerAnswer::Queue(Arc::new(detail))));
}

/// A desk at the queue whose consumer is stuck.
fn opened(width: u16, height: u16, set: &str) -> Desk {
    let mut desk = known(width, height);
    desk.press("j j enter");
    tell(&mut desk, stuck(set));
    let bindings = ListQueueBindings {
        queue: key("f.stuck"),
    };
    let mut bindings = read(&bindings, set, "bindings").rows;
    bindings.retain(|one| one.destination == "f.stuck");
    answer(
        &mut desk,
        Part::Bindings(key("f.stuck")),
        Ok(BrokerAnswer::Bindings(Arc::new(Listed::from(bindings)))),
    );
    desk
}

fn parts(desk: &Desk) -> Vec<Part> {
    desk.state.broker_to_read().unwrap().parts
}

fn screen(desk: &mut Desk) -> String {
    settled(&mut desk.state).join("\n")
}

#[test]
fn a_queue_at_every_size() {
    assert_screen!("broker-queue-80x24", opened(80, 24, "v43").state);
    assert_screen!("broker-queue-160x45", opened(160, 45, "v43").state);
    let mut desk = opened(80, 24, "v43");
    desk.press("G");
    assert_screen!("broker-queue-end", desk.state);
}

#[test]
fn only_the_queue_is_read_while_it_is_open_and_esc_leads_back_to_its_row() {
    let mut desk = known(120, 40);
    desk.press("j j enter");
    let own = [
        Part::Head,
        Part::Queue(key("f.stuck")),
        Part::Bindings(key("f.stuck")),
    ];
    assert_eq!(parts(&desk), own);
    let awaited = screen(&mut desk);
    assert!(awaited.contains("is being read"), "{awaited}");
    tell(&mut desk, stuck("v43"));
    let shown = screen(&mut desk);
    assert!(shown.contains("Queues > f.stuck in /"), "{shown}");
    desk.press("esc");
    assert_eq!(parts(&desk), [Part::Head, Part::Queues]);
    assert_eq!(names(&desk).len(), 6);
    let on = desk.state.broker.selected().unwrap();
    assert_eq!(on.label, "f.stuck");
    // Once more leaves the instance.
    desk.press("esc");
    assert_eq!(desk.state.view.opened, None);
}

#[test]
fn a_consumer_leads_to_its_connection_and_esc_back_the_same_way() {
    let mut desk = opened(120, 40, "v43");
    let connections = desk.state.broker.part(&Part::Connections).value();
    let connections = connections.unwrap().try_as_connections_ref().unwrap();
    let mut detail = stuck("v43");
    detail.consumers[0].connection = Some(connections.rows[1].name.clone());
    let consumer = detail.consumers[0].clone();
    tell(&mut desk, detail);
    desk.press("enter");
    assert_eq!(desk.state.broker.shown, SubView::Connections);
    assert_eq!(parts(&desk), [Part::Head, Part::Connections]);
    let on = desk.state.broker.selected().map(|row| row.id.clone());
    assert_eq!(on, consumer.connection);
    desk.press("esc");
    let on = desk.state.broker.detail().unwrap().label();
    assert_eq!(on, Some(consumer.tag));
    desk.press("esc");
    assert_eq!(desk.state.broker.shown, SubView::Queues);
    // A step to another view leaves all of it behind.
    desk.press("enter ] [ esc");
    assert_eq!(desk.state.view.opened, None);
}

#[test]
fn members_that_are_not_online_are_named() {
    let mut desk = opened(80, 24, "v43");
    let mut detail = stuck("v43");
    let node = |number: u8| format!("rabbit@node-{number}");
    detail.queue.members = vec![node(1), node(2), node(3)];
    detail.queue.online = vec![node(2), node(3)];
    detail.queue.leader = Some(node(2));
    tell(&mut desk, detail.clone());
    let shown = screen(&mut desk);
    let line = |node: &str| {
        let mut lines = shown.lines();
        lines.find(|line| line.contains(node)).unwrap().trim_end()
    };
    assert!(line("node-1").ends_with("NOT ONLINE"), "{shown}");
    assert!(line("node-2").ends_with("online  leader"), "{shown}");
    // Nobody says who is.
    detail.queue.online.clear();
    tell(&mut desk, detail);
    let shown = screen(&mut desk);
    assert!(!shown.contains("ONLINE"), "{shown}");
}

#[test]
fn what_a_version_does_not_measure_is_not_0() {
    let mut desk = opened(80, 24, "shapes38");
    let mut bare = stuck("shapes38");
    bare.queue.depth.ready = None;
    bare.queue.messages = Default::default();
    bare.samples.clear();
    bare.consumers.clear();
    bare.queue.consumers = None;
    tell(&mut desk, bare);
    let shown = screen(&mut desk);
    for name in ["READY", "IN/s", "OUT/s", "ACK/s", "Consumers"] {
        let mut lines = shown.lines();
        let line = lines.find(|line| line.contains(name)).unwrap();
        assert!(line.contains("--"), "{name}: {shown}");
    }
}

#[test]
fn what_cannot_be_read_any_more_says_how_old_it_is_and_why() {
    let gone = || Err(BrokerError::Management(ManagementError::NotFound));
    let mut desk = opened(80, 24, "v43");
    desk.wait(std::time::Duration::from_secs(7));
    answer(&mut desk, Part::Queue(key("f.stuck")), gone());
    let shown = screen(&mut desk);
    assert!(shown.contains("STALE 7s: the broker has no"), "{shown}");
    assert!(shown.contains("stuck-1"), "{shown}");
    tell(&mut desk, stuck("v43"));
    assert!(!screen(&mut desk).contains("STALE"));
    // So does a table.
    desk.press("esc");
    answer(&mut desk, Part::Queues, gone());
    let shown = screen(&mut desk);
    assert!(shown.contains("STALE 7s: "), "{shown}");
    assert!(shown.contains("[Queues]"), "{shown}");
}

#[test]
fn a_queue_that_is_gone_says_so_and_rows_cannot_be_filtered_there() {
    let mut desk = known(80, 24);
    desk.press("j j enter / s S");
    assert!(desk.state.overlay.is_none() && desk.state.filter_field.is_none());
    let gone = BrokerError::Management(ManagementError::NotFound);
    answer(&mut desk, Part::Queue(key("f.stuck")), Err(gone));
    let shown = screen(&mut desk);
    assert!(shown.contains("no such thing"), "{shown}");
}
