//! The form for a new instance, on screen and under random keys.

use crate::desk::{Desk, error, instance, scope, words};
use crate::screens::{assert_screen, screen};
use crate::scripted::{clients, project, send_for};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use warren::api::v2::CreateInstance;
use warren::api::{ConnectOptions, Credential, ErrorKind};
use warren::key::{Code, Key};
use warren::model::{
    ApiVersion, Catalogue, Instance, InstanceKey, Product, ProductKind, Stock, StorageType, Tag,
    Window, Zone, rules,
};
use warren::secret::Secret;
use warren::simulator::{Config, DEMO_PROJECT_ID, DEMO_REGION, Simulator};
use warren::state::form::{Field, Form, Offers, Step, create};
use warren::state::now::Now;
use warren::state::overlay::Overlay;
use warren::state::query::QueryAnswer;
use warren::state::row::Row;
use warren::state::write::mutation::Mutation;
use warren::ui;

const SIZES: [(u16, u16); 2] = [(80, 24), (60, 20)];

fn product(id: &str, kind: ProductKind, limits: [u64; 4]) -> Product {
    let [least, most, connections, queues] = limits;
    Product {
        id: id.into(),
        kind,
        specification: None,
        hourly: true,
        monthly: true,
        min_broker: u32::try_from(least).ok(),
        max_broker: u32::try_from(most).ok(),
        broker_step: Some(2),
        min_storage: Some(100),
        max_storage: Some(30_000),
        max_connections: Some(connections),
        max_queues: Some(queues),
        max_consumers: None,
        max_tps: None,
        stock: Stock::default(),
        storage_types: vec![StorageType {
            spec: "dms.physical.storage.ultra.v2".into(),
            stock: Stock {
                zones: vec!["cn-north-4a".into()],
                sold_out: Vec::new(),
            },
        }],
    }
}

pub fn catalogue() -> Catalogue {
    let mut sold_out = product(
        "c6.32u64g.cluster",
        ProductKind::Cluster,
        [3, 7, 24_000, 1200],
    );
    sold_out.storage_types[0].stock = Stock {
        zones: Vec::new(),
        sold_out: vec!["cn-north-4a".into()],
    };
    let zone = |id: &str, letter: &str, sold_out| Zone {
        id: id.into(),
        code: Some(format!("cn-north-4{letter}")),
        name: Some(format!("AZ{}", letter.to_uppercase())),
        sold_out,
        default: false,
    };
    let window = |begin: &str, end: &str, default| Window {
        begin: begin.into(),
        end: end.into(),
        default,
    };
    Catalogue {
        versions: vec!["3.8.35".into(), "AMQP-0-9-1".into()],
        products: vec![
            product("c6.2u4g.single", ProductKind::Single, [1, 1, 2000, 100]),
            product("c6.4u8g.cluster", ProductKind::Cluster, [3, 7, 4500, 400]),
            sold_out,
        ],
        zones: vec![
            zone("effdcbc7d4d64a02aa1fa26b42f56533", "a", false),
            zone("d539378ec1314c85b76fefa3f7071458", "b", false),
            zone("42cc37d5e4404ee5bbbd1a8ab6da2f4b", "g", true),
        ],
        windows: vec![window("22", "02", false), window("02", "06", true)],
    }
}

pub fn orders() -> Instance {
    let mut orders = instance("orders-01");
    orders.product_id = Some("c6.4u8g.cluster".into());
    orders.broker_num = Some(3);
    orders.storage.total = Some(600);
    orders.storage.spec_code = Some("dms.physical.storage.ultra.v2".into());
    orders.network.vpc_id = Some("1e93f86e-13af-46c8-97d6-d40fa62b76c2".into());
    orders.network.vpc_name = Some("vpc-prod".into());
    orders.network.subnet_id = Some("b5fa806c-35e7-4299-b659-b39398dd4718".into());
    orders.network.security_group_id = Some("0aaa0033-bf7f-4c41-a6c2-18cd04cad2c8".into());
    orders.network.security_group_name = Some("sg-mq".into());
    orders.network.zone_ids = vec!["effdcbc7d4d64a02aa1fa26b42f56533".into()];
    orders.access_user = Some("app-user".into());
    orders.tags = vec![Tag {
        key: "env".into(),
        value: "prod".into(),
    }];
    orders
}

