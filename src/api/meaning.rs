//! What the codes and statuses of the service and its gateway mean for what to do next: one table
//! for whether a read is worth another try, whether a credential was refused, and whether a
//! permission is missing. What they mean in words is in `assets/errors`.

use super::ErrorKind;

/// Codes that say more than their status, by the number that V1 and V2 share (see [`number`]).
/// Sources: English reference 7.2, Chinese reference 8.2, the gateway's list of error codes, Cloud
/// Eye's list of error codes.
const CODES: [(&str, ErrorKind); 21] = [
    ("APIGW.0301", ErrorKind::Unauthorized),
    ("APIGW.0302", ErrorKind::Forbidden),
    ("APIGW.0303", ErrorKind::Unauthorized),
    // Address or account are not let in, whatever the user's permissions are.
    ("APIGW.0306", ErrorKind::Refused),
    ("APIGW.0307", ErrorKind::Unauthorized),
    ("APIGW.0308", ErrorKind::Throttled),
    // "This role does not have the permissions": the codes that mean a missing permission.
    ("00403003", ErrorKind::Forbidden),
    ("10240309", ErrorKind::Forbidden),
    ("10240311", ErrorKind::Forbidden),
    // Those of Cloud Eye for a credential, a permission and flow control.
    ("ces.0015", ErrorKind::Unauthorized),
    ("ces.0017", ErrorKind::Forbidden),
    ("ces.0429", ErrorKind::Throttled),
    // A tenant that is read-only, frozen or restricted: no permission would help.
    ("00403002", ErrorKind::Refused),
    ("10240306", ErrorKind::Refused),
    ("10240310", ErrorKind::Refused),
    ("10240312", ErrorKind::Refused),
    // Quotas, under the status of a denial.
    ("10240304", ErrorKind::Refused),
    ("10240307", ErrorKind::Refused),
    ("10240308", ErrorKind::Refused),
    // Flow control, under the status of something that is not there.
    ("10240407", ErrorKind::Throttled),
    // "Query timed out. Please query later."
    ("00501024", ErrorKind::Server),
];

/// The number of a code, however it is spelt: `DMS.00403002` and V1's `111403002` are one code, as
/// are `APIGW.0301` and the older gateways' `APIG.0301`.
pub(super) fn number(code: &str) -> String {
    if let Some(rest) = code.strip_prefix("APIG.") {
        return format!("APIGW.{rest}");
    }
    let digits = code.strip_prefix("DMS.").unwrap_or(code);
    match digits.strip_prefix("111") {
        Some(rest) if rest.len() == 6 => format!("00{rest}"),
        Some(_) | None => digits.to_owned(),
    }
}

/// What a code means where it says more than the status.
fn of_code(code: &str) -> Option<ErrorKind> {
    let number = number(code);
    let found = CODES.iter().find(|(code, _)| *code == number);
    found.map(|(_, kind)| *kind)
}

fn is_of_the_gateway(code: &str) -> bool {
    code.starts_with("APIGW.") || code.starts_with("APIG.")
}

/// What an answer that is not a success means; `page` is one for a browser.
pub(super) fn kind(status: u16, code: Option<&str>, page: bool) -> ErrorKind {
    if let Some(kind) = code.and_then(of_code) {
        return kind;
    }
    match status {
        401 => ErrorKind::Unauthorized,
        // A page is no word of the service on what its user may do.
        403 if !page => ErrorKind::Forbidden,
        404 if code.is_some_and(|code| !is_of_the_gateway(code)) => ErrorKind::NotFound,
        // Request time-out: "the client may re-initiate the request at any time".
        408 => ErrorKind::Server,
        429 => ErrorKind::Throttled,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Refused,
    }
}

/// Whether a denial means that the user lacks the permission for the operation: by its code, or by
/// the words IAM has for it.
pub(super) fn is_permission(code: Option<&str>, message: &str) -> bool {
    code.and_then(of_code) == Some(ErrorKind::Forbidden) || message.contains("Policy doesn't allow")
}

/// Whether a failure of the service may have passed when the same read is sent again: not when it
/// lacks what was asked (501), speaks another HTTP (505), or was asked for too much (501).
pub(super) fn may_pass(status: Option<u16>) -> bool {
    !matches!(status, Some(501 | 505))
}

/// Whether an answer proves that a write had no effect. A 408 does not: gateways send it when the
/// service behind them did not answer in time, and 499 when somebody between gave up waiting.
pub(super) fn proves_no_effect(status: u16) -> bool {
    matches!(status, 400..=499) && !matches!(status, 408 | 499)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_either_version_and_either_gateway_means_the_same() {
        let kind = |code| kind(403, Some(code), false);
        for tenant in ["DMS.00403002", "111403002", "DMS.10240306", "DMS.10240310"] {
            assert_eq!(kind(tenant), ErrorKind::Refused, "{tenant}");
        }
        for permission in [
            "DMS.00403003",
            "111403003",
            "DMS.10240311",
            "APIG.0302",
            "ces.0017",
        ] {
            assert_eq!(kind(permission), ErrorKind::Forbidden, "{permission}");
        }
        assert_eq!(kind("APIG.0308"), ErrorKind::Throttled);
        assert_eq!(kind("NEW.1"), ErrorKind::Forbidden);
    }

    #[test]
    fn only_a_code_or_words_that_mean_a_permission_do() {
        assert!(is_permission(Some("DMS.00403003"), ""));
        assert!(is_permission(Some("ces.0017"), ""));
        assert!(is_permission(
            Some("NEW.1"),
            "Policy doesn't allow dms:instance:list to be performed."
        ));
        for other in ["DMS.10240312", "DMS.00403002", "APIGW.0306", "NEW.1"] {
            assert!(!is_permission(Some(other), "Forbidden"), "{other}");
        }
        assert!(!is_permission(None, ""));
    }

    #[test]
    fn a_timeout_behind_the_gateway_is_tried_again_and_proves_nothing_of_a_write() {
        assert_eq!(kind(408, Some("DMS.111501024"), false), ErrorKind::Server);
        assert_eq!(kind(408, None, true), ErrorKind::Server);
        assert_eq!(kind(501, Some("DMS.111501024"), false), ErrorKind::Server);
        let proof = [400, 403, 404, 408, 409, 429, 499, 500].map(proves_no_effect);
        assert_eq!(proof, [true, true, true, false, true, true, false, false]);
        let pass = [None, Some(408), Some(500), Some(501), Some(503), Some(505)].map(may_pass);
        assert_eq!(pass, [true, true, true, false, true, false]);
    }
}
