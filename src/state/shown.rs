//! The table that is shown: what can be exported from here.

use super::State;
use super::export::Table;
use super::overlay::Overlay;
use super::table::changes::TRANSITIONS;
use super::table::{TableSource, TableView};
use super::view::Pane;
use crate::model::InstanceKey;

impl State {
    /// The table of the focused pane, when there is one and it has rows.
    pub fn table_in_view(&self) -> Option<Table> {
        let pane = self.focused();
        if pane == Pane::List {
            return (self.fleet.shown() > 0).then_some(Table::Instances);
        }
        if let Some(table) = self.pane_table() {
            let arranged = table.arranged().filter(|_| !self.broker.rows().is_empty());
            return arranged.map(Table::InFront);
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
            Pane::List | Pane::Overview | Pane::Live | Pane::Broker | Pane::Json => None,
        }
    }

    /// The table that is in front: that of what stands before the view, else the view's own.
    pub fn table(&self) -> Option<Table> {
        match &self.overlay {
            None => self.table_in_view(),
            Some(Overlay::Table(table)) => {
                (!table.ids(self).is_empty()).then(|| match table.arranged() {
                    Some(arranged) => Table::InFront(arranged),
                    None if table.source == TableSource::Journal => {
                        Table::Journal(table.filter.text().to_owned())
                    }
                    None => Table::Errors,
                })
            }
            Some(
                Overlay::Help(_)
                | Overlay::Reader(_)
                | Overlay::Menu { .. }
                | Overlay::Sort(_)
                | Overlay::Profiles(_)
                | Overlay::Columns(_)
                | Overlay::Span(_)
                | Overlay::Refused { .. }
                | Overlay::Palette(_)
                | Overlay::Confirm(_)
                | Overlay::ConfirmChange(_)
                | Overlay::Form(_)
                | Overlay::Release(..)
                | Overlay::Quit(_),
            ) => None,
        }
    }

    /// Puts a table in front, of the place that the view is about.
    pub fn show_table(&mut self, source: TableSource) {
        let table = TableView::new(source, self.place().clone());
        self.overlay = Some(Overlay::Table(Box::new(table)));
    }

    /// Puts in front what changed of an instance, or of all.
    pub fn show_transitions(&mut self, of: Option<InstanceKey>) {
        let source = TableSource::Query(&TRANSITIONS);
        let table = TableView::new(source, self.place().clone()).of(of);
        self.overlay = Some(Overlay::Table(Box::new(table)));
    }
}
