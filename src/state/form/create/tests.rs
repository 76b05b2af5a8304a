use super::*;
use crate::api::{ApiError, ErrorKind, OneOrMore, Operation, v2::CreateInstance};
use crate::key::{Code, Key};
use crate::model::rules::Problem;
use crate::model::{
    ApiVersion, Catalogue, Instance, InstanceId, InstanceKey, Product, ProductKind, Scope, Stock,
    StorageType, Tag, Window, Zone,
};
use crate::secret::Secret;
use crate::state::form::{OptionNote, SelectOption, Standing, Step};
use crate::state::now::Now;
use crate::state::row::Row;
use std::sync::Arc;

mod choices;
mod network;
mod order;
mod refused;

const ULTRA: &str = "dms.physical.storage.ultra.v2";

fn scope() -> Scope {
    Scope::new("test", "cn-north-4")
}

fn product(id: &str, kind: ProductKind, brokers: (u32, u32)) -> Product {
    Product {
        id: id.into(),
        kind,
        specification: None,
        hourly: true,
        monthly: true,
        min_broker: Some(brokers.0),
        max_broker: Some(brokers.1),
        broker_step: Some(if brokers.0 == brokers.1 { 0 } else { 2 }),
        min_storage: Some(100),
        max_storage: Some(30_000),
        max_connections: Some(4500),
        max_queues: Some(400),
        max_consumers: Some(4000),
        max_tps: Some(2000),
        stock: Stock::default(),
        storage_types: vec![StorageType {
            spec: ULTRA.into(),
            stock: Stock {
                zones: vec!["cn-north-4a".into(), "cn-north-4b".into()],
                sold_out: vec!["cn-north-4c".into()],
            },
        }],
    }
}

fn zone(id: &str, code: &str, sold_out: bool) -> Zone {
    Zone {
        id: id.into(),
        code: Some(code.into()),
        name: None,
        sold_out,
        default: false,
    }
}

fn catalogue() -> Catalogue {
    let window = |begin: &str, end: &str, default| Window {
        begin: begin.into(),
        end: end.into(),
        default,
    };
    let professional = ProductKind::Other("single.professional".into());
    Catalogue {
        versions: vec!["3.8.35".into(), "AMQP-0-9-1".into()],
        products: vec![
            product("c6.2u4g.single", ProductKind::Single, (1, 1)),
            product("c6.4u8g.cluster", ProductKind::Cluster, (3, 7)),
            product("amqp.b1.large.1", professional, (1, 1)),
        ],
        zones: vec![
            zone("az-a", "cn-north-4a", false),
            zone("az-b", "cn-north-4b", false),
            zone("az-c", "cn-north-4c", false),
            zone("az-d", "cn-north-4d", false),
            zone("az-g", "cn-north-4g", true),
        ],
        windows: vec![window("22", "02", false), window("02", "06", true)],
    }
}

fn instance(name: &str, vpc: &str, subnet: &str) -> Instance {
    let mut instance = Instance::bare(InstanceId::new(name).unwrap());
    instance.name = Some(name.into());
    instance.description = Some("orders".into());
    instance.engine_version = Some("3.8.35".into());
    instance.product_id = Some("c6.4u8g.cluster".into());
    instance.broker_num = Some(3);
    instance.storage.total = Some(600);
    instance.storage.spec_code = Some(ULTRA.into());
    instance.network.vpc_id = Some(vpc.into());
    instance.network.vpc_name = Some(format!("name-of-{vpc}"));
    instance.network.subnet_id = Some(subnet.into());
    instance.network.security_group_id = Some("sg-1".into());
    instance.network.zone_ids = vec!["az-a".into()];
    instance.network.ssl = Some(true);
    instance.access_user = Some("warren".into());
    instance.maintain_begin = Some("22:00:00".into());
    instance.maintain_end = Some("02:00:00".into());
    instance.tags = vec![Tag {
        key: "env".into(),
        value: "prod".into(),
    }];
    instance
}

fn rows() -> Vec<Row> {
    let all = [
        instance("orders-01", "vpc-1", "net-1"),
        instance("orders-03", "vpc-1", "net-2"),
        instance("mail-01", "vpc-2", "net-3"),
    ];
    let row = |instance: Instance| {
        let key = InstanceKey {
            scope: scope(),
            id: instance.id.clone(),
        };
        Row::new(
            key,
            Arc::new(instance),
            Now::default(),
            1,
            std::time::Duration::from_secs(5),
        )
    };
    all.into_iter().map(row).collect()
}

