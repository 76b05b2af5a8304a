//! What deletes cannot happen by accident.

use crate::desk::{Desk, instance, plugin};
use crate::screens::{drawn, lines};
use warren::api::TaskList;
use warren::api::v2::Switch;
use warren::effect::Effect;
use warren::event::Event;
use warren::model::{Billing, Status, Task, TaskId, TaskStatus};
use warren::state::overlay::Overlay;
use warren::state::write::mutation::Mutation;

pub fn one_task() -> TaskList {
    TaskList {
        tasks: vec![Task {
            id: TaskId::new("task-1").unwrap(),
            name: "bindInstancePublicIp".into(),
            user_name: None,
            params: None,
            status: Some(TaskStatus::Success),
            created_at: None,
            updated_at: None,
        }],
        total: Some(1),
        ..TaskList::default()
    }
}

#[test]
fn deleting_asks_for_the_full_name_and_enter_before_that_does_nothing() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("D enter");
    desk.type_text("orders-0");
    desk.press("enter enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
    assert!(matches!(desk.state.overlay, Some(Overlay::Confirm(_))));
    desk.type_text("1");
    desk.press("enter");
    assert_eq!(
        desk.sent(),
        ["DELETE /v2/0123456789abcdef/instances/id-orders-01"]
    );
    assert!(desk.state.overlay.is_none());
}

#[test]
fn pasting_the_name_fills_nothing() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("D");
    desk.feed(Event::Paste("orders-01".into()));
    desk.press("enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
}

#[test]
fn a_confirmed_delete_is_sent_once() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("D");
    desk.type_text("orders-01");
    desk.press("enter enter D enter");
    desk.type_text("orders-01");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1);
}

#[test]
fn what_the_service_would_refuse_is_said_instead_of_asked() {
    let refusals = [Status::Creating, Status::Restarting, Status::Starting];
    for status in refusals {
        let mut creating = instance("new-01");
        creating.status = Some(status);
        let mut desk = Desk::new(80, 24);
        desk.list(vec![creating]);
        desk.press("D");
        assert!(matches!(desk.state.overlay, Some(Overlay::Refused { .. })));
    }
    let mut prepaid = instance("paid-01");
    prepaid.billing = Some(Billing::Prepaid);
    let mut desk = Desk::new(80, 24);
    desk.list(vec![prepaid]);
    desk.press("D");
    assert!(matches!(desk.state.overlay, Some(Overlay::Refused { .. })));
}

#[test]
fn the_record_of_a_task_is_deleted_behind_yes() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 5");
    desk.tasks("orders-01", one_task());
    desk.press("D");
    desk.answer_question("enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
    desk.agree_to("D");
    assert_eq!(
        desk.sent(),
        ["DELETE /v2/0123456789abcdef/instances/id-orders-01/tasks/task-1"]
    );
}

#[test]
fn enter_in_a_fresh_plug_in_dialog_cancels_and_y_confirms() {
    let open = || {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press("enter 4");
        desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
        desk.press("t");
        assert!(matches!(desk.state.overlay, Some(Overlay::Confirm(_))));
        desk
    };
    for cancel in ["enter", "esc", "n"] {
        let mut desk = open();
        desk.press(cancel);
        assert!(desk.state.overlay.is_none(), "{cancel} closes the dialog");
        assert_eq!(desk.sent(), Vec::<String>::new(), "{cancel} sends nothing");
    }
    for confirm in ["y", "tab enter"] {
        let mut desk = open();
        desk.answer_question(confirm);
        let plan = desk.effects.iter().find_map(|effect| match effect {
            Effect::Write(_, armed) => Some(armed.plan().clone()),
            _ => None,
        });
        let plan = plan.unwrap();
        let Some(Mutation::SetPlugin(switch)) = plan.mutation() else {
            panic!("{confirm} sends");
        };
        assert_eq!(
            (switch.to, switch.plugin.as_str()),
            (Switch::Enable, "rabbitmq_shovel")
        );
    }
}

#[test]
fn escape_cancels_a_delete_at_any_point() {
    for typed in ["", "ord", "orders-01"] {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press("D");
        desk.type_text(typed);
        desk.press("esc");
        assert!(desk.state.overlay.is_none());
        assert_eq!(desk.sent(), Vec::<String>::new());
    }
}

#[test]
fn a_letter_with_alt_is_no_escape_and_no_letter() {
    let mut desk = Desk::with(&["orders-01", "orders-02"]);
    desk.press("D");
    desk.type_text("orders-01");
    let before = lines(&drawn(&desk.state).0);
    desk.press("alt-j alt-y alt-X alt-enter");
    assert_eq!(lines(&drawn(&desk.state).0), before);
    assert_eq!(desk.sent(), Vec::<String>::new());
    desk.press("esc alt-j alt-D");
    assert!(desk.state.overlay.is_none());
    assert_eq!(desk.selected().as_deref(), Some("orders-01"));
}
