//! What the service accepts for a new instance, as pure functions. Read [`Problem`] first.
//!
//! Sources: table 4-2 (creation) and table 4-3 (tags) of the V2 reference, and the official SDK's
//! description of the same request. Where the two differ, the stricter rule is here, so that what
//! passes is accepted by either. Limits that the product list answers win over printed ones.

use super::{Product, ProductKind};

pub mod resize;
mod text;

pub use text::{
    access_user, access_user_v1, changed_name, description, enterprise_project, id, name, password,
    tag, tags,
};

/// Why the service would refuse a value.
///
/// None of them carries a part of a password.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, strum::EnumIter, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Problem {
    /// It has to be there, and is not.
    #[default]
    Missing,
    /// Fewer characters than this.
    TooShort(usize),
    /// More characters than this.
    TooLong(usize),
    /// The first character has to be a letter from A to Z, of either case.
    LetterFirst,
    /// This character is not allowed.
    Character(char),
    /// A character that passwords cannot have; which one is not said.
    PasswordCharacter,
    /// A password cannot start with a hyphen.
    HyphenFirst,
    /// Fewer than [`PASSWORD_CLASSES`] classes of characters; this many.
    FewClasses(usize),
    /// The repeated password is another one.
    NotTheSame,
    /// Another instance has this name.
    NameTaken,
    /// Not a whole number.
    NotANumber,
    /// Outside of these limits, both of which are allowed.
    OutOfRange(Limits),
    /// Within the limits, but not a multiple of their step.
    OffStep(Limits),
    /// The service does not offer it, or no longer.
    NotOffered,
    /// What the service offers is not known yet, so that it cannot be checked.
    NotKnownYet,
    /// The service has none left.
    SoldOut,
    /// It can only be had by the month or year.
    NotHourly,
    /// It can only be had pay-per-use.
    NotMonthly,
    /// V1 of the API puts all brokers into one zone (111400067).
    OnlyOneZone,
    /// A single node lives in one zone.
    OneZone,
    /// The brokers of a cluster live in one zone, or in three and more.
    OneOrThreeZones,
    /// The subnet is known to belong to another VPC.
    OtherVpc,
    /// The chosen engine version does not have it.
    NotInThisEdition,
    /// Not in the form `key=value`; the text that is not.
    NotATag(String),
    /// A problem of one tag, which has this key.
    InTag(String, Box<Problem>),
    /// Two tags have this key.
    RepeatedKey(String),
    /// More tags than this.
    TooManyTags(usize),
    /// Nothing is different from how it is.
    NothingChanged,
    /// It has another public address, which has to be unbound first.
    OtherAddress,
    /// The size of the instance cannot be changed so.
    Hindered(resize::Hindrance),
    /// The service would refuse it, with this code of its own.
    Refused(&'static str),
    /// Not a window of four hours that starts at one of the allowed times.
    Window,
}

/// Smallest and largest allowed number, and the step between allowed ones. Sizes are in GB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Smallest.
    pub least: u64,
    /// Largest.
    pub most: u64,
    /// Allowed numbers are multiples of it.
    pub step: u64,
}

/// Classes of characters a password needs at least, of lower case, upper case, digits and special
/// characters: three as for resetting one (table 4-22) and in the SDK; table 4-2 says two.
pub const PASSWORD_CLASSES: usize = 3;
/// Most tags of an instance (SDK, creation).
pub const MOST_TAGS: usize = 20;
/// The disk of a cluster goes in steps of so many GB per broker, that of a single node in none
/// (table 4-2); either grows by so many GB per broker at least (table 4-37).
pub const STORAGE_STEP: u64 = 100;
/// Largest disk over all brokers, GB (table 4-2).
pub const MOST_STORAGE: u64 = 90_000;
/// Smallest disk per broker in GB where the product does not say (table 4-2).
const LEAST_STORAGE: u64 = 100;
/// Largest disk of each broker of a cluster in GB where the product does not say: that of three
/// (table 4-2).
const MOST_STORAGE_OF_EACH: u64 = MOST_STORAGE / 3;
/// Broker counts of a cluster where the product does not say (table 4-2).
const CLUSTER_BROKERS: [u32; 3] = [3, 5, 7];
/// A product that claims more counts than this is not believed.
const MOST_BROKER_COUNTS: usize = 100;
/// Hours at which a maintenance window can start (table 4-2).
const WINDOW_STARTS: [u32; 6] = [22, 2, 6, 10, 14, 18];
/// Length of a maintenance window, hours (table 4-2).
const WINDOW_HOURS: u32 = 4;

/// The two editions of the engine. `AMQP-0-9-1` is its own product line: it has no TLS, no public
/// access and no plug-ins (feature table of the service's product description).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// `RabbitMQ` itself, `3.x.y`.
    Classic,
    /// `AMQP-0-9-1`.
    Amqp,
}

impl Edition {
    /// Edition of an engine version.
    pub fn of_version(version: &str) -> Self {
        if version.eq_ignore_ascii_case("AMQP-0-9-1") {
            Self::Amqp
        } else {
            Self::Classic
        }
    }

