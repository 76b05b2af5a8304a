//! The plug-ins of one instance.

use super::Place;
use super::notes::{self, Note};
use crate::api::v2::{PluginList, Switch};
use crate::model::{Feature, InstanceKey, Plugin, PluginName};
use crate::state::State;
use crate::state::write::can::Refusal;
use crate::state::write::mutation::On;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::PaneView;
use crate::ui::theme::Role;
use crate::ui::words;
use crate::ui::words::Words;
use crate::ui::words::panes::Part;

const VERSION: usize = 10;
/// Cells of the note, from which on it is worth having.
const NOTE: usize = 12;

/// Draws the plug-ins of the subject.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Result<PaneView, Note> {
    let w = canvas.words;
    let (key, list) = content(w, state)?;
    let columns = Columns::of(w, place.area.width);
    let notice = notice(w, state, key, list);
    notes::heading(canvas, place.area, notice, columns.heading(w));
    let Some(detail) = state.details.get(key) else {
        return Ok(PaneView::default());
    };
    let names = detail.plugin_names();
    let picked = (&detail.plugin, names.as_slice());
    Ok(notes::rows(canvas, place, picked, |canvas, line, at| {
        if let Some(plugin) = list.plugins.get(at) {
            let pending = pending(w, state, key, &plugin.name);
            canvas.line(line, 0, &columns.row(w, plugin, pending));
        }
    }))
}

/// The plug-ins, or what stands in their place.
fn content<'a>(w: &Words, state: &'a State) -> Result<(&'a InstanceKey, &'a PluginList), Note> {
    let key = notes::subject(w, state, Feature::Plugins)?;
    if let Some(row) = state.fleet.get(key)
        && !row.instance.has_plugins()
    {
        let version = row.instance.engine_version.clone().unwrap_or_default();
        let refusal = Refusal::NoPlugins(version);
        return Err(Note::new(words::refusal::why(w, &refusal), Role::Quiet));
    }
    let listed = (state.details.known(key).plugins(), Part::Plugins);
    let none = |list: &PluginList| {
        let empty = list.plugins.is_empty();
        empty.then(|| notes::none(w, Part::Plugins))
    };
    Ok((key, notes::content(w, state, listed, none)?))
}

/// What stands in the place of the heading when it matters more.
fn notice(w: &Words, state: &State, key: &InstanceKey, list: &PluginList) -> Option<Note> {
    let theirs = list.modifying == Some(true) && state.pending.plugin_of(key).is_none();
    notes::about(w, state, state.details.known(key).plugins(), Part::Plugins)
        .or_else(|| notes::left_out(w, list.unidentified, &list.unreadable))
        .or_else(|| theirs.then(|| Note::new(w.text("panes.modifying"), Role::Moving)))
}

/// What we are doing to a plug-in: to what it goes, and how far that is.
fn pending<'w>(
    w: &'w Words,
    state: &State,
    key: &InstanceKey,
    name: &PluginName,
) -> Option<(Switch, &'w str)> {
    state
        .pending
        .iter()
        .filter(|write| write.what.key() == Some(key))
        .find_map(|write| match write.what.mutation.on() {
            On::Plugin(plugin, to) if plugin == *name => Some((to, words::list::phase(w, write))),
            On::Plugin(..) | On::Instance | On::Task(_) | On::Queue(_) => None,
        })
}

/// Widths of the columns. The version falls away first, then the note.
struct Columns {
    name: usize,
    on: usize,
    run: usize,
    version: usize,
    note: usize,
}

impl Columns {
    fn of(w: &Words, width: u16) -> Self {
        let widest = |texts: &[&str]| {
            let widths = texts.iter().map(|text| text::width(text));
            widths.max().unwrap_or(0) + 1
        };
        let (to_on, to_off) = (w.text("panes.to-on"), w.text("panes.to-off"));
        let on = widest(&[
            w.text("panes.label.on"),
            to_on,
            to_off,
            w.text("yes"),
            w.text("no"),
        ]);
        let run = widest(&[w.text("panes.label.running"), w.text("yes"), w.text("no")]);
        let room = usize::from(width).saturating_sub(3 + on + run);
        let (name, rest) = match room {
            0..=39 => (room, 0),
            40..=47 => (28, room - 28),
            48..=70 => (34, room - 34),
            _ => (42, room - 42),
        };
        let version = if rest >= NOTE + VERSION { VERSION } else { 0 };
        let note = rest - version;
        Self {
            name,
            on,
            run,
            version,
            note: if note >= NOTE { note } else { 0 },
        }
    }

    fn heading(&self, w: &Words) -> Line {
        let text = format!(
            "   {}{}{}{}{}",
            text::pad(w.text("panes.label.plugin"), self.name),
            text::pad(w.text("panes.label.on"), self.on),
            text::pad(w.text("panes.label.running"), self.run),
            text::pad(w.text("panes.label.version"), self.version),
            text::cut(w.text("panes.label.note"), self.note),
        );
        Line::new(text, Role::Title)
    }

    fn row(&self, w: &Words, plugin: &Plugin, pending: Option<(Switch, &str)>) -> Line {
        let halted = plugin.enabled == Some(true) && plugin.running == Some(false);
        let (letter, on, note, role) = match pending {
            Some((Switch::Enable, phase)) => ("~", w.text("panes.to-on"), phase, Role::Moving),
            Some((Switch::Disable, phase)) => ("~", w.text("panes.to-off"), phase, Role::Moving),
            None if halted => {
                let on = words::yes_no(w, plugin.enabled);
                ("!", on, w.text("panes.not-running"), Role::Warning)
            }
            None if plugin.enabled.is_none() => ("?", words::UNKNOWN, "", Role::Stale),
            None => (".", words::yes_no(w, plugin.enabled), "", Role::Plain),
        };
        let version = words::or_unknown(plugin.version.as_deref());
        let name = text::cut(plugin.name.as_str(), self.name.saturating_sub(1));
        Line::plain(" ")
            .then(letter, role)
            .then(format!(" {}", text::pad(&name, self.name)), Role::Plain)
            .then(text::pad(on, self.on), role)
            .then(
                text::pad(words::yes_no(w, plugin.running), self.run),
                Role::Plain,
            )
            .then(text::pad(&version, self.version), Role::Plain)
            .then(text::cut(note, self.note), role)
    }
}
