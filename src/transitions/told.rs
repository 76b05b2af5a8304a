//! What was told of one instance, and how what is seen of it differs from that.

use super::{Change, Transition};
use crate::findings::{Code, Codes, Finding, Findings, Severity, Source};
use crate::model::{EpochMs, Status, Task, TaskId};
use std::borrow::Cow;

/// What was told of an instance so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Its status, once one was seen; nothing inside where it was not there.
    status: Option<Option<Status>>,
    /// Since when it has that, where the change was seen.
    since: Option<EpochMs>,
    /// What was found before, and is neither seen now nor seen to be over: it could not be looked at,
    /// or what causes it hides it.
    beside: Vec<Finding>,
    /// What was told to be critical and goes on.
    critical: Codes,
    /// What is found and was not told, because what is known to cause it could not be looked at.
    untold: Codes,
    /// Whether it was looked at in this run.
    looked: bool,
    /// Its tasks under way, once they were read.
    tasks: Option<Vec<(TaskId, String)>>,
    /// When something changed last.
    changed: Option<EpochMs>,
}

/// What is seen of an instance.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub is_there: bool,
    /// Its status, where the service says it.
    pub status: Option<&'a Status>,
    /// Now, by our clock and by Cloud Eye's.
    pub wall: EpochMs,
    pub eye: EpochMs,
}

impl Seen<'_> {
    /// Now, by the clock of who sees this.
    fn by(self, code: Code) -> EpochMs {
        match code.source() {
            Source::Service | Source::Broker => self.wall,
            Source::CloudEye => self.eye,
        }
    }
}

impl Told {
    /// Since when it has its status, where the change was seen.
    pub fn status_since(&self) -> Option<EpochMs> {
        self.since
    }

    /// When something of it changed last, as far as that is known.
    pub fn changed(&self) -> Option<EpochMs> {
        self.changed
    }

    /// This was told of it.
    pub fn note(&mut self, transition: &Transition) {
        self.changed = self.changed.max(transition.since());
    }

