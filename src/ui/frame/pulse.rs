//! The line of all instances together: a letter each, worst first, by region, or by profile where a
//! region is that of several; and what flows through them.

use crate::figures::FRESH;
use crate::findings::Severity;
use crate::say;
use crate::state::State;
use crate::state::figures::FiguresStanding;
use crate::state::profiles::Profile;
use crate::state::pulse::Pulse;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::words::{self, Words, number};
use ratatui::layout::Rect;

/// Cells between two groups.
const GAP: usize = 3;
/// Letters that a group of so many has room for at least; else all groups are one.
const LEAST: usize = 8;

/// Instances under one name: how many are how bad, worst first.
#[derive(Clone, Debug)]
struct Group {
    name: String,
    counts: [usize; Severity::ALL.len()],
}

impl Group {
    fn instances(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Cells beside its letters: its name, and behind them how many there are, or how many more.
    fn beside(&self) -> usize {
        text::width(&self.name) + 1 + format!(" +{}", self.instances()).len()
    }
}

/// Draws the line.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let w = canvas.words;
    let title = format!(" {}  ", w.text("frame.pulse.title"));
    let (sums, role) = sums(w, state);
    let taken = text::width(&title) + text::width(&sums) + GAP + 1;
    let room = usize::from(area.width).saturating_sub(taken);
    let line = Line::new(title, Role::Title).and(&letters(w, groups(state), room));
    canvas.line(area, 0, &line);
    let width = u16::try_from(text::width(&sums)).unwrap_or(area.width);
    let x = area.right().saturating_sub(width + 1);
    canvas.put(x, area.y, width, &sums, role);
}

/// The instances of each profile that is shown, in the order of the profiles.
fn groups(state: &State) -> Vec<Group> {
    let scopes = state.profiles.iter().map(Profile::scope);
    let group = scopes.map(|scope| Group {
        name: words::profiles::short_name(state, scope),
        counts: state.fleet.pulse(scope).counts,
    });
    group.collect()
}

/// All groups as one.
fn together(w: &Words, groups: &[Group]) -> Group {
    let mut counts = [0; Severity::ALL.len()];
    for group in groups {
        for (all, more) in counts.iter_mut().zip(group.counts) {
            *all += more;
        }
    }
    let name = w.count("nouns.profile", groups.len());
    Group { name, counts }
}

/// The letters of each group behind its name, in so many cells.
fn letters(w: &Words, groups: Vec<Group>, room: usize) -> Line {
    let least = |group: &Group| group.beside() + LEAST.min(group.instances()) + GAP;
    let fits = groups.iter().map(least).sum::<usize>() <= room + GAP;
    let groups = match groups.len() > 1 && !fits {
        true => vec![together(w, &groups)],
        false => groups,
    };
    let gaps = GAP * groups.len().saturating_sub(1);
    let beside: usize = groups.iter().map(Group::beside).sum();
    let needs: Vec<usize> = groups.iter().map(Group::instances).collect();
    let shares = shares(&needs, room.saturating_sub(gaps + beside));
    let mut line = Line::default();
    for (at, (group, share)) in groups.iter().zip(shares).enumerate() {
        let gap = if at > 0 {
            " ".repeat(GAP)
        } else {
            String::new()
        };
        line = line.then(format!("{gap}{} ", group.name), Role::Plain);
        line = row(line, group, share);
    }
    line
}

/// So many letters of a group, and how many there are, or how many more.
fn row(mut line: Line, group: &Group, share: usize) -> Line {
    let mut left = share;
    for (severity, count) in Severity::ALL.iter().zip(group.counts) {
        let shown = count.min(left);
        left -= shown;
        let letters = severity.letter().to_string().repeat(shown);
        line = line.then(letters, Role::from(*severity));
    }
    let all = group.instances();
    let more = match all.saturating_sub(share) {
        0 => format!(" {all}"),
        more => format!(" +{more}"),
    };
    line.then(more, Role::Plain)
}

