//! A write is followed to its end, and one whose answer was lost is not taken for one that
//! did nothing.

use crate::desk::{Desk, id, instance, key, listing, plugin, said_of_writes, scope};
use std::time::Duration;
use warren::api::{ApiError, ErrorKind, Operation, TaskList, WriteError};
use warren::event::Reply;
use warren::model::{Status, Task, TaskId, TaskStatus};
use warren::state::form::Field;
use warren::state::interest::Trigger;
use warren::state::overlay::Overlay;
use warren::state::query::{Query, QueryAnswer};
use warren::state::write::can::Refusal;
use warren::state::write::mutation::{Deletion, Earlier, Mutation, MutationKind, Restart, Target};
use warren::state::write::pending::{Receipt, Unanswered, WriteFailure, WriteStatus};

fn said(desk: &Desk) -> Vec<WriteStatus> {
    said_of_writes(&desk.state)
}

/// Whether no trace was found of what was sent here; it is said why there was no answer.
fn is_untraced(said: Option<&WriteStatus>) -> bool {
    matches!(said, Some(WriteStatus::NoTrace(Some(_))))
}

/// A desk with one delete sent; gives the number of the write.
fn deleting() -> (Desk, u64) {
    let mut desk = Desk::with(&["orders-01", "orders-02"]);
    desk.press("D");
    desk.type_text("orders-01");
    desk.press("enter");
    let write = desk.state.pending.iter().next().unwrap().id;
    (desk, write)
}

#[test]
fn a_delete_is_pending_at_once_and_done_when_the_service_says_so() {
    let (mut desk, write) = deleting();
    assert!(desk.state.pending.on_instance(&key("orders-01")).is_some());
    desk.answer(Reply::Written(write, Ok(Receipt::Done)));
    let mut going = instance("orders-01");
    going.status = Some(Status::Deleting);
    desk.detail(going);
    assert_eq!(said(&desk), [WriteStatus::Sent, WriteStatus::Accepted]);
    desk.not_found("orders-01");
    assert_eq!(
        said(&desk),
        [WriteStatus::Sent, WriteStatus::Accepted, WriteStatus::Done]
    );
    assert!(desk.state.pending.on_instance(&key("orders-01")).is_none());
}

#[test]
fn a_list_asked_for_before_an_accepted_delete_does_not_undo_it() {
    let (mut desk, write) = deleting();
    let early = desk.ask();
    desk.answer(Reply::Written(write, Ok(Receipt::Done)));
    desk.not_found("orders-01");
    desk.press("j");
    assert_eq!(desk.rows(), ["orders-02"]);
    let both = vec![instance("orders-01"), instance("orders-02")];
    desk.answer_to(early, QueryAnswer::Listing(Ok(listing(both))));
    assert_eq!(desk.rows(), ["orders-02"]);
}

fn lost() -> WriteFailure {
    let error = ApiError::local(Operation::DeleteInstance, ErrorKind::Timeout, "no answer");
    WriteFailure::Failed(WriteError::Unknown(error))
}

#[test]
fn a_delete_whose_answer_was_lost_is_unknown_and_cannot_be_armed_again_until_read() {
    let (mut desk, write) = deleting();
    desk.answer(Reply::Written(write, Err(lost())));
    desk.press("D");
    assert!(matches!(
        desk.state.overlay,
        Some(Overlay::Refused {
            reason: Refusal::Unsettled(_),
            ..
        })
    ));
    desk.press("esc");
    let still_unknown = |desk: &Desk| matches!(said(desk).last(), Some(WriteStatus::Unknown(_)));
    let both = |desk: &mut Desk| {
        desk.detail(instance("orders-01"));
        desk.wait(Duration::from_secs(11));
        desk.list(vec![instance("orders-01"), instance("orders-02")]);
    };
    both(&mut desk);
    assert!(still_unknown(&desk), "its effect may still begin to show");
    desk.wait(Duration::from_secs(5 * 60));
    for _ in 0..3 {
        desk.wait(Duration::from_secs(11));
        desk.detail(instance("orders-01"));
    }
    assert!(still_unknown(&desk), "one call alone proves nothing");
    both(&mut desk);
    assert!(is_untraced(said(&desk).last()));
    desk.press("D");
    assert!(matches!(desk.state.overlay, Some(Overlay::Confirm(_))));
}

#[test]
fn a_lost_delete_that_took_effect_ends_as_done() {
    let (mut desk, write) = deleting();
    desk.answer(Reply::Written(write, Err(lost())));
    desk.not_found("orders-01");
    assert_eq!(said(&desk).last(), Some(&WriteStatus::Done));
}

