//! What filters mean, and what is said about those that mean nothing.

mod figures;

use super::*;
use crate::api::v2::ProjectTag;
use crate::model::{Billing, Instance, InstanceId, InstanceKey, Scope, Status, Storage, Tag, Zone};
use crate::state::input::Edit;
use std::sync::Arc;

const NOW: i64 = 1_790_000_000_000;
const HOUR: i64 = 3_600_000;

fn now() -> Now {
    Now {
        uptime: Duration::from_secs(100),
        wall: NOW,
    }
}

fn row() -> Row {
    let id = InstanceId::new("de873040-D661").unwrap();
    let mut instance = Instance::bare(id.clone());
    instance.name = Some("Orders-EU-01".into());
    instance.status = Some(Status::Error);
    instance.kind = Some("cluster.professional".into());
    instance.engine_version = Some("3.12.13".into());
    instance.network.connect_address = Some("192.168.0.74".into());
    instance.created_at = Some(NOW - 23 * HOUR);
    instance.storage = Storage {
        used: Some(81),
        usable: Some(100),
        ..Storage::default()
    };
    instance.network.zone_ids = vec!["9f1c5f4b".into(), "a2".into()];
    instance.network.zone_names = vec!["AZ1".into()];
    instance.network.public = Some(true);
    instance.billing = Some(Billing::Prepaid);
    instance.enterprise_project_id = Some("0".into());
    instance.tags = vec![Tag {
        key: "env".into(),
        value: "生产".into(),
    }];
    let scope = Scope::new("prod", "eu-west-101");
    let seen = Now {
        uptime: Duration::from_secs(90),
        wall: NOW - 10_000,
    };
    Row::new(
        InstanceKey { scope, id },
        Arc::new(instance),
        seen,
        1,
        Duration::from_secs(5),
    )
}

#[test]
fn every_term_must_hold_without_regard_to_case() {
    for (text, accepted) in [
        ("", true),
        ("orders", true),
        ("ORDERS 192.168", true),
        ("orders us", false),
        ("d661", true),
        ("生产", true),
        ("us|orders", true),
        ("!us", true),
        ("!orders", false),
        ("!us|orders", false),
        ("status=error", true),
        ("Status=ERROR", true),
        ("status=ERR", false),
        ("status=RUNNING|error", true),
        ("!status=RUNNING", true),
        ("tag:env=生产", true),
        ("tag:ENV", true),
        ("tag:env=prod|生产", true),
        ("tag:env=prod", false),
        ("tag:team", false),
        ("!tag:team", true),
        ("name=eu", true),
        ("name=192", false),
        ("type=cluster", true),
        ("type=cluster.professional", true),
        ("type=clus", false),
        ("version=3", true),
        ("version=3.12", true),
        ("version=3.1", false),
        ("region=EU-west-101", true),
        ("region=eu", false),
        ("profile=prod", true),
        ("profile=pro", false),
        ("storage>80", true),
        ("storage>81", false),
        ("storage>=81%", true),
        ("storage<81", false),
        ("storage<=81", true),
        ("storage=81", true),
        ("age<1d", true),
        ("age<23h", false),
        ("age<=23h", true),
        ("age>22h", true),
        ("age>1w", false),
        ("age>=1380m", true),
        ("stale", false),
        ("!stale", true),
        ("orders tag:env status=ERROR", true),
    ] {
        let filter = Filter::parse(text);
        assert_eq!(filter.fault(), None, "{text:?}");
        assert_eq!(filter.accepts(&row(), now()), accepted, "{text:?}");
    }
}

#[test]
fn where_an_instance_is_and_how_it_is_paid_for_can_be_asked_and_is_offered() {
    let rows = [row()];
    for (text, accepted) in [
        ("zone=az1", true),
        ("zone=9F1C5F4B|b", true),
        ("zone=9f", false),
        ("public=yes", true),
        ("public=no", false),
        ("billing=prepaid", true),
        ("billing=pay-per-use", false),
        ("公网访问=是", true),
        ("公网访问=否|yes", true),
        ("!public=否", true),
        ("计费=包年/包月", true),
        ("计费=按需计费", false),
        ("enterprise=0", true),
        ("enterprise=1", false),
    ] {
        let filter = Filter::parse(text);
        assert_eq!(filter.fault(), None, "{text:?}");
        assert_eq!(filter.accepts(&rows[0], now()), accepted, "{text:?}");
    }
    let [mut listed] = rows.clone();
    listed.zones = Arc::new([Zone {
        id: "9f1c5f4b".into(),
        code: Some("eu-west-101a".into()),
        name: Some("AZ1".into()),
        sold_out: false,
        default: false,
    }]);
    let by_code = Filter::parse("zone=eu-west-101A");
    assert!(by_code.asks_for_zones() && !Filter::parse("az1").asks_for_zones());
    let accepted = |row: &Row| by_code.accepts(row, now());
    assert_eq!([accepted(&rows[0]), accepted(&listed)], [false, true]);
    for (text, offered) in [
        ("zone=", vec!["zone=9f1c5f4b", "zone=AZ1", "zone=a2"]),
        ("bil", vec!["billing="]),
        ("billing=", vec!["billing=prepaid"]),
        ("public=", vec!["public=yes"]),
        ("公网访问=", vec!["公网访问=是"]),
        ("计费=", vec!["计费=包年/包月"]),
        ("enterprise=", vec!["enterprise=0"]),
    ] {
        assert_eq!(typed(text, &rows).offers().0, offered, "{text}");
    }
}

