//! The palette: a line that is typed, what it could mean, and what was run before.
//!
//! What is offered is worked out in `update` when the line changes, and only then: rows that come
//! and go meanwhile do not move it under the user's hands. Nothing is ever written from here; an
//! action goes the way its key would go.

use super::arrangement::Columns;
use super::column::Column;
use super::context::ThemeName;
use super::export::Format;
use super::input::TextField;
use super::sort::Sort;
use super::span::Span;
use super::table::ColumnWishes;
use super::view::Pane;
use super::write::can::Refusal;
use crate::api::management::Address;
use crate::lang::Lang;
use crate::model::{EpochMs, InstanceKey};
use crate::timezone::Times;

/// Lines that are remembered.
pub const REMEMBERED: usize = 100;

/// What a line of the palette does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// What the key of the command with this name would do.
    Command(&'static str),
    /// Shows a pane of the instance under the cursor, or the list.
    Show(Pane),
    /// Shows the tasks of the instance under the cursor that began in a span.
    Tasks(Span),
    /// Opens an instance.
    Open(InstanceKey),
    /// Sorts the list.
    Sort(Sort),
    /// Filters the list by this text.
    Filter(String),
    /// Marks what changed since then, or nothing.
    Since(Option<EpochMs>),
    /// Asks whether to close the connection under the cursor, or every one of its client, and to tell
    /// the client this reason.
    Close(Closed, String),
    /// Asks the broker of the instance under the cursor another way.
    Broker(BrokerLine),
    /// Tells what becomes critical beyond the screen, or does not.
    Notify(bool),
    /// Writes the shown table to this file, or to one of our own name.
    Export(Format, Option<String>),
    /// Changes the colours until the end of the session.
    Theme(ThemeName),
    /// Changes the language until the end of the session.
    Lang(Lang),
    /// Shows times in this zone until the end of the session.
    Times(Times),
    /// Shows these columns.
    Columns(Columns),
    /// Shows these columns of the table of the pane that keys go to.
    TableColumns(ColumnWishes),
    /// Shows these profiles, by name, and no others.
    Profiles(Vec<String>),
}

/// Which connections are closed: the one under the cursor, or every one of its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    One,
    Client,
}

/// What is said of the broker of an instance, for this run.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum BrokerLine {
    /// It is asked at this address.
    At(Address),
    /// It is asked as before an address was typed.
    AsBefore,
    /// The one that answers is taken for that of the instance.
    Accept,
}

/// Names that take an argument.
pub const TAKING: [&str; 9] = [
    "filter", "open", "sort", "since", "columns", "export", "profile", "lang", "theme",
];

impl Offer {
    /// The name it is, while that wants an argument.
    pub fn takes(&self) -> Option<&'static str> {
        let mut names = TAKING.into_iter();
        names.find(|name| self.run.is_none() && self.line.trim_end() == *name)
    }

    /// The column it ends with.
    pub fn column(&self) -> Option<Column> {
        Column::named(self.last_word())
    }

    /// Its last word, without a sign before it.
    pub fn last_word(&self) -> &str {
        let last = self.line.rsplit(' ').next().unwrap_or_default();
        last.trim_start_matches(['+', '-'])
    }

    /// A line that does this, and can be run now.
    pub fn new(line: String, run: Run) -> Self {
        Self {
            line,
            run: Some(run),
            blocked: None,
        }
    }
}

/// Something a line could become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The line it would be.
    pub line: String,
    /// What that does; nothing while it wants an argument.
    pub run: Option<Run>,
    /// Why not now, if it cannot be done now.
    pub blocked: Option<Refusal>,
}

/// The open palette. The offers of one with nothing typed are still to be worked out.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    field: TextField,
    /// What the line could become, the best first.
    pub offers: Vec<Offer>,
    /// What the line means as it stands, if it is complete.
    pub exact: Option<Offer>,
    pick: Option<usize>,
    /// How far back in the history, and what was typed before going there.
    past: Option<(usize, String)>,
    /// Enter was pressed on a line that means nothing, or has words that cannot be taken.
    pub wrong: bool,
    /// The line wants a moment.
    pub wants_moment: bool,
    /// The line is a word of k9s that means nothing here.
    pub foreign: bool,
}

