//! `[notify]`: what is told beyond the screen, and how.

use super::reader::{Key, Reader, Value};
use crate::state::notify::{NotifySettings, Quiet};

/// Its keys.
pub(super) const NOTIFY_KEYS: [&str; 6] =
    ["on", "severity", "bell", "terminal", "command", "quiet"];

/// Reads the table. What is wrong in it is noted and left out.
pub(super) fn read(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> NotifySettings {
    let mut settings = NotifySettings::default();
    for (key, value) in reader.table(key, value).into_iter().flatten() {
        match reader.name(key) {
            "on" => settings.on = reader.switch(key, value).unwrap_or(false),
            "severity" => settings.from = reader.one_of(key, value).unwrap_or_default(),
            "bell" => settings.bell = reader.switch(key, value).unwrap_or(true),
            "terminal" => settings.terminal = reader.one_of(key, value),
            "command" => settings.command = command(reader, key, value),
            "quiet" => settings.quiet = quiet(reader, key, value),
            _ => reader.unknown(key, value, "[notify]", &NOTIFY_KEYS),
        }
    }
    settings
}

/// A command and its arguments. No shell would take one text apart.
fn command(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> Vec<String> {
    if value.get_ref().as_array().is_none() {
        let what =
            "command takes a list, a command and its arguments: [\"notify-send\", \"warren\"]";
        reader.mistake(value.span(), what.to_owned());
        return Vec::new();
    }
    let texts = reader.texts(key, value).into_iter();
    texts.map(|(text, _)| text).collect()
}

fn quiet(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> Option<Quiet> {
    let text = reader.text(key, value)?;
    let quiet = Quiet::parse(&text);
    if quiet.is_none() {
        let what = format!("quiet is written \"22:00-07:00\", not {text:?}");
        reader.mistake(value.span(), what);
    }
    quiet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::survey;
    use crate::state::notify::{NotifyFrom, NotifySequence};
    use std::path::Path;

    #[test]
    fn the_sample_turns_no_notices_on() {
        let notify = survey(Path::new("c.toml"), crate::config::SAMPLE)
            .file
            .notify;
        assert!(!notify.on && notify.bell);
        assert_eq!(notify.quiet, Quiet::parse("22:00-07:00"));
    }

    #[test]
    fn what_cannot_be_meant_of_notices_is_a_mistake() {
        let table = "[notify]\non = true\nseverity = \"warning\"\nterminal = \"osc777\"\n\
            command = [\"hook\", \"-v\"]\n";
        let survey_of = |text: &str| survey(Path::new("c.toml"), text);
        let notify = survey_of(table).file.notify;
        assert_eq!((notify.on, notify.from), (true, NotifyFrom::Warning));
        assert_eq!(notify.terminal, Some(NotifySequence::Osc777));
        assert_eq!(notify.command, ["hook", "-v"]);
        for wrong in [
            "on = 1",
            "severity = \"loud\"",
            "bell = \"yes\"",
            "terminal = \"osc8\"",
            "command = \"hook -v\"",
            "command = [1]",
            "quiet = \"22-7\"",
        ] {
            let survey = survey_of(&format!("[notify]\n{wrong}\n"));
            assert_eq!(survey.mistakes.len(), 1, "{wrong}");
            assert!(!survey.file.notify.on, "{wrong}");
        }
        let survey = survey_of("[notify]\nbel = true\n");
        assert_eq!((survey.mistakes.len(), survey.file.warnings.len()), (0, 1));
    }
}
