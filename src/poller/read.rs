//! Reading what a query asks for.

use super::Poller;
use super::figures::FiguresCommand;
use super::schedule::Outcome;
use crate::api::{
    ApiError, ErrorKind, ListProgress, ListedBefore, Listing, Operation, QueueList, Read,
    ReadClient, TaskList,
};
use crate::contained::{contained, contained_task};
use crate::event::Reply;
use crate::model::{Catalogue, InstanceId};
use crate::state::query::{Asker, Query, QueryAnswer};
use crate::state::remote::Ticket;
use crate::state::span::Span;
use tokio::sync::mpsc::UnboundedSender;

/// One read, and the place of its answers in the order of requests.
pub(super) struct Reader {
    pub(super) poller: Poller,
    pub(super) asked: Ticket,
    /// Whoever reads figures of what is listed.
    pub(super) figures: Option<UnboundedSender<FiguresCommand>>,
}

impl Reader {
    /// Reads, sends the answer as an event, and says how it went. A panic is a failure, and is
    /// said like any other.
    pub(super) async fn run(self, query: &Query) -> Outcome {
        if let Ok(outcome) = contained_task(self.try_read(query)).await {
            return outcome;
        }
        // What panicked may have been the answering.
        let _ = contained(|| {
            let error = ApiError::defect(query.operation());
            self.answer(query.clone().failed(error));
        });
        Outcome::Failed { retry_after: None }
    }

    async fn try_read(&self, query: &Query) -> Outcome {
        let answer = query.clone().ask(self).await;
        if let (QueryAnswer::Listing(Ok(list)), Some(figures)) = (&answer, &self.figures) {
            let ids = list.instances.iter().map(|one| one.id.clone());
            // It ends only with the poller.
            let _ = figures.send(FiguresCommand::List(ids.collect()));
        }
        let outcome = outcome(&answer);
        self.answer(answer);
        outcome
    }

    /// Whose rights are used: known before the first answer, and until when after it.
    async fn acting(&self) {
        if let Some(agency) = self.poller.client.agency() {
            let until = self.poller.client.lease_ends_at().await;
            self.answer(Reply::Acting(agency.clone(), until));
        }
    }

    fn answer(&self, reply: impl Into<Reply>) {
        self.poller.answer(self.asked, reply);
    }
}

impl Asker for ReadClient {
    async fn read<O: Read>(&self, request: &O) -> Result<O::Reply, ApiError> {
        Self::read(self, request).await
    }

    async fn listing(&self) -> Result<Listing, ApiError> {
        self.list_instances(|_| {}).await
    }

    async fn catalogue(&self) -> Result<Catalogue, ApiError> {
        Self::catalogue(self).await
    }

    async fn tasks(&self, instance: &InstanceId, span: Span) -> Result<TaskList, ApiError> {
        self.list_tasks(instance, span.asked_at(self.now())).await
    }

    async fn queues(&self, instance: &InstanceId) -> Result<QueueList, ApiError> {
        self.list_queues(instance).await
    }
}

impl Asker for Reader {
    async fn read<O: Read>(&self, request: &O) -> Result<O::Reply, ApiError> {
        self.poller.client.read(request).await
    }

    /// Whose rights are used is said first, and each page as it comes.
    async fn listing(&self) -> Result<Listing, ApiError> {
        self.answer(Reply::Asking(Operation::FindProject));
        self.acting().await;
        // The project first: dialogs show exact requests, and its id is part of them.
        let answer = match self.poller.client.project().await {
            Ok(project) => {
                self.answer(Reply::Project(project));
                self.answer(Reply::Asking(Operation::ListInstances));
                // Each row goes once: all rows so far with every page would be quadratic.
                let mut sent = 0;
                let page = |page: &ListProgress<'_>| {
                    let rows = page.instances[sent..].to_vec();
                    sent = page.instances.len();
                    self.answer(Reply::Page(rows, page.total));
                };
                let before = self.poller.swap_listed(ListedBefore::default());
                let client = &self.poller.client;
                let listing = client.list_instances_again(&before, page).await;
                let known = listing.as_ref().map_or(before, ListedBefore::of);
                self.poller.swap_listed(known);
                listing
            }
            Err(error) => Err(error),
        };
        self.acting().await;
        answer
    }

    async fn catalogue(&self) -> Result<Catalogue, ApiError> {
        Asker::catalogue(&self.poller.client).await
    }

    async fn tasks(&self, instance: &InstanceId, span: Span) -> Result<TaskList, ApiError> {
        Asker::tasks(&self.poller.client, instance, span).await
    }

    async fn queues(&self, instance: &InstanceId) -> Result<QueueList, ApiError> {
        Asker::queues(&self.poller.client, instance).await
    }
}

fn outcome(answer: &QueryAnswer) -> Outcome {
    let mut requests = 1;
    if let QueryAnswer::Listing(Ok(list)) = answer {
        if list.refused().is_some() {
            return Outcome::Locked;
        }
        requests = list.requests;
    } else if let QueryAnswer::Tasks(.., Ok(list)) = answer {
        requests = list.requests;
    } else if let QueryAnswer::CloudQueues(_, Ok(list)) = &answer {
        requests = list.requests;
    } else if let QueryAnswer::Catalogue(Ok(_)) = answer {
        requests = 3;
    }
    match answer.error().map(|error| (error.kind, error.retry_after)) {
        Some((ErrorKind::Unauthorized | ErrorKind::Locked, _)) => Outcome::Locked,
        // That something does not exist is an answer.
        None | Some((ErrorKind::NotFound, _)) => Outcome::Answered { requests },
        Some((_, retry_after)) => Outcome::Failed { retry_after },
    }
}
