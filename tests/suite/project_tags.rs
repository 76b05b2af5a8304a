//! Tags that are in use in the project, in the completion of the filter and the editor of tags:
//! when they are asked for, and that what no listed instance has is offered, too.

use crate::desk::{Desk, error, instance, scope};
use crate::live::{Live, Setup};
use std::time::Duration;
use warren::api::v2::ProjectTag;
use warren::api::{ErrorKind, Rows};
use warren::model::{ApiVersion, Scope, Tag};
use warren::simulator::DEMO_PROJECT_ID;
use warren::state::query::{Query, QueryAnswer};
use warren::state::remote::ReadState;

const MINUTE: Duration = Duration::from_secs(60);

fn found(key: &str, value: &str) -> QueryAnswer {
    let rows = vec![ProjectTag {
        key: key.into(),
        values: vec![value.into()],
    }];
    QueryAnswer::ProjectTags(Ok(Rows {
        rows,
        ..Rows::default()
    }))
}

/// Where tags of the project are to be read now.
fn wanted(desk: &Desk) -> Vec<Scope> {
    let wants = desk.state.interest().wants.into_iter();
    let tags = wants.filter(|want| want.query == Query::ProjectTags);
    tags.map(|want| want.scope).collect()
}

#[test]
fn they_are_read_once_for_an_open_filter_and_no_sooner_than_in_five_minutes_again() {
    let mut desk = Desk::with(&["orders-01"]);
    assert_eq!(wanted(&desk), [], "nothing completes yet");
    desk.press("/");
    assert_eq!(wanted(&desk), [scope()]);
    desk.press("esc");
    assert_eq!(wanted(&desk), [], "nothing completes any more");
    desk.press("/");
    desk.answer(found("owner", "shop"));
    assert_eq!(wanted(&desk), []);
    desk.press("esc");
    desk.wait(4 * MINUTE);
    desk.press("/");
    assert_eq!(wanted(&desk), [], "known for four minutes");
    desk.wait(MINUTE);
    assert_eq!(wanted(&desk), [scope()]);
}

#[test]
fn a_refusal_stands_for_five_minutes_and_a_lost_connection_only_until_the_next_opening() {
    let mut desk = Desk::with(&["orders-01"]);
    for (kind, again) in [
        (ErrorKind::Unreachable, vec![scope()]),
        (ErrorKind::Throttled, vec![]),
        (ErrorKind::Forbidden, vec![]),
    ] {
        desk.press("/");
        desk.answer(QueryAnswer::ProjectTags(Err(error(kind))));
        desk.press("esc /");
        assert_eq!(wanted(&desk), again, "{kind:?}");
        desk.press("esc");
    }
    assert_eq!(desk.state.notices.iter().count(), 0, "and nothing rings");
    desk.wait(5 * MINUTE);
    desk.press("/");
    assert_eq!(wanted(&desk), [scope()], "a permission may have been given");
}

#[test]
fn a_version_without_the_call_is_not_asked() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.state.profiles.iter_mut().next().unwrap().context.api = ApiVersion::V1;
    desk.press("/");
    assert_eq!(wanted(&desk), []);
}

#[test]
fn the_editor_of_tags_asks_in_the_project_of_its_instance() {
    let mut desk = Desk::with(&["orders-01"]);
    let mut other = desk.profile().context.clone();
    other.scope = Scope::new("other", "eu-west-101");
    desk.state.profiles.add(other.clone());
    desk.press("T");
    assert_eq!(wanted(&desk), [scope()]);
    desk.press("esc /");
    assert_eq!(wanted(&desk), [scope(), other.scope.clone()]);
    let there = desk.state.interest().within(&other.scope);
    let tags = there
        .wants
        .iter()
        .filter(|want| want.query == Query::ProjectTags);
    assert_eq!(tags.count(), 1);
}

