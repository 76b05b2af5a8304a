//! What all forms say: what is left to do, what is wrong, and what can be chosen.

use super::{UNKNOWN, Words, error, explained, or_unknown};
use crate::api::ApiError;
use crate::explain;
use crate::model::Product;
use crate::model::rules::resize::Hindrance;
use crate::model::rules::{Limits, Problem};
use crate::say;
use crate::state::form::offers::window_text;
use crate::state::form::{Form, OptionNote, SelectOption, Standing};
use crate::state::write::change::{Public, Setting};

/// The service did not take a form; with its name of the call where it gives one.
pub fn refused(w: &Words, form: &Form, failure: &ApiError) -> String {
    let said = say!(
        w,
        "form.refused" / form.model(),
        why = error::line(w, failure)
    );
    match error::request_id(w, failure) {
        Some(id) => say!(w, "form.refused-id", said, id),
        None => said,
    }
}

/// How much is left to do: fields to fill in, to correct, and to check once choices are known.
pub fn left(w: &Words, needed: usize, wrong: usize, unchecked: usize) -> String {
    let mut parts = Vec::new();
    if needed > 0 {
        parts.push(say!(w, "form.needed", n = needed));
    }
    if wrong > 0 {
        parts.push(say!(w, "form.wrong", n = wrong));
    }
    if unchecked > 0 {
        parts.push(say!(w, "form.unchecked", n = unchecked));
    }
    match parts.is_empty() {
        true => w.text("form.ready").to_owned(),
        false => parts.join(w.text("comma")),
    }
}

/// A size of a disk.
pub fn gb(w: &Words, n: u64) -> String {
    say!(w, "form.gb", n)
}

/// Least and most of a number, and its step where it has one.
pub fn range(w: &Words, Limits { least, most, step }: Limits) -> String {
    match step {
        ..=1 => say!(w, "form.range", least, most),
        _ => say!(w, "form.range-in-steps", least, most, step),
    }
}

/// What is wrong, in as few words as it takes.
pub fn problem(w: &Words, problem: &Problem) -> String {
    match problem {
        Problem::TooShort(least) => say!(w, "form.problem" / problem, least),
        Problem::TooLong(most) | Problem::TooManyTags(most) => {
            say!(w, "form.problem" / problem, most)
        }
        Problem::Character(' ') => w.text("form.problem.space").to_owned(),
        Problem::Character(letter) => say!(w, "form.problem" / problem, letter),
        Problem::FewClasses(used) => say!(w, "form.problem" / problem, used),
        Problem::OutOfRange(Limits { least, most, .. }) => {
            say!(w, "form.problem" / problem, least, most)
        }
        Problem::OffStep(Limits { step, .. }) => say!(w, "form.problem" / problem, step),
        Problem::NotATag(text) => say!(w, "form.problem" / problem, text),
        Problem::InTag(key, inner) => {
            say!(
                w,
                "form.problem" / problem,
                key,
                problem = self::problem(w, inner)
            )
        }
        Problem::RepeatedKey(key) => say!(w, "form.problem" / problem, key),
        Problem::Hindered(hindrance) => self::hindrance(w, *hindrance).to_owned(),
        Problem::Refused(code) => {
            let known = explain::by_code(code, "");
            let why = known.map(|known| explained::text(w, &known.meaning));
            say!(
                w,
                "form.problem" / problem,
                code,
                why = why.unwrap_or_default()
            )
        }
        plain => w.named("form.problem", plain).to_owned(),
    }
}

/// Why a size cannot be changed so.
pub fn hindrance(w: &Words, hindrance: Hindrance) -> &str {
    w.named("form.resize.hindrance", hindrance)
}

/// Whether a choice can be had; nothing when it can.
pub fn standing(w: &Words, standing: Standing) -> &str {
    match standing {
        Standing::Offered => "",
        Standing::Hindered(hindrance) => self::hindrance(w, hindrance),
        Standing::SoldOut | Standing::NotHourly | Standing::NotMonthly => {
            w.named("form.standing", standing)
        }
    }
}

/// What stands above the limits of products.
pub fn product_headings(w: &Words) -> Vec<&str> {
    vec![
        w.text("form.heading.flavor"),
        w.text("form.heading.brokers"),
        w.text("form.heading.connections"),
        w.text("form.heading.queues"),
        w.text("form.heading.storage"),
        w.text("form.heading.tps"),
        w.text("form.heading.consumers"),
    ]
}

