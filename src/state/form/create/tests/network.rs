//! VPCs and subnets, which no call lists.

use super::*;

#[test]
fn network_choices_come_from_instances_and_subnets_from_the_chosen_vpc() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = fresh(scope(), None);
    let used = |value: &str, name: Option<&str>, by: &str, more| SelectOption {
        value: value.into(),
        about: OptionNote::Used {
            name: name.map(String::from),
            by: by.into(),
            more,
        },
        standing: Standing::Offered,
    };
    assert_eq!(
        form.options(Field::Vpc, &offers),
        [
            used("vpc-1", Some("name-of-vpc-1"), "orders-01", 1),
            used("vpc-2", Some("name-of-vpc-2"), "mail-01", 0)
        ]
    );
    assert_eq!(form.options(Field::Subnet, &offers).len(), 3);
    fill(&mut form, &offers, Field::Vpc, "vpc-2");
    assert_eq!(
        form.options(Field::Subnet, &offers),
        [used("net-3", None, "mail-01", 0)]
    );
    let elsewhere = Scope::new("test", "eu-west-101");
    assert_eq!(fresh(elsewhere, None).options(Field::Vpc, &offers), []);
}
