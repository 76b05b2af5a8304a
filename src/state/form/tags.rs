//! The editor of all tags of an instance (section 4.5.1): a form with one line a tag, typed
//! `key=value` as the filter spells it; neither part can hold an equals sign. An empty line adds
//! a tag, emptying a line removes one.
//!
//! Read [`TagEditor`] first; what it asks for is an [`Edit`].

#[cfg(test)]
mod tests;

use super::offers::{Offers, SelectOption};
use super::{Field, Form, FormModel, Input, Problems, Values};
use crate::model::rules::{self, MOST_TAGS, Problem};
use crate::model::{Instance, InstanceKey, Tag};
use crate::state::query::QueryCache;
use crate::state::write::mutation::{Mutation, Tagging};
use crate::state::write::tag_edit::Edit;
use std::collections::BTreeSet;

/// The instance whose tags change. A line that was not touched goes along with what the service
/// says.
#[derive(Clone, Debug)]
pub struct TagEditor {
    pub(super) key: InstanceKey,
    /// What the user knows the instance by.
    pub name: String,
    /// The tag of the instance each line is about; an added line has none.
    seen: Vec<Option<Tag>>,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Mark<'a> {
    /// Nothing: it is empty.
    Empty,
    /// Nothing: its tag stays as it is.
    Same,
    /// It adds a tag.
    Added,
    /// Its tag, which is this one, becomes another.
    Changed(&'a Tag),
    /// Its tag, which is this one, goes.
    Removed(&'a Tag),
}

/// A form about the tags of an instance.
pub fn form(key: InstanceKey, instance: &Instance) -> Form {
    let (editor, values) = TagEditor::new(key, instance);
    Form::new(editor, values)
}

/// A tag as it is typed.
pub fn typed(tag: &Tag) -> String {
    format!("{}={}", tag.key, tag.value)
}

/// The key that is typed in a line.
fn typed_key(text: &str) -> &str {
    text.split_once('=').map_or(text, |(key, _)| key).trim()
}

impl TagEditor {
    fn new(key: InstanceKey, instance: &Instance) -> (Self, Values) {
        // Every tag can be removed and as many added.
        let spare = std::iter::repeat_n(None, MOST_TAGS);
        let seen: Vec<Option<Tag>> = instance
            .tags
            .iter()
            .cloned()
            .map(Some)
            .chain(spare)
            .collect();
        let texts = seen
            .iter()
            .map(|tag| tag.as_ref().map(typed).unwrap_or_default());
        let values = texts
            .enumerate()
            .fold(Values::default(), |values, (at, text)| {
                values.with_text(Field::Tag(at), &text)
            });
        let name = instance.label().to_owned();
        (Self { key, name, seen }, values)
    }

    /// What a line does; `None` for the button.
    pub fn mark(&self, field: Field, values: &Values) -> Option<Mark<'_>> {
        let Field::Tag(at) = field else {
            return None;
        };
        let text = values.text(field).trim();
        Some(match self.seen.get(at)? {
            None if text.is_empty() => Mark::Empty,
            None => Mark::Added,
            Some(tag) if text.is_empty() => Mark::Removed(tag),
            Some(tag) if text == typed(tag) => Mark::Same,
            Some(tag) => Mark::Changed(tag),
        })
    }

    /// The tag a line stands for; `None` for a line that stands for none. A tag that stays is not
    /// checked: the service took it once.
    fn tag(&self, at: usize, values: &Values) -> Result<Option<Tag>, Problem> {
        let field = Field::Tag(at);
        match self.mark(field, values) {
            None | Some(Mark::Empty | Mark::Removed(_)) => Ok(None),
            Some(Mark::Same) => Ok(self.seen[at].clone()),
            Some(Mark::Added | Mark::Changed(_)) => rules::tag(values.text(field)).map(Some),
        }
    }

    /// The tags the instance has, as far as the form knows.
    fn tags(&self) -> Vec<Tag> {
        self.seen.iter().flatten().cloned().collect()
    }

    fn is_empty(&self, at: usize, values: &Values) -> bool {
        self.seen[at].is_none() && values.text(Field::Tag(at)).is_empty()
    }

    /// Takes a new tag of the instance in: into the line where it was typed, or a line of its own.
    fn take_in(&mut self, values: &mut Values, tag: &Tag) {
        let lines = 0..self.seen.len();
        let mut typed_there = lines.clone();
        let there = typed_there.find(|at| typed_key(values.text(Field::Tag(*at))) == tag.key);
        let (left, text) = match there {
            // A line that gave its tag another key: the tag of the old key is still to go.
            Some(at) => match self.seen[at].replace(tag.clone()) {
                Some(old) => (old, String::new()),
                None => return,
            },
            None => (tag.clone(), typed(tag)),
        };
        let mut free = lines.clone();
        match free.find(|at| self.is_empty(*at, values)) {
            Some(at) => {
                self.seen[at] = Some(left);
                values.set(Field::Tag(at), &text);
            }
            None => {
                self.seen.push(Some(left));
                *values = std::mem::take(values).with_text(Field::Tag(lines.end), &text);
            }
        }
    }

    fn edit(&self, values: &Values) -> Result<Edit, Problems> {
        let mut problems = Problems::new();
        let mut tags: Vec<Tag> = Vec::new();
        for at in 0..self.seen.len() {
            match self.tag(at, values) {
                Ok(Some(tag)) if tags.iter().any(|one| one.key == tag.key) => {
                    problems.push((Field::Tag(at), Problem::RepeatedKey(tag.key)));
                }
                Ok(Some(tag)) if tags.len() == MOST_TAGS => {
                    problems.push((Field::Tag(at), Problem::TooManyTags(MOST_TAGS)));
                    tags.push(tag);
                }
                Ok(tag) => tags.extend(tag),
                Err(problem) => problems.push((Field::Tag(at), problem)),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let edit = Edit::new(self.tags(), &tags);
        edit.ok_or_else(|| vec![(Field::Review, Problem::NothingChanged)])
    }
}

impl FormModel for TagEditor {
    /// Every line that was filled or touched, and an empty one to add a tag.
    fn fields(&self, values: &Values) -> Vec<(Field, Input)> {
        let filled = (0..self.seen.len()).rposition(|at| !self.is_empty(at, values));
        let touched = values.touched().iter().filter_map(|field| match field {
            Field::Tag(at) => Some(at + 1),
            _ => None,
        });
        let shown = touched.chain(filled.map(|at| at + 2)).max().unwrap_or(1);
        let lines = 0..shown.clamp(1, self.seen.len().max(1));
        let lines = lines.map(|at| (Field::Tag(at), Input::Suggested));
        lines.chain([(Field::Review, Input::Button)]).collect()
    }

    /// The tags in use in the project, but for the keys of the other lines.
    fn options(&self, field: Field, values: &Values, offers: &Offers<'_>) -> Vec<SelectOption> {
        let others = (0..self.seen.len())
            .map(Field::Tag)
            .filter(|other| *other != field);
        let used: BTreeSet<&str> = others.map(|other| typed_key(values.text(other))).collect();
        let tags = offers.tags(&self.key.scope).into_iter();
        let free = tags.filter(|tag| !used.contains(tag.key.as_str()));
        free.map(|tag| SelectOption::plain(&typed(&tag))).collect()
    }

    fn read(&self, values: &Values, _: &Offers<'_>) -> Result<Mutation, Problems> {
        let edit = Box::new(self.edit(values)?);
        let key = self.key.clone();
        Ok(Tagging { key, edit }.into())
    }

    /// What was typed stays, and what it does is seen anew: what somebody else has removed would
    /// be added again.
    fn refresh_from(&mut self, values: &mut Values, instance: &Instance, _: &QueryCache) {
        for (at, line) in self.seen.iter_mut().enumerate() {
            let Some(seen) = line.take() else {
                continue;
            };
            let now = instance.tags.iter().find(|tag| tag.key == seen.key);
            if values.text(Field::Tag(at)) == typed(&seen) && now != Some(&seen) {
                values.set(Field::Tag(at), &now.map(typed).unwrap_or_default());
            }
            *line = now.cloned();
        }
        let known: BTreeSet<String> = self.tags().into_iter().map(|tag| tag.key).collect();
        for tag in instance.tags.iter().filter(|tag| !known.contains(&tag.key)) {
            self.take_in(values, tag);
        }
    }
}
