//! Ordering by the month or year: from the form to the running instance, and what is said while
//! the order is not through.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::findings::{Presence, Severity};
use warren::model::{Billing, Status};
use warren::state::form::Field;
use warren::state::notice::NoticeKind;
use warren::state::overlay::Overlay;
use warren::state::write::can::Refusal;
use warren::state::write::pending::{Payment, WriteStatus};

const PASSWORD: &str = "Canary-77";

/// Fills a form like orders-01 in for an order of one month of orders-07, and leaves it at its
/// review.
async fn review(live: &mut Live, payment: Payment) {
    live.select("orders-01");
    live.press("C");
    live.until("the choices are there", |live| {
        live.profile().known.catalogue().known.is_some()
    })
    .await;
    live.fill(Field::Name, "orders-07");
    live.fill(Field::Password, PASSWORD);
    live.fill(Field::Repeat, PASSWORD);
    live.go_to(Field::Charging);
    live.press("right");
    if payment == Payment::ByItself {
        live.go_to(Field::Pay);
        live.press("space");
    }
    live.review();
}

/// Whether the service shows the instance to anybody.
fn is_there(live: &Live) -> bool {
    live.service_id("orders-07").is_some()
}

/// Whether anything was said to be gone.
fn says_gone(live: &Live) -> bool {
    let mut notices = live.state().notices.iter();
    notices.any(|notice| matches!(notice.said, NoticeKind::Gone { .. }))
}

#[tokio::test(start_paused = true)]
async fn an_order_that_pays_itself_is_followed_until_its_instance_runs() {
    let mut live = Live::with(&["orders-01"]).await;
    review(&mut live, Payment::ByItself).await;
    let shown = live.screen();
    assert!(shown.contains("order by the month or year"), "{shown}");
    live.answer_question("tab enter").await;
    live.until("it is ordered", |live| live.said().len() == 2)
        .await;
    let ordered = WriteStatus::Ordered(Payment::ByItself);
    assert_eq!(live.said(), [WriteStatus::Sent, ordered.clone()]);
    let row = live.row("orders-07").unwrap();
    assert_eq!(
        (row.presence, row.severity()),
        (Presence::Ordered, Severity::Moving)
    );
    assert_eq!(row.instance.billing, Some(Billing::Prepaid));
    assert_eq!(row.instance.status, None, "it is not even being created");
    let shown = live.screen();
    assert!(
        shown.contains("ordered, being processed: create orders-07"),
        "{shown}"
    );
    // Opened meanwhile, its detail is answered 404: that is no deletion.
    live.open("orders-07", "1");
    live.pass(Duration::from_secs(5)).await;
    assert!(!is_there(&live));
    let shown = live.screen();
    assert!(shown.contains("create being processed"), "{shown}");
    assert_eq!(live.row("orders-07").unwrap().presence, Presence::Ordered);
    live.until("it is settled", Live::settled).await;
    assert_eq!(
        live.said(),
        [
            WriteStatus::Sent,
            ordered,
            WriteStatus::Accepted,
            WriteStatus::Done
        ]
    );
    assert_eq!(live.status("orders-07"), Some(Status::Running));
    assert!(!says_gone(&live));
    let writes = live.writes();
    let body: serde_json::Value = serde_json::from_str(&writes[0].body).unwrap();
    assert_eq!(writes.len(), 1);
    assert_eq!(
        body["bss_param"],
        serde_json::json!({
            "is_auto_renew": false, "charging_mode": "prePaid", "is_auto_pay": true,
            "period_type": "month", "period_num": 1,
        })
    );
}

