//! What a refusal of the service is about: the parameter of the request, by its name there, and so
//! the field that fills it in ([`Field::filling`]).

use super::Field;
use crate::api::ApiError;

/// The fields that a refusal can be about, by the form that has them; none for a refusal that is
/// about nothing that is filled in, or about several things.
pub(super) fn fields(error: &ApiError) -> &'static [Field] {
    parameter(error).map_or(&[], Field::filling)
}

/// The parameter that a refusal is about (sections 7.2 and 8.2 of the references, where
/// `DMS.00400060` and V1's `111400060` are one); `None` for one that is about none, or about
/// several.
fn parameter(error: &ApiError) -> Option<&str> {
    let number = error.code_number()?;
    match number.as_str() {
        // "Invalid configuration parameter {0}", "The error key is <key>".
        "00400005" | "00400063" | "00400066" | "00400085" => named(&error.message),
        number => of_number(number),
    }
}

fn of_number(number: &str) -> Option<&'static str> {
    let parameter = match number {
        "00400010" | "00400060" | "00400081" | "10240007" | "10240011" | "10240012" => "name",
        "00400011" | "10240010" | "10240013" => "description",
        "00400008" => "engine_version",
        // The product, its specification, and whether there is any left.
        "00400009" | "00400022" | "00400028" | "00400029" | "00400055" | "00400125" => "product_id",
        "00400124" | "00400500" | "00404033" => "storage_space",
        "00400042" | "00400049" | "00400067" => "available_zones",
        "00400013" | "00400068" => "vpc_id",
        "00400016" | "00400018" | "00400020" => "subnet_id",
        "00400014" | "00400046" | "00400048" => "security_group_id",
        "00400015" => "access_user",
        "00400012" | "00400019" | "00400080" => "password",
        "00400106" => "maintain_begin",
        "00400128" => "enable_publicip",
        "00400021" => "is_auto_renew",
        "00400038" => "period_num",
        "00400047" => "period_type",
        "00500033" => "enterprise_project_id",
        "10240004" | "10240035" | "10240036" | "10240038" | "10240039" | "10240044"
        | "10240045" => "tags",
        _ => return None,
    };
    Some(parameter)
}

/// The one parameter that a text names, in whatever language it is written; `None` when it names
/// none, or several.
fn named(text: &str) -> Option<&str> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    // Both times of a window are one thing to a user, and the name that a parameter has in a
    // request for a change of size means the same as without its `new_`.
    let words = words.map(|word| match word {
        "maintain_end" => "maintain_begin",
        word => word.strip_prefix("new_").unwrap_or(word),
    });
    let mut found = words.filter(|word| !Field::filling(word).is_empty());
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests;
