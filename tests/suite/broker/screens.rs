//! The tab on screen.

use super::{answer, asked_for_a_password, head, known, opened};
use crate::screens::assert_screen;
use std::sync::Arc;
use warren::api::management::ManagementError;
use warren::broker::{BrokerAnswer, BrokerError, Part};
use warren::model::broker::BrokerAlarm;

#[test]
fn queues_at_every_size() {
    assert_screen!("broker-80x24", known(80, 24).state);
    assert_screen!("broker-120x40", known(120, 40).state);
    assert_screen!("broker-160x45", known(160, 45).state);
}

#[test]
fn connections_and_nodes() {
    let mut desk = known(120, 40);
    desk.press("]");
    assert_screen!("broker-connections", desk.state);
    desk.press("] ]");
    assert_screen!("broker-nodes", desk.state);
}

#[test]
fn the_way_in_when_it_is_closed() {
    assert_screen!("broker-loading", opened(80, 24).state);
    assert_screen!("broker-password", asked_for_a_password("").state);
    assert_screen!("broker-typed", asked_for_a_password("enter a b c").state);
    let mut desk = opened(80, 24);
    let error = BrokerError::Management(ManagementError::NoRoute);
    answer(&mut desk, Part::Head, Err(error));
    assert_screen!("broker-no-route", desk.state);
}

#[test]
fn an_alarm_names_its_node() {
    let mut desk = known(80, 24);
    let mut whole = head("v43");
    whole.alarms = Some(vec![BrokerAlarm {
        node: "rmq1@localhost".to_owned(),
        resource: "memory".to_owned(),
    }]);
    answer(
        &mut desk,
        Part::Head,
        Ok(BrokerAnswer::Head(Arc::new(whole))),
    );
    assert_screen!("broker-alarm", desk.state);
}
