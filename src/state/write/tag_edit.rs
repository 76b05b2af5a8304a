//! What an edit of tags does: which are set, which are removed, and by which requests.

use crate::api::OneOrMore;
use crate::api::v2::{TagVerb, TagsAction};
use crate::model::rules::MOST_TAGS;
use crate::model::{InstanceKey, Tag};

/// An edit of the tags of one instance. It does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    from: Vec<Tag>,
    set: Vec<Tag>,
    removed: Vec<Tag>,
}

/// One tag that an edit changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A tag that was not there.
    Added(&'a Tag),
    /// A key that gets another value.
    Changed {
        /// The tag as the user saw it.
        from: &'a Tag,
        /// What it becomes.
        to: &'a Tag,
    },
    /// A tag that goes.
    Removed(&'a Tag),
}

/// How much of an edit can be read from an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// All of it.
    Whole,
    /// What this request does, and not what the other one does.
    Part(TagVerb),
    /// None of it.
    Nothing,
}

impl Edit {
    /// The edit that leads from the tags the user saw to these; `None` when they are the same.
    pub fn new(from: Vec<Tag>, to: &[Tag]) -> Option<Self> {
        let set: Vec<Tag> = to
            .iter()
            .filter(|tag| !from.contains(tag))
            .cloned()
            .collect();
        let stays = |tag: &&Tag| to.iter().any(|one| one.key == tag.key);
        let removed: Vec<Tag> = from.iter().filter(|tag| !stays(tag)).cloned().collect();
        let edit = Self { from, set, removed };
        (!edit.set.is_empty() || !edit.removed.is_empty()).then_some(edit)
    }

    /// What it does, tag by tag: additions and changes first.
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let set = self.set.iter().map(|to| {
            let before = self.from.iter().find(|tag| tag.key == to.key);
            before.map_or(Step::Added(to), |from| Step::Changed { from, to })
        });
        set.chain(self.removed.iter().map(Step::Removed))
    }

    /// The requests, in the order in which they are sent: one that sets tags and one that removes
    /// them (section 4.5.1 has no request that does both). Setting a key that is there gives it
    /// the new value. Tags are set first, so that whatever happens to the second request nothing
    /// is missing; only where old and new together would be more than an instance can have, room
    /// is made before.
    pub fn requests(&self, key: &InstanceKey) -> Vec<TagsAction> {
        let action = |verb, tags: &Vec<Tag>| {
            let instance = key.id.clone();
            let tags = OneOrMore::of(tags.clone())?;
            Some(TagsAction {
                instance,
                verb,
                tags,
            })
        };
        let set = action(TagVerb::Create, &self.set);
        let removed = action(TagVerb::Delete, &self.removed);
        let added = self.steps().filter(|step| matches!(step, Step::Added(_)));
        let in_order = match self.from.len() + added.count() > MOST_TAGS {
            true => [removed, set],
            false => [set, removed],
        };
        in_order.into_iter().flatten().collect()
    }

    /// Whether an instance with these tags is as the user saw it.
    pub fn begins_with(&self, now: &[Tag]) -> bool {
        let sorted = |tags: &[Tag]| {
            let mut tags = tags.to_vec();
            tags.sort();
            tags
        };
        sorted(&self.from) == sorted(now)
    }

    /// How much of it has taken effect on an instance with these tags.
    pub fn trace(&self, now: &[Tag]) -> Trace {
        let is_set = self.set.iter().all(|tag| now.contains(tag));
        let gone = |tag: &Tag| now.iter().all(|one| one.key != tag.key);
        let is_removed = self.removed.iter().all(gone);
        match (is_set, is_removed) {
            (true, true) => Trace::Whole,
            (true, false) if !self.set.is_empty() => Trace::Part(TagVerb::Create),
            (false, true) if !self.removed.is_empty() => Trace::Part(TagVerb::Delete),
            _ => Trace::Nothing,
        }
    }
}
