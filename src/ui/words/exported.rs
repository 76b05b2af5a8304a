//! What became of an export, in a sentence.

use super::catalogue::{Words, fill, texts};
use crate::state::export::{Exported as Outcome, Extent, NotExported};
use std::fmt::Display;

texts! {
    /// What became of an export.
    pub struct Exported {
        done, partial, exists, no_right, no_directory, full, other,
    }
}

/// What became of it: rows and file, or why there is none and what to do.
#[must_use]
pub fn said(w: &Words, exported: &Outcome) -> String {
    let t = &w.exported;
    let rows = |count: &usize| w.nouns.row.of(*count);
    let (template, rows, why) = match &exported.went {
        Ok((count, Extent::Complete)) => (&t.done, rows(count), ""),
        Ok((count, Extent::Partial)) => (&t.partial, rows(count), ""),
        Err(NotExported::Exists) => (&t.exists, String::new(), ""),
        Err(NotExported::NoRight) => (&t.no_right, String::new(), ""),
        Err(NotExported::NoDirectory) => (&t.no_directory, String::new(), ""),
        Err(NotExported::Full) => (&t.full, String::new(), ""),
        Err(NotExported::Other(why)) => (&t.other, String::new(), why.as_str()),
    };
    let values: [(&str, &dyn Display); 3] =
        [("rows", &rows), ("path", &exported.path), ("why", &why)];
    fill(template, &values)
}