fn task(status: TaskStatus, params: &str, desk: &Desk) -> Task {
    Task {
        id: TaskId::new("job-1").unwrap(),
        name: "modifyPlugins".into(),
        user_name: None,
        params: Some(params.into()),
        status: Some(status),
        created_at: Some(desk.now.wall),
        updated_at: None,
    }
}

#[test]
fn a_plug_in_is_followed_by_its_task_wherever_the_user_is() {
    let mut desk = Desk::with(&["orders-01", "orders-02"]);
    desk.press("enter 4");
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
    desk.agree_to("t");
    let write = desk.state.pending.iter().next().unwrap().id;
    let job = TaskId::new("job-1").unwrap();
    desk.answer(Reply::Written(write, Ok(Receipt::Job(Some(job.clone())))));
    desk.press("esc j enter");
    assert_eq!(
        desk.wanted(Trigger::Following).len(),
        1,
        "it is still followed"
    );
    let status = |status| {
        let task = warren::model::Task {
            id: job.clone(),
            status: Some(status),
            ..crate::promises::help::task(0)
        };
        QueryAnswer::Task(id("orders-01"), job.clone(), Ok(Some(task)))
    };
    desk.answer(status(TaskStatus::Executing));
    assert_eq!(said(&desk), [WriteStatus::Sent, WriteStatus::Accepted]);
    desk.answer(status(TaskStatus::Success));
    assert_eq!(said(&desk).last(), Some(&WriteStatus::Done));
    assert_eq!(desk.wanted(Trigger::Following), []);
}

#[test]
fn a_lost_plug_in_switch_is_settled_by_plug_ins_and_tasks_together() {
    let start = || {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press("enter 4");
        desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
        desk.agree_to("t");
        let write = desk.state.pending.iter().next().unwrap().id;
        desk.answer(Reply::Written(write, Err(lost())));
        desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
        desk
    };
    let mut desk = start();
    assert!(
        matches!(said(&desk).last(), Some(WriteStatus::Unknown(_))),
        "one half is not enough"
    );
    desk.tasks("orders-01", TaskList::default());
    assert!(
        matches!(said(&desk).last(), Some(WriteStatus::Unknown(_))),
        "its task may have ended since the plug-ins were read"
    );
    desk.wait(Duration::from_secs(2 * 60 + 1));
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
    desk.tasks("orders-01", TaskList::default());
    assert!(
        matches!(said(&desk).last(), Some(WriteStatus::Unknown(_))),
        "the two are too close to each other"
    );
    desk.wait(Duration::from_secs(10));
    desk.tasks("orders-01", TaskList::default());
    assert!(is_untraced(said(&desk).last()));

    let mut desk = start();
    let ours = task(
        TaskStatus::Executing,
        "{\"plugins\":\"rabbitmq_shovel\"}",
        &desk,
    );
    let list = TaskList {
        tasks: vec![ours],
        ..TaskList::default()
    };
    desk.tasks("orders-01", list);
    assert_eq!(
        said(&desk).last(),
        Some(&WriteStatus::Accepted),
        "its task was found"
    );
}

#[test]
fn an_accepted_change_that_reads_do_not_show_is_never_called_not_taken() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("e ctrl-u");
    desk.type_text("orders-99");
    let on_review = |desk: &Desk| match &desk.state.overlay {
        Some(Overlay::Form(form)) => form.focus() == Field::Review,
        other => panic!("no form but {other:?}"),
    };
    while !on_review(&desk) {
        desk.press("tab");
    }
    desk.press("enter");
    desk.answer_question("tab enter");
    let write = desk.state.pending.iter().next().unwrap().id;
    desk.answer(Reply::Written(write, Ok(Receipt::Done)));
    for _ in 0..(49 * 2) {
        desk.wait(Duration::from_secs(30));
        desk.detail(instance("orders-01"));
        desk.list(vec![instance("orders-01")]);
    }
    assert_eq!(said(&desk), [WriteStatus::Sent, WriteStatus::Accepted]);
    desk.press("e");
    assert!(matches!(desk.state.overlay, Some(Overlay::Refused { .. })));
    desk.press("esc");
    desk.wait(Duration::from_secs(60));
    assert_eq!(said(&desk).last(), Some(&WriteStatus::GaveUp));
    desk.press("e");
    assert!(!matches!(desk.state.overlay, Some(Overlay::Refused { .. })));
}

/// What an earlier run sent so long ago, as its journal tells.
fn earlier(desk: &Desk, kind: MutationKind, name: &str, ago: Duration) -> Unanswered {
    let key = key(name);
    let mutation = match kind {
        MutationKind::Delete => Mutation::from(Deletion { key }),
        MutationKind::Restart => Restart { key }.into(),
        kind => Earlier {
            key: (kind != MutationKind::Create).then_some(key),
            kind,
            scope: scope(),
            payment: None,
        }
        .into(),
    };
    Unanswered {
        what: Target {
            mutation,
            name: name.to_owned(),
            seen: None,
        },
        sent: desk.now.wall - i64::try_from(ago.as_millis()).unwrap(),
    }
}

