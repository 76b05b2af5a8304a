//! The processors of this machine, which brokers share, and which one that is measured has alone.

use tokio::sync::RwLock;

static PROCESSORS: RwLock<()> = RwLock::const_new(());

/// Does something while others may do as much.
pub async fn beside_others<T>(what: impl Future<Output = T>) -> T {
    let _processors = PROCESSORS.read().await;
    what.await
}

/// Does something once no other broker is at work, and lets none begin meanwhile: what is counted as
/// work is more on a machine that is busy.
pub async fn alone<T>(what: impl Future<Output = T>) -> T {
    let _processors = PROCESSORS.write().await;
    what.await
}
