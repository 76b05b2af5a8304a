//! `[profile.NAME.broker."NAME or id"]`: what a profile says of the broker of an instance.

use super::reader::{Key, Reader, Value};
use crate::api::management::{Address, BrokerSettings};
use crate::text::Location;

/// Its keys.
pub(super) const BROKER_KEYS: [&str; 6] = [
    "url",
    "ca_file",
    "pin",
    "password_command",
    "allow_http",
    "allow_peek",
];

/// What is said of one broker, its file of certificates as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::config) struct Broker {
    /// Name or id of the instance.
    pub(in crate::config) of: String,
    pub(in crate::config) settings: BrokerSettings,
    pub(in crate::config) ca_file: Option<(String, Location)>,
}

/// Reads the tables of all brokers of a profile. What is wrong in one is noted and left out.
pub(super) fn read(
    reader: &mut Reader<'_>,
    key: &Key<'_>,
    value: &Value<'_>,
    profile: &str,
) -> Vec<Broker> {
    let mut brokers = Vec::new();
    for (key, value) in reader.table(key, value).into_iter().flatten() {
        brokers.extend(broker(reader, key, value, profile));
    }
    brokers
}

fn broker(
    reader: &mut Reader<'_>,
    key: &Key<'_>,
    value: &Value<'_>,
    profile: &str,
) -> Option<Broker> {
    let of = key.get_ref().to_string();
    let table = format!("[profile.{profile}.broker.{of:?}]");
    let mut broker = Broker {
        of,
        ..Broker::default()
    };
    let settings = &mut broker.settings;
    for (key, value) in reader.table(key, value)? {
        match reader.name(key) {
            "url" => settings.url = url(reader, key, value),
            "ca_file" => broker.ca_file = reader.placed(key, value),
            "pin" => settings.pin = pin(reader, key, value),
            "password_command" => settings.password_command = reader.visible_text(key, value),
            "allow_http" => settings.allow_http = reader.switch(key, value).unwrap_or(false),
            "allow_peek" => settings.allow_peek = reader.switch(key, value).unwrap_or(false),
            _ => reader.unknown(key, value, &table, &BROKER_KEYS),
        }
    }
    Some(broker)
}

fn url(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> Option<Address> {
    let text = reader.code(key, value)?;
    let address = Address::parse(&text);
    address
        .map_err(|problem| reader.mistake(value.span(), format!("url: {problem}")))
        .ok()
}

fn pin<T>(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> Option<T>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text = reader.visible_text(key, value)?;
    let pin = text.parse();
    pin.map_err(|problem: T::Err| reader.mistake(value.span(), problem.to_string()))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::{ParsedConfig, survey};
    use std::path::Path;

    fn parsed(keys: &str) -> ParsedConfig {
        let table = "[profile.p]\ncredentials = { env = true }\n[profile.p.broker.\"orders 1\"]\n";
        survey(Path::new("c.toml"), &format!("{table}{keys}\n"))
    }

    #[test]
    fn a_broker_of_a_profile_is_read_whole() {
        let pin = "ab".repeat(32);
        let all = format!(
            "url = \"https://127.0.0.1:15671\"\nca_file = \"ca.pem\"\npin = \"sha256:{pin}\"\n\
             password_command = \"pass show mq\"\nallow_http = true\nallow_peek = true"
        );
        let parsed = parsed(&all);
        assert_eq!(parsed.mistakes, []);
        let broker = &parsed.file.profiles[0].brokers[0];
        let expected = BrokerSettings {
            url: Address::parse("https://127.0.0.1:15671").ok(),
            ca_file: None,
            pin: pin.parse().ok(),
            password_command: Some("pass show mq".into()),
            allow_http: true,
            allow_peek: true,
        };
        assert_eq!(
            (broker.of.as_str(), &broker.settings),
            ("orders 1", &expected)
        );
        assert_eq!(broker.ca_file.as_ref().unwrap().1.line, 5);
    }

    #[test]
    fn what_cannot_be_meant_of_a_broker_names_its_line_and_repeats_no_address() {
        for (wrong, says) in [
            ("url = \"10.0.0.1:15672\"", "an address begins with http://"),
            ("url = \"http://ops:canary@h\"", "which do not belong there"),
            ("pin = \"12:34\"", "64 hexadecimal digits"),
            ("password_command = \" \"", "password_command is blank"),
            ("allow_http = \"yes\"", "allow_http takes true or false"),
        ] {
            let parsed = parsed(wrong);
            let said = parsed.mistakes[0].to_string();
            assert!(
                said.starts_with("c.toml:4: ") && said.contains(says),
                "{said}"
            );
            assert!(!said.contains("canary"), "{said}");
            assert!(!parsed.file.profiles[0].brokers[0].settings.allow_http);
        }
    }

    #[test]
    fn an_unknown_key_of_a_broker_is_told_with_the_nearest_one() {
        let parsed = parsed("password_comand = \"x\"");
        let said: Vec<String> = parsed
            .file
            .warnings
            .iter()
            .map(ToString::to_string)
            .collect();
        let expected = "c.toml:4: unknown key password_comand in [profile.p.broker.\"orders 1\"] \
            is ignored; did you mean password_command?";
        assert_eq!(said, [expected]);
    }
}