fn fresh(scope: Scope, like: Option<&Instance>) -> Form {
    form(scope, ApiVersion::V2, like, &|_| false)
}

fn press(form: &mut Form, offers: &Offers<'_>, keys: &[Code]) {
    for code in keys {
        assert_eq!(form.key(Key::plain(*code), offers), Step::Stay, "{code:?}");
    }
}

fn type_in(form: &mut Form, offers: &Offers<'_>, text: &str) {
    let codes: Vec<Code> = text.chars().map(Code::Char).collect();
    press(form, offers, &codes);
}

/// Goes to a field with Tab, from wherever the focus is.
fn go_to(form: &mut Form, offers: &Offers<'_>, field: Field) {
    let shift_tab = Key {
        shift: true,
        ..Key::plain(Code::Tab)
    };
    for _ in form.fields() {
        form.key(shift_tab, offers);
    }
    while form.focus() != field {
        press(form, offers, &[Code::Tab]);
    }
}

fn fill(form: &mut Form, offers: &Offers<'_>, field: Field, text: &str) {
    go_to(form, offers, field);
    form.key(Key::ctrl('u'), offers);
    type_in(form, offers, text);
}

fn problem_of(form: &Form, offers: &Offers<'_>, field: Field) -> Option<Problem> {
    let problems = form.problems(offers);
    let found = problems.into_iter().find(|(at, _)| *at == field);
    found.map(|(_, problem)| problem)
}

/// "Like orders-01", with the password typed.
fn ready(offers: &Offers<'_>) -> Form {
    let like = instance("orders-01", "vpc-1", "net-1");
    let mut form = fresh(scope(), Some(&like));
    fill(&mut form, offers, Field::Password, "Canary-77");
    fill(&mut form, offers, Field::Repeat, "Canary-77");
    form
}

#[test]
fn like_this_one_leaves_only_the_password_to_fill_in() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let like = instance("orders-01", "vpc-1", "net-1");
    let form = fresh(scope(), Some(&like));
    assert_eq!(
        form.problems(&offers),
        [
            (Field::Password, Problem::Missing),
            (Field::Repeat, Problem::Missing)
        ]
    );
    let mut form = ready(&offers);
    go_to(&mut form, &offers, Field::Review);
    let expected = CreateInstance {
        name: "orders-02".into(),
        description: Some("orders".into()),
        engine_version: "3.8.35".into(),
        storage_space: 600,
        access_user: "warren".into(),
        password: Secret::new("Canary-77"),
        vpc_id: "vpc-1".into(),
        security_group_id: "sg-1".into(),
        subnet_id: "net-1".into(),
        available_zones: OneOrMore::one("az-a".into()),
        product_id: "c6.4u8g.cluster".into(),
        broker_num: Some(3),
        window: Some(("22:00".into(), "02:00".into())),
        public_ip_id: None,
        ssl: true,
        storage_spec_code: ULTRA.into(),
        enterprise_project_id: None,
        tags: like.tags,
        prepaid: None,
    };
    let step = form.key(Key::plain(Code::Enter), &offers);
    let creation = Creation {
        scope: scope(),
        instance: Box::new(expected),
    };
    assert_eq!(step, Step::Review(Box::new(creation.into())));
}

