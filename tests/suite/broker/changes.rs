//! What is done to a broker: why not, to which broker, and what is told of it.

use super::{answer, head, known, opened};
use crate::desk::{Desk, words_in};
use crate::screens::{drawn, lines};
use std::sync::Arc;
use warren::api::management::{
    AddressProblem, ChangeError, ChangeKind, ManagementError, WaySource,
};
use warren::broker::{BrokerAnswer, Part};
use warren::effect::Effect;
use warren::event::Reply;
use warren::lang::Lang;
use warren::state::broker::Identities;
use warren::state::notice::NoticeKind;
use warren::state::overlay::Overlay;
use warren::state::write::broker::{BrokerFailure, BrokerNews, BrokerReceipt};
use warren::state::write::can::Refusal;
use warren::state::write::pending::WriteId;
use warren::ui::words::notice;

/// Puts the cursor on the queue of this name, by keys.
fn select(desk: &mut Desk, name: &str) {
    desk.press("g g");
    for _ in 0..desk.state.broker.rows().len() {
        if desk.state.broker.selected().unwrap().label == name {
            return;
        }
        desk.press("j");
    }
    panic!("no queue {name}");
}

fn refusal(desk: &mut Desk, keys: &str) -> Refusal {
    desk.press(keys);
    let Some(Overlay::Refused { reason, .. }) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay);
    };
    let reason = reason.clone();
    desk.press("esc");
    reason
}

/// What is sent to a broker: its number, and how often.
fn sent(desk: &Desk) -> Vec<WriteId> {
    let effects = desk.effects.iter();
    let sent = effects.filter_map(|effect| match effect {
        Effect::ChangeBroker(id, _) => Some(*id),
        _ => None,
    });
    sent.collect()
}

/// Confirms that a queue is purged; gives the number of that.
fn purge(desk: &mut Desk, name: &str) -> WriteId {
    select(desk, name);
    desk.effects.clear();
    desk.press("p");
    desk.type_text(name);
    desk.press("enter");
    let sent = sent(desk);
    assert_eq!(sent.len(), 1);
    sent[0]
}

fn line(desk: &mut Desk, line: &str) {
    desk.press(":");
    desk.type_text(line);
    desk.press("enter");
}

/// Another broker answers than the one that was read first.
fn another(desk: &mut Desk) {
    let mut other = head("v43");
    other.overview.cluster = Some("rabbit@elsewhere".to_owned());
    answer(desk, Part::Head, Ok(BrokerAnswer::Head(Arc::new(other))));
}

#[test]
fn what_the_broker_would_refuse_or_never_answer_is_refused_here() {
    let mut desk = known(120, 40);
    select(&mut desk, "f.stream");
    assert_eq!(refusal(&mut desk, "p"), Refusal::Stream);
    select(&mut desk, "f.stuck");
    assert_eq!(refusal(&mut desk, "D"), Refusal::QueueNotEmpty(319));
    assert_eq!(refusal(&mut desk, "L"), Refusal::PeekOff);
    select(&mut desk, "f.classic");
    assert_eq!(refusal(&mut desk, "D"), Refusal::QueueInUse(1));
    assert_eq!(refusal(&mut desk, "X"), Refusal::NoConnection);
    // In no view of a broker does a key for its rows reach the instance.
    desk.press("]");
    assert_eq!(refusal(&mut desk, "D"), Refusal::NoQueue);
    assert_eq!(refusal(&mut desk, "p"), Refusal::NoQueue);
    desk.press("] ]");
    assert_eq!(refusal(&mut desk, "X"), Refusal::NoConnection);
    assert!(sent(&desk).is_empty());
}

#[test]
fn a_queue_that_lost_its_node_is_left_alone() {
    let mut desk = known(120, 40);
    let Some(BrokerAnswer::Queues(listed)) = desk.state.broker.part(&Part::Queues).value() else {
        panic!("no queues");
    };
    let mut listed = (**listed).clone();
    for queue in &mut listed.rows {
        queue.state = Some("down".to_owned());
    }
    answer(
        &mut desk,
        Part::Queues,
        Ok(BrokerAnswer::Queues(Arc::new(listed))),
    );
    select(&mut desk, "f.ttl");
    let down = Refusal::QueueState("down".to_owned());
    assert_eq!(refusal(&mut desk, "p"), down);
}

#[test]
fn nothing_is_sent_to_another_broker_before_the_user_takes_it_for_the_same() {
    let mut desk = known(120, 40);
    another(&mut desk);
    select(&mut desk, "f.stuck");
    assert_eq!(refusal(&mut desk, "p"), Refusal::AnotherBroker);
    let screen = crate::screens::settled(&mut desk.state).join("\n");
    assert!(screen.contains("ANOTHER BROKER"), "{screen}");
    line(&mut desk, "broker accept");
    let screen = crate::screens::settled(&mut desk.state).join("\n");
    assert!(!screen.contains("ANOTHER BROKER"), "{screen}");
    purge(&mut desk, "f.stuck");
}

