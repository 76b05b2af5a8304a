//! The plug-ins of one instance.

use super::Place;
use super::notes::{self, Note};
use crate::api::v2::{PluginList, Switch};
use crate::model::{Feature, InstanceKey, Plugin, PluginName};
use crate::say;
use crate::state::State;
use crate::state::detail::Detail;
use crate::state::write::can::Refusal;
use crate::state::write::mutation::On;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::words;
use crate::ui::words::Words;
use crate::ui::words::panes::Part;

const VERSION: usize = 10;
/// Cells of the note, from which on it is worth having.
const NOTE: usize = 12;

/// Draws the plug-ins of the subject; gives the screen row of the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Option<u16> {
    let w = canvas.words;
    let (key, detail, list) = match content(w, state) {
        Ok(content) => content,
        Err(note) => {
            notes::fill(canvas, place.area, &note);
            return None;
        }
    };
    let columns = Columns::of(w, place.area.width);
    let heading = match notice(w, state, detail, list) {
        Some(note) => Line::new(format!("   {}", note.text), note.role),
        None => columns.heading(w),
    };
    canvas.line(place.area, 0, &heading);
    let names = detail.plugin_names();
    notes::rows(
        canvas,
        place,
        (&detail.plugin, &names),
        |canvas, line, at| {
            if let Some(plugin) = list.plugins.get(at) {
                let pending = pending(w, state, key, &plugin.name);
                canvas.line(line, 0, &columns.row(w, plugin, pending));
            }
        },
    )
}

/// The plug-ins, or what stands in their place.
fn content<'a>(
    w: &Words,
    state: &'a State,
) -> Result<(&'a InstanceKey, &'a Detail, &'a PluginList), Note> {
    let quiet = |text: String| Note::new(text, Role::Quiet);
    let key = state.subject().ok_or_else(|| notes::no_instance(w))?;
    if let Some(note) = notes::no_call(w, state, Feature::Plugins) {
        return Err(note);
    }
    if let Some(row) = state.fleet.get(key)
        && !row.instance.has_plugins()
    {
        let version = row.instance.engine_version.clone().unwrap_or_default();
        let refusal = Refusal::NoPlugins(version);
        return Err(quiet(words::refusal::why(w, &refusal)));
    }
    let detail = state.details.get(key);
    let detail = detail.ok_or_else(|| notes::loading(w, Part::Plugins))?;
    match detail.known.plugins().value() {
        Some(list) if list.plugins.is_empty() => {
            let stale = notes::about(w, state, detail.known.plugins(), Part::Plugins);
            Err(stale.unwrap_or_else(|| {
                quiet(say!(
                    w,
                    "panes.none",
                    part = w.named("panes.part", Part::Plugins)
                ))
            }))
        }
        Some(list) => Ok((key, detail, list)),
        None => {
            let note = notes::about(w, state, detail.known.plugins(), Part::Plugins);
            Err(note.unwrap_or_else(|| notes::loading(w, Part::Plugins)))
        }
    }
}

/// What stands in the place of the heading when it matters more.
fn notice(w: &Words, state: &State, detail: &Detail, list: &PluginList) -> Option<Note> {
    let ours = state.pending.plugin_of(&detail.key).is_some();
    if let Some(note) = notes::about(w, state, detail.known.plugins(), Part::Plugins) {
        Some(note)
    } else if let Some(note) = notes::left_out(w, list.unidentified, &list.unreadable) {
        Some(note)
    } else if list.modifying == Some(true) && !ours {
        Some(Note::new(w.text("panes.modifying"), Role::Moving))
    } else {
        None
    }
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
            On::Plugin(..) | On::Instance | On::Task(_) => None,
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
