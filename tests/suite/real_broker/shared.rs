//! One node of each version, started by whoever needs it first, and had by one test at a time.

use super::api::soon;
use super::node::{Node, Setup};
use super::version::Version;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

/// Not started yet, or what came of that.
type Place = Mutex<Option<Node>>;

static SHARED: [Place; 4] = [const { Mutex::const_new(None) }; 4];

/// The node of a version, cleared and with nobody else at it; nothing where the test is skipped. It
/// ends with this process.
pub async fn broker(version: Version) -> Option<MappedMutexGuard<'static, Node>> {
    let mut place = SHARED[version as usize].lock().await;
    if let Some(node) = place.as_ref() {
        node.clear().await;
        // One that a failed test has left in trouble is of no use.
        let checked = node.get("health/checks/alarms").await.is_some();
        if version.has_health_checks() && !checked {
            *place = None;
        }
    }
    if place.is_none() {
        let node = Node::start(version, Setup::default()).await?;
        settled(&node).await;
        *place = Some(node);
    }
    MutexGuard::try_map(place, Option::as_mut).ok()
}

/// Waits until a node that has just been started says everything of itself.
pub async fn settled(node: &Node) {
    soon("measured", async || {
        let nodes = node.get("nodes").await?;
        nodes[0]["mem_used"].as_u64()
    })
    .await;
}
