//! `warren list`: every instance at once, for people and for scripts.
//!
//! [`print()`] writes the rows, one after the other, in one of three forms, always sorted by name (by id where there is no
//! name) and then by id; [`gaps`] says what is missing from them.

mod csv;
mod field;
mod json;
mod table;

pub(crate) use csv::{cell, text};
pub use field::ListField;
pub(crate) use field::named;
pub(crate) use json::{spell_out, value};

use crate::api::{ErrorKind, Listing};
use crate::cli::Output;
use crate::model::{Instance, Scope};
use crate::timezone::TimeZone;
use std::io::{self, Write};

/// What was read of one profile.
#[derive(Clone, Debug)]
pub struct Part {
    pub scope: Scope,
    pub listing: Listing,
}

/// Whether each row says where it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// There is one profile; its rows need not name it.
    Implied,
    /// There are several: region and profile are the last two fields of a row.
    Said,
}

impl Origin {
    /// Said when there are several profiles.
    pub fn when(several: bool) -> Self {
        if several { Self::Said } else { Self::Implied }
    }
}

/// An instance and where it is from.
type Row<'a> = (&'a Instance, &'a Scope);

/// Writes the instances of some profiles in this form, with a line break at the end. The days of a
/// table are those of the zone; other forms have moments.
///
/// # Errors
/// Those of the writer.
pub fn print(
    parts: &[Part],
    output: Output,
    origin: Origin,
    zone: &TimeZone,
    to: &mut impl Write,
) -> io::Result<()> {
    let rows = parts.iter().flat_map(|part| {
        let instances = part.listing.instances.iter();
        instances.map(|instance| (&**instance, &part.scope))
    });
    let mut rows: Vec<Row<'_>> = rows.collect();
    rows.sort_by_key(|(instance, scope)| (instance.label(), &instance.id, *scope));
    match output {
        Output::Table => table::print(&rows, origin, zone, to),
        Output::Json => json::print(&rows, origin, to),
        Output::Csv => csv::print(&rows, origin, to),
    }
}

/// One instance as [`Output::Json`] prints it, with a line break at the end.
pub fn object(instance: &Instance) -> String {
    json::object(instance)
}

/// What a list that changed while it was read may be wrong about.
const CHANGED: &str = "rows may be missing, and rows may be gone";

/// What could not be read of a listing, one sentence each. None when every instance is there.
pub fn gaps(listing: &Listing) -> Vec<String> {
    let of = match listing.total {
        Some(total) => format!(" of {total}"),
        None => String::new(),
    };
    let pages = listing.missing.iter().map(|part| {
        if part.error.kind == ErrorKind::Changed {
            return format!("{CHANGED}: {}", part.error);
        }
        let (first, last) = (part.from + 1, part.to);
        format!("rows {first} to {last}{of} are missing: {}", part.error)
    });
    let unidentified = (listing.unidentified > 0).then(|| {
        let count = listing.unidentified;
        format!("{count} of the service's rows had no readable instance_id and are missing")
    });
    pages.chain(unidentified).collect()
}

#[cfg(test)]
mod tests;
