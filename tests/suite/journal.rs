//! The journal: what a write leaves behind, and what happens when it cannot be written down.

use crate::live::{Live, Setup};
use warren::journal::{Pages, Policy, Target, Verdict, file, read};
use warren::simulator::DEMO_PROJECT_ID;
use warren::state::can::Refusal;
use warren::state::overlay::Overlay;

/// What is in the journal of a session.
fn pages(live: &Live) -> Pages {
    let text = std::fs::read_to_string(live.home.path().join(file::FILE)).unwrap_or_default();
    read(&[&text])
}

/// Takes the journal's place, so that nothing can be written to it.
fn break_the_journal(live: &Live) {
    let path = live.home.path().join(file::FILE);
    let _ = std::fs::remove_file(&path);
    std::fs::create_dir(path).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_write_is_in_the_journal_with_its_target_its_request_and_its_answer() {
    let mut live = Live::with(&["orders-01"]).await;
    let id = live.key("orders-01").id.to_string();
    live.delete("orders-01");
    live.until("it is gone", Live::settled).await;
    let pages = pages(&live);
    let [entry] = pages.entries.as_slice() else {
        panic!("{pages:?}")
    };
    let attempt = &entry.attempt;
    assert_eq!(
        (attempt.action.as_str(), attempt.targets.as_slice()),
        (
            "delete the instance",
            [Target {
                id: Some(id.clone()),
                name: "orders-01".into()
            }]
            .as_slice()
        )
    );
    let path = format!("/v2/{DEMO_PROJECT_ID}/instances/{id}");
    assert_eq!(
        (
            attempt.request.method.as_str(),
            attempt.request.path.as_str()
        ),
        ("DELETE", path.as_str())
    );
    let outcome = entry.outcome.as_ref().unwrap();
    assert_eq!(
        (outcome.result, outcome.status, pages.unreadable),
        (Verdict::Accepted, Some(204), 0)
    );
    assert!(outcome.request_id.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_creation_leaves_the_id_of_the_new_instance() {
    let mut live = Live::with(&["orders-01"]).await;
    live.create_like("orders-01", "orders-07", "Rabbit-9-mq")
        .await;
    live.until("it is settled", Live::settled).await;
    let id = live.key("orders-07").id.to_string();
    let pages = pages(&live);
    let outcome = pages.entries[0].outcome.as_ref();
    assert_eq!(
        outcome.and_then(|outcome| outcome.created.clone()),
        Some(id)
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_write_leaves_the_code_and_the_request_id() {
    let mut setup = Setup::with(&["orders-01"]);
    setup = setup.faults(&["403@delete_instance"]);
    let mut live = setup.start().await;
    live.listed().await;
    live.delete("orders-01");
    live.until("it is refused", Live::settled).await;
    let pages = pages(&live);
    let outcome = pages.entries[0].outcome.as_ref().unwrap();
    assert_eq!(
        (outcome.result, outcome.status),
        (Verdict::Refused, Some(403))
    );
    assert!(outcome.code.is_some() && outcome.request_id.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_required_journal_that_breaks_stops_the_write_before_it_is_sent() {
    let mut setup = Setup::with(&["orders-01"]);
    setup.journal = Policy::Required;
    let mut live = setup.start().await;
    live.listed().await;
    // Nobody has noticed yet: the executor does.
    break_the_journal(&live);
    live.delete("orders-01");
    live.until("it is refused", Live::settled).await;
    assert_eq!(live.writes().len(), 0);
    assert!(live.state().journal.trouble.is_some());
    // From now on the dialog does not even open.
    live.go_home();
    live.press("D");
    assert!(matches!(
        &live.state().overlay,
        Some(Overlay::Refused {
            reason: Refusal::NoJournal(_),
            ..
        })
    ));
}

#[tokio::test(start_paused = true)]
async fn without_a_journal_it_is_asked_again_with_a_warning_and_then_goes() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    break_the_journal(&live);
    live.delete("orders-01");
    live.until("it comes back", Live::settled).await;
    assert_eq!(
        live.writes().len(),
        0,
        "nobody knew that it goes unrecorded"
    );
    assert!(
        live.screen().contains("Not written down"),
        "{}",
        live.dump()
    );
    live.pass(std::time::Duration::from_secs(1)).await;
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is gone", Live::settled).await;
    assert_eq!(live.writes().len(), 1);
    live.go_home();
    live.select("orders-02");
    live.press("D");
    assert!(live.screen().contains("Not written down: "));
}
