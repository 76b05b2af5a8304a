//! Whose account is acted in: agencies, and the ways of signing in that are refused by name. A
//! plain key where one of them is asked for would be another account in silence.

use std::time::Duration;

use warren::api::{Account, Agency, Credential};
use warren::secret::Secret;

use super::{HCLOUD_FILE, Machine, SDK_FILE, hcloud};

fn keys(access_key: &str, secret_key: &str) -> Credential {
    Credential::Keys {
        access_key: access_key.into(),
        secret_key: Secret::new(secret_key),
        security_token: None,
    }
}

fn agency(base: Credential, name: &str, account: Account, seconds: u64) -> Credential {
    let agency = Agency {
        name: name.into(),
        account,
        life: Duration::from_secs(seconds),
    };
    Credential::Agency {
        base: Box::new(base),
        agency,
    }
}

fn acme() -> Account {
    Account::Name("acme".into())
}

/// Terraform's key, where nothing else is said.
fn terraform() -> Machine {
    Machine::new().vars("HW_ACCESS_KEY=hw-ak HW_SECRET_KEY=hw-sk HW_REGION_NAME=cn-north-1")
}

const KOOCLI: &str =
    r#""accessKeyId": "koo-ak", "secretAccessKey": "koo-sk", "region": "cn-south-1""#;

#[test]
fn terraforms_agency_is_taken_on_with_whatever_terraform_would_use() {
    let lent = "HW_ASSUME_ROLE_AGENCY_NAME=ops HW_ASSUME_ROLE_DOMAIN_NAME=acme";
    let hour = 3600;
    assert_eq!(
        terraform().vars(lent).settings("").credential,
        agency(keys("hw-ak", "hw-sk"), "ops", acme(), hour)
    );
    let by_id = "HW_ASSUME_ROLE_DOMAIN_ID=d0d0 HW_ASSUME_ROLE_DURATION=900";
    assert_eq!(
        terraform().vars(lent).vars(by_id).settings("").credential,
        agency(
            keys("hw-ak", "hw-sk"),
            "ops",
            Account::Id("d0d0".into()),
            900
        )
    );
    let old = Machine::new()
        .vars("OS_ACCESS_KEY=os-ak OS_SECRET_KEY=os-sk OS_REGION_NAME=cn-north-1")
        .vars(lent);
    assert_eq!(
        old.settings("").credential,
        agency(keys("os-ak", "os-sk"), "ops", acme(), hour)
    );
    let user = Machine::new()
        .vars("HW_USER_NAME=me HW_USER_PASSWORD=pw HW_DOMAIN_NAME=us HW_REGION_NAME=cn-north-1")
        .vars(lent);
    let password = Credential::Password {
        user: "me".into(),
        password: Secret::new("pw"),
        domain: "us".into(),
    };
    assert_eq!(
        user.settings("").credential,
        agency(password, "ops", acme(), hour)
    );
    let older = terraform().vars(
        "OS_AGENCY_NAME=ops OS_AGENCY_DOMAIN_NAME=acme OS_DELEGATED_PROJECT=cn-north-1_theirs",
    );
    let older = older.settings("");
    assert_eq!(
        (older.credential, older.project_name.as_deref()),
        (
            agency(keys("hw-ak", "hw-sk"), "ops", acme(), hour),
            Some("cn-north-1_theirs")
        )
    );
}

#[test]
fn terraforms_agency_says_nothing_where_another_source_wins() {
    let machine = terraform()
        .vars("HUAWEICLOUD_SDK_AK=sdk-ak HUAWEICLOUD_SDK_SK=sdk-sk")
        .vars("HW_ASSUME_ROLE_AGENCY_NAME=ops HW_ASSUME_ROLE_DOMAIN_NAME=acme")
        .vars("HW_ASSUME_ROLE_IDP_ID=idp HW_ASSUME_ROLE_ID_TOKEN=t HW_PROFILE=nobody")
        .vars("HC_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1/");
    let found = machine.settings("--region cn-north-1").credential;
    assert_eq!(found, keys("sdk-ak", "sdk-sk"));
}

