//! Where keys have meaning.

use strum::{EnumString, IntoStaticStr, VariantNames};

/// A place where keys have meaning. Text fields are not among them: there every key is text.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr, VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Context {
    /// Every view and overlay that is no dialog.
    View,
    /// The list of instances.
    List,
    /// Overview, tags and JSON: text that scrolls.
    Text,
    /// The plug-ins of an instance.
    Plugins,
    /// The tasks of an instance.
    Tasks,
    /// The charts of an instance.
    Live,
    /// A view of a broker.
    Broker,
    /// Added to the pane's own context while an instance fills the screen.
    Instance,
    /// Help, errors, a task, the sort picker: what scrolls in front of the view.
    Popup,
    /// Added to [`Context::Popup`] in the help.
    Help,
    /// Added to [`Context::Popup`] in the columns picker.
    Columns,
    /// Added to [`Context::Popup`] in the choice of profiles.
    Profiles,
    /// Added to [`Context::Popup`] in a table of what a query gives.
    Table,
    /// A question with buttons.
    Dialog,
}

impl Context {
    /// The less specific contexts that hold where this one does.
    pub fn beneath(self) -> &'static [Self] {
        match self {
            Self::Plugins | Self::Tasks | Self::Live | Self::Broker | Self::Text => {
                &[Self::Instance, Self::View]
            }
            Self::Help | Self::Columns | Self::Profiles | Self::Table => &[Self::Popup, Self::View],
            Self::List | Self::Instance | Self::Popup => &[Self::View],
            Self::View | Self::Dialog => &[],
        }
    }

    /// The name in the keymap.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
