use super::*;
use crate::secret::Secret;
use reqwest::header::HeaderValue;

fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Answer {
    let headers = headers
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
    Answer {
        status,
        headers: headers.collect(),
        body: body.as_bytes().to_vec(),
    }
}

fn read(status: u16, body: &str) -> (ErrorKind, Option<String>, String, Option<String>) {
    let error = refusal(Operation::ListInstances, &answer(status, &[], body), 0);
    assert_eq!(
        (error.attempted, error.status),
        (Operation::ListInstances, Some(status))
    );
    (error.kind, error.code, error.message, error.request_id)
}

fn said(
    kind: ErrorKind,
    code: &str,
    message: &str,
    request_id: &str,
) -> (ErrorKind, Option<String>, String, Option<String>) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (kind, some(code), message.to_owned(), some(request_id))
}

#[test]
fn every_json_shape_keeps_code_message_and_request_id() {
    let flat = r#"{"error_code":"DMS.00400026","error_msg":"busy","request_id":"r1"}"#;
    let camel = r#"{"errorCode":"X.1","errorMsg":"m","requestId":"r2"}"#;
    let iam = r#"{"error":{"code":401,"message":"wrong password","title":"Unauthorized"}}"#;
    let nested = r#"{"badRequest":{"code":"400","message":"bad"}}"#;
    let gateway = r#"{"error_msg":"bad key","error_code":"APIGW.0301","request_id":"r3"}"#;
    let encoded = r#"{"error_code":"A.1","error_msg":"no","encoded_authorization_message":"X"}"#;
    let eye = r#"{"http_code":"403","message":{"details":"denied","code":"ces.0017"},
        "encoded_authorization_message":null}"#;
    let older = r#"{"code":400,"element":"Bad Request","message":"bad body",
        "details":{"details":"bad","code":"ces.0014"}}"#;
    let cases = [
        (
            400,
            flat,
            said(ErrorKind::Refused, "DMS.00400026", "busy", "r1"),
        ),
        (400, camel, said(ErrorKind::Refused, "X.1", "m", "r2")),
        (
            400,
            r#"{"code":4001,"message":"m"}"#,
            said(ErrorKind::Refused, "4001", "m", ""),
        ),
        (
            401,
            iam,
            said(ErrorKind::Unauthorized, "401", "wrong password", ""),
        ),
        (400, nested, said(ErrorKind::Refused, "400", "bad", "")),
        (
            401,
            gateway,
            said(ErrorKind::Unauthorized, "APIGW.0301", "bad key", "r3"),
        ),
        (403, encoded, said(ErrorKind::Forbidden, "A.1", "no", "")),
        (
            403,
            eye,
            said(ErrorKind::Forbidden, "ces.0017", "denied", ""),
        ),
        (
            400,
            older,
            said(ErrorKind::Refused, "ces.0014", "bad body", ""),
        ),
    ];
    for (status, body, expected) in cases {
        assert_eq!(read(status, body), expected, "{body}");
    }
}

