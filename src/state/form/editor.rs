//! One form that is being filled in.

use super::list::List;
use super::{Field, FormModel as _, Input, Model, Offers, Problems, SelectOption, Values, refusal};
use crate::api::ApiError;
use crate::model::{InstanceKey, Scope, rules};
use crate::secret::Secret;
use crate::state::input::{Sight, TextField};
use crate::state::now::Now;
use crate::state::write::mutation::Mutation;

/// A form: what it is about, what was filled in, and where in it the user is.
#[derive(Clone, Debug)]
pub struct Form {
    pub(super) model: Model,
    pub(super) values: Values,
    pub(super) focus: Field,
    pub(super) list: Option<List>,
    pub(super) refused: Option<ApiError>,
    /// As it was opened.
    fresh: Filled,
    /// What was filled in before it was cleared: clearing it once more brings that back.
    cleared: Option<Filled>,
    /// When it was left, if it was.
    left: Option<Now>,
}

/// What a form is about, and what was filled in.
type Filled = (Model, Values);

/// What a key led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The form stays.
    Stay,
    /// The form is left.
    Leave,
    /// Every rule is kept: ask whether to do this.
    Review(Box<Mutation>),
}

impl Form {
    /// A form with the focus on its first field.
    pub fn new(model: impl Into<Model>, values: Values) -> Self {
        let model = model.into();
        Self {
            focus: first(&model, &values),
            fresh: (model.clone(), values.clone()),
            model,
            values,
            list: None,
            refused: None,
            cleared: None,
            left: None,
        }
    }

    /// What the form is about.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What was filled in.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Where the mutation would be sent.
    pub fn scope(&self) -> &Scope {
        self.model.scope()
    }

    /// The instance the form changes; a new one is none yet.
    pub fn about(&self) -> Option<&InstanceKey> {
        self.model.key()
    }

    /// The field that keys go to.
    pub fn focus(&self) -> Field {
        self.focus
    }

    /// The fields that are there now, in order.
    pub fn fields(&self) -> Vec<Field> {
        let fields = self.model.fields(&self.values).into_iter();
        fields.map(|(field, _)| field).collect()
    }

    /// How a field that is there takes its value.
    pub fn input(&self, field: Field) -> Input {
        let fields = self.model.fields(&self.values);
        let found = fields.iter().find(|(at, _)| *at == field);
        found.map_or(Input::Button, |(_, input)| *input)
    }

    /// The list that is open under the focused field.
    pub fn list(&self) -> Option<&List> {
        self.list.as_ref()
    }

    /// What the service said when it refused the form, until it is sent again.
    pub fn refused(&self) -> Option<&ApiError> {
        self.refused.as_ref()
    }

    /// What a field can be, given the rest of the form.
    pub fn options(&self, field: Field, offers: &Offers<'_>) -> Vec<SelectOption> {
        self.model.options(field, &self.values, offers)
    }

    /// What the open list shows; nothing when none is open.
    pub fn listed(&self, offers: &Offers<'_>) -> Vec<SelectOption> {
        let options = self.options(self.focus, offers);
        let list = self.list.as_ref();
        list.map(|list| list.narrowed(options)).unwrap_or_default()
    }

    /// What is wrong with the form, in its order; empty when it can be sent.
    pub fn problems(&self, offers: &Offers<'_>) -> Problems {
        let read = self.model.read(&self.values, offers);
        read.err().unwrap_or_default()
    }

    /// Whether there is something to keep: something was filled in, now or before it was cleared.
    pub fn is_worth_keeping(&self) -> bool {
        !self.is_fresh() || self.cleared.is_some()
    }

    fn is_fresh(&self) -> bool {
        self.values.is_like(&self.fresh.1)
    }

    /// Whether it was cleared, and what was filled in before can be brought back.
    pub fn is_cleared(&self) -> bool {
        self.cleared.is_some()
    }

    /// Since when it is kept, if it was left and opened again.
    pub fn left(&self) -> Option<Now> {
        self.left
    }

    /// It is left, and kept.
    pub fn leave(&mut self, now: Now) {
        self.left = Some(now);
    }

