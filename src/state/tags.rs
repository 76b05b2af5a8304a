//! The editor of all tags of an instance (section 4.5.1): a form with one line a tag, typed
//! `key=value` as the filter spells it; neither part can hold an equals sign. An empty line adds
//! a tag, emptying a line removes one.
//!
//! Read [`Draft`] first, then [`Edit`], which is what it asks for.

mod edit;

pub use edit::{Edit, Step, Trace};

use super::form::{self, Choice, Kind, Needs, Offers, Problems, Sheet, Switch};
use super::input::TextField;
use super::plan::Deed;
use crate::model::rules::{self, MOST_TAGS, Problem};
use crate::model::{Instance, InstanceKey, Scope, Tag};
use std::collections::BTreeSet;

/// The form.
pub type Form = form::Form<Draft>;

/// One place of the form that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The line with this number, from 0; lines keep their numbers.
    Tag(usize),
    /// The button that leads to the review.
    Review,
}

/// A line: what is typed, and the tag of the instance it is about; an added one has none.
#[derive(Clone, Debug)]
struct Line {
    seen: Option<Tag>,
    text: TextField,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// What was filled in so far, and the tags the instance has. A line that was not touched goes
/// along with what the service says.
#[derive(Clone, Debug)]
pub struct Draft {
    key: InstanceKey,
    name: String,
    lines: Vec<Line>,
    /// The lines before this one are shown even when they are empty.
    touched: usize,
}

impl Line {
    fn empty() -> Self {
        Self {
            seen: None,
            text: TextField::plain(""),
        }
    }

    fn of(tag: &Tag) -> Self {
        Self {
            seen: Some(tag.clone()),
            text: TextField::plain(&typed(tag)),
        }
    }

    fn is_empty(&self) -> bool {
        self.seen.is_none() && self.text.text().is_empty()
    }

    fn mark(&self) -> Mark<'_> {
        let text = self.text.text().trim();
        match &self.seen {
            None if text.is_empty() => Mark::Empty,
            None => Mark::Added,
            Some(tag) if text.is_empty() => Mark::Removed(tag),
            Some(tag) if text == typed(tag) => Mark::Same,
            Some(tag) => Mark::Changed(tag),
        }
    }

    /// The key that is typed.
    fn key(&self) -> &str {
        let text = self.text.text();
        text.split_once('=').map_or(text, |(key, _)| key).trim()
    }

    /// The tag the line stands for; `None` for a line that stands for none. A tag that stays is
    /// not checked: the service took it once.
    fn tag(&self) -> Result<Option<Tag>, Problem> {
        match self.mark() {
            Mark::Empty | Mark::Removed(_) => Ok(None),
            Mark::Same => Ok(self.seen.clone()),
            Mark::Added | Mark::Changed(_) => rules::tag(self.text.text()).map(Some),
        }
    }
}

impl Draft {
    /// A form about the tags of an instance.
    #[must_use]
    pub fn new(key: InstanceKey, instance: &Instance) -> Self {
        // Every tag can be removed and as many added.
        let spare = std::iter::repeat_with(Line::empty).take(MOST_TAGS);
        Self {
            key,
            name: instance.label().to_owned(),
            lines: instance.tags.iter().map(Line::of).chain(spare).collect(),
            touched: 0,
        }
    }

    /// The instance it is about.
    #[must_use]
    pub fn key(&self) -> &InstanceKey {
        &self.key
    }