#[test]
fn every_other_body_keeps_what_it_says() {
    let titled = "<html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>";
    let wordless = |status| format!("the service answered HTTP {status} without a word");
    let cases = [
        (502, titled, format!("{PAGE}: Bad Gateway")),
        (
            502,
            "<p>no <b>upstream</b></p>",
            format!("{PAGE}: no upstream"),
        ),
        (502, "<h1>502</h1>", PAGE.to_owned()),
        (503, "  upstream error\n", "upstream error".to_owned()),
        (500, "\"down\"", "down".to_owned()),
        (500, "", wordless(500)),
        (500, "{}", wordless(500)),
        (500, r#"{"error_msg":null,"error_code":[]}"#, wordless(500)),
    ];
    for (status, body, message) in cases {
        assert_eq!(
            read(status, body),
            said(ErrorKind::Server, "", &message, ""),
            "{body}"
        );
    }
    let elsewhere = said(ErrorKind::Refused, "", REDIRECT, "");
    assert_eq!(read(302, ""), elsewhere);
}

#[test]
fn a_code_that_says_more_than_the_status_counts() {
    let kind = |status, code: &str| read(status, &format!(r#"{{"error_code":"{code}"}}"#)).0;
    assert_eq!(kind(404, "DMS.10240407"), ErrorKind::Throttled);
    assert_eq!(kind(403, "APIG.0308"), ErrorKind::Throttled);
    assert_eq!(kind(403, "APIGW.0307"), ErrorKind::Unauthorized);
    assert_eq!(kind(404, "DMS.00404022"), ErrorKind::NotFound);
}

#[test]
fn a_404_of_a_gateway_or_a_proxy_is_no_proof_that_anything_is_gone() {
    assert_eq!(
        read(404, r#"{"error_code":"APIGW.0101"}"#).0,
        ErrorKind::Refused
    );
    assert_eq!(read(404, "<html>nothing here</html>").0, ErrorKind::Refused);
    assert_eq!(read(404, "").0, ErrorKind::Refused);
}

#[test]
fn the_request_id_header_comes_before_the_body() {
    let body = r#"{"error_code":"A","request_id":"body"}"#;
    let id = |headers: &[_]| {
        refusal(Operation::ShowTask, &answer(400, headers, body), 0)
            .request_id
            .unwrap()
    };
    assert_eq!(id(&[("x-request-id", "header")]), "header");
    assert_eq!(id(&[("x-iam-trace-id", "trace")]), "trace");
    assert_eq!(id(&[]), "body");
}

#[test]
fn retry_after_is_seconds_or_a_date_by_the_services_own_clock() {
    let wait =
        |headers: &[_]| refusal(Operation::ShowTask, &answer(429, headers, ""), 0).retry_after;
    assert_eq!(
        wait(&[("retry-after", " 7 ")]),
        Some(Duration::from_secs(7))
    );
    let date = ("retry-after", "Thu, 01 Jan 1970 00:00:09 GMT");
    assert_eq!(wait(&[date]), Some(Duration::from_secs(9)));
    let theirs = ("date", "Thu, 01 Jan 1970 00:00:04 GMT");
    assert_eq!(wait(&[date, theirs]), Some(Duration::from_secs(5)));
    assert_eq!(wait(&[("retry-after", "soon")]), None);
    let hour = Duration::from_secs(3600);
    for (asked, expected) in [
        ("0", Some(Duration::ZERO)),
        ("1.5", Some(Duration::from_millis(1500))),
        ("18446744073709551615", Some(hour)),
        ("99999999999999999999999", Some(hour)),
        ("Thu, 30 Dec 9999 21:59:59 GMT", Some(hour)),
        ("Mon, 01 Jan 0001 00:00:00 GMT", Some(Duration::ZERO)),
        ("-5", None),
        ("1e9", None),
        ("inf", None),
        ("NaN", None),
        (".", None),
        ("", None),
    ] {
        assert_eq!(wait(&[("retry-after", asked)]), expected, "{asked}");
    }
    assert_eq!(wait(&[]), None);
}

#[test]
fn secrets_that_the_service_quotes_back_are_taken_out_and_long_words_are_cut() {
    let secret = Secret::new("canary-token");
    let quoted = format!(
        r#"{{"error_msg":"a|x-security-token:canary-token|{}"}}"#,
        "y".repeat(900)
    );
    let error = refusal(
        Operation::ShowTask,
        &answer(401, &[], &quoted).without(&Masker::new([&secret])),
        0,
    );
    assert!(error.message.starts_with("a|x-security-token:[hidden]|yyy"));
    assert_eq!(error.message.chars().count(), LONGEST_MESSAGE + 1);
    assert!(!format!("{error:?} {error}").contains("canary"));
}

#[test]
fn a_refused_signature_tells_how_wrong_our_clock_is() {
    let skew = |status, headers: &[_], message: &str| {
        let body = format!(r#"{{"error_code":"APIGW.0301","error_msg":"{message}"}}"#);
        refusal(Operation::ListInstances, &answer(status, headers, &body), 0).skew_ms
    };
    let date = ("date", "Thu, 01 Jan 1970 00:16:00 GMT");
    let expired = "calc aksk signature fail:signature expired, \
                   signature time:20211217T064303Z,server time:20211217T065904Z";
    let minutes = 60 * 1000;
    assert_eq!(skew(401, &[date], expired), Some(-16 * minutes - 1000));
    assert_eq!(skew(401, &[date], "ak not exist"), Some(-16 * minutes));
    assert_eq!(skew(401, &[], "ak not exist"), None);
    assert_eq!(skew(401, &[date], "server time:x"), Some(-16 * minutes));
}

#[test]
fn only_a_refused_credential_asks_for_the_clocks() {
    let date = ("date", "Thu, 01 Jan 1970 00:16:00 GMT");
    let error = refusal(Operation::ListInstances, &answer(400, &[date], "{}"), 0);
    assert_eq!(error.skew_ms, None);
}
