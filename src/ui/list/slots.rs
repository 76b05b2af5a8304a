//! Which columns fit, and how wide they are. Columns fall away by priority; NAME, STATUS, STORAGE
//! and WHY always stay, and WHY takes what is left.

use super::LEAD;
use super::column::{ASKED, REST, least, more};
use crate::state::arrangement::Columns;
use crate::state::column::Column;
use crate::state::profiles::ListShape;

/// A column with its place on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub column: Column,
    /// Cells.
    pub width: u16,
}

/// Cells of a list from which on WHY is the widest column until it has [`ENOUGH`].
const ROOMY: u16 = 80;
/// Cells of a list beside the panes of a screen of 160, from where on WHY keeps [`ENOUGH`] where figures
/// are shown, whatever else is: what is found by them is said there.
const BESIDE_PANES: u16 = 96;
/// Cells of WHY from which on others need more room more than it does.
const ENOUGH: u16 = 40;

/// The columns for a pane of this width, in the user's order and without those that are hidden.
pub fn slots(width: u16, columns: &Columns, shape: ListShape) -> Vec<Slot> {
    let wanted = |column: Column| columns.wants(column);
    let mut widths = least(shape);
    widths.retain(|(column, _)| wanted(*column));
    let taken: u16 = widths.iter().map(|(_, width)| width + 1).sum();
    let mut why = width.saturating_sub(LEAD + taken);
    for (column, wide, keeps) in ASKED.into_iter().chain(more(shape)) {
        let place = widths.iter().position(|(known, _)| *known == column);
        let costs = match place {
            Some(at) => wide.saturating_sub(widths[at].1),
            None => wide + 1,
        };
        let keeps = match (wanted(Column::Why), Column::ON_REQUEST.contains(&column)) {
            // Nothing has to be left for a WHY that is not wanted.
            (false, _) => 0,
            (true, false) if shape.figures && width >= BESIDE_PANES => ENOUGH,
            (true, false) if width >= ROOMY => keeps.max(widest(&widths).max(wide) + 1),
            (true, _) => keeps,
        };
        if !wanted(column) || why < costs || why - costs < keeps {
            continue;
        }
        why -= costs;
        match place {
            Some(at) => widths[at].1 = wide,
            None => widths.push((column, wide)),
        }
    }
    let enough = match wanted(Column::Why) {
        true => ENOUGH,
        false => 0,
    };
    for (column, most) in REST {
        let held = widths.iter_mut().find(|(known, _)| *known == column);
        if let Some((_, width)) = held {
            let more = why.saturating_sub(enough).min(most.saturating_sub(*width));
            *width += more;
            why -= more;
        }
    }
    if wanted(Column::Why) {
        widths.push((Column::Why, why));
    }
    let shown = columns.order().into_iter().filter_map(|column| {
        let (_, width) = widths.iter().find(|(known, _)| *known == column)?;
        Some(Slot {
            column,
            width: *width,
        })
    });
    shown.collect()
}

