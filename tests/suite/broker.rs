//! The tab of the broker: how one gets in, and what its views are.

mod causes;
mod changes;
mod clients;
pub mod cloud;
mod crowd;
mod detail;
mod files;
mod gaps;
mod jumps;
mod keys;
mod node;
mod rights;
mod screens;
mod sources;

use crate::desk::{Desk, id, instance, key};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use warren::api::management::{
    Address, Ask, History, ListConnections, ListNodes, ListQueues, ManagementError, PageOf,
    PasswordSource, ShowOverview, Way, WaySource, WhoAmI,
};
use warren::broker::{BrokerAnswer, BrokerError, BrokerWay, Head, Listed, Part};
use warren::effect::{Clip, Effect};
use warren::event::Reply;
use warren::key::typing::InputMode;
use warren::state::arrangement::Arrangement;
use warren::state::broker::{IDLE, SubView};
use warren::state::export::Table;
use warren::state::overlay::Overlay;

fn way() -> BrokerWay {
    BrokerWay {
        way: Way::to(
            Address::parse("http://192.168.0.74:15672").unwrap(),
            WaySource::PrivateAddress,
        ),
        user: "ops".to_owned(),
        password: PasswordSource::Typed,
    }
}

/// A desk with the tab of an instance whose broker has an address and a user.
pub fn opened(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    let mut orders = instance("orders");
    orders.network.management_address = Some("http://192.168.0.74:15672".to_owned());
    orders.access_user = Some("ops".to_owned());
    desk.list(vec![orders, instance("billing")]);
    desk.press("G");
    if desk.selected().as_deref() != Some("orders") {
        desk.press("g g");
    }
    desk.state.view.opened = Some(key("orders"));
    desk.press("3");
    desk
}

/// The same, with these keys pressed while a password is missing.
pub fn asked_for_a_password(keys: &str) -> Desk {
    let mut desk = opened(80, 24);
    answer(
        &mut desk,
        Part::Head,
        Err(BrokerError::NeedsPassword(Box::new(way()))),
    );
    desk.press(keys);
    desk
}

pub fn answer(desk: &mut Desk, part: Part, answer: Result<BrokerAnswer, BrokerError>) {
    desk.answer(Reply::Broker(id("orders"), part, answer));
}

fn read<A: Ask>(ask: &A, set: &str, name: &str) -> A::Reply {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broker");
    let path = root.join(set).join(name).with_extension("json");
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    ask.decode(200, &bytes).unwrap()
}

/// What a real broker of a version said as a whole.
pub fn head(set: &str) -> Head {
    Head {
        whoami: read(&WhoAmI, "v43", "whoami"),
        overview: read(
            &ShowOverview {
                history: History::TenMinutes,
            },
            set,
            "overview",
        ),
        alarms: Some(Vec::new()),
        nodes: Some(read(&ListNodes, set, "nodes").rows),
        took: Duration::from_millis(12),
        gaps: Vec::new(),
    }
}

/// A desk at which everything was read that a real broker said.
pub fn known(width: u16, height: u16) -> Desk {
    let mut desk = opened(width, height);
    answer(
        &mut desk,
        Part::Head,
        Ok(BrokerAnswer::Head(Arc::new(head("v43")))),
    );
    let queues = read(&ListQueues::Full(PageOf::first(500)), "v43", "queues")
        .rows
        .rows;
    let queues = BrokerAnswer::Queues(Arc::new(Listed::from(queues)));
    answer(&mut desk, Part::Queues, Ok(queues));
    let page = PageOf::first(500);
    let ask = ListConnections {
        page,
        statistics: true,
    };
    let connections = read(&ask, "v43", "connections").rows.rows;
    let connections = BrokerAnswer::Connections(Arc::new(Listed::from(connections)));
    answer(&mut desk, Part::Connections, Ok(connections));
    // From what is wrong to the queues.
    desk.press("]");
    desk
}

fn names(desk: &Desk) -> Vec<&str> {
    let rows = desk.state.broker.rows().iter();
    rows.map(|row| row.label.as_str()).collect()
}

#[test]
fn a_password_goes_to_whoever_reads_the_broker_and_nowhere_else() {
    let mut desk = asked_for_a_password("enter");
    desk.type_text("canary-pass");
    assert!(!format!("{:?}", desk.state).contains("canary-pass"));
    assert!(
        !crate::screens::settled(&mut desk.state)
            .join("\n")
            .contains("canary")
    );
    desk.effects.clear();
    desk.press("enter");
    let given = desk.effects.iter().find_map(|effect| match effect {
        Effect::BrokerLogin(of, secret) => Some((of.clone(), secret.expose().to_owned())),
        _ => None,
    });
    assert_eq!(given, Some((key("orders"), "canary-pass".to_owned())));
    assert!(!format!("{:?} {:?}", desk.effects, desk.state).contains("canary"));
}

#[test]
fn what_was_typed_of_a_password_is_gone_with_esc_and_an_empty_one_is_not_sent() {
    let mut desk = asked_for_a_password("enter s e c esc");
    assert_eq!(warren::command::typing(&desk.state), None);
    desk.effects.clear();
    desk.press("enter enter");
    assert_eq!(desk.effects, []);
    // What is wrong with the one before is asked about again.
    let refused = BrokerError::Management(ManagementError::LoginFailed);
    answer(&mut desk, Part::Head, Err(refused));
    desk.press("enter");
    assert_eq!(
        warren::command::typing(&desk.state),
        Some(InputMode::Password)
    );
}

