//! Exporting: what is in the file, that it is the shown table and nothing else, and what is said
//! when there is none.

use crate::desk::{Desk, instance, key, plugin, words};
use crate::live::{Live, Setup};
use crate::promises::help::task;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;
use warren::api::{ErrorKind, MissingPart, TaskList};
use warren::effect::Effect;
use warren::event::Event;
use warren::export::sheet;
use warren::model::Tag;
use warren::state::column::Column;
use warren::state::export::{Exported, Extent, Format, NotExported, Table, Wanted};
use warren::state::notice::{Level, NoticeKind};
use warren::state::now::Now;
use warren::state::overlay::Overlay;
use warren::state::query::QueryAnswer;
use warren::state::write::can::Refusal;
use warren::ui::words::copied;

/// What was to be exported so far.
fn wanted(desk: &Desk) -> Vec<Wanted> {
    let effects = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Export(wanted) => Some(wanted.clone()),
        _ => None,
    });
    effects.collect()
}

/// The table in front as a file.
fn text(desk: &Desk, format: Format) -> String {
    let table = desk.state.table().unwrap();
    sheet(words(), &desk.state, &table).print(format)
}

fn csv(desk: &Desk) -> Vec<String> {
    let text = text(desk, Format::Csv);
    let text = text.strip_prefix('\u{feff}').unwrap();
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    text.split_terminator("\r\n").map(str::to_owned).collect()
}

/// Three instances of which everything that is exported is known.
fn desk() -> Desk {
    let mut desk = Desk::new(80, 24);
    let rows = [("orders", 10), ("billing", 80), ("audit", 44)];
    let rows = rows.map(|(name, used)| {
        let mut one = instance(name);
        one.kind = Some("cluster".into());
        one.specification = Some("rabbitmq.4u8g.cluster * 3 broker".into());
        one.product_id = Some("c6.4u8g.cluster".into());
        one.broker_num = Some(3);
        one.storage.used = Some(used);
        one.network.connect_address = Some("192.168.0.74".into());
        one.network.port = Some(5672);
        one.network.zone_ids = vec!["z1".into(), "z2".into()];
        one.network.zone_names = vec!["AZ1".into(), "AZ2".into()];
        one.created_at = Some(1_590_047_080_687);
        one.tags = vec![Tag {
            key: "env".into(),
            value: "prod".into(),
        }];
        one
    });
    desk.list(rows.into());
    desk
}

#[test]
fn the_list_is_exported_as_it_is_sorted_with_exact_values_and_their_units() {
    let desk = desk();
    let read = "2026-09-21T14:13:20.000Z,0,fresh";
    let rest = "test,cluster,rabbitmq.4u8g.cluster * 3 broker,c6.4u8g.cluster,3,3.8.35";
    let place = ",192.168.0.74,5672,\"z1,z2\",\"AZ1,AZ2\",1590047080687,env=prod";
    assert_eq!(
        csv(&desk),
        [
            "severity,name,status,region,profile,type,specification,product_id,broker_num,\
             engine_version,storage_used_percent,used_storage_space_gb,storage_space_gb,\
             total_storage_space_gb,since_ms,connect_address,port,available_zones,available_zone_names,\
             created_at_ms,tags,why,instance_id,fetched_at_utc,age_ms,freshness"
                .to_owned(),
            format!(
                "critical,billing,RUNNING,cn-north-4,{rest},90,80,88,100,{place},storage 90% used,id-billing,{read}"
            ),
            format!("fine,audit,RUNNING,cn-north-4,{rest},50,44,88,100,{place},,id-audit,{read}"),
            format!("fine,orders,RUNNING,cn-north-4,{rest},11,10,88,100,{place},,id-orders,{read}"),
        ]
    );
}

#[test]
fn every_field_of_every_column_is_in_the_file() {
    let mut desk = desk();
    let scope = desk.state.profiles.first().scope().clone();
    let profile = desk.state.profiles.get_mut(&scope).unwrap();
    profile.context.ces_endpoint = Some("ces.example.com".into());
    for column in Column::ON_REQUEST {
        desk.state.columns.toggle(column);
    }
    let lines = csv(&desk);
    let head: Vec<&str> = lines[0].split(',').collect();
    for column in Column::ALL {
        assert!(!column.fields().is_empty(), "{column:?}");
        for field in column.fields() {
            assert!(head.contains(field), "{column:?}: {field}");
        }
    }
}

