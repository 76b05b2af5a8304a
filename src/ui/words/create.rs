//! The form for a new instance: labels, rules, and what is wrong.

use super::error;
use crate::api::ApiError;
use crate::model::rules::{Limits, Problem};
use crate::model::{Product, Scope};
use crate::state::create::Field;
use crate::state::form::{About, Choice, Standing};

/// The button that leads to the review.
pub const REVIEW: &str = "Review";
/// The switch is on.
pub const ON: &str = "on";
/// The switch is off.
pub const OFF: &str = "off";
/// Nothing was chosen.
pub const CHOOSE: &str = "choose";
/// The service chooses.
pub const DEFAULT: &str = "default";
/// There is nothing to choose from.
pub const NO_CHOICES: &str = "nothing to choose from";
/// A product has to be chosen first.
pub const NO_PRODUCT: &str = "choose a flavor first";
/// What can be chosen is on its way.
pub const LOADING: &str = "loading choices";

/// What the form is, where the instance would be, and after which one it was filled.
#[must_use]
pub fn title(scope: &Scope, model: Option<&str>) -> String {
    let place = format!("NEW INSTANCE in {} {}", scope.profile, scope.region);
    match model {
        Some(name) => format!("{place}, like {name}"),
        None => place,
    }
}

/// Which fields can be seen, when not all can.
#[must_use]
pub fn seen(first: usize, last: usize, fields: usize) -> String {
    format!("fields {}", super::dialog::position(first, last, fields))
}

/// The service did not take it.
#[must_use]
pub fn refused(failure: &ApiError) -> String {
    let line = error::line(failure);
    match error::request_id(failure) {
        Some(id) => format!("NOT CREATED: {line} ({id})"),
        None => format!("NOT CREATED: {line}"),
    }
}

/// What can be chosen could not be read.
#[must_use]
pub fn failed(failure: &ApiError) -> String {
    format!("no choices: {}", error::line(failure))
}

/// What can be chosen could not be read again.
#[must_use]
pub fn stale(failure: &ApiError) -> String {
    format!("older choices shown: {}", error::line(failure))
}

/// How much is left to do: fields to fill in, to correct, and to check once choices are known.
#[must_use]
pub fn left(needed: usize, wrong: usize, unchecked: usize) -> String {
    let counts = [
        (needed, "needed"),
        (wrong, "wrong"),
        (unchecked, "not checked yet"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    match parts.is_empty() {
        true => "ready".into(),
        false => parts.join(", "),
    }
}

/// The label of a field.
#[must_use]
pub fn label(field: Field) -> &'static str {
    match field {
        Field::Name => "Name",
        Field::Description => "Description",
        Field::Version => "Version",
        Field::Product => "Flavor",
        Field::Brokers => "Brokers",
        Field::Disk => "Disk type",
        Field::Storage => "Storage GB",
        Field::Zones => "Zones",
        Field::Vpc => "VPC",
        Field::Subnet => "Subnet",
        Field::SecurityGroup => "Sec. group",
        Field::User => "Broker user",
        Field::Password => "Password",
        Field::Repeat => "Repeat it",
        Field::Tls => "TLS",
        Field::Public => "Public access",
        Field::PublicIp => "Public IP id",
        Field::Window => "Maintenance",
        Field::Project => "Ent. project",
        Field::Tags => "Tags",
        Field::Review => "",
    }
}

/// What a field takes.
#[must_use]
pub fn help(field: Field, storage: Option<Limits>) -> String {
    let text = match field {
        Field::Name => "4 to 64 letters, digits, _ and -; must start with a letter; must be unique",
        Field::Description => "up to 1024 characters; optional",
        Field::Version => "engine version",
        Field::Product => "limits are per broker",
        Field::Brokers => "can be increased later, not decreased",
        Field::Disk => "disk types of the flavor",
        Field::Storage => return storage_help(storage),
        Field::Zones => "one, or for a cluster three or more; cannot be changed later",
        Field::Vpc => "choose one that other instances use, or type an id; cannot be changed later",
        Field::Subnet => "network id of a subnet in the VPC; cannot be changed later",
        Field::SecurityGroup => "choose one that other instances use, or type an id",
        Field::User => "4 to 64 letters, digits, _ and -; must start with a letter",
        Field::Password => {
            "8 to 32 characters; three of lower case, upper case, digits, special; not - first"
        }
        Field::Repeat => "the same password again",
        Field::Tls => "whether clients use TLS",
        Field::Public => "whether it can be reached from the internet",
        Field::PublicIp => "id of the elastic IP",
        Field::Window => "four hours, in the region's time",
        Field::Project => "enterprise project id; optional",
        Field::Tags => "key=value, key=value; up to 20",
        Field::Review => "shows the exact request; nothing is sent until you confirm it",
    };
    text.to_owned()
}

fn storage_help(limits: Option<Limits>) -> String {
    match limits {
        Some(limits) => format!(
            "{}, all brokers together; cannot be decreased later",
            self::limits(limits)
        ),
        None => "all brokers together; the limits depend on flavor and brokers".into(),
    }
}

fn limits(Limits { least, most, step }: Limits) -> String {
    format!("{least} to {most} in steps of {step}")
}

/// What is wrong, in as few words as it takes.
#[must_use]
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Missing => "needed".into(),
        Problem::TooShort(least) => format!("too short: at least {least}"),
        Problem::TooLong(most) => format!("too long: at most {most}"),
        Problem::LetterFirst => "must start with a letter".into(),
        Problem::Character(' ') => "a space is not allowed".into(),
        Problem::Character(letter) => format!("{letter} is not allowed"),
        Problem::PasswordCharacter => "has a character that is not allowed".into(),
        Problem::HyphenFirst => "cannot start with -".into(),
        Problem::FewClasses(used) => format!("{used} of 4 classes, need 3"),
        Problem::NotTheSame => "does not match".into(),
        Problem::NameTaken => "name already taken".into(),
        Problem::NotANumber => "not a whole number".into(),
        Problem::OutOfRange(limits) => format!("must be {} to {}", limits.least, limits.most),
        Problem::OffStep(limits) => format!("must be a multiple of {}", limits.step),
        Problem::NotOffered => "not on offer".into(),
        Problem::NotKnownYet => "cannot be checked yet".into(),
        Problem::SoldOut => "sold out".into(),
        Problem::NotHourly => "yearly/monthly only".into(),
        Problem::OneZone => "a single node takes one zone".into(),
        Problem::OneOrThreeZones => "must be one, or three or more".into(),
        Problem::OtherVpc => "belongs to another VPC".into(),
        Problem::NotInThisEdition => "not available with this version".into(),
        Problem::NotATag(text) => format!("not key=value: {text}"),
        Problem::InTag(key, inner) => format!("{key}: {}", self::problem(inner)),
        Problem::RepeatedKey(key) => format!("{key} is used twice"),
        Problem::TooManyTags(most) => format!("at most {most}"),
        Problem::Window => "not a window of four hours".into(),
    }
}

