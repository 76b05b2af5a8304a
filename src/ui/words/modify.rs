//! The form that changes an instance, and what changes.

use super::catalogue::{Words, fill, texts};
use super::{UNKNOWN, error};
use crate::api::ApiError;
use crate::model::Scope;
use crate::state::change::{Change, Public, Setting};
use crate::state::form::offers::window_text;
use crate::state::modify::Field;
use std::fmt::Display;

texts! {
    /// The form that changes an instance.
    pub struct Modify {
        title,
        refused,
        refused_id,
        now,
        change,
        none,
        on,
        on_through,
        help: Help,
    }
}

texts! {
    /// What a field takes.
    pub struct Help {
        name, window, public, public_ip, project,
    }
}

/// What the form is, and about which instance.
#[must_use]
pub fn title(w: &Words, scope: &Scope, name: &str) -> String {
    let values: [(&str, &dyn Display); 3] = [
        ("name", &name),
        ("profile", &scope.profile),
        ("region", &scope.region),
    ];
    fill(&w.modify.title, &values)
}

/// The service did not take it.
#[must_use]
pub fn refused(w: &Words, failure: &ApiError) -> String {
    error::refused(w, (&w.modify.refused, &w.modify.refused_id), failure)
}

/// The label of a field: as in the form for a new instance.
#[must_use]
pub fn label(w: &Words, field: Field) -> &str {
    let t = &w.create.label;
    match field {
        Field::Name => &t.name,
        Field::Description => &t.description,
        Field::Window => &t.window,
        Field::SecurityGroup => &t.security_group,
        Field::Public => &t.public,
        Field::PublicIp => &t.public_ip,
        Field::Project => &t.project,
        Field::Review => &t.review,
    }
}

/// What a field takes.
#[must_use]
pub fn help(w: &Words, field: Field) -> &str {
    let (t, created) = (&w.modify.help, &w.create.help);
    match field {
        Field::Name => &t.name,
        Field::Description => &created.description,
        Field::Window => &t.window,
        Field::SecurityGroup => &created.security_group,
        Field::Public => &t.public,
        Field::PublicIp => &t.public_ip,
        Field::Project => &t.project,
        Field::Review => &created.review,
    }
}

/// How it is now, beside what was filled in.
#[must_use]
pub fn now(w: &Words, setting: &Setting) -> String {
    fill(&w.modify.now, &[("value", &value(w, setting))])
}

/// A setting and how it changes.
#[must_use]
pub fn change(w: &Words, change: &Change) -> String {
    let (from, to) = (value(w, &change.from), value(w, &change.to));
    from_to(w, what(w, &change.to), &from, &to)
}

/// Something that becomes something else.
#[must_use]
pub fn from_to(w: &Words, what: &str, from: &str, to: &str) -> String {
    let values: [(&str, &dyn Display); 3] = [("what", &what), ("from", &from), ("to", &to)];
    fill(&w.modify.change, &values)
}

/// What a setting is called.
#[must_use]
pub fn what<'w>(w: &'w Words, setting: &Setting) -> &'w str {
    let field = match setting {
        Setting::Name(_) => Field::Name,
        Setting::Description(_) => Field::Description,
        Setting::Window(_) => Field::Window,
        Setting::SecurityGroup(_) => Field::SecurityGroup,
        Setting::Public(_) => Field::Public,
        Setting::Project(_) => Field::Project,
    };
    label(w, field)
}

/// The value of a setting.
#[must_use]
pub fn value(w: &Words, setting: &Setting) -> String {
    let t = &w.modify;
    match setting {
        Setting::Name(text)
        | Setting::Description(text)
        | Setting::SecurityGroup(text)
        | Setting::Project(text)
            if text.is_empty() =>
        {
            t.none.clone()
        }
        Setting::Name(text)
        | Setting::Description(text)
        | Setting::SecurityGroup(text)
        | Setting::Project(text) => text.clone(),
        Setting::Window(Some((begin, end))) => window_text(begin, end),
        Setting::Window(None) => UNKNOWN.to_owned(),
        Setting::Public(Public::Off) => w.create.off.clone(),
        Setting::Public(Public::On(id)) if id.is_empty() => t.on.clone(),
        Setting::Public(Public::On(id)) => fill(&t.on_through, &[("id", id)]),
    }
}