#[test]
fn a_whole_form_can_be_filled_in_from_nothing() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = fresh(scope(), None);
    type_in(&mut form, &offers, "billing-01");
    fill(&mut form, &offers, Field::Version, "3.8");
    press(&mut form, &offers, &[Code::Enter]);
    fill(&mut form, &offers, Field::Product, "cluster");
    press(&mut form, &offers, &[Code::Enter]);
    fill(&mut form, &offers, Field::Brokers, "");
    press(&mut form, &offers, &[Code::Right]);
    fill(&mut form, &offers, Field::Storage, "500");
    go_to(&mut form, &offers, Field::Zones);
    let (space, down) = (Code::Char(' '), Code::Down);
    let marks = [space, space, down, space, down, down, space, Code::Enter];
    press(&mut form, &offers, &marks);
    fill(&mut form, &offers, Field::Vpc, "vpc-typed");
    fill(&mut form, &offers, Field::Subnet, "net-typed");
    go_to(&mut form, &offers, Field::SecurityGroup);
    press(&mut form, &offers, &[Code::Enter, Code::Enter]);
    fill(&mut form, &offers, Field::User, "app-user");
    fill(&mut form, &offers, Field::Password, "q?D Nbcd1");
    fill(&mut form, &offers, Field::Repeat, "q?D Nbcd1");
    go_to(&mut form, &offers, Field::Public);
    press(&mut form, &offers, &[space]);
    fill(&mut form, &offers, Field::PublicIp, "eip-1");
    fill(&mut form, &offers, Field::Tags, "env=test, tier=2");
    go_to(&mut form, &offers, Field::Review);
    let Step::Review(mutation) = form.key(Key::plain(Code::Enter), &offers) else {
        panic!("{:?}", form.problems(&offers));
    };
    let Mutation::Create(Creation {
        instance: request, ..
    }) = *mutation
    else {
        panic!("{mutation:?}");
    };
    let zones = ["az-a", "az-b", "az-d"].map(String::from).to_vec();
    assert_eq!(Some(request.available_zones), OneOrMore::of(zones));
    assert_eq!(request.broker_num, Some(5));
    assert_eq!(request.security_group_id, "sg-1");
    assert_eq!(request.window, None);
    assert_eq!(request.public_ip_id.as_deref(), Some("eip-1"));
    assert_eq!(request.password, Secret::new("q?D Nbcd1"));
}

#[test]
fn review_goes_to_the_first_wrong_field_until_every_check_passes() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = ready(&offers);
    fill(&mut form, &offers, Field::Storage, "700");
    go_to(&mut form, &offers, Field::Review);
    press(&mut form, &offers, &[Code::Enter]);
    assert_eq!(form.focus(), Field::Storage);
}

#[test]
fn every_field_is_checked_while_it_is_typed() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let limits = Limits {
        least: 300,
        most: 90_000,
        step: 300,
    };
    let table = [
        (Field::Name, "ord", Some(Problem::TooShort(4))),
        (Field::Name, "orders-03", Some(Problem::NameTaken)),
        (Field::Storage, "250", Some(Problem::OutOfRange(limits))),
        (Field::Storage, "400", Some(Problem::OffStep(limits))),
        (Field::Storage, "+300", Some(Problem::NotANumber)),
        (
            Field::Storage,
            "99999999999999999999",
            Some(Problem::NotANumber),
        ),
        (Field::Storage, "300", None),
        (Field::Subnet, "net-3", Some(Problem::OtherVpc)),
        (Field::Subnet, "net-2", None),
        (Field::User, "9lives", Some(Problem::LetterFirst)),
        (Field::Password, "abcdefg1", Some(Problem::FewClasses(2))),
        (Field::Repeat, "Canary-7", Some(Problem::NotTheSame)),
        (Field::Tags, "env", Some(Problem::NotATag("env".into()))),
    ];
    for (field, text, expected) in table {
        let mut form = ready(&offers);
        fill(&mut form, &offers, field, text);
        assert_eq!(
            problem_of(&form, &offers, field),
            expected,
            "{field:?} {text}"
        );
    }
}

#[test]
fn what_is_sold_out_is_marked_and_cannot_be_chosen() {
    let (mut catalogue, rows) = (catalogue(), rows());
    catalogue.products[0].storage_types[0].stock.zones.clear();
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = ready(&offers);
    let standings: Vec<_> = form
        .options(Field::Zones, &offers)
        .into_iter()
        .map(|choice| (choice.value, choice.standing))
        .collect();
    let expected = [
        ("az-a", Standing::Offered),
        ("az-b", Standing::Offered),
        ("az-c", Standing::SoldOut),
        ("az-d", Standing::Offered),
        ("az-g", Standing::SoldOut),
    ];
    assert_eq!(
        standings,
        expected.map(|(id, standing)| (id.into(), standing))
    );
    for typed in ["4c", "4g"] {
        fill(&mut form, &offers, Field::Zones, typed);
        press(
            &mut form,
            &offers,
            &[Code::Char(' '), Code::Enter, Code::Esc],
        );
        assert_eq!(form.values().taken(Field::Zones), ["az-a"], "{typed}");
    }
    fill(&mut form, &offers, Field::Product, "single");
    press(&mut form, &offers, &[Code::Enter, Code::Esc]);
    assert_eq!(
        form.values().chosen(Field::Product),
        Some("c6.4u8g.cluster")
    );
}