#[test]
fn stale_is_what_the_list_marks_as_stale() {
    let mut now = now();
    now.uptime += Duration::from_secs(10);
    assert_eq!(
        (
            row().is_stale(now),
            Filter::parse("stale").accepts(&row(), now)
        ),
        (true, true)
    );
}

#[test]
fn what_cannot_be_understood_is_said_and_lets_nothing_through() {
    for (text, wrong) in [
        ("stat=ERROR", Wrong::Field(Some("status"))),
        ("!sorage>80", Wrong::Field(Some("storage"))),
        ("env=prod", Wrong::Field(None)),
        ("team=orders", Wrong::Field(None)),
        ("status>ERROR", Wrong::Compare),
        ("age=1d", Wrong::MoreOrLess),
        ("storage>lots", Wrong::Percent),
        ("storage>-1", Wrong::Percent),
        ("ready>many", Wrong::Number),
        ("ready>-1", Wrong::Number),
        ("disk>1e3", Wrong::Number),
        ("age<soon", Wrong::Time),
        ("age<1y", Wrong::Time),
        ("age<99999999999999999999d", Wrong::Time),
        ("age<9999999999999999w", Wrong::Time),
        ("fullin<many", Wrong::Time),
        ("fullin=4h", Wrong::MoreOrLess),
        ("since<30x", Wrong::Time),
        ("since<h", Wrong::Time),
        ("since<30m2x", Wrong::Time),
        ("sinc<30m", Wrong::Field(Some("since"))),
        ("待投>10k", Wrong::Field(Some("待投递"))),
        ("入>1k", Wrong::Field(Some("入/秒"))),
        ("环境=prod", Wrong::Field(None)),
    ] {
        let filter = Filter::parse(&format!("orders {text}"));
        let fault = filter.fault().unwrap();
        assert_eq!((fault.word.as_str(), fault.wrong), (text, wrong));
        assert!(!filter.accepts(&row(), now()), "{text}");
        assert!(!filter.is_empty());
    }
}

#[test]
fn what_is_not_finished_is_said_and_asks_nothing_yet() {
    for text in [
        "!",
        "status=",
        "tag:",
        "tag:env=",
        "storage>",
        "age<",
        "age<1",
        "since<1h3",
        "a|",
    ] {
        let filter = Filter::parse(&format!("orders {text}"));
        assert_eq!(filter.fault().unwrap().wrong, Wrong::Unfinished, "{text}");
        assert!(filter.accepts(&row(), now()), "{text}");
    }
    let both = Filter::parse("status= stat=x");
    assert_eq!(
        both.fault().unwrap().word,
        "stat=x",
        "what is wrong comes first"
    );
}

#[test]
fn a_row_passes_by_its_age_from_the_moment_that_is_foretold() {
    let (row, mut now) = (row(), now());
    for text in ["age<1d", "age<=1d", "age>1d", "age>=1d"] {
        let filter = Filter::parse(text);
        let before = filter.accepts(&row, now);
        let turns = filter.turns(&row, now).unwrap();
        assert_eq!(
            turns,
            now.uptime + Duration::from_millis(3_600_001),
            "{text}"
        );
        now.wall += 3_600_001;
        assert_ne!(filter.accepts(&row, now), before, "{text}");
        assert_eq!(filter.turns(&row, now), None);
        now.wall -= 3_600_001;
    }
    assert!(!Filter::parse("stale storage>80").follows_time());
}

/// Rows, and no tags beside theirs.
fn known(rows: &[Row]) -> FilterValues<'_> {
    let tags = Vec::new();
    FilterValues { rows, tags }
}

fn typed(text: &str, rows: &[Row]) -> FilterLine {
    FilterLine::new(text, &known(rows))
}

