//! What each form says for itself: its title, and what is known beside its values. What is not
//! special to a form is in the catalogues under the names of form and field.

use crate::api::ApiError;
use crate::api::v2::catalogue::Quota;
use crate::model::Feature;
use crate::model::rules::resize::{Goal, MOST_EXPANSIONS};
use crate::say;
use crate::state::State;
use crate::state::form::auto_expand::Growth;
use crate::state::form::create::{NewInstance, quota};
use crate::state::form::modify::Settings;
use crate::state::form::password::NewPassword;
use crate::state::form::resize::{NewSize, target};
use crate::state::form::tags::{Mark, TagEditor, typed};
use crate::state::form::{Field, Form, FormModel as _, Model, Offers, OptionNote, Values};
use crate::state::remote::ReadState;
use crate::ui::theme::Role;
use crate::ui::words::{self, UNKNOWN, Words, form as say};

/// What a form says for itself.
pub(super) trait FormText {
    /// What the form is, and about what.
    fn title(&self, w: &Words, state: &State) -> String;

    /// The label of a field, where it is another than the field has everywhere.
    fn label<'w>(&self, _: &'w Words, _: Field, _: &Values) -> Option<&'w str> {
        None
    }

    /// What a field takes, where this form knows better than what it takes everywhere.
    fn help(&self, _: &Words, _: Field, _: &Values, _: &Offers<'_>) -> Option<String> {
        None
    }

    /// What is worth knowing about the value of a field.
    fn about(&self, _: &Words, _: Field, _: &Form, _: &Offers<'_>) -> Option<String> {
        None
    }

    /// Why a field has no choices, where the form knows better than that there are none.
    fn no_options<'w>(&self, _: &'w Words, _: Field, _: &Form, _: &Offers<'_>) -> Option<&'w str> {
        None
    }

    /// What has to be known about all that a field is offered, such as that a part of it could not
    /// be read, and how it looks.
    fn caveat(&self, _: &Words, _: Field, _: &Offers<'_>) -> Option<(String, Role)> {
        None
    }
}

/// What a form says for itself.
pub(super) fn of(model: &Model) -> &dyn FormText {
    match model {
        Model::Create(model) => model.as_ref(),
        Model::Modify(model) => model.as_ref(),
        Model::Password(model) => model.as_ref(),
        Model::Resize(model) => model.as_ref(),
        Model::Tags(model) => model.as_ref(),
        Model::AutoExpand(model) => model.as_ref(),
    }
}

/// The label of a field.
pub(super) fn label<'w>(w: &'w Words, form: &Form, field: Field) -> &'w str {
    let own = of(form.model()).label(w, field, form.values());
    own.unwrap_or_else(|| w.named("form.label", field))
}

/// What a field takes.
pub(super) fn help(w: &Words, form: &Form, field: Field, offers: &Offers<'_>) -> String {
    let known = of(form.model()).help(w, field, form.values(), offers);
    known.unwrap_or_else(|| w.named("form.help", field).to_owned())
}

/// What stands above the columns of a field's choices; nothing where they need no heading.
pub(super) fn headings(w: &Words, field: Field) -> Vec<&str> {
    match field {
        Field::Product | Field::Flavor => say::product_headings(w),
        _ => Vec::new(),
    }
}

/// Who else uses what was chosen or typed.
fn used(w: &Words, form: &Form, field: Field, offers: &Offers<'_>) -> Option<String> {
    let value = form.values().taken(field).first().copied()?;
    let options = form.options(field, offers);
    let known = options.iter().find(|option| option.value == value)?;
    match &known.about {
        OptionNote::Used {
            name: Some(name), ..
        } => Some(name.clone()),
        about @ OptionNote::Used { .. } => Some(say::about(w, about).join(" ")),
        _ => None,
    }
}

impl FormText for NewInstance {
    fn title(&self, w: &Words, state: &State) -> String {
        let place = words::frame::place(state, self.scope());
        let title = match &self.like {
            None => say!(w, "form.create.title", place),
            Some(id) => {
                // By its name as long as it is known.
                let mut rows = state.fleet.all().iter();
                let row = rows.find(|row| row.key.id == *id);
                let model = row.map_or(id.as_str(), |row| row.instance.label());
                say!(w, "form.create.title-like", place, model)
            }
        };
        match quota(state.offers(self.scope()).known) {
            Some(Quota { most, used, .. }) => say!(w, "form.create.title-quota", title, used, most),
            None => title,
        }
    }