#[test]
fn only_what_is_shown_is_read_and_nothing_once_nobody_is_there() {
    let mut desk = known(120, 40);
    let parts = |desk: &Desk| {
        let looked = desk.state.broker_to_read();
        looked.map(|look| look.parts)
    };
    assert_eq!(parts(&desk), Some(vec![Part::Head, Part::Queues]));
    desk.press("]");
    assert_eq!(parts(&desk), Some(vec![Part::Head, Part::Connections]));
    desk.wait(IDLE - Duration::from_secs(1));
    assert!(parts(&desk).is_some());
    desk.wait(Duration::from_secs(1));
    assert_eq!(parts(&desk), None);
    let screen = crate::screens::settled(&mut desk.state).join("\n");
    assert!(screen.contains("paused"), "{screen}");
    // Any key goes on.
    desk.press("j");
    assert!(parts(&desk).is_some());
    desk.press("1");
    assert_eq!(parts(&desk), None);
}

#[test]
fn an_answer_about_another_instance_is_not_taken_for_this_one() {
    let mut desk = opened(80, 24);
    let whole = BrokerAnswer::Head(Arc::new(head("v43")));
    desk.answer(Reply::Broker(id("billing"), Part::Head, Ok(whole)));
    assert!(desk.state.broker.head().is_none());
}

#[test]
fn a_view_is_filtered_sorted_copied_and_exported_like_the_list() {
    let mut desk = known(120, 40);
    assert_eq!(names(&desk).first(), Some(&"f.stream"));
    desk.press("s n");
    assert_eq!(names(&desk)[..2], ["f.classic", "f.exclusive"]);
    desk.press("S");
    assert_eq!(names(&desk).last(), Some(&"f.classic"));
    desk.press("/");
    desk.type_text("f.s");
    desk.press("enter");
    assert_eq!(names(&desk), ["f.stuck", "f.stream"]);
    desk.effects.clear();
    desk.press("j y");
    assert_eq!(
        desk.effects,
        [Effect::Copy(Clip::Text("f.stream".to_owned()))]
    );
    assert!(matches!(desk.state.table(), Some(Table::InFront(_))));
    // Each view has its own.
    desk.press("] [");
    assert_eq!(names(&desk), ["f.stuck", "f.stream"]);
    desk.press("/ esc");
    assert_eq!(names(&desk).len(), 6);
}

#[test]
fn columns_of_a_view_are_chosen_in_a_line_and_those_of_the_list_stay() {
    let mut desk = known(80, 24);
    let of_list = desk.state.columns.clone();
    let heading = |desk: &mut Desk| {
        let lines = crate::screens::settled(&mut desk.state);
        let heading = lines.into_iter().find(|line| line.contains("QUEUE "));
        heading.expect("the heading of the queues")
    };
    let before = heading(&mut desk);
    assert!(
        before.contains("READY") && !before.contains("NODE"),
        "{before}"
    );
    desk.press("c");
    desk.type_text("+node -ready");
    desk.press("enter");
    let after = heading(&mut desk);
    assert!(
        !after.contains("READY") && after.contains("NODE"),
        "{after}"
    );
    // The next run has them, and the broker of every other instance.
    let kept = desk.effects.iter().find_map(|effect| match effect {
        Effect::KeepArrangement(kept) => Some(kept.to_text()),
        _ => None,
    });
    let kept = Arrangement::parse(&kept.unwrap()).unwrap();
    let mut next = known(80, 24);
    next.state.arrange(kept.clone());
    assert_eq!(heading(&mut next), after);
    next.state.view.opened = Some(key("billing"));
    next.press("j");
    assert_eq!(next.state.arrangement(), kept);
    // Another view has its own, and this one keeps what was said.
    desk.press("] [");
    assert_eq!(heading(&mut desk), after);
    desk.press(":");
    desk.type_text("columns nonsense");
    desk.press("enter");
    assert!(matches!(&desk.state.overlay, Some(Overlay::Palette(palette)) if palette.wrong));
    desk.press("esc");
    assert_eq!(desk.state.columns, of_list);
}

#[test]
fn the_cursor_stays_on_its_queue_when_others_overtake_it() {
    let mut desk = known(120, 40);
    desk.press("j j");
    let on = |desk: &Desk| desk.state.broker.selected().map(|row| row.label.clone());
    let before = on(&desk);
    let mut queues = read(&ListQueues::Full(PageOf::first(500)), "v43", "queues")
        .rows
        .rows;
    queues.iter_mut().for_each(|queue| {
        if Some(&queue.key.name) != before.as_ref() {
            queue.depth.ready = queue.depth.ready.map(|ready| ready + 10_000);
        }
    });
    let queues = BrokerAnswer::Queues(Arc::new(Listed::from(queues)));
    answer(&mut desk, Part::Queues, Ok(queues));
    assert_eq!(names(&desk).last().copied(), before.as_deref());
    assert_eq!(on(&desk), before);
}

#[test]
fn a_failure_blanks_nothing_and_says_how_old_what_is_shown_is() {
    let mut desk = known(120, 40);
    desk.wait(Duration::from_secs(70));
    let late = BrokerError::Management(ManagementError::Late);
    answer(&mut desk, Part::Head, Err(late));
    let screen = crate::screens::settled(&mut desk.state).join("\n");
    assert!(
        screen.contains("f.stuck") && screen.contains("STALE 1m"),
        "{screen}"
    );
    assert_eq!(desk.state.broker.shown, SubView::Queues);
}
