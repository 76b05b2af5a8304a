//! A user that the broker shows nothing, and says nothing of it.

use super::{answer, head, opened};
use crate::desk::Desk;
use crate::screens::settled;
use std::sync::Arc;
use warren::broker::{BrokerAnswer, Head, Listed, Part};
use warren::model::broker::{Counts, UserTag};
use warren::state::broker::SubView;

/// A desk at the broker, as a user with this tag sees it.
fn as_user(tag: &UserTag, change: impl Fn(&mut Head)) -> Desk {
    let mut desk = opened(80, 24);
    let mut whole = head("v43");
    whole.whoami.name = "svc-report".to_owned();
    whole.whoami.tags = vec![tag.clone()];
    if !whole.whoami.sees_all() {
        whole.nodes = None;
        whole.overview.counts = Counts::default();
    }
    change(&mut whole);
    let whole = BrokerAnswer::Head(Arc::new(whole));
    answer(&mut desk, Part::Head, Ok(whole));
    desk
}

fn no_queues(desk: &mut Desk) {
    let none = BrokerAnswer::Queues(Arc::new(Listed::default()));
    answer(desk, Part::Queues, Ok(none));
}

fn no_vhosts(desk: &mut Desk) {
    let none = BrokerAnswer::Vhosts(Arc::new(Listed::default()));
    answer(desk, Part::Vhosts, Ok(none));
}

fn screen(desk: &mut Desk) -> String {
    settled(&mut desk.state).join("\n")
}

const NO_RIGHTS: &str = "User svc-report has rights in no virtual host";

#[test]
fn one_without_rights_in_any_virtual_host_is_told_so_and_not_that_there_is_nothing() {
    let mut desk = as_user(&UserTag::Management, |_| {});
    desk.press("]");
    assert_eq!(desk.state.broker.shown, SubView::Queues);
    no_queues(&mut desk);
    // Whether it has any is told by the virtual hosts it is shown.
    let parts = desk.state.broker_to_read().unwrap().parts;
    assert_eq!(parts, [Part::Head, Part::Queues, Part::Vhosts]);
    assert!(!screen(&mut desk).contains(NO_RIGHTS));
    no_vhosts(&mut desk);
    let said = screen(&mut desk);
    assert!(said.contains(NO_RIGHTS), "{said}");
    assert!(!said.contains("there is none"), "{said}");
    // Connections of others need a tag, and no virtual host.
    desk.press("]");
    let none = BrokerAnswer::Connections(Arc::new(Listed::default()));
    answer(&mut desk, Part::Connections, Ok(none));
    let said = screen(&mut desk);
    assert!(said.contains("lacks the tag monitoring"), "{said}");
}

#[test]
fn one_that_may_see_all_else_has_no_rights_where_there_is_more_than_it_is_shown() {
    let mut desk = as_user(&UserTag::Monitoring, |_| {});
    desk.press("]");
    no_queues(&mut desk);
    let said = screen(&mut desk);
    assert!(said.contains(NO_RIGHTS), "{said}");
    // There is nothing.
    let mut desk = as_user(&UserTag::Monitoring, |head| {
        head.overview.counts.queues = Some(0);
    });
    desk.press("]");
    no_queues(&mut desk);
    let said = screen(&mut desk);
    assert!(said.contains("there is none"), "{said}");
    let mut desk = as_user(&UserTag::Administrator, |_| {});
    desk.press("]");
    no_queues(&mut desk);
    let said = screen(&mut desk);
    assert!(said.contains("there is none"), "{said}");
}

#[test]
fn queues_that_are_not_shown_were_not_checked() {
    let mut desk = as_user(&UserTag::Monitoring, |_| {});
    no_queues(&mut desk);
    let said = screen(&mut desk);
    assert!(said.contains(NO_RIGHTS), "{said}");
    let line = |what: &str| said.lines().find(|line| line.contains(what)).unwrap();
    assert!(!line("Checked:").contains("queues"), "{said}");
    assert!(line("Not looked at:").contains("queues"), "{said}");
    // Nor are they where something else is wrong.
    let mut desk = as_user(&UserTag::Monitoring, |head| {
        head.nodes.as_mut().unwrap()[0].running = Some(false);
    });
    no_queues(&mut desk);
    assert!(!desk.state.broker.rows().is_empty());
    let said = screen(&mut desk);
    assert!(said.contains(NO_RIGHTS), "{said}");
}