#[test]
fn json_has_the_same_names_and_values_in_their_own_types() {
    let desk = desk();
    let text = text(&desk, Format::Json);
    let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
    let wanted = r#"{"severity":"critical","name":"billing","status":"RUNNING","region":"cn-north-4","profile":"test","type":"cluster","specification":"rabbitmq.4u8g.cluster * 3 broker","product_id":"c6.4u8g.cluster","broker_num":3,"engine_version":"3.8.35","storage_used_percent":90,"used_storage_space_gb":80,"storage_space_gb":88,"total_storage_space_gb":100,"since_ms":null,"connect_address":"192.168.0.74","port":5672,"available_zones":["z1","z2"],"available_zone_names":["AZ1","AZ2"],"created_at_ms":1590047080687,"tags":[{"key":"env","value":"prod"}],"why":"storage 90% used","instance_id":"id-billing","fetched_at_utc":"2026-09-21T14:13:20.000Z","age_ms":0,"freshness":"fresh"}"#;
    assert_eq!(rows[0].to_string(), wanted);
    assert_eq!(rows.as_array().unwrap().len(), 3);
}

#[test]
fn the_filter_the_order_and_the_columns_are_those_of_the_screen_and_every_row_is_there() {
    let mut desk = Desk::new(80, 24);
    let names: Vec<String> = (0..200).map(|n| format!("orders-{n:03}")).collect();
    let mut rows: Vec<_> = names.iter().map(|name| instance(name)).collect();
    rows.push(instance("billing"));
    desk.list(rows);
    desk.press("/ o r d e r s enter S");
    // Without the status, the region and the profile, and with the storage before the name.
    desk.press("c j space j space j space j j j j K K K K K K K K enter");
    let lines = csv(&desk);
    assert_eq!(lines.len(), 201);
    assert!(
        lines[0].starts_with(
            "severity,storage_used_percent,used_storage_space_gb,storage_space_gb,\
             total_storage_space_gb,name,type,"
        ),
        "{}",
        lines[0]
    );
    let begins = [
        "fine,11,10,88,100,orders-199,",
        "fine,11,10,88,100,orders-000,",
    ];
    assert!(lines[1].starts_with(begins[0]), "{}", lines[1]);
    assert!(lines[200].starts_with(begins[1]), "{}", lines[200]);
}

#[test]
fn old_rows_say_how_old_they_are_and_when_they_were_read() {
    let mut desk = Desk::with(&["orders"]);
    desk.wait(Duration::from_millis(90_500));
    let line = csv(&desk).remove(1);
    assert!(line.starts_with("unknown,orders,RUNNING,"), "{line}");
    let end = ",STALE 1m,id-orders,2026-09-21T14:13:20.000Z,90500,stale";
    assert!(line.ends_with(end), "{line}");
    desk.not_found("orders");
    let line = csv(&desk).remove(1);
    assert!(line.ends_with(",gone"), "{line}");
}

#[test]
fn no_text_is_a_formula_to_a_spreadsheet_and_every_row_is_a_line() {
    let mut desk = Desk::new(80, 24);
    let names = ["=1+1", "+1", "-1", "@x", "＝1", "a\"b,c", "x\r\ny", "订单"];
    desk.list(names.iter().map(|name| instance(name)).collect());
    let mut seen: Vec<String> = csv(&desk)[1..]
        .iter()
        .map(|line| line.strip_prefix("fine,").unwrap().to_owned())
        .map(|line| line.split_once(",RUNNING").unwrap().0.to_owned())
        .collect();
    seen.sort();
    let mut wanted = [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'＝1",
        "\"a\"\"b,c\"",
        r"x\x0d\x0ay",
        "订单",
    ];
    wanted.sort_unstable();
    assert_eq!(seen, wanted);
    let rows: serde_json::Value = serde_json::from_str(&text(&desk, Format::Json)).unwrap();
    let rows = rows.as_array().unwrap().iter();
    let mut exact: Vec<&str> = rows.map(|row| row["name"].as_str().unwrap()).collect();
    exact.sort_unstable();
    let mut names = names;
    names.sort_unstable();
    assert_eq!(exact, names);
}

