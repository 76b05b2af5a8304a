//! Problems for people: columns aligned by display width, nothing cut, and a sum at the end.

use super::{Problem, Problems};
use crate::findings::Severity;
use crate::l10n::Words;
use crate::list::Origin;
use crate::say;
use crate::text::{clean, width};
use crate::ui::words;
use std::io::{self, Write};

pub(super) fn print(w: &Words, problems: &Problems<'_>, to: &mut impl Write) -> io::Result<()> {
    let rows = problems.all.iter().map(|one| cells(w, problems, one));
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        let lines: Vec<_> = std::iter::once(head(w, problems)).chain(rows).collect();
        let mut widths: Vec<usize> = Vec::new();
        for line in &lines {
            widths.resize(line.len(), 0);
            for (widest, cell) in widths.iter_mut().zip(line) {
                *widest = width(cell).max(*widest);
            }
        }
        for line in lines {
            writeln!(to, "{}", aligned(&line, &widths))?;
        }
    }
    writeln!(to, "{}", sum(w, problems))
}

fn head(w: &Words, problems: &Problems<'_>) -> Vec<String> {
    let since = say!(w, "problems.since", zone = words::time::heading(w));
    let mut head = vec![w.text("problems.severity"), &since];
    if problems.origin() == Origin::Said {
        head.extend([w.text("problems.region"), w.text("problems.profile")]);
    }
    head.extend([w.text("problems.name"), w.text("problems.code")]);
    head.extend([w.text("problems.sentence"), w.text("problems.id")]);
    head.into_iter().map(str::to_owned).collect()
}

fn cells(w: &Words, problems: &Problems<'_>, problem: &Problem<'_>) -> Vec<String> {
    let Problem { row, finding } = problem;
    let since = finding.since.map(|at| words::time::date(w, at));
    let mut cells = vec![
        severity(w, finding.severity).to_owned(),
        words::or_unknown(since),
    ];
    if problems.origin() == Origin::Said {
        let scope = &row.key.scope;
        cells.extend([&scope.region, &scope.profile].map(|part| clean(part).into_owned()));
    }
    let sentence = problem.sentence(w, problems.state);
    cells.extend([
        clean(row.instance.label()).into_owned(),
        problem.code().name().to_owned(),
        clean(&sentence).into_owned(),
        clean(row.key.id.as_str()).into_owned(),
    ]);
    cells
}

/// How bad something is, in a word.
pub(crate) fn severity(w: &Words, severity: Severity) -> &str {
    match severity {
        Severity::Unknown => w.text("problems.unknown"),
        known => w.named("list.severity", known),
    }
}

fn aligned(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, wanted) in cells.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(wanted.saturating_sub(width(cell)) + 2));
    }
    line.trim_end().to_owned()
}

/// How many there are of each severity, in how many instances.
pub(crate) fn sum(w: &Words, problems: &Problems<'_>) -> String {
    let instances = w.count("nouns.instance", problems.state.fleet.all().len());
    let counted = Severity::ALL.iter().filter_map(|one| {
        let all = problems.all.iter();
        let number = all
            .filter(|problem| problem.finding.severity == *one)
            .count();
        let word = severity(w, *one);
        (number > 0).then(|| say!(w, "problems.counted", number, word))
    });
    let counted: Vec<String> = counted.collect();
    let unchecked = !problems.unchecked.is_empty();
    match (counted.is_empty(), unchecked) {
        (false, _) => {
            let counted = counted.join(w.text("comma"));
            say!(w, "problems.sum", instances, counted)
        }
        (true, true) => say!(w, "problems.nothing-seen", instances),
        (true, false) => say!(w, "problems.nothing", instances),
    }
}