    /// Edition of a product: the types of the other one are `single.professional` and
    /// `cluster.professional`.
    pub fn of_product(product: &Product) -> Self {
        match &product.kind {
            ProductKind::Other(word) if word.to_ascii_lowercase().ends_with(".professional") => {
                Self::Amqp
            }
            ProductKind::Single | ProductKind::Cluster | ProductKind::Other(_) => Self::Classic,
        }
    }
}

/// The broker counts a product can have: from its fewest to its most in its steps (table 4-65), or
/// 1 for a single node and 3, 5 or 7 for a cluster where it does not say (table 4-2).
pub fn broker_counts(product: &Product) -> Vec<u32> {
    let (Some(least), Some(most)) = (product.min_broker, product.max_broker) else {
        return match product.kind.is_single() {
            true => vec![1],
            false => CLUSTER_BROKERS.to_vec(),
        };
    };
    let step = match product.broker_step {
        None | Some(0) if least < most => 2,
        None | Some(0) => 1,
        Some(step) => step,
    };
    (least..=most)
        .step_by(usize::try_from(step).unwrap_or(1))
        .take(MOST_BROKER_COUNTS)
        .collect()
}

/// What the disk over all brokers can be: the product's limits per broker times the brokers, at
/// most what table 4-2 allows, in the steps of [`STORAGE_STEP`].
pub fn storage_limits(product: &Product, brokers: u32) -> Limits {
    let step = storage_step(&product.kind, brokers);
    let brokers = u64::from(brokers.max(1));
    let least = product.min_storage.unwrap_or(LEAST_STORAGE);
    let most = most_storage(&product.kind, product.max_storage);
    Limits {
        least: least.saturating_mul(brokers),
        most: most.saturating_mul(brokers).min(MOST_STORAGE),
        step,
    }
}

/// Sizes of the disk over all brokers are multiples of it, GB.
fn storage_step(kind: &ProductKind, brokers: u32) -> u64 {
    match kind.is_single() {
        true => 1,
        false => STORAGE_STEP * u64::from(brokers.max(1)),
    }
}

/// The largest disk of a broker, GB. That of a single node is what table 4-2 says, even where its
/// product says less, as in the reference's own example: the service is the one to judge.
fn most_storage(kind: &ProductKind, said: Option<u64>) -> u64 {
    match kind.is_single() {
        true => MOST_STORAGE,
        false => said.unwrap_or(MOST_STORAGE_OF_EACH),
    }
}

/// A whole number as it is typed.
///
/// # Errors
/// [`Problem::Missing`] or [`Problem::NotANumber`].
pub fn number(text: &str) -> Result<u64, Problem> {
    match text {
        "" => Err(Problem::Missing),
        text => text.parse().map_err(|_| Problem::NotANumber),
    }
}

/// The disk over all brokers, GB.
///
/// # Errors
/// The rule of [`storage_limits`] it breaks.
pub fn storage(gb: u64, limits: Limits) -> Result<(), Problem> {
    if gb < limits.least || gb > limits.most {
        return Err(Problem::OutOfRange(limits));
    }
    if !gb.is_multiple_of(limits.step) {
        return Err(Problem::OffStep(limits));
    }
    Ok(())
}

/// How many zones: one, or three and more for a cluster (SDK, `available_zones`; error
/// `DMS.00400067` for a single node).
///
/// # Errors
/// [`Problem::Missing`], [`Problem::OneZone`] or [`Problem::OneOrThreeZones`].
pub fn zone_count(zones: usize, brokers: u32) -> Result<(), Problem> {
    match (zones, brokers) {
        (0, _) => Err(Problem::Missing),
        (1, _) => Ok(()),
        (_, 0 | 1) => Err(Problem::OneZone),
        (2, _) => Err(Problem::OneOrThreeZones),
        _ => Ok(()),
    }
}

/// A maintenance window as creation wants it, `HH:mm` (table 4-2), from the hours of the window
/// list (`22`) or the times of an instance (`22:00:00`).
///
/// # Errors
/// [`Problem::Window`] when it does not start at an allowed time or is not four hours long.
pub fn window(begin: &str, end: &str) -> Result<(String, String), Problem> {
    let (from, to) = (full_hour(begin)?, full_hour(end)?);
    if !WINDOW_STARTS.contains(&from) || to != (from + WINDOW_HOURS) % 24 {
        return Err(Problem::Window);
    }
    Ok((format!("{from:02}:00"), format!("{to:02}:00")))
}

fn full_hour(text: &str) -> Result<u32, Problem> {
    let (hour, rest) = text.split_at_checked(2).ok_or(Problem::Window)?;
    let digits = hour.bytes().all(|byte| byte.is_ascii_digit());
    match rest {
        "" | ":00" | ":00:00" if digits => hour.parse().map_err(|_| Problem::Window),
        _ => Err(Problem::Window),
    }
}

#[cfg(test)]
mod tests;