#[tokio::test(start_paused = true)]
async fn an_unpaid_order_says_to_pay_it_and_is_neither_gone_nor_done() {
    let mut live = Live::with(&["orders-01"]).await;
    review(&mut live, Payment::ByHand).await;
    live.answer_question("tab enter").await;
    live.until("it is ordered", |live| live.said().len() == 2)
        .await;
    let ordered = WriteStatus::Ordered(Payment::ByHand);
    let shown = live.screen();
    assert!(
        shown.contains("the order in the billing console"),
        "{shown}"
    );
    live.pass(Duration::from_secs(120)).await;
    assert_eq!(live.said(), [WriteStatus::Sent, ordered.clone()]);
    let row = live.row("orders-07").unwrap();
    assert_eq!(row.presence, Presence::Ordered);
    assert!(!row.is_stale(live.state().now));
    live.go_home();
    live.select("orders-07");
    let shown = live.screen();
    assert!(shown.contains("create unpaid"), "{shown}");
    live.press("D");
    let Some(Overlay::Refused { reason, .. }) = &live.state().overlay else {
        panic!("{}", live.dump());
    };
    assert_eq!(*reason, Refusal::Ordered);
    live.press("esc");
    // Somebody pays it in the console.
    live.simulator().edit(|world| {
        let id = world.ordered("orders-07").unwrap().to_owned();
        world.pay(&id);
    });
    live.until("it is settled", Live::settled).await;
    assert_eq!(
        live.said(),
        [
            WriteStatus::Sent,
            ordered,
            WriteStatus::Accepted,
            WriteStatus::Done
        ]
    );
    assert!(!says_gone(&live));
}

#[tokio::test(start_paused = true)]
async fn an_order_that_is_never_paid_is_given_up_and_still_not_said_to_be_gone() {
    let mut live = Live::with(&["orders-01"]).await;
    review(&mut live, Payment::ByHand).await;
    live.answer_question("tab enter").await;
    live.until("it is ordered", |live| live.said().len() == 2)
        .await;
    live.pass_by(Duration::from_secs(51 * 60), Duration::from_secs(5))
        .await;
    assert_eq!(
        live.said(),
        [
            WriteStatus::Sent,
            WriteStatus::Ordered(Payment::ByHand),
            WriteStatus::OrderGaveUp
        ]
    );
    assert!(live.settled());
    assert_eq!(live.row("orders-07").unwrap().presence, Presence::Ordered);
    assert!(!says_gone(&live));
}

#[tokio::test(start_paused = true)]
async fn an_order_whose_answer_was_lost_is_found_or_stays_unknown_but_never_not_taken() {
    for payment in [Payment::ByItself, Payment::ByHand] {
        let mut setup = Setup::with(&["orders-01"]);
        setup.timeout = Duration::from_secs(5);
        let mut live = setup.start().await;
        live.listed().await;
        live.set_faults(&["lost@create_instance"]);
        review(&mut live, payment).await;
        live.answer_question("tab enter").await;
        live.until("the answer is lost", |live| live.said().len() == 2)
            .await;
        assert!(matches!(live.said()[1], WriteStatus::OrderUnknown(_)));
        let shown = live.screen();
        assert!(shown.contains("an order may be waiting"), "{shown}");
        live.pass(Duration::from_secs(90)).await;
        let last = live.said().pop().unwrap();
        match payment {
            Payment::ByItself => assert_eq!(last, WriteStatus::Done),
            Payment::ByHand => assert!(matches!(last, WriteStatus::OrderUnknown(_)), "{last:?}"),
        }
        assert_eq!(live.writes().len(), 1, "nothing is ordered twice");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_ordered_can_be_neither_deleted_nor_resized_from_the_menu() {
    let mut live = Live::with(&["orders-01"]).await;
    review(&mut live, Payment::ByItself).await;
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;
    live.go_home();
    live.select("orders-07");
    for key in ["D", "R"] {
        live.press("a");
        live.press(key);
        let Some(Overlay::Refused { reason, .. }) = &live.state().overlay else {
            panic!("{key}: {}", live.dump());
        };
        assert_eq!(*reason, Refusal::Prepaid, "{key}");
        live.press("esc");
    }
    assert_eq!(live.writes().len(), 1);
}
