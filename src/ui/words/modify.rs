//! Settings of an instance, and what changes.

use super::{UNKNOWN, Words};
use crate::say;
use crate::state::change::{Change, Public, Setting};
use crate::state::form::offers::window_text;

/// A setting and how it changes.
#[must_use]
pub fn change(w: &Words, change: &Change) -> String {
    let (from, to) = (value(w, &change.from), value(w, &change.to));
    from_to(w, what(w, &change.to), &from, &to)
}

/// Something that becomes something else.
#[must_use]
pub fn from_to(w: &Words, what: &str, from: &str, to: &str) -> String {
    say!(w, "form.modify.change", what, from, to)
}

/// What a setting is called.
#[must_use]
pub fn what<'w>(w: &'w Words, setting: &Setting) -> &'w str {
    w.named("form.label", setting)
}

/// The value of a setting.
#[must_use]
pub fn value(w: &Words, setting: &Setting) -> String {
    match setting {
        Setting::Name(text)
        | Setting::Description(text)
        | Setting::SecurityGroup(text)
        | Setting::Project(text) => match text.as_str() {
            "" => w.text("form.modify.none").to_owned(),
            text => text.to_owned(),
        },
        Setting::Window(Some((begin, end))) => window_text(begin, end),
        Setting::Window(None) => UNKNOWN.to_owned(),
        Setting::Public(Public::Off) => w.text("form.off").to_owned(),
        Setting::Public(Public::On(id)) if id.is_empty() => w.text("form.modify.on").to_owned(),
        Setting::Public(Public::On(id)) => say!(w, "form.modify.on-through", id),
    }
}