impl Palette {
    /// The text field.
    pub fn field(&self) -> &TextField {
        &self.field
    }

    /// The field, to be edited; what follows from the text is to be worked out afterwards.
    pub fn field_mut(&mut self) -> &mut TextField {
        self.past = None;
        &mut self.field
    }

    /// Takes in what the line could become now.
    pub fn offer(&mut self, offers: Vec<Offer>, exact: Option<Offer>) {
        self.offers = offers;
        self.exact = exact;
        self.pick = None;
        self.wrong = false;
    }

    /// The offer that Enter takes: the one the user went to, else the best one, unless the line is
    /// complete as it stands.
    pub fn chosen(&self) -> Option<usize> {
        let best = || (self.exact.is_none() && !self.offers.is_empty()).then_some(0);
        self.pick.or_else(best)
    }

    /// Goes to another offer; stops at the ends.
    pub fn move_by(&mut self, delta: isize) {
        let Some(last) = self.offers.len().checked_sub(1) else {
            return;
        };
        let next = match (self.chosen(), delta) {
            (None, _) => 0,
            (Some(at), delta) => at.saturating_add_signed(delta).min(last),
        };
        self.pick = Some(next);
    }

    /// Whether lines of the history are being looked through.
    pub fn is_in_past(&self) -> bool {
        self.past.is_some()
    }

    /// Puts a line in place of what is typed.
    pub fn put(&mut self, line: &str) {
        self.past = None;
        self.field.set(line);
    }

    /// Goes back (or forth) to a line of the history that contains what was typed before.
    pub fn recall(&mut self, history: &[String], towards: Towards) {
        let typed = match &self.past {
            Some((_, typed)) => typed.clone(),
            None => self.field.text().to_owned(),
        };
        let fits = |at: &usize| history[*at].contains(&typed);
        let here = self.past.as_ref().map_or(history.len(), |(at, _)| *at);
        let found = match towards {
            Towards::Past => (0..here.min(history.len())).rev().find(fits),
            Towards::Now => (here + 1..history.len()).find(fits),
        };
        match (found, towards) {
            (Some(at), _) => {
                self.field.set(&history[at]);
                self.past = Some((at, typed));
            }
            (None, Towards::Now) if self.past.is_some() => {
                self.field.set(&typed);
                self.past = None;
            }
            (None, _) => {}
        }
    }
}

/// A direction in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// To older lines.
    Past,
    /// To newer ones, and to what was typed.
    Now,
}

/// Remembers a line that was run, once and as the newest.
pub fn remember(history: &mut Vec<String>, line: &str) {
    history.retain(|known| known != line);
    history.push(line.to_owned());
    let spare = history.len().saturating_sub(REMEMBERED);
    history.drain(..spare);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_remembered_once_as_the_newest_and_old_ones_are_forgotten() {
        let mut history = vec!["sort name".to_owned(), "help".to_owned()];
        remember(&mut history, "sort name");
        assert_eq!(history, ["help", "sort name"]);
        for number in 0..2 * REMEMBERED {
            remember(&mut history, &number.to_string());
        }
        assert_eq!((history.len(), history[0].as_str()), (REMEMBERED, "100"));
    }

    #[test]
    fn the_history_is_searched_for_what_was_typed_and_gives_it_back() {
        let history = ["sort name", "help", "sort age"].map(str::to_owned);
        let mut palette = Palette::default();
        palette.put("sort");
        let mut seen = Vec::new();
        for towards in [
            Towards::Past,
            Towards::Past,
            Towards::Past,
            Towards::Now,
            Towards::Now,
        ] {
            palette.recall(&history, towards);
            seen.push(palette.field().text().to_owned());
        }
        assert_eq!(
            seen,
            ["sort age", "sort name", "sort name", "sort age", "sort"]
        );
    }
}
