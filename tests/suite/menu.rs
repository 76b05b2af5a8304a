//! The action menu: what can be done now, and why the rest cannot.

use crate::desk::{Desk, instance};
use crate::live::Live;
use crate::screens::{drawn, lines};
use warren::model::{Billing, Status};
use warren::state::overlay::Overlay;
use warren::state::write::bulk::BulkAction;
use warren::state::write::mutation::Mutation;

fn screen(desk: &Desk) -> String {
    lines(&drawn(&desk.state).0).join("\n")
}

#[test]
fn what_cannot_be_done_stands_there_with_its_reason_and_says_it_when_chosen() {
    let mut desk = Desk::new(80, 24);
    let mut prepaid = instance("orders-01");
    prepaid.billing = Some(Billing::Prepaid);
    prepaid.status = Some(Status::Extending);
    prepaid.engine_version = Some("AMQP-0-9-1".into());
    desk.list(vec![prepaid]);
    desk.press("a");
    let mut shown = String::new();
    for _ in 0..17 {
        shown += &screen(&desk);
        desk.press("j");
    }
    for said in [
        "orders-01",
        "It is paid by the month or year.",
        "while it is EXTENDING",
        "AMQP-0-9-1 has no plug-ins.",
        "No batch was sent yet.",
    ] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    desk.press("D");
    assert!(matches!(desk.state.overlay, Some(Overlay::Refused { .. })));
}

#[test]
fn a_line_is_chosen_by_enter_or_by_its_own_key() {
    for keys in ["a j j j j j j j enter", "a X"] {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press(keys);
        let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
            panic!("{keys}: {:?}", desk.state.overlay);
        };
        assert!(
            matches!(confirm.plan().mutation(), Some(Mutation::Restart(_))),
            "{keys}"
        );
    }
}

#[test]
fn with_marks_the_menu_is_about_the_marked() {
    let mut desk = Desk::with(&["orders-01", "orders-02", "orders-03"]);
    desk.press("space space a");
    assert!(screen(&desk).contains("2 marked"), "{}", screen(&desk));
    desk.press("D");
    let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay);
    };
    assert_eq!(confirm.plan().bulk, Some(BulkAction::Delete));
    assert_eq!(confirm.plan().targets().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_permission_that_was_missing_is_remembered_until_it_is_there() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.set_faults(&["403@delete_instance:first=1"]);
    live.delete("orders-01");
    live.until("it is refused", Live::settled).await;
    live.go_home();
    live.press("a j j j j j j j j");
    let shown = live.screen();
    assert!(
        shown.contains("refused before: needs dms:instance:delete"),
        "{shown}"
    );
    live.press("esc");
    live.delete("orders-01");
    live.until("it is deleted", Live::settled).await;
    live.go_home();
    live.press("a");
    assert!(
        !live.screen().contains("refused before"),
        "{}",
        live.screen()
    );
}
