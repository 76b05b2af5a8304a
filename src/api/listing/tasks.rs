//! Every task of an instance, page after page. Pages count from 1.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::api::v2::{ListTasks, TaskSpan};
use crate::api::{ApiError, Operation, ReadClient};
use crate::model::{EpochMs, InstanceId, TaskId};

use super::{
    AGAIN, BARREN, MOST_REQUESTS, TASK_PAGE, TaskList, endless, is_unsettled, moved, short,
    standing_still,
};

/// Reads every task of an instance, or of a span.
pub(in crate::api) async fn tasks(
    client: &ReadClient,
    instance: &InstanceId,
    span: Option<TaskSpan>,
) -> Result<TaskList, ApiError> {
    let mut list = Box::pin(once(client, instance, span)).await?;
    for _ in 0..AGAIN {
        if !list.missing.as_ref().is_some_and(is_unsettled) {
            break;
        }
        let before = list.requests;
        match Box::pin(once(client, instance, span)).await {
            Ok(again) => list = again,
            // What was read before is better than nothing, and says that it is partial.
            Err(_) => break,
        }
        list.requests = list.requests.saturating_add(before);
    }
    Ok(list)
}

async fn once(
    client: &ReadClient,
    instance: &InstanceId,
    span: Option<TaskSpan>,
) -> Result<TaskList, ApiError> {
    let mut list = TaskList::default();
    // Each with the row it came from.
    let mut known: HashMap<TaskId, u64> = HashMap::new();
    let mut has_moved = false;
    let (mut start, mut barren) = (1, 0);
    loop {
        let operation = ListTasks {
            instance: instance.clone(),
            start,
            limit: TASK_PAGE,
            span,
        };
        let page = match client.read(&operation).await {
            Ok(page) => page,
            Err(error) if start == 1 => return Err(error),
            Err(error) => {
                list.missing = Some(error);
                break;
            }
        };
        list.requests += 1;
        let sent = page.tasks.sent() as u64;
        let before = known.len();
        if let (Some(old), Some(new)) = (list.total, page.total) {
            has_moved |= old != new;
        }
        list.total = page.total.or(list.total);
        list.unidentified += page.tasks.unidentified;
        list.unreadable.extend(page.tasks.unreadable);
        for (place, task) in (start..).zip(page.tasks.rows) {
            match known.insert(task.id.clone(), place) {
                None => list.tasks.push(task),
                // A page that has one twice is odd; one that came from another page has moved.
                Some(old) => has_moved |= old < start,
            }
        }
        start += sent;
        barren = if known.len() > before { 0 } else { barren + 1 };
        let promised = list.total.is_some_and(|total| start <= total);
        if sent == 0 || (!promised && (sent < TASK_PAGE || list.total.is_some())) {
            list.missing = promised.then(|| short(Operation::ListTasks));
            break;
        }
        if barren >= BARREN {
            list.missing = Some(standing_still(Operation::ListTasks));
            break;
        }
        if list.requests >= MOST_REQUESTS {
            list.missing = Some(endless(Operation::ListTasks));
            break;
        }
    }
    if has_moved && list.missing.is_none() {
        list.missing = Some(moved(Operation::ListTasks));
    }
    Ok(newest_first(list))
}

/// The service gives them in this order; a task that moved between two pages is put back.
fn newest_first(mut list: TaskList) -> TaskList {
    // A task whose time cannot be read might be the newest: it is not hidden at the end.
    list.tasks
        .sort_by_key(|task| Reverse(task.created_at.unwrap_or(EpochMs::MAX)));
    list
}
