//! Answers made to be large: what they cost, and what is said of them.

use crate::memory::peak_kib;
use crate::program::Home;
use crate::scripted::{Reply, Service};
use std::time::Duration;

/// The most that one answer may cost, in MiB.
const MOST: u64 = 64;

/// Runs a list of a service that answers like this: its exit code, its complaint, and the most memory
/// it had, in KiB. It is looked at every other millisecond: the memory of an answer is not given back
/// as quickly.
async fn list(arguments: &str, reply: Reply) -> (Option<i32>, String, u64) {
    let service = Service::start(move |_, _| reply.clone()).await;
    let home = Home::with_keys(&service.address);
    let arguments = format!("list --project-id 0123456789abcdef0123456789abcdef {arguments}");
    let mut command = home.command(&arguments);
    let child = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let pid = child.id().unwrap();
    let mut peak = 0;
    let ended = child.wait_with_output();
    tokio::pin!(ended);
    let output = loop {
        tokio::select! {
            output = &mut ended => break output.unwrap(),
            () = tokio::time::sleep(Duration::from_millis(2)) => {
                peak = peak.max(peak_kib(pid).unwrap_or(0));
            }
        }
    };
    let complaint = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), complaint, peak)
}

fn body(json: impl Into<Vec<u8>>) -> Reply {
    Reply::Bytes(200, Vec::new(), json.into())
}

/// `{"instances":[` and then so many bytes of the same.
fn filled(unit: &str, bytes: usize) -> Vec<u8> {
    let mut body = b"{\"instances\":[".to_vec();
    body.extend(unit.repeat(bytes / unit.len()).bytes());
    body.extend(b"1]}");
    body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_takes_more_than_64_mib_of_memory_however_it_is_made() {
    let (code, _, usual) = list(
        "--api-version v1",
        body(r#"{"instances":[],"instance_num":0}"#),
    )
    .await;
    assert_eq!(code, Some(0));
    let row =
        r#"{"instance_id":"i","engine":"rabbitmq","name":"a","tags":[{"key":"k"}],"a":{"b":[1]}},"#;
    let large = (16 << 20) - 64;
    for (what, bytes) in [
        ("ones", filled("1,", large)),
        ("texts", filled("\"\",", large)),
        ("arrays", filled("[1],", large)),
        ("objects", filled("{\"a\":1},", 1 << 20)),
        ("nests", filled("[", large)),
        ("rows", filled(row, large)),
        ("bad bytes", vec![0xff; large]),
        (
            "bad letters",
            filled("\"\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\",", large),
        ),
        (
            "one text",
            format!(
                "{{\"instances\":[{{\"instance_id\":\"{}\\ud800",
                "x".repeat(large)
            )
            .into_bytes(),
        ),
    ] {
        let (code, complaint, peak) = list("--api-version v1", body(bytes)).await;
        assert!(code.is_some_and(|code| code != 0), "{what}: {complaint}");
        let cost = peak.saturating_sub(usual) / 1024;
        assert!(cost <= MOST, "{what} cost {cost} MiB: {complaint}");
    }
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_said_to_be_that() {
    let announced = Reply::Say(200, vec![], " ".repeat((4 << 20) + 1));
    let lying = Reply::Lie(1 << 40, "{\"instances\":[".into());
    for (reply, much) in [
        (body(filled("1,", 4 << 20)), "> 4 MiB"),
        (body(filled("1,", 1 << 20)), "> 200000 JSON"),
        (
            body(filled("{\"a\":{\"a\":{\"a\":1}}},", 900_000)),
            "> 64 MiB RAM",
        ),
        (announced, "> 4 MiB"),
        (lying, "> 4 MiB"),
        (Reply::Flood(5 << 20), "> 4 MiB"),
    ] {
        let (code, complaint, _) = list("", reply).await;
        assert_ne!(code, Some(0));
        let expected = format!("the answer was too large: {much}");
        assert!(complaint.contains(&expected), "{complaint}");
    }
    let sixteen = body(filled("1,", (16 << 20) + 1));
    let (_, complaint, _) = list("--api-version v1", sixteen).await;
    assert!(
        complaint.contains("the answer was too large: > 16 MiB"),
        "{complaint}"
    );
}

#[tokio::test]
async fn a_refusal_is_read_in_part_and_its_status_still_counts() {
    let endless = Reply::Bytes(403, Vec::new(), vec![b'x'; 20 << 20]);
    let (_, complaint, _) = list("", endless).await;
    assert!(complaint.contains("HTTP 403"), "{complaint}");
    assert!(complaint.len() < 2_000, "{}", complaint.len());
}
