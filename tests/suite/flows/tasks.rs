//! Tasks of a span of time, and one by itself, over HTTP.

use crate::live::Live;
use std::time::Duration;
use warren::simulator::Logged;
use warren::state::span::Span;

/// Tasks of the open instance in a span, once they are known.
fn known(live: &Live, span: Span) -> Option<usize> {
    let listed = live.detail().known.tasks(&span).value();
    listed.map(|list| list.tasks.len())
}

/// Reads of one thing about an instance so far.
fn reads(live: &Live, end: &str) -> Vec<Logged> {
    let mut requests = live.requests();
    requests.retain(|one| one.method == "GET" && one.path.ends_with(end));
    requests
}

#[tokio::test(start_paused = true)]
async fn the_last_hour_has_the_task_that_just_began_and_then_no_more() {
    let mut live = Live::with(&["orders-01"]).await;
    live.switch_plugin("orders-01", "rabbitmq_shovel").await;
    live.until("it is settled", Live::settled).await;
    live.press("5");
    live.until("its task is known", |live| {
        known(live, Span::All) == Some(1)
    })
    .await;
    live.press("f up up up enter");
    live.until("the hour is read", |live| {
        known(live, Span::Hour) == Some(1)
    })
    .await;
    let asked = reads(&live, "/tasks").pop().unwrap();
    assert!(asked.query.contains("begin_time=20"), "{asked:?}");
    assert!(!asked.query.contains("end_time"), "{asked:?}");
    live.press("enter");
    live.until("the task is read by itself", |live| {
        let one = live.detail().known.single_task();
        one.is_some_and(|task| task.value().is_some())
    })
    .await;
    let id = live.detail().task_ids(Span::Hour)[0].clone();
    assert!(!reads(&live, &format!("/tasks/{id}")).is_empty());
    let long = Duration::from_secs(3_600);
    live.pass_by(long, Duration::from_secs(5)).await;
    live.until("the hour is over", |live| {
        known(live, Span::Hour) == Some(0)
    })
    .await;
    let screen = live.screen();
    assert!(screen.contains("modifyInstancePlugins"), "{screen}");
    assert!(!screen.contains("gone"), "{screen}");
    live.press("esc");
    let screen = live.screen();
    assert!(
        screen.contains("No task began in the last hour."),
        "{screen}"
    );
}
