//! Reading the instances once, page by page.

use std::collections::HashMap;
use std::ops::Range;

use tokio::task::JoinSet;

use crate::api::v2::{InstancePage, ListInstances};
use crate::api::{ApiError, ListProgress, MOST, Operation, ReadClient};
use crate::contained::contained_task;

use super::merge::{Brought, Merge};
use super::{
    BARREN, INSTANCE_PAGE, ListedBefore, Listing, MOST_REQUESTS, MOST_ROWS, endless, is_hopeless,
    short, standing_still,
};

/// One reading of the list.
pub(super) struct Reading<'a, F> {
    client: &'a ReadClient,
    before: &'a ListedBefore,
    on_page: F,
    merge: Merge,
    requests: u32,
    /// Answers in a row that gave nothing new.
    barren: u32,
    /// Why the rest is not asked for.
    stopped: Option<ApiError>,
}

impl<'a, F: FnMut(&ListProgress<'_>)> Reading<'a, F> {
    pub(super) fn new(client: &'a ReadClient, before: &'a ListedBefore, on_page: F) -> Self {
        Self {
            client,
            before,
            on_page,
            merge: Merge::default(),
            requests: 0,
            barren: 0,
            stopped: None,
        }
    }

    /// Reads to the end of the list, or as far as it goes.
    ///
    /// # Errors
    /// When the first page fails.
    pub(super) async fn read(mut self) -> Result<Listing, ApiError> {
        let first = self.client.read(&page(0)).await?;
        let received = first.sent() as u64;
        // A count that is less than what is here says nothing about what follows.
        let said = first.total.filter(|total| *total >= received);
        self.take(0..u64::MAX, first);
        let full = received >= INSTANCE_PAGE;
        match said {
            Some(_) if full => self.together(received).await,
            Some(_) => {
                let rest = std::iter::once(received..u64::MAX);
                self.one_by_one(rest.collect()).await;
            }
            None if full => self.go_on(received).await,
            None => {}
        }
        if let Some(total) = said.and(self.merge.total).filter(|all| *all > MOST_ROWS)
            && self.stopped.is_none()
        {
            let error = endless(Operation::ListInstances);
            self.merge.missing(MOST_ROWS..total, error);
        }
        Ok(self.merge.listing(self.requests))
    }

    /// Where the list ends, as far as it is read. It may grow meanwhile: its newest length counts.
    fn end(&self) -> u64 {
        self.merge.total.unwrap_or(0).min(MOST_ROWS)
    }

    /// Full pages, several at a time. After a short one the holes are filled one by one.
    async fn together(&mut self, from: u64) {
        let mut next = from;
        let mut holes: Vec<Range<u64>> = Vec::new();
        // Dropping the set, as when this list is superseded, drops the pages under way.
        let mut pages = JoinSet::new();
        let mut asked = HashMap::new();
        loop {
            let end = self.end();
            while next < end && holes.is_empty() && self.may_go_on() && pages.len() < MOST as usize
            {
                let (client, start) = (self.client.clone(), next);
                next = (start + INSTANCE_PAGE).min(end);
                let read = async move { client.read(&page(start)).await };
                let task = pages.spawn(contained_task(read));
                asked.insert(task.id(), start..next);
            }
            let (id, answer) = match pages.join_next_with_id().await {
                Some(Ok((id, answer))) => (id, answer.unwrap_or_else(|_| Err(defect()))),
                Some(Err(broken)) => (broken.id(), Err(defect())),
                None => break,
            };
            let range = asked.remove(&id).unwrap_or(next..next);
            match answer {
                Ok(answer) => {
                    let Brought { received, .. } = self.take(range.start..u64::MAX, answer);
                    // Rows that the newest count no longer has are no hole.
                    let read = range.start + received;
                    let hole = read..range.end.min(self.end());
                    if !hole.is_empty() {
                        holes.push(hole);
                    }
                }
                Err(error) => self.failed(range, error),
            }
        }
        if holes.is_empty() && self.may_go_on() {
            return;
        }
        holes.sort_by_key(|hole| hole.start);
        holes.push(next..u64::MAX);
        self.one_by_one(holes).await;
    }

    /// Fills these holes page by page, each page beginning where the last one ended. The last hole
    /// reaches to the end of the list, wherever that is by then.
    async fn one_by_one(&mut self, holes: Vec<Range<u64>>) {
        for hole in holes {
            let mut from = hole.start;
            loop {
                let end = hole.end.min(self.end());
                if from >= end {
                    break;
                }
                if !self.may_go_on() {
                    let error = self.stopped();
                    let all = hole.end.min(self.merge.total.unwrap_or(end));
                    self.merge.missing(from..all, error);
                    break;
                }
                match self.client.read(&page(from)).await {
                    Ok(answer) => match self.take(from..hole.end, answer).received {
                        0 => {
                            let end = hole.end.min(self.end());
                            self.merge
                                .missing(from..end, short(Operation::ListInstances));
                            break;
                        }
                        received => from += received,
                    },
                    Err(error) => {
                        let next = (from + INSTANCE_PAGE).min(end);
                        self.failed(from..next, error);
                        from = next;
                    }
                }
            }
        }
    }

    /// The rest of a list whose length the service does not say, or says wrongly: page after page,
    /// until one is short.
    async fn go_on(&mut self, from: u64) {
        let mut from = from;
        loop {
            if from >= MOST_ROWS || !self.may_go_on() {
                let error = self.stopped();
                self.merge.missing(from..from + INSTANCE_PAGE, error);
                return;
            }
            match self.client.read(&page(from)).await {
                Ok(answer) => {
                    let received = self.take(from..u64::MAX, answer).received;
                    from += received;
                    if received < INSTANCE_PAGE {
                        return;
                    }
                }
                Err(error) => {
                    return self.merge.missing(from..from + INSTANCE_PAGE, error);
                }
            }
        }
    }

    /// Takes a page in whose rows are in this range, as far as they have not been read before.
    fn take(&mut self, range: Range<u64>, mut answer: InstancePage) -> Brought {
        self.requests += 1;
        self.before.keep(&mut answer);
        let brought = self.merge.page(range.start, range.end, answer);
        self.barren = match brought.is_new {
            true => 0,
            false => self.barren + 1,
        };
        (self.on_page)(&self.merge.progress());
        brought
    }

    fn failed(&mut self, range: Range<u64>, error: ApiError) {
        self.requests += 1;
        self.barren += 1;
        if is_hopeless(error.kind) || self.barren >= BARREN {
            self.stopped.get_or_insert_with(|| error.clone());
        }
        self.merge.missing(range, error);
        (self.on_page)(&self.merge.progress());
    }

    fn may_go_on(&self) -> bool {
        self.stopped.is_none() && self.barren < BARREN && self.requests < MOST_REQUESTS
    }

    /// Why the rest is not asked for.
    fn stopped(&mut self) -> ApiError {
        let attempted = Operation::ListInstances;
        let error = match self.barren >= BARREN {
            true => standing_still(attempted),
            false => endless(attempted),
        };
        self.stopped.get_or_insert(error).clone()
    }
}

pub(super) fn page(offset: u64) -> ListInstances {
    ListInstances {
        offset,
        limit: INSTANCE_PAGE,
    }
}

fn defect() -> ApiError {
    ApiError::defect(Operation::ListInstances)
}
