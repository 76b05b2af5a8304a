//! What was filled into a form, field by field, right or wrong. Only the user ever takes a value
//! away: what can be chosen may change meanwhile.

use super::Field;
use crate::secret::Secret;
use crate::state::input::TextField;
use std::collections::BTreeMap;

/// The values of a form.
#[derive(Clone, Debug, Default)]
pub struct Values {
    values: BTreeMap<Field, Value>,
    /// Fields whose text the user edited.
    touched: Vec<Field>,
}

#[derive(Clone, Debug)]
enum Value {
    Text(TextField),
    Chosen(Vec<String>),
    Switch(bool),
}

impl Value {
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one.secret() == other.secret(),
            (Self::Chosen(one), Self::Chosen(other)) => one == other,
            (Self::Switch(one), Self::Switch(other)) => one == other,
            (Self::Text(_) | Self::Chosen(_) | Self::Switch(_), _) => false,
        }
    }
}

impl Values {
    /// The same with a text that is shown as it is typed.
    #[must_use]
    pub fn with_text(mut self, field: Field, text: &str) -> Self {
        let text = Value::Text(TextField::plain(text));
        self.values.insert(field, text);
        self
    }

    /// The same with an empty text that is never shown.
    #[must_use]
    pub fn with_secret(mut self, field: Field) -> Self {
        self.values.insert(field, Value::Text(TextField::masked()));
        self
    }

    /// The same with what was chosen of a list.
    #[must_use]
    pub fn with_chosen(mut self, field: Field, chosen: impl IntoIterator<Item = String>) -> Self {
        let chosen = Value::Chosen(chosen.into_iter().collect());
        self.values.insert(field, chosen);
        self
    }

    /// The same with a switch.
    #[must_use]
    pub fn with_switch(mut self, field: Field, on: bool) -> Self {
        self.values.insert(field, Value::Switch(on));
        self
    }

    /// The text of a field; empty for what is masked or not typed.
    pub fn text(&self, field: Field) -> &str {
        self.text_field(field).map_or("", TextField::text)
    }

    /// The text of a field as a secret.
    pub fn secret(&self, field: Field) -> Secret {
        let text = self.text_field(field).map(TextField::secret);
        text.unwrap_or_else(|| Secret::new(""))
    }

    /// The text of a field with its cursor.
    pub fn text_field(&self, field: Field) -> Option<&TextField> {
        match self.values.get(&field)? {
            Value::Text(text) => Some(text),
            Value::Chosen(_) | Value::Switch(_) => None,
        }
    }

    /// The same, to be edited by the user.
    pub fn edit(&mut self, field: Field) -> Option<&mut TextField> {
        let Value::Text(text) = self.values.get_mut(&field)? else {
            return None;
        };
        if !self.touched.contains(&field) {
            self.touched.push(field);
        }
        Some(text)
    }

    /// The fields whose text the user edited.
    pub fn touched(&self) -> &[Field] {
        &self.touched
    }

    /// What a field is now, as choices name it: more than one where several can be.
    pub fn taken(&self, field: Field) -> Vec<&str> {
        match self.values.get(&field) {
            Some(Value::Text(text)) => vec![text.text()],
            Some(Value::Chosen(chosen)) => chosen.iter().map(String::as_str).collect(),
            Some(Value::Switch(_)) | None => Vec::new(),
        }
    }

    /// What was chosen for a field that takes one.
    pub fn chosen(&self, field: Field) -> Option<&str> {
        match self.values.get(&field)? {
            Value::Chosen(chosen) => chosen.first().map(String::as_str),
            Value::Text(_) | Value::Switch(_) => None,
        }
    }

    /// Puts a value in: the text, or the only one chosen.
    pub fn set(&mut self, field: Field, value: &str) {
        match self.values.get_mut(&field) {
            Some(Value::Text(text)) => text.set(value),
            Some(Value::Chosen(chosen)) => *chosen = vec![value.to_owned()],
            Some(Value::Switch(_)) | None => {}
        }
    }

    /// Adds a value to those chosen.
    pub fn add(&mut self, field: Field, value: &str) {
        if let Some(Value::Chosen(chosen)) = self.values.get_mut(&field)
            && chosen.iter().all(|one| one != value)
        {
            chosen.push(value.to_owned());
        }
    }

    /// Takes a value out of those chosen.
    pub fn remove(&mut self, field: Field, value: &str) {
        if let Some(Value::Chosen(chosen)) = self.values.get_mut(&field) {
            chosen.retain(|one| one != value);
        }
    }

    /// Whether a switch is on.
    pub fn is_on(&self, field: Field) -> bool {
        matches!(self.values.get(&field), Some(Value::Switch(true)))
    }

    /// Flips a switch.
    pub fn flip(&mut self, field: Field) {
        if let Some(Value::Switch(on)) = self.values.get_mut(&field) {
            *on = !*on;
        }
    }

    /// Whether every field has the same value there.
    pub fn is_like(&self, other: &Self) -> bool {
        let is_like = |(field, value): (&Field, &Value)| {
            let there = other.values.get(field);
            there.is_some_and(|there| value.is_like(there))
        };
        self.values.len() == other.values.len() && self.values.iter().all(is_like)
    }

    /// Takes in how the world is now: a value that was as the world was goes along with it, what
    /// the user changed stays.
    pub fn follow(&mut self, was: &Self, now: Self) {
        for (field, now) in now.values {
            let (Some(value), Some(was)) = (self.values.get_mut(&field), was.values.get(&field))
            else {
                continue;
            };
            if value.is_like(was) && !was.is_like(&now) {
                *value = now;
            }
        }
    }
}
