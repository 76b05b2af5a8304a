//! What the service lets us do: the project, and one read for each permission that reading needs.

use crate::timezone::TimeZone;
use std::sync::Arc;

use std::future::Future;

use super::report::{Check, Report};
use crate::api::v2::{ListInstances, ListTasks};
use crate::api::{ApiError, Credential, ErrorKind, Operation, ReadClient};
use crate::config::Settings;
use crate::explain;
use crate::model::{ApiVersion, Instance, InstanceId};
use crate::start::exit::exit_of;
use crate::state::query::Query;

/// Asks for the project, then reads one of everything.
pub(super) async fn examine(settings: &Settings, reader: &ReadClient, report: &mut Report) {
    if !report.note(project(settings, reader).await) {
        let because = "there is no project, or the credentials were refused";
        report.note(Check::skipped("permissions", because));
        return;
    }
    let mut reads = Reads {
        report,
        locked: false,
    };
    let first = read_the_project(&mut reads, reader).await;
    if let Some(check) = lease(settings, reader).await {
        reads.report.note(check);
    }
    let first = first.map(|instance| instance.id.clone());
    if settings.ces_endpoint.is_some() {
        reads.figures(settings, reader, first.as_ref()).await;
    }
    let Some(instance) = first else {
        let because = "there is no instance to look into";
        let what = match reader.api_version() {
            ApiVersion::V1 => "read an instance",
            ApiVersion::V2 => "read an instance, its plug-ins, tasks and tags",
        };
        reads.report.note(Check::skipped(what, because));
        return;
    };
    read_an_instance(&mut reads, reader, instance).await;
}

/// What is read of the project as a whole; gives an instance, where one is seen.
async fn read_the_project(reads: &mut Reads<'_>, reader: &ReadClient) -> Option<Arc<Instance>> {
    let listing = async {
        match reader.api_version() {
            // It has no pages: this is one request as well.
            ApiVersion::V1 => {
                let whole = reader.list_instances(|_| {}).await?;
                Ok(whole.instances.into_iter().next())
            }
            ApiVersion::V2 => {
                let (offset, limit) = (0, 1);
                let page = reader.read(&ListInstances { offset, limit }).await?;
                Ok(page.instances.into_iter().next())
            }
        }
    };
    let operation = Operation::ListInstances;
    let listed = reads.one(operation, listing).await;
    for query in Query::OF_SCOPE
        .iter()
        .filter(|query| **query != Query::Listing)
    {
        reads.query(reader, query.clone()).await;
    }
    listed.flatten()
}

/// What is read of one instance.
async fn read_an_instance(reads: &mut Reads<'_>, reader: &ReadClient, instance: InstanceId) {
    let queries = Query::of_instance(&instance).into_iter();
    for query in queries.filter(|query| !query.stands_in()) {
        reads.query(reader, query).await;
    }
    let first = ListTasks {
        instance,
        start: 1,
        limit: 1,
        span: None,
    };
    reads.one(Operation::ListTasks, reader.read(&first)).await;
}

async fn project(settings: &Settings, reader: &ReadClient) -> Check {
    match (reader.project().await, &settings.project_id) {
        (Ok(id), Some(_)) => Check::ok("project", format!("{id}, as it was given")),
        (Ok(id), None) => {
            let name = settings.project_name.as_ref().unwrap_or(&settings.region);
            Check::ok("project", format!("{id}, found at IAM by the name {name}"))
        }
        (Err(error), _) => {
            let check = Check::fail("project", exit_of(error.kind), error.to_string());
            check.advising(match error.kind {
                ErrorKind::Unauthorized | ErrorKind::Locked => refused(&error),
                ErrorKind::Forbidden => "give --project-id: the user may not ask IAM for it",
                _ => "give --project-id, or correct the region",
            })
        }
    }
}

