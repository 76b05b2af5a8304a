//! The profiles whose instances are shown. Each is a world of its own: credential, project,
//! freshness, errors and budget are its own, and nothing here is "the current one".

use super::column::Column;
use super::context::ProfileContext;
use super::feed::{Coverage, Feed};
use super::figures::{FiguresFeed, FiguresStanding};
use super::now::Now;
use super::query::QueryCache;
use crate::api::{Agency, Barrier, ErrorKind};
use crate::model::{EpochMs, Feature, Scope};
use std::time::Duration;

/// How long the tags of a project are taken as they were read, or a refusal to give them as it was.
const TAGS_STAND: Duration = Duration::from_secs(300);

/// A profile that is shown.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Who and where it is.
    pub context: ProfileContext,
    /// How its list stands.
    pub feed: Feed,
    /// How its figures stand.
    pub figures: FiguresFeed,
    /// How its sign-in stands.
    pub sign_in: SignIn,
    /// Whose rights it uses, where they are another account's.
    pub acting: Option<Acting>,
    /// What was read of its scope beside its list.
    pub known: QueryCache,
}

/// The agency a profile takes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// The agency.
    pub agency: Agency,
    /// When the keys or the token for it end, once there are any.
    pub until: Option<EpochMs>,
}

/// How often a sign-in was refused, and whether it is being tried again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignIn {
    /// Refused so often in a row, for whichever profile uses the same credential, as the client
    /// counts: five lock the key for five minutes.
    pub refusals: u32,
    /// When it was refused last.
    pub refused: Option<Now>,
    /// The user asked to try again, and there is no answer yet.
    pub retrying: bool,
}

impl Profile {
    /// A profile nothing was read of yet.
    pub fn new(context: ProfileContext) -> Self {
        let feed = Feed::new(context.refresh);
        Self {
            context,
            feed,
            figures: FiguresFeed::default(),
            sign_in: SignIn::default(),
            acting: None,
            known: QueryCache::EMPTY,
        }
    }

    /// How its figures stand.
    pub fn figures(&self) -> FiguresStanding<'_> {
        match self.context.ces_endpoint {
            Some(_) => self.figures.standing(),
            None => FiguresStanding::Off,
        }
    }

    /// Its scope.
    pub fn scope(&self) -> &Scope {
        &self.context.scope
    }

    /// Whether reading the tags of its project is worth a request: not in a version of the API
    /// that has no call for it, and not soon after an answer. A failure that may have passed,
    /// because the service did not decide anything, is no answer.
    pub fn wants_tags(&self, now: Now) -> bool {
        let tags = self.known.project_tags();
        let failure = tags.failure.as_ref();
        let undecided = failure.is_some_and(|failure| match failure.error.kind.barrier() {
            Barrier::SignIn | Barrier::Reach => true,
            Barrier::Right | Barrier::Nothing => false,
        });
        let stand = !undecided && tags.answered_within(TAGS_STAND, now);
        self.context.api.has(Feature::Tags) && !stand
    }

    /// Whether both sign in with the same credential, as far as that can be told.
    fn shares_credential(&self, other: &Self) -> bool {
        let mine = self.context.credential;
        mine.is_some() && mine == other.context.credential
    }

    /// Whether its sign-in was refused: nothing is sent until the user asks.
    pub fn is_locked(&self) -> bool {
        let failure = self.failure();
        failure.is_some_and(|kind| kind.barrier() == Barrier::SignIn)
    }

    /// Whether a proxy refuses us: nothing is sent through it until the user asks.
    pub fn is_behind_refusing_proxy(&self) -> bool {
        let failure = self.feed.listing.failure.as_ref();
        failure.is_some_and(|failure| failure.error.is_proxy())
    }

    /// How the newest attempt to read its list failed, if it did.
    pub fn failure(&self) -> Option<ErrorKind> {
        let failure = self.feed.listing.failure.as_ref();
        failure.map(|failure| failure.error.kind)
    }
}

/// What tells rows of different profiles apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldBy {
    /// There is one profile.
    Nothing,
    /// Every profile has a region of its own.
    Region,
    /// Some share a region: only their names differ.
    Profile,
}

/// What decides which columns the list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListShape {
    pub told_by: ToldBy,
    /// Whether figures are read for any profile.
    pub figures: bool,
}

