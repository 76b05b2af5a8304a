//! Clients that are connected.

use super::amqp::Amqp;
use super::api::soon;
use super::on_each;
use super::shared::broker;
use super::version::Version;
use serde_json::json;
use warren::api::Departure;
use warren::api::management::{
    Change, ChangeError, ListChannels, ListConnections, ListConsumers, ManagementError, PageOf,
};

on_each! {
    a_connection_is_closed_and_its_client_is_told_why
}

async fn a_connection_is_closed_and_its_client_is_told_why(version: Version) {
    let Some(node) = broker(version).await else {
        return;
    };
    node.queue("served", json!({})).await;
    let mut served = Amqp::connect(&node, "svc-served");
    served.consume("served", 7);
    let client = node.client();
    let consumer = soon("listed as a consumer", async || {
        let rows = client.ask(&ListConsumers).await.unwrap().value.rows;
        rows.into_iter().next()
    })
    .await;
    assert_eq!(consumer.queue.name, "served");
    assert_eq!(
        (consumer.prefetch, consumer.ack_required),
        (Some(7), Some(true))
    );
    let page = PageOf::first(500);
    let all = ListConnections {
        page: page.clone(),
        statistics: true,
    };
    let connection = soon("listed with its client", async || {
        let rows = client.ask(&all).await.unwrap().value.rows.rows;
        let mut own = rows.into_iter();
        own.find(|one| one.called.as_deref() == Some("svc-served") && one.channels == Some(1))
    })
    .await;
    assert_eq!(connection.client.as_deref(), Some("suite 1"));
    assert_eq!(connection.tls, Some(false));
    let channels = client.ask(&ListChannels::All(page)).await.unwrap();
    let channels = channels.value.rows.rows;
    assert_eq!(channels.len(), 1);
    assert_eq!(channels[0].connection.as_ref(), Some(&connection.name));
    let reason = "closed by ops via warren, 维护";
    let close = Change::close_connection(&connection.name, reason);
    let may = || Departure::new(|| true);
    client.send(&close, &may()).await.unwrap();
    let told = served.closed();
    assert_eq!(told, "CONNECTION_FORCED - closed by ops via warren, ??");
    // The client knows it before the broker has done with it.
    soon("no longer listed", async || {
        let left = client.ask(&all).await.unwrap().value.rows.rows;
        let gone = left.iter().all(|one| one.name != connection.name);
        gone.then_some(())
    })
    .await;
    let again = client.send(&close, &may()).await.unwrap_err();
    assert_eq!(again, ChangeError::Refused(ManagementError::NotFound));
}