/// Until when what stands for the credential lasts.
async fn lease(settings: &Settings, reader: &ReadClient) -> Option<Check> {
    let until = reader.lease_ends_at().await?;
    let until = TimeZone::default().format(until, "%Y-%m-%d %H:%M");
    let until = until.unwrap_or_default();
    let what = match &settings.credential {
        Credential::Agency { agency, .. } => format!("those of agency {agency}"),
        Credential::Machine { .. } => "those of this machine".to_owned(),
        Credential::Password { .. } | Credential::Keys { .. } | Credential::Token(_) => {
            return None;
        }
    };
    let detail = format!("{what} last until {until} UTC, and are renewed before");
    Some(Check::ok("temporary credentials", detail))
}

/// What to do about an agency that cannot be taken on.
const NOT_LENT: &str = "does the account grant this agency to yours, and has the user the role Agent \
                        Operator there? It is not tried again now";

/// What to do about a machine that gives no keys.
const NO_MACHINE: &str = "has this machine an agency? Its page in the console of the cloud says so";

/// What to do about credentials that are refused.
const REFUSED: &str = "are key and secret a pair, not expired, and the clock right? It is not tried \
                       again now: five refusals lock a key for five minutes";

fn refused(error: &ApiError) -> &'static str {
    match (error.attempted, error.status) {
        (Operation::AskMachine, _) => NO_MACHINE,
        (Operation::TakeOnAgency, Some(403 | 404)) => NOT_LENT,
        _ => REFUSED,
    }
}

/// Reads, one after the other.
pub(super) struct Reads<'a> {
    pub(super) report: &'a mut Report,
    /// The credential was refused; nothing more is sent.
    pub(super) locked: bool,
}

impl Reads<'_> {
    /// Asks one query.
    async fn query(&mut self, reader: &ReadClient, query: Query) {
        let operation = query.operation();
        let read = async {
            let answer = query.ask(reader).await;
            answer.error().cloned().map_or(Ok(()), Err)
        };
        self.one(operation, read).await;
    }

    async fn one<T>(
        &mut self,
        operation: Operation,
        read: impl Future<Output = Result<T, ApiError>>,
    ) -> Option<T> {
        let (what, action) = (operation.as_str(), operation.permission());
        if self.locked {
            let because = "the credentials were refused";
            self.report.note(Check::skipped(what, because));
            return None;
        }
        let (answer, check) = match read.await {
            Ok(answer) => (Some(answer), Check::ok(what, allowed(action))),
            Err(error) if error.is_unsupported() => (None, Check::skipped(what, "not in V1")),
            Err(error) => {
                self.locked = matches!(error.kind, ErrorKind::Unauthorized | ErrorKind::Locked);
                (None, judge(what, action, &error))
            }
        };
        self.report.note(check);
        answer
    }
}

pub(super) fn allowed(action: Option<&str>) -> String {
    match action {
        Some(action) => format!("allowed ({action})"),
        None => "allowed".to_owned(),
    }
}

/// What the tables say to do.
fn table(error: &ApiError) -> String {
    let solution = explain::explain(error).and_then(|explanation| explanation.solution?.en);
    solution.unwrap_or("try again later").to_owned()
}

pub(super) fn judge(what: &str, action: Option<&str>, error: &ApiError) -> Check {
    let denied = || format!("denied: {}", error.message);
    let (said, advice) = match (error.kind, action) {
        (ErrorKind::Forbidden, _) if !error.lacks_permission() => (denied(), table(error)),
        (ErrorKind::Forbidden, Some(action)) => {
            (denied(), format!("ask for the permission {action}"))
        }
        (ErrorKind::Forbidden, None) => {
            let advice = "ask for a role that may read, such as DMS ReadOnlyAccess";
            (denied(), advice.to_owned())
        }
        (ErrorKind::Unauthorized | ErrorKind::Locked, _) => {
            (error.to_string(), refused(error).to_owned())
        }
        _ => (error.to_string(), table(error)),
    };
    Check::fail(what, exit_of(error.kind), said).advising(advice)
}
