//! The languages of the screen. Plain output, the command line's help and the log are English.

use clap::ValueEnum;

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    #[default]
    #[value(name = "en")]
    English,
    /// Simplified Chinese
    #[value(name = "zh-CN", alias = "zh")]
    Chinese,
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language of a POSIX locale, such as `zh_CN.UTF-8`. A terminal that says it does not
    /// read UTF-8 gets English, which it can show.
    pub fn of_locale(locale: &str) -> Self {
        let (name, charset) = locale.split_once('.').unwrap_or((locale, "UTF-8"));
        let charset = charset.split('@').next().unwrap_or_default();
        let charset = charset.replace('-', "").to_ascii_lowercase();
        let language = name.split(['_', '-', '@']).next().unwrap_or_default();
        match (language, charset.as_str()) {
            ("zh", "utf8") => Self::Chinese,
            _ => Self::English,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language_and_a_charset_that_cannot_show_it_gets_english() {
        let chinese = ["zh_CN.UTF-8", "zh_CN.utf8", "zh", "zh_CN", "zh-Hans"];
        assert_eq!(chinese.map(Lang::of_locale), [Lang::Chinese; 5]);
        let english = ["C", "POSIX", "en_US.UTF-8", "zh_CN.GB18030", "zhx", ""];
        assert_eq!(english.map(Lang::of_locale), [Lang::English; 6]);
    }
}