#[test]
fn a_write_of_an_earlier_run_locks_its_target_for_what_is_left_of_its_time() {
    let mut desk = Desk::with(&["orders-01"]);
    let deleted = earlier(
        &desk,
        MutationKind::Delete,
        "orders-01",
        Duration::from_secs(4 * 60),
    );
    desk.state.pending.restore(deleted, desk.now);
    let read = |desk: &mut Desk| {
        desk.detail(instance("orders-01"));
        desk.wait(Duration::from_secs(11));
        desk.list(vec![instance("orders-01")]);
    };
    read(&mut desk);
    assert!(desk.state.pending.on_instance(&key("orders-01")).is_some());
    desk.wait(Duration::from_secs(60));
    read(&mut desk);
    assert!(desk.state.pending.on_instance(&key("orders-01")).is_none());
    assert_eq!(said(&desk), [WriteStatus::NoTrace(None)]);
}

#[test]
fn a_write_of_an_earlier_run_that_took_effect_is_done() {
    let mut desk = Desk::with(&["orders-01"]);
    let deleted = earlier(
        &desk,
        MutationKind::Delete,
        "orders-01",
        Duration::from_secs(3600),
    );
    desk.state.pending.restore(deleted, desk.now);
    desk.not_found("orders-01");
    assert_eq!(said(&desk), [WriteStatus::Done]);
}

#[test]
fn what_no_reading_tells_of_is_locked_for_its_time_and_then_said_to_be_unknown() {
    for verb in [
        MutationKind::ResetPassword,
        MutationKind::Modify,
        MutationKind::Tags,
        MutationKind::Resize,
    ] {
        let mut desk = Desk::with(&["orders-01"]);
        let lost = earlier(&desk, verb, "orders-01", Duration::from_secs(30));
        desk.state.pending.restore(lost, desk.now);
        desk.press("e");
        assert!(matches!(desk.state.overlay, Some(Overlay::Refused { .. })));
        desk.press("esc");
        desk.wait(verb.facts().shows_within);
        assert_eq!(said(&desk), [WriteStatus::Unsure(None)], "{verb:?}");
    }
}

#[test]
fn a_creation_and_a_restart_stay_locked_whatever_reads_show() {
    for verb in [MutationKind::Create, MutationKind::Restart] {
        let mut desk = Desk::with(&["orders-01"]);
        let name = if verb == MutationKind::Create {
            "orders-07"
        } else {
            "orders-01"
        };
        let lost = earlier(&desk, verb, name, Duration::from_secs(3600));
        desk.state.pending.restore(lost, desk.now);
        for _ in 0..100 {
            desk.wait(Duration::from_secs(60));
            desk.detail(instance("orders-01"));
            desk.wait(Duration::from_secs(11));
            desk.list(vec![instance("orders-01")]);
        }
        assert_eq!(desk.state.pending.iter().count(), 1, "{verb:?}");
        assert_eq!(said(&desk), [], "{verb:?}");
    }
}

#[test]
fn a_plug_in_whose_task_record_vanishes_is_followed_by_the_plug_ins_themselves() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 4");
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
    desk.agree_to("t");
    let write = desk.state.pending.iter().next().unwrap().id;
    let job = TaskId::new("job-1").unwrap();
    desk.answer(Reply::Written(write, Ok(Receipt::Job(Some(job.clone())))));
    let gone = crate::desk::error(ErrorKind::NotFound);
    desk.answer(QueryAnswer::Task(id("orders-01"), job, Err(gone)));
    for _ in 0..20 {
        desk.wait(Duration::from_secs(60));
        desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
        desk.tasks("orders-01", TaskList::default());
    }
    assert_eq!(said(&desk), [WriteStatus::Sent, WriteStatus::Accepted]);
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", true)]);
    assert_eq!(said(&desk).last(), Some(&WriteStatus::Done));
}

#[test]
fn restarts_that_wait_for_the_user_take_no_turn_from_deletions() {
    let names: Vec<String> = (0..12).map(|n| format!("orders-{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut desk = Desk::with(&names);
    for name in &names[..10] {
        let lost = earlier(&desk, MutationKind::Restart, name, Duration::from_secs(60));
        desk.state.pending.restore(lost, desk.now);
    }
    let lost = earlier(
        &desk,
        MutationKind::Delete,
        "orders-11",
        Duration::from_secs(60),
    );
    desk.state.pending.restore(lost, desk.now);
    let follow = desk.wanted(Trigger::Following);
    assert!(
        follow.contains(&Query::Instance(id("orders-11"))),
        "{follow:?}"
    );
}