#[test]
fn what_arrives_while_the_filter_is_typed_is_offered_without_another_key() {
    let mut desk = Desk::with(&[]);
    let mut orders = instance("orders-01");
    orders.tags = vec![Tag {
        key: "env".into(),
        value: "prod".into(),
    }];
    desk.list(vec![orders]);
    desk.press("/");
    desk.type_text("tag:");
    desk.answer(found("owner", "shop"));
    let line = desk.state.filter_field.as_ref().unwrap();
    assert_eq!(line.offers().0, ["tag:env", "tag:owner"]);
}

/// Reads of the tags of the project so far.
fn reads(live: &Live) -> usize {
    let path = format!("/v2/{DEMO_PROJECT_ID}/rabbitmq/tags");
    let requests = live.requests();
    requests.iter().filter(|one| one.path == path).count()
}

/// An instance that is listed and has no tags, and one that is not listed and has one.
async fn with_a_tag_out_of_sight(api: ApiVersion) -> Live {
    let mut setup = Setup::with(&["orders-01", "hidden-01"]);
    setup.api = api;
    let mut live = setup.start().await;
    live.simulator().edit(|world| {
        for (name, tags) in [
            ("orders-01", vec![]),
            ("hidden-01", vec![("owner".to_owned(), "shop".to_owned())]),
        ] {
            let id = world.named(name).unwrap().id.clone();
            let instance = world.instance_mut(&id).unwrap();
            instance.tags = tags;
            instance.listed = name == "orders-01";
        }
    });
    live.listed().await;
    live
}

fn completed(live: &Live) -> &str {
    let line = live.state().filter_field.as_ref();
    line.map_or("", |line| line.text())
}

#[tokio::test(start_paused = true)]
async fn a_tag_that_no_listed_instance_has_is_completed_and_suggested() {
    let mut live = with_a_tag_out_of_sight(ApiVersion::V2).await;
    assert_eq!((live.names(), reads(&live)), (vec!["orders-01".into()], 0));
    live.press("/");
    live.type_text("tag:");
    live.settle().await;
    live.press("tab");
    live.type_text("=");
    live.press("tab");
    assert_eq!(completed(&live), "tag:owner=shop");
    live.press("esc");
    live.select("orders-01");
    live.press("T enter");
    let screen = live.screen();
    assert!(screen.contains("> owner=shop"), "{screen}");
    live.press("enter");
    let screen = live.screen();
    assert!(screen.contains("+ added       [ owner=shop"), "{screen}");
    live.pass_by(2 * MINUTE, Duration::from_secs(1)).await;
    assert_eq!(reads(&live), 1, "known for both");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_asked_for_once_and_said_in_the_editor() {
    let mut live = with_a_tag_out_of_sight(ApiVersion::V2).await;
    live.set_faults(&["403@list_project_tags"]);
    for _ in 0..3 {
        live.press("/");
        live.type_text("tag:");
        live.pass(Duration::from_secs(3)).await;
        live.press("tab");
        assert_eq!(completed(&live), "tag:");
        live.press("esc");
    }
    live.select("orders-01");
    live.press("T");
    live.pass(Duration::from_secs(1)).await;
    assert_eq!(reads(&live), 1);
    let scope = live.profile().scope().clone();
    let standing = live.state().offers(&scope).tags_state();
    assert!(matches!(standing, ReadState::Failed(_)), "{standing:?}");
    let screen = live.screen();
    assert!(
        screen.contains("denied: Needs dms:instance:get"),
        "{screen}"
    );
}

#[tokio::test(start_paused = true)]
async fn v1_is_sent_no_request_for_tags() {
    let mut live = with_a_tag_out_of_sight(ApiVersion::V1).await;
    live.press("/");
    live.type_text("tag:");
    live.pass(Duration::from_secs(10)).await;
    assert_eq!(completed(&live), "tag:");
    let asked = live.requests();
    assert!(
        asked.iter().all(|one| !one.path.contains("tags")),
        "{asked:?}"
    );
}
