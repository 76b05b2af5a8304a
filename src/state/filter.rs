//! The filter of the list: words that must all appear, and `status=` and `tag:` terms.

use super::row::Row;

/// A parsed filter. The text is kept as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// Must appear in name, id, address or a tag.
    Word(String),
    /// `status=WORD`: the status is this word.
    Status(String),
    /// `tag:KEY` or `tag:KEY=VALUE`.
    Tag { key: String, value: Option<String> },
    /// `marked`: the user marked it.
    Marked,
}

impl Filter {
    /// Reads what was typed. There is no wrong filter: what is no known term is a word.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let terms = text.split_whitespace().map(term).collect();
        Self {
            text: text.to_owned(),
            terms,
        }
    }

    /// The text as typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a row passes.
    #[must_use]
    pub fn accepts(&self, row: &Row) -> bool {
        self.terms.iter().all(|term| match term {
            Term::Word(word) => row.haystack.contains(word.as_str()),
            Term::Status(word) => {
                let status = row.instance.status.as_ref();
                status.is_some_and(|status| status.word().eq_ignore_ascii_case(word))
            }
            Term::Marked => row.marked,
            Term::Tag { key, value } => row.instance.tags.iter().any(|tag| {
                tag.key.to_lowercase() == *key
                    && value
                        .as_ref()
                        .is_none_or(|value| tag.value.to_lowercase() == *value)
            }),
        })
    }
}

fn term(word: &str) -> Term {
    let lower = word.to_lowercase();
    if lower == "marked" {
        return Term::Marked;
    }
    if let Some(status) = lower.strip_prefix("status=") {
        return Term::Status(status.to_owned());
    }
    if let Some(tag) = lower.strip_prefix("tag:") {
        return match tag.split_once('=') {
            Some((key, value)) => Term::Tag {
                key: key.to_owned(),
                value: Some(value.to_owned()),
            },
            None => Term::Tag {
                key: tag.to_owned(),
                value: None,
            },
        };
    }
    Term::Word(lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Instance, InstanceId, InstanceKey, Scope, Status, Tag};
    use crate::state::moment::Moment;
    use std::sync::Arc;

    fn row() -> Row {
        let id = InstanceId::new("de873040-D661").unwrap();
        let mut instance = Instance::bare(id.clone());
        instance.name = Some("Orders-EU-01".into());
        instance.status = Some(Status::Error);
        instance.network.connect_address = Some("192.168.0.74".into());
        instance.tags = vec![Tag {
            key: "env".into(),
            value: "生产".into(),
        }];
        let scope = Scope::new("p", "r");
        Row::new(
            InstanceKey { scope, id },
            Arc::new(instance),
            Moment::default(),
            1,
            std::time::Duration::from_secs(5),
        )
    }

    #[test]
    fn all_words_must_appear_somewhere_without_regard_to_case() {
        for (text, accepted) in [
            ("", true),
            ("orders", true),
            ("ORDERS 192.168", true),
            ("orders us", false),
            ("d661", true),
            ("生产", true),
            ("env=生产", true),
            ("status=error", true),
            ("status=ERR", false),
            ("status=RUNNING", false),
            ("tag:env=生产", true),
            ("tag:ENV", true),
            ("tag:env=prod", false),
            ("tag:team", false),
            ("orders tag:env status=ERROR", true),
        ] {
            assert_eq!(Filter::parse(text).accepts(&row()), accepted, "{text:?}");
        }
    }
}