    fn help(
        &self,
        w: &Words,
        field: Field,
        values: &Values,
        offers: &Offers<'_>,
    ) -> Option<String> {
        match field {
            Field::Storage => {
                let limits = self.storage_limits(values, offers)?;
                let range = say::range(w, limits);
                Some(say!(w, "form.create.storage-limits", range))
            }
            _ if !self.api.has(Feature::Underscores) => {
                w.find(&["form.v1.help"], field).map(str::to_owned)
            }
            _ => None,
        }
    }

    fn about(&self, w: &Words, field: Field, form: &Form, offers: &Offers<'_>) -> Option<String> {
        match field {
            Field::Product => {
                let product = offers.product(form.values())?;
                Some(say::product(w, product))
            }
            Field::Vpc | Field::Subnet | Field::SecurityGroup => used(w, form, field, offers),
            _ => None,
        }
    }

    fn no_options<'w>(
        &self,
        w: &'w Words,
        field: Field,
        form: &Form,
        offers: &Offers<'_>,
    ) -> Option<&'w str> {
        let of_product = matches!(field, Field::Brokers | Field::Disk);
        let none = of_product && offers.product(form.values()).is_none();
        none.then(|| w.text("form.create.no-product"))
    }
}

impl FormText for Settings {
    fn title(&self, w: &Words, _: &State) -> String {
        let (name, scope) = (self.seen.label(), self.scope());
        let (profile, region) = (&scope.profile, &scope.region);
        say!(w, "form.modify.title", name, profile, region)
    }

    fn help(&self, w: &Words, field: Field, _: &Values, _: &Offers<'_>) -> Option<String> {
        w.find(&["form.modify.help"], field).map(str::to_owned)
    }

    /// What a changed field is now; else what is known of its value.
    fn about(&self, w: &Words, field: Field, form: &Form, offers: &Offers<'_>) -> Option<String> {
        if let Some(change) = self.change(field, form.values()) {
            let value = say::value(w, &change.from);
            return Some(say!(w, "form.modify.now", value));
        }
        match field {
            Field::SecurityGroup => self.seen.network.security_group_name.clone(),
            Field::PublicIp => self.seen.network.public_address.clone(),
            Field::Project => used(w, form, field, offers),
            _ => None,
        }
    }
}

impl FormText for NewPassword {
    fn title(&self, w: &Words, _: &State) -> String {
        let name = &self.label;
        match &self.user {
            Some(user) => say!(w, "form.password.title-of", name, user),
            None => say!(w, "form.password.title", name),
        }
    }

    fn help(&self, w: &Words, field: Field, _: &Values, _: &Offers<'_>) -> Option<String> {
        w.find(&["form.password.help"], field).map(str::to_owned)
    }
}

impl FormText for NewSize {
    fn title(&self, w: &Words, _: &State) -> String {
        let (name, scope) = (self.seen.label(), self.scope());
        let (profile, region) = (&scope.profile, &scope.region);
        say!(w, "form.resize.title", name, profile, region)
    }

    /// For the disk, also how much of it is paid for, usable and used.
    fn help(&self, w: &Words, field: Field, _: &Values, offers: &Offers<'_>) -> Option<String> {
        if field != Field::Storage {
            return w.find(&["form.resize.help"], field).map(str::to_owned);
        }
        let gb = |value: Option<u64>| value.map_or(UNKNOWN.to_owned(), |gb| gb.to_string());
        let storage = &self.seen.storage;
        let known = say!(
            w,
            "form.resize.storage",
            total = self.size.total,
            usable = gb(storage.usable),
            used = gb(storage.used),
            times = self.size.expansions,
            most = MOST_EXPANSIONS,
        );
        Some(match self.limits(offers) {
            Ok(limits) => {
                let range = say::range(w, limits);
                say!(w, "form.resize.storage-range", range, known)
            }
            Err(_) => known,
        })
    }

    /// What it is now, and what each broker gets of it.
    fn about(&self, w: &Words, field: Field, form: &Form, offers: &Offers<'_>) -> Option<String> {
        let size = &self.size;
        let now = match (field, target(form.values())) {
            (Field::Storage, Some(target @ Goal::Storage(_))) => {
                let after = size.after(&target);
                let (brokers, gb) = (after.brokers, after.each());
                return Some(say!(w, "form.resize.each", brokers, gb));
            }
            (Field::Brokers, Some(target @ Goal::Brokers(_))) => {
                return Some(say!(w, "form.resize.total", gb = size.after(&target).total));
            }
            (Field::Flavor, Some(Goal::Flavor(flavor))) => {
                let key = self.key()?;
                let mut products = offers.sizes(key)?.iter();
                return Some(say::product(w, products.find(|one| one.id == flavor)?));
            }
            (Field::Storage, _) => say::gb(w, size.total),
            (Field::Brokers, _) => size.brokers.to_string(),
            (Field::Flavor, _) => size.flavor.name().to_owned(),
            _ => return None,
        };
        Some(say!(w, "form.resize.now", value = now))
    }
}

