//! What is on screen: which panes, which of them has the focus, and how much fits.
//!
//! From 140x30 on the fleet is a dashboard of four panes; below that one pane at a time. The
//! numbers here are cells; where exactly things are drawn is the business of `ui`.

use super::span::Span;
use crate::model::InstanceKey;

/// Size of the terminal in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScreenSize {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl ScreenSize {
    /// Whether four panes fit.
    pub fn fits_dashboard(self) -> bool {
        self.width >= 140 && self.height >= 30
    }

    /// Whether warren can be used at all: 40x10.
    pub fn is_usable(self) -> bool {
        self.width >= 40 && self.height >= 10
    }
}

/// A pane that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Pane {
    List,
    Overview,
    /// What is measured of an instance, over time.
    Live,
    /// What the broker itself says.
    Broker,
    Plugins,
    Tasks,
    Tags,
    Json,
}

impl Pane {
    /// The tabs of an open instance, in the order of their digits.
    pub const TABS: [Self; 7] = [
        Self::Overview,
        Self::Live,
        Self::Broker,
        Self::Plugins,
        Self::Tasks,
        Self::Tags,
        Self::Json,
    ];

    /// The panes of the dashboard, in the order of Tab.
    pub const DASHBOARD: [Self; 4] = [Self::List, Self::Overview, Self::Tasks, Self::Plugins];
}

/// How much of the screen the list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRoom {
    /// Its part of the dashboard, where that fits.
    Shared,
    /// All of it: the user zoomed it.
    Whole,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The instance that fills the screen; `None` while the list (or the dashboard) does.
    pub opened: Option<InstanceKey>,
    /// The tab of the opened instance.
    pub tab: Pane,
    /// The focused pane of the dashboard.
    pub focus: Pane,
    /// Whether the list shares a screen that fits the dashboard.
    pub list: ListRoom,
    /// Scroll of the text panes (overview, JSON), in lines.
    pub scroll: usize,
    /// Which tasks are shown, of whatever instance.
    pub span: Span,
    /// What was typed last for a span of one's own, right or wrong.
    pub typed_span: String,
}

impl Default for View {
    fn default() -> Self {
        Self {
            opened: None,
            tab: Pane::Overview,
            focus: Pane::List,
            list: ListRoom::Shared,
            scroll: 0,
            span: Span::All,
            typed_span: String::new(),
        }
    }
}

impl View {
    /// Whether the four panes are shown.
    pub fn is_dashboard(&self, size: ScreenSize) -> bool {
        self.opened.is_none() && self.list == ListRoom::Shared && size.fits_dashboard()
    }

    /// The pane that keys act on.
    pub fn focused(&self, size: ScreenSize) -> Pane {
        match &self.opened {
            Some(_) => self.tab,
            None if self.is_dashboard(size) => self.focus,
            None => Pane::List,
        }
    }

    /// Whether a pane is drawn now.
    pub fn shows(&self, pane: Pane, size: ScreenSize) -> bool {
        match &self.opened {
            Some(_) => self.tab == pane,
            None if self.is_dashboard(size) => Pane::DASHBOARD.contains(&pane),
            None => pane == Pane::List,
        }
    }
}

/// Rows that frame every screen: two lines and a rule on top, a rule and two lines below.
pub const FRAME_ROWS: u16 = 6;

/// Rows above the tasks of an open instance that say which of them are shown.
pub fn span_rows(view: &View) -> u16 {
    match view.span {
        Span::All => 0,
        _ => 1,
    }
}

/// Rows of the selected task's detail below the task list of an open instance.
pub fn task_detail_rows(body: u16) -> u16 {
    if body >= 12 { (body / 3).min(10) } else { 0 }
}
