//! Changing tags of an instance, by one request or two. Tags are as they should be as soon as the
//! service took the requests. Where an answer was lost, each of the requests took effect whole or
//! not at all.

use super::{Asks, Changes, Facts, Mutate, MutationKind, Question, Target, present};
use crate::api::v2::TagVerb;
use crate::api::{Operation, Prepared, Unsupported, Write};
use crate::model::{Feature, Home, InstanceKey};
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use crate::state::write::can::Refusal;
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, News, Pending, Phase, Step, WriteStatus};
use crate::state::write::tag_edit::{Edit, Trace};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagging {
    pub key: InstanceKey,
    /// What changes, from the tags the user saw.
    pub edit: Box<Edit>,
}

impl Tagging {
    pub(super) const FACTS: Facts = Facts {
        asks: Asks::Always(Question::YesNo),
        can: State::can_edit_tags,
        ..Facts::of(Operation::ChangeTags)
    };

    /// The detail, and the tags by their own call where that is to be read.
    fn with_tags(&self, read: bool) -> Vec<Query> {
        let tags = read.then(|| Query::Tags(self.key.id.clone()));
        self.detail().into_iter().chain(tags).collect()
    }
}

impl Mutate for Tagging {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let requests = self.edit.requests(&self.key);
        requests.iter().map(|one| one.prepare(home)).collect()
    }

    fn changes(&self) -> Changes<'_> {
        Changes::Tags(&self.edit)
    }

    fn first_half(&self) -> Option<TagVerb> {
        let requests = self.edit.requests(&self.key);
        requests.first().map(|request| request.verb)
    }

    fn looks(&self, call: usize) -> Vec<Query> {
        // The first call has changed them.
        self.with_tags(call == 0)
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        match read.tags(&self.key) {
            Some(now) if !self.edit.begins_with(now) => Err(Conflict::Differs(MutationKind::Tags)),
            _ => present(target, read).map(|_| ()),
        }
    }

    fn follows(&self, write: &Pending) -> Vec<Query> {
        self.with_tags(write.is_unsettled())
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        let read = news.observation;
        let of_detail = || Some(read.detail(&self.key)??.tags.as_slice());
        let Some(tags) = read.tags(&self.key).or_else(of_detail) else {
            return Step::Stay;
        };
        match (&write.phase, self.edit.trace(tags)) {
            (_, Trace::Whole) => Step::End(WriteStatus::Done),
            (Phase::Partly, _) => Step::Over,
            (_, Trace::Part(done)) => match write.no_trace(news) {
                Step::End(_) => Step::End(WriteStatus::Partly(done, None)),
                step @ (Step::Stay | Step::Looked(_) | Step::Go(..) | Step::Over) => step,
            },
            (_, Trace::Nothing) => write.no_trace(news),
        }
    }
}

impl State {
    /// Whether tags of an instance can be changed; in which status is the service's to judge.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_edit_tags(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Tags)?;
        self.can_touch(row)
    }
}
