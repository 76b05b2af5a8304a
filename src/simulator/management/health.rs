//! Health checks: what is seen at once when a limit is passed.

use serde_json::{Value, json};

use super::answer::{Answer, Result};
use super::look::Look;

/// A check by its path behind `health/checks`.
pub fn check(look: &Look<'_>, path: &[&str]) -> Result {
    match path {
        ["alarms"] => Ok(alarms(look, None)),
        ["local-alarms"] => Ok(alarms(look, Some(look.asked))),
        ["virtual-hosts"] | ["certificate-expiration", _, _] => {
            Ok(Answer::ok(json!({ "status": "ok" })))
        }
        ["node-is-quorum-critical" | "node-is-mirror-sync-critical"] => Ok(critical(look)),
        ["port-listener", port] => port_listener(look, port),
        ["protocol-listener", protocol] => Ok(protocol_listener(look, protocol)),
        _ => Err(Answer::not_found()),
    }
}

/// The alarms of all nodes, or of one.
fn alarms(look: &Look<'_>, only: Option<usize>) -> Answer {
    let mut found: Vec<Value> = Vec::new();
    let facts = look.facts_now();
    for (index, node) in facts.iter().enumerate() {
        if only.is_some_and(|only| only != index) {
            continue;
        }
        let alarm = |resource| json!({ "node": look.node(index), "resource": resource });
        if node.mem_alarm {
            found.push(alarm("memory"));
        }
        if node.disk_alarm {
            found.push(alarm("disk space"));
        }
    }
    let place = match only {
        None => "in the cluster",
        Some(_) => "on the node",
    };
    match found.is_empty() {
        true => Answer::ok(json!({ "status": "ok" })),
        false => Answer::json(
            503,
            json!({
                "alarms": found,
                "reason": format!("There are alarms in effect {place}"),
                "status": "failed",
            }),
        ),
    }
}

/// Whether queues would be without a majority if the node that is asked went.
fn critical(look: &Look<'_>) -> Answer {
    let up = look.facts_now();
    let up = up.iter().filter(|node| node.running).count();
    match look.nodes.len() {
        1 => Answer::ok(json!({ "status": "ok", "reason": "single node cluster" })),
        all if up > all / 2 + 1 => Answer::ok(json!({ "status": "ok" })),
        _ => Answer::json(
            503,
            json!({
                "status": "failed",
                "reason": "There are quorum queues that would lose their quorum if the target node is shut down",
            }),
        ),
    }
}

fn port_listener(look: &Look<'_>, port: &str) -> Result {
    let port: u16 = port
        .parse()
        .map_err(|_| Answer::bad_request("Unable to parse port"))?;
    let ports = [look.listens, 25672, look.port];
    Ok(match ports.contains(&port) {
        true => Answer::ok(json!({ "status": "ok", "port": port })),
        false => Answer::json(
            503,
            json!({
                "status": "failed",
                "reason": "No active listener",
                "missing": port,
                "ports": ports,
            }),
        ),
    })
}

fn protocol_listener(look: &Look<'_>, protocol: &str) -> Answer {
    let own = match look.instance.ssl {
        true => ["amqp/ssl", "https"],
        false => ["amqp", "http"],
    };
    let known = own.contains(&protocol) || protocol == "clustering";
    match known {
        true => Answer::ok(json!({ "status": "ok", "protocol": protocol })),
        false => Answer::json(
            503,
            json!({
                "status": "failed",
                "reason": "No active listener",
                "missing": protocol,
                "protocols": [own[1], "clustering", own[0]],
            }),
        ),
    }
}
