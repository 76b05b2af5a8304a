//! A day's work: look, switch a plug-in, create, delete.

use crate::live::Live;
use std::time::Duration;
use warren::state::pending::Ended;
use warren::state::row::Presence;

#[tokio::test(start_paused = true)]
async fn the_list_arrives_and_stays_fresh() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    assert_eq!(live.names(), ["orders-01", "orders-02"]);
    live.pass(Duration::from_secs(60)).await;
    let asked = live.requests();
    let lists = asked.iter().filter(|one| one.path.ends_with("/instances"));
    assert_eq!(lists.count(), 13, "one at once, one every five seconds");
    assert!(live.state().now.since(live.row("orders-01").unwrap().seen) <= Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn deleting_by_typed_name_is_followed_until_the_service_says_404() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.select("orders-01");
    let id = live.service_id("orders-01").unwrap();
    live.press("D");
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is accepted", |live| {
        live.said().contains(&Ended::Accepted)
    })
    .await;
    assert_eq!(live.names(), ["orders-01", "orders-02"], "not gone yet");
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said(), [Ended::Sent, Ended::Accepted, Ended::Done]);
    assert_eq!(live.service_id("orders-01"), None);
    assert_eq!(live.row("orders-01").unwrap().presence, Presence::Gone);
    let sent: Vec<String> = live.writes().iter().map(|one| one.line()).collect();
    let path = format!(
        "DELETE /v2/{}/instances/{id}",
        warren::simulator::DEMO_PROJECT_ID
    );
    assert_eq!(sent, [path]);
}