#[test]
fn what_cannot_be_meant_of_an_agency_is_refused_by_the_variables_name() {
    for (vars, expected) in [
        (
            "HW_ASSUME_ROLE_AGENCY_NAME=ops",
            "environment: HW_ASSUME_ROLE_AGENCY_NAME is there but HW_ASSUME_ROLE_DOMAIN_NAME or \
             HW_ASSUME_ROLE_DOMAIN_ID is missing",
        ),
        (
            "HW_ASSUME_ROLE_DOMAIN_ID=d0d0",
            "HW_ASSUME_ROLE_DOMAIN_ID is there but HW_ASSUME_ROLE_AGENCY_NAME is missing",
        ),
        (
            "HW_ASSUME_ROLE_AGENCY_NAME=o HW_ASSUME_ROLE_DOMAIN_NAME=a HW_ASSUME_ROLE_DURATION=899",
            "HW_ASSUME_ROLE_DURATION: \"899\" as the life of temporary keys is not supported; give \
             whole seconds, from 900 to 86400",
        ),
        (
            "HW_ASSUME_ROLE_AGENCY_NAME=o HW_ASSUME_ROLE_DOMAIN_NAME=a OS_AGENCY_NAME=p OS_AGENCY_DOMAIN_NAME=b",
            "OS_AGENCY_NAME: taking on an agency with the rights of another one",
        ),
        (
            "HW_ASSUME_ROLE_IDP_ID=idp HW_ASSUME_ROLE_ID_TOKEN_FILE=/t",
            "HW_ASSUME_ROLE_IDP_ID: signing in with the token of an identity provider is not supported",
        ),
        (
            "HUAWEICLOUD_SDK_IDP_ID=idp HUAWEICLOUD_SDK_ID_TOKEN_FILE=/t",
            "HUAWEICLOUD_SDK_IDP_ID: signing in with the token of an identity provider is not supported",
        ),
        (
            "HUAWEICLOUD_OIDC_PROVIDER_URN=p HUAWEICLOUD_OIDC_AGENCY_URN=a HUAWEICLOUD_OIDC_TOKEN_FILE=/t",
            "HUAWEICLOUD_OIDC_PROVIDER_URN: signing in",
        ),
        (
            "HW_AUTH_TOKEN=canary HW_PROFILE=default",
            "HW_PROFILE: a profile beside HW_AUTH_TOKEN is not supported; take one of the two away",
        ),
    ] {
        let said = terraform().vars(vars).refusal("");
        assert!(said.contains(expected), "{vars}: {said}");
        assert!(!said.contains("canary"), "{said}");
    }
    let pod = Machine::new().vars("HC_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1/");
    let said = pod.refusal("");
    assert!(
        said.starts_with(
            "HC_CONTAINER_CREDENTIALS_FULL_URI: the identity of a pod is not supported"
        ),
        "{said}"
    );
}

#[test]
fn terraforms_profile_stands_before_its_keys_and_brings_its_region_project_and_agency() {
    let fields = format!(r#"{KOOCLI}, "projectId": "koo-project""#);
    let vars = "HW_PROFILE=default HW_PROJECT_ID=hw-project HW_PROJECT_NAME=hw-name";
    let machine = terraform()
        .vars(vars)
        .file(HCLOUD_FILE, &hcloud("false", &fields));
    let settings = machine.settings("");
    assert_eq!(
        (
            settings.credential,
            settings.source.as_str(),
            settings.region.as_str(),
            settings.project_id.as_deref(),
            settings.project_name
        ),
        (
            keys("koo-ak", "koo-sk"),
            "hcloud default, HW_PROFILE",
            "cn-south-1",
            Some("koo-project"),
            None
        )
    );
    // A file of its own; what the profile does not say, the variables do.
    let elsewhere = r#"{"current": "b", "authEncrypt": "false", "profiles": [
        {"name": "a", "accessKeyId": "a-ak", "secretAccessKey": "a-sk"},
        {"name": "b", "accessKeyId": "b-ak", "secretAccessKey": "b-sk",
         "agencyName": "ops", "agencyDomainName": "acme"}]}"#;
    let machine = terraform()
        .vars("HW_SHARED_CONFIG_FILE=~/elsewhere.json HW_ASSUME_ROLE_AGENCY_NAME=other HW_ASSUME_ROLE_DOMAIN_NAME=acme")
        .file("elsewhere.json", elsewhere);
    let settings = machine.settings("");
    assert_eq!(
        (settings.credential, settings.region.as_str()),
        (
            agency(keys("b-ak", "b-sk"), "ops", acme(), 3600),
            "cn-north-1"
        )
    );
    let settings = machine.vars("HW_PROFILE=a").settings("");
    assert_eq!(
        settings.credential,
        agency(keys("a-ak", "a-sk"), "other", acme(), 3600)
    );
}