impl ListShape {
    /// The columns there are, in display order.
    pub fn columns(self) -> Vec<Column> {
        let there = |column: &Column| match column {
            Column::Region | Column::Profile => self.told_by != ToldBy::Nothing,
            column => self.figures || column.metric().is_none(),
        };
        Column::ALL.iter().copied().filter(there).collect()
    }
}

/// The profiles that are shown, in the order they were named. There is always one.
#[derive(Clone, Debug)]
pub struct Profiles {
    first: Profile,
    more: Vec<Profile>,
}

impl Profiles {
    /// One profile.
    pub fn of(context: ProfileContext) -> Self {
        Self {
            first: Profile::new(context),
            more: Vec::new(),
        }
    }

    /// Shows one more, unless its scope is shown already. How often its credential was refused is
    /// known where another profile uses the same.
    pub fn add(&mut self, context: ProfileContext) {
        if self.get(&context.scope).is_some() {
            return;
        }
        let mut profile = Profile::new(context);
        if let Some(other) = self.iter().find(|other| other.shares_credential(&profile)) {
            profile.sign_in = SignIn {
                retrying: false,
                ..other.sign_in
            };
        }
        self.more.push(profile);
    }

    /// Shows one less, but never none.
    pub fn remove(&mut self, scope: &Scope) {
        self.more.retain(|profile| profile.scope() != scope);
        if self.first.scope() == scope && !self.more.is_empty() {
            self.first = self.more.remove(0);
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// All of them, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Profile> {
        std::iter::once(&mut self.first).chain(&mut self.more)
    }

    /// The one of a scope, if it is shown.
    pub fn get(&self, scope: &Scope) -> Option<&Profile> {
        self.iter().find(|profile| profile.scope() == scope)
    }

    /// The same, to change.
    pub fn get_mut(&mut self, scope: &Scope) -> Option<&mut Profile> {
        self.iter_mut().find(|profile| profile.scope() == scope)
    }

    /// The one that was named first.
    pub fn first(&self) -> &Profile {
        &self.first
    }

    /// The only one, where there is only one.
    pub fn only(&self) -> Option<&Profile> {
        self.more.is_empty().then_some(&self.first)
    }

    /// What tells rows of different profiles apart.
    pub fn told_by(&self) -> ToldBy {
        if self.more.is_empty() {
            return ToldBy::Nothing;
        }
        let region = |profile: &Profile| profile.scope().region.clone();
        let mut regions: Vec<_> = self.iter().map(region).collect();
        regions.sort();
        regions.dedup();
        match regions.len() == self.count() {
            true => ToldBy::Region,
            false => ToldBy::Profile,
        }
    }

    /// What decides which columns the list has.
    pub fn list_shape(&self) -> ListShape {
        let off = |profile: &Profile| profile.figures() == FiguresStanding::Off;
        ListShape {
            told_by: self.told_by(),
            figures: !self.iter().all(off),
        }
    }

    /// How many of them are in a region.
    pub fn in_region(&self, region: &str) -> u32 {
        let here = self.iter().filter(|one| *one.scope().region == *region);
        here.map(|_| 1).sum()
    }

    /// How many are shown.
    pub fn count(&self) -> usize {
        self.more.len() + 1
    }

    /// How complete all of their lists are together. Nothing is known of the whole before every
    /// one of them has answered.
    pub fn coverage(&self) -> Coverage {
        let sum = |(all, one): (u64, u64)| all.saturating_add(one);
        let mut all = self.first.feed.coverage.clone();
        for Profile { feed, .. } in &self.more {
            let one = &feed.coverage;
            all.total = all.total.zip(one.total).map(sum);
            all.missing.extend(one.missing.iter().cloned());
            all.arriving = all.arriving.zip(one.arriving).map(sum);
            all.nameless += one.nameless;
        }
        all
    }

    /// How often what is in a scope is read.
    pub fn period(&self, scope: &Scope) -> Duration {
        let profile = self.get(scope).unwrap_or(&self.first);
        profile.feed.period
    }

    /// What a profile is called that warns whoever works in it, such as `PROD`.
    pub fn label(&self, scope: &Scope) -> Option<&str> {
        self.get(scope)?.context.label.as_deref()
    }

    /// The labels of several, each once, in the order of the scopes.
    pub fn labels<'a>(&self, scopes: impl IntoIterator<Item = &'a Scope>) -> Vec<&str> {
        let mut labels = Vec::new();
        for label in scopes.into_iter().filter_map(|scope| self.label(scope)) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels
    }
}
