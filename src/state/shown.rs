//! The table that is shown: what can be exported from here.

use super::State;
use super::export::Table;
use super::journal::Browser;
use super::overlay::Overlay;
use super::table::{Declared, TableView};
use super::view::Pane;

impl State {
    /// The table of the focused pane, when there is one and it has rows.
    pub fn table_in_view(&self) -> Option<Table> {
        let pane = self.focused();
        if pane == Pane::List {
            return (self.fleet.shown() > 0).then_some(Table::Instances);
        }
        let row = self.subject_row()?;
        let detail = self.subject_detail();
        let key = row.key.clone();
        match pane {
            Pane::Plugins => {
                let plugins = &detail?.known.plugins().value()?.plugins;
                (!plugins.is_empty()).then_some(Table::Plugins(key))
            }
            Pane::Tasks => {
                let tasks = &detail?.known.tasks(&self.view.span).value()?.tasks;
                (!tasks.is_empty()).then_some(Table::Tasks(key))
            }
            Pane::Tags => (!row.instance.tags.is_empty()).then_some(Table::Tags(key)),
            Pane::List | Pane::Overview | Pane::Json => None,
        }
    }

    /// The table that is in front: that of what stands before the view, else the view's own.
    pub fn table(&self) -> Option<Table> {
        match &self.overlay {
            None => self.table_in_view(),
            Some(Overlay::Errors { .. }) => (!self.notices.is_empty()).then_some(Table::Errors),
            Some(Overlay::Journal(browser)) => self.journal_table(browser),
            Some(Overlay::Table(table)) => {
                let table = table.arranged();
                let known = self.known_of(&table.scope, &table.about.query);
                (!table.rows(known).is_empty()).then_some(Table::InFront(table))
            }
            Some(
                Overlay::Reader(_)
                | Overlay::Menu { .. }
                | Overlay::Sort { .. }
                | Overlay::Profiles(_)
                | Overlay::Columns(_)
                | Overlay::Span(_)
                | Overlay::Refused { .. }
                | Overlay::Palette(_)
                | Overlay::Confirm(_)
                | Overlay::Form(_)
                | Overlay::Release(..)
                | Overlay::Quit(_),
            ) => None,
        }
    }

    /// Puts the table of the place that the view is about in front.
    pub fn show_table(&mut self, about: &'static Declared) {
        let table = TableView::new(about, self.place().clone());
        self.overlay = Some(Overlay::Table(Box::new(table)));
    }

    fn journal_table(&self, browser: &Browser) -> Option<Table> {
        let filter = browser.filter.text();
        let any = self.journal.shown(filter).next().is_some();
        any.then(|| Table::Journal(filter.to_owned()))
    }
}
