//! Who gets in, and as whom.

use super::node::{PASSWORD, USER};
use super::on_each;
use super::shared::broker;
use super::version::Version;
use serde_json::json;
use warren::api::management::{
    History, ListNodes, ListQueues, ListUsers, ManagementError, PageOf, ShowOverview, WhoAmI,
};
use warren::model::broker::UserTag;

on_each! {
    a_broker_says_who_asks_what_it_is_and_how_its_nodes_are
    the_kinds_of_401_are_told_apart
    what_a_user_of_each_tag_sees_is_told_as_that
}

async fn a_broker_says_who_asks_what_it_is_and_how_its_nodes_are(version: Version) {
    let Some(node) = broker(version).await else {
        return;
    };
    let client = node.client();
    let me = client.ask(&WhoAmI).await.unwrap().value;
    assert_eq!((me.name.as_str(), me.administers()), (USER, true));
    let whole = ShowOverview {
        history: History::None,
    };
    let whole = client.ask(&whole).await.unwrap().value;
    assert_eq!(whole.version.as_deref(), Some(node.full_version()));
    assert!(whole.has_statistics);
    let mut listeners = whole.listeners.iter();
    let amqp = listeners.find(|one| one.protocol == "amqp").unwrap();
    assert_eq!(
        (amqp.node.as_str(), amqp.tls),
        ("warren@localhost", Some(false))
    );
    let nodes = client.ask(&ListNodes).await.unwrap().value;
    assert_eq!((nodes.unidentified, nodes.unreadable.len()), (0, 0));
    let [one] = nodes.rows.as_slice() else {
        panic!("{nodes:?}");
    };
    assert_eq!(one.name, "warren@localhost");
    assert_eq!(one.running, Some(true));
    assert!(one.memory_used > Some(1 << 20) && one.memory_limit > one.memory_used);
    assert!(one.disk_free > one.disk_free_limit);
    // Newer ones do not count sockets, which is not 0 of them.
    let counted = matches!(version, Version::V3_8 | Version::V3_10);
    assert_eq!(one.sockets_total.is_some(), counted);
    let management = "rabbitmq_management".to_owned();
    assert!(one.plugins.contains(&management));
}

async fn the_kinds_of_401_are_told_apart(version: Version) {
    let Some(node) = broker(version).await else {
        return;
    };
    node.user("nobody", "").await;
    node.user("clerk", "management").await;
    let wrong = node.client_of(USER, "wrong").ask(&WhoAmI).await;
    assert_eq!(wrong, Err(ManagementError::LoginFailed));
    let unknown = node.client_of("ghost", PASSWORD).ask(&WhoAmI).await;
    assert_eq!(unknown, Err(ManagementError::LoginFailed));
    let untagged = node.client_of("nobody", PASSWORD).ask(&WhoAmI).await;
    let lacks = |tag| ManagementError::LacksTag(tag);
    assert_eq!(untagged.unwrap_err(), lacks(UserTag::Management));
    let clerk = node.client_of("clerk", PASSWORD);
    assert!(clerk.ask(&WhoAmI).await.is_ok());
    let nodes = clerk.ask(&ListNodes).await;
    assert_eq!(nodes.unwrap_err(), lacks(UserTag::Monitoring));
}

async fn what_a_user_of_each_tag_sees_is_told_as_that(version: Version) {
    let Some(node) = broker(version).await else {
        return;
    };
    node.queue("seen", json!({})).await;
    for (name, sees_counts, sees_nodes, sees_users) in [
        ("administrator", true, true, true),
        ("monitoring", true, true, false),
        ("policymaker", false, false, false),
        ("management", false, false, false),
    ] {
        let body = json!({"password": PASSWORD, "tags": name});
        node.put(&format!("users/{name}"), body).await;
        let client = node.client_of(name, PASSWORD);
        let me = client.ask(&WhoAmI).await.unwrap().value;
        assert_eq!(me.tags, [UserTag::of(name)]);
        assert_eq!(me.sees_all(), sees_nodes, "{name}");
        let queues = async || {
            let ask = ListQueues::Full(PageOf::first(500));
            let page = client.ask(&ask).await.unwrap().value;
            page.rows.rows.len()
        };
        // Without a right in its virtual host, nobody but administrators sees a queue; it is counted
        // for those who watch.
        assert_eq!(queues().await == 1, name == "administrator", "{name}");
        let whole = client
            .ask(&ShowOverview {
                history: History::None,
            })
            .await;
        let counted = whole.unwrap().value.counts.queues;
        assert_eq!(counted == Some(1), sees_counts, "{name}: {counted:?}");
        node.user(name, name).await;
        assert_eq!(queues().await, 1, "{name}");
        assert_eq!(client.ask(&ListNodes).await.is_ok(), sees_nodes, "{name}");
        assert_eq!(client.ask(&ListUsers).await.is_ok(), sees_users, "{name}");
        node.delete(&format!("users/{name}")).await;
    }
}
