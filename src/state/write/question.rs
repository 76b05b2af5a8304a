//! What has to be done before a write is sent. The dialog asks, and the help says, what each kind
//! of write declares here.

use super::broker::CHANGES;
use super::change::SettingKind;
use super::mutation::{Changes, MutationKind};
use strum::IntoEnumIterator as _;

/// The two kinds of confirmation.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Question {
    /// `y`, or Enter on its button.
    YesNo,
    /// The name of the instance is typed, or a word where there is none: clients, data or later
    /// money are at stake.
    Typed,
}

/// What a kind of write asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    Always(Question),
    /// What the strictest of its settings asks.
    BySetting,
}

impl Question {
    /// What asks so, by the names of their texts: kinds of writes, settings one by one.
    pub fn asked_by(self) -> Vec<&'static str> {
        let asking = MutationKind::ALL.iter().flat_map(|kind| asking(*kind));
        let of_brokers = CHANGES.iter().copied();
        let same = asking
            .chain(of_brokers)
            .filter(|(_, question)| *question == self);
        same.map(|(name, _)| name).collect()
    }
}

fn asking(kind: MutationKind) -> Vec<(&'static str, Question)> {
    match kind.facts().asks {
        Asks::Always(question) => vec![(kind.into(), question)],
        Asks::BySetting => {
            let settings = SettingKind::iter();
            let each = settings.map(|setting| (setting.into(), setting.question()));
            each.collect()
        }
    }
}

impl Changes<'_> {
    /// What the strictest of them asks.
    pub fn question(self) -> Question {
        match self {
            Self::Settings(changes) => {
                let each = changes.iter().map(|one| SettingKind::from(&one.to));
                let each = each.map(SettingKind::question);
                each.max().unwrap_or(Question::Typed)
            }
            Self::Told | Self::New(_) | Self::Size(..) | Self::Tags(_) => Question::Typed,
        }
    }
}
