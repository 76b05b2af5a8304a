//! What is wrong with an instance, as a filter is asked for it: by the name of a finding and by the
//! words of its sentence, in both languages.

use crate::findings::{Code, Finding, Value};
use crate::l10n::Words;
use crate::lang::Lang;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Texts by the names of findings and of their sentences.
#[derive(Default)]
struct Texts {
    /// What findings are called in Chinese.
    chinese: HashMap<String, String>,
    /// What findings are called, and what sentences have beside what is filled in; all languages
    /// together, in lower case.
    names: HashMap<String, String>,
    sentences: HashMap<String, String>,
}

static TEXTS: LazyLock<Texts> = LazyLock::new(|| {
    let mut texts = Texts::default();
    for lang in [Lang::English, Lang::Chinese] {
        let Ok(words) = Words::load(lang) else {
            continue;
        };
        let names = words.group("finding.name");
        for (all, group) in [
            (&mut texts.names, names.clone()),
            (&mut texts.sentences, words.group("finding.says")),
        ] {
            for (name, text) in group {
                let all: &mut String = all.entry(name).or_default();
                all.push('\n');
                all.push_str(&without_values(&text).to_lowercase());
            }
        }
        if lang == Lang::Chinese {
            texts.chinese = names;
        }
    }
    texts
});

/// A template without what is filled in.
fn without_values(template: &str) -> String {
    let mut parts = template.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    let more = parts.filter_map(|part| Some(part.split_once('}')?.1));
    more.fold(first, |text, part| text + "\n" + part)
}

/// What a finding is called in Chinese.
pub(super) fn chinese(code: Code) -> &'static str {
    let name: &str = code.into();
    TEXTS.chinese.get(name).map_or("", String::as_str)
}

/// Whether a finding is called so, or says so; the word is in lower case.
pub(super) fn says(finding: &Finding, word: &str) -> bool {
    let name: &str = finding.code.into();
    let sentence = finding.variant.map_or(name, Into::into);
    let has = |texts: &HashMap<String, String>, name: &str| {
        texts.get(name).is_some_and(|text| text.contains(word))
    };
    let filled_in = |value: &Value| match value {
        Value::Text(text) | Value::FailureCode(text) => text.to_lowercase().contains(word),
        Value::Node(node) => node.to_lowercase().contains(word),
        Value::Code(code) => code.name().to_lowercase().contains(word),
        Value::Status(status) => status.word().to_lowercase().contains(word),
        Value::Figure(..)
        | Value::Share(_)
        | Value::Time(_)
        | Value::Nodes(_)
        | Value::Fields(_) => false,
    };
    finding.code.name().to_lowercase().contains(word)
        || has(&TEXTS.names, name)
        || has(&TEXTS.sentences, sentence)
        || finding.says.iter().any(|(_, value)| filled_in(value))
}
