//! What is read where there is no screen: of every instance what its findings need, and no more.

use super::{Interest, Trigger, Want};
use crate::api::ApiError;
use crate::figures::{FiguresKind, FiguresPart};
use crate::findings::{Code, Presence};
use crate::model::{Feature, InstanceKey, Scope};
use crate::state::State;
use crate::state::figures::{FiguresStanding, VALUES};
use crate::state::now::Now;
use crate::state::profiles::Profile;
use crate::state::query::Query;
use crate::state::remote::ReadState;
use crate::state::row::Row;
use crate::state::span::Span;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// How long what was read of one instance beside its list stands.
const STANDS: Duration = Duration::from_secs(60);
/// Reads of single instances that are wanted at a time.
const AT_A_TIME: usize = 8;
/// Instances of which more than the list is read, the worst first: at two requests a second that is
/// less than a minute.
pub const MOST: usize = 100;
/// The figures that findings are made from.
pub(super) const NEEDED: [FiguresKind; 4] = [
    FiguresKind::Current,
    FiguresKind::Hour,
    FiguresKind::NodeMinutes,
    FiguresKind::Disk,
];
/// Cloud Eye is given so long to come back before it counts as away.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was read of single instances, for their findings alone.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    read: HashMap<(Scope, Query), Surveyed>,
}

/// How one read went.
#[derive(Clone, Debug)]
struct Surveyed {
    at: Now,
    error: Option<ApiError>,
}

impl Survey {
    /// Notes how a read went.
    pub fn note(&mut self, scope: &Scope, query: Query, now: Now, error: Option<&ApiError>) {
        let error = error.cloned();
        let key = (scope.clone(), query);
        self.read.insert(key, Surveyed { at: now, error });
    }

    /// Why something could not be read, if it could not.
    pub fn error(&self, scope: &Scope, query: &Query) -> Option<&ApiError> {
        let read = self.read.get(&(scope.clone(), query.clone()))?;
        read.error.as_ref()
    }

    /// Whether it was answered at all: one round is enough, however long that takes.
    fn was_answered(&self, want: &Want) -> bool {
        let key = (want.scope.clone(), want.query.clone());
        self.read.contains_key(&key)
    }

    fn stands(&self, want: &Want, now: Now) -> bool {
        let read = self.read.get(&(want.scope.clone(), want.query.clone()));
        read.is_some_and(|read| now.since(read.at) < STANDS)
    }
}

impl State {
    /// What the findings of all instances need beside their figures.
    pub(super) fn survey_interest(&self, survey: &Survey) -> Interest {
        let mut wants = self.followed();
        wants.extend(self.limits_to_read());
        let beside = self.beside_lists().into_iter();
        let due = beside.filter(|want| !survey.stands(want, self.now));
        wants.extend(due.take(AT_A_TIME));
        Interest {
            broker: None,
            wants,
            figures: Vec::new(),
            opened: None,
            range: None,
        }
    }

    /// What is read of single instances: the tasks of those that change, failed or are down, and
    /// whether disks that fill grow by themselves.
    pub fn beside_lists(&self) -> Vec<Want> {
        self.all_beside_lists().take(MOST).collect()
    }

    /// Instances of a scope of which more would have to be read than is.
    pub fn left_out_beside(&self, scope: &Scope) -> usize {
        let left = self.all_beside_lists().skip(MOST);
        let left = left.filter(|want| want.scope == *scope);
        let ids: HashSet<InstanceKey> = left.filter_map(|want| want.key()).collect();
        ids.len()
    }