    /// What the user knows the instance by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a line does; `None` for the button.
    #[must_use]
    pub fn mark(&self, field: Field) -> Option<Mark<'_>> {
        self.line(field).map(Line::mark)
    }

    fn line(&self, field: Field) -> Option<&Line> {
        match field {
            Field::Tag(at) => self.lines.get(at),
            Field::Review => None,
        }
    }

    /// The tags the instance has, as far as the form knows.
    fn seen(&self) -> Vec<Tag> {
        self.lines
            .iter()
            .filter_map(|line| line.seen.clone())
            .collect()
    }

    /// Takes in the tags that the instance has now. What was typed stays, and what it does is
    /// seen anew: what somebody else has removed would be added again.
    pub fn hear(&mut self, instance: &Instance) {
        for line in &mut self.lines {
            let Some(seen) = line.seen.take() else {
                continue;
            };
            let now = instance.tags.iter().find(|tag| tag.key == seen.key);
            if line.text.text() == typed(&seen) && now != Some(&seen) {
                line.text.set(&now.map(typed).unwrap_or_default());
            }
            line.seen = now.cloned();
        }
        let known: BTreeSet<String> = self.seen().into_iter().map(|tag| tag.key).collect();
        for tag in instance.tags.iter().filter(|tag| !known.contains(&tag.key)) {
            self.take_in(tag);
        }
    }

    /// Takes a new tag of the instance in: into the line where it was typed, or a line of its own.
    fn take_in(&mut self, tag: &Tag) {
        let typed = self.lines.iter_mut().find(|line| line.key() == tag.key);
        let left = match typed {
            // A line that gave its tag another key: the tag of the old key is still to go.
            Some(line) => line.seen.replace(tag.clone()).map(|old| Line {
                seen: Some(old),
                text: TextField::plain(""),
            }),
            None => Some(Line::of(tag)),
        };
        let Some(left) = left else {
            return;
        };
        match self.lines.iter_mut().find(|line| line.is_empty()) {
            Some(line) => *line = left,
            None => self.lines.push(left),
        }
    }

    fn check(&self) -> Result<Edit, Problems<Field>> {
        let mut problems = Problems::new();
        let mut tags: Vec<Tag> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            match line.tag() {
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
        let edit = Edit::new(self.seen(), &tags);
        edit.ok_or_else(|| vec![(Field::Review, Problem::NothingChanged)])
    }
}

/// A tag as it is typed.
fn typed(tag: &Tag) -> String {
    format!("{}={}", tag.key, tag.value)
}

impl Sheet for Draft {
    type Field = Field;

    fn scope(&self) -> &Scope {
        &self.key.scope
    }

    fn needs(&self) -> Needs {
        Needs::Nothing
    }

    /// Every line that was filled or touched, and an empty one to add a tag.
    fn fields(&self) -> Vec<Field> {
        let filled = self.lines.iter().rposition(|line| !line.is_empty());
        let shown = filled.map_or(1, |last| last + 2).max(self.touched);
        let lines = (0..shown.min(self.lines.len())).map(Field::Tag);
        lines.chain([Field::Review]).collect()
    }

    fn kind(field: Field) -> Kind {
        match field {
            Field::Tag(_) => Kind::Suggested,
            Field::Review => Kind::Button,
        }
    }

    fn text(&self, field: Field) -> Option<&TextField> {
        self.line(field).map(|line| &line.text)
    }

    fn text_mut(&mut self, field: Field) -> Option<&mut TextField> {
        let Field::Tag(at) = field else {
            return None;
        };
        self.touched = self.touched.max(at + 1);
        self.lines.get_mut(at).map(|line| &mut line.text)
    }

    fn taken(&self, field: Field) -> Vec<String> {
        let text = self.text(field).map(|text| text.text().to_owned());
        text.into_iter().collect()
    }

    /// The tags in use in the project, but for the keys of the other lines.
    fn choices(&self, field: Field, offers: &Offers<'_>) -> Vec<Choice> {
        let Field::Tag(at) = field else {
            return Vec::new();
        };
        let others = self
            .lines
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        let used: BTreeSet<&str> = others.map(|(_, line)| line.key()).collect();
        let tags = offers.tags(&self.key.scope);
        let free = tags
            .into_iter()
            .filter(|tag| !used.contains(tag.key.as_str()));
        free.map(|tag| Choice::plain(&typed(&tag))).collect()
    }

    fn take(&mut self, field: Field, value: &str, _: &Offers<'_>) {
        if let Some(text) = self.text_mut(field) {
            text.set(value);
        }
    }

    /// No line takes more than one.
    fn give_back(&mut self, _: Field, _: &str) {}

    fn switch(&self, _: Field) -> Option<Switch> {
        None
    }

    /// There is nothing to flip.
    fn flip(&mut self, _: Field) {}

    fn read(&self, _: &Offers<'_>) -> Result<Deed, Problems<Field>> {
        let key = self.key.clone();
        let edit = Box::new(self.check()?);
        Ok(Deed::Tags { key, edit })
    }

    /// A refusal does not say which tag it is about.
    fn field_of(_: &str) -> Option<Field> {
        None
    }
}

#[cfg(test)]
mod tests;
