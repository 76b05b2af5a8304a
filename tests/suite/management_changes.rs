//! What changes something at a broker: shown as it is sent, sent once, and told by what is known
//! about its effect.

use warren::api::Departure;
use warren::api::management::*;
use warren::model::broker::QueueKey;

use crate::management_client::client;
use crate::scripted::{Reply, Service};

fn queue() -> QueueKey {
    QueueKey {
        vhost: "/".into(),
        name: "orders/eu 50%".into(),
    }
}

fn may() -> Departure {
    Departure::new(|| true)
}

async fn sent(change: &Change, reply: Reply) -> (Result<ChangeReply, ChangeError>, Service) {
    let service = Service::start(move |_, _| reply.clone()).await;
    let sent = client(&service.address).send(change, &may()).await;
    (sent.map(|answered| answered.value), service)
}

fn refused(status: u16, reason: &str) -> Reply {
    let body = serde_json::json!({"error": "bad_request", "reason": reason});
    Reply::Say(status, Vec::new(), body.to_string())
}

#[test]
fn a_change_shows_the_very_call_that_leaves() {
    let name = "10.0.0.1:5 -> 10.0.0.2:5672".to_owned();
    let reason = "closed by ops — 维护\r\nX-Evil: 1";
    let peek = Change::peek(&queue(), 200).shown();
    for (shown, expected) in [
        (
            Change::purge(&queue()).shown(),
            "DELETE /api/queues/%2F/orders%2Feu%2050%25/contents",
        ),
        (
            Change::delete_queue(&queue()).shown(),
            "DELETE /api/queues/%2F/orders%2Feu%2050%25?if-empty=true&if-unused=true",
        ),
        (
            Change::close_connection(&name, reason).shown(),
            "DELETE /api/connections/10.0.0.1%3A5%20-%3E%2010.0.0.2%3A5672\n\
             X-Reason: closed by ops ? ??  X-Evil: 1",
        ),
        (
            peek,
            "POST /api/queues/%2F/orders%2Feu%2050%25/get\n\n{\n  \"count\": 5,\n  \
             \"ackmode\": \"ack_requeue_true\",\n  \"encoding\": \"auto\",\n  \"truncate\": 16384\n}",
        ),
    ] {
        assert_eq!(shown, expected);
    }
}

#[tokio::test]
async fn a_change_leaves_once_with_its_reason_and_its_body() {
    let ok = || Reply::Say(204, Vec::new(), String::new());
    let close = Change::close_connection(&"c".to_owned(), "maintenance");
    let (result, service) = sent(&close, ok()).await;
    assert_eq!(result, Ok(ChangeReply::Nothing));
    let seen = &service.seen()[0];
    assert_eq!(seen.line(), "DELETE /api/connections/c");
    assert_eq!(seen.header("x-reason"), Some("maintenance"));
    let messages = r#"[{"payload":"aGk=","payload_encoding":"base64","payload_bytes":9000,
        "redelivered":true,"exchange":"","routing_key":"q","message_count":3,
        "properties":{"delivery_mode":2,"headers":{"x-death":1}}},
        {"payload":"plain","payload_encoding":"string","payload_bytes":5,"properties":[]},
        {"payload":7}]"#;
    let (result, service) = sent(&Change::peek(&queue(), 2), Reply::ok(messages)).await;
    let Ok(ChangeReply::Messages(messages)) = result else {
        panic!("{result:?}");
    };
    let [first, second] = messages.rows.as_slice() else {
        panic!("{messages:?}");
    };
    assert_eq!(
        (first.payload.as_slice(), first.is_cut()),
        (b"hi".as_slice(), true)
    );
    assert_eq!(first.properties, [("delivery_mode".into(), "2".into())]);
    assert_eq!(first.headers, [("x-death".into(), "1".into())]);
    assert_eq!(
        (second.payload.as_slice(), second.is_cut()),
        (b"plain".as_slice(), false)
    );
    assert_eq!(messages.unidentified, 1);
    let body = String::from_utf8(service.seen()[0].body.clone()).unwrap();
    assert!(body.contains(r#""count":2"#), "{body}");
    assert_eq!(
        service.seen()[0].header("content-type"),
        Some("application/json")
    );
}

#[tokio::test]
async fn what_the_broker_refuses_did_not_happen_and_keeps_its_reason() {
    let reason = "queue.purge not supported by stream queues";
    let (result, service) = sent(&Change::purge(&queue()), refused(400, reason)).await;
    let expected = ManagementError::Refused {
        status: 400,
        reason: reason.into(),
    };
    assert_eq!(result, Err(ChangeError::Refused(expected)));
    assert_eq!(service.seen().len(), 1);
    let gone = Reply::Say(404, Vec::new(), r#"{"error":"Object Not Found"}"#.into());
    let (result, _) = sent(&Change::purge(&queue()), gone).await;
    assert_eq!(result, Err(ChangeError::Refused(ManagementError::NotFound)));
}

#[tokio::test]
async fn what_may_have_happened_is_said_to_and_is_never_sent_again() {
    let purge = Change::purge(&queue());
    let unsure = [
        refused(400, "metadata store operation timed out"),
        refused(500, "gen_server call timed out"),
        Reply::Close,
        Reply::CutShort(200, "x".into()),
        Reply::Say(200, Vec::new(), "<html>portal</html>".into()),
    ];
    for reply in unsure {
        let told = format!("{reply:?}");
        let (result, service) = sent(&purge, reply).await;
        assert!(
            matches!(result, Err(ChangeError::Unknown(_))),
            "{told} {result:?}"
        );
        let sent = service.seen();
        let sent = sent.iter().filter(|one| one.method == "DELETE");
        assert_eq!(sent.count(), 1, "{told}");
    }
    let majority = refused(400, "metadata store operation timed out");
    let (result, _) = sent(&purge, majority).await;
    let error = result.unwrap_err();
    assert!(
        matches!(error.error(), ManagementError::NoMajority(_)),
        "{error:?}"
    );
}

#[tokio::test]
async fn what_did_not_leave_changed_nothing() {
    let purge = Change::purge(&queue());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let unsent = client(&address).send(&purge, &may()).await;
    let expected = ChangeError::NotSent(ManagementError::ConnectionRefused);
    assert_eq!(unsent, Err(expected));
    let service = Service::start(|_, _| Reply::Say(204, Vec::new(), String::new())).await;
    let held = Departure::new(|| false);
    let unsent = client(&service.address).send(&purge, &held).await;
    assert_eq!(unsent, Err(ChangeError::NotSent(ManagementError::HeldBack)));
    assert_eq!(service.seen().len(), 0);
}