    fn all_beside_lists(&self) -> impl Iterator<Item = Want> {
        let rows = self.fleet.arranged();
        let listed = rows.filter(|row| row.presence == Presence::Listed);
        listed.flat_map(move |row| {
            let (api, id) = (self.api(&row.key.scope), &row.key.id);
            let has = |codes: &[Code]| codes.iter().any(|code| row.has(*code));
            let task = row.tasks.as_ref().is_some_and(|tasks| !tasks.is_empty());
            // Where the list says that one failed, its tasks say when.
            let changes = task || has(&[Code::Moving, Code::InstanceFailed, Code::TaskFailed]);
            // It may be down by plan.
            let changes = changes || has(&[Code::NodeDown, Code::NoMajority]);
            let fills = has(&[Code::StorageHigh, Code::DiskFullSoon]);
            let tasks =
                (changes && api.has(Feature::Tasks)).then(|| Query::Tasks(id.clone(), Span::All));
            let expansion =
                (fills && api.has(Feature::Resize)).then(|| Query::AutoExpansion(id.clone()));
            let each = tasks.into_iter().chain(expansion);
            Want::each(&row.key.scope, Trigger::Row, each)
        })
    }

    /// How much of what findings need has no answer yet, good or bad.
    pub fn left_to_survey(&self) -> usize {
        let Some(survey) = &self.survey else {
            return 0;
        };
        let beside = self.beside_lists();
        let beside = beside.iter().filter(|want| !survey.was_answered(want));
        let unread = |want: &&Want| {
            self.known_of(&want.scope, &want.query).state(&want.query) == ReadState::Loading
        };
        let limits = self.limits_to_read();
        let lists = self.profiles.iter();
        let lists = lists.filter(|profile| !profile.feed.listing.is_answered());
        let figures: usize = self
            .profiles
            .iter()
            .map(|one| self.left_to_measure(one))
            .sum();
        lists.count() + beside.count() + limits.iter().filter(unread).count() + figures
    }

    /// Why a part of the figures of a profile does not come, if that is no hiccup.
    pub fn lost_figures<'a>(
        &self,
        profile: &'a Profile,
        part: FiguresPart,
    ) -> Option<&'a ApiError> {
        match profile.figures.part(part) {
            FiguresStanding::Denied(error) => Some(error),
            FiguresStanding::Failing(error, since) => {
                (self.now.since(since) >= PATIENCE).then_some(error)
            }
            FiguresStanding::Off | FiguresStanding::Loading | FiguresStanding::Read => None,
        }
    }

    /// Instances of a profile whose figures were not read and may yet come.
    pub fn unmeasured(&self, profile: &Profile) -> usize {
        let awaited = |kind| {
            let part = FiguresPart::Values(kind);
            self.lost_figures(profile, part).is_none()
        };
        let needed: Vec<FiguresKind> = NEEDED.into_iter().filter(|kind| awaited(*kind)).collect();
        let lacks = |row: &&Row| {
            let mut needed = needed.iter();
            needed.any(|kind| row.figures.lacks_for_findings(*kind))
        };
        self.listed_in(profile).filter(lacks).count()
    }

    /// Whether a part of the figures that comes in one answer for all instances was never read and
    /// may yet come.
    fn awaits_part(&self, profile: &Profile, part: FiguresPart) -> bool {
        let feed = &profile.figures;
        !feed.was_read(part) && !feed.is_locked() && self.lost_figures(profile, part).is_none()
    }

    fn listed_in(&self, profile: &Profile) -> impl Iterator<Item = &Row> {
        let scope = profile.scope().clone();
        let rows = self.fleet.all().iter();
        rows.filter(move |row| row.key.scope == scope && row.presence == Presence::Listed)
    }

    fn left_to_measure(&self, profile: &Profile) -> usize {
        let off = profile.figures() == FiguresStanding::Off;
        if off || self.listed_in(profile).next().is_none() {
            return 0;
        }
        let awaits = |part| usize::from(self.awaits_part(profile, part));
        // They may be read where values may not.
        let alarms = awaits(FiguresPart::Alarms);
        if self.lost_figures(profile, VALUES).is_some() {
            return alarms;
        }
        let parts = NEEDED.map(FiguresPart::Values).into_iter();
        let mut parts = parts.chain([FiguresPart::Nodes]);
        let lost = parts.any(|part| self.lost_figures(profile, part).is_some());
        let rest = usize::from(!profile.figures.rests && !lost);
        self.unmeasured(profile) + alarms + awaits(FiguresPart::Nodes) + rest
    }
}
