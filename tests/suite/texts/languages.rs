//! The same texts in every language, each fit for the screen.

use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr as _;
use warren::l10n::Words;
use warren::lang::Lang;

/// Every text of a language by its path; the forms of one text together.
fn texts(lang: Lang) -> BTreeMap<String, Vec<String>> {
    let words = Words::load(lang).unwrap();
    let texts = words.iter();
    texts
        .map(|(path, forms)| (path, forms.into_iter().map(str::to_owned).collect()))
        .collect()
}

fn placeholders(forms: &[String]) -> BTreeSet<&str> {
    let pieces = forms.iter().flat_map(|form| form.split('{').skip(1));
    pieces
        .filter_map(|piece| Some(piece.split_once('}')?.0))
        .collect()
}

#[test]
fn a_text_has_the_same_placeholders_in_every_language() {
    let (english, chinese) = (texts(Lang::English), texts(Lang::Chinese));
    assert!(english.keys().eq(chinese.keys()));
    for (path, forms) in &english {
        assert_eq!(placeholders(forms), placeholders(&chinese[path]), "{path}");
    }
}

/// Texts that are made of values alone in Chinese.
const PLAIN: [&str; 6] = [
    "dialog.position",
    "frame.of",
    "panes.created",
    "form.problem.in-tag",
    "form.gb",
    "span.name.between",
];
/// Texts that are a name, or a mark of one cell, in every language.
const NAMES: [&str; 10] = [
    "SSL", "UTC", "API", "TLS", "TPS", "VPC", "IAM", "JSON", "ID", "S",
];

#[test]
fn every_text_is_translated() {
    let chinese = texts(Lang::Chinese);
    for (path, forms) in texts(Lang::English) {
        let has_words = |text: &String| {
            let words = text.split('{').map(|part| part.rsplit('}').next());
            words
                .flatten()
                .any(|word| word.contains(char::is_alphabetic))
        };
        let translated = |text: &String| !text.is_ascii() || NAMES.contains(&text.as_str());
        if forms.iter().any(has_words) && !PLAIN.contains(&path.as_str()) {
            assert!(chinese[&path].iter().all(translated), "{path}");
        }
    }
}

#[test]
fn a_chinese_sentence_has_no_ascii_punctuation() {
    let chinese = |letter: char| !letter.is_ascii() && letter.is_alphabetic();
    for (path, forms) in texts(Lang::Chinese) {
        for text in forms {
            for mark in [", ", "; ", ": ", " ("] {
                for (before, after) in text.match_indices(mark).map(|(at, _)| text.split_at(at)) {
                    let beside = before.ends_with(|c| chinese(c) || c == '}');
                    let goes_on = after[mark.len()..].starts_with(|c| chinese(c) || c == '{');
                    let is_sentence = text.contains(chinese);
                    assert!(!(is_sentence && beside && goes_on), "{path}: {text}");
                }
            }
        }
    }
}

#[test]
fn a_text_takes_as_many_cells_in_every_terminal() {
    for (path, forms) in texts(Lang::Chinese) {
        for text in forms {
            let (narrow, wide) = (text.width(), text.width_cjk());
            assert_eq!(narrow, wide, "{path}: a character of {text:?} is ambiguous");
        }
    }
}