#[test]
fn a_profile_that_terraform_is_told_to_use_must_be_there() {
    let nowhere = terraform().vars("HW_PROFILE=prod").refusal("");
    assert_eq!(
        nowhere,
        "cannot read ~/.hcloud/config.json: does not exist, but HW_PROFILE asks for it"
    );
    let unknown = terraform()
        .vars("HW_PROFILE=prod")
        .file(HCLOUD_FILE, &hcloud("false", KOOCLI))
        .refusal("");
    assert!(
        unknown.starts_with("HW_PROFILE: no profile named prod in ~/.hcloud/config.json"),
        "{unknown}"
    );
    let keyless = terraform()
        .vars("HW_SHARED_CONFIG_FILE=~/.hcloud/config.json")
        .file(HCLOUD_FILE, &hcloud("false", r#""region": "cn-south-1""#))
        .refusal("");
    assert_eq!(
        keyless,
        "cannot read ~/.hcloud/config.json: profile default has no keys, but \
         HW_SHARED_CONFIG_FILE asks for it"
    );
}

#[test]
fn koocli_takes_its_agency_on_and_its_other_modes_are_refused_by_name() {
    let lent = format!(r#"{KOOCLI}, "agencyName": "ops", "agencyDomainId": "d0d0""#);
    let machine = Machine::new().file(HCLOUD_FILE, &hcloud("false", &lent));
    assert_eq!(
        machine.settings("").credential,
        agency(
            keys("koo-ak", "koo-sk"),
            "ops",
            Account::Id("d0d0".into()),
            3600
        )
    );
    let half = format!(r#"{KOOCLI}, "agencyName": "ops", "agencyDomainName": """#);
    let half = Machine::new().file(HCLOUD_FILE, &hcloud("false", &half));
    assert!(
        half.refusal("")
            .contains("agencyName is there but agencyDomainName or agencyDomainId is missing")
    );
    for (mode, hint) in [("SSO", "can be used here"), ("ecsAgency", "{ ecs = true }")] {
        let text = hcloud("false", KOOCLI).replace("AKSK", mode);
        let said = Machine::new().file(HCLOUD_FILE, &text).refusal("");
        assert!(said.contains(&format!("uses mode {mode}")), "{said}");
        assert!(said.contains(hint), "{said}");
    }
}

/// A configuration whose only profile has these credentials.
fn profile(credentials: &str) -> Machine {
    let text = format!("[profile.p]\nregion = \"cn-north-4\"\ncredentials = {{ {credentials} }}\n");
    Machine::new().config(&text)
}

#[test]
fn a_profile_takes_an_agency_on_with_any_of_its_forms() {
    let lent = r#"ak = "a", sk = "s", agency = { name = "ops", domain_name = "acme" }"#;
    assert_eq!(
        profile(lent).settings("--profile p").credential,
        agency(keys("a", "s"), "ops", acme(), 3600)
    );
    let lent =
        r#"sdk_profile = true, agency = { name = "ops", domain_id = "d0d0", duration_s = 86400 }"#;
    let machine = profile(lent).file(SDK_FILE, "[basic]\nak = a\nsk = s\n");
    assert_eq!(
        machine.settings("--profile p").credential,
        agency(keys("a", "s"), "ops", Account::Id("d0d0".into()), 86_400)
    );
    let lent = r#"ecs = true, ecs_endpoint = "http://127.0.0.1:8775/", agency = { name = "o", domain_name = "acme" }"#;
    let machine = Credential::Machine {
        metadata: "http://127.0.0.1:8775".into(),
    };
    assert_eq!(
        profile(lent).settings("--profile p").credential,
        agency(machine, "o", acme(), 3600)
    );
    let own = Credential::Machine {
        metadata: "http://169.254.169.254".into(),
    };
    assert_eq!(
        profile("ecs = true").settings("--profile p").credential,
        own
    );
}

#[test]
fn what_cannot_be_meant_of_an_agency_is_refused_by_its_line() {
    for (credentials, expected) in [
        (
            r#"env = true, agency = [{ name = "a", domain_name = "b" }, { name = "c", domain_name = "d" }]"#,
            "agency takes one table: taking on one agency after another is not supported",
        ),
        (
            r#"env = true, agency = { name = "a" }"#,
            "an agency is in one account",
        ),
        (
            r#"env = true, agency = { name = "a", domain_name = "b", domain_id = "c" }"#,
            "an agency is in one account",
        ),
        (
            r#"env = true, agency = { name = "a", domain = "b" }"#,
            "unknown key domain",
        ),
        (
            r#"env = true, agency = { name = "a", domain_name = "b", duration_s = 60 }"#,
            "duration_s: give whole seconds, from 900 to 86400",
        ),
        (
            r#"agency = { name = "a", domain_name = "b" }"#,
            "credentials is empty",
        ),
        (
            r#"ecs = true, env = true"#,
            "credentials come from one source",
        ),
        (
            r#"ecs_endpoint = "http://127.0.0.1""#,
            "ecs_endpoint is there but ecs = true is missing",
        ),
        (
            r#"ecs = true, ecs_endpoint = "http://10.0.0.1""#,
            "ecs_endpoint takes http://HOST[:PORT] of this machine or its own link",
        ),
    ] {
        let said = profile(credentials).refusal("--profile p");
        assert!(
            said.starts_with("~/.config/warren/config.toml:3: "),
            "{said}"
        );
        assert!(said.contains(expected), "{credentials}: {said}");
    }
    let twice = profile(r#"env = true, agency = { name = "a", domain_name = "b" }"#)
        .vars("HW_ACCESS_KEY=hw-ak HW_SECRET_KEY=hw-sk HW_ASSUME_ROLE_AGENCY_NAME=o HW_ASSUME_ROLE_DOMAIN_NAME=a")
        .refusal("--profile p");
    assert!(
        twice.contains("config.toml:3: taking on an agency with the rights of another one"),
        "{twice}"
    );
}