    /// It is opened again, at the first field that needs something, unless the service said which
    /// one does.
    pub fn reopen(&mut self, offers: &Offers<'_>) {
        self.list = None;
        if self.refused.is_none() {
            let problems = self.problems(offers);
            self.focus = problems.first().map_or(Field::Review, |(field, _)| *field);
        }
    }

    /// It is shown again by what it asked for: it was never left.
    pub fn show_again(&mut self) {
        self.left = None;
    }

    /// Makes the form as it was opened. Done once more it brings back what was filled in before.
    pub(super) fn clear(&mut self) {
        let spare = (!self.is_fresh()).then(|| (self.model.clone(), self.values.clone()));
        let before = self.cleared.take();
        (self.model, self.values) = before.unwrap_or_else(|| self.fresh.clone());
        self.cleared = spare;
        self.focus = first(&self.model, &self.values);
        (self.list, self.refused, self.left) = (None, None, None);
    }

    /// Whether what was typed is forgotten as soon as the form is left or sent.
    pub fn is_secret(&self) -> bool {
        matches!(self.model, Model::Password(_))
    }

    /// Takes in what is known now of the instance the form changes.
    pub fn refresh_from(&mut self, offers: &Offers<'_>) {
        let Some(key) = self.model.key().cloned() else {
            return;
        };
        if let Some(instance) = offers.instance(&key) {
            let read = offers.read_of(&key);
            let others = std::iter::once(&mut self.fresh).chain(&mut self.cleared);
            for (model, values) in others {
                model.refresh_from(values, instance, read);
            }
            self.model.refresh_from(&mut self.values, instance, read);
        }
    }

    /// The passwords that were typed where nothing is shown, once they can be what is meant: they
    /// keep the rules, and their field was left. Parts of them are none.
    pub fn secrets(&self) -> Vec<Secret> {
        let left = self.fields().into_iter().filter(|one| *one != self.focus);
        let texts = left.filter_map(|field| self.values.text_field(field));
        texts
            .filter(|text| text.sight() == Sight::Masked)
            .map(TextField::secret)
            .filter(|secret| rules::password(secret.expose()).is_ok())
            .collect()
    }

    /// Takes a refusal of the service in. Everything that was filled in stays; the focus goes to
    /// the field the refusal is about, if it says so.
    pub fn refuse(&mut self, error: ApiError) {
        let fields = self.fields();
        let mut about = refusal::fields(&error).iter();
        let field = about.find(|field| fields.contains(field));
        self.list = None;
        self.focus = field.copied().unwrap_or(self.focus);
        self.refused = Some(error);
    }

    /// Makes the draft one of its own: a new form continues it, also one that is not filled like
    /// the same instance.
    pub fn detach(&mut self) {
        let others = std::iter::once(&mut self.fresh).chain(&mut self.cleared);
        let models = others.map(|(model, _)| model).chain([&mut self.model]);
        for model in models {
            if let Model::Create(model) = model {
                model.like = None;
            }
        }
    }

    /// Whether opening that form means to go on with this one.
    pub fn continues(&self, opened: &Self) -> bool {
        match (&self.model, &opened.model) {
            (Model::Create(kept), Model::Create(opened)) => {
                kept.like == opened.like && kept.scope() == opened.scope()
            }
            (Model::Password(_), _) => false,
            (kept, opened) => {
                let kind = std::mem::discriminant(kept) == std::mem::discriminant(opened);
                kind && kept.key() == opened.key()
            }
        }
    }

    /// Whether this is the form that asked for it; none did for a write of an earlier run.
    pub fn asked_for(&self, mutation: &Mutation) -> bool {
        let is_earlier = matches!(mutation, Mutation::Earlier(_));
        let is_its_kind = !is_earlier && self.model.asks_for() == mutation.kind();
        let is_named = |name| self.values.text(Field::Name) == name;
        is_its_kind
            && self.scope() == mutation.scope()
            && self.about() == mutation.key()
            && mutation.new_name().is_none_or(is_named)
    }
}

fn first(model: &Model, values: &Values) -> Field {
    let fields = model.fields(values);
    fields.first().map_or(Field::Review, |(field, _)| *field)
}
