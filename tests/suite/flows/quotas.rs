//! How much of what a project may have is used: in the form for a new instance, and all of it.

use crate::live::{Live, Setup};
use warren::state::form::Field;
use warren::state::overlay::Overlay;

/// The form for an instance like this one, once the service was asked what it has to know.
async fn create_like(live: &mut Live, name: &str) {
    live.select(name);
    live.press("C");
    live.until("the choices are there", |live| {
        let known = &live.profile().known;
        known.catalogue().known.is_some() && known.quotas().is_answered()
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_form_for_a_new_instance_says_how_many_there_can_be() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.simulator().edit(|world| world.set_quota(50));
    create_like(&mut live, "orders-01").await;
    assert!(
        live.screen().contains("2 of 50 instances"),
        "{}",
        live.screen()
    );
    live.press("esc :");
    live.type_text("lang zh-CN");
    live.press("enter C");
    let screen = live.screen().replace(' ', "");
    assert!(screen.contains("已有2个实例，配额50个"), "{screen}");
}

#[tokio::test(start_paused = true)]
async fn a_quota_that_is_used_up_keeps_the_form_from_its_review() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.simulator().edit(|world| world.set_quota(2));
    create_like(&mut live, "orders-01").await;
    live.fill(Field::Name, "orders-07");
    live.fill(Field::Password, "Canary-77");
    live.fill(Field::Repeat, "Canary-77");
    live.go_to(Field::Review);
    live.press("enter");
    assert!(matches!(live.state().overlay, Some(Overlay::Form(_))));
    assert!(live.screen().contains("DMS.00400035"), "{}", live.screen());
    assert!(live.writes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_service_without_quotas_costs_what_they_say_and_nothing_else() {
    for fault in ["404@list_quotas", "403@list_quotas"] {
        let mut live = Setup::with(&["orders-01"]).faults(&[fault]).start().await;
        live.listed().await;
        create_like(&mut live, "orders-01").await;
        assert!(!live.screen().contains(" instances"), "{}", live.screen());
        live.fill(Field::Name, "orders-07");
        live.fill(Field::Password, "Canary-77");
        live.fill(Field::Repeat, "Canary-77");
        live.review();
        assert!(matches!(live.state().overlay, Some(Overlay::Confirm(_))));
        assert!(
            live.state().notices.is_empty(),
            "{:?}",
            live.state().notices
        );
    }
}

#[tokio::test(start_paused = true)]
async fn all_quotas_are_a_text_that_says_where_it_stands() {
    let mut live = Live::with(&["orders-01"]).await;
    live.press("g q");
    assert!(live.screen().contains("reading"), "{}", live.screen());
    live.until("they are there", |live| {
        live.profile().known.quotas().known.is_some()
    })
    .await;
    let screen = live.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let place = lines
        .iter()
        .position(|line| line.contains("flow / cn-north-4"));
    let below = lines[place.unwrap() + 1];
    assert!(below.contains("rabbitmqInstance"), "no gap: {screen}");
    for line in [
        "rabbitmqInstance",
        "1 / 100",
        "kafkaInstance",
        "0 / 100",
        "tags",
        "20",
    ] {
        assert!(screen.contains(line), "{line}: {screen}");
    }
    let mut denied = Setup::with(&["orders-01"])
        .faults(&["403@list_quotas"])
        .start()
        .await;
    denied.listed().await;
    denied.press("g q");
    denied
        .until("it was denied", |live| {
            live.profile().known.quotas().failure.is_some()
        })
        .await;
    assert!(
        denied.screen().contains("could not list the quotas"),
        "{}",
        denied.screen()
    );
}
