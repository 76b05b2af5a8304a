//! The line of all instances together: a letter each, worst first, by region, or by profile where a
//! region is that of several; and what flows through them.

use crate::findings::Severity;
use crate::say;
use crate::state::State;
use crate::state::figures::FiguresStanding;
use crate::state::profiles::Profile;
use crate::state::pulse::SUMS;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::{Role, Strokes};
use crate::ui::trend::{TREND, trend};
use crate::ui::words::{self, Words, number};
use ratatui::layout::Rect;

/// Cells between two groups.
const GAP: usize = 3;
/// Letters that a group of so many has room for at least; else all groups are one.
const LEAST: usize = 8;

/// What stands for instances that were not read.
const UNREAD: &str = "?";
/// Cells that letters keep where trends stand beside the sums.
const ENOUGH: usize = 40;

/// Instances under one name: how many are how bad, worst first.
#[derive(Clone, Debug)]
struct Group {
    name: String,
    counts: [usize; Severity::ALL.len()],
    /// Whether it was ever read which there are.
    is_read: bool,
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
    let groups = groups(state);
    let beside = text::width(&title) + GAP + 1;
    let room = |sums: &str| usize::from(area.width).saturating_sub(beside + text::width(sums));
    let needs = room_for(&groups).min(ENOUGH);
    let strokes = canvas.theme.strokes();
    let mut forms = (0..=SUMS)
        .rev()
        .map(|trends| sums(w, state, (trends, strokes)));
    let fits = |(sums, _): &(String, Role)| room(sums) >= needs;
    let (sums, role) = forms
        .find(fits)
        .unwrap_or_else(|| sums(w, state, (0, strokes)));
    let letters = letters(w, groups, room(&sums));
    let line = Line::new(title, Role::Title).and(&letters);
    canvas.line(area, 0, &line);
    let width = u16::try_from(text::width(&sums)).unwrap_or(area.width);
    let x = area.right().saturating_sub(width + 1);
    canvas.put(x, area.y, width, &sums, role);
}

/// The instances of each profile that is shown, in the order of the profiles.
fn groups(state: &State) -> Vec<Group> {
    let group = state.profiles.iter().map(|profile| Group {
        name: words::profiles::short_name(state, profile.scope()),
        counts: state.fleet.pulse(profile.scope()).counts,
        is_read: profile.feed.listing.known.is_some(),
    });
    group.collect()
}

/// Cells in which each instance of these groups has its letter.
fn room_for(groups: &[Group]) -> usize {
    let each = groups
        .iter()
        .map(|group| group.beside() + group.instances());
    each.sum::<usize>() + GAP * groups.len().saturating_sub(1)
}

/// All groups as one.
fn together(w: &Words, groups: &[Group]) -> Group {
    let mut counts = [0; Severity::ALL.len()];
    for group in groups {
        for (all, more) in counts.iter_mut().zip(group.counts) {
            *all += more;
        }
    }
    Group {
        name: w.count("nouns.profile", groups.len()),
        counts,
        is_read: groups.iter().all(|group| group.is_read),
    }
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

/// So many letters of a group, and how many there are, or how many more. Where it was not read which
/// there are, there can be more than are known.
fn row(mut line: Line, group: &Group, share: usize) -> Line {
    let mut left = share;
    for (severity, count) in Severity::ALL.iter().zip(group.counts) {
        let shown = count.min(left);
        left -= shown;
        let letters = severity.letter().to_string().repeat(shown);
        line = line.then(letters, Role::from(*severity));
    }
    let all = group.instances();
    let more = match (all.saturating_sub(share), group.is_read) {
        (0, true) => format!(" {all}"),
        (0, false) if all == 0 => UNREAD.to_owned(),
        (0, false) => format!(" {all}{UNREAD}"),
        (more, _) => format!(" +{more}"),
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
/// looks; the first so many sums with their last hour; nothing where no figures are read.
fn sums(w: &Words, state: &State, (trends, strokes): (usize, Strokes)) -> (String, Role) {
    let off = |profile: &Profile| profile.figures() == FiguresStanding::Off;
    if state.profiles.iter().all(off) {
        return (String::new(), Role::Plain);
    }
    let all = state.pulse();
    let old = state.has_old_pulse();
    let mark = if old { "?" } else { "" };
    let mut place = 0..SUMS;
    let [ready, published, delivered] = all.sums.map(|sum| {
        let place = place.next().filter(|place| *place < trends);
        let told = match sum.known {
            0 => words::UNKNOWN.to_owned(),
            _ => format!("{}{mark}", number::short(sum.value())),
        };
        (told, place.map(|place| hour(state, place, strokes)))
    });
    let said = [
        (say!(w, "frame.pulse.ready", sum = ready.0), ready.1),
        (say!(w, "frame.pulse.in", sum = published.0), published.1),
        (say!(w, "frame.pulse.out", sum = delivered.0), delivered.1),
    ];
    let said = said.map(|(sum, trend)| match trend {
        Some(trend) => format!("{sum} {trend}"),
        None => sum,
    });
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

/// The last hour of a sum, always as wide.
fn hour(state: &State, sum: usize, strokes: Strokes) -> String {
    let points = state.pulse_trend(sum);
    let drawn = points.last().map(|last| last.at);
    let drawn = drawn.map(|last| trend(points.into_iter(), last, strokes));
    text::pad(&drawn.unwrap_or_default(), usize::from(TREND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn group(name: &str, counts: [usize; 6]) -> Group {
        Group {
            name: name.to_owned(),
            counts,
            is_read: true,
        }
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
    fn a_region_that_was_not_read_has_a_mark_of_its_own_and_no_0() {
        let unread = |counts| Group {
            is_read: false,
            ..group("eu-w101", counts)
        };
        let two = [group("cn-n4", [1, 0, 0, 0, 0, 3]), unread([0; 6])];
        assert_eq!(said(&two, 60), "cn-n4 X... 4   eu-w101 ?");
        assert_eq!(said(&two, 20), "2 profiles X... 4?");
        // Pages that came before the list broke off.
        let some = [unread([0, 0, 0, 0, 0, 2])];
        assert_eq!(said(&some, 60), "eu-w101 .. 2?");
    }

    #[test]
    fn room_is_shared_by_those_that_need_more() {
        assert_eq!(shares(&[100, 3, 100], 43), [20, 3, 20]);
        assert_eq!(shares(&[5, 5], 100), [5, 5]);
        assert_eq!(shares(&[5, 5], 0), [0, 0]);
    }
}
