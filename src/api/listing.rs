//! Whole lists, read page by page: what is there, and honestly what is missing.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use tokio::task::JoinSet;

use crate::model::{ApiVersion, EpochMs, Instance, InstanceId, Task};

use super::v2::{InstancePage, ListInstances, ListTasks, TaskSpan};
use super::{ApiError, ErrorKind, Operation, ReadClient, v1};

/// Instances a page: the most the service gives.
const INSTANCE_PAGE: u64 = 50;
/// Pages of instances under way at a time, after the first.
const PAGES_AT_A_TIME: usize = 8;
/// Tasks a page: the most the service gives.
const TASK_PAGE: u64 = 100;
/// Rows after which a list counts as endless: ten times what warren is built for.
const ENDLESS: u64 = 100_000;

/// What is known while a list is still being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListProgress<'a> {
    /// The instances so far, in the order they came, without duplicates.
    pub instances: &'a [Instance],
    /// How many rows there are in all, when the service says so.
    pub total: Option<u64>,
}

/// Every instance, as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The instances, in the service's order, without duplicates.
    pub instances: Vec<Instance>,
    /// How many rows the service says there are; rows of other engines count.
    pub total: Option<u64>,
    /// Rows of other engines, left out.
    pub foreign: usize,
    /// Rows without a readable id, left out.
    pub unidentified: usize,
    /// Parts that could not be read, in order. Empty when the list is complete.
    pub missing: Vec<MissingPart>,
}

/// A part of a list that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPart {
    /// First row of it, counted from 0.
    pub from: u64,
    /// The row after its last.
    pub to: u64,
    /// Why.
    pub error: ApiError,
}

/// Every task of an instance, as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskList {
    /// Newest first, without duplicates.
    pub tasks: Vec<Task>,
    /// How many the service says there are.
    pub total: Option<u64>,
    /// Rows without a readable id, left out.
    pub unidentified: usize,
    /// Fields that were there but could not be read, as in `tasks[3].status`.
    pub unreadable: Vec<String>,
    /// Why older tasks are missing; `None` when the list is complete.
    pub missing: Option<ApiError>,
}

