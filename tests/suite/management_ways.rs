//! Where a broker is asked: what is given goes before what the instance says of itself, and a
//! password does not travel unencrypted where others can read it.

use warren::api::management::*;
use warren::model::{Instance, InstanceId};
use warren::secret::Secret;

fn instance(id: &str, name: &str) -> Instance {
    let mut instance = Instance::bare(InstanceId::new(id).unwrap());
    instance.name = Some(name.into());
    instance.network.management_address = Some("http://192.168.0.74:15672".into());
    instance
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn way(instance: &Instance, given: GivenWay<'_>) -> Result<(String, WaySource), ManagementError> {
    Way::of(instance, given).map(|way| (way.address.to_string(), way.source))
}

#[test]
fn what_was_typed_last_goes_before_what_is_written_and_that_before_the_instance() {
    let mut shop = instance("i1", "shop");
    shop.network.public_management_address = Some("https://203.0.113.7:15671".into());
    let (typed, flag) = (address("http://127.0.0.1:1"), address("http://127.0.0.1:2"));
    let settings = BrokerSettings {
        url: Some(address("http://127.0.0.1:3")),
        ..BrokerSettings::default()
    };
    let all = GivenWay {
        command: Some(&typed),
        flag: Some(&flag),
        settings: Some(&settings),
    };
    let none = GivenWay::default();
    let written = GivenWay {
        settings: Some(&settings),
        ..none
    };
    let flagged = GivenWay {
        flag: Some(&flag),
        ..written
    };
    let expected = |text: &str, source| Ok((text.to_owned(), source));
    assert_eq!(
        way(&shop, all),
        expected("http://127.0.0.1:1", WaySource::Command)
    );
    assert_eq!(
        way(&shop, flagged),
        expected("http://127.0.0.1:2", WaySource::Flag)
    );
    assert_eq!(
        way(&shop, written),
        expected("http://127.0.0.1:3", WaySource::Profile)
    );
    let public = expected("https://203.0.113.7:15671", WaySource::PublicAddress);
    assert_eq!(way(&shop, none), public);
    shop.network.public_management_address = None;
    let private = expected("http://192.168.0.74:15672", WaySource::PrivateAddress);
    assert_eq!(way(&shop, none), private);
    // Only the address is known; scheme and port are those inside.
    shop.network.management_address = Some("https://192.168.0.74:15671".into());
    shop.network.public_address = Some("203.0.113.7".into());
    assert_eq!(way(&shop, none), public);
}

#[test]
fn plain_http_is_for_this_machine_and_private_networks_unless_it_is_allowed() {
    let mut shop = instance("i1", "shop");
    shop.network.public_management_address = Some("http://203.0.113.7:15672".into());
    let refused = way(&shop, GivenWay::default());
    assert_eq!(refused, Err(ManagementError::PlainHttp));
    let settings = BrokerSettings {
        allow_http: true,
        ..BrokerSettings::default()
    };
    let given = GivenWay {
        settings: Some(&settings),
        ..GivenWay::default()
    };
    assert!(way(&shop, given).is_ok());
    let named = address("http://broker.example:15672");
    let given = GivenWay {
        flag: Some(&named),
        ..GivenWay::default()
    };
    assert_eq!(way(&shop, given), Err(ManagementError::PlainHttp));
}

#[test]
fn the_engine_without_a_management_api_has_a_way_only_where_one_is_given() {
    let mut amqp = instance("i1", "shop");
    amqp.engine_version = Some("AMQP-0-9-1".into());
    let none = GivenWay::default();
    assert_eq!(way(&amqp, none), Err(ManagementError::NoApi));
    let mut bare = instance("i1", "shop");
    bare.network.management_address = None;
    assert_eq!(way(&bare, none), Err(ManagementError::NoAddress));
}

#[test]
fn a_broker_is_named_by_id_or_by_a_name_that_no_other_has() {
    let (one, two, other) = (
        instance("i1", "shop"),
        instance("i2", "shop"),
        instance("i3", "x"),
    );
    let all = [&one, &two, &other];
    let given = vec![("i2".to_owned(), 2), ("shop".to_owned(), 1)];
    assert_eq!(given_for(&given, &two, all), Ok(Some(&2)));
    assert_eq!(given_for(&given, &other, all), Ok(None));
    let same = ManagementError::SameName {
        name: "shop".into(),
        ids: vec![one.id.clone(), two.id.clone()],
    };
    assert_eq!(given_for(&given, &one, all), Err(same));
    assert_eq!(given_for(&given, &one, [&one, &other, &one]), Ok(Some(&1)));
}

fn with(passwords: &[(&str, &str)]) -> Brokers {
    let secret = |(name, text): &(&str, &str)| ((*name).to_owned(), Secret::new(*text));
    Brokers {
        passwords: passwords.iter().map(secret).collect(),
        ..Brokers::default()
    }
}

#[test]
fn a_password_is_the_broker_s_own_before_it_is_that_of_all() {
    let (shop, other) = (instance("i1", "shop-eu.1"), instance("i2", "订单"));
    let all = [&shop, &other];
    let known = |text: &str| Ok(PasswordSource::Known(Secret::new(text)));
    assert_eq!(
        password_variable("shop-eu.1"),
        "WARREN_BROKER_PASSWORD_SHOP_EU_1"
    );
    let mut brokers = with(&[
        ("WARREN_BROKER_PASSWORD", "general"),
        ("WARREN_BROKER_PASSWORD_SHOP_EU_1", "own"),
    ]);
    assert_eq!(brokers.password(&shop, all), known("own"));
    assert_eq!(brokers.password(&other, all), known("general"));
    let settings = BrokerSettings {
        password_command: Some("pass show mq".into()),
        ..BrokerSettings::default()
    };
    brokers.settings = vec![("订单".into(), settings.clone()), ("i1".into(), settings)];
    let command = Ok(PasswordSource::Command("pass show mq".into()));
    assert_eq!(brokers.password(&other, all), command);
    assert_eq!(brokers.password(&shop, all), known("own"));
    let none = Brokers::default();
    assert_eq!(none.password(&shop, all), Ok(PasswordSource::Typed));
    assert!(!format!("{brokers:?}").contains("general"));
}

#[test]
fn names_that_fall_together_in_a_variable_are_refused_where_it_is_set() {
    let (one, two) = (instance("i1", "shop-1"), instance("i2", "SHOP.1"));
    let all = [&one, &two];
    let brokers = with(&[("WARREN_BROKER_PASSWORD_SHOP_1", "own")]);
    let same = ManagementError::SameVariable {
        variable: "WARREN_BROKER_PASSWORD_SHOP_1".into(),
        names: vec!["shop-1".into(), "SHOP.1".into()],
    };
    assert_eq!(brokers.password(&one, all), Err(same));
    let general = with(&[("WARREN_BROKER_PASSWORD", "general")]);
    assert!(general.password(&one, all).is_ok());
}
