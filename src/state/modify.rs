//! The form that changes an instance (section 4.1.5). Its fields begin as the instance is; only
//! what the user changed is asked for.
//!
//! Read [`Draft`] first, then `check` (the rules, and the way to the changes).

mod check;

use super::change::{Change, Public, Setting, window};
use super::form::offers::{Used, window_text};
use super::form::{self, Choice, Kind, Needs, Offers, Problems, Sheet, Switch};
use super::input::TextField;
use super::plan::Deed;
use crate::model::rules::Edition;
use crate::model::{Instance, InstanceKey, Scope};

/// The form.
pub type Form = form::Form<Draft>;

/// One place of the form that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(
    missing_docs,
    reason = "each is the parameter of table 4-16 it is named after"
)]
pub enum Field {
    Name,
    Description,
    /// Maintenance window.
    Window,
    SecurityGroup,
    /// Whether there is public access.
    Public,
    /// The id of the public address; only there with public access.
    PublicIp,
    /// Enterprise project.
    Project,
    /// The button that leads to the review.
    Review,
}

/// What was filled in so far, and how the instance is. It is one thing with the instance until
/// the user changes it: what was not touched goes along with what the service says.
#[derive(Clone, Debug)]
pub struct Draft {
    key: InstanceKey,
    seen: Instance,
    name: TextField,
    description: TextField,
    window: Option<(String, String)>,
    security_group: TextField,
    public: Switch,
    public_ip: TextField,
    project: TextField,
}

/// The fields that are typed.
const TYPED: [Field; 5] = [
    Field::Name,
    Field::Description,
    Field::SecurityGroup,
    Field::PublicIp,
    Field::Project,
];

impl Draft {
    /// A form about an instance as it is.
    #[must_use]
    pub fn new(key: InstanceKey, instance: &Instance) -> Self {
        let text = |field| TextField::plain(&typed(instance, field));
        Self {
            key,
            name: text(Field::Name),
            description: text(Field::Description),
            window: window(instance),
            security_group: text(Field::SecurityGroup),
            public: public(instance),
            public_ip: text(Field::PublicIp),
            project: text(Field::Project),
            seen: instance.clone(),
        }
    }

    /// The instance it is about.
    #[must_use]
    pub fn key(&self) -> &InstanceKey {
        &self.key
    }

    /// The instance as it is known.
    #[must_use]
    pub fn seen(&self) -> &Instance {
        &self.seen
    }

    /// Takes in how the instance is now. A field that was not touched goes along; what was typed
    /// stays.
    pub fn hear(&mut self, instance: &Instance) {
        if self.seen == *instance {
            return;
        }
        for field in TYPED {
            let (was, now) = (typed(&self.seen, field), typed(instance, field));
            if let Some(text) = self.text_mut(field)
                && was != now
                && text.text() == was
            {
                text.set(&now);
            }
        }
        if self.window == window(&self.seen) {
            self.window = window(instance);
        }
        if self.public == public(&self.seen) {
            self.public = public(instance);
        }
        self.seen = instance.clone();
    }

    /// What a field would set.
    #[must_use]
    pub fn wanted(&self, field: Field) -> Option<Setting> {
        let text = |text: &TextField| text.text().to_owned();
        let setting = match field {
            Field::Name => Setting::Name(text(&self.name)),
            Field::Description => Setting::Description(text(&self.description)),
            Field::Window => Setting::Window(self.window.clone()),
            Field::SecurityGroup => Setting::SecurityGroup(text(&self.security_group)),
            Field::Public => Setting::Public(match self.public {
                Switch::On => Public::On(text(&self.public_ip)),
                Switch::Off => Public::Off,
            }),
            Field::Project => Setting::Project(text(&self.project)),
            Field::PublicIp | Field::Review => return None,
        };
        Some(setting)
    }

    /// What a field changes, if it changes something.
    #[must_use]
    pub fn change(&self, field: Field) -> Option<Change> {
        let to = self.wanted(field)?;
        let from = to.of(&self.seen);
        (from != to).then_some(Change { from, to })
    }
}

fn typed(instance: &Instance, field: Field) -> String {
    let network = &instance.network;
    let text = match field {
        Field::Name => &instance.name,
        Field::Description => &instance.description,
        Field::SecurityGroup => &network.security_group_id,
        Field::PublicIp => &network.public_ip_id,
        Field::Project => &instance.enterprise_project_id,
        Field::Window | Field::Public | Field::Review => &None,
    };
    text.clone().unwrap_or_default()
}

