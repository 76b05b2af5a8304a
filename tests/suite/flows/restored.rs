//! A write of an earlier run whose profile is not shown in this one.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::event::Event;
use warren::journal::read;
use warren::state::journal::News;
use warren::state::notice::NoticeKind;
use warren::state::overlay::Overlay;
use warren::state::write::can::Refusal;

/// The line that an earlier run left: this was about to be done to this instance of `other`.
fn line(live: &Live, number: u32, action: &str, name: &str) -> String {
    let id = live
        .service("other")
        .edit(|world| world.named(name).unwrap().id.clone());
    let at = jiff::Timestamp::from_millisecond(live.now().wall).unwrap();
    format!(
        "{{\"v\":1,\"id\":\"1-1-{number}\",\"at\":\"{at}\",\"what\":\"send\",\"profile\":\"other\",\
         \"region\":\"cn-north-4\",\"project\":\"p\",\"action\":\"{action}\",\
         \"targets\":[{{\"id\":\"{id}\",\"name\":\"{name}\"}}],\
         \"request\":{{\"method\":\"POST\",\"path\":\"/x\"}}}}\n"
    )
}

/// A session that shows one profile, just told of two writes to another.
async fn told() -> Live {
    let names = ["orders-01", "orders-02"];
    let mut live = Live::with(&names).await;
    live.offer(Setup::with(&names).of("other", "cn-north-4"))
        .await;
    let lines = [
        line(&live, 1, "restart the instances", "orders-01"),
        line(&live, 2, "delete the instance", "orders-02"),
    ];
    let entries = read(&lines).entries;
    live.feed(Event::Journal(News::Unanswered(Ok(entries))));
    live
}

fn is_refused(live: &mut Live, profile: &str, name: &str, key: &str) -> bool {
    live.go_home();
    live.select_in(profile, name);
    live.press(key);
    let refused = match &live.state().overlay {
        Some(Overlay::Refused { reason, .. }) => matches!(reason, Refusal::Unsettled(_)),
        _ => false,
    };
    live.go_home();
    refused
}

#[tokio::test(start_paused = true)]
async fn it_is_said_although_its_profile_is_not_shown() {
    let mut live = told().await;
    let notices = live.state().notices.iter();
    let said = notices.filter(|notice| matches!(notice.said, NoticeKind::Unanswered(_)));
    assert_eq!(said.count(), 2);
    let screen = live.screen();
    assert!(screen.contains("was never seen"), "{screen}");
    // The same name and id in the profile that is shown is another instance.
    assert!(!is_refused(&mut live, "flow", "orders-01", "X"));
    assert!(!is_refused(&mut live, "flow", "orders-02", "D"));
}

#[tokio::test(start_paused = true)]
async fn it_is_locked_when_its_profile_is_shown_later_and_settled_by_what_is_read_then() {
    let mut live = told().await;
    live.pass(Duration::from_secs(60)).await;
    live.show(&["flow", "other"]).await;
    assert!(is_refused(&mut live, "other", "orders-01", "X"));
    assert!(is_refused(&mut live, "other", "orders-02", "D"));
    assert!(!is_refused(&mut live, "flow", "orders-02", "D"));
    live.service("other").edit(|world| {
        let id = world.named("orders-02").unwrap().id.clone();
        world.remove(&id);
    });
    live.until("the delete is seen", |live| {
        live.state().pending.iter().count() == 1
    })
    .await;
    assert!(
        is_refused(&mut live, "other", "orders-01", "X"),
        "until it is released"
    );
}

#[tokio::test(start_paused = true)]
async fn its_lock_outlives_the_time_in_which_its_profile_is_not_shown() {
    let mut live = told().await;
    live.pass_by(Duration::from_secs(20 * 60), Duration::from_secs(1))
        .await;
    assert_eq!(live.state().pending.iter().count(), 2);
    live.show(&["flow", "other"]).await;
    assert!(is_refused(&mut live, "other", "orders-01", "X"));
}
