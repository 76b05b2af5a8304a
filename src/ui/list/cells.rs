//! One row of the list as text.

use super::column::{FIGURES, WHOLE};
use crate::findings::{Presence, Severity};
use crate::state::State;
use crate::state::row::Row;
use crate::state::write::pending::Pending;
use crate::text;
use crate::ui::theme::{Role, Strokes};
use crate::ui::words;
use crate::ui::words::Words;

/// Cells of the storage bar.
const BAR: usize = 6;
/// ... where there is no room for the percentage.
const SHORT_BAR: usize = 5;
/// Cells of used and usable GB.
const USED: usize = 11;

/// A row, judged.
pub struct Shown<'a> {
    pub(super) state: &'a State,
    pub(super) row: &'a Row,
    /// How bad it is.
    pub severity: Severity,
    /// How its letter and its reason look.
    pub role: Role,
    pub(super) pending: Option<&'a Pending>,
    doubt: Doubt,
}

/// Whether the values of a row are known to be true now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubt {
    None,
    /// Too old.
    Stale,
    /// The instance is gone.
    Gone,
    /// It is there, but the filter would hide it.
    Filtered,
}

impl<'a> Shown<'a> {
    /// Judges a row. Only the row under the cursor can be a ghost.
    pub fn new(state: &'a State, row: &'a Row, selected: bool) -> Self {
        let severity = row.severity();
        let doubt = if row.presence == Presence::Gone {
            Doubt::Gone
        } else if row.is_stale(state.now) {
            Doubt::Stale
        } else if selected && state.fleet.is_ghost(row) {
            Doubt::Filtered
        } else {
            Doubt::None
        };
        Self {
            state,
            row,
            severity,
            role: severity.into(),
            pending: state.pending.on_instance(&row.key),
            doubt,
        }
    }

    pub(super) fn plain(&self) -> Role {
        match self.doubt {
            Doubt::None => Role::Plain,
            Doubt::Stale | Doubt::Gone | Doubt::Filtered => Role::Stale,
        }
    }

    /// The mark of a value that may have changed since.
    fn mark(&self) -> &'static str {
        match self.doubt {
            Doubt::Stale => "?",
            Doubt::None | Doubt::Gone | Doubt::Filtered => "",
        }
    }

    pub(super) fn status(&self, w: &Words, room: u16) -> String {
        if self.doubt == Doubt::Gone {
            return w.text("list.gone").to_owned();
        }
        if self.row.presence == Presence::Ordered {
            return w.text("list.ordered").to_owned();
        }
        let status = self.row.instance.status.as_ref();
        let said = format!("{}{}", words::instance_status(w, status), self.mark());
        match text::width(&said) <= usize::from(room) {
            true => said,
            false => format!("{}{}", words::or_unknown(status), self.mark()),
        }
    }

    pub(super) fn storage_role(&self) -> Role {
        match (self.doubt, self.row.instance.storage.percent()) {
            (Doubt::None, Some(90..)) => Role::Critical,
            (Doubt::None, Some(80..)) => Role::Warning,
            _ => self.plain(),
        }
    }

    pub(super) fn storage(&self, width: u16, strokes: Strokes) -> String {
        let storage = &self.row.instance.storage;
        let percent = storage.percent();
        let mark = percent.map_or(" ", |_| match self.mark() {
            "" => " ",
            mark => mark,
        });
        let share = words::or_unknown(percent.map(|percent| format!("{percent}%")));
        let share = format!("{}{mark}", text::pad_left(&share, 4));
        let figures = match (storage.used, storage.usable) {
            (None, None) => String::new(),
            (used, usable) => format!("{}/{}", words::or_unknown(used), words::or_unknown(usable)),
        };
        match width {
            0..FIGURES => share,
            FIGURES..WHOLE => {
                let figures = text::pad_left(&figures, USED - 1);
                format!("{} {figures}{mark}", bar(percent, SHORT_BAR, strokes))
            }
            WHOLE.. => {
                let figures = text::pad_left(&figures, USED);
                format!("{} {figures} {share}", bar(percent, BAR, strokes))
            }
        }
    }

    pub(super) fn zones(&self, w: &Words) -> String {
        let network = &self.row.instance.network;
        let region = &self.row.key.scope.region;
        let named = match network.zones_named(&self.row.zones) {
            None => return w.count("nouns.zone", network.zone_ids.len()),
            Some(none) if none.is_empty() => return words::UNKNOWN.to_owned(),
            Some(named) => named,
        };
        let short = named.iter().map(|name| {
            let short = name.strip_prefix(&**region).unwrap_or(name);
            short.trim_start_matches('-')
        });
        let mut short: Vec<&str> = short.collect();
        short.sort_unstable();
        short.join(",")
    }

    /// Everything worth saying about it.
    pub fn why(&self, w: &Words) -> String {
        let mut reasons: Vec<String> = self.doing(w).collect();
        reasons.extend(self.findings(w));
        reasons.join(w.text("semicolon"))
    }

    /// The most urgent of what is wrong with it, and how much more there is, in so many cells.
    pub(super) fn brief(&self, w: &Words, room: usize) -> String {
        let mut found = self.findings(w);
        let first = found.next();
        let more = match found.count() {
            0 => String::new(),
            more => format!(" +{more}"),
        };
        let reasons: Vec<String> = self.doing(w).chain(first).collect();
        let reasons = reasons.join(w.text("semicolon"));
        let room = room.saturating_sub(text::width(&more));
        text::cut(&reasons, room) + &more
    }

    /// What is done to it, and why it is still in sight.
    fn doing(&self, w: &Words) -> impl Iterator<Item = String> {
        let pending = self.pending.map(|write| words::list::pending(w, write));
        let filtered = self.doubt == Doubt::Filtered;
        let filtered = filtered.then(|| w.text("list.filtered").to_owned());
        pending.into_iter().chain(filtered)
    }

    /// What is wrong with it, most urgent first.
    fn findings<'w>(&'w self, w: &'w Words) -> impl Iterator<Item = String> + 'w {
        let found = self.row.findings().iter();
        let said = found.map(|finding| words::finding::says(w, self.state.now, self.row, finding));
        said.filter(|said| !said.is_empty())
    }
}

/// A bar of so many cells. Only full ones count: a full bar is a full disk.
fn bar(percent: Option<u64>, cells: usize, strokes: Strokes) -> String {
    let Some(percent) = percent else {
        return " ".repeat(cells);
    };
    let percent = usize::try_from(percent.min(100)).unwrap_or(100);
    let full = percent * cells / 100;
    strokes.full.repeat(full) + &strokes.empty.repeat(cells - full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::context::{Appearance, Depth, Glyphs, ThemeName};
    use crate::ui::theme::Theme;

    #[test]
    fn a_bar_is_full_at_100_percent_and_not_before() {
        let look = Appearance {
            theme: ThemeName::Dark,
            depth: Depth::Basic,
            glyphs: Glyphs::Ascii,
        };
        let strokes = Theme::new(look).strokes();
        let full = |percent| {
            let bar = bar(Some(percent), BAR, strokes);
            bar.matches(strokes.full).count()
        };
        assert_eq!(
            [0, 16, 17, 90, 99, 100, 130].map(full),
            [0, 0, 1, 5, 5, 6, 6]
        );
    }
}