/// What is to be kept of brokers, where that changed.
fn kept(desk: &mut Desk) -> Option<String> {
    let mut kept = desk.effects.drain(..).filter_map(|effect| match effect {
        Effect::KeepBrokers(text) => Some(text),
        _ => None,
    });
    kept.next_back()
}

#[test]
fn another_broker_than_in_the_last_run_is_noticed() {
    let mut last = known(120, 40);
    let text = kept(&mut last).expect("what the broker said of itself");
    another(&mut last);
    assert_eq!(kept(&mut last), None, "the other one is not known yet");
    let mut desk = opened(120, 40);
    let known = Identities::parse(&text).unwrap();
    desk.state.broker.identities.remember(known);
    another(&mut desk);
    let screen = crate::screens::settled(&mut desk.state).join("\n");
    assert!(screen.contains("ANOTHER BROKER"), "{screen}");
    line(&mut desk, "broker accept");
    assert!(kept(&mut desk).unwrap().contains("rabbit@elsewhere"));
}

#[test]
fn a_question_says_so_where_another_broker_comes_in_between() {
    let mut desk = known(120, 40);
    select(&mut desk, "f.stuck");
    desk.press("p");
    another(&mut desk);
    desk.effects.clear();
    desk.type_text("f.stuck");
    desk.press("enter");
    assert!(sent(&desk).is_empty());
    let refused = matches!(
        desk.state.overlay,
        Some(Overlay::Refused {
            reason: Refusal::AnotherBroker,
            ..
        })
    );
    assert!(refused, "{:?}", desk.state.overlay);
}

#[test]
fn an_address_that_is_typed_is_where_the_broker_is_asked_until_it_is_taken_back() {
    let mut desk = known(120, 40);
    let source = |desk: &Desk| {
        let look = desk.state.broker_to_read().unwrap();
        look.way.unwrap().way.source
    };
    assert_eq!(source(&desk), WaySource::PrivateAddress);
    line(&mut desk, "broker http://127.0.0.1:15672");
    assert_eq!(source(&desk), WaySource::Command);
    // What was read elsewhere says nothing of it.
    assert!(desk.state.broker.head().is_none());
    line(&mut desk, "broker off");
    assert_eq!(source(&desk), WaySource::PrivateAddress);
    line(&mut desk, "broker amqp://127.0.0.1:5672");
    // What was typed stays, with what is wrong with it.
    let wrong = Refusal::Address(AddressProblem::Scheme);
    assert_eq!(
        refused(&desk),
        ("broker amqp://127.0.0.1:5672", Some(wrong))
    );
    assert_eq!(source(&desk), WaySource::PrivateAddress);
}

/// The line of the palette that stays, and why it is not taken.
fn refused(desk: &Desk) -> (&str, Option<Refusal>) {
    let Some(Overlay::Palette(palette)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay);
    };
    assert!(palette.wrong);
    let exact = palette.exact.as_ref();
    let why = exact.and_then(|exact| exact.blocked.clone());
    (palette.field().text(), why)
}

/// What is told of the newest change, in both languages.
fn told(desk: &Desk) -> [String; 2] {
    let mut notices = desk.state.notices.iter();
    let told = notices.find(|one| matches!(one.said, NoticeKind::BrokerChange(_)));
    let told = told.unwrap();
    Lang::ALL.map(|lang| notice::said(words_in(lang), &told.said))
}

#[test]
fn what_came_of_it_is_told_once_with_what_was_and_what_is_left() {
    let mut desk = known(120, 40);
    let id = purge(&mut desk, "f.stuck");
    // The same is not done twice at once.
    select(&mut desk, "f.stuck");
    assert_eq!(refusal(&mut desk, "p"), Refusal::Pending);
    desk.answer(Reply::Changed(id, BrokerNews::Leaves));
    let purged = BrokerReceipt::Purged {
        before: Some(26_062),
        after: Some(0),
    };
    desk.answer(Reply::Changed(id, BrokerNews::Answer(0, Ok(purged))));
    desk.answer(Reply::Changed(id, BrokerNews::Over));
    let said = told(&desk);
    assert_eq!(said[0], "done: purge f.stuck, 26,062 -> 0");
    assert!(said[1].contains("26,062 -> 0"), "{said:?}");
    let notices = desk.state.notices.iter();
    let of_it = notices.filter(|one| matches!(one.said, NoticeKind::BrokerChange(_)));
    assert_eq!(of_it.count(), 1);
    purge(&mut desk, "f.stuck");
}

