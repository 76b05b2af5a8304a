//! The queues of a broker, vhost by vhost, as far as a bounded number of requests goes.

use std::collections::{HashSet, VecDeque};

use crate::api::v2::topology::{ListQueues, ListVhosts, PAGE, Page};
use crate::api::{ApiError, ErrorKind, ReadClient, Rows};
use crate::model::InstanceId;
use crate::model::broker::{Queue, QueueKey};

use super::is_hopeless;

/// Requests for one reading: of many vhosts, or of very many queues, the rest is said to be missing.
const MOST_REQUESTS: u32 = 20;
/// So many failures without any answer, and the others are taken to fail as well.
const FAILURES: u32 = 3;

/// The queues of a broker as the message service tells them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueList {
    /// By vhost and name, without duplicates.
    pub queues: Rows<Queue>,
    /// How many queues the service says there are in the vhosts that were asked.
    pub total: u64,
    /// Vhosts of which nothing was read.
    pub unread: usize,
    /// Why queues are missing, where something failed.
    pub missing: Option<ApiError>,
    /// Requests it took.
    pub requests: u32,
}

impl QueueList {
    /// Whether it has every queue.
    pub fn is_complete(&self) -> bool {
        let read = self.queues.sent() as u64;
        self.missing.is_none() && self.unread == 0 && read >= self.total
    }

    /// Takes a page in that begins at this row of its vhost. Gives the first row of the next one, if
    /// there is one.
    fn take(&mut self, page: Page<Queue>, from: u64, seen: &mut HashSet<QueueKey>) -> Option<u64> {
        let Page { rows, total } = page;
        let next = from + rows.sent() as u64;
        let total = total.unwrap_or(next);
        if from == 0 {
            self.total += total;
        }
        self.queues.unidentified += rows.unidentified;
        self.queues.unreadable.extend(rows.unreadable);
        let fresh = rows.rows.into_iter();
        let fresh = fresh.filter(|queue| seen.insert(queue.key.clone()));
        self.queues.rows.extend(fresh);
        (from < next && next < total).then_some(next)
    }
}

/// Reads the queues: the first page of each vhost, then the others.
pub(in crate::api) async fn queues(
    client: &ReadClient,
    instance: &InstanceId,
) -> Result<QueueList, ApiError> {
    let mut list = QueueList::default();
    let mut due = vhosts(client, instance, &mut list).await?;
    let (mut seen, mut answered, mut failures) = (HashSet::new(), false, 0);
    while list.requests < MOST_REQUESTS
        && let Some((vhost, offset)) = due.pop_front()
    {
        let page = ListQueues {
            instance: instance.clone(),
            vhost: vhost.clone(),
            offset,
        };
        list.requests += 1;
        match client.read(&page).await {
            Ok(page) => {
                answered = true;
                let next = list.take(page, offset, &mut seen);
                due.extend(next.map(|next| (vhost, next)));
            }
            // It was deleted meanwhile.
            Err(error) if error.kind == ErrorKind::NotFound => {}
            Err(error) => {
                failures += 1;
                list.unread += usize::from(offset == 0);
                let stops = is_hopeless(error.kind);
                if !answered && (stops || failures >= FAILURES || due.is_empty()) {
                    return Err(error);
                }
                list.missing = Some(error);
                if stops {
                    break;
                }
            }
        }
    }
    list.unread += due.iter().filter(|(_, offset)| *offset == 0).count();
    list.queues
        .rows
        .sort_by(|one, other| one.key.cmp(&other.key));
    Ok(list)
}

/// The vhosts, each with the first row to ask of it. What is not read of them counts as unread.
async fn vhosts(
    client: &ReadClient,
    instance: &InstanceId,
    list: &mut QueueList,
) -> Result<VecDeque<(String, u64)>, ApiError> {
    let (mut found, mut offset) = (VecDeque::new(), 0);
    loop {
        let page = ListVhosts {
            instance: instance.clone(),
            offset,
        };
        let page = client.read(&page).await?;
        list.requests += 1;
        let sent = page.rows.sent() as u64;
        offset += sent;
        list.unread += page.rows.unidentified;
        let names = page.rows.rows.into_iter();
        found.extend(names.map(|name| (name, 0)));
        let total = page.total.unwrap_or(offset);
        let is_last = sent < PAGE || offset >= total;
        // Their queues take requests, too.
        if is_last || list.requests * 2 >= MOST_REQUESTS {
            let rest = total.saturating_sub(offset);
            list.unread += usize::try_from(rest).unwrap_or(0);
            return Ok(found);
        }
    }
}
