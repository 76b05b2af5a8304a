//! Whole lists, read page by page: what is there, and honestly what is missing.
//!
//! [`reading`] reads the instances once: together while pages come full, one by one after a short
//! one, and no further when the service gives nothing new. [`merge`] puts pages together and sees
//! whether they can be of one and the same list; [`tasks`] does the same for tasks, [`queues`] for the
//! queues of a broker in a bounded number of requests. A list that
//! changed while it was read is read again, [`AGAIN`] times at most.

mod merge;
mod queues;
mod reading;
mod tasks;

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{ApiVersion, Instance, InstanceId, Task};

use super::v2::InstancePage;
use super::{ApiError, ENDLESS, ErrorKind, MOVED, Operation, ReadClient, SHORT, STANDING_STILL};
use merge::Merge;
use reading::Reading;

pub use queues::QueueList;
pub(super) use queues::queues;
pub(super) use tasks::tasks;

/// Instances a page: the most the service gives.
const INSTANCE_PAGE: u64 = 50;
/// Tasks a page: the most the service gives.
const TASK_PAGE: u64 = 100;
/// Rows after which a list counts as endless: ten times what warren is built for.
const MOST_ROWS: u64 = 100_000;
/// Requests for one reading of a list: as many as that takes in full pages.
const MOST_REQUESTS: u32 = 2_000;
/// Answers in a row that give nothing new, failures among them, after which a service is not asked
/// for more of the list.
const BARREN: u32 = 4;
/// How often a list is read again when its pages cannot be of one and the same list.
const AGAIN: usize = 2;

/// What is known while a list is still being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListProgress<'a> {
    /// The instances so far, in the order they came, without duplicates.
    pub instances: &'a [Arc<Instance>],
    /// How many rows there are in all, when the service says so.
    pub total: Option<u64>,
}

/// Instances as they were listed last. Those that a later list has as they were are not kept twice: of a
/// large fleet that is nearly all.
#[derive(Clone, Debug, Default)]
pub struct ListedBefore(HashMap<InstanceId, Arc<Instance>>);

impl ListedBefore {
    /// What this list says.
    pub fn of(listing: &Listing) -> Self {
        let all = listing.instances.iter();
        Self(all.map(|one| (one.id.clone(), Arc::clone(one))).collect())
    }

    fn keep(&self, page: &mut InstancePage) {
        for one in &mut page.instances {
            if let Some(known) = self.0.get(&one.id).filter(|known| **known == *one) {
                *one = Arc::clone(known);
            }
        }
    }
}

/// Every instance, as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The instances, in the service's order, without duplicates.
    pub instances: Vec<Arc<Instance>>,
    /// How many rows the service says there are; rows of other engines count.
    pub total: Option<u64>,
    /// Rows of other engines, left out.
    pub foreign: usize,
    /// Rows without a readable id, left out.
    pub unidentified: usize,
    /// Parts that could not be read, in order. Empty when the list is complete. A list that changed
    /// while it was read is one part of kind [`ErrorKind::Changed`]: it may lack any row, and have
    /// rows that are gone.
    pub missing: Vec<MissingPart>,
    /// Requests it took.
    pub requests: u32,
}

impl Listing {
    /// The refusal of the credential that cut the list short, if one did.
    pub fn refused(&self) -> Option<&ApiError> {
        let mut errors = self.missing.iter().map(|part| &part.error);
        errors.find(|error| matches!(error.kind, ErrorKind::Unauthorized | ErrorKind::Locked))
    }
}

/// A part of a list that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPart {
    /// First row of it, counted from 0.
    pub from: u64,
    /// The row after its last.
    pub to: u64,
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
    /// Why tasks are missing; `None` when the list is complete.
    pub missing: Option<ApiError>,
    /// Requests it took.
    pub requests: u32,
}

/// Reads every instance. `on_page` hears of the first reading; what is read again is heard of when
/// it is whole.
pub(super) async fn instances(
    client: &ReadClient,
    before: &ListedBefore,
    on_page: impl FnMut(&ListProgress<'_>),
) -> Result<Listing, ApiError> {
    match client.api_version() {
        ApiVersion::V1 => whole(client, before, on_page).await,
        ApiVersion::V2 => paged(client, before, on_page).await,
    }
}

/// The list in one answer. Rows that its own count has besides are a known part that is missing.
async fn whole(
    client: &ReadClient,
    before: &ListedBefore,
    mut on_page: impl FnMut(&ListProgress<'_>),
) -> Result<Listing, ApiError> {
    let mut answer = client.read(&reading::page(0)).await?;
    before.keep(&mut answer);
    let mut merge = Merge::default();
    let total = answer.total.unwrap_or(0);
    let received = merge.page(0, u64::MAX, answer).received;
    merge.missing(received..total, short(Operation::ListInstances));
    on_page(&merge.progress());
    Ok(merge.listing(1))
}

/// The list page by page.
async fn paged(
    client: &ReadClient,
    known: &ListedBefore,
    on_page: impl FnMut(&ListProgress<'_>),
) -> Result<Listing, ApiError> {
    let mut listing = Box::pin(Reading::new(client, known, on_page).read()).await?;
    for _ in 0..AGAIN {
        if !listing.missing.iter().any(|part| is_unsettled(&part.error)) {
            break;
        }
        let before = listing.requests;
        let again = Reading::new(client, known, |_: &ListProgress<'_>| {});
        match Box::pin(again.read()).await {
            Ok(again) => listing = again,
            // What was read before is better than nothing, and says that it is partial.
            Err(_) => break,
        }
        listing.requests = listing.requests.saturating_add(before);
    }
    Ok(listing)
}

/// Whether another reading may show the list whole: it changed, or it was shorter than its count.
fn is_unsettled(error: &ApiError) -> bool {
    error.kind == ErrorKind::Changed || error.message == SHORT
}

/// The service counts more rows than it gives.
fn short(attempted: Operation) -> ApiError {
    ApiError::local(attempted, ErrorKind::Undecodable, SHORT)
}

/// Pages cannot be of one and the same list.
fn moved(attempted: Operation) -> ApiError {
    ApiError::local(attempted, ErrorKind::Changed, MOVED)
}

/// The service gives what it gave before, or nothing.
fn standing_still(attempted: Operation) -> ApiError {
    ApiError::local(attempted, ErrorKind::Undecodable, STANDING_STILL)
}

fn endless(attempted: Operation) -> ApiError {
    ApiError::local(attempted, ErrorKind::Undecodable, ENDLESS)
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
        | ErrorKind::Undecodable
        | ErrorKind::Changed
        | ErrorKind::Defect => false,
    }
}
