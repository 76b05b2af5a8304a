//! Where the panes of the dashboard are, and how many rows each pane has.
//!
//! The overview has the lines; tasks and plug-ins keep a few entries each, and get more where
//! something goes on in them or the focus is there. What is only idle never takes a line from that.

use super::State;
use super::view::{Pane, span_rows, task_detail_rows};
use crate::model::{Plugin, Task, TaskStatus};

/// Heights of the panes beside the list, from top to bottom; with the titles of tasks and plug-ins,
/// while that of the detail is in the frame's rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heights {
    pub detail: u16,
    pub tasks: u16,
    pub plugins: u16,
}

/// Rows of tasks or plug-ins where nothing goes on: title, heading and three of them.
const IDLE: u16 = 5;
/// Rows of the strip of a broker, of the names of its views, and of the headings.
pub const BROKER_ROWS: u16 = 5;
/// Rows that the detail has at least.
const LEAST: u16 = 10;
/// Rows that the detail of an instance needs, and where two columns of it are side by side
/// throughout.
const MOST: u16 = 26;
const MOST_SIDE_BY_SIDE: u16 = 22;
/// Cells beside the list from which on they are.
const SIDE_BY_SIDE: u16 = 78;

/// Cells of the list, of the width of a dashboard.
pub fn list_width(width: u16) -> u16 {
    width * 3 / 5
}

impl State {
    /// Rows for items of a pane: what the frame, the pane's own heading and title leave.
    pub fn rows(&self, pane: Pane) -> usize {
        let body = self.body_rows();
        let dashboard = || self.view.is_dashboard(self.size).then(|| self.dashboard());
        let rows = match pane {
            Pane::Live => {
                let shown = self.subject_row().map(|row| self.live_grid(row).shown);
                return shown.unwrap_or(1);
            }
            Pane::Overview => dashboard().map_or(body, |heights| heights.detail),
            Pane::Broker if self.shows_broker_detail() => self.broker_detail_rows(),
            // Why there is no way in, and the views, above the headings.
            Pane::Broker if self.broker.closed().is_some() => {
                body.saturating_sub(self.why_rows() + 2)
            }
            // The strip and the views, above the headings.
            Pane::Broker => body.saturating_sub(BROKER_ROWS),
            Pane::Json => body,
            Pane::List | Pane::Tags => body.saturating_sub(1),
            Pane::Plugins => match dashboard() {
                Some(heights) => heights.plugins.saturating_sub(2),
                None => body.saturating_sub(1),
            },
            Pane::Tasks => match dashboard() {
                Some(heights) => heights.tasks.saturating_sub(2),
                // The tab keeps its lower part for the selected task's parameters.
                None => {
                    let body = body.saturating_sub(span_rows(&self.view));
                    body.saturating_sub(1 + task_detail_rows(body))
                }
            },
        };
        usize::from(rows)
    }

    /// Heights of the panes beside the list.
    pub fn dashboard(&self) -> Heights {
        let body = self.body_rows();
        let room = body.saturating_sub(LEAST);
        let wanted = |entries: usize| {
            let entries = u16::try_from(entries).unwrap_or(room);
            entries.saturating_add(2).max(IDLE)
        };
        let [tasks, plugins] = self.wanted().map(wanted);
        let first = |wanted: u16| wanted.min(room.saturating_sub(IDLE));
        let (mut tasks, mut plugins) = match self.view.focus {
            Pane::Plugins => {
                let plugins = first(plugins);
                (tasks.min(room - plugins), plugins)
            }
            Pane::List
            | Pane::Overview
            | Pane::Live
            | Pane::Broker
            | Pane::Tasks
            | Pane::Tags
            | Pane::Json => {
                let tasks = first(tasks);
                (tasks, plugins.min(room - tasks))
            }
        };
        let most = match self.size.width - list_width(self.size.width) {
            SIDE_BY_SIDE.. => MOST_SIDE_BY_SIDE,
            _ => MOST,
        };
        let spare = body.saturating_sub(tasks + plugins + most);
        tasks += spare.div_ceil(2);
        plugins += spare / 2;
        let detail = body.saturating_sub(tasks + plugins);
        Heights {
            detail,
            tasks,
            plugins,
        }
    }

    /// How many tasks and plug-ins should be in sight: all down to the last in which something goes
    /// on, and where the focus is all there are.
    fn wanted(&self) -> [usize; 2] {
        let Some(detail) = self.subject_detail() else {
            return [0, 0];
        };
        let tasks = detail.tasks(self.view.span);
        let ends = |task: &Task| task.status.as_ref().is_some_and(TaskStatus::is_final);
        let plugins = detail.plugins();
        let switched = self.pending.plugin_of(&detail.key);
        let is_busy = |plugin: &Plugin| {
            let halted = plugin.enabled == Some(true) && plugin.running == Some(false);
            halted || switched == Some(&plugin.name)
        };
        let down_to = |last: Option<usize>| last.map_or(0, |last| last + 1);
        let busy = [
            down_to(tasks.iter().rposition(|task| !ends(task))),
            down_to(plugins.iter().rposition(is_busy)),
        ];
        match self.view.focus {
            Pane::Tasks => [tasks.len(), busy[1]],
            Pane::Plugins => [busy[0], plugins.len()],
            Pane::List | Pane::Overview | Pane::Live | Pane::Broker | Pane::Tags | Pane::Json => {
                busy
            }
        }
    }
}
