//! Choosing from the list of a field.

use super::*;

#[test]
fn a_choice_that_was_taken_leads_to_the_next_field() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = fresh(scope(), None);
    go_to(&mut form, &offers, Field::Version);
    press(&mut form, &offers, &[Code::Enter, Code::Enter]);
    assert_eq!(form.values().chosen(Field::Version), Some("3.8.35"));
    assert_eq!(form.focus(), Field::Product);
    go_to(&mut form, &offers, Field::Zones);
    press(
        &mut form,
        &offers,
        &[Code::Enter, Code::Char(' '), Code::Enter],
    );
    assert_eq!(form.values().taken(Field::Zones), ["az-a"]);
    assert_eq!(form.focus(), Field::Vpc, "what is marked is taken together");
}

#[test]
fn a_list_that_is_closed_without_a_choice_leaves_the_field_where_it_is() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = fresh(scope(), None);
    go_to(&mut form, &offers, Field::Version);
    press(&mut form, &offers, &[Code::Enter, Code::Esc]);
    assert_eq!(form.focus(), Field::Version);
    press(&mut form, &offers, &[Code::Enter]);
    type_in(&mut form, &offers, "none is called so");
    press(&mut form, &offers, &[Code::Enter]);
    assert_eq!(form.focus(), Field::Version, "nothing was there to take");
    assert!(form.list().is_none());
}
