//! `warren list`: every instance at once, for people and for scripts. Pure: text out of a listing.
//!
//! [`print()`] writes the rows in one of three forms, always sorted by name (by id where there is no
//! name) and then by id; [`gaps`] says what is missing from them.

mod csv;
mod field;
mod json;
mod table;

use crate::api::Listing;
use crate::cli::Output;
use crate::model::Instance;

/// The instances of a listing in this form, with a line break at the end.
#[must_use]
pub fn print(listing: &Listing, output: Output) -> String {
    let mut instances: Vec<&Instance> = listing.instances.iter().collect();
    instances.sort_by_key(|instance| (instance.label(), &instance.id));
    match output {
        Output::Table => table::print(&instances),
        Output::Json => json::print(&instances),
        Output::Csv => csv::print(&instances),
    }
}

/// One instance as [`Output::Json`] prints it, with a line break at the end.
#[must_use]
pub fn object(instance: &Instance) -> String {
    json::object(instance)
}

/// What could not be read of a listing, one sentence each. None when every instance is there.
#[must_use]
pub fn gaps(listing: &Listing) -> Vec<String> {
    let of = match listing.total {
        Some(total) => format!(" of {total}"),
        None => String::new(),
    };
    let pages = listing.missing.iter().map(|part| {
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