    /// Everything that goes on, as far as it is known, when this was found last.
    pub fn before<'a>(&self, found: &'a [Finding]) -> Cow<'a, [Finding]> {
        match self.beside.is_empty() {
            true => Cow::Borrowed(found),
            false => [found, &self.beside].concat().into(),
        }
    }

    /// Takes in what is found now, after `before` was. What began before our eyes and is not dated
    /// by who measured it is dated now.
    pub fn take(&mut self, before: &Findings, found: &mut Findings, seen: Seen<'_>) -> Vec<Change> {
        let mut changes: Vec<Change> = self.status(seen).into_iter().collect();
        let quiet = before.all.is_empty() && found.all.is_empty() && self.beside.is_empty();
        if !quiet {
            self.began(before, found, seen, &mut changes);
            self.ended(before, found, seen, &mut changes);
        }
        self.looked = true;
        changes
    }

    fn status(&mut self, seen: Seen<'_>) -> Option<Change> {
        let status = seen.status.filter(|_| seen.is_there).cloned();
        if seen.is_there && status.is_none() {
            return None;
        }
        let from = match self.status.as_ref() {
            Some(known) if *known == status => return None,
            Some(_) => self.status.replace(status.clone())?,
            None => {
                self.status = Some(status);
                return None;
            }
        };
        // What is new at the first look can have changed at any time before.
        self.since = self.looked.then_some(seen.wall);
        Some(Change::Status { from, to: status })
    }

    fn began(
        &mut self,
        before: &Findings,
        found: &mut Findings,
        seen: Seen<'_>,
        changes: &mut Vec<Change>,
    ) {
        let looked = self.looked;
        let undecided = found.undecided;
        for finding in found.all.iter_mut().filter(|one| is_told(one)) {
            let code = finding.code;
            let is_same = |one: &Finding| one.code == code;
            let known = before.all.iter().any(is_same) || self.beside.iter().any(is_same);
            let goes_on = known && !self.untold.has(code);
            let hides =
                |cause: &Finding| undecided.has(cause.code) && cause.code.hides().contains(&code);
            if !goes_on && before.all.iter().chain(&self.beside).any(hides) {
                self.untold.add(code);
                continue;
            }
            let untold = self.untold.has(code);
            self.untold.remove(code);
            let critical = finding.severity == Severity::Critical;
            let told = self.critical.has(code);
            if critical {
                self.critical.add(code);
            }
            if !goes_on {
                let first = !looked || untold || before.undecided.has(code);
                if !first && finding.since.is_none() {
                    finding.since = Some(seen.by(code));
                }
                let finding = Box::new(finding.clone());
                changes.push(Change::Began { finding, first });
            } else if critical && !told {
                changes.push(Change::Worsened(Box::new(finding.clone())));
            }
        }
    }

    fn ended(
        &mut self,
        before: &Findings,
        found: &Findings,
        seen: Seen<'_>,
        changes: &mut Vec<Change>,
    ) {
        let goes_on = |one: &Finding| found.all.iter().any(|now| now.code == one.code);
        let was = before.all.iter();
        let was = was.filter(|one| is_told(one) && !goes_on(one)).cloned();
        self.beside.retain(|one| !goes_on(one));
        let was: Vec<Finding> = was.chain(std::mem::take(&mut self.beside)).collect();
        for finding in was {
            let code = finding.code;
            if found.undecided.has(code) {
                self.beside.push(remembered(finding));
                continue;
            }
            self.critical.remove(code);
            if self.untold.has(code) {
                self.untold.remove(code);
                continue;
            }
            changes.push(Change::Ended {
                code,
                severity: finding.severity,
                since: finding.since,
                until: finding.over.unwrap_or_else(|| seen.by(code)),
            });
        }
    }

    /// Takes in its tasks.
    pub fn tasks(&mut self, tasks: &[Task]) -> Vec<Change> {
        let under_way = tasks.iter().filter(|task| task.is_under_way());
        let now: Vec<(TaskId, String)> = under_way
            .clone()
            .map(|task| (task.id.clone(), task.name.clone()))
            .collect();
        let was = self.tasks.replace(now).unwrap_or_default();
        let is_in = |list: &[(TaskId, String)], id: &TaskId| list.iter().any(|(one, _)| one == id);
        let began = under_way.filter(|task| !is_in(&was, &task.id));
        let began = began.map(|task| Change::TaskBegan {
            id: task.id.clone(),
            task: task.name.clone(),
            since: task.created_at,
        });
        let mut changes: Vec<Change> = began.collect();
        let now = self.tasks.as_deref().unwrap_or_default();
        let over = was.iter().filter(|(id, _)| !is_in(now, id));
        changes.extend(over.map(|(id, task)| {
            let ended = tasks.iter().find(|one| one.id == *id);
            Change::TaskEnded {
                id: id.clone(),
                task: task.clone(),
                how: ended.and_then(|task| task.status.clone()),
            }
        }));
        changes
    }

    /// Takes in what another run told, oldest first.
    pub fn remember(&mut self, transition: &Transition) {
        self.note(transition);
        match &transition.change {
            Change::Status { to, .. } => {
                self.status = Some(to.clone());
                self.since = Some(transition.at);
            }
            Change::Began { finding, .. } | Change::Worsened(finding) => {
                self.beside.retain(|one| one.code != finding.code);
                self.beside.push(remembered((**finding).clone()));
                if finding.severity == Severity::Critical {
                    self.critical.add(finding.code);
                }
            }
            Change::Ended { code, .. } => {
                self.beside.retain(|one| one.code != *code);
                self.critical.remove(*code);
            }
            Change::TaskBegan { id, task, .. } => {
                let tasks = self.tasks.get_or_insert_default();
                tasks.retain(|(known, _)| known != id);
                tasks.push((id.clone(), task.clone()));
            }
            Change::TaskEnded { id, .. } => {
                self.tasks
                    .get_or_insert_default()
                    .retain(|(known, _)| known != id);
            }
            Change::Wrote { .. } => {}
        }
    }

    /// It is no longer shown, and `found` was found of it: what is to be known when it is again.
    #[must_use]
    pub fn put_aside(mut self, found: &[Finding]) -> Self {
        let found = found.iter().filter(|one| is_told(one)).cloned();
        self.beside.extend(found.map(remembered));
        let untold = std::mem::take(&mut self.untold);
        self.beside.retain(|one| !untold.has(one.code));
        self.looked = false;
        self
    }
}

/// Whether its beginning and end are told. What is less than a warning repeats the status, or says how
/// well it is known.
fn is_told(finding: &Finding) -> bool {
    matches!(finding.severity, Severity::Critical | Severity::Warning)
}

/// It goes on, as far as it is known, and nothing shows it now.
fn remembered(finding: Finding) -> Finding {
    Finding {
        over: None,
        evidence: Vec::new(),
        ..finding
    }
}

#[cfg(test)]
mod tests;
