//! A defect of warren itself ends one piece of work: it is said, and the work goes on.

use crate::live::{Live, Setup, faults};
use std::time::Duration;
use warren::api::{ErrorKind, Operation};
use warren::event::{Event, Reply};
use warren::state::notice::NoticeKind;
use warren::state::query::QueryAnswer;

fn setup(planted: fn(&Event) -> bool) -> Setup {
    Setup {
        planted: Some(planted),
        ..Setup::with(&["orders-01", "orders-02"])
    }
}

fn reply(event: &Event) -> Option<&Reply> {
    match event {
        Event::Answer(answer) => Some(&answer.reply),
        _ => None,
    }
}

/// What was attempted and broke off, as it was said, oldest first.
fn broken_off(live: &Live) -> Vec<Operation> {
    let notices = live.state().notices.iter();
    let mut said: Vec<Operation> = notices
        .filter_map(|notice| match &notice.said {
            NoticeKind::ReadFailed(error) if error.kind == ErrorKind::Defect => {
                Some(error.attempted)
            }
            _ => None,
        })
        .collect();
    said.reverse();
    said
}

fn plugin_reads(live: &Live) -> usize {
    let requests = live.requests();
    let plugins = requests.iter().filter(|one| one.path.ends_with("/plugins"));
    plugins.count()
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_something_is_read_is_a_failure_of_that_and_it_is_read_again() {
    let mut live =
        setup(|event| matches!(reply(event), Some(Reply::Read(QueryAnswer::Plugins(..)))))
            .start()
            .await;
    live.listed().await;
    live.press("enter 4");
    live.until("it is said", |live| !broken_off(live).is_empty())
        .await;
    let screen = live.screen();
    assert!(screen.contains("warren itself failed"), "{screen}");
    live.until("the plug-ins are there", |live| {
        let key = live.key("orders-01");
        let detail = live.state().details.get(&key);
        detail.is_some_and(|detail| detail.known.plugins().value().is_some())
    })
    .await;
    assert_eq!(broken_off(&live), [Operation::ListPlugins]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_the_list_is_read_is_said_and_the_list_is_read_again() {
    let mut live = setup(|event| matches!(reply(event), Some(Reply::Page(..))))
        .start()
        .await;
    live.until("it is said", |live| !broken_off(live).is_empty())
        .await;
    let screen = live.screen();
    assert!(screen.contains("warren itself failed"), "{screen}");
    live.listed().await;
    assert_eq!(live.names(), ["orders-01", "orders-02"]);
    assert_eq!(live.profile().failure(), None);
    assert_eq!(broken_off(&live), [Operation::ListInstances]);
}

#[tokio::test(start_paused = true)]
async fn after_a_panic_of_the_poller_it_says_so_and_reads_on_what_was_looked_at() {
    let mut live = setup(|event| matches!(reply(event), Some(Reply::Refusals(1..))))
        .start()
        .await;
    live.listed().await;
    live.press("enter 4");
    live.until("the plug-ins are read", |live| plugin_reads(live) > 0)
        .await;
    // The poller itself says how often the key was refused: there it breaks down.
    live.simulator().set_faults(faults(&["401"]));
    live.press("r");
    live.until("it is said", |live| !broken_off(live).is_empty())
        .await;
    assert_eq!(broken_off(&live), [Operation::ListInstances]);
    live.simulator().set_faults(Vec::new());
    live.pass(Duration::from_secs(2)).await;
    live.press("A");
    let before = plugin_reads(&live);
    live.until("what is looked at is read again", |live| {
        plugin_reads(live) > before && live.profile().failure().is_none()
    })
    .await;
    assert_eq!(live.profile().sign_in.refusals, 0);
}