#[test]
fn the_word_under_the_cursor_is_completed_as_far_as_all_offers_agree() {
    let rows = [row()];
    let known = known(&rows);
    for (text, offered, completed) in [
        (
            "orders st",
            vec!["status=", "storage>", "stale"],
            "orders status=",
        ),
        ("sto", vec!["storage>"], "storage>"),
        ("!REG", vec!["!region="], "!region="),
        ("status=", vec!["status=ERROR"], "status=ERROR"),
        (
            "status=running|",
            vec!["status=running|ERROR"],
            "status=running|ERROR",
        ),
        ("tag:", vec!["tag:env"], "tag:env"),
        ("tag:env=", vec!["tag:env=生产"], "tag:env=生产"),
        ("profile=", vec!["profile=prod"], "profile=prod"),
        ("storage>", vec![], "storage>"),
        ("orders", vec![], "orders"),
    ] {
        let mut line = typed(text, &rows);
        assert_eq!(line.offers().0, offered, "{text}");
        line.complete(Turn::On, &known);
        assert_eq!(line.text(), completed, "{text}");
    }
}

#[test]
fn completing_again_goes_through_the_offers_and_round() {
    let rows = [row()];
    let known = known(&rows);
    let mut line = typed("st", &rows);
    let mut turned = |turn| {
        line.complete(turn, &known);
        line.text().to_owned()
    };
    let on = [(); 4].map(|()| turned(Turn::On));
    assert_eq!(on, ["status=", "storage>", "stale", "status="]);
    assert_eq!([(); 2].map(|()| turned(Turn::Back)), ["stale", "storage>"]);
}

#[test]
fn a_word_is_completed_where_the_cursor_is_and_the_rest_stays() {
    let rows = [row()];
    let known = known(&rows);
    let mut line = typed("sto eu", &rows);
    for _ in 0..3 {
        line.edit(&known, |field| field.edit(Edit::Left));
    }
    line.complete(Turn::On, &known);
    line.edit(&known, |field| field.edit(Edit::Insert('9')));
    assert_eq!(line.text(), "storage>9 eu");
}

#[test]
fn offers_stay_while_rows_come_and_go() {
    let rows = [row()];
    let mut line = typed("status=", &rows);
    let before = line.offers().0.to_vec();
    line.complete(Turn::On, &known(&[]));
    assert_eq!(
        (line.text(), before),
        ("status=ERROR", vec!["status=ERROR".to_owned()])
    );
}

fn project_tag(key: &str, values: &[&str]) -> ProjectTag {
    ProjectTag {
        key: key.into(),
        values: values.iter().map(|value| (*value).into()).collect(),
    }
}

#[test]
fn tags_of_the_project_are_offered_beside_those_of_the_rows_each_once() {
    let rows = [row()];
    let read = [
        project_tag("env", &["生产", "test", "two words"]),
        project_tag("Owner", &["shop"]),
    ];
    let known = FilterValues {
        rows: &rows,
        tags: read.iter().collect(),
    };
    for (text, offered) in [
        ("tag:", vec!["tag:Owner", "tag:env"]),
        ("!tag:o", vec!["!tag:Owner"]),
        ("tag:env=", vec!["tag:env=test", "tag:env=生产"]),
        ("tag:owner=", vec!["tag:owner=shop"]),
        ("name=", vec!["name=Orders-EU-01"]),
    ] {
        assert_eq!(FilterLine::new(text, &known).offers().0, offered, "{text}");
    }
}

#[test]
fn tags_that_arrive_are_offered_at_once_and_leave_the_taken_one_where_it_is() {
    let rows = [row()];
    let read = [project_tag("area", &[]), project_tag("zone", &[])];
    let more = FilterValues {
        rows: &rows,
        tags: read.iter().collect(),
    };
    let all = ["tag:area", "tag:env", "tag:zone"];
    let mut line = typed("tag:", &rows);
    line.refresh_from(&more);
    assert_eq!(
        (line.text(), line.offers().0),
        ("tag:", &all.map(Into::into)[..])
    );

    let mut line = typed("tag:", &rows);
    line.refresh_from(&FilterValues {
        tags: read[1..].iter().collect(),
        ..more.clone()
    });
    line.complete(Turn::On, &more);
    line.refresh_from(&more);
    assert_eq!(line.offers(), (&all.map(Into::into)[..], Some(1)));
    line.complete(Turn::On, &more);
    assert_eq!(line.text(), "tag:zone");
    line.refresh_from(&known(&rows));
    assert_eq!(
        line.offers().1,
        Some(2),
        "one that is no longer there stays"
    );
}
