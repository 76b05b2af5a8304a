//! From what was filled in to what changes, or to everything that is wrong with it. What stays as
//! it is is not checked: the service took it once.

use super::Settings;
use crate::api::OneOrMore;
use crate::model::InstanceKey;
use crate::model::rules::{self, Problem};
use crate::state::form::model::Findings;
use crate::state::form::{Field, Offers, Problems, Values};
use crate::state::write::change::{Change, Public, Setting};

/// The fields that set something.
const SETTINGS: [Field; 6] = [
    Field::Name,
    Field::Description,
    Field::Window,
    Field::SecurityGroup,
    Field::Public,
    Field::Project,
];

/// What changes.
pub(super) fn changes(
    model: &Settings,
    values: &Values,
    offers: &Offers<'_>,
) -> Result<OneOrMore<Change>, Problems> {
    let mut found = Findings::default();
    let mut changes = Vec::new();
    for field in SETTINGS {
        let Some(change) = model.change(field, values) else {
            continue;
        };
        // An address is wrong where it is typed.
        let typed = match field {
            Field::Public => Field::PublicIp,
            field => field,
        };
        let allowed = allowed(&model.key, &change, offers);
        changes.extend(found.take(typed, allowed.map(|()| change)));
    }
    if changes.is_empty() && found.0.is_empty() {
        found.0.push((Field::Review, Problem::NothingChanged));
    }
    found.or(OneOrMore::of(changes))
}

fn allowed(key: &InstanceKey, change: &Change, offers: &Offers<'_>) -> Result<(), Problem> {
    match &change.to {
        Setting::Name(name) => {
            rules::changed_name(name)?;
            if offers.is_name_taken(name, &key.scope, Some(&key.id)) {
                return Err(Problem::NameTaken);
            }
            Ok(())
        }
        Setting::Description(text) => rules::description(text),
        Setting::Window(None) => Err(Problem::Missing),
        Setting::Window(Some((begin, end))) => offers.window(begin, end).map(|_| ()),
        Setting::SecurityGroup(id) | Setting::Project(id) => rules::id(id),
        Setting::Public(Public::Off) => Ok(()),
        Setting::Public(Public::On(address)) => {
            rules::id(address)?;
            match change.from {
                Setting::Public(Public::On(_)) => Err(Problem::OtherAddress),
                _ => Ok(()),
            }
        }
    }
}