impl FormText for Growth {
    fn title(&self, w: &Words, _: &State) -> String {
        let (name, scope) = (self.seen.label(), self.scope());
        let (profile, region) = (&scope.profile, &scope.region);
        say!(w, "form.auto-expand.title", name, profile, region)
    }

    fn help(&self, w: &Words, field: Field, _: &Values, _: &Offers<'_>) -> Option<String> {
        let range = say::range(w, self.limits(field)?);
        let rule = w.find(&["form.help"], field).unwrap_or_default();
        Some(say!(w, "form.auto-expand.range", range, rule))
    }

    /// What it is now, where the form says something else.
    fn about(&self, w: &Words, field: Field, form: &Form, _: &Offers<'_>) -> Option<String> {
        let now = self.now?;
        let (number, values) = match field {
            Field::AutoExpand if form.values().is_on(field) != now.on => {
                let value = w.text(if now.on { "form.on" } else { "form.off" });
                return Some(say!(w, "form.modify.now", value));
            }
            Field::Threshold => (now.threshold, form.values()),
            Field::Increment => (now.increment, form.values()),
            Field::Largest => (now.largest, form.values()),
            _ => return None,
        };
        let value = number?.to_string();
        (values.text(field) != value).then(|| say!(w, "form.modify.now", value))
    }
}

impl FormText for TagEditor {
    fn title(&self, w: &Words, _: &State) -> String {
        let scope = self.scope();
        let (name, profile, region) = (&self.name, &scope.profile, &scope.region);
        say!(w, "form.tags.title", name, profile, region)
    }

    /// What becomes of the line: that has to be seen beside every line.
    fn label<'w>(&self, w: &'w Words, field: Field, values: &Values) -> Option<&'w str> {
        let mark = self.mark(field, values)?;
        Some(w.named("form.tags.mark", mark))
    }

    /// What a line takes, after what it was.
    fn help(
        &self,
        w: &Words,
        field: Field,
        values: &Values,
        offers: &Offers<'_>,
    ) -> Option<String> {
        let mark = self.mark(field, values)?;
        let rule = w.text("form.tags.rule").to_owned();
        let was = was(w, mark);
        let caveat = self.caveat(w, field, offers).map(|(caveat, _)| caveat);
        let parts = was.into_iter().chain([rule]).chain(caveat);
        Some(parts.collect::<Vec<_>>().join(w.text("semicolon")))
    }

    fn about(&self, w: &Words, field: Field, form: &Form, _: &Offers<'_>) -> Option<String> {
        was(w, self.mark(field, form.values())?)
    }

    fn caveat(&self, w: &Words, field: Field, offers: &Offers<'_>) -> Option<(String, Role)> {
        let standing = offers.tags_state();
        let text = tags_state(w, standing)?;
        let role = match standing {
            ReadState::Loading | ReadState::Known => Role::Moving,
            ReadState::Failed(_) | ReadState::Old(_) => Role::Warning,
        };
        (field != Field::Review).then_some((text, role))
    }
}

/// What a line was before it was changed or emptied.
fn was(w: &Words, mark: Mark<'_>) -> Option<String> {
    match mark {
        Mark::Changed(tag) | Mark::Removed(tag) => Some(say!(w, "form.tags.was", tag = typed(tag))),
        Mark::Empty | Mark::Same | Mark::Added => None,
    }
}

/// How far the tags of the project are known, where that has to be said: with what a refusal
/// wants for them to be read.
fn tags_state(w: &Words, state: ReadState<'_>) -> Option<String> {
    let why = |error: &ApiError| match words::explained::brief(w, error) {
        Some(why) => {
            let what = words::error::short(w, error);
            say!(w, "form.tags.project.needs", what, why)
        }
        None => words::error::line(w, error),
    };
    match state {
        ReadState::Known => None,
        ReadState::Loading => Some(w.text("form.tags.project.loading").to_owned()),
        ReadState::Failed(error) => Some(say!(w, "form.tags.project.failed", why = why(error))),
        ReadState::Old(error) => Some(say!(w, "form.tags.project.old", why = why(error))),
    }
}
