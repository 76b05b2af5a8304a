//! The first screen while the list is awaited: what is asked of whom, since when, and what came of
//! it so far.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::state::notice::NoticeKind;

async fn behind(fault: &str) -> Live {
    let mut live = Setup::with(&["orders-01"]).faults(&[fault]).start().await;
    live.settle().await;
    live
}

/// Whether this is on screen, however its lines are broken.
fn shows(live: &mut Live, text: &str) -> bool {
    let screen = live.screen();
    let words: Vec<&str> = screen
        .split(['│', ' ', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").contains(text)
}

#[tokio::test(start_paused = true)]
async fn a_service_that_hangs_is_said_to_have_been_asked_since_when() {
    let mut live = behind("hang@list_instances").await;
    assert!(shows(&mut live, "0 s ago"), "{}", live.screen());
    live.pass(Duration::from_secs(12)).await;
    for said in ["to list instances 12 s ago.", "No answer yet."] {
        assert!(shows(&mut live, said), "{}", live.screen());
    }
    assert!(live.state().next_change().is_some(), "the seconds count");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_asked_too_often_says_when_it_is_asked_again() {
    let mut live = behind("429=18@list_instances:first=1").await;
    live.pass(Duration::from_secs(2)).await;
    assert!(shows(&mut live, "Next try in 16 s."), "{}", live.screen());
    assert!(shows(&mut live, "429 APIGW.0308"), "{}", live.screen());
    let listed: Vec<_> = live.state().notices.iter().collect();
    let [only] = listed.as_slice() else {
        panic!("{listed:?}");
    };
    assert!(matches!(&only.said, NoticeKind::ReadFailed(error) if error.status == Some(429)));
    assert!(only.dismissed, "the screen itself says so");
    live.pass(Duration::from_secs(17)).await;
    assert!(live.selected().is_some(), "{}", live.screen());
    assert!(live.state().notices.iter().all(|notice| notice.over));
}
