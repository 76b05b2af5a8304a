//! Whole outputs: scripts and people count on every character of them.

use std::sync::Arc;

use super::*;
use crate::api::{ApiError, ErrorKind, MissingPart, Operation};
use crate::model::{Billing, InstanceId, Network, Status, Storage, Tag};

fn printed(parts: &[Part], output: Output, origin: Origin) -> String {
    let mut text = Vec::new();
    print(parts, output, origin, &TimeZone::default(), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// What is printed of the only profile there is.
fn one(listing: &Listing, output: Output) -> String {
    let part = Part {
        scope: Scope::new("p", "r"),
        listing: listing.clone(),
    };
    printed(&[part], output, Origin::Implied)
}

fn bare(id: &str) -> Instance {
    Instance::bare(InstanceId::new(id).unwrap())
}

fn network() -> Network {
    let text = |text: &str| Some(text.to_owned());
    Network {
        connect_address: text("192.168.0.74"),
        port: Some(5671),
        management_address: text("https://192.168.0.74:15671"),
        public_management_address: text("https://203.0.113.7:15671"),
        ssl: Some(true),
        public: Some(false),
        public_address: text("203.0.113.7"),
        public_ip_id: text("eip"),
        vpc_id: text("v1"),
        vpc_name: text("vpc"),
        subnet_id: text("s1"),
        subnet_name: text("net"),
        subnet_cidr: text("192.168.0.0/24"),
        security_group_id: text("g1"),
        security_group_name: text("group"),
        zone_ids: vec!["z1".into(), "z2".into()],
        zone_names: vec!["AZ1".into(), "AZ2".into()],
        ipv6: Some(true),
        ipv6_addresses: vec!["::1".into()],
    }
}

/// One of which everything is known, and which makes the most of it.
fn full() -> Instance {
    let text = |text: &str| Some(text.to_owned());
    Instance {
        name: text("订单-queue"),
        status: Some(Status::Running),
        kind: text("cluster"),
        description: text("line one\nline \"two\"\u{1b}[2J"),
        engine_version: text("3.8.35"),
        specification: text("rabbitmq.4u8g.cluster * 3 broker"),
        broker_num: Some(3),
        product_id: text("c6.4u8g.cluster"),
        resource_spec_code: text("code"),
        storage: Storage {
            used: Some(249),
            usable: Some(498),
            total: Some(600),
            spec_code: text("dms.physical.storage.ultra.v2"),
            extend_times: Some(2),
            resource_id: text("disk"),
            logical_volume: Some(false),
        },
        network: network(),
        billing: Some(Billing::Prepaid),
        created_at: Some(1_590_047_080_687),
        maintain_begin: text("22:00:00"),
        maintain_end: text("02:00:00"),
        access_user: text("admin"),
        user_name: text("ops"),
        user_id: text("u1"),
        order_id: text("CS1"),
        error_code: text("public.00.0008"),
        enterprise_project_id: text("0"),
        tags: vec![
            Tag {
                key: "env".into(),
                value: "prod".into(),
            },
            Tag {
                key: "team".into(),
                value: String::new(),
            },
        ],
        ..bare("i1")
    }
}

fn listing() -> Listing {
    Listing {
        instances: vec![
            full().into(),
            bare("i2").into(),
            Arc::new(Instance {
                name: Some("a".into()),
                ..bare("i3")
            }),
        ],
        total: Some(3),
        ..Listing::default()
    }
}

#[test]
fn the_table_is_aligned_by_display_width_and_says_what_is_unknown() {
    let wanted = "\
NAME        STATUS   TYPE     SPEC     VERSION  STORAGE         ADDRESS            AZ       CREATED (UTC)  ID  TAGS
a           --       --       --       --       --              --                 --       --             i3  --
--          --       --       --       --       --              --                 --       --             i2  --
订单-queue  RUNNING  cluster  4u8g x3  3.8.35   249/498 GB 50%  192.168.0.74:5671  AZ1,AZ2  2020-05-21     i1  env=prod,team=
";
    assert_eq!(one(&listing(), Output::Table), wanted);
}

#[test]
fn csv_quotes_what_it_must_and_keeps_a_row_on_a_line() {
    let wanted = r#"instance_id,name,status,engine,engine_version,type,specification,broker_num,product_id,resource_spec_code,storage_space,used_storage_space,total_storage_space,storage_spec_code,extend_times,connect_address,port,management_connect_address,ssl_enable,enable_publicip,publicip_address,ipv6_connect_addresses,available_zones,available_zone_names,vpc_id,vpc_name,subnet_id,security_group_id,security_group_name,charging_mode,created_at,maintain_begin,maintain_end,access_user,user_name,enterprise_project_id,description,tags,error_code,order_id,publicip_id,is_logical_volume,storage_resource_id,user_id,ipv6_enable,subnet_name,subnet_cidr
i3,a,,rabbitmq,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
i2,,,rabbitmq,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
i1,订单-queue,RUNNING,rabbitmq,3.8.35,cluster,rabbitmq.4u8g.cluster * 3 broker,3,c6.4u8g.cluster,code,498,249,600,dms.physical.storage.ultra.v2,2,192.168.0.74,5671,https://192.168.0.74:15671,true,false,203.0.113.7,::1,"z1,z2","AZ1,AZ2",v1,vpc,s1,g1,group,0,1590047080687,22:00:00,02:00:00,admin,ops,0,"line one\x0aline ""two""\x1b[2J","env=prod,team=",public.00.0008,CS1,eip,false,disk,u1,true,net,192.168.0.0/24
"#;
    assert_eq!(one(&listing(), Output::Csv), wanted);
}

#[test]
fn csv_has_no_text_that_a_spreadsheet_takes_for_a_formula() {
    for (text, shown) in [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("\t=1", r"'\x09=1"),
        ("\r=1", r"'\x0d=1"),
        ("\n=1", r"'\x0a=1"),
        ("=a,b", "\"'=a,b\""),
        ("a=1", "a=1"),
    ] {
        let mut row = Instance::bare(InstanceId::new("i1").unwrap());
        row.name = Some(text.into());
        row.description = Some(text.into());
        row.tags = vec![Tag {
            key: text.into(),
            value: String::new(),
        }];
        let mut listing = Listing::default();
        listing.instances.push(row.into());
        let csv = one(&listing, Output::Csv);
        let line = csv.lines().nth(1).unwrap();
        assert!(line.starts_with(&format!("i1,{shown},")), "{line}");
        let tag = match shown.strip_suffix('"') {
            Some(quoted) => format!("{quoted}=\""),
            None => format!("{shown}="),
        };
        assert!(line.contains(&format!(",{shown},{tag},")), "{line}");
        let exact: serde_json::Value = serde_json::from_str(&one(&listing, Output::Json)).unwrap();
        assert_eq!(exact["instances"][0]["name"], text);
    }
}

#[test]
fn json_has_every_field_in_the_reference_s_types_and_null_for_the_unknown() {
    let printed = one(&listing(), Output::Json);
    let list: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let wanted = r#"{"instance_id":"i1","name":"订单-queue","status":"RUNNING","engine":"rabbitmq","engine_version":"3.8.35","type":"cluster","specification":"rabbitmq.4u8g.cluster * 3 broker","broker_num":3,"product_id":"c6.4u8g.cluster","resource_spec_code":"code","storage_space":498,"used_storage_space":249,"total_storage_space":600,"storage_spec_code":"dms.physical.storage.ultra.v2","extend_times":2,"connect_address":"192.168.0.74","port":5671,"management_connect_address":"https://192.168.0.74:15671","ssl_enable":true,"enable_publicip":false,"publicip_address":"203.0.113.7","ipv6_connect_addresses":["::1"],"available_zones":["z1","z2"],"available_zone_names":["AZ1","AZ2"],"vpc_id":"v1","vpc_name":"vpc","subnet_id":"s1","security_group_id":"g1","security_group_name":"group","charging_mode":0,"created_at":"1590047080687","maintain_begin":"22:00:00","maintain_end":"02:00:00","access_user":"admin","user_name":"ops","enterprise_project_id":"0","description":"line one\nline \"two\"\u001b[2J","tags":[{"key":"env","value":"prod"},{"key":"team","value":""}],"error_code":"public.00.0008","order_id":"CS1","publicip_id":"eip","is_logical_volume":false,"storage_resource_id":"disk","user_id":"u1","ipv6_enable":true,"subnet_name":"net","subnet_cidr":"192.168.0.0/24"}"#;
    assert_eq!(list["instances"][2].to_string(), wanted);
    let wanted = r#"{"instance_id":"i2","name":null,"status":null,"engine":"rabbitmq","engine_version":null,"type":null,"specification":null,"broker_num":null,"product_id":null,"resource_spec_code":null,"storage_space":null,"used_storage_space":null,"total_storage_space":null,"storage_spec_code":null,"extend_times":null,"connect_address":null,"port":null,"management_connect_address":null,"ssl_enable":null,"enable_publicip":null,"publicip_address":null,"ipv6_connect_addresses":[],"available_zones":[],"available_zone_names":[],"vpc_id":null,"vpc_name":null,"subnet_id":null,"security_group_id":null,"security_group_name":null,"charging_mode":null,"created_at":null,"maintain_begin":null,"maintain_end":null,"access_user":null,"user_name":null,"enterprise_project_id":null,"description":null,"tags":[],"error_code":null,"order_id":null,"publicip_id":null,"is_logical_volume":null,"storage_resource_id":null,"user_id":null,"ipv6_enable":null,"subnet_name":null,"subnet_cidr":null}"#;
    assert_eq!(list["instances"][1].to_string(), wanted);
    assert_eq!(list["instance_num"], 3);
}

#[test]
fn an_empty_list_is_a_whole_answer_in_every_form() {
    let none = Listing::default();
    assert_eq!(one(&none, Output::Table).lines().count(), 1);
    assert_eq!(one(&none, Output::Csv).lines().count(), 1);
    assert_eq!(
        one(&none, Output::Json),
        "{\n  \"instances\": [],\n  \"instance_num\": 0\n}\n"
    );
    assert_eq!(gaps(&none), Vec::<String>::new());
}

#[test]
fn characters_that_steer_hide_or_reorder_never_come_out_as_they_are() {
    let hostile = "\u{9b}2J\u{7f}\u{202e}\u{2066}\u{feff}x";
    let listing = Listing {
        instances: vec![Arc::new(Instance {
            name: Some(hostile.into()),
            ..bare("i1")
        })],
        ..Listing::default()
    };
    for output in [Output::Table, Output::Json, Output::Csv] {
        let printed = one(&listing, output);
        let seen = hostile.chars().filter(|letter| printed.contains(*letter));
        // The digits and letters of the escapes, and the last one.
        assert_eq!(seen.collect::<String>(), "2Jx", "{output:?}: {printed:?}");
    }
    let json = one(&listing, Output::Json);
    let list: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(list["instances"][0]["name"], hostile);
}

#[test]
fn a_gap_says_which_part_is_missing_and_why() {
    let error = ApiError::local(Operation::ListInstances, ErrorKind::Timeout, "no answer");
    let listing = Listing {
        total: Some(153),
        unidentified: 2,
        missing: vec![MissingPart {
            from: 50,
            to: 100,
            error,
        }],
        ..Listing::default()
    };
    assert_eq!(
        gaps(&listing),
        [
            "rows 51 to 100 of 153 are missing: could not list instances: no answer",
            "2 of the service's rows had no readable instance_id and are missing",
        ]
    );
}

#[test]
fn rows_of_several_profiles_say_where_they_are_from() {
    let part = |profile: &str, region: &str, id: &str| Part {
        scope: Scope::new(profile, region),
        listing: Listing {
            instances: vec![bare(id).into()],
            ..Listing::default()
        },
    };
    let parts = [
        part("b", "cn-north-4", "i-2"),
        part("a", "eu-west-101", "i-1"),
    ];
    let table = printed(&parts, Output::Table, Origin::Said);
    let begins: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().take(3).collect())
        .collect();
    assert_eq!(
        begins,
        [
            ["NAME", "REGION", "PROFILE"],
            ["--", "eu-west-101", "a"],
            ["--", "cn-north-4", "b"]
        ]
    );
    let csv = printed(&parts, Output::Csv, Origin::Said);
    let ends: Vec<&str> = csv
        .lines()
        .map(|line| line.rsplit_once(",,").map_or(line, |(_, end)| end))
        .collect();
    assert!(
        ends[0].ends_with(",subnet_cidr,region,profile"),
        "{}",
        ends[0]
    );
    assert_eq!(ends[1..], ["eu-west-101,a", "cn-north-4,b"]);
    let json = printed(&parts, Output::Json, Origin::Said);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["instances"][0]["region"], "eu-west-101");
    assert_eq!(json["instances"][1]["profile"], "b");
}
