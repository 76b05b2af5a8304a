//! Who and where a profile is, and what may be drawn: fixed at the start.

use crate::api::management::Brokers;
use crate::findings::ThresholdRules;
use crate::model::{ApiVersion, ProjectId, Scope};
use std::sync::Arc;
use std::time::Duration;

/// Which colours and glyphs may be used. What they are is the business of `ui`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Theme by name.
    pub theme: ThemeName,
    /// How many colours the terminal has.
    pub depth: Depth,
    /// Whether only ASCII may be drawn.
    pub glyphs: Glyphs,
}

/// A theme. What is said of each is its help on the command line.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    clap::ValueEnum,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum ThemeName {
    /// For a dark background
    #[default]
    Dark,
    /// For a light background
    Light,
    /// White on black whatever the terminal's own colours are
    HighContrast,
    /// No colours: bold, dim and reverse only
    Mono,
}

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Any.
    Truecolor,
    /// xterm's 256.
    Indexed,
    /// The first 16, whose shades are the terminal's own.
    Basic,
    /// None, or the user wants none (`NO_COLOR`).
    None,
}

/// What lines and bars are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing and blocks, and braille for charts.
    Unicode,
    /// Box drawing and blocks: fonts of simple terminals have no braille.
    Blocks,
    /// `- | + #`.
    Ascii,
}

/// A profile that could be shown, as far as the configuration tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub name: String,
    /// What it is called that warns whoever works in it, such as `PROD`.
    pub label: Option<String>,
    /// Its region, where the configuration names one.
    pub region: Option<String>,
}

/// Who and where a profile is.
#[derive(Clone, Debug)]
pub struct ProfileContext {
    /// Profile and region.
    pub scope: Scope,
    /// The profile's label, such as `PROD`.
    pub label: Option<String>,
    /// From where on a figure of its instances is found to be wrong.
    pub thresholds: ThresholdRules,
    /// Which source the credential came from.
    pub source: String,
    /// Which credential it is: profiles with the same number share one, and its lock-out. `None`
    /// when it cannot be told from others.
    pub credential: Option<usize>,
    /// Host of the service.
    pub endpoint: String,
    /// Host of Cloud Eye; none where no figures are read.
    pub ces_endpoint: Option<String>,
    /// The project, once known.
    pub project: Option<ProjectId>,
    /// The version of the service's API that is spoken.
    pub api: ApiVersion,
    /// Whether every write is off.
    pub read_only: bool,
    /// How often the user wants the list polled.
    pub refresh: Duration,
    /// Ways to its brokers, and where their passwords come from.
    pub brokers: Arc<Brokers>,
}
