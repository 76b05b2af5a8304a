//! One term of a filter: what it asks of a row, and what can be wrong with it.

use crate::state::column::{Column, Reading};
use crate::text::nearest;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Something that can be asked of a row by name beside its figures, the most useful first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum FilterField {
    Status,
    Storage,
    /// What is found of it, by name or words.
    Why,
    Age,
    Version,
    Name,
    Type,
    Zone,
    Public,
    Billing,
    Enterprise,
    Region,
    Profile,
}

impl FilterField {
    /// The word that is typed.
    pub(super) fn word(self) -> &'static str {
        self.into()
    }

    /// The same in Chinese, as the heading of its column where it has one.
    pub(super) fn chinese(self) -> &'static str {
        Column::named(self.word()).map_or("公网访问", Column::chinese)
    }

    /// Whether its values have words of the service's Chinese console beside the service's own.
    pub(super) fn has_console_words(self) -> bool {
        match self {
            Self::Status | Self::Type | Self::Public | Self::Billing | Self::Why => true,
            Self::Storage
            | Self::Age
            | Self::Version
            | Self::Name
            | Self::Zone
            | Self::Enterprise
            | Self::Region
            | Self::Profile => false,
        }
    }
}

/// What a term asks for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Field(FilterField),
    /// The figure of a column.
    Figure(Column),
}

impl Asked {
    /// Everything there is, the most useful first.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        // Status and storage come before figures.
        let (first, more) = FilterField::VARIANTS.split_at(2);
        let first = first.iter().copied().map(Self::Field);
        let figures = Column::asked().map(Self::Figure);
        first
            .chain(figures)
            .chain(more.iter().copied().map(Self::Field))
    }

    /// The word that is typed.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Field(field) => field.word(),
            Self::Figure(column) => column.name(),
        }
    }

    /// The same in Chinese.
    pub(super) fn chinese(self) -> &'static str {
        match self {
            Self::Field(field) => field.chinese(),
            Self::Figure(column) => column.chinese(),
        }
    }

    /// What is asked for by a word in either language.
    pub(super) fn named(word: &str) -> Option<Self> {
        let is = |one: &Self| match word.is_ascii() {
            true => one.word() == word,
            false => one.chinese() == word,
        };
        Self::all().find(is)
    }
}

/// What begins a question about a tag.
pub const TAG: &str = "tag:";
/// The same in Chinese.
const TAG_CHINESE: &str = "标签:";
/// The word for rows that are too old to be trusted.
pub const STALE: &str = "stale";
/// The same in Chinese.
pub const STALE_CHINESE: &str = "过期";

/// The word for rows that the user marked.
pub const MARKED: &str = "marked";
/// The same in Chinese.
pub const MARKED_CHINESE: &str = "已标记";

/// The word for rows that changed since the time that is marked.
pub const CHANGED: &str = "changed";
/// The same in Chinese.
pub const CHANGED_CHINESE: &str = "有变化";

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

/// A part of a filter. All of them must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// Whether it must not hold.
    pub(super) negated: bool,
    pub(super) test: Test,
}

/// What a term asks. Texts are in lower case; one of several alternatives is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// Appears in name, id, address or a tag.
    Word(Vec<String>),
    /// A field is this; what "is" means depends on the field.
    Is(FilterField, Vec<String>),
    /// Has a tag with this key, and with one of these values where some are given.
    Tag { key: String, values: Vec<String> },
    /// Used storage in percent of the usable.
    Storage(Compare, u64),
    /// What was measured last, in thousandths, or a time in ms. Nothing measured is no number.
    Figure(Column, Compare, i64),
    /// Time since creation, ms.
    Age(Compare, i64),
    /// Not read for three polls.
    Stale,
    /// Marked by the user.
    Marked,
    /// Changed since the time that is marked.
    Changed,
}

/// What is wrong with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Wrong {
    /// It is not complete yet; until it is, it asks nothing.
    Unfinished,
    /// There is no such field; this one was probably meant.
    Field(Option<&'static str>),
    /// The field can only be equal.
    Compare,
    /// The field can only be more or less.
    MoreOrLess,
    /// Storage is compared with a percentage.
    Percent,
    /// A figure is compared with a number.
    Number,
    /// A time is a number with a unit.
    Time,
}

/// A term that cannot be understood, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub word: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

impl Term {
    /// Reads one term.
    pub(super) fn parse(typed: &str) -> Result<Self, Wrong> {
        let lower = match typed.is_ascii() {
            true => typed.to_ascii_lowercase(),
            false => typed.to_lowercase().chars().map(narrow).collect(),
        };
        let body = lower.strip_prefix('!').unwrap_or(&lower);
        let negated = body.len() != lower.len();
        let test = test(body)?;
        Ok(Self { negated, test })
    }
}

/// The signs of a term, which an input method may give in full width.
fn narrow(letter: char) -> char {
    match letter {
        '＝' => '=',
        '＜' => '<',
        '＞' => '>',
        '！' => '!',
        '｜' => '|',
        '：' => ':',
        letter => letter,
    }
}

