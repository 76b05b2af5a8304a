//! Who and where a profile is, and what may be drawn: fixed at the start.

use crate::model::{ProjectId, Scope};
use std::time::Duration;

/// Which colours and glyphs may be used. What they are is the business of `ui`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Theme by name.
    pub theme: ThemeName,
    /// Whether only ASCII may be drawn.
    pub glyphs: Glyphs,
}

/// A theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeName {
    /// For dark terminals.
    Dark,
    /// For light terminals.
    Light,
    /// No colours: bold, dim and reverse only (also with `NO_COLOR`).
    Mono,
}

/// What lines and bars are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing and blocks.
    Unicode,
    /// `- | + #`.
    Ascii,
}

/// Who and where a profile is.
#[derive(Clone, Debug)]
pub struct Context {
    /// Profile and region.
    pub scope: Scope,
    /// The profile's label, such as `PROD`.
    pub label: Option<String>,
    /// Which source the credential came from.
    pub source: String,
    /// Host of the service.
    pub endpoint: String,
    /// The project, once known.
    pub project: Option<ProjectId>,
    /// Whether every write is off.
    pub read_only: bool,
    /// How often the user wants the list polled.
    pub refresh: Duration,
}
