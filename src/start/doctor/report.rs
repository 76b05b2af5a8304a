//! What the doctor found, and how it is printed. Pure.

use serde_json::{Value, json};

use crate::start::Exit;
use crate::text;

/// What one check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// As it should be.
    Ok,
    /// It works, but something will bite.
    Warn,
    /// It does not work; and how the program ends for that.
    Fail(Exit),
    /// Not looked at, because of something before.
    Skipped,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) what: String,
    pub(super) verdict: Verdict,
    pub(super) detail: String,
    /// What to do about it; empty when there is nothing to do.
    pub(super) advice: String,
}

impl Check {
    fn new(what: impl Into<String>, verdict: Verdict, detail: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            verdict,
            detail: detail.into(),
            advice: String::new(),
        }
    }

    pub(super) fn ok(what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(what, Verdict::Ok, detail)
    }

    pub(super) fn warn(what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(what, Verdict::Warn, detail)
    }

    pub(super) fn fail(what: impl Into<String>, exit: Exit, detail: impl Into<String>) -> Self {
        Self::new(what, Verdict::Fail(exit), detail)
    }

    pub(super) fn skipped(what: impl Into<String>, because: impl Into<String>) -> Self {
        Self::new(what, Verdict::Skipped, because)
    }

    /// The same with something to do.
    pub(super) fn advising(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// Whether what depends on it can be looked at.
    pub(super) fn stands(&self) -> bool {
        matches!(self.verdict, Verdict::Ok | Verdict::Warn)
    }

    /// `FAIL  what - detail - advice`, on one line.
    fn line(&self) -> String {
        let mut line = format!("{:<4}  {} - {}", self.word(), self.what, self.detail);
        if !self.advice.is_empty() {
            line.push_str(" - ");
            line.push_str(&self.advice);
        }
        let words: Vec<&str> = line.split('\n').map(str::trim).collect();
        text::clean(&words.join(" ")).into_owned()
    }

    fn word(&self) -> &'static str {
        match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail(_) => "FAIL",
            Verdict::Skipped => "skip",
        }
    }

    fn json(&self) -> Value {
        let advice = (!self.advice.is_empty()).then_some(&self.advice);
        json!({
            "what": self.what,
            "verdict": self.word().to_lowercase(),
            "detail": self.detail,
            "advice": advice,
        })
    }
}

/// The checks of one profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Report {
    /// The profile, where it is known.
    profile: Option<String>,
    checks: Vec<Check>,
}

/// One line a check; where there are several profiles each has its name before its lines.
pub(super) fn text(reports: &[Report]) -> String {
    if let [one] = reports {
        return one.text();
    }
    let named = reports.iter().map(|report| {
        let name = report.profile.as_deref().unwrap_or_default();
        format!("profile {}\n{}", text::clean(name), report.text())
    });
    named.collect::<Vec<_>>().join("\n")
}

impl Report {
    /// Nothing was looked at yet.
    pub(super) fn of(profile: &str) -> Self {
        Self {
            profile: Some(profile.to_owned()),
            checks: Vec::new(),
        }
    }

    /// There are no settings to look at, for this reason, and so no profile.
    pub(super) fn of_nobody(why: Check) -> Self {
        Self {
            profile: None,
            checks: vec![
                why,
                Check::skipped("everything else", "there are no settings"),
            ],
        }
    }

    /// Notes a check, and says whether what depends on it can be looked at.
    pub(super) fn note(&mut self, check: Check) -> bool {
        let stands = check.stands();
        self.checks.push(check);
        stands
    }

    /// How the program ends: by the first failure, because later ones follow from it.
    pub(super) fn exit(&self) -> Exit {
        let failed = self.checks.iter().find_map(|check| match check.verdict {
            Verdict::Fail(exit) => Some(exit),
            Verdict::Ok | Verdict::Warn | Verdict::Skipped => None,
        });
        let warned = |check: &Check| check.verdict == Verdict::Warn;
        match failed {
            Some(exit) => exit,
            None if self.checks.iter().any(warned) => Exit::Partial,
            None => Exit::Complete,
        }
    }

    fn text(&self) -> String {
        let lines = self.checks.iter();
        lines.map(|check| check.line() + "\n").collect()
    }

    pub(super) fn json(&self) -> Value {
        let checks: Vec<Value> = self.checks.iter().map(Check::json).collect();
        json!({ "profile": self.profile, "exit_code": self.exit().code(), "checks": checks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(checks: Vec<Check>) -> Report {
        Report {
            profile: None,
            checks,
        }
    }

    #[test]
    fn a_check_is_one_clean_line_with_what_to_do_at_its_end() {
        let check =
            Check::fail("clock", Exit::Failed, "16 min\n  ahead\u{1b}[2J").advising("set it");
        let text = report(vec![check, Check::ok("proxy", "none")]).text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "FAIL  clock - 16 min ahead\\x1b[2J - set it");
        assert_eq!(lines[1], "ok    proxy - none");
    }

    #[test]
    fn the_first_failure_decides_and_a_warning_counts_only_without_one() {
        let (ok, warn) = (Check::ok("a", ""), Check::warn("b", ""));
        let fail = |exit| Check::fail("c", exit, "");
        let skipped = Check::skipped("d", "");
        for (checks, exit) in [
            (vec![ok.clone(), skipped.clone()], Exit::Complete),
            (vec![ok.clone(), warn.clone()], Exit::Partial),
            (
                vec![warn, fail(Exit::Unreachable), fail(Exit::Refused), skipped],
                Exit::Unreachable,
            ),
        ] {
            assert_eq!(report(checks).exit(), exit);
        }
    }
}
