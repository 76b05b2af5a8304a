//! The form for a new instance: labels, rules, and what is wrong.

use super::catalogue::{Words, fill, texts};
use super::error;
use crate::api::ApiError;
use crate::model::rules::{Limits, Problem};
use crate::model::{ApiVersion, Feature, Product};
use crate::state::create::{Charging, Field};
use crate::state::form::{About, Choice, Standing};
use std::fmt::Display;

texts! {
    /// The form for a new instance.
    pub struct Create {
        /// The button that leads to the review.
        review,
        /// The switch is on.
        on,
        /// The switch is off.
        off,
        /// Nothing was chosen.
        choose,
        /// The service chooses.
        default,
        /// There is nothing to choose from.
        no_choices,
        /// A product has to be chosen first.
        no_product,
        /// What can be chosen is on its way.
        loading,
        title,
        title_like,
        seen,
        refused,
        refused_id,
        failed,
        stale,
        needed,
        wrong,
        unchecked,
        ready,
        default_window,
        like,
        like_more,
        hourly,
        monthly,
        yearly,
        product,
        label: Labels,
        help: Help,
        problem: Problems,
        standing: Standings,
        heading: Headings,
    }
}

texts! {
    /// The label of a field.
    pub struct Labels {
        name, description, version, product, brokers, disk, storage, zones, vpc, subnet,
        security_group, user, password, repeat, tls, public, public_ip, window, project,
        tags, charging, periods, renew, pay, review,
    }
}

texts! {
    /// What a field takes.
    pub struct Help {
        name, name_v1, user_v1, description, version, product, brokers, disk, storage, storage_limits, zones, vpc, subnet,
        security_group, user, password, repeat, tls, public, public_ip, window, project,
        tags, charging, periods, renew, pay, review,
    }
}

texts! {
    /// What is wrong with a field.
    pub struct Problems {
        missing, too_short, too_long, letter_first, space, character, password_character,
        hyphen_first, few_classes, not_the_same, name_taken, not_a_number, out_of_range, off_step,
        not_offered, not_known_yet, sold_out, not_hourly, not_monthly, only_one_zone, one_zone, one_or_three_zones, other_vpc,
        not_in_this_edition, not_a_tag, in_tag, repeated_key, too_many_tags,
        nothing_changed, other_address, window,
    }
}

texts! {
    /// Why a choice cannot be had.
    pub struct Standings {
        sold_out, not_hourly, not_monthly,
    }
}

texts! {
    /// What stands above the parts of a choice.
    pub struct Headings {
        flavor, brokers, connections, queues, storage,
    }
}

/// What the form is, where the instance would be, and after which one it was filled.
#[must_use]
pub fn title(w: &Words, place: &str, model: Option<&str>) -> String {
    let t = &w.create;
    match model {
        Some(model) => fill(&t.title_like, &[("place", &place), ("model", &model)]),
        None => fill(&t.title, &[("place", &place)]),
    }
}

/// Which fields can be seen, when not all can.
#[must_use]
pub fn seen(w: &Words, first: usize, last: usize, fields: usize) -> String {
    let position = super::dialog::position(w, first, last, fields);
    fill(&w.create.seen, &[("position", &position)])
}

/// The service did not take it.
#[must_use]
pub fn refused(w: &Words, failure: &ApiError) -> String {
    error::refused(w, (&w.create.refused, &w.create.refused_id), failure)
}

/// What can be chosen could not be read.
#[must_use]
pub fn failed(w: &Words, failure: &ApiError) -> String {
    fill(&w.create.failed, &[("why", &error::line(w, failure))])
}

/// What can be chosen could not be read again.
#[must_use]
pub fn stale(w: &Words, failure: &ApiError) -> String {
    fill(&w.create.stale, &[("why", &error::line(w, failure))])
}