/// Room shared out: no group gets more than it needs, and those that need more get the same.
fn shares(needs: &[usize], room: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by_key(|at| needs[*at]);
    let (mut shares, mut left) = (vec![0; needs.len()], room);
    for (done, at) in order.into_iter().enumerate() {
        shares[at] = needs[at].min(left / (needs.len() - done));
        left -= shares[at];
    }
    shares
}

/// What flows through all of them, with of how many that is known where it is not of all, and how it
/// looks; nothing where no figures are read.
fn sums(w: &Words, state: &State) -> (String, Role) {
    let off = |profile: &Profile| profile.figures() == FiguresStanding::Off;
    if state.profiles.iter().all(off) {
        return (String::new(), Role::Plain);
    }
    let scopes = state.profiles.iter().map(Profile::scope);
    let all = scopes.fold(Pulse::default(), |all, scope| {
        all.and(&state.fleet.pulse(scope))
    });
    let old = is_old(state);
    let mark = if old { "?" } else { "" };
    let [ready, published, delivered] = all.sums.map(|sum| match sum.known {
        0 => words::UNKNOWN.to_owned(),
        _ => format!("{}{mark}", number::short(sum.value())),
    });
    let said = [
        say!(w, "frame.pulse.ready", sum = ready),
        say!(w, "frame.pulse.in", sum = published),
        say!(w, "frame.pulse.out", sum = delivered),
    ];
    let (said, instances) = (said.join("  "), all.instances());
    let known = all.sums.map(|sum| sum.known);
    let (least, most) = (known.iter().min(), known.iter().max());
    let said = match (least, most) {
        (Some(least), Some(most)) if *least < instances && *most > 0 => {
            let known = if least == most {
                least.to_string()
            } else {
                format!("{least}-{most}")
            };
            say!(
                w,
                "frame.pulse.partial",
                sums = said,
                known,
                all = instances
            )
        }
        _ => said,
    };
    (said, if old { Role::Stale } else { Role::Plain })
}

/// Whether a figure of theirs is not new: where none came for long, all of them are old.
fn is_old(state: &State) -> bool {
    state.profiles.iter().any(|profile| {
        let now = profile.figures.time(state.now);
        let newest = state.fleet.newest_figure(profile.scope());
        newest.is_some_and(|at| now.saturating_sub(at) > FRESH)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn group(name: &str, counts: [usize; 6]) -> Group {
        let name = name.to_owned();
        Group { name, counts }
    }

    fn said(groups: &[Group], room: usize) -> String {
        let w = Words::load(Lang::English).unwrap();
        letters(&w, groups.to_vec(), room).text()
    }

    #[test]
    fn each_instance_is_a_letter_the_worst_first_and_what_has_no_room_is_counted() {
        let one = [group("cn-n4", [2, 0, 1, 2, 0, 5])];
        assert_eq!(said(&one, 80), "cn-n4 XX?~~..... 10");
        assert_eq!(said(&one, 16), "cn-n4 XX?~~. +4");
        let two = [
            group("cn-n4", [2, 0, 0, 2, 0, 100]),
            group("eu-w101", [1, 1, 0, 0, 0, 9]),
        ];
        assert_eq!(
            said(&two, 60),
            "cn-n4 XX~~................... +81   eu-w101 X!......... 11"
        );
        assert_eq!(said(&two, 40), "2 profiles XXX!~~.................. +91");
        for room in 0..160 {
            assert!(text::width(&said(&two, room)) <= room.max(17), "{room}");
        }
    }

    #[test]
    fn room_is_shared_by_those_that_need_more() {
        assert_eq!(shares(&[100, 3, 100], 43), [20, 3, 20]);
        assert_eq!(shares(&[5, 5], 100), [5, 5]);
        assert_eq!(shares(&[5, 5], 0), [0, 0]);
    }
}
