//! P6, P7: what deletes cannot happen by accident.

use crate::desk::{Desk, instance, listing, plugin};
use crate::screens::{drawn, lines};
use warren::api::TaskList;
use warren::api::v2::Switch;
use warren::effect::Effect;
use warren::event::{Event, Reply};
use warren::keymap::{Code, Key};
use warren::model::rules::resize::Goal;
use warren::model::{Billing, Status, Task, TaskId, TaskStatus};
use warren::state::overlay::Overlay;
use warren::state::plan::Deed;

fn is_destructive(effect: &Effect) -> bool {
    match effect {
        Effect::Write(_, armed) => match &armed.plan().deed {
            Deed::Delete(_) | Deed::Restart(_) | Deed::Batch(_) | Deed::DeleteTask { .. } => true,
            // Nothing of it lies in a broker.
            Deed::Tags { .. } => false,
            // Another flavor stops brokers.
            Deed::Resize { to, .. } => matches!(to, Goal::Flavor(_)),
            Deed::SetPlugin { .. }
            | Deed::Modify { .. }
            | Deed::ResetPassword { .. }
            | Deed::Create { .. } => false,
        },
        _ => false,
    }
}

/// Every key a keyboard has.
pub fn any_key(random: &mut fastrand::Rng) -> Key {
    let named = [
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Delete,
        Code::Left,
        Code::Right,
        Code::Up,
        Code::Down,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
    ];
    let code = match random.u8(0..10) {
        0..4 => named[random.usize(0..named.len())],
        // Keys that act come up more often than chance would have it.
        4..7 => Code::Char(
            *b"DtyNnCceq/jkG12345sXVm ah"
                .get(random.usize(0..25))
                .unwrap() as char,
        ),
        _ => Code::Char(char::from(random.u8(b' '..=b'~'))),
    };
    Key {
        code,
        ctrl: random.u8(0..12) == 0,
        alt: false,
        shift: code == Code::Tab && random.bool(),
    }
}

#[test]
fn p06_a_million_random_keys_and_pastes_delete_nothing() {
    let mut random = fastrand::Rng::with_seed(614);
    let names = ["orders-01", "orders-02", "delete"];
    let mut desk = Desk::with(&names[..2]);
    let (mut deletions, mut records, mut restarts, mut batches) = (0, 0, 0, 0);
    for round in 0..1_000_000_u32 {
        if round % 1_000 == 0 {
            // Afresh: what random keys left under way must not keep the dialogs shut.
            desk = Desk::with(&names[..2]);
        }
        if round % 50 == 0 {
            let both = names[..2].iter().map(|name| instance(name)).collect();
            desk.answer(Reply::Listing(Ok(listing(both))));
            for name in &names[..2] {
                desk.plugins(name, vec![plugin("rabbitmq_shovel", false)]);
                desk.tasks(name, one_task());
            }
        }
        if round % 97 == 0 {
            desk.feed(Event::Paste(names[random.usize(0..3)].to_owned()));
        } else {
            let key = any_key(&mut random);
            desk.feed(Event::Key(key));
        }
        if let Some(Overlay::Confirm(confirm)) = &desk.state.overlay {
            match confirm.plan().deed {
                Deed::Delete(_) => deletions += 1,
                Deed::Restart(_) => restarts += 1,
                Deed::Batch(_) => batches += 1,
                Deed::DeleteTask { .. } => records += 1,
                Deed::SetPlugin { .. }
                | Deed::Modify { .. }
                | Deed::ResetPassword { .. }
                | Deed::Resize { .. }
                | Deed::Tags { .. }
                | Deed::Create { .. } => {}
            }
        }
        assert!(!desk.effects.iter().any(is_destructive), "round {round}");
        desk.effects.clear();
    }
    assert!(
        deletions > 10_000,
        "the keys did reach the dialog: {deletions}"
    );
    assert!(restarts > 1_000, "the one of a restart: {restarts}");
    assert!(batches > 1_000, "the one of the marked: {batches}");
    assert!(records > 100, "and the one of the task records: {records}");
}

fn one_task() -> TaskList {
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
fn p06_deleting_asks_for_the_full_name_and_enter_before_that_does_nothing() {
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
fn p06_pasting_the_name_fills_nothing() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("D");
    desk.feed(Event::Paste("orders-01".into()));
    desk.press("enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
}

#[test]
fn p06_a_confirmed_delete_is_sent_once() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("D");
    desk.type_text("orders-01");
    desk.press("enter enter D enter");
    desk.type_text("orders-01");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1);
}

#[test]
fn p06_what_the_service_would_refuse_is_said_instead_of_asked() {
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
fn p06_the_record_of_a_task_is_deleted_behind_a_typed_word() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 3");
    desk.tasks("orders-01", one_task());
    desk.press("D");
    desk.type_text("delet");
    desk.press("enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
    desk.type_text("e");
    desk.press("enter");
    assert_eq!(
        desk.sent(),
        ["DELETE /v2/0123456789abcdef/instances/id-orders-01/tasks/task-1"]
    );
}

#[test]
fn p07_enter_in_a_fresh_plug_in_dialog_cancels_and_y_confirms() {
    let open = || {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press("enter 2");
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
        desk.press(confirm);
        let plan = desk.effects.iter().find_map(|effect| match effect {
            Effect::Write(_, armed) => Some(armed.plan().clone()),
            _ => None,
        });
        let Some(Deed::SetPlugin { to, plugin, .. }) = plan.map(|plan| plan.deed) else {
            panic!("{confirm} sends");
        };
        assert_eq!((to, plugin.as_str()), (Switch::Enable, "rabbitmq_shovel"));
    }
}

#[test]
fn p07_escape_cancels_a_delete_at_any_point() {
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
fn p07_a_letter_with_alt_is_no_escape_and_no_letter() {
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