/// A desk with one instance listed and, unless it is to be late, what can be bought.
pub fn desk((width, height): (u16, u16)) -> Desk {
    let mut desk = Desk::new(width, height);
    desk.list(vec![orders()]);
    desk.answer(QueryAnswer::Catalogue(Ok(catalogue())));
    desk
}

fn fresh(like: Option<&Instance>) -> Form {
    create::form(scope(), ApiVersion::V2, like, &|_| false)
}

pub fn form(desk: &Desk) -> &Form {
    match &desk.state.overlay {
        Some(Overlay::Form(form)) => form,
        other => panic!("not the form: {other:?}"),
    }
}

pub fn go_to(desk: &mut Desk, field: Field) {
    desk.press("pgup pgup pgup pgup pgup");
    while form(desk).focus() != field {
        desk.press("tab");
    }
}

pub fn fill(desk: &mut Desk, field: Field, text: &str) {
    go_to(desk, field);
    desk.press("ctrl-u");
    desk.type_text(text);
}

/// "Like orders-01", with everything that is missing typed.
pub fn ready(size: (u16, u16)) -> Desk {
    let mut desk = desk(size);
    desk.press("C");
    fill(&mut desk, Field::Password, "Canary-77");
    fill(&mut desk, Field::Repeat, "Canary-77");
    desk
}

