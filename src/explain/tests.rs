use super::*;
use crate::api::{ErrorKind, Operation};
use std::collections::HashSet;

fn text(en: &'static str, zh: Option<&'static str>) -> Text {
    Text { en: Some(en), zh }
}

/// Codes in the order they stand in a file: a map would hide one that is there twice.
fn codes(file: &str) -> Vec<&str> {
    let names = file.lines().filter_map(|line| line.strip_prefix('['));
    names
        .map(|name| name.trim_matches(['[', ']', '"']))
        .collect()
}

fn in_file(name: &str) -> String {
    let path = format!("{}/assets/errors/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn error(status: u16, code: &str, message: &str) -> ApiError {
    let kind = ErrorKind::Refused;
    let mut error = ApiError::local(Operation::ListInstances, kind, message);
    error.status = Some(status);
    error.code = Some(code.into());
    error
}

#[test]
fn every_row_of_the_references_is_there_once() {
    let tables = &*TABLES;
    let count = |name: &str, read: usize| {
        let file = in_file(name);
        let codes = codes(&file);
        let once: HashSet<&&str> = codes.iter().collect();
        assert_eq!((once.len(), read), (codes.len(), codes.len()), "{name}");
        codes.len()
    };
    assert_eq!(
        [
            count("service", tables.service.len()),
            count("v1", tables.v1.len()),
            count("instance", tables.instance.len()),
            count("http", tables.http.len()),
            count("cloud_eye", tables.cloud_eye.len()),
        ],
        [193, 64, 18, 42, 14]
    );
    assert_eq!(tables.gateway.len(), 15);
}

#[test]
fn codes_have_no_stray_spaces_and_texts_are_whole() {
    let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    let tables = &*TABLES;
    for (code, row) in &tables.service {
        let number = code.strip_prefix("DMS.").unwrap();
        assert!(digits(number) && (8..=9).contains(&number.len()), "{code}");
        assert!(
            !row.meaning.is_empty() && !row.solution.is_empty(),
            "{code}"
        );
        assert!(tables.solutions.contains_key(&row.solution), "{code}");
    }
    for (code, row) in &tables.v1 {
        assert!(digits(code) && code.len() == 9, "{code}");
        assert!(!row.zh.contains("<li>") && !row.zh.is_empty(), "{code}");
    }
    for code in tables.instance.keys() {
        assert!(
            code.strip_prefix("public.00.").is_some_and(digits),
            "{code}"
        );
    }
}

#[test]
fn fifty_eight_codes_of_v1_have_a_partner_and_the_other_six_have_their_own_english() {
    let tables = &*TABLES;
    let with = tables
        .v1
        .keys()
        .filter(|code| tables.partner_in_v2(code).is_some());
    assert_eq!(with.count(), 58);
    for (code, row) in &tables.v1 {
        assert_eq!(
            tables.partner_in_v2(code).is_none(),
            row.en.is_some(),
            "{code}"
        );
        assert!(by_code(code, "").unwrap().meaning.en.is_some(), "{code}");
    }
    let chinese = tables
        .service
        .keys()
        .filter(|code| tables.partner_in_v1(code).is_some());
    assert_eq!(chinese.count(), 58);
}

#[test]
fn a_code_of_either_version_is_explained_in_both_languages() {
    let busy = Explanation {
        meaning: text(
            "This operation is not allowed when the instance is in the current state.",
            Some("当前的实例状态不支持该操作。"),
        ),
        solution: Some(text("Check the instance status.", Some("检查实例状态。"))),
        source: Source::Code,
    };
    assert_eq!(explain(&error(400, "DMS.00400026", "")), Some(busy));
    assert_eq!(explain(&error(400, "111400026", "")), Some(busy));
}

#[test]
fn a_code_without_chinese_has_none() {
    let sold_out = Explanation {
        meaning: text(
            "Resources, such as ECS and volume resources, are insufficient.",
            None,
        ),
        solution: Some(text("Try again later.", Some("稍后重试。"))),
        source: Source::Code,
    };
    assert_eq!(explain(&error(400, "DMS.00400055", "")), Some(sold_out));
}

#[test]
fn one_code_of_the_gateway_is_told_apart_by_its_words() {
    let meaning = |code: &str, message: &str| {
        let found = by_code(code, message).unwrap();
        found.meaning.en.unwrap()
    };
    let expired = "signature expired, signature time:20211217T064303Z,server time:20211217T065804Z";
    assert_eq!(
        [
            meaning("APIGW.0301", expired),
            meaning("APIG.0301", "ak X not exist"),
            meaning(
                "APIGW.0301",
                "AK access failed to reach the limit, forbidden"
            ),
            meaning("APIGW.0301", "something new"),
            meaning("APIGW.0308", ""),
        ],
        [
            "The clock of this machine is more than 15 minutes off.",
            "The gateway does not know this access key.",
            "The access key is locked: five refused calls lock it for five minutes.",
            "The credential was refused.",
            "Too many calls in a short time: the gateway throttles them.",
        ]
    );
    assert_eq!(by_code("APIGW.9999", ""), None);
}

#[test]
fn codes_of_cloud_eye_are_explained_in_both_languages() {
    for code in ["ces.0014", "ces.0017", "ces.0429"] {
        let said = explain(&error(400, code, "")).unwrap();
        assert_eq!(said.source, Source::Code, "{code}");
        let texts = [Some(said.meaning), said.solution];
        assert!(
            texts.iter().all(|text| text.is_some_and(|text| {
                text.en.is_some_and(|en| !en.is_empty()) && text.zh.is_some_and(|zh| !zh.is_empty())
            })),
            "{code}"
        );
    }
}

#[test]
fn an_unknown_code_is_explained_by_its_status_and_says_so() {
    let conflict = explain(&error(409, "NEW.1", "")).unwrap();
    assert_eq!(conflict.source, Source::Status);
    assert_eq!(conflict.solution, None);
    assert!(conflict.meaning.zh.unwrap().contains("冲突"));
    let local = ApiError::local(Operation::ListInstances, ErrorKind::Timeout, "");
    assert_eq!(explain(&local), None);
}

#[test]
fn an_answer_of_somebody_else_is_explained_as_that_and_never_as_a_success() {
    for oddity in [
        crate::api::PAGE,
        crate::api::REDIRECT,
        crate::api::EMPTY,
        crate::api::NO_JSON,
        crate::api::COMPRESSED,
        crate::api::TOO_LARGE,
    ] {
        let mut error = ApiError::local(Operation::ListInstances, ErrorKind::Undecodable, oddity);
        error.status = Some(200);
        let said = explain(&error).unwrap();
        assert_eq!(said.source, Source::Answer, "{oddity}");
        assert!(said.meaning.zh.is_some() && said.meaning.en.is_some());
        assert!(said.solution.is_some());
    }
    let mut odd = ApiError::local(Operation::ListInstances, ErrorKind::Undecodable, "odd");
    odd.status = Some(200);
    assert_eq!(explain(&odd), None);
}

#[test]
fn a_failed_instance_is_explained_by_its_error_code() {
    let quota = "Failed to create the ECS because the ECS resource quota is insufficient.";
    assert_eq!(
        instance_failure("public.00.0018"),
        Some(text(quota, Some("创建ECS失败，ECS资源配置不足。")))
    );
    assert_eq!(instance_failure("public.00.0099"), None);
}

#[test]
fn a_denied_call_names_the_permission_of_the_tables() {
    let named = |operation| {
        let denied = ApiError::local(operation, ErrorKind::Forbidden, "");
        let code = Some("DMS.00403003".to_owned());
        missing_permission(&ApiError { code, ..denied })
    };
    assert_eq!(
        named(Operation::DeleteInstance),
        Some("dms:instance:delete")
    );
    assert_eq!(
        named(Operation::RestartInstances),
        Some("dms:instance:modifyStatus")
    );
    assert_eq!(named(Operation::ListZones), None);
    let refused = ApiError::local(Operation::DeleteInstance, ErrorKind::Refused, "");
    assert_eq!(missing_permission(&refused), None);
    let without = Operation::ALL
        .iter()
        .filter(|one| one.permission().is_none());
    assert_eq!(without.count(), 16);
}
