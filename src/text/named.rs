//! Names of settings.

use clap::ValueEnum;

/// The values of a setting by their names, other names of a value after its own. The same names are
/// taken by flags, files and the palette.
pub fn named<T: ValueEnum>() -> Vec<(String, T)> {
    let mut named = Vec::new();
    for value in T::value_variants() {
        for word in value.to_possible_value().iter() {
            let names = word.get_name_and_aliases();
            named.extend(names.map(|name| (name.to_owned(), value.clone())));
        }
    }
    named
}
