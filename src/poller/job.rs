//! One thing to read, and reading it.

use super::Send;
use super::schedule::Outcome;
use crate::api::v2::{
    ListInstanceTags, ListPlugins, ListProjectTags, ShowExtend, ShowInstance, ShowTask,
};
use crate::api::{ApiError, ErrorKind, Operation, ReadClient};
use crate::contained::{contained, contained_task};
use crate::event::{Answer, Event, Reply};
use crate::model::{InstanceId, Scope, TaskId};
use crate::state::remote::Ticket;
use crate::state::span::Span;
use std::sync::Arc;

/// One thing to read in a scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Job {
    /// Every instance.
    Listing,
    /// One instance's detail.
    Instance(InstanceId),
    /// One instance's plug-ins.
    Plugins(InstanceId),
    /// One instance's tasks.
    Tasks(InstanceId),
    /// Those of them that began in a span.
    TasksWithin(InstanceId, Span),
    /// One task.
    Task(InstanceId, TaskId),
    /// One instance's tags, by their own call.
    Tags(InstanceId),
    /// What one instance's size can be changed to.
    Sizes(InstanceId),
    /// What a new instance can be chosen from.
    Catalogue,
    /// The tags in use in the project.
    ProjectTags,
}

impl Job {
    /// Whether it is something to choose from, which changes rarely.
    #[must_use]
    pub fn is_offer(&self) -> bool {
        matches!(self, Self::Sizes(_) | Self::Catalogue | Self::ProjectTags)
    }
}

/// One read: who reads, what its answers carry, where they go.
pub(super) struct Reader {
    pub(super) client: ReadClient,
    pub(super) scope: Scope,
    pub(super) asked: Ticket,
    pub(super) send: Send,
}

impl Reader {
    /// Reads, and says how it went. A panic is a failure, and is said like any other.
    pub(super) async fn read(self, job: &Job) -> Outcome {
        if let Ok(outcome) = contained_task(self.try_read(job)).await {
            return outcome;
        }
        // What panicked may have been the answering.
        let _ = contained(|| self.failed(job));
        Outcome::Failed { retry_after: None }
    }

    /// Says that warren itself failed at it.
    fn failed(&self, job: &Job) {
        let error = ApiError::defect;
        self.answer(match job {
            Job::Listing => Reply::Listing(Err(error(Operation::ListInstances))),
            Job::Instance(id) => Reply::Instance(id.clone(), Err(error(Operation::ShowInstance))),
            Job::Plugins(id) => Reply::Plugins(id.clone(), Err(error(Operation::ListPlugins))),
            Job::Tags(id) => Reply::Tags(id.clone(), Err(error(Operation::ListTags))),
            Job::Tasks(id) => Reply::Tasks(id.clone(), Err(error(Operation::ListTasks))),
            Job::TasksWithin(id, span) => {
                Reply::TasksWithin(id.clone(), *span, Err(error(Operation::ListTasks)))
            }
            Job::Task(id, task) => {
                Reply::Task(id.clone(), task.clone(), Err(error(Operation::ShowTask)))
            }
            Job::Sizes(id) => Reply::Sizes(id.clone(), Err(error(Operation::ListSizes))),
            Job::Catalogue => Reply::Catalogue(Err(error(Operation::ListProducts))),
            Job::ProjectTags => Reply::ProjectTags(Err(error(Operation::ListProjectTags))),
        });
    }