fn rows(desk: &Desk, rows: std::ops::Range<u16>) -> String {
    let size = desk.state.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    ui::draw(&desk.state, &desk.keymap, words(), &mut buffer);
    let row = |y| {
        (0..size.width)
            .map(|x| buffer[(x, y)].symbol())
            .collect::<String>()
    };
    rows.map(|y| row(y).trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

fn snapshots(name: &str, at: impl Fn((u16, u16)) -> Desk) {
    for (width, height) in SIZES {
        let name = format!("create-{name}-{width}x{height}");
        assert_screen!(name, at((width, height)).state);
    }
}

#[test]
fn the_rule_above_the_form_says_which_fields_can_be_seen() {
    let mut desk = ready((80, 24));
    let rule = |desk: &Desk| {
        let rule = rows(desk, 2..3);
        rule.trim_matches('─').trim().to_owned()
    };
    let last = desk.state.size.height - 3;
    assert!(rows(&desk, 3..last).contains("Password"));
    assert_eq!(rule(&desk), "fields 7-20 of 21");
    go_to(&mut desk, Field::Name);
    assert_eq!(rule(&desk), "fields 1-14 of 21");
}

#[test]
fn the_empty_form_says_what_is_needed() {
    snapshots("empty", |size| {
        let mut desk = desk(size);
        desk.press("N");
        desk
    });
}

#[test]
fn a_filled_form_is_ready_and_its_password_is_masked() {
    snapshots("filled", |size| {
        let mut desk = ready(size);
        go_to(&mut desk, Field::Review);
        desk
    });
    for size in SIZES {
        let mut desk = ready(size);
        for field in form(&desk).fields() {
            go_to(&mut desk, field);
            let shown = screen(&desk.state);
            assert!(!shown.contains("Canary"), "{shown}");
        }
    }
}

#[test]
fn wrong_fields_say_what_is_wrong_with_them() {
    snapshots("wrong", |size| {
        let mut desk = ready(size);
        fill(&mut desk, Field::Name, "orders-01");
        fill(&mut desk, Field::Password, "short");
        fill(&mut desk, Field::Storage, "250");
        desk
    });
}

#[test]
fn the_list_of_flavors_shows_limits_and_what_is_sold_out() {
    snapshots("flavors", |size| {
        let mut desk = ready(size);
        go_to(&mut desk, Field::Product);
        desk.press("enter");
        desk
    });
}

#[test]
fn the_list_of_zones_marks_the_sold_out_ones() {
    snapshots("zones", |size| {
        let mut desk = ready(size);
        go_to(&mut desk, Field::Zones);
        desk.press("enter down");
        desk
    });
}

#[test]
fn networks_are_offered_by_the_names_of_what_uses_them() {
    snapshots("networks", |size| {
        let mut desk = desk(size);
        desk.press("N");
        go_to(&mut desk, Field::Vpc);
        desk.press("enter");
        desk
    });
}

#[test]
fn ids_are_whole_where_there_is_room_and_below_the_fields_where_there_is_none() {
    let ids = [Field::Vpc, Field::Subnet, Field::SecurityGroup];
    for (width, height) in [(80, 24), (100, 40), (120, 40), (160, 45)] {
        let mut desk = ready((width, height));
        for field in ids {
            go_to(&mut desk, field);
            let shown = screen(&desk.state);
            let id = form(&desk).values().text(field).to_owned();
            assert!(shown.contains(&id), "{width}: {shown}");
            let all = ids.map(|field| shown.contains(form(&desk).values().text(field)));
            assert!(width < 100 || all == [true; 3], "{width}: {shown}");
        }
    }
}

fn refused() -> warren::api::ApiError {
    let mut refusal = error(ErrorKind::Refused);
    refusal.status = Some(400);
    refusal.code = Some("DMS.00400060".into());
    refusal.message = "This instance name already exists.".into();
    refusal.request_id = Some("5b1e7d1e4c520c1f4f619a416a3d2c11".into());
    refusal
}

#[test]
fn a_refused_form_shows_the_services_words_and_keeps_everything() {
    snapshots("refused", |size| {
        let mut desk = ready(size);
        if let Some(Overlay::Form(form)) = &mut desk.state.overlay {
            form.refuse(refused());
        }
        desk
    });
}

#[test]
fn choices_that_are_on_their_way_and_choices_that_failed_are_different_words() {
    let mut desk = Desk::new(80, 24);
    desk.list(vec![orders()]);
    desk.press("C");
    assert_screen!("create-loading-80x24", desk.state);
    desk.answer(QueryAnswer::Catalogue(Err(error(ErrorKind::Server))));
    assert_screen!("create-failed-80x24", desk.state);
}

#[test]
fn the_form_can_be_used_at_40x10() {
    let mut desk = ready((40, 10));
    fill(&mut desk, Field::Storage, "250");
    assert_screen!("create-wrong-40x10", desk.state);
    go_to(&mut desk, Field::Zones);
    desk.press("enter");
    assert_screen!("create-zones-40x10", desk.state);
}

#[test]
fn nothing_is_sent_before_the_creation_is_confirmed() {
    let mut desk = ready((80, 24));
    go_to(&mut desk, Field::Review);
    desk.press("enter");
    assert!(matches!(desk.state.overlay, Some(Overlay::Confirm(_))));
    desk.answer_question("enter");
    assert_eq!(desk.sent(), [""; 0]);
    assert_eq!(form(&desk).values().text(Field::Name), "orders-02");
    desk.press("enter");
    desk.answer_question("y");
    let sent = desk.sent();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].contains("\"orders-02\""), "{sent:?}");
    assert!(!sent[0].contains("Canary"), "{sent:?}");
}

/// Keys that come together: one alone, or the way to the button and Enter.
fn any_keys() -> impl Strategy<Value = Vec<Key>> {
    let code = prop_oneof![
        4 => prop::char::any().prop_map(Code::Char),
        4 => prop::sample::select(vec![' ', 'a', '3', '-', 'k', 'u', 'w', 'c']).prop_map(Code::Char),
        8 => prop::sample::select(vec![
            Code::Enter, Code::Tab, Code::Up, Code::Down, Code::Left, Code::Right,
        ]),
        2 => prop::sample::select(vec![
            Code::Esc, Code::Backspace, Code::Delete, Code::Home, Code::End, Code::PageUp,
            Code::PageDown, Code::F(5),
        ]),
    ];
    let held = (prop::bool::weighted(0.1), prop::bool::weighted(0.1));
    let one = (code, held).prop_map(|(code, (ctrl, shift))| {
        vec![Key {
            ctrl,
            shift,
            ..Key::plain(code)
        }]
    });
    let mut review = vec![Key::plain(Code::Esc)];
    review.extend([Key::plain(Code::PageDown); 5]);
    review.push(Key::plain(Code::Enter));
    prop_oneof![6 => one, 1 => Just(review)]
}

