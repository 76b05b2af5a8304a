//! Paying by the month or year.

use super::*;
use crate::api::v2::{Period, Prepaid};

#[test]
fn an_order_by_the_month_or_year_has_a_length_and_ways_to_pay() {
    let (mut catalogue, rows) = (catalogue(), rows());
    catalogue.products[1].hourly = false;
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = ready(&offers);
    let refused = problem_of(&form, &offers, Field::Product);
    assert_eq!(refused, Some(Problem::NotHourly));
    go_to(&mut form, &offers, Field::Charging);
    press(&mut form, &offers, &[Code::Right, Code::Tab]);
    press(&mut form, &offers, &[Code::Right; 9]);
    assert_eq!(form.values().chosen(Field::Periods), Some("9"));
    go_to(&mut form, &offers, Field::Charging);
    press(&mut form, &offers, &[Code::Right]);
    assert_eq!(form.values().chosen(Field::Periods), Some("3"));
    go_to(&mut form, &offers, Field::Pay);
    press(&mut form, &offers, &[Code::Char(' ')]);
    assert_eq!(form.problems(&offers), []);
    let order = Prepaid {
        period: Period::Years(3),
        auto_pay: Some(true),
        auto_renew: Some(false),
    };
    assert_eq!(prepaid(form.values()), Some(order));
}

#[test]
fn a_flavor_that_is_sold_by_the_hour_alone_cannot_be_ordered_by_the_month() {
    let (mut catalogue, rows) = (catalogue(), rows());
    catalogue.products[1].monthly = false;
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = ready(&offers);
    assert_eq!(problem_of(&form, &offers, Field::Product), None);
    for _ in 0..2 {
        go_to(&mut form, &offers, Field::Charging);
        press(&mut form, &offers, &[Code::Right]);
        let refused = problem_of(&form, &offers, Field::Product);
        assert_eq!(refused, Some(Problem::NotMonthly));
        let choices = form.options(Field::Product, &offers);
        assert!(
            choices
                .iter()
                .any(|choice| choice.standing == Standing::NotMonthly)
        );
    }
}
