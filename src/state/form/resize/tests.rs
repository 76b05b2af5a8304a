use super::*;
use crate::api::v2::ProductList;
use crate::key::{Code, Key};
use crate::model::{Catalogue, InstanceId, ProductKind, ProjectId, Scope, Stock};
use crate::state::detail::Details;
use crate::state::form::Step;
use crate::state::now::Now;
use crate::state::query::QueryAnswer;
use crate::state::write::mutation::{Mutate, Resizing};

fn instance() -> Instance {
    let mut instance = Instance::bare(InstanceId::new("orders").unwrap());
    instance.name = Some("orders".into());
    instance.kind = Some("cluster".into());
    instance.broker_num = Some(3);
    instance.product_id = Some("c6.2u4g.cluster".into());
    instance.storage.total = Some(300);
    instance
}

fn key() -> InstanceKey {
    InstanceKey {
        scope: Scope::new("test", "cn-north-4"),
        id: InstanceId::new("orders").unwrap(),
    }
}

fn product(id: &str, kind: ProductKind) -> Product {
    Product {
        id: id.into(),
        kind,
        specification: None,
        hourly: true,
        monthly: true,
        min_broker: Some(3),
        max_broker: Some(7),
        broker_step: Some(2),
        min_storage: Some(100),
        max_storage: Some(1_000),
        max_connections: Some(4_000),
        max_queues: Some(400),
        max_consumers: None,
        max_tps: None,
        stock: Stock::default(),
        storage_types: Vec::new(),
    }
}

/// What is known once the service said what it offers.
fn details() -> Details {
    let mut details = Details::default();
    let mut list = ProductList::default();
    list.products.rows = ["c6.2u4g.cluster", "c6.4u8g.cluster"]
        .map(|id| product(id, ProductKind::Cluster))
        .into();
    let now = Now::default();
    let answer = QueryAnswer::Sizes(key().id, Ok(list));
    details.look_at(&key()).known.take(1, now, answer);
    details
}

fn form(instance: &Instance) -> Form {
    super::form(key(), instance).unwrap()
}

