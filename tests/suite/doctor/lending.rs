//! Acting for another account, and the ways of signing in that are refused by name.

use warren::secret::Secret;
use warren::simulator::{Agency, Config, KeyPair, Project, Simulator};

use super::{about, home};
use crate::program::{AK, SK, service};

#[tokio::test]
async fn an_agency_is_named_with_whoever_takes_it_on_and_until_when_its_keys_last() {
    let config = Config {
        keys: Some(KeyPair {
            ak: AK.into(),
            sk: Secret::new(SK),
            security_token: None,
        }),
        agencies: vec![Agency {
            name: "ops".into(),
            account: "acme".into(),
            account_id: "d0d0".into(),
            project: Project {
                id: "fedcba9876543210fedcba9876543210".into(),
                name: "cn-north-4".into(),
            },
        }],
        ..Config::default()
    };
    let simulator = Simulator::start(config).await.unwrap();
    let lent = |name: &str| {
        home(&simulator)
            .var("HW_ASSUME_ROLE_AGENCY_NAME", name)
            .var("HW_ASSUME_ROLE_DOMAIN_NAME", "acme")
    };
    let ran = lent("ops").run("doctor").await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        about(&ran, "credentials"),
        "ok    credentials - agency ops of account acme, taken on by access key TEST...00, from \
         env HW_ACCESS_KEY"
    );
    let until = about(&ran, "temporary credentials");
    assert!(
        until.contains("those of agency ops@acme last until 20"),
        "{until}"
    );
    assert!(about(&ran, "project").contains("fedcba9876543210fedcba9876543210"));
    for keys in simulator.lent_keys() {
        let token = keys.security_token.unwrap();
        for secret in [keys.ak.as_str(), keys.sk.expose(), token.expose()] {
            assert!(!ran.out.contains(secret), "{}", ran.out);
        }
    }
    let before = simulator.requests().len();
    let ran = lent("opps").run("doctor").await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let refused = about(&ran, "project");
    assert!(
        refused.contains("could not take on the agency"),
        "{refused}"
    );
    assert!(refused.contains("Agent Operator"), "{refused}");
    let sent = simulator.requests();
    let asked = sent[before..].iter();
    let asked = asked.filter(|seen| seen.path == "/v3.0/OS-CREDENTIAL/securitytokens");
    assert_eq!(asked.count(), 1, "it is not tried twice");
}

#[tokio::test]
async fn a_way_of_signing_in_that_is_not_supported_is_exit_code_2_and_nothing_is_sent() {
    let simulator = service(1, &[]).await;
    for command in ["doctor", "list", "--frame 80x24"] {
        let home = home(&simulator).var("HW_ASSUME_ROLE_IDP_ID", "idp");
        let ran = home.run(command).await;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("HW_ASSUME_ROLE_IDP_ID"), "{said}");
    }
    assert_eq!(simulator.requests().len(), 0);
}
