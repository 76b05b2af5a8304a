//! The tables as they are in `assets/errors`.

use super::Text;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::LazyLock;

/// All tables, read when the first error is explained.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

/// Rows by their code.
type ByCode<T> = HashMap<String, T>;

/// The error tables.
#[derive(Debug)]
pub(super) struct Tables {
    /// Codes of V2.
    pub(super) service: ByCode<ServiceRow>,
    /// Codes of V1.
    pub(super) v1: ByCode<V1Row>,
    /// Why an instance failed.
    pub(super) instance: ByCode<Both>,
    /// HTTP statuses.
    pub(super) http: ByCode<HttpRow>,
    pub(super) gateway: Vec<GatewayRow>,
    /// Codes of Cloud Eye.
    pub(super) cloud_eye: ByCode<OwnRow>,
    /// Answers that are not the service's.
    pub(super) answer: ByCode<OwnRow>,
    pub(super) solutions: ByCode<String>,
}

/// A row of the English reference, section 7.2. Its status and message are what the service says
/// itself.
#[derive(Debug, Deserialize)]
pub(super) struct ServiceRow {
    pub(super) meaning: String,
    pub(super) solution: String,
}

/// A row of the Chinese reference, section 8.2.
#[derive(Debug, Deserialize)]
pub(super) struct V1Row {
    pub(super) zh: String,
    /// For a code without a partner in V2.
    pub(super) en: Option<String>,
}

/// A row of tables 7-1 and 8-1.
#[derive(Debug, Deserialize)]
pub(super) struct HttpRow {
    pub(super) en: String,
    pub(super) zh: String,
}

/// A text in both languages.
#[derive(Debug, Deserialize)]
pub(super) struct Both {
    en: String,
    zh: String,
}

/// An error of the gateway.
#[derive(Debug, Deserialize)]
pub(super) struct GatewayRow {
    pub(super) code: String,
    /// What the message holds, where one code has several reasons.
    says: Option<String>,
    pub(super) meaning: Both,
    pub(super) solution: Both,
}

/// What something means, in our own words.
#[derive(Debug, Deserialize)]
pub(super) struct OwnRow {
    pub(super) meaning: Both,
    pub(super) solution: Both,
}

#[derive(Default, Deserialize)]
struct Gateway {
    gateway: Vec<GatewayRow>,
}

impl Both {
    pub(super) fn text(&'static self) -> Text {
        Text {
            en: Some(&self.en),
            zh: Some(&self.zh),
        }
    }
}

impl Tables {
    fn read() -> Self {
        let gateway: Gateway = table(include_str!("../../assets/errors/gateway.toml"));
        Self {
            service: table(include_str!("../../assets/errors/service.toml")),
            v1: table(include_str!("../../assets/errors/v1.toml")),
            instance: table(include_str!("../../assets/errors/instance.toml")),
            http: table(include_str!("../../assets/errors/http.toml")),
            gateway: gateway.gateway,
            cloud_eye: table(include_str!("../../assets/errors/cloud_eye.toml")),
            answer: table(include_str!("../../assets/errors/answer.toml")),
            solutions: table(include_str!("../../assets/errors/solutions.toml")),
        }
    }

    /// The code of V1 that means the same as one of V2.
    pub(super) fn partner_in_v1(&self, code: &str) -> Option<&V1Row> {
        let digits = code.strip_prefix("DMS.00").filter(|rest| rest.len() == 6)?;
        self.v1.get(&format!("111{digits}"))
    }

    /// The code of V2 that means the same as one of V1.
    pub(super) fn partner_in_v2(&self, code: &str) -> Option<&ServiceRow> {
        let digits = code.strip_prefix("111").filter(|rest| rest.len() == 6)?;
        self.service.get(&format!("DMS.00{digits}"))
    }

    pub(super) fn solution(&'static self, row: &'static ServiceRow) -> Text {
        Text {
            en: Some(&row.solution),
            zh: self.solutions.get(&row.solution).map(String::as_str),
        }
    }

    /// The first row of the gateway's code that fits the message.
    pub(super) fn gateway(&self, code: &str, message: &str) -> Option<&GatewayRow> {
        let number = code
            .strip_prefix("APIGW.")
            .or_else(|| code.strip_prefix("APIG."))?;
        self.gateway.iter().find(|row| {
            let fits = |says: &String| message.contains(says.as_str());
            row.code == number && row.says.as_ref().is_none_or(fits)
        })
    }
}

/// A built-in table. One that cannot be read is empty, which a test does not let happen: better no
/// explanation than no program.
fn table<T: DeserializeOwned + Default>(text: &str) -> T {
    toml::from_str(text).unwrap_or_default()
}
