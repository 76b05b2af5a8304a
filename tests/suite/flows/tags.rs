//! Editing the tags of an instance.

use crate::live::Live;
use serde_json::{Value, json};
use warren::api::v2::TagVerb;
use warren::state::overlay::Overlay;
use warren::state::write::mutation::MutationKind;
use warren::state::write::pending::{Conflict, WriteStatus};

const BEFORE: [(&str, &str); 3] = [("env", "test"), ("team", "a"), ("tier", "2")];
const AFTER: [(&str, &str); 3] = [("env", "prod"), ("tier", "2"), ("owner", "shop")];
/// What is there when only the first of the two requests took effect.
const HALF: [(&str, &str); 4] = [
    ("env", "prod"),
    ("team", "a"),
    ("tier", "2"),
    ("owner", "shop"),
];

fn pairs(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    tags.iter().map(pair).collect()
}

fn put(live: &Live, tags: &[(&str, &str)]) {
    live.simulator().edit(|world| {
        let id = world.named("orders-01").unwrap().id.clone();
        world.instance_mut(&id).unwrap().tags = pairs(tags);
    });
}

/// The tags as the row shows them.
fn shown(live: &Live) -> Vec<(String, String)> {
    let row = live.row("orders-01").unwrap();
    let tags = row.instance.tags.iter();
    tags.map(|tag| (tag.key.clone(), tag.value.clone()))
        .collect()
}

fn lines(live: &Live) -> Vec<String> {
    match &live.state().overlay {
        Some(Overlay::Form(form)) => {
            let fields = form.fields().into_iter();
            let texts = fields.filter_map(|field| form.values().text_field(field));
            texts.map(|text| text.text().to_owned()).collect()
        }
        other => panic!("no editor but {other:?}\n{}", live.dump()),
    }
}

fn bodies(live: &Live) -> Vec<Value> {
    let writes = live.writes();
    let bodies = writes
        .iter()
        .map(|write| serde_json::from_str(&write.body).unwrap());
    bodies.collect()
}

/// The editor with one tag changed, one removed and one added, and its review in front.
async fn reviewed() -> Live {
    let mut live = Live::with(&["orders-01"]).await;
    put(&live, &BEFORE);
    live.until("the tags are listed", |live| shown(live) == pairs(&BEFORE))
        .await;
    live.select("orders-01");
    live.press("T ctrl-u");
    live.type_text("env=prod");
    live.press("tab ctrl-u tab tab");
    live.type_text("owner=shop");
    live.press("tab tab enter");
    let asked = matches!(live.state().overlay, Some(Overlay::Confirm(_)));
    assert!(asked, "{}", live.dump());
    live
}

#[tokio::test(start_paused = true)]
async fn tags_are_added_changed_and_removed_at_once_and_then_shown() {
    let mut live = reviewed().await;
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    let tag = |key: &str, value: &str| json!({ "key": key, "value": value });
    assert_eq!(
        bodies(&live),
        [
            json!({ "action": "create", "tags": [tag("env", "prod"), tag("owner", "shop")] }),
            json!({ "action": "delete", "tags": [tag("team", "a")] }),
        ]
    );
    assert_eq!(shown(&live), pairs(&AFTER));
    assert!(live.state().drafts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_when_somebody_else_changed_the_tags() {
    let mut live = reviewed().await;
    put(&live, &[("env", "demo")]);
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;
    let changed = WriteStatus::NotSentChanged(Conflict::Differs(MutationKind::Tags));
    assert_eq!(live.said().last(), Some(&changed));
    assert_eq!(live.writes().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_the_second_request_did_not_do_comes_back_in_the_editor() {
    let mut live = reviewed().await;
    live.set_faults(&["403@change_tags:after=1"]);
    live.answer_question("tab enter").await;
    live.until("the second request failed", |live| {
        matches!(
            live.said().last(),
            Some(WriteStatus::Partly(TagVerb::Create, Some(_)))
        )
    })
    .await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(shown(&live), pairs(&HALF));
    assert_eq!(lines(&live), ["env=prod", "", "tier=2", "owner=shop", ""]);
    live.set_faults(&[]);
    live.press("pgdn pgdn enter");
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(shown(&live), pairs(&AFTER));
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_settled_by_reading_the_tags_again() {
    let mut live = reviewed().await;
    live.set_faults(&["lost@change_tags:first=1"]);
    live.answer_question("tab enter").await;
    live.until("its answer is lost", |live| {
        matches!(live.said().last(), Some(WriteStatus::Unknown(_)))
    })
    .await;
    live.until("it is settled", Live::settled).await;
    let partly = WriteStatus::Partly(TagVerb::Create, None);
    assert_eq!(live.said().last(), Some(&partly));
    assert_eq!(live.writes().len(), 1);
    assert_eq!(shown(&live), pairs(&HALF));
    live.press("T");
    assert_eq!(lines(&live), ["env=prod", "", "tier=2", "owner=shop", ""]);
}