/// Cells of the widest column that the user did not have to ask for.
fn widest(widths: &[(Column, u16)]) -> u16 {
    let usual = widths.iter();
    let usual = usual.filter(|(column, _)| !Column::ON_REQUEST.contains(column));
    usual.map(|(_, width)| *width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::dashboard::list_width;
    use crate::state::profiles::ToldBy;
    use crate::ui::list::column::FIGURES;

    fn plain(told_by: ToldBy) -> ListShape {
        ListShape {
            told_by,
            figures: false,
        }
    }

    fn slots(width: u16) -> Vec<Slot> {
        super::slots(width, &Columns::default(), plain(ToldBy::Nothing))
    }

    #[test]
    fn rows_of_several_profiles_are_told_apart_at_any_width() {
        let slots = |width, told| super::slots(width, &Columns::default(), plain(told));
        for width in 40..300 {
            for (told, column) in [
                (ToldBy::Region, Column::Region),
                (ToldBy::Profile, Column::Profile),
            ] {
                let slots = slots(width, told);
                assert!(slots.iter().any(|slot| slot.column == column), "{width}");
                let cells: u16 = slots.iter().map(|slot| slot.width + 1).sum();
                assert_eq!(LEAD + cells - 1, width, "{told:?}");
            }
        }
        let both = slots(80, ToldBy::Region);
        assert!(both.iter().any(|slot| slot.column == Column::Profile));
        let told = plain(ToldBy::Region).columns();
        let usual = told.len() - 1 - Column::ON_REQUEST.len();
        assert_eq!(slots(300, ToldBy::Region).len(), usual);
    }

    fn columns(width: u16) -> Vec<Column> {
        slots(width).iter().map(|slot| slot.column).collect()
    }

    #[test]
    fn name_status_storage_and_why_stay_at_the_smallest_width() {
        let least = [Column::Name, Column::Status, Column::Storage, Column::Why];
        assert_eq!(columns(40), least);
        assert_eq!(columns(60), least);
    }

    #[test]
    fn with_figures_ready_disk_and_why_stand_beside_name_and_status() {
        let shape = ListShape {
            told_by: ToldBy::Nothing,
            figures: true,
        };
        let slots = |width| super::slots(width, &Columns::default(), shape);
        let columns = |width| -> Vec<Column> {
            let slots = slots(width);
            slots.iter().map(|slot| slot.column).collect()
        };
        let least = [
            Column::Name,
            Column::Status,
            Column::Ready,
            Column::Disk,
            Column::Why,
        ];
        assert!(least.iter().all(|column| columns(80).contains(column)));
        assert_eq!(columns(50), least);
        assert!(columns(120).contains(&Column::Since));
        let wide = columns(160);
        for column in shape.columns() {
            let missing = column.metric().is_some() && !wide.contains(&column);
            assert!(!missing, "{column:?}");
        }
        for width in 120..300 {
            let why = slots(width).last().unwrap().width;
            assert!(width < 160 || why >= ENOUGH, "{width} {why}");
        }
    }

    #[test]
    fn no_status_is_cut_where_a_trend_is_drawn() {
        use crate::model::Status;
        use strum::VariantNames as _;
        let statuses = Status::VARIANTS.iter().map(|name| Status::from_word(name));
        let known = statuses.filter(|status| status.console().is_some());
        // An old one has a mark behind it.
        let longest = known.map(|status| status.word().len() + 1).max().unwrap();
        let mut drawn = 0;
        for told_by in [ToldBy::Nothing, ToldBy::Region, ToldBy::Profile] {
            for width in 40..300 {
                let figures = true;
                let shape = ListShape { told_by, figures };
                let slots = super::slots(width, &Columns::default(), shape);
                let width_of = |column| slots.iter().find(|slot| slot.column == column);
                if width_of(Column::Trend).is_some() {
                    let status = width_of(Column::Status).unwrap();
                    assert!(usize::from(status.width) >= longest, "{width} {told_by:?}");
                    drawn += 1;
                }
            }
        }
        assert!(drawn > 300);
        let shape = ListShape {
            told_by: ToldBy::Nothing,
            figures: true,
        };
        let slots = super::slots(80, &Columns::default(), shape);
        let status = slots.iter().find(|slot| slot.column == Column::Status);
        assert!(status.is_some_and(|slot| usize::from(slot.width) >= longest - 1));
    }

    #[test]
    fn why_has_forty_cells_beside_the_panes_of_160_cells_whatever_tells_rows_apart() {
        assert_eq!(BESIDE_PANES, list_width(160));
        for told_by in [ToldBy::Nothing, ToldBy::Region, ToldBy::Profile] {
            for width in list_width(160)..300 {
                let figures = true;
                let shape = ListShape { told_by, figures };
                let slots = super::slots(width, &Columns::default(), shape);
                let why = slots.last().unwrap();
                assert!(
                    why.column == Column::Why && why.width >= ENOUGH,
                    "{width} {slots:?}"
                );
                // What stays with it is as much as it needs at least.
                let is_whole = |column, least: u16| {
                    slots
                        .iter()
                        .any(|slot| slot.column == column && slot.width >= least)
                };
                for (column, least) in [
                    (Column::Name, 12),
                    (Column::Status, 14),
                    (Column::Ready, 6),
                    (Column::Disk, 5),
                ] {
                    assert!(is_whole(column, least), "{width} {slots:?}");
                }
            }
        }
    }

    #[test]
    fn why_is_the_widest_column_until_it_has_enough() {
        for told in [ToldBy::Nothing, ToldBy::Region, ToldBy::Profile] {
            for width in ROOMY..300 {
                let slots = super::slots(width, &Columns::default(), plain(told));
                let (why, others): (Vec<Slot>, Vec<Slot>) =
                    slots.iter().partition(|slot| slot.column == Column::Why);
                let widest = others.iter().map(|slot| slot.width).max();
                let why = why[0].width;
                assert!(why >= ENOUGH || Some(why) > widest, "{told:?} {width}");
            }
        }
    }

    #[test]
    fn every_column_but_the_letter_is_there_when_there_is_room() {
        let mut usual = plain(ToldBy::Nothing).columns();
        usual.retain(|column| Columns::default().wants(*column));
        assert_eq!(columns(220), usual);
    }

    #[test]
    fn a_column_that_was_asked_for_is_there_at_80_cells_and_whole_where_there_is_room() {
        for column in Column::ON_REQUEST {
            let columns = Columns::default();
            let columns = columns.told(&format!("+{}", column.name())).unwrap();
            for width in 80..300 {
                let slots = super::slots(width, &columns, plain(ToldBy::Nothing));
                assert!(slots.iter().any(|slot| slot.column == column), "{width}");
                let cells: u16 = slots.iter().map(|slot| slot.width + 1).sum();
                assert_eq!(LEAD + cells - 1, width, "{column:?}");
            }
        }
        let columns = Columns::default().told("name id why").unwrap();
        let slots = super::slots(100, &columns, plain(ToldBy::Nothing));
        let id = slots.iter().find(|slot| slot.column == Column::Id);
        assert_eq!(id.map(|slot| slot.width), Some(36));
    }

    fn width_of(column: Column, width: u16) -> Option<u16> {
        let slots = slots(width);
        let slot = slots.iter().find(|slot| slot.column == column)?;
        Some(slot.width)
    }

    #[test]
    fn storage_has_its_bar_at_80_and_spec_is_there_beside_every_dashboard() {
        assert_eq!(width_of(Column::Storage, 80), Some(FIGURES));
        for width in [84, 96, 100, 120] {
            assert!(width_of(Column::Storage, width) >= Some(FIGURES), "{width}");
            assert_eq!(width_of(Column::Spec, width), Some(10), "{width}");
        }
    }

    #[test]
    fn zones_and_tags_grow_before_why_takes_more_than_it_needs() {
        for width in 180..=240 {
            assert!(width_of(Column::Tags, width) >= Some(24), "{width}");
            assert!(width_of(Column::Why, width) <= Some(ENOUGH), "{width}");
        }
        assert_eq!(width_of(Column::Tags, 247), Some(56));
    }

    #[test]
    fn the_columns_fill_the_width_exactly() {
        for width in 40..300 {
            let cells: u16 = slots(width).iter().map(|slot| slot.width + 1).sum();
            assert_eq!(LEAD + cells - 1, width);
        }
    }

    #[test]
    fn hidden_columns_leave_their_room_to_others_and_the_order_is_the_users() {
        let mut columns = Columns::default();
        for hidden in [Column::Storage, Column::Why, Column::Name] {
            columns.toggle(hidden);
        }
        columns.shift(Column::Status, -1);
        for width in 40..300 {
            let slots = super::slots(width, &columns, plain(ToldBy::Nothing));
            let shown: Vec<Column> = slots.iter().map(|slot| slot.column).collect();
            assert_eq!(shown[..2], [Column::Status, Column::Name], "{width}");
            assert!(!shown.contains(&Column::Storage) && !shown.contains(&Column::Why));
            let cells: u16 = slots.iter().map(|slot| slot.width + 1).sum();
            assert!(LEAD + cells - 1 <= width, "{width}");
        }
    }
}