#[test]
fn plug_ins_tasks_and_tags_say_whose_they_are() {
    let mut desk = desk();
    desk.press("enter");
    desk.plugins("billing", vec![plugin("rabbitmq_shovel", true)]);
    let mut one = task(7);
    one.created_at = Some(1_590_047_080_687);
    one.params = Some("{\"a\":1}".into());
    let tasks = TaskList {
        tasks: vec![one],
        missing: Some(crate::desk::error(ErrorKind::Timeout)),
        ..TaskList::default()
    };
    desk.tasks("billing", tasks);
    desk.wait(Duration::from_secs(2));
    let whose = "billing,id-billing,cn-north-4,test,2026-09-21T14:13:20.000Z,2000,fresh";
    let heads = "instance_name,instance_id,region,profile,fetched_at_utc,age_ms,freshness";
    desk.press("4");
    let head = format!("name,enable,running,version,{heads}");
    let row = format!("rabbitmq_shovel,true,true,3.8.35,{whose}");
    assert_eq!(csv(&desk), [head, row]);
    desk.press("5");
    let head = format!("id,name,status,user_name,created_at_ms,updated_at_ms,params,{heads}");
    let row = format!("task-7,extendInstance,SUCCESS,,1590047080687,,\"{{\"\"a\"\":1}}\",{whose}");
    assert_eq!(csv(&desk), [head, row]);
    let tasks = sheet(words(), &desk.state, &Table::Tasks(key("billing")));
    assert_eq!(tasks.extent, Extent::Partial);
    desk.press("6");
    assert_eq!(
        csv(&desk),
        [format!("key,value,{heads}"), format!("env,prod,{whose}")]
    );
}

#[test]
fn errors_are_a_table_too() {
    let mut desk = Desk::with(&["orders"]);
    desk.answer(QueryAnswer::Listing(Err(error_with_code())));
    desk.effects.clear();
    desk.press("E f12");
    let (format, to) = (Format::Csv, None);
    let table = Table::Errors;
    assert_eq!(wanted(&desk), [Wanted { table, format, to }]);
    assert_eq!(
        csv(&desk),
        [
            "at_utc,level,times,said,code,message,request_id,profile,region",
            "2026-09-21T14:13:20.000Z,warning,1,could not list instances: the service failed (DMS.00500000): a test says so,DMS.00500000,a test says so,r-1,test,cn-north-4",
        ]
    );
}

fn error_with_code() -> warren::api::ApiError {
    let mut error = crate::desk::error(ErrorKind::Server);
    error.code = Some("DMS.00500000".into());
    error.request_id = Some("r-1".into());
    error
}

#[test]
fn the_key_exports_the_table_in_front_and_nothing_where_there_is_none() {
    for (way, table) in [
        ("f12", Some(Table::Instances)),
        ("enter 4 f12", Some(Table::Plugins(key("billing")))),
        ("enter 6 f12", Some(Table::Tags(key("billing")))),
        ("a f12", Some(Table::Instances)),
        ("enter f12", None),
        ("enter 5 f12", None),
        ("enter 7 f12", None),
        ("E f12", None),
        ("? f12", None),
    ] {
        let mut desk = desk();
        desk.press("enter");
        desk.plugins("billing", vec![plugin("rabbitmq_shovel", true)]);
        desk.press("esc");
        desk.press(way);
        let wished = table.into_iter().map(|table| Wanted {
            table,
            format: Format::Csv,
            to: None,
        });
        assert_eq!(wanted(&desk), wished.collect::<Vec<_>>(), "{way}");
    }
}

#[test]
fn the_palette_takes_the_form_and_the_name_of_a_file() {
    for (line, format, to) in [
        ("export csv", Format::Csv, None),
        ("export json", Format::Json, None),
        (
            "export json /var/x/my list.json",
            Format::Json,
            Some("/var/x/my list.json"),
        ),
    ] {
        let mut desk = desk();
        desk.press(":");
        desk.type_text(line);
        desk.press("enter");
        let table = Table::Instances;
        let to = to.map(str::to_owned);
        assert_eq!(wanted(&desk), [Wanted { table, format, to }], "{line}");
    }
    // Where nothing can be exported it says why; in no other form the line stays and says so.
    let typed = |way: &str, line: &str| {
        let mut desk = desk();
        desk.press(way);
        desk.press(":");
        desk.type_text(line);
        desk.press("enter");
        assert_eq!(wanted(&desk), [], "{line}");
        desk
    };
    let refused = typed("enter", "export csv x").state.overlay;
    let no_table =
        matches!(refused, Some(Overlay::Refused { reason, .. }) if reason == Refusal::NoTable);
    assert!(no_table);
    let unknown = typed("", "export xml x").state.overlay;
    assert!(matches!(unknown, Some(Overlay::Palette(palette)) if palette.wrong));
}

