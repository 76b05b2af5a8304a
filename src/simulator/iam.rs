//! The two calls of the identity service: a token for a password, and projects by name.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::agency::{self, Agency};
use super::gate::{Gate, Identity, expiry_text};
use super::reply::Reply;
use super::view::{USER_ID, merged};
use crate::secret::Secret;

/// The account that owns all projects here.
const DOMAIN_ID: &str = "65382450e8f64ac0870cd180d14e684b";

/// A project of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its id, 32 hexadecimal digits.
    pub id: String,
    /// Its name: that of its region, or `region_something` for a project below it.
    pub name: String,
}

/// A user who may ask for tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The user's name.
    pub user: String,
    /// The user's password.
    pub password: Secret,
}

/// `GET /v3/projects`: the projects with the name asked for, or all.
pub fn list_projects(projects: &[Project], name: Option<&str>) -> Reply {
    let wanted = projects
        .iter()
        .filter(|project| name.is_none_or(|name| name == project.name));
    let list: Vec<Value> = wanted
        .map(|project| {
            json!({
                "domain_id": DOMAIN_ID,
                "is_domain": false,
                "parent_id": DOMAIN_ID,
                "name": project.name,
                "description": "",
                "links": links(&format!("/v3/projects/{}", project.id)),
                "id": project.id,
                "enabled": true,
            })
        })
        .collect();
    Reply::ok(json!({ "projects": list, "links": links("/v3/projects") }))
}

fn links(path: &str) -> Value {
    let own = format!("https://www.example.com{path}");
    json!({ "next": null, "previous": null, "self": own })
}

/// `POST /v3/auth/tokens`: a token in the header `X-Subject-Token`, what it is good for in the
/// body. Without a configured user every name and password will do.
pub fn issue_token(
    gate: &mut Gate,
    login: Option<&Login>,
    projects: &[Project],
    query: &[(String, String)],
    body: &[u8],
    now: Timestamp,
) -> Reply {
    let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let auth = &body["auth"];
    let user = &auth["identity"]["password"]["user"];
    let (Some(name), Some(password)) = (user["name"].as_str(), user["password"].as_str()) else {
        return Reply::iam_error(400, "Bad Request", "The request body is invalid.");
    };
    let right = login.is_none_or(|login| login.user == name && login.password.expose() == password);
    if !right {
        return Reply::iam_error(401, "Unauthorized", "The username or password is wrong.");
    }
    let scope = &auth["scope"];
    if scope["domain"].is_object() {
        return issue_domain_token(gate, user, now);
    }
    let Some(project) = in_scope(projects, &scope["project"]) else {
        return Reply::iam_error(
            401,
            "Unauthorized",
            "The project in the scope does not exist.",
        );
    };
    let whose = Identity::Token {
        project: project.id.clone(),
    };
    let domain = json!({ "id": DOMAIN_ID, "name": user["domain"]["name"] });
    let mut described = json!({
        "methods": auth["identity"]["methods"],
        "project": { "id": project.id, "name": project.name, "domain": domain },
        "roles": [{ "id": "0", "name": "te_admin" }],
        "user": { "id": USER_ID, "name": name, "domain": domain, "password_expires_at": "" },
    });
    if !query
        .iter()
        .any(|(key, value)| key == "nocatalog" && value != "false")
    {
        described["catalog"] = json!([]);
    }
    issued(gate, whose, now, described)
}

/// A token for the whole account: good for taking on agencies, and for no project.
fn issue_domain_token(gate: &mut Gate, user: &Value, now: Timestamp) -> Reply {
    let whose = Identity::Token {
        project: String::new(),
    };
    let domain = json!({ "id": DOMAIN_ID, "name": user["domain"]["name"] });
    let described = json!({
        "methods": ["password"],
        "domain": domain,
        "user": { "id": USER_ID, "name": user["name"], "domain": domain },
    });
    issued(gate, whose, now, described)
}

/// `POST /v3/auth/tokens` with the method `assume_role`: a token of the account that grants an
/// agency, for its project.
pub fn issue_agency_token(
    gate: &mut Gate,
    agencies: &[Agency],
    auth: &Value,
    now: Timestamp,
) -> Reply {
    let found = agency::named(agencies, &auth["identity"]["assume_role"]);
    let in_project = |agency: &&Agency| {
        in_scope(
            std::slice::from_ref(&agency.project),
            &auth["scope"]["project"],
        )
        .is_some()
    };
    let Some(agency) = found.filter(in_project) else {
        return agency::not_granted();
    };
    let whose = Identity::Agency {
        project: agency.project.id.clone(),
    };
    let domain = json!({ "id": agency.account_id, "name": agency.account });
    let described = json!({
        "methods": ["assume_role"],
        "project": { "id": agency.project.id, "name": agency.project.name, "domain": domain },
        "roles": [{ "id": "0", "name": "te_agency" }],
        "assumed_by": { "user": { "id": USER_ID, "domain": { "id": DOMAIN_ID } } },
    });
    issued(gate, whose, now, described)
}

/// A new token, with what is said of it besides its life.
fn issued(gate: &mut Gate, whose: Identity, now: Timestamp, described: Value) -> Reply {
    let (token, expires) = gate.issue(whose, now);
    let life = json!({ "expires_at": expiry_text(expires), "issued_at": expiry_text(now) });
    let described = merged([life, described]);
    Reply::json(201, json!({ "token": described })).with_header("x-subject-token", token)
}

/// The project a scope names by id or by name; the first one when it names none.
fn in_scope<'a>(projects: &'a [Project], scope: &Value) -> Option<&'a Project> {
    match (scope["id"].as_str(), scope["name"].as_str()) {
        (Some(id), _) => projects.iter().find(|project| project.id == id),
        (None, Some(name)) => projects.iter().find(|project| project.name == name),
        (None, None) => projects.first(),
    }
}
