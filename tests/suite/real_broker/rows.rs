//! Rows of very many queues, each of which says by itself what its queue does.

use super::amqp::Amqp;
use super::api::soon;
use super::on_each;
use super::session::Session;
use super::shared::broker;
use super::version::Version;
use warren::api::management::{History, ShowOverview};
use warren::broker::Part;
use warren::model::broker::QueueKey;

on_each! {
    what_a_queue_in_sight_does_is_known_of_too_many_queues_too
}

const QUEUES: usize = 510;

async fn what_a_queue_in_sight_does_is_known_of_too_many_queues_too(version: Version) {
    let Some(node) = broker(version).await else {
        return;
    };
    node.clear().await;
    let names: Vec<String> = (0..QUEUES).map(|at| format!("row.{at:03}")).collect();
    let mut client = Amqp::connect(&node, "svc-rows");
    client.channel();
    client.declare(&names);
    client.publish("row.207", 3);
    client.consume("row.400", 1);
    client.publish("row.400", 2);
    let asked = node.client();
    soon("all counted", async || {
        let whole = asked
            .ask(&ShowOverview {
                history: History::None,
            })
            .await
            .ok()?;
        (whole.value.counts.queues? >= QUEUES as u64).then_some(())
    })
    .await;
    let mut session = Session::open(&node.url());
    session.desk.press("]");
    session.watch(&Part::Queues).await;
    let all = u64::try_from(QUEUES).unwrap();
    assert_eq!(session.desk.state.broker.cut(), Some((50, all)));
    // The list says how many messages wait, and nothing of who reads them.
    for (name, ready, consumers) in [("row.207", 3, 0), ("row.400", 1, 1)] {
        let key = QueueKey {
            vhost: "/".to_owned(),
            name: name.to_owned(),
        };
        let row = |session: &Session| {
            let read = session.desk.state.broker.part(&Part::Queues).value();
            let listed = read.and_then(|read| read.try_as_queues_ref()).unwrap();
            let row = listed.rows.iter().find(|row| row.key == key);
            row.map(|row| (row.depth.ready, row.consumers))
        };
        let read = soon("its own row was read", async || {
            session.again(&Part::QueueRow(key.clone())).await;
            row(&session).filter(|(_, read)| *read == Some(consumers))
        });
        assert_eq!(read.await, (Some(ready), Some(consumers)), "{name}");
    }
    drop(client);
    node.clear().await;
}