#[test]
fn a_partial_list_says_so_in_the_name_of_its_file_and_in_what_is_said() {
    let mut desk = Desk::with(&["orders"]);
    let name = |desk: &Desk| {
        let now = Now {
            wall: 1_770_084_847_000,
            ..desk.now
        };
        sheet(words(), &desk.state, &Table::Instances).file_name(Format::Json, now)
    };
    assert_eq!(name(&desk), "warren-instances-20260203T021407Z.json");
    let mut partial = crate::desk::listing(vec![instance("orders")]);
    partial.missing.push(MissingPart {
        from: 50,
        to: 100,
        error: crate::desk::error(ErrorKind::Timeout),
    });
    desk.answer(QueryAnswer::Listing(Ok(partial)));
    assert_eq!(
        name(&desk),
        "warren-instances-partial-20260203T021407Z.json"
    );
}

#[test]
fn what_became_of_it_is_said_with_what_to_do_next() {
    let mut desk = Desk::with(&["orders"]);
    for went in [
        Ok((153, Extent::Complete)),
        Ok((1, Extent::Partial)),
        Err(NotExported::Exists),
        Err(NotExported::NoRight),
        Err(NotExported::Full),
        Err(NotExported::Other("it burns".into())),
    ] {
        let path = "/var/x.csv".into();
        desk.feed(Event::Exported(Exported { path, went }));
    }
    let said = desk
        .state
        .notices
        .iter()
        .filter_map(|notice| match &notice.said {
            NoticeKind::Exported(outcome) => {
                Some((notice.level, copied::exported(words(), outcome)))
            }
            _ => None,
        });
    let said: Vec<(Level, String)> = said.collect();
    let warnings = [
        "not exported: /var/x.csv: it burns",
        "not exported: the disk is full: /var/x.csv; nothing was left there",
        "not exported: no right to write /var/x.csv; name another with :export",
        "not exported: /var/x.csv is there already; name another with :export",
        "exported 1 row of a PARTIAL table: /var/x.csv",
    ];
    let warnings = warnings.map(|text| (Level::Warning, text.to_owned()));
    let done = (Level::Info, "exported 153 rows: /var/x.csv".to_owned());
    assert_eq!(said, [&warnings[..], &[done]].concat());
}

/// What was said about the newest export.
fn newest(live: &Live) -> Option<Exported> {
    let mut notices = live.state().notices.iter();
    notices.find_map(|notice| match &notice.said {
        NoticeKind::Exported(exported) => Some(exported.clone()),
        _ => None,
    })
}

#[tokio::test(start_paused = true)]
async fn a_file_is_written_once_and_read_back_as_the_service_has_it() {
    let mut live = Live::with(&["orders-01", "orders-02", "billing-01"]).await;
    let path = live.home.path().join("list.json");
    let name = path.to_str().unwrap().to_owned();
    let export = |live: &mut Live, format: &str, name: &str| {
        live.press(":");
        live.type_text(&format!("export {format} {name}"));
        live.press("enter");
    };
    live.press("/ o r d e r s enter");
    export(&mut live, "json", &name);
    live.until("it is written", |live| newest(live).is_some())
        .await;
    let went = Ok((2, Extent::Complete));
    let path_of = |name: &str| name.to_owned();
    assert_eq!(
        newest(&live),
        Some(Exported {
            path: path_of(&name),
            went
        })
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (row, name) in rows
        .as_array()
        .unwrap()
        .iter()
        .zip(["orders-01", "orders-02"])
    {
        assert_eq!(row["name"], name);
        assert_eq!(row["instance_id"], live.service_id(name).unwrap());
        assert_eq!(row["freshness"], "fresh");
    }
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // What is there is never written over.
    live.press("esc esc");
    export(&mut live, "csv", &name);
    live.until("it is refused", |live| {
        newest(live).is_some_and(|newest| newest.went.is_err())
    })
    .await;
    assert_eq!(newest(&live).unwrap().went, Err(NotExported::Exists));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test(start_paused = true)]
async fn a_directory_that_is_not_there_is_said_and_nothing_is_made() {
    let mut live = Setup::with(&["orders-01"]).start().await;
    live.listed().await;
    let path = live.home.path().join("no/list.csv");
    live.press(":");
    live.type_text(&format!("export csv {}", path.display()));
    live.press("enter");
    live.until("it is refused", |live| newest(live).is_some())
        .await;
    assert_eq!(newest(&live).unwrap().went, Err(NotExported::NoDirectory));
    assert!(!live.home.path().join("no").exists());
}