/// Whether a choice can be had; nothing when it can.
#[must_use]
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Offered => "",
        Standing::SoldOut => "sold out",
        Standing::NotHourly => "yearly/monthly only",
    }
}

/// What stands above the parts of [`about`]; nothing where they need no heading.
#[must_use]
pub fn headings(field: Field) -> &'static [&'static str] {
    match field {
        Field::Product => &["FLAVOR", "BROKERS", "CONN", "QUEUES", "GB"],
        _ => &[],
    }
}

/// The name of a choice.
#[must_use]
pub fn name(choice: &Choice) -> String {
    match &choice.about {
        About::Zone { name, code } => {
            let known = code.as_ref().or(name.as_ref());
            known.unwrap_or(&choice.value).clone()
        }
        About::Default(Some((begin, end))) => format!("default ({begin}-{end})"),
        About::Default(None) => DEFAULT.into(),
        About::Used {
            name: Some(name), ..
        } => format!("{name} ({})", choice.value),
        About::Nothing | About::Product(_) | About::Used { .. } => choice.value.clone(),
    }
}

/// What else is worth knowing about a choice, in columns. Limits are per broker.
#[must_use]
pub fn about(about: &About) -> Vec<String> {
    match about {
        About::Nothing | About::Default(_) => Vec::new(),
        About::Product(product) => columns(product),
        About::Zone { name, code } => match (name, code) {
            (Some(name), Some(_)) => vec![name.clone()],
            _ => Vec::new(),
        },
        About::Used { by, more, .. } => vec![used(by, *more)],
    }
}

fn used(by: &str, more: usize) -> String {
    match more {
        0 => format!("as in {by}"),
        _ => format!("as in {by} and {more} more"),
    }
}

fn columns(product: &Product) -> Vec<String> {
    let number = |value: Option<u64>| super::or_unknown(value);
    let range = |least: Option<u64>, most: Option<u64>| match (least, most) {
        (Some(least), Some(most)) if least == most => least.to_string(),
        _ => format!("{}-{}", number(least), number(most)),
    };
    vec![
        range(
            product.min_broker.map(u64::from),
            product.max_broker.map(u64::from),
        ),
        number(product.max_connections),
        number(product.max_queues),
        range(product.min_storage, product.max_storage),
    ]
}

/// The limits of the chosen product, in a few words.
#[must_use]
pub fn product(product: &Product) -> String {
    let number = |value: Option<u64>| super::or_unknown(value);
    let (connections, queues) = (product.max_connections, product.max_queues);
    format!("{} conn, {} queues", number(connections), number(queues))
}
