//! The two calls to IAM: signing in, and finding a project by name. Pure.

use crate::model::{EpochMs, ProjectId};
use crate::secret::Secret;

use super::answer::Answer;
use super::error::{DISABLED_PROJECT, NO_PROJECT, OTHER_PROJECTS, SEVERAL_PROJECTS};
use super::lease::Lease;
use super::operation::DecodeError;
use super::wire::{self, Fields};
use super::{Body, Method, Request};

/// How long a token lives when IAM does not say, and at most: its documented default.
const USUAL_LIFE: EpochMs = 24 * 60 * 60 * 1000;
/// A token is used at least this long, whatever its dates say: by one that is refused before, the
/// next one is got.
const SHORTEST_LIFE: EpochMs = 60 * 1000;

/// What a token is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scope<'a> {
    /// The project of this id.
    Id(&'a ProjectId),
    /// The project of this name.
    Name(&'a str),
    /// The whole account of this name: the user has no project where an agency is to act.
    Domain(&'a str),
}

impl Scope<'_> {
    /// Its only member.
    fn body(self) -> Body {
        match self {
            Self::Id(_) | Self::Name(_) => Body::new().with_object("project", self.within()),
            Self::Domain(_) => Body::new().with_object("domain", self.within()),
        }
    }

    /// Which project or account it is.
    pub(super) fn within(self) -> Body {
        match self {
            Self::Id(id) => Body::new().with("id", id.as_str()),
            Self::Name(name) | Self::Domain(name) => Body::new().with("name", name),
        }
    }
}

/// `POST /v3/auth/tokens`, without the catalogue, which would be most of the answer.
pub(super) fn sign_in(user: &str, password: &Secret, domain: &str, scope: Scope<'_>) -> Request {
    let user = Body::new()
        .with("name", user)
        .with_secret("password", password)
        .with_object("domain", Body::new().with("name", domain));
    let identity = Body::new()
        .with("methods", vec!["password"])
        .with_object("password", Body::new().with_object("user", user));
    let auth = Body::new()
        .with_object("identity", identity)
        .with_object("scope", scope.body());
    Request::new(Method::Post, &["v3", "auth", "tokens"])
        .with("nocatalog", "true")
        .carrying(Body::new().with_object("auth", auth))
}

/// Reads the answer to [`sign_in`] or to a call for an agency's token, received at `now`. Its life is counted from `now` by our own
/// clock, so a clock that is wrong does not matter.
pub(super) fn token(answer: &Answer, now: EpochMs) -> Result<Lease, DecodeError> {
    let secret = answer
        .headers
        .get("x-subject-token")
        .and_then(|token| token.to_str().ok())
        .filter(|token| !token.is_empty())
        .ok_or_else(|| DecodeError::new("X-Subject-Token", "missing"))?;
    // The token itself is in the header: a body that cannot be read costs only the dates in it.
    let body = wire::object(&answer.body).unwrap_or_default();
    let dates = Fields::new(&body).nested("token", |token| {
        (token.time("issued_at"), token.time("expires_at"))
    });
    let life = match dates {
        Some((issued, Some(expires))) => {
            let life = expires.saturating_sub(issued.unwrap_or(now));
            life.clamp(SHORTEST_LIFE, USUAL_LIFE)
        }
        Some((_, None)) | None => USUAL_LIFE,
    };
    Ok(Lease::token(Secret::new(secret), now, life))
}

/// `GET /v3/projects?name=…`.
pub(super) fn find_project(name: &str) -> Request {
    Request::new(Method::Get, &["v3", "projects"]).with("name", name)
}

/// Reads the answer to [`find_project`]: the one project of exactly this name that is enabled, or
/// an error that says what there is. An IAM may ignore the name it was asked for and list
/// everything, `MOS` (the object storage's) and `region_sub` among it.
pub(super) fn the_project(
    name: &str,
    body: &[u8],
) -> Result<Result<ProjectId, String>, DecodeError> {
    let body = wire::object(body)?;
    let found = wire::rows(&body, "projects", |fields| {
        Some(Project {
            id: ProjectId::new(fields.text("id")?).ok()?,
            name: fields.text("name").unwrap_or_default(),
            enabled: fields.flag("enabled").unwrap_or(true),
        })
    })?;
    let projects = found.rows;
    let exact: Vec<&Project> = projects.iter().filter(|one| one.name == name).collect();
    let enabled: Vec<&Project> = exact.iter().copied().filter(|one| one.enabled).collect();
    let ids = |projects: &[&Project]| listed(projects.iter().map(|one| one.id.as_str()));
    let words = match (enabled.as_slice(), exact.as_slice()) {
        ([one], _) => return Ok(Ok(one.id.clone())),
        ([], []) if projects.is_empty() => format!("{NO_PROJECT}: {name:?}"),
        ([], []) => {
            let others = listed(projects.iter().map(|one| one.name.as_str()));
            format!("{OTHER_PROJECTS}: {name:?} - {others}")
        }
        ([], disabled) => format!("{DISABLED_PROJECT}: {name:?} - {}", ids(disabled)),
        (several, _) => format!("{SEVERAL_PROJECTS}: {name:?} - {}", ids(several)),
    };
    Ok(Err(words))
}

/// A project of the list.
struct Project {
    id: ProjectId,
    name: String,
    enabled: bool,
}

/// The first few, and that there are more.
fn listed<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> String {
    const MOST: usize = 10;
    let more = if texts.len() > MOST { ", ..." } else { "" };
    let texts: Vec<&str> = texts.take(MOST).collect();
    format!("{}{more}", texts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderMap, HeaderValue};
    use serde_json::Value;

    fn answer(body: &str) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert("x-subject-token", HeaderValue::from_static("canary"));
        Answer {
            status: 201,
            headers,
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn signing_in_asks_for_a_project_token_without_the_catalogue() {
        let request = sign_in("u", &Secret::new("canary"), "d", Scope::Name("cn-north-4"));
        assert_eq!(request.uri(), "/v3/auth/tokens?nocatalog=true");
        let body: Value = serde_json::from_slice(&request.body.unwrap().bytes()).unwrap();
        let expected = serde_json::json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": {
                "name": "u", "password": "canary", "domain": {"name": "d"}}}},
            "scope": {"project": {"name": "cn-north-4"}},
        }});
        assert_eq!(body, expected);
        let id = ProjectId::new("p").unwrap();
        let request = sign_in("u", &Secret::new("canary"), "d", Scope::Id(&id));
        assert!(request.shown().contains("\"id\": \"p\""));
        assert!(!request.shown().contains("canary"));
    }

    #[test]
    fn a_token_is_renewed_when_a_tenth_of_its_life_is_left_by_our_own_clock() {
        let body = r#"{"token":{"issued_at":"2024-01-01T00:00:00.000000Z","expires_at":"2024-01-01T10:00:00.000000Z"}}"#;
        let hour = 60 * 60 * 1000;
        // Our clock is decades off; nine of ten hours are nine hours all the same.
        assert_eq!(token(&answer(body), 5).unwrap().renew_at, 5 + 9 * hour);
        assert_eq!(
            token(&answer("?"), 0).unwrap().renew_at,
            USUAL_LIFE / 10 * 9
        );
        // Nothing that IAM says makes a token last for ever, or makes every call get a new one.
        for (expires, life) in [
            ("9999-12-31T23:59:59.999999Z", USUAL_LIFE),
            ("2024-01-01T00:00:00.000000Z", SHORTEST_LIFE),
            ("0001-01-01T00:00:00.000000Z", SHORTEST_LIFE),
            ("-9223372036854775808", USUAL_LIFE),
            ("99999-01-01", USUAL_LIFE),
        ] {
            let body = format!(
                r#"{{"token":{{"issued_at":"2024-01-01T00:00:00.000000Z","expires_at":"{expires}"}}}}"#
            );
            let token = token(&answer(&body), i64::MAX - 1).unwrap();
            assert_eq!(token.renew_at, i64::MAX, "{expires}");
            let token = super::token(&answer(&body), 0).unwrap();
            assert_eq!(token.renew_at, life / 10 * 9, "{expires}");
        }
        let without = Answer {
            headers: HeaderMap::new(),
            ..answer(body)
        };
        assert_eq!(token(&without, 0).unwrap_err().at, "X-Subject-Token");
    }

    #[test]
    fn only_the_enabled_project_of_exactly_the_name_counts() {
        let found = |rows: &str| the_project("r", format!(r#"{{"projects":[{rows}]}}"#).as_bytes());
        let mos = r#"{"id":"m","name":"MOS","enabled":true},{"id":"s","name":"r_sub"}"#;
        let one = r#"{"id":"p1","name":"r","enabled":true}"#;
        let off = r#"{"id":"p0","name":"r","enabled":false}"#;
        for rows in [
            one.to_owned(),
            format!("{mos},{one}"),
            format!("{off},{one},{mos}"),
        ] {
            assert_eq!(
                found(&rows),
                Ok(Ok(ProjectId::new("p1").unwrap())),
                "{rows}"
            );
        }
        for (rows, words) in [
            (String::new(), format!("{NO_PROJECT}: \"r\"")),
            (
                mos.to_owned(),
                format!("{OTHER_PROJECTS}: \"r\" - MOS, r_sub"),
            ),
            (
                format!("{off},{mos}"),
                format!("{DISABLED_PROJECT}: \"r\" - p0"),
            ),
            (
                format!(r#"{one},{off},{{"id":"p2","name":"r"}}"#),
                format!("{SEVERAL_PROJECTS}: \"r\" - p1, p2"),
            ),
        ] {
            assert_eq!(found(&rows), Ok(Err(words)), "{rows}");
        }
    }
}