#[test]
fn messages_after_a_purge_do_not_look_as_if_nothing_was_done() {
    let mut desk = known(120, 40);
    let id = purge(&mut desk, "f.stuck");
    let purged = BrokerReceipt::Purged {
        before: Some(10),
        after: Some(10),
    };
    desk.answer(Reply::Changed(id, BrokerNews::Answer(0, Ok(purged))));
    let said = told(&desk);
    assert!(
        said[0].contains("10 -> 10: new messages, or a late count"),
        "{said:?}"
    );
}

#[test]
fn what_may_have_happened_is_not_told_as_undone() {
    let mut desk = known(120, 40);
    let id = purge(&mut desk, "f.stuck");
    let lost = BrokerFailure::Failed(ChangeError::Unknown(ManagementError::Late));
    desk.answer(Reply::Changed(id, BrokerNews::Answer(0, Err(lost))));
    let said = told(&desk);
    assert!(
        said[0].starts_with("may have happened: purge f.stuck"),
        "{said:?}"
    );
    // What nothing was heard of may have happened too.
    desk.answer(Reply::Changed(id, BrokerNews::Over));
    let id = purge(&mut desk, "f.stuck");
    desk.answer(Reply::Changed(id, BrokerNews::Over));
    assert!(
        told(&desk)[0].starts_with("may have happened"),
        "{:?}",
        told(&desk)
    );
    let id = purge(&mut desk, "f.stuck");
    let held = BrokerFailure::Another;
    desk.answer(Reply::Changed(id, BrokerNews::Answer(0, Err(held))));
    assert!(told(&desk)[0].starts_with("not done"), "{:?}", told(&desk));
}

#[test]
fn a_change_that_cannot_be_written_down_is_asked_about_again() {
    let mut desk = known(120, 40);
    let id = purge(&mut desk, "f.stuck");
    let why = BrokerFailure::Unrecorded("No space left on device".to_owned());
    desk.answer(Reply::Changed(id, BrokerNews::Answer(0, Err(why))));
    desk.answer(Reply::Changed(id, BrokerNews::Over));
    let Some(Overlay::ConfirmChange(confirm)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay);
    };
    assert_eq!(confirm.plan().kind(), ChangeKind::PurgeQueue);
    let screen = crate::screens::settled(&mut desk.state).join("\n");
    assert!(screen.contains("No space left on device"), "{screen}");
}

#[test]
fn a_client_is_told_the_reason_that_was_typed() {
    let mut desk = known(120, 40);
    desk.press("]");
    let reasons = |desk: &mut Desk| -> Vec<Option<String>> {
        let Some(Overlay::ConfirmChange(confirm)) = &desk.state.overlay else {
            panic!("{:?}", desk.state.overlay);
        };
        let calls = confirm.plan().calls().iter();
        let reasons = calls.map(|call| call.change.reason.clone()).collect();
        desk.press("esc");
        reasons
    };
    desk.press("X");
    assert_eq!(reasons(&mut desk), [Some("closed by an operator".into())]);
    line(&mut desk, "close-connection node 2 goes away");
    assert_eq!(reasons(&mut desk), [Some("node 2 goes away".into())]);
    line(&mut desk, "close-client node 2 goes away");
    assert_eq!(reasons(&mut desk), [Some("node 2 goes away".into())]);
    // Without a reason it is what the key does.
    line(&mut desk, "close-connection ");
    assert_eq!(reasons(&mut desk), [Some("closed by an operator".into())]);
    line(&mut desk, "close-connection 维护");
    let wrong = Refusal::ReasonLetters;
    assert_eq!(refused(&desk), ("close-connection 维护", Some(wrong)));
    let screen = lines(&drawn(&desk.state).0).join("\n");
    assert!(
        screen.contains("only plain ASCII letters reach the client"),
        "{screen}"
    );
    // It is mended, not typed again.
    desk.press("backspace backspace M enter");
    assert_eq!(reasons(&mut desk), [Some("M".into())]);
}

#[test]
fn a_question_about_a_client_says_so_where_not_all_connections_were_read() {
    let mut desk = known(120, 40);
    desk.press("]");
    let known = desk.state.broker.part(&Part::Connections).value();
    let Some(BrokerAnswer::Connections(listed)) = known else {
        panic!("no connections");
    };
    let mut listed = (**listed).clone();
    listed.total = Some(901);
    let cut = BrokerAnswer::Connections(Arc::new(listed));
    let screen = |desk: &mut Desk| {
        desk.press("ctrl-x");
        let screen = crate::screens::settled(&mut desk.state).join("\n");
        desk.press("esc");
        screen
    };
    assert!(!screen(&mut desk).contains("901"));
    answer(&mut desk, Part::Connections, Ok(cut));
    let said = screen(&mut desk);
    assert!(said.contains("of 901 were read"), "{said}");
}
