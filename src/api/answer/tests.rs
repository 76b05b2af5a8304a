use super::*;
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
    let error = refusal("list instances", &answer(status, &[], body), &[], 0);
    assert_eq!(
        (error.attempted, error.status),
        ("list instances", Some(status))
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
fn every_body_shape_keeps_code_message_and_request_id() {
    use ErrorKind::{Refused, Server, Unauthorized};
    let cases = [
        (
            400,
            r#"{"error_code":"DMS.00400026","error_msg":"busy","request_id":"r1"}"#,
            said(Refused, "DMS.00400026", "busy", "r1"),
        ),
        (
            400,
            r#"{"errorCode":"X.1","errorMsg":"m","requestId":"r2"}"#,
            said(Refused, "X.1", "m", "r2"),
        ),
        (
            400,
            r#"{"code":4001,"message":"m"}"#,
            said(Refused, "4001", "m", ""),
        ),
        (
            401,
            r#"{"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}"#,
            said(
                Unauthorized,
                "401",
                "The username or password is wrong.",
                "",
            ),
        ),
        (
            400,
            r#"{"badRequest":{"code":"400","message":"bad"}}"#,
            said(Refused, "400", "bad", ""),
        ),
        (
            401,
            r#"{"error_msg":"Incorrect IAM authentication information: x","error_code":"APIGW.0301","request_id":"r3"}"#,
            said(
                Unauthorized,
                "APIGW.0301",
                "Incorrect IAM authentication information: x",
                "r3",
            ),
        ),
        (
            403,
            r#"{"error_code":"A.1","error_msg":"no","encoded_authorization_message":"XXX"}"#,
            said(ErrorKind::Forbidden, "A.1", "no", ""),
        ),
        (
            502,
            "<html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>",
            said(Server, "", "502 Bad Gateway", ""),
        ),
        (
            502,
            "<p>no <b>upstream</b></p>",
            said(Server, "", "no upstream", ""),
        ),
        (
            503,
            "  upstream connect error\n",
            said(Server, "", "upstream connect error", ""),
        ),
        (
            500,
            "",
            said(
                Server,
                "",
                "the service answered HTTP 500 without a word",
                "",
            ),
        ),
        (
            500,
            "{}",
            said(
                Server,
                "",
                "the service answered HTTP 500 without a word",
                "",
            ),
        ),
        (
            500,
            r#"{"error_msg":null,"error_code":[]}"#,
            said(
                Server,
                "",
                "the service answered HTTP 500 without a word",
                "",
            ),
        ),
        (
            302,
            "",
            said(
                Refused,
                "",
                "the service answered HTTP 302 without a word",
                "",
            ),
        ),
    ];
    for (status, body, expected) in cases {
        assert_eq!(read(status, body), expected, "{body}");
    }
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
        refusal("x", &answer(400, headers, body), &[], 0)
            .request_id
            .unwrap()
    };
    assert_eq!(id(&[("x-request-id", "header")]), "header");
    assert_eq!(id(&[("x-iam-trace-id", "trace")]), "trace");
    assert_eq!(id(&[]), "body");
}

#[test]
fn retry_after_is_seconds_or_a_date_by_the_services_own_clock() {
    let wait = |headers: &[_]| refusal("x", &answer(429, headers, ""), &[], 0).retry_after;
    assert_eq!(
        wait(&[("retry-after", " 7 ")]),
        Some(Duration::from_secs(7))
    );
    let date = ("retry-after", "Thu, 01 Jan 1970 00:00:09 GMT");
    assert_eq!(wait(&[date]), Some(Duration::from_secs(9)));
    let theirs = ("date", "Thu, 01 Jan 1970 00:00:04 GMT");
    assert_eq!(wait(&[date, theirs]), Some(Duration::from_secs(5)));
    assert_eq!(wait(&[("retry-after", "soon")]), None);
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
        "x",
        &answer(401, &[], &quoted),
        &[&secret, &Secret::default()],
        0,
    );
    assert!(error.message.starts_with("a|x-security-token:[hidden]|yyy"));
    assert_eq!(error.message.chars().count(), LONGEST_MESSAGE + 1);
    assert!(!format!("{error:?} {error}").contains("canary"));
}