fn test(body: &str) -> Result<Test, Wrong> {
    if body.is_empty() {
        return Err(Wrong::Unfinished);
    }
    if [STALE, STALE_CHINESE].contains(&body) {
        return Ok(Test::Stale);
    }
    if [MARKED, MARKED_CHINESE].contains(&body) {
        return Ok(Test::Marked);
    }
    if [CHANGED, CHANGED_CHINESE].contains(&body) {
        return Ok(Test::Changed);
    }
    if let Some(tag) = [TAG, TAG_CHINESE]
        .iter()
        .find_map(|one| body.strip_prefix(one))
    {
        return tag_test(tag);
    }
    let Some((name, compare, value)) = comparison(body) else {
        return Ok(Test::Word(alternatives(body)?));
    };
    let Some(asked) = Asked::named(name) else {
        let names = || {
            Asked::all().map(|one| match name.is_ascii() {
                true => one.word(),
                false => one.chinese(),
            })
        };
        let begun = names().find(|known| known.starts_with(name));
        return Err(Wrong::Field(begun.or(nearest(name, names()))));
    };
    if value.is_empty() {
        return Err(Wrong::Unfinished);
    }
    let field = match asked {
        Asked::Figure(column) => {
            let is_time = column.reading().is_some_and(Reading::is_time);
            let limit = match (is_time, compare) {
                (true, Compare::Equal) => Err(Wrong::MoreOrLess),
                (true, _) => time(value),
                (false, _) => number(value),
            };
            return limit.map(|limit| Test::Figure(column, compare, limit));
        }
        Asked::Field(field) => field,
    };
    match (field, compare) {
        (FilterField::Storage, _) => percent(value).map(|percent| Test::Storage(compare, percent)),
        (FilterField::Age, Compare::Equal) => Err(Wrong::MoreOrLess),
        (FilterField::Age, _) => time(value).map(|age| Test::Age(compare, age)),
        (_, Compare::Equal) => Ok(Test::Is(field, alternatives(value)?)),
        (_, _) => Err(Wrong::Compare),
    }
}

fn tag_test(tag: &str) -> Result<Test, Wrong> {
    let (key, values) = match tag.split_once('=') {
        Some((key, values)) => (key, alternatives(values)?),
        None => (tag, Vec::new()),
    };
    if key.is_empty() {
        return Err(Wrong::Unfinished);
    }
    let key = key.to_owned();
    Ok(Test::Tag { key, values })
}

/// Field, comparison and value, if the text has the form of one.
fn comparison(text: &str) -> Option<(&str, Compare, &str)> {
    let at = text.find(['=', '<', '>']).filter(|at| *at > 0)?;
    let (name, rest) = text.split_at(at);
    let (compare, length) = match rest.as_bytes() {
        [b'<', b'=', ..] => (Compare::AtMost, 2),
        [b'>', b'=', ..] => (Compare::AtLeast, 2),
        [b'<', ..] => (Compare::Less, 1),
        [b'>', ..] => (Compare::More, 1),
        _ => (Compare::Equal, 1),
    };
    Some((name, compare, &rest[length..]))
}

/// `a|b`: one of them is enough. One that is missing is still being typed.
fn alternatives(text: &str) -> Result<Vec<String>, Wrong> {
    let all: Vec<String> = text.split('|').map(str::to_owned).collect();
    match all.iter().any(String::is_empty) {
        true => Err(Wrong::Unfinished),
        false => Ok(all),
    }
}

fn percent(text: &str) -> Result<u64, Wrong> {
    let digits = text.strip_suffix('%').unwrap_or(text);
    digits.parse().map_err(|_| Wrong::Percent)
}

/// `80`, `0.5`, `10k`, `1.5M`, `85%`, in thousandths.
fn number(text: &str) -> Result<i64, Wrong> {
    let text = text.strip_suffix('%').unwrap_or(text);
    let digits = text.trim_end_matches(['k', 'm']);
    let unit = match &text[digits.len()..] {
        "" => 1_000.0,
        "k" => 1_000_000.0,
        "m" => 1_000_000_000.0,
        _ => return Err(Wrong::Number),
    };
    let plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = digits.parse().map_err(|_| Wrong::Number)?;
    match plain {
        true => Ok((number * unit).round() as i64),
        false => Err(Wrong::Number),
    }
}

/// `40s`, `30m`, `3h12m`, `1d`, `2w`, in ms. A number whose unit is missing is still being typed.
fn time(text: &str) -> Result<i64, Wrong> {
    let (mut rest, mut ms) = (text, 0_i64);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest[..digits].parse().map_err(|_| Wrong::Time)?;
        let mut after = rest[digits..].chars();
        let seconds = match after.next().ok_or(Wrong::Unfinished)? {
            's' => 1,
            'm' => 60,
            'h' => 60 * 60,
            'd' => 24 * 60 * 60,
            'w' => 7 * 24 * 60 * 60,
            _ => return Err(Wrong::Time),
        };
        let more = number.checked_mul(seconds * 1000);
        ms = more
            .and_then(|more| ms.checked_add(more))
            .ok_or(Wrong::Time)?;
        rest = after.as_str();
    }
    Ok(ms)
}

impl Compare {
    /// Whether `a` stands in this relation to `b`.
    pub(super) fn holds<T: Ord>(self, a: &T, b: &T) -> bool {
        match self {
            Self::Less => a < b,
            Self::AtMost => a <= b,
            Self::Equal => a == b,
            Self::AtLeast => a >= b,
            Self::More => a > b,
        }
    }
}
