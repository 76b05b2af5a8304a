//! Writing a shown table to a file: which table, in which form, and what became of it.

use super::table::Arranged;
use crate::model::InstanceKey;

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// A JSON array of objects.
    Json,
}

impl Format {
    /// Every form, the one of the key first.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Json];

    /// The name that is typed, and the ending of a file's name.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A table that is on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Table {
    /// The instances, as they are filtered and sorted.
    Instances,
    /// The plug-ins of an instance.
    Plugins(InstanceKey),
    /// The tasks of an instance.
    Tasks(InstanceKey),
    /// The tags of an instance.
    Tags(InstanceKey),
    /// What is in the journal and has the words of this filter.
    Journal(String),
    /// What a query gives, as it is filtered and sorted.
    InFront(Arranged),
    /// Errors and events.
    Errors,
}

/// A table that is to become a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What is in it.
    pub table: Table,
    /// In which form.
    pub format: Format,
    /// The file as the user named it; `None` for one of our own name in the working directory.
    pub to: Option<String>,
}

/// Whether a table has every row that the service has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Extent {
    /// It has.
    Complete,
    /// Some could not be read, or have not arrived yet.
    Partial,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The whole path of the file; `~/` is the user's own directory.
    pub path: String,
    /// How many rows are in it, or why there is none.
    pub went: Result<(usize, Extent), NotExported>,
}

/// Why there is no file. Nothing is left behind.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum NotExported {
    /// Something of that name is there already.
    Exists,
    /// It may not be written there.
    NoRight,
    /// There is no such directory.
    NoDirectory,
    /// The disk is full, or the user's part of it.
    Full,
    /// Something else, in the system's words.
    Other(String),
}