#[test]
fn two_zones_are_too_few_for_a_cluster_and_too_many_for_a_single_node() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = ready(&offers);
    fill(&mut form, &offers, Field::Zones, "4b");
    press(&mut form, &offers, &[Code::Enter]);
    assert_eq!(form.values().taken(Field::Zones), ["az-a", "az-b"]);
    let problem = problem_of(&form, &offers, Field::Zones);
    assert_eq!(problem, Some(Problem::OneOrThreeZones));
    fill(&mut form, &offers, Field::Product, "single");
    press(&mut form, &offers, &[Code::Enter]);
    assert_eq!(form.values().chosen(Field::Brokers), Some("1"));
    assert_eq!(
        problem_of(&form, &offers, Field::Zones),
        Some(Problem::OneZone)
    );
}

#[test]
fn a_value_survives_choices_that_come_late_and_is_marked_when_it_is_gone() {
    let (mut catalogue, rows) = (catalogue(), rows());
    let none = Offers::new(None, &rows);
    let mut form = ready(&none);
    let unknown = [
        Field::Version,
        Field::Product,
        Field::Brokers,
        Field::Disk,
        Field::Storage,
        Field::Zones,
        Field::Window,
    ];
    let unknown = unknown.map(|field| (field, Problem::NotKnownYet));
    assert_eq!(form.problems(&none), unknown);
    go_to(&mut form, &none, Field::Review);
    press(&mut form, &none, &[Code::Enter]);
    assert_eq!(form.problems(&Offers::new(Some(&catalogue), &rows)), []);

    catalogue.versions.remove(0);
    catalogue.products.remove(1);
    let offers = Offers::new(Some(&catalogue), &rows);
    let version = problem_of(&form, &offers, Field::Version);
    assert_eq!(version, Some(Problem::NotOffered));
    let product = problem_of(&form, &offers, Field::Product);
    assert_eq!(product, Some(Problem::NotOffered));
    assert_eq!(
        form.values().chosen(Field::Product),
        Some("c6.4u8g.cluster")
    );
}

#[test]
fn the_amqp_edition_has_its_own_products_and_neither_tls_nor_public_access() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = ready(&offers);
    go_to(&mut form, &offers, Field::Version);
    press(&mut form, &offers, &[Code::Right]);
    go_to(&mut form, &offers, Field::Public);
    press(&mut form, &offers, &[Code::Right]);
    let edition = |field| (field, Problem::NotInThisEdition);
    assert_eq!(
        form.problems(&offers),
        [Field::Product, Field::Tls, Field::Public].map(edition)
    );
    let products = form.options(Field::Product, &offers);
    let ids: Vec<_> = products
        .iter()
        .map(|choice| choice.value.as_str())
        .collect();
    assert_eq!(ids, ["amqp.b1.large.1"]);
}

#[test]
fn every_character_is_text_where_text_is_typed() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = fresh(scope(), None);
    fill(&mut form, &offers, Field::Description, "q?D jk/: yn");
    form.paste("one\ntwo\u{1b}");
    form.key(Key::ctrl('w'), &offers);
    assert_eq!(form.values().text(Field::Description), "q?D jk/: ");
    let step = form.key(Key::plain(Code::Esc), &offers);
    assert_eq!(
        (step, form.values().text(Field::Description)),
        (Step::Leave, "q?D jk/: ")
    );
}

#[test]
fn debug_of_the_form_never_prints_the_password() {
    let (catalogue, rows) = (catalogue(), rows());
    let offers = Offers::new(Some(&catalogue), &rows);
    let mut form = ready(&offers);
    go_to(&mut form, &offers, Field::Review);
    let printed = format!("{form:?} {:?}", form.problems(&offers));
    let step = form.key(Key::plain(Code::Enter), &offers);
    let printed = format!("{printed} {step:?}");
    assert!(!printed.contains("Canary"), "{printed}");
}
