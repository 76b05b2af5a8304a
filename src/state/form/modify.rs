//! The form that changes an instance (section 4.1.5). Its fields begin as the instance is; only
//! what the user changed is asked for.
//!
//! Read [`Settings`] first, then `check` (the rules, and the way to the changes).

mod check;
#[cfg(test)]
mod tests;

use super::offers::{Offers, SelectOption, Used, window_text};
use super::{Field, Form, FormModel, Input, Problems, Values};
use crate::model::rules::Edition;
use crate::model::{Instance, InstanceKey};
use crate::state::query::{Query, QueryCache};
use crate::state::write::change::{Change, Public, Setting, window};
use crate::state::write::mutation::{Modification, Mutation};

/// The instance whose settings change, as it is known. A value is one thing with it until the user
/// changes the value: what was not touched goes along with what the service says.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) key: InstanceKey,
    /// The instance as it is known.
    pub seen: Instance,
}

/// A form about an instance as it is.
pub fn form(key: InstanceKey, instance: &Instance) -> Form {
    let seen = instance.clone();
    let model = Settings { key, seen };
    Form::new(model, values(instance))
}

fn values(instance: &Instance) -> Values {
    let network = &instance.network;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let window = window(instance).map(|(begin, end)| window_text(&begin, &end));
    Values::default()
        .with_text(Field::Name, &text(&instance.name))
        .with_text(Field::Description, &text(&instance.description))
        .with_chosen(Field::Window, window)
        .with_text(Field::SecurityGroup, &text(&network.security_group_id))
        .with_switch(Field::Public, network.public == Some(true))
        .with_text(Field::PublicIp, &text(&network.public_ip_id))
        .with_text(Field::Project, &text(&instance.enterprise_project_id))
}

/// What a field would set; nothing for fields that set none by themselves.
pub fn wanted(field: Field, values: &Values) -> Option<Setting> {
    let text = |field| values.text(field).to_owned();
    let setting = match field {
        Field::Name => Setting::Name(text(field)),
        Field::Description => Setting::Description(text(field)),
        Field::Window => {
            let window = values.chosen(field).and_then(|one| one.split_once('-'));
            Setting::Window(window.map(|(begin, end)| (begin.to_owned(), end.to_owned())))
        }
        Field::SecurityGroup => Setting::SecurityGroup(text(field)),
        Field::Public => Setting::Public(match values.is_on(field) {
            true => Public::On(text(Field::PublicIp)),
            false => Public::Off,
        }),
        Field::Project => Setting::Project(text(field)),
        _ => return None,
    };
    Some(setting)
}

impl Settings {
    /// What a field changes, if it changes something.
    pub fn change(&self, field: Field, values: &Values) -> Option<Change> {
        let to = wanted(field, values)?;
        let from = to.of(&self.seen);
        (from != to).then_some(Change { from, to })
    }
}

impl FormModel for Settings {
    fn needs(&self) -> Vec<Query> {
        vec![Query::Catalogue]
    }

    /// The `AMQP-0-9-1` edition has no public access.
    fn fields(&self, values: &Values) -> Vec<(Field, Input)> {
        let mut fields = vec![
            (Field::Name, Input::Text),
            (Field::Description, Input::Text),
            (Field::Window, Input::OneOf),
            (Field::SecurityGroup, Input::Suggested),
        ];
        let version = self.seen.engine_version.as_deref().unwrap_or_default();
        if Edition::of_version(version) == Edition::Classic {
            fields.push((Field::Public, Input::Switch));
            if values.is_on(Field::Public) {
                fields.push((Field::PublicIp, Input::Text));
            }
        }
        fields.push((Field::Project, Input::Suggested));
        fields.push((Field::Review, Input::Button));
        fields
    }

    fn options(&self, field: Field, _: &Values, offers: &Offers<'_>) -> Vec<SelectOption> {
        let used = |what| Offers::used(offers.present(&self.key.scope), what);
        match field {
            Field::Window => offers.windows(),
            Field::SecurityGroup => used(Used::SecurityGroups),
            Field::Project => used(Used::Projects),
            _ => Vec::new(),
        }
    }

    fn read(&self, values: &Values, offers: &Offers<'_>) -> Result<Mutation, Problems> {
        let changes = check::changes(self, values, offers)?;
        let key = self.key.clone();
        Ok(Modification { key, changes }.into())
    }

    fn refresh_from(&mut self, values: &mut Values, instance: &Instance, _: &QueryCache) {
        if self.seen != *instance {
            values.follow(&self::values(&self.seen), self::values(instance));
            self.seen = instance.clone();
        }
    }
}
