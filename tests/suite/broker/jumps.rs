//! From a row to what it belongs to, and back.

use super::{answer, known, names, read};
use crate::desk::Desk;
use crate::screens::{assert_screen, settled};
use std::sync::Arc;
use warren::api::management::{ListChannels, ListConsumers, ListVhosts, PageOf};
use warren::broker::{BrokerAnswer, Listed, Part};
use warren::model::broker::{Channel, Connection};
use warren::state::broker::SubView;

fn parts(desk: &Desk) -> Vec<Part> {
    desk.state.broker_to_read().unwrap().parts
}

fn on(desk: &Desk) -> Option<String> {
    desk.state.broker.selected().map(|row| row.id.clone())
}

fn screen(desk: &mut Desk) -> String {
    settled(&mut desk.state).join("\n")
}

/// The connections that were read.
fn connections(desk: &Desk) -> Vec<Connection> {
    let read = desk.state.broker.part(&Part::Connections).value().unwrap();
    read.try_as_connections_ref().unwrap().rows.clone()
}

/// Channels of a real broker, as those of this connection.
fn channels_of(name: &str) -> Vec<Channel> {
    let all = ListChannels::All(PageOf::first(500));
    let mut rows = read(&all, "v43", "channels").rows.rows;
    for one in &mut rows {
        one.connection = Some(name.to_owned());
    }
    rows
}

#[test]
fn a_connection_leads_to_its_channels_which_alone_are_read_and_those_lead_to_it() {
    let mut desk = known(120, 40);
    desk.press("] j");
    let name = on(&desk).unwrap();
    desk.press("enter");
    assert_eq!(desk.state.broker.shown, SubView::Channels);
    let part = Part::ChannelsOf(name.clone());
    assert_eq!(parts(&desk), [Part::Head, part.clone()]);
    let rows = channels_of(&name);
    let count = rows.len();
    let listed = Arc::new(Listed::from(rows));
    answer(&mut desk, part, Ok(BrokerAnswer::ChannelsOf(listed)));
    assert_eq!(names(&desk).len(), count);
    assert_screen!("broker-channels-of", desk.state);
    desk.press("enter");
    assert_eq!(desk.state.broker.shown, SubView::Connections);
    assert_eq!(on(&desk), Some(name.clone()));
    // Back the same way, at once.
    desk.press("esc");
    assert_eq!(names(&desk).len(), count);
    desk.press("esc");
    assert_eq!(on(&desk), Some(name));
    assert_eq!(parts(&desk), [Part::Head, Part::Connections]);
    desk.press("esc");
    assert_eq!(desk.state.view.opened, None);
}

#[test]
fn where_one_comes_from_is_as_it_was_filtered_and_sorted() {
    let mut desk = known(120, 40);
    desk.press("] s u /");
    desk.type_text("127");
    desk.press("enter G");
    let before = (on(&desk), names(&desk).len());
    desk.press("enter esc");
    assert_eq!((on(&desk), names(&desk).len()), before);
    assert!(screen(&mut desk).contains("/127"));
}

#[test]
fn a_consumer_leads_to_its_connection_and_what_was_not_read_is_said_to_be_missing() {
    let mut desk = known(120, 40);
    let mut consumers = read(&ListConsumers, "v43", "consumers").rows;
    consumers.truncate(2);
    consumers[0].connection = Some(connections(&desk)[1].name.clone());
    consumers[1].connection = Some("10.0.0.9:1 -> 10.0.0.1:5672".to_owned());
    let (there, gone) = (consumers[0].clone(), consumers[1].clone());
    desk.press("] ] ] ] ] ]");
    assert_eq!(desk.state.broker.shown, SubView::Consumers);
    let listed = Arc::new(Listed::from(consumers));
    answer(
        &mut desk,
        Part::Consumers,
        Ok(BrokerAnswer::Consumers(listed)),
    );
    for one in [there, gone] {
        desk.press("g g");
        while desk.state.broker.selected().unwrap().label != one.tag {
            desk.press("j");
        }
        desk.press("enter");
        assert_eq!(desk.state.broker.shown, SubView::Connections);
        let missing = on(&desk).is_none();
        let said = screen(&mut desk).contains("is not among the rows");
        assert_eq!(said, missing);
        assert_eq!(missing, one.connection.as_deref() != on(&desk).as_deref());
        desk.press("esc");
        assert_eq!(desk.state.broker.shown, SubView::Consumers);
    }
}

#[test]
fn a_vhost_leads_to_its_queues() {
    let mut desk = known(120, 40);
    let mut vhosts = read(&ListVhosts, "v43", "vhosts").rows;
    let mut other = vhosts[0].clone();
    other.name = "other".to_owned();
    vhosts.push(other);
    desk.press("] ] ] ] ]");
    assert_eq!(desk.state.broker.shown, SubView::Vhosts);
    let listed = Arc::new(Listed::from(vhosts));
    answer(&mut desk, Part::Vhosts, Ok(BrokerAnswer::Vhosts(listed)));
    desk.press("g g enter");
    assert_eq!(desk.state.broker.shown, SubView::Queues);
    assert_eq!(names(&desk).len(), 6);
    assert!(screen(&mut desk).contains("[Queues] in /"));
    // From there to one of them, and all the way back.
    desk.press("enter esc esc G enter");
    assert_eq!(names(&desk), Vec::<&str>::new());
    assert!(screen(&mut desk).contains("[Queues] in other"));
    desk.press("esc ] [ [ [ [ [ [");
    assert_eq!(desk.state.broker.shown, SubView::Queues);
    assert_eq!(names(&desk).len(), 6, "all of them again");
}
