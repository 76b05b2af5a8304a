//! The values a form for a new instance begins with.

use crate::model::{Instance, Tag};
use crate::state::form::create::{Charging, NewInstance};
use crate::state::form::offers::window_text;
use crate::state::form::tags::typed;
use crate::state::form::{Field, Input, Values};
use crate::state::write::change::window;

/// Nothing filled in: the window is left to the service, and the instance is pay-per-use.
pub(super) fn nothing(model: &NewInstance) -> Values {
    let all = model.all(&Values::default()).into_iter();
    let values = all.fold(Values::default(), |values, (_, field, input)| match input {
        Input::Text | Input::Suggested => values.with_text(field, ""),
        Input::OneOf | Input::SomeOf => values.with_chosen(field, None),
        Input::Switch => values.with_switch(field, false),
        Input::Button => values,
    });
    values
        .with_secret(Field::Password)
        .with_secret(Field::Repeat)
        .with_chosen(Field::Window, [String::new()])
        .with_chosen(Field::Charging, [Charging::Hourly.word().to_owned()])
        .with_chosen(Field::Periods, ["1".to_owned()])
}

/// Whether an instance has a name.
pub type Taken<'a> = &'a dyn Fn(&str) -> bool;

/// Everything that two instances can share. The name is the next one that is free; password and public address
/// are left empty.
pub(super) fn values(empty: Values, instance: &Instance, taken: Taken<'_>) -> Values {
    let network = &instance.network;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let storage = instance.storage.total.map(|gb| gb.to_string());
    let window = window(instance).map(|(begin, end)| window_text(&begin, &end));
    empty
        .with_text(Field::Name, &free_name(&text(&instance.name), taken))
        .with_text(Field::Description, &text(&instance.description))
        .with_chosen(Field::Version, instance.engine_version.clone())
        .with_chosen(Field::Product, instance.product_id.clone())
        .with_chosen(Field::Brokers, instance.brokers().map(|n| n.to_string()))
        .with_chosen(Field::Disk, instance.storage.spec_code.clone())
        .with_text(Field::Storage, &text(&storage))
        .with_chosen(Field::Zones, network.zone_ids.iter().cloned())
        .with_text(Field::Vpc, &text(&network.vpc_id))
        .with_text(Field::Subnet, &text(&network.subnet_id))
        .with_text(Field::SecurityGroup, &text(&network.security_group_id))
        .with_text(Field::User, &text(&instance.access_user))
        .with_switch(Field::Tls, network.ssl == Some(true))
        .with_chosen(Field::Window, [window.unwrap_or_default()])
        .with_text(Field::Project, &text(&instance.enterprise_project_id))
        .with_text(Field::Tags, &tags_text(&instance.tags))
}

fn tags_text(tags: &[Tag]) -> String {
    tags.iter().map(typed).collect::<Vec<_>>().join(", ")
}

/// How many names are tried.
const TRIED: usize = 1_000;

/// The next name that no instance has.
fn free_name(name: &str, taken: Taken<'_>) -> String {
    let next = |name: &String| Some(next_name(name)).filter(|next| !next.is_empty());
    let mut names = std::iter::successors(next(&name.to_owned()), next).take(TRIED);
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// The name with its number counted up (`orders-01` to `orders-02`), or with a `-2` at its end.
fn next_name(name: &str) -> String {
    let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = &name[stem.len()..];
    match digits.parse::<u64>() {
        Ok(number) => {
            let (next, width) = (number.saturating_add(1), digits.len());
            format!("{stem}{next:0width$}")
        }
        Err(_) if name.is_empty() => String::new(),
        Err(_) => format!("{name}-2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_after_a_name_counts_its_number_up() {
        let table = [
            ("orders-01", "orders-02"),
            ("orders-09", "orders-10"),
            ("orders99", "orders100"),
            ("orders", "orders-2"),
            ("", ""),
            ("a99999999999999999999999", "a99999999999999999999999-2"),
        ];
        for (name, next) in table {
            assert_eq!(next_name(name), next);
        }
    }

    #[test]
    fn a_name_that_an_instance_has_is_not_proposed() {
        let taken = |name: &str| ["orders-02", "orders-03"].contains(&name);
        assert_eq!(free_name("orders-01", &taken), "orders-04");
        assert_eq!(free_name("orders-07", &taken), "orders-08");
        assert_eq!(free_name("", &taken), "");
        assert_eq!(free_name("orders-01", &|_| true), "", "none within reach");
    }
}
