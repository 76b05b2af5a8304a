use super::*;
use crate::api::OneOrMore;
use crate::key::{Code, Key};
use crate::model::rules::Problem;
use crate::model::{Catalogue, InstanceId, Scope, Window};
use crate::state::form::Step;
use crate::state::now::Now;
use crate::state::row::Row;
use crate::state::write::change::Change;
use std::sync::Arc;

fn instance(name: &str) -> Instance {
    let mut instance = Instance::bare(InstanceId::new(name).unwrap());
    instance.name = Some(name.into());
    instance.description = Some("orders".into());
    instance.engine_version = Some("3.8.35".into());
    instance.maintain_begin = Some("22:00:00".into());
    instance.maintain_end = Some("02:00:00".into());
    instance.network.security_group_id = Some("sg-1".into());
    instance.enterprise_project_id = Some("0".into());
    instance
}

fn key(name: &str) -> InstanceKey {
    InstanceKey {
        scope: Scope::new("test", "cn-north-4"),
        id: InstanceId::new(name).unwrap(),
    }
}

fn rows() -> Vec<Row> {
    let row = |name| {
        Row::new(
            key(name),
            Arc::new(instance(name)),
            Now::default(),
            1,
            std::time::Duration::from_secs(5),
        )
    };
    ["orders-01", "orders-02"].map(row).into()
}

fn catalogue() -> Catalogue {
    let window = |begin: &str, end: &str| Window {
        begin: begin.into(),
        end: end.into(),
        default: false,
    };
    Catalogue {
        versions: Vec::new(),
        products: Vec::new(),
        zones: Vec::new(),
        windows: vec![window("22", "02"), window("02", "06")],
    }
}

fn form() -> Form {
    super::form(key("orders-01"), &instance("orders-01"))
}

fn go_to(form: &mut Form, offers: &Offers<'_>, field: Field) {
    for _ in 0..2 {
        form.key(Key::plain(Code::PageUp), offers);
    }
    while form.focus() != field {
        form.key(Key::plain(Code::Tab), offers);
    }
}

fn fill(form: &mut Form, offers: &Offers<'_>, field: Field, text: &str) {
    go_to(form, offers, field);
    form.key(Key::ctrl('u'), offers);
    form.paste(text);
}

fn review(form: &mut Form, offers: &Offers<'_>) -> Step {
    go_to(form, offers, Field::Review);
    form.key(Key::plain(Code::Enter), offers)
}

fn changes(step: Step) -> OneOrMore<Change> {
    match step {
        Step::Review(mutation) => match *mutation {
            Mutation::Modify(modification) => modification.changes,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_what_was_changed_is_asked_for() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = form();
    fill(&mut form, &offers, Field::Description, "orders and bills");
    go_to(&mut form, &offers, Field::Window);
    form.key(Key::plain(Code::Right), &offers);
    let window = |begin: &str, end: &str| Setting::Window(Some((begin.into(), end.into())));
    let expected = vec![
        Change {
            from: Setting::Description("orders".into()),
            to: Setting::Description("orders and bills".into()),
        },
        Change {
            from: window("22:00", "02:00"),
            to: window("02:00", "06:00"),
        },
    ];
    let step = review(&mut form, &offers);
    assert_eq!(Some(changes(step)), OneOrMore::of(expected));
}

#[test]
fn nothing_changed_is_said_and_asks_for_nothing() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = form();
    fill(&mut form, &offers, Field::Name, "orders-09");
    fill(&mut form, &offers, Field::Name, "orders-01");
    assert_eq!(review(&mut form, &offers), Step::Stay);
    assert_eq!(
        form.problems(&offers),
        [(Field::Review, Problem::NothingChanged)]
    );
}

#[test]
fn rules_hold_for_what_changes_and_for_nothing_else() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let table = [
        (Field::Name, "orders_01", Problem::Character('_')),
        (Field::Name, "orders-02", Problem::NameTaken),
        (Field::Name, "", Problem::Missing),
        (Field::SecurityGroup, "", Problem::Missing),
        (Field::Project, "a b", Problem::Character(' ')),
    ];
    for (field, text, problem) in table {
        let mut form = form();
        fill(&mut form, &offers, field, text);
        assert_eq!(form.problems(&offers), [(field, problem)], "{text:?}");
    }
    // An old name may have what a new one may not.
    let mut old = instance("orders-01");
    old.name = Some("old_name".into());
    let mut form = super::form(key("orders-01"), &old);
    fill(&mut form, &offers, Field::Description, "");
    assert_eq!(form.problems(&offers), []);
}

#[test]
fn public_access_wants_an_address_and_another_one_only_after_it_was_off() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = form();
    go_to(&mut form, &offers, Field::Public);
    form.key(Key::plain(Code::Char(' ')), &offers);
    assert_eq!(
        form.problems(&offers),
        [(Field::PublicIp, Problem::Missing)]
    );
    fill(&mut form, &offers, Field::PublicIp, "eip-1");
    let on = Change {
        from: Setting::Public(Public::Off),
        to: Setting::Public(Public::On("eip-1".into())),
    };
    assert_eq!(changes(review(&mut form, &offers)), OneOrMore::one(on));

    let mut public = instance("orders-01");
    public.network.public = Some(true);
    public.network.public_ip_id = Some("eip-1".into());
    let mut form = super::form(key("orders-01"), &public);
    fill(&mut form, &offers, Field::PublicIp, "eip-2");
    assert_eq!(
        form.problems(&offers),
        [(Field::PublicIp, Problem::OtherAddress)]
    );
    let mut amqp = instance("orders-01");
    amqp.engine_version = Some("AMQP-0-9-1".into());
    let form = super::form(key("orders-01"), &amqp);
    assert!(!form.fields().contains(&Field::Public));
}

#[test]
fn what_was_typed_stays_and_the_rest_goes_along_when_somebody_else_changes_it() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = form();
    fill(&mut form, &offers, Field::Description, "mine");
    let mut now = instance("orders-01");
    now.description = Some("theirs".into());
    now.name = Some("orders-new".into());
    now.maintain_begin = Some("02:00:00".into());
    now.maintain_end = Some("06:00:00".into());
    let there = Row::new(
        key("orders-01"),
        Arc::new(now),
        Now::default(),
        2,
        std::time::Duration::from_secs(5),
    );
    form.refresh_from(&Offers::new(Some(&catalogue), &[there]));
    let mine = Change {
        from: Setting::Description("theirs".into()),
        to: Setting::Description("mine".into()),
    };
    assert_eq!(form.problems(&offers), []);
    assert_eq!(changes(review(&mut form, &offers)), OneOrMore::one(mine));
}
