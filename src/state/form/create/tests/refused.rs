//! What a refusal of the service does to the form.

use super::*;

#[test]
fn a_refusal_keeps_everything_and_goes_to_the_field_it_is_about() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = ready(&offers);
    let mut error = ApiError::local(Operation::CreateInstance, ErrorKind::Refused, "taken");
    error.code = Some("DMS.00400060".into());
    form.refuse(error.clone());
    assert_eq!((form.focus(), form.refused()), (Field::Name, Some(&error)));
    assert_eq!(form.problems(&offers), []);
    assert_eq!(
        form.values().secret(Field::Password),
        Secret::new("Canary-77")
    );
    go_to(&mut form, &offers, Field::Review);
    let step = form.key(Key::plain(Code::Enter), &offers);
    assert!(matches!(step, Step::Review(_)));
    assert_eq!(form.refused(), None);
}

#[test]
fn a_refusal_that_names_a_part_of_the_request_goes_to_its_field() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    for (code, field) in [
        ("DMS.00400500", Field::Storage),
        ("111400500", Field::Storage),
        ("DMS.00400125", Field::Product),
        ("111400125", Field::Product),
        ("DMS.00400020", Field::Subnet),
        ("DMS.00400049", Field::Zones),
        ("DMS.10240036", Field::Tags),
        ("DMS.10240010", Field::Description),
        ("DMS.00500033", Field::Project),
        ("111400080", Field::Password),
    ] {
        let mut form = ready(&offers);
        form.refuse(refusal(code));
        assert_eq!(form.focus(), field, "{code}");
    }
    // Only an order has them.
    for (code, field) in [
        ("DMS.00400038", Field::Periods),
        ("111400038", Field::Periods),
        ("DMS.00400021", Field::Renew),
    ] {
        let mut form = ready(&offers);
        let before = form.focus();
        form.refuse(refusal(code));
        assert_eq!(form.focus(), before, "{code}");
        go_to(&mut form, &offers, Field::Charging);
        press(&mut form, &offers, &[Code::Right]);
        form.refuse(refusal(code));
        assert_eq!(form.focus(), field, "{code}");
        form.refuse(refusal("DMS.00400047"));
        assert_eq!(form.focus(), Field::Charging);
    }
    let mut form = ready(&offers);
    let before = form.focus();
    form.refuse(refusal("DMS.00400026"));
    assert_eq!(form.focus(), before, "its status is no field");
}

fn refusal(code: &str) -> ApiError {
    let mut error = ApiError::local(Operation::CreateInstance, ErrorKind::Refused, "no");
    error.code = Some(code.into());
    error
}
