//! What is odd about a user's keymap. None of it stops the start.

use crate::key::Context;
use crate::text::Location;
use std::fmt;

/// Something in the user's keymap that does not do what it seems to say.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {what}")]
pub struct KeymapWarning {
    pub at: Location,
    pub what: Oddity,
}

/// What is odd.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Oddity {
    /// The file cannot be read, or is not TOML; the reason.
    Broken(String),
    /// Something at the top of the file that is no context; the one that was probably meant.
    Context(String, Option<&'static str>),
    /// A preset that does not exist.
    Preset(String, Option<&'static str>),
    /// An action that does not exist.
    Action(String, Option<&'static str>),
    /// A context that is no table, or an action that is no text.
    Form(String, Shape),
    /// A key that does not exist.
    Key(String, Option<String>),
    /// A key that terminals do not send, or that never reaches the keymap, and why.
    NeverSent(String, Never),
    /// The same keys were bound in the same context before, to this.
    Twice(String, &'static str),
    /// These keys mean this action in that context, which holds at the same time.
    Taken {
        keys: String,
        /// The context that wins, where this action holds.
        wins: (Context, &'static str),
        /// The context that loses there.
        loses: (Context, &'static str),
    },
    /// A sequence that cannot be typed, since its beginning already does something.
    Unreachable {
        sequence: String,
        /// Its beginning.
        beginning: String,
        /// What that does.
        action: &'static str,
    },
}

/// What should stand in a place.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Shape {
    /// A table of them.
    #[error("lines of keys")]
    Lines,
    /// The name of one.
    #[error("an action in quotes")]
    Action,
}

/// Why a key cannot be bound.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Never {
    /// Esc in a dialog.
    #[error("in a dialog it always cancels")]
    Cancels,
    /// Alt and a character: terminals send esc before it.
    #[error("over a slow link it cannot be told from esc and the key, and esc must leave")]
    UnlikeEsc,
    /// ctrl-c.
    #[error("it always quits")]
    Quits,
    /// ctrl-z.
    #[error("it always gives the shell back")]
    Stops,
    /// ctrl-i.
    #[error("terminals send tab for it")]
    Tab,
    /// ctrl-m.
    #[error("terminals send enter for it")]
    Enter,
    /// ctrl-[.
    #[error("terminals send esc for it")]
    Esc,
    /// Ctrl with what has no control character.
    #[error("terminals do not send it")]
    NotSent,
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(reason) => write!(f, "{reason}; the keys are the default ones"),
            Self::Context(name, near) => {
                write!(f, "no context {name:?} for keys is known")?;
                meant(f, *near)
            }
            Self::Preset(name, near) => {
                write!(f, "no preset {name:?} is known")?;
                meant(f, *near)
            }
            Self::Action(name, near) => {
                write!(f, "no action {name:?} is known")?;
                meant(f, *near)
            }
            Self::Form(name, right) => write!(f, "{name} takes {right}"),
            Self::Key(key, near) => {
                write!(f, "{key:?} is no key")?;
                meant(f, near.as_deref())
            }
            Self::NeverSent(key, why) => write!(f, "{key} cannot be bound: {why}"),
            Self::Twice(keys, action) => {
                write!(
                    f,
                    "{keys} is bound to {action} in this context already; this line wins"
                )
            }
            Self::Taken { keys, wins, loses } => write!(
                f,
                "{keys} is {} in [{}]; there [{}] no longer gives {}",
                wins.1,
                wins.0.name(),
                loses.0.name(),
                loses.1,
            ),
            Self::Unreachable {
                sequence,
                beginning,
                action,
            } => write!(
                f,
                "{sequence} cannot be typed: {beginning} alone is {action}"
            ),
        }
    }
}

fn meant(f: &mut fmt::Formatter<'_>, near: Option<&str>) -> fmt::Result {
    match near {
        Some(near) => write!(f, "; did you mean {near}?"),
        None => f.write_str("; the line is ignored"),
    }
}