#[test]
fn a_flavor_has_the_limits_that_only_the_list_of_products_says() {
    let mut catalogue = Catalogue::default();
    let mut listed = product("c6.4u8g.cluster", ProductKind::Cluster);
    (listed.max_tps, listed.max_consumers) = (Some(2_000), Some(18_000));
    catalogue.products.push(listed);
    let mut form = form(&instance());
    take(&mut form, Field::Way, "vertical");
    let details = details();
    let offers = Offers::new(Some(&catalogue), &[]).with(&details);
    let limits = form.options(Field::Flavor, &offers).into_iter();
    let limits: Vec<_> = limits
        .map(|choice| match choice.about {
            OptionNote::Product(one) => (choice.value, one.max_tps, one.max_consumers),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        limits,
        [("c6.4u8g.cluster".into(), Some(2_000), Some(18_000))]
    );
}

/// Takes a choice as the list does.
fn take(form: &mut Form, field: Field, value: &str) {
    form.values.set(field, value);
}

fn asked(form: &Form, details: &Details) -> Result<Goal, Problems> {
    let offers = Offers::new(None, &[]).with(details);
    form.model
        .read(&form.values, &offers)
        .map(|mutation| match mutation {
            Mutation::Resize(resizing) => resizing.to,
            other => panic!("{other:?}"),
        })
}

#[test]
fn the_form_asks_first_what_grows_and_then_for_that_alone() {
    let mut form = form(&instance());
    assert_eq!(form.fields(), [Field::Way, Field::Review]);
    for (word, field) in [
        ("storage", Field::Storage),
        ("horizontal", Field::Brokers),
        ("vertical", Field::Flavor),
    ] {
        take(&mut form, Field::Way, word);
        assert_eq!(form.fields(), [Field::Way, field, Field::Review]);
    }
}

#[test]
fn every_size_that_is_offered_is_accepted_and_the_ones_beside_it_are_not() {
    let details = details();
    let offers = Offers::new(None, &[]).with(&details);
    let mut form = form(&instance());
    take(&mut form, Field::Way, "storage");
    let offered = form.options(Field::Storage, &offers);
    let offered: Vec<u64> = offered
        .iter()
        .map(|one| one.value.parse().unwrap())
        .collect();
    assert_eq!(
        offered,
        [600, 900, 1_200, 1_500, 1_800, 2_100, 2_400, 2_700, 3_000]
    );
    for total in offered {
        take(&mut form, Field::Storage, &total.to_string());
        assert_eq!(asked(&form, &details), Ok(Goal::Storage(total)));
    }
    for wrong in ["", "300", "700", "3300", "six"] {
        take(&mut form, Field::Storage, wrong);
        let problems = asked(&form, &details).unwrap_err();
        assert_eq!(problems.len(), 1, "{wrong}");
        assert_eq!(problems[0].0, Field::Storage, "{wrong}");
    }
}

#[test]
fn nothing_is_asked_for_before_the_service_said_what_it_offers() {
    let mut form = form(&instance());
    let none = Details::default();
    take(&mut form, Field::Way, "storage");
    take(&mut form, Field::Storage, "600");
    let problems = vec![(Field::Storage, Problem::NotKnownYet)];
    assert_eq!(asked(&form, &none), Err(problems));
}

#[test]
fn a_way_that_is_closed_says_why_and_cannot_be_taken() {
    let details = details();
    let offers = Offers::new(None, &[]).with(&details);
    let mut used_up = instance();
    used_up.storage.extend_times = Some(20);
    used_up.broker_num = Some(7);
    used_up.storage.total = Some(700);
    let mut form = form(&used_up);
    let standing: Vec<Standing> = form
        .options(Field::Way, &offers)
        .iter()
        .map(|choice| choice.standing)
        .collect();
    assert_eq!(
        standing,
        [
            Standing::Hindered(Hindrance::Expansions),
            Standing::Hindered(Hindrance::MostBrokers),
            Standing::Offered,
        ]
    );
    // Through the keys: the cursor stands on the closed way, and Enter takes nothing.
    form.key(Key::plain(Code::Enter), &offers);
    assert_eq!(form.key(Key::plain(Code::Enter), &offers), Step::Stay);
    assert_ne!(Way::of(form.values()), Some(Way::Storage));
}

/// The bodies of the reference's six examples (section 4.3.2).
#[test]
fn each_kind_of_change_sends_what_the_reference_shows() {
    let old = {
        let mut old = instance();
        old.product_id = Some("00300-30109-0--0".into());
        old.resource_spec_code = Some("dms.instance.rabbitmq.cluster.c3.2u4g.3".into());
        old
    };
    let body = |instance: &Instance, to: Goal| {
        let size = InstanceSize::of(instance).unwrap();
        let project = ProjectId::new("p").unwrap();
        let resizing = Resizing {
            key: key(),
            from: Box::new(size),
            to,
        };
        let calls = resizing.calls(&project.into()).unwrap();
        let shown = calls[0].request.shown();
        let body = shown.split_once("{").unwrap().1.to_owned();
        serde_json::from_str::<serde_json::Value>(&format!("{{{body}")).unwrap()
    };
    let new = instance();
    let stem = "dms.instance.rabbitmq.cluster.c3";
    assert_eq!(
        body(&new, Goal::Storage(600)),
        serde_json::json!({"oper_type": "storage", "new_storage_space": 600})
    );
    assert_eq!(
        body(&new, Goal::Brokers(5)),
        serde_json::json!({"oper_type": "horizontal", "new_storage_space": 500, "new_broker_num": 5})
    );
    assert_eq!(
        body(&new, Goal::Flavor("c6.4u8g.cluster".into())),
        serde_json::json!({"oper_type": "vertical", "new_product_id": "c6.4u8g.cluster"})
    );
    assert_eq!(
        body(&old, Goal::Storage(600)),
        serde_json::json!({
            "oper_type": "storage", "new_storage_space": 600, "new_spec_code": format!("{stem}.2u4g.3")
        })
    );
    assert_eq!(
        body(&old, Goal::Brokers(5)),
        serde_json::json!({
            "oper_type": "horizontal", "new_storage_space": 300, "new_spec_code": format!("{stem}.2u4g.5")
        })
    );
    assert_eq!(
        body(&old, Goal::Flavor(format!("{stem}.4u8g"))),
        serde_json::json!({
            "oper_type": "vertical", "new_storage_space": 300, "new_spec_code": format!("{stem}.4u8g.3")
        })
    );
}

#[test]
fn a_flavor_is_sold_out_where_the_instance_lives_by_whatever_its_zone_is_called() {
    let mut instance = instance();
    instance.network.zone_ids = vec!["d573".into()];
    let zone = crate::model::Zone {
        id: "d573".into(),
        code: Some("cn-north-4a".into()),
        name: Some("AZ1".into()),
        sold_out: false,
        default: false,
    };
    let catalogue = crate::model::Catalogue {
        zones: vec![zone],
        ..Default::default()
    };
    let standing = |stock: Stock| {
        let mut details = Details::default();
        let mut list = ProductList::default();
        let mut larger = product("c6.4u8g.cluster", ProductKind::Cluster);
        larger.stock = stock;
        list.products.rows = vec![larger];
        let answer = QueryAnswer::Sizes(key().id, Ok(list));
        details
            .look_at(&key())
            .known
            .take(1, Now::default(), answer);
        let offers = Offers::new(Some(&catalogue), &[]).with(&details);
        let mut form = form(&instance);
        take(&mut form, Field::Way, "vertical");
        form.options(Field::Flavor, &offers)[0].standing
    };
    for word in ["d573", "cn-north-4a", "AZ1"] {
        let sold_out = vec![word.to_owned()];
        let gone = Stock {
            zones: Vec::new(),
            sold_out: sold_out.clone(),
        };
        assert_eq!(standing(gone), Standing::SoldOut, "{word}");
        let both = Stock {
            zones: sold_out.clone(),
            sold_out,
        };
        assert_eq!(standing(both), Standing::Offered, "{word}");
    }
    let elsewhere = Stock {
        zones: Vec::new(),
        sold_out: vec!["cn-north-4b".into()],
    };
    assert_eq!(standing(elsewhere), Standing::Offered);
}
