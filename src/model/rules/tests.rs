use super::*;
use crate::model::{Stock, Tag};
use Problem::*;

fn product(kind: ProductKind) -> Product {
    Product {
        id: "c6.4u8g.cluster".into(),
        kind,
        specification: None,
        hourly: true,
        monthly: true,
        min_broker: None,
        max_broker: None,
        broker_step: None,
        min_storage: None,
        max_storage: None,
        max_connections: None,
        max_queues: None,
        max_consumers: None,
        max_tps: None,
        stock: Stock::default(),
        storage_types: Vec::new(),
    }
}

#[test]
fn names_have_4_to_64_letters_digits_underscores_and_hyphens_and_a_letter_first() {
    let long = |count: usize| "a".repeat(count);
    let table = [
        ("", Err(Missing)),
        ("abc", Err(TooShort(4))),
        ("abcd", Ok(())),
        ("A_-9", Ok(())),
        (&long(64), Ok(())),
        (&long(65), Err(TooLong(64))),
        ("9abc", Err(LetterFirst)),
        ("_abc", Err(LetterFirst)),
        ("-abc", Err(LetterFirst)),
        ("ab c", Err(Character(' '))),
        ("ab.cd", Err(Character('.'))),
        ("名字ab", Err(Character('名'))),
        ("abcé", Err(Character('é'))),
    ];
    for (text, expected) in table {
        assert_eq!(name(text), expected, "name {text:?}");
        assert_eq!(access_user(text), expected, "user {text:?}");
    }
}

#[test]
fn v1_has_no_underscores_and_its_broker_user_may_begin_with_anything() {
    let long = |count: usize| "a".repeat(count);
    let table = [
        ("", Err(Missing), Err(Missing)),
        ("abc", Err(TooShort(4)), Err(TooShort(4))),
        ("A-9b", Ok(()), Ok(())),
        ("9abc", Err(LetterFirst), Ok(())),
        ("-abc", Err(LetterFirst), Ok(())),
        ("ab_c", Err(Character('_')), Err(Character('_'))),
        ("ab.c", Err(Character('.')), Err(Character('.'))),
        (&long(64), Ok(()), Ok(())),
        (&long(65), Err(TooLong(64)), Err(TooLong(64))),
    ];
    for (text, as_name, as_user) in table {
        assert_eq!(changed_name(text), as_name, "name {text:?}");
        assert_eq!(access_user_v1(text), as_user, "user {text:?}");
    }
}

#[test]
fn a_description_has_at_most_1024_characters_not_bytes() {
    for (count, expected) in [(0, Ok(())), (1024, Ok(())), (1025, Err(TooLong(1024)))] {
        assert_eq!(description(&"é".repeat(count)), expected, "{count}");
    }
}

#[test]
fn a_password_has_8_to_32_characters_of_three_of_four_classes() {
    let of = |count: usize| format!("aB{}", "1".repeat(count - 2));
    let table = [
        ("", Err(Missing)),
        (&of(7), Err(TooShort(8))),
        (&of(8), Ok(())),
        (&of(32), Ok(())),
        (&of(33), Err(TooLong(32))),
        ("abcdefgh", Err(FewClasses(1))),
        ("abcdefg1", Err(FewClasses(2))),
        ("abcdefg!", Err(FewClasses(2))),
        ("abcdef1!", Ok(())),
        ("ABCDEF1!", Ok(())),
        ("abcdEF!!", Ok(())),
        ("abcdEF 1", Ok(())),
        ("-bcdEF11", Err(HyphenFirst)),
        ("abcdEF1-", Ok(())),
        ("abcdEF1é", Err(PasswordCharacter)),
        ("abcdEF1\u{7f}", Err(PasswordCharacter)),
    ];
    for (text, expected) in table {
        assert_eq!(password(text), expected, "{text:?}");
    }
    for letter in "`~!@#$%^&*()-_=+\\|[{}]:;'\",<.>/? ".chars() {
        assert_eq!(password(&format!("abcdef1{letter}")), Ok(()), "{letter:?}");
    }
}

#[test]
fn ids_are_opaque_but_never_empty_or_blank() {
    assert_eq!(id(""), Err(Missing));
    assert_eq!(id("8959ab1c-7n1a"), Ok(()));
    assert_eq!(id("a b"), Err(Character(' ')));
    assert_eq!(enterprise_project(""), Ok(()));
    assert_eq!(enterprise_project("0"), Ok(()));
    assert_eq!(enterprise_project("\t"), Err(Character('\t')));
}

#[test]
fn tags_are_read_from_key_value_pairs_between_commas() {
    let tag = |key: &str, value: &str| Tag {
        key: key.into(),
        value: value.into(),
    };
    assert_eq!(tags(" , "), Ok(vec![]));
    assert_eq!(
        tags("env=prod,  owner = Ops team ,tier=1,"),
        Ok(vec![
            tag("env", "prod"),
            tag("owner", "Ops team"),
            tag("tier", "1")
        ])
    );
}