/// How much is left to do: fields to fill in, to correct, and to check once choices are known.
#[must_use]
pub fn left(w: &Words, needed: usize, wrong: usize, unchecked: usize) -> String {
    let t = &w.create;
    let counts = [
        (needed, &t.needed),
        (wrong, &t.wrong),
        (unchecked, &t.unchecked),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = counts
        .map(|(count, what)| fill(what, &[("n", &count)]))
        .collect();
    match parts.is_empty() {
        true => t.ready.clone(),
        false => parts.join(&w.comma),
    }
}

/// The label of a field.
#[must_use]
pub fn label(w: &Words, field: Field) -> &str {
    let t = &w.create.label;
    match field {
        Field::Name => &t.name,
        Field::Description => &t.description,
        Field::Version => &t.version,
        Field::Product => &t.product,
        Field::Brokers => &t.brokers,
        Field::Disk => &t.disk,
        Field::Storage => &t.storage,
        Field::Zones => &t.zones,
        Field::Vpc => &t.vpc,
        Field::Subnet => &t.subnet,
        Field::SecurityGroup => &t.security_group,
        Field::User => &t.user,
        Field::Password => &t.password,
        Field::Repeat => &t.repeat,
        Field::Tls => &t.tls,
        Field::Public => &t.public,
        Field::PublicIp => &t.public_ip,
        Field::Window => &t.window,
        Field::Project => &t.project,
        Field::Tags => &t.tags,
        Field::Charging => &t.charging,
        Field::Periods => &t.periods,
        Field::Renew => &t.renew,
        Field::Pay => &t.pay,
        Field::Review => &t.review,
    }
}

/// What a field takes.
#[must_use]
pub fn help(w: &Words, field: Field, api: ApiVersion, storage: Option<Limits>) -> String {
    let t = &w.create.help;
    let underscores = api.has(Feature::Underscores);
    let text = match field {
        Field::Name if !underscores => &t.name_v1,
        Field::User if !underscores => &t.user_v1,
        Field::Name => &t.name,
        Field::Description => &t.description,
        Field::Version => &t.version,
        Field::Product => &t.product,
        Field::Brokers => &t.brokers,
        Field::Disk => &t.disk,
        Field::Storage => return storage_help(w, storage),
        Field::Zones => &t.zones,
        Field::Vpc => &t.vpc,
        Field::Subnet => &t.subnet,
        Field::SecurityGroup => &t.security_group,
        Field::User => &t.user,
        Field::Password => &t.password,
        Field::Repeat => &t.repeat,
        Field::Tls => &t.tls,
        Field::Public => &t.public,
        Field::PublicIp => &t.public_ip,
        Field::Window => &t.window,
        Field::Project => &t.project,
        Field::Tags => &t.tags,
        Field::Charging => &t.charging,
        Field::Periods => &t.periods,
        Field::Renew => &t.renew,
        Field::Pay => &t.pay,
        Field::Review => &t.review,
    };
    text.clone()
}

fn storage_help(w: &Words, limits: Option<Limits>) -> String {
    match limits {
        Some(Limits { least, most, step }) => fill(
            &w.create.help.storage_limits,
            &[("least", &least), ("most", &most), ("step", &step)],
        ),
        None => w.create.help.storage.clone(),
    }
}

/// What is wrong, in as few words as it takes.
#[must_use]
pub fn problem(w: &Words, problem: &Problem) -> String {
    let t = &w.create.problem;
    let said = match problem {
        Problem::TooShort(least) => return fill(&t.too_short, &[("least", least)]),
        Problem::TooLong(most) => return fill(&t.too_long, &[("most", most)]),
        Problem::Character(letter) if *letter != ' ' => {
            return fill(&t.character, &[("letter", letter)]);
        }
        Problem::FewClasses(used) => return fill(&t.few_classes, &[("used", used)]),
        Problem::OutOfRange(limits) => {
            let Limits { least, most, .. } = limits;
            return fill(&t.out_of_range, &[("least", least), ("most", most)]);
        }
        Problem::OffStep(limits) => return fill(&t.off_step, &[("step", &limits.step)]),
        Problem::NotATag(text) => return fill(&t.not_a_tag, &[("text", text)]),
        Problem::InTag(key, inner) => {
            let problem = self::problem(w, inner);
            return fill(&t.in_tag, &[("key", key), ("problem", &problem)]);
        }
        Problem::RepeatedKey(key) => return fill(&t.repeated_key, &[("key", key)]),
        Problem::TooManyTags(most) => return fill(&t.too_many_tags, &[("most", most)]),
        Problem::Hindered(hindrance) => return super::resize::hindrance(w, *hindrance).to_owned(),
        Problem::Missing => &t.missing,
        Problem::LetterFirst => &t.letter_first,
        Problem::Character(_) => &t.space,
        Problem::PasswordCharacter => &t.password_character,
        Problem::HyphenFirst => &t.hyphen_first,
        Problem::NotTheSame => &t.not_the_same,
        Problem::NameTaken => &t.name_taken,
        Problem::NotANumber => &t.not_a_number,
        Problem::NotOffered => &t.not_offered,
        Problem::NotKnownYet => &t.not_known_yet,
        Problem::SoldOut => &t.sold_out,
        Problem::NotHourly => &t.not_hourly,
        Problem::NotMonthly => &t.not_monthly,
        Problem::OnlyOneZone => &t.only_one_zone,
        Problem::OneZone => &t.one_zone,
        Problem::OneOrThreeZones => &t.one_or_three_zones,
        Problem::OtherVpc => &t.other_vpc,
        Problem::NotInThisEdition => &t.not_in_this_edition,
        Problem::NothingChanged => &t.nothing_changed,
        Problem::OtherAddress => &t.other_address,
        Problem::Window => &t.window,
    };
    said.clone()
}

/// Whether a choice can be had; nothing when it can.
#[must_use]
pub fn standing(w: &Words, standing: Standing) -> &str {
    let t = &w.create.standing;
    match standing {
        Standing::Offered => "",
        Standing::SoldOut => &t.sold_out,
        Standing::NotHourly => &t.not_hourly,
        Standing::NotMonthly => &t.not_monthly,
        Standing::Hindered(hindrance) => super::resize::hindrance(w, hindrance),
    }
}

/// What stands above the parts of [`about`]; nothing where they need no heading.
#[must_use]
pub fn headings(w: &Words, field: Field) -> Vec<&str> {
    match field {
        Field::Product => product_headings(w),
        _ => Vec::new(),
    }
}

/// What stands above the limits of products.
#[must_use]
pub fn product_headings(w: &Words) -> Vec<&str> {
    let t = &w.create.heading;
    vec![&t.flavor, &t.brokers, &t.connections, &t.queues, &t.storage]
}

/// The name of a choice.
#[must_use]
pub fn name(w: &Words, choice: &Choice) -> String {
    match &choice.about {
        About::Zone { name, code } => {
            let known = code.as_ref().or(name.as_ref());
            known.unwrap_or(&choice.value).clone()
        }
        About::Default(Some((begin, end))) => {
            let values: [(&str, &dyn Display); 2] = [("begin", begin), ("end", end)];
            fill(&w.create.default_window, &values)
        }
        About::Default(None) => w.create.default.clone(),
        About::Used {
            name: Some(name), ..
        } => format!("{name} ({})", choice.value),
        About::Way(way) => super::resize::way(w, *way).to_owned(),
        About::Charging(Charging::Hourly) => w.create.hourly.clone(),
        About::Charging(Charging::Monthly) => w.create.monthly.clone(),
        About::Charging(Charging::Yearly) => w.create.yearly.clone(),
        // The ids of V1's products say nothing.
        About::Product(product) => match &product.specification {
            Some(machine) => format!("{machine} ({})", choice.value),
            None => choice.value.clone(),
        },
        About::Nothing | About::Used { .. } => choice.value.clone(),
    }
}

/// What else is worth knowing about a choice, in columns. Limits are per broker.
#[must_use]
pub fn about(w: &Words, about: &About) -> Vec<String> {
    match about {
        About::Nothing | About::Charging(_) | About::Default(_) | About::Way(_) => Vec::new(),
        About::Product(product) => columns(product),
        About::Zone { name, code } => match (name, code) {
            (Some(name), Some(_)) => vec![name.clone()],
            _ => Vec::new(),
        },
        About::Used { by, more, .. } => vec![used(w, by, *more)],
    }
}

fn used(w: &Words, by: &str, more: usize) -> String {
    match more {
        0 => fill(&w.create.like, &[("name", &by)]),
        _ => fill(&w.create.like_more, &[("name", &by), ("more", &more)]),
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
pub fn product(w: &Words, product: &Product) -> String {
    // V1 says no limits, but its products have their number of brokers.
    if let (Some(_), Some(brokers)) = (&product.specification, product.min_broker) {
        return w.nouns.broker.of(brokers as usize);
    }
    let number = |value: Option<u64>| super::or_unknown(value);
    let connections = number(product.max_connections);
    let queues = number(product.max_queues);
    let values: [(&str, &dyn Display); 2] = [("connections", &connections), ("queues", &queues)];
    fill(&w.create.product, &values)
}