/// Reads every instance.
pub(super) async fn instances(
    client: &ReadClient,
    on_page: impl FnMut(&ListProgress<'_>),
) -> Result<Listing, ApiError> {
    match client.api_version() {
        ApiVersion::V1 => whole(client, on_page).await,
        ApiVersion::V2 => paged(client, on_page).await,
    }
}

/// The list in one answer. Rows that its own count has besides are a known part that is missing.
async fn whole(
    client: &ReadClient,
    mut on_page: impl FnMut(&ListProgress<'_>),
) -> Result<Listing, ApiError> {
    let answer = client.ask(&v1::ListInstances).await?;
    let mut merge = Merge::default();
    let rows = answer.total.unwrap_or(0).max(answer.sent() as u64);
    merge.page(0..rows, answer);
    on_page(&merge.progress());
    Ok(merge.listing())
}

/// The list page by page. Ranges are fixed by the first page, so that a failed page is a known part.
async fn paged(
    client: &ReadClient,
    mut on_page: impl FnMut(&ListProgress<'_>),
) -> Result<Listing, ApiError> {
    let first = page(0, INSTANCE_PAGE);
    let answer = client.read(&first).await?;
    let mut merge = Merge::default();
    let step = match answer.sent() as u64 {
        0 => INSTANCE_PAGE,
        // A service that gives less than asked for sets the pace.
        sent => sent.min(INSTANCE_PAGE),
    };
    let more_unsaid = answer.total.is_none() && answer.sent() as u64 >= INSTANCE_PAGE;
    merge.page(0..INSTANCE_PAGE.min(step), answer);
    on_page(&merge.progress());
    if more_unsaid {
        unsaid(client, &mut merge, on_page).await;
    } else {
        counted(client, &mut merge, step, on_page).await;
    }
    Ok(merge.listing())
}

fn page(offset: u64, limit: u64) -> ListInstances {
    ListInstances { offset, limit }
}

/// The rest of a list whose length is known.
async fn counted(
    client: &ReadClient,
    merge: &mut Merge,
    step: u64,
    mut on_page: impl FnMut(&ListProgress<'_>),
) {
    // The list may grow while it is read: its newest length counts.
    let end = |merge: &Merge| merge.total.unwrap_or(0).min(ENDLESS);
    let mut next = step;
    let mut stopped: Option<ApiError> = None;
    // Dropping the set, as when this list is superseded, drops the pages under way.
    let mut pages = JoinSet::new();
    let mut asked = HashMap::new();
    loop {
        let end = end(merge);
        while next < end && stopped.is_none() && pages.len() < PAGES_AT_A_TIME {
            let (client, range) = (client.clone(), next..(next + step).min(end));
            next = range.end;
            let operation = page(range.start, step);
            let task = pages.spawn(async move { client.read(&operation).await });
            asked.insert(task.id(), range);
        }
        let (id, answer) = match pages.join_next_with_id().await {
            Some(Ok((id, answer))) => (id, answer),
            Some(Err(broken)) => (broken.id(), Err(broke_off())),
            None => break,
        };
        let range = asked.remove(&id).unwrap_or(next..next);
        match answer {
            Ok(answer) => merge.page(range, answer),
            Err(error) => {
                if is_hopeless(error.kind) {
                    stopped = Some(error.clone());
                }
                merge.missing(range, error);
            }
        }
        on_page(&merge.progress());
    }
    if let Some(error) = stopped {
        merge.missing(next..end(merge), error);
    }
    if let Some(total) = merge.total.filter(|total| *total > ENDLESS) {
        merge.missing(ENDLESS..total, endless(Operation::ListInstances));
    }
}

/// The rest of a list whose length the service does not say: page after page, until one is short.
async fn unsaid(
    client: &ReadClient,
    merge: &mut Merge,
    mut on_page: impl FnMut(&ListProgress<'_>),
) {
    let mut range = INSTANCE_PAGE..2 * INSTANCE_PAGE;
    while range.start < ENDLESS {
        let known = merge.rows.len();
        let sent = match client.read(&page(range.start, INSTANCE_PAGE)).await {
            Ok(answer) => {
                let sent = answer.sent() as u64;
                merge.page(range.start..range.start + sent, answer);
                sent
            }
            Err(error) => return merge.missing(range, error),
        };
        on_page(&merge.progress());
        // A page without news means that the service ignores the offset.
        if sent < INSTANCE_PAGE || merge.rows.len() == known {
            return;
        }
        range = range.end..range.end + INSTANCE_PAGE;
    }
    merge.missing(range, endless(Operation::ListInstances));
}

fn broke_off() -> ApiError {
    let message = "reading the page broke off; this is a defect of warren";
    ApiError::local(Operation::ListInstances, ErrorKind::Undecodable, message)
}

fn endless(attempted: Operation) -> ApiError {
    let message = format!("the list does not end within {ENDLESS} rows");
    ApiError::local(attempted, ErrorKind::Undecodable, message)
}

/// Whether the next page would fail the same way, or make things worse.
fn is_hopeless(kind: ErrorKind) -> bool {
    match kind {
        ErrorKind::Unauthorized
        | ErrorKind::Locked
        | ErrorKind::Throttled
        | ErrorKind::Unreachable
        | ErrorKind::Setup => true,
        ErrorKind::Forbidden
        | ErrorKind::NotFound
        | ErrorKind::Refused
        | ErrorKind::Server
        | ErrorKind::Timeout
        | ErrorKind::TooLarge
        | ErrorKind::Undecodable => false,
    }
}

/// Pages put together by id, in whatever order they come.
#[derive(Debug, Default)]
struct Merge {
    /// Each with the row it came from, to put them in order at the end.
    rows: Vec<Instance>,
    places: Vec<u64>,
    known: HashMap<InstanceId, usize>,
    total: Option<u64>,
    foreign: usize,
    unidentified: usize,
    missing: Vec<MissingPart>,
}

impl Merge {
    /// Takes a page that was asked for as `range`.
    fn page(&mut self, range: Range<u64>, page: InstancePage) {
        let sent = page.sent() as u64;
        self.foreign += page.foreign;
        self.unidentified += page.unidentified;
        self.total = page.total.or(self.total);
        if self.rows.is_empty() {
            let expected = self.total.unwrap_or(0).min(ENDLESS);
            self.rows.reserve(usize::try_from(expected).unwrap_or(0));
        }
        for (place, instance) in (range.start..).zip(page.instances) {
            // Rows move while pages are read: what came later is newer.
            if let Some(index) = self.known.get(&instance.id) {
                self.rows[*index] = instance;
            } else {
                self.known.insert(instance.id.clone(), self.rows.len());
                self.rows.push(instance);
                self.places.push(place);
            }
        }
        let end = page.total.unwrap_or(range.end).min(range.end);
        let short = range.start.saturating_add(sent)..end;
        if !short.is_empty() {
            let message = "the answer was shorter than the service's own count";
            let error = ApiError::local(Operation::ListInstances, ErrorKind::Undecodable, message);
            self.missing(short, error);
        }
    }

    fn missing(&mut self, range: Range<u64>, error: ApiError) {
        if !range.is_empty() {
            let (from, to) = (range.start, range.end);
            self.missing.push(MissingPart { from, to, error });
        }
    }

    fn progress(&self) -> ListProgress<'_> {
        ListProgress {
            instances: &self.rows,
            total: self.total,
        }
    }

    fn listing(mut self) -> Listing {
        // In place: a second list of ten thousand rows would cost as much as the first.
        let place = |instance: &Instance| self.known.get(&instance.id).map(|at| self.places[*at]);
        self.rows.sort_by_cached_key(place);
        self.missing.sort_by_key(|part| part.from);
        let mut missing: Vec<MissingPart> = Vec::new();
        for part in self.missing {
            match missing.last_mut() {
                Some(last) if last.to == part.from && last.error == part.error => last.to = part.to,
                Some(_) | None => missing.push(part),
            }
        }
        Listing {
            instances: self.rows,
            total: self.total,
            foreign: self.foreign,
            unidentified: self.unidentified,
            missing,
        }
    }
}

/// Reads every task of an instance, or of a span, page after page.
pub(super) async fn tasks(
    client: &ReadClient,
    instance: &InstanceId,
    span: Option<TaskSpan>,
) -> Result<TaskList, ApiError> {
    let mut list = TaskList::default();
    let mut known = HashSet::new();
    let mut start = 1;
    while start < ENDLESS {
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
                return Ok(newest_first(list));
            }
        };
        let sent = page.tasks.sent() as u64;
        let before = known.len();
        list.total = page.total.or(list.total);
        list.unidentified += page.tasks.unidentified;
        list.unreadable.extend(page.tasks.unreadable);
        let new = page.tasks.rows.into_iter();
        list.tasks
            .extend(new.filter(|task| known.insert(task.id.clone())));
        start += sent;
        let all = list.total.is_some_and(|total| start > total);
        if sent < TASK_PAGE || all || known.len() == before {
            return Ok(newest_first(list));
        }
    }
    list.missing = Some(endless(Operation::ListTasks));
    Ok(newest_first(list))
}

/// The service gives them in this order; a task that moved between two pages is put back.
fn newest_first(mut list: TaskList) -> TaskList {
    // A task whose time cannot be read might be the newest: it is not hidden at the end.
    list.tasks
        .sort_by_key(|task| Reverse(task.created_at.unwrap_or(EpochMs::MAX)));
    list
}