#[test]
fn tags_keep_to_table_4_3() {
    let of = |key: &str, problem| Err(in_tag(key, problem));
    let (k36, k37) = ("k".repeat(36), "k".repeat(37));
    let (v43, v44) = ("v".repeat(43), "v".repeat(44));
    let many = |count: usize| {
        let pairs: Vec<_> = (0..count).map(|at| format!("k{at}=v")).collect();
        pairs.join(",")
    };
    let table = [
        (format!("{k36}={v43}"), Ok(1)),
        (format!("{k37}=v"), of(&k37, TooLong(36))),
        (format!("k={v44}"), of("k", TooLong(43))),
        ("k=".into(), of("k", Missing)),
        ("=v".into(), of("", Missing)),
        ("loose".into(), Err(NotATag("loose".into()))),
        ("a=b=c".into(), of("a", Character('='))),
        ("a=b/c".into(), of("a", Character('/'))),
        ("a*=b".into(), of("a*", Character('*'))),
        ("a=<b".into(), of("a", Character('<'))),
        ("a=b>".into(), of("a", Character('>'))),
        ("a=b\\".into(), of("a", Character('\\'))),
        ("a=b|".into(), of("a", Character('|'))),
        ("a=1,a=2".into(), Err(RepeatedKey("a".into()))),
        (many(20), Ok(20)),
        (many(21), Err(TooManyTags(20))),
    ];
    for (text, expected) in table {
        assert_eq!(tags(&text).map(|tags| tags.len()), expected, "{text}");
    }
}

fn in_tag(key: &str, problem: Problem) -> Problem {
    InTag(key.into(), Box::new(problem))
}

#[test]
fn broker_counts_are_the_products_or_those_of_table_4_2() {
    let with = |kind, least, most, step| {
        let mut product = product(kind);
        (product.min_broker, product.max_broker) = (least, most);
        product.broker_step = step;
        broker_counts(&product)
    };
    use ProductKind::{Cluster, Other, Single};
    assert_eq!(with(Single, None, None, None), [1]);
    assert_eq!(with(Cluster, None, None, None), [3, 5, 7]);
    assert_eq!(
        with(Other("single.professional".into()), None, None, None),
        [1]
    );
    assert_eq!(with(Single, Some(1), Some(1), Some(0)), [1]);
    assert_eq!(with(Cluster, Some(3), Some(7), Some(2)), [3, 5, 7]);
    assert_eq!(with(Cluster, Some(3), Some(7), Some(0)), [3, 5, 7]);
    assert_eq!(with(Cluster, Some(3), Some(5), Some(1)), [3, 4, 5]);
    assert_eq!(with(Cluster, Some(7), Some(3), Some(2)), [0; 0]);
    assert_eq!(with(Cluster, Some(1), Some(u32::MAX), Some(1)).len(), 100);
}

#[test]
fn storage_counts_over_all_brokers_in_steps_of_100_gb_each() {
    let mut cluster = product(ProductKind::Cluster);
    let limits = |least, most, step| Limits { least, most, step };
    assert_eq!(storage_limits(&cluster, 3), limits(300, 90_000, 300));
    assert_eq!(storage_limits(&cluster, 5), limits(500, 90_000, 500));
    assert_eq!(storage_limits(&cluster, 1), limits(100, 30_000, 100));
    cluster.min_storage = Some(200);
    cluster.max_storage = Some(1000);
    let three = limits(600, 3000, 300);
    assert_eq!(storage_limits(&cluster, 3), three);
    let table = [
        (0, Err(OutOfRange(three))),
        (300, Err(OutOfRange(three))),
        (599, Err(OutOfRange(three))),
        (600, Ok(())),
        (601, Err(OffStep(three))),
        (700, Err(OffStep(three))),
        (900, Ok(())),
        (3000, Ok(())),
        (3001, Err(OutOfRange(three))),
        (u64::MAX, Err(OutOfRange(three))),
    ];
    for (gb, expected) in table {
        assert_eq!(storage(gb, three), expected, "{gb} GB");
    }
}

#[test]
fn a_cluster_lives_in_one_zone_or_in_three_and_more() {
    let table = [
        (0, 1, Err(Missing)),
        (1, 1, Ok(())),
        (2, 1, Err(OneZone)),
        (3, 1, Err(OneZone)),
        (0, 3, Err(Missing)),
        (1, 3, Ok(())),
        (2, 3, Err(OneOrThreeZones)),
        (3, 3, Ok(())),
        (4, 5, Ok(())),
    ];
    for (zones, brokers, expected) in table {
        assert_eq!(zone_count(zones, brokers), expected, "{zones}, {brokers}");
    }
}

#[test]
fn a_window_starts_at_one_of_six_hours_and_lasts_four() {
    let ok = |begin: &str, end: &str| Ok((begin.to_owned(), end.to_owned()));
    let table = [
        ("22", "02", ok("22:00", "02:00")),
        ("02:00:00", "06:00:00", ok("02:00", "06:00")),
        ("18:00", "22:00", ok("18:00", "22:00")),
        ("03", "07", Err(Problem::Window)),
        ("22", "03", Err(Problem::Window)),
        ("22", "22", Err(Problem::Window)),
        ("22:30", "02:30", Err(Problem::Window)),
        ("", "", Err(Problem::Window)),
        ("+2", "+6", Err(Problem::Window)),
        ("é", "06", Err(Problem::Window)),
    ];
    for (begin, end, expected) in table {
        assert_eq!(window(begin, end), expected, "{begin} to {end}");
    }
}

#[test]
fn the_amqp_edition_is_known_by_version_and_by_product_type() {
    assert_eq!(Edition::of_version("amqp-0-9-1"), Edition::Amqp);
    assert_eq!(Edition::of_version("3.8.35"), Edition::Classic);
    let professional = ProductKind::Other("cluster.professional".into());
    assert_eq!(Edition::of_product(&product(professional)), Edition::Amqp);
    let cluster = product(ProductKind::Cluster);
    assert_eq!(Edition::of_product(&cluster), Edition::Classic);
}