proptest! {
    #[test]
    fn no_key_panics_the_form_and_a_review_never_has_a_problem(
        keys in prop::collection::vec(any_keys(), 0..100),
        pasted in any::<String>(),
        (width, height) in (1u16..120, 1u16..40),
        late in prop::bool::weighted(0.2),
    ) {
        let mut desk = if late { Desk::new(width, height) } else { ready((width, height)) };
        let mut form = match desk.state.overlay.take() {
            Some(Overlay::Form(form)) => form,
            _ => Box::new(fresh(None)),
        };
        for (at, key) in keys.into_iter().flatten().enumerate() {
            let step = form.key(key, &desk.state.offers(&scope()));
            if matches!(step, Step::Review(_)) {
                prop_assert_eq!(form.problems(&desk.state.offers(&scope())), vec![]);
            }
            if at % 50 == 49 {
                form.paste(&pasted);
                desk.state.overlay = Some(Overlay::Form(form.clone()));
                let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
                ui::draw(&desk.state, &desk.keymap, words(), &mut buffer);
            }
        }
    }
}

/// What the form lets through, for every product and count of brokers, with one zone and with as
/// many as there are.
fn let_through(catalogue: &Catalogue, rows: &[Row]) -> Vec<CreateInstance> {
    let offers = Offers::new(Some(catalogue), rows);
    let like = rows.iter().map(|row| &row.instance);
    let like = like.clone().find(|like| like.has_plugins()).unwrap();
    let mut requests = Vec::new();
    for choice in fresh(Some(like)).options(Field::Product, &offers) {
        let product = catalogue
            .products
            .iter()
            .find(|product| product.id == choice.value);
        for brokers in rules::broker_counts(product.unwrap()) {
            for zones in ["enter", "space down space down space enter"] {
                let mut model = (**like).clone();
                model.name = Some(format!("made-{}", requests.len()));
                model.product_id = Some(choice.value.clone());
                model.broker_num = Some(brokers);
                model.storage.total = Some(u64::from(brokers) * 200);
                model.network.zone_ids.clear();
                let mut form = fresh(Some(&model));
                requests.extend(reviewed(&mut form, zones, &offers));
            }
        }
    }
    requests
}

/// Fills in what is missing and presses the button.
fn reviewed(form: &mut Form, zones: &str, offers: &Offers<'_>) -> Option<CreateInstance> {
    for (field, keys) in [
        (Field::Zones, format!("enter {zones}")),
        (Field::Password, "C a n a r y minus 7".into()),
        (Field::Repeat, "C a n a r y minus 7".into()),
        (Field::Review, String::new()),
    ] {
        while form.focus() != field {
            form.key(Key::plain(Code::Tab), offers);
        }
        for key in keys.split_whitespace() {
            form.key(Key::parse(key).unwrap(), offers);
        }
    }
    match form.key(Key::plain(Code::Enter), offers) {
        Step::Review(mutation) => match *mutation {
            Mutation::Create(creation) => Some(*creation.instance),
            other => panic!("{other:?}"),
        },
        Step::Stay | Step::Leave => None,
    }
}

#[tokio::test]
async fn the_service_takes_whatever_the_form_lets_through() {
    let simulator = Simulator::start(Config::default()).await.unwrap();
    let keys = Credential::Keys {
        access_key: "AK".into(),
        secret_key: Secret::new("SK"),
        security_token: None,
    };
    let url = simulator.url();
    let (reader, writer) = clients(ConnectOptions::new(DEMO_REGION, &url, &url, keys));
    let catalogue = reader.catalogue().await.unwrap();
    let listing = reader.list_instances(|_| {}).await.unwrap();
    let row = |instance: Arc<Instance>| {
        let key = InstanceKey {
            scope: scope(),
            id: instance.id.clone(),
        };
        Row::new(
            key,
            instance,
            Now::default(),
            1,
            std::time::Duration::from_secs(5),
        )
    };
    let rows: Vec<Row> = listing.instances.into_iter().map(row).collect();
    let requests = let_through(&catalogue, &rows);
    assert!(
        requests.len() > 20,
        "only {} were let through",
        requests.len()
    );
    for request in requests {
        let answer = send_for(project(DEMO_PROJECT_ID), &writer, &request).await;
        assert!(answer.is_ok(), "{answer:?} to {request:?}");
    }
    simulator.shutdown().await;
}