    /// Reads, sends the answer as an event, and says how it went.
    async fn try_read(&self, job: &Job) -> Outcome {
        let client = &self.client;
        match job {
            Job::Listing => self.listing().await,
            Job::Instance(id) => {
                let instance = id.clone();
                let answer = client.read(&ShowInstance { instance }).await.map(Arc::new);
                let outcome = outcome(answer.as_ref(), |_| 1);
                self.answer(Reply::Instance(id.clone(), answer));
                outcome
            }
            Job::Plugins(id) => {
                let instance = id.clone();
                let answer = client.read(&ListPlugins { instance }).await;
                let outcome = outcome(answer.as_ref(), |_| 1);
                self.answer(Reply::Plugins(id.clone(), answer));
                outcome
            }
            Job::Sizes(id) => {
                let read = ShowExtend {
                    instance: id.clone(),
                    edition: None,
                };
                let answer = client.read(&read).await;
                let outcome = outcome(answer.as_ref(), |_| 1);
                self.answer(Reply::Sizes(id.clone(), answer));
                outcome
            }
            Job::Tasks(id) => self.tasks(id, Span::All).await,
            Job::TasksWithin(id, span) => self.tasks(id, *span).await,
            Job::Task(id, task) => {
                let read = ShowTask {
                    instance: id.clone(),
                    task: task.clone(),
                };
                let answer = client.read(&read).await;
                let outcome = outcome(answer.as_ref(), |_| 1);
                self.answer(Reply::Task(id.clone(), task.clone(), answer));
                outcome
            }
            Job::Tags(id) => self.tags(id).await,
            Job::Catalogue => {
                let answer = client.catalogue().await;
                let outcome = outcome(answer.as_ref(), |_| 3);
                self.answer(Reply::Catalogue(answer));
                outcome
            }
            Job::ProjectTags => {
                let answer = client.read(&ListProjectTags).await;
                let outcome = outcome(answer.as_ref(), |_| 1);
                self.answer(Reply::ProjectTags(answer));
                outcome
            }
        }
    }

    async fn tasks(&self, id: &InstanceId, span: Span) -> Outcome {
        let asked = span.asked_at(self.client.now());
        let answer = self.client.list_tasks(id, asked).await;
        let outcome = outcome(answer.as_ref(), |list| list.requests);
        self.answer(match span {
            Span::All => Reply::Tasks(id.clone(), answer),
            _ => Reply::TasksWithin(id.clone(), span, answer),
        });
        outcome
    }

    async fn tags(&self, id: &InstanceId) -> Outcome {
        let instance = id.clone();
        let answer = self.client.read(&ListInstanceTags { instance }).await;
        let outcome = outcome(answer.as_ref(), |_| 1);
        let tags = answer.map(|found| found.rows);
        self.answer(Reply::Tags(id.clone(), tags));
        outcome
    }

    async fn listing(&self) -> Outcome {
        self.acting().await;
        // The project first: dialogs show exact requests, and its id is part of them.
        let answer = match self.client.project().await {
            Ok(project) => {
                self.answer(Reply::Project(project));
                // Each row goes once: all rows so far with every page would be quadratic.
                let mut sent = 0;
                let page = |page: &crate::api::ListProgress<'_>| {
                    let rows = page.instances[sent..].to_vec();
                    sent = page.instances.len();
                    self.answer(Reply::Page(rows, page.total));
                };
                self.client.list_instances(page).await
            }
            Err(error) => Err(error),
        };
        let outcome = match &answer {
            Ok(listing) if listing.refused().is_some() => Outcome::Locked,
            _ => outcome(answer.as_ref(), |listing| listing.requests),
        };
        self.acting().await;
        self.answer(Reply::Listing(answer));
        outcome
    }

    /// Whose rights are used: known before the first answer, and until when after it.
    async fn acting(&self) {
        if let Some(agency) = self.client.agency() {
            let until = self.client.lease_ends_at().await;
            self.answer(Reply::Acting(agency.clone(), until));
        }
    }

    fn answer(&self, reply: Reply) {
        let answer = Answer {
            scope: self.scope.clone(),
            asked: self.asked,
            reply,
        };
        (self.send)(Event::Answer(Box::new(answer)));
    }
}

fn outcome<T>(answer: Result<&T, &ApiError>, requests: impl FnOnce(&T) -> u32) -> Outcome {
    match answer {
        Ok(found) => Outcome::Answered {
            requests: requests(found),
        },
        Err(error) => match error.kind {
            ErrorKind::Unauthorized | ErrorKind::Locked => Outcome::Locked,
            // That something does not exist is an answer.
            ErrorKind::NotFound => Outcome::Answered { requests: 1 },
            _ => Outcome::Failed {
                retry_after: error.retry_after,
            },
        },
    }
}