fn public(instance: &Instance) -> Switch {
    match instance.network.public {
        Some(true) => Switch::On,
        Some(false) | None => Switch::Off,
    }
}

impl Sheet for Draft {
    type Field = Field;

    fn scope(&self) -> &Scope {
        &self.key.scope
    }

    fn needs(&self) -> Needs {
        Needs::Catalogue(self.scope().clone())
    }

    /// The `AMQP-0-9-1` edition has no public access.
    fn fields(&self) -> Vec<Field> {
        let mut fields = vec![
            Field::Name,
            Field::Description,
            Field::Window,
            Field::SecurityGroup,
        ];
        let version = self.seen.engine_version.as_deref().unwrap_or_default();
        if Edition::of_version(version) == Edition::Classic {
            fields.push(Field::Public);
            if self.public == Switch::On {
                fields.push(Field::PublicIp);
            }
        }
        fields.extend([Field::Project, Field::Review]);
        fields
    }

    fn kind(field: Field) -> Kind {
        match field {
            Field::Name | Field::Description | Field::PublicIp => Kind::Text,
            Field::SecurityGroup | Field::Project => Kind::Suggested,
            Field::Window => Kind::One,
            Field::Public => Kind::Switch,
            Field::Review => Kind::Button,
        }
    }

    fn text(&self, field: Field) -> Option<&TextField> {
        match field {
            Field::Name => Some(&self.name),
            Field::Description => Some(&self.description),
            Field::SecurityGroup => Some(&self.security_group),
            Field::PublicIp => Some(&self.public_ip),
            Field::Project => Some(&self.project),
            Field::Window | Field::Public | Field::Review => None,
        }
    }

    fn text_mut(&mut self, field: Field) -> Option<&mut TextField> {
        match field {
            Field::Name => Some(&mut self.name),
            Field::Description => Some(&mut self.description),
            Field::SecurityGroup => Some(&mut self.security_group),
            Field::PublicIp => Some(&mut self.public_ip),
            Field::Project => Some(&mut self.project),
            Field::Window | Field::Public | Field::Review => None,
        }
    }

    fn taken(&self, field: Field) -> Vec<String> {
        let one = match field {
            Field::Window => {
                let window = self.window.as_ref();
                window.map(|(begin, end)| window_text(begin, end))
            }
            _ => self.text(field).map(|text| text.text().to_owned()),
        };
        one.into_iter().collect()
    }

    fn choices(&self, field: Field, offers: &Offers<'_>) -> Vec<Choice> {
        let used = |what| Offers::used(offers.present(&self.key.scope), what);
        match field {
            Field::Window => offers.windows(),
            Field::SecurityGroup => used(Used::SecurityGroups),
            Field::Project => used(Used::Projects),
            Field::Name | Field::Description | Field::Public | Field::PublicIp | Field::Review => {
                Vec::new()
            }
        }
    }

    fn take(&mut self, field: Field, value: &str, _: &Offers<'_>) {
        if field == Field::Window {
            let window = value.split_once('-');
            self.window = window.map(|(begin, end)| (begin.to_owned(), end.to_owned()));
        } else if let Some(text) = self.text_mut(field) {
            text.set(value);
        }
    }

    /// No field takes more than one.
    fn give_back(&mut self, _: Field, _: &str) {}

    fn switch(&self, field: Field) -> Option<Switch> {
        (field == Field::Public).then_some(self.public)
    }

    fn flip(&mut self, field: Field) {
        if field == Field::Public {
            self.public = self.public.flipped();
        }
    }

    fn read(&self, offers: &Offers<'_>) -> Result<Deed, Problems<Field>> {
        let changes = check::changes(self, offers)?;
        let key = self.key.clone();
        Ok(Deed::Modify { key, changes })
    }

    fn field_of(parameter: &str) -> Option<Field> {
        let field = match parameter {
            "name" => Field::Name,
            "description" => Field::Description,
            "maintain_begin" => Field::Window,
            "security_group_id" => Field::SecurityGroup,
            "enable_publicip" => Field::Public,
            "publicip_id" => Field::PublicIp,
            "enterprise_project_id" => Field::Project,
            _ => return None,
        };
        Some(field)
    }
}

#[cfg(test)]
mod tests;