/// The name of a choice.
pub fn name(w: &Words, option: &SelectOption) -> String {
    match &option.about {
        OptionNote::Zone { name, code } => {
            let known = code.as_ref().or(name.as_ref());
            known.unwrap_or(&option.value).clone()
        }
        OptionNote::Default(Some((begin, end))) => say!(w, "form.default-window", begin, end),
        OptionNote::Default(None) => w.text("form.default").to_owned(),
        OptionNote::Used {
            name: Some(name), ..
        } => format!("{name} ({})", option.value),
        OptionNote::Way(way) => w.named("form.resize.way", way).to_owned(),
        OptionNote::Charging(charging) => w.named("form.charging", charging).to_owned(),
        // The ids of V1's products say nothing.
        OptionNote::Product(product) => match &product.specification {
            Some(machine) => format!("{machine} ({})", option.value),
            None => option.value.clone(),
        },
        OptionNote::Nothing | OptionNote::Used { .. } => option.value.clone(),
    }
}

/// What else is worth knowing about a choice, in columns. Limits are per broker.
pub fn about(w: &Words, about: &OptionNote) -> Vec<String> {
    match about {
        OptionNote::Nothing
        | OptionNote::Charging(_)
        | OptionNote::Default(_)
        | OptionNote::Way(_) => Vec::new(),
        OptionNote::Product(product) => columns(product),
        OptionNote::Zone { name, code } => match (name, code) {
            (Some(name), Some(_)) => vec![name.clone()],
            _ => Vec::new(),
        },
        OptionNote::Used { by, more: 0, .. } => vec![say!(w, "form.like", name = by)],
        OptionNote::Used { by, more, .. } => vec![say!(w, "form.like-more", name = by, more)],
    }
}

fn columns(product: &Product) -> Vec<String> {
    let number = |value: Option<u64>| or_unknown(value);
    let range = |least: Option<u64>, most: Option<u64>| match (least, most) {
        (Some(least), Some(most)) if least == most => least.to_string(),
        _ => format!("{}-{}", number(least), number(most)),
    };
    let brokers = (product.min_broker, product.max_broker);
    vec![
        range(brokers.0.map(u64::from), brokers.1.map(u64::from)),
        number(product.max_connections),
        number(product.max_queues),
        range(product.min_storage, product.max_storage),
        number(product.max_tps),
        number(product.max_consumers),
    ]
}

/// The limits of the chosen product, in a few words.
pub fn product(w: &Words, product: &Product) -> String {
    // V1 says no limits, but its products have their number of brokers.
    if let (Some(_), Some(brokers)) = (&product.specification, product.min_broker) {
        return w.count("nouns.broker", brokers as usize);
    }
    let connections = or_unknown(product.max_connections);
    let queues = or_unknown(product.max_queues);
    say!(w, "form.product", connections, queues)
}

/// The value of a setting.
pub fn value(w: &Words, setting: &Setting) -> String {
    match setting {
        Setting::Name(text)
        | Setting::Description(text)
        | Setting::SecurityGroup(text)
        | Setting::Project(text) => match text.as_str() {
            "" => w.text("form.modify.none").to_owned(),
            text => text.to_owned(),
        },
        Setting::Window(Some((begin, end))) => window_text(begin, end),
        Setting::Window(None) => UNKNOWN.to_owned(),
        Setting::Public(Public::Off) => w.text("form.off").to_owned(),
        Setting::Public(Public::On(id)) if id.is_empty() => w.text("form.modify.on").to_owned(),
        Setting::Public(Public::On(id)) => say!(w, "form.modify.on-through", id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use strum::IntoEnumIterator as _;

    #[test]
    fn what_the_service_would_refuse_is_said_in_the_words_of_its_code() {
        let said = |lang| {
            problem(
                &Words::load(lang).unwrap(),
                &Problem::Refused("DMS.00400035"),
            )
        };
        assert_eq!(
            Lang::ALL.map(said),
            [
                "Insufficient instance quota. (DMS.00400035)",
                "Insufficient instance quota.（仅英文） (DMS.00400035)"
            ]
        );
    }

    #[test]
    fn every_problem_is_said_with_all_that_its_text_asks_for() {
        for lang in Lang::ALL {
            let w = Words::load(lang).unwrap();
            for problem in Problem::iter() {
                let said = super::problem(&w, &problem);
                assert!(!said.contains('{'), "{problem:?}: {said}");
            }
        }
    }
}
