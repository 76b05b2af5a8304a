//! Small drawings of series.

use super::{Plot, top};
use crate::model::Point;
use crate::ui::theme::Ink;

const BLOCKS: Ink = Ink::Blocks(['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']);

/// One value a minute from 0 on, gaps as nothing; up to 7, in so many cells.
fn drawn(values: &[Option<f64>], (width, height): (u16, u16), ink: Ink) -> Vec<String> {
    let plot = Plot {
        begin: 0,
        end: i64::try_from(values.len()).unwrap() * 60_000,
        step: 60_000,
        top: 7.0,
        width,
        height,
        ink,
    };
    let points = values.iter().enumerate().filter_map(|(at, value)| {
        let at = i64::try_from(at).unwrap() * 60_000;
        value.map(|value| Point { at, value })
    });
    let cells = plot.draw(points);
    let rows = cells.chunks(usize::from(width));
    rows.map(|row| row.iter().collect::<String>().trim_end().to_owned())
        .collect()
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

#[test]
fn a_line_of_braille_goes_through_the_values() {
    let up = some(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    assert_eq!(drawn(&up, (4, 2), Ink::Braille), ["  ⡠⠊", "⡠⠊"]);
    let high = some(&[7.0, 7.0, 0.0, 0.0]);
    assert_eq!(drawn(&high, (2, 2), Ink::Braille), ["⢹", " ⣇"]);
    let flat = some(&[0.0; 4]);
    assert_eq!(drawn(&flat, (2, 2), Ink::Braille), ["", "⣀⣀"]);
}

#[test]
fn nothing_is_drawn_through_a_gap() {
    let mut values = some(&[7.0; 8]);
    values[3] = None;
    values[4] = None;
    assert_eq!(drawn(&values, (4, 1), Ink::Braille), ["⠉⠁⠈⠉"]);
    assert_eq!(drawn(&values, (8, 1), BLOCKS), ["███  ███"]);
    assert_eq!(drawn(&values, (8, 1), Ink::Digits), ["999  999"]);
    // One alone can be seen, too.
    let alone = [None, None, Some(3.0), None];
    assert_eq!(drawn(&alone, (2, 1), Ink::Braille), [" ⠂"]);
    assert_eq!(drawn(&[None; 4], (2, 2), Ink::Braille), ["", ""]);
}

#[test]
fn bars_stand_on_what_is_below_them_and_digits_at_their_height() {
    let values = some(&[0.0, 0.1, 3.5, 7.0]);
    assert_eq!(drawn(&values, (4, 2), BLOCKS), ["  ▁█", "▁▂██"]);
    assert_eq!(drawn(&values, (4, 2), Ink::Digits), ["  09", "01"]);
}

#[test]
fn what_is_highest_in_a_cell_is_shown_and_a_value_fills_its_step() {
    let many = some(&[0.0, 7.0, 7.0, 0.0, 0.0, 0.0]);
    assert_eq!(drawn(&many, (3, 1), BLOCKS), ["██▁"]);
    let few = [Some(7.0), None, Some(7.0)];
    assert_eq!(drawn(&few, (6, 1), BLOCKS), ["██  ██"]);
}

#[test]
fn more_than_the_top_and_times_outside_are_drawn_at_the_edge_or_not_at_all() {
    assert_eq!(drawn(&some(&[99.0, -3.0]), (2, 1), BLOCKS), ["█▁"]);
    let plot = Plot {
        begin: 0,
        end: 60_000,
        step: 60_000,
        top: 0.0,
        width: 1,
        height: 1,
        ink: Ink::Digits,
    };
    let points = [-60_000, 60_000].map(|at| Point { at, value: 1.0 });
    assert_eq!(plot.draw(points.into_iter()), [' ']);
    assert_eq!(plot.draw([Point { at: 0, value: 1.0 }].into_iter()), ['0']);
    let none = Plot { width: 0, ..plot };
    assert!(none.draw(points.into_iter()).is_empty());
}

#[test]
fn a_scale_ends_at_a_round_number() {
    let tops = [0.0, 9.9, 10.0, 11.0, 21.0, 99.0, 18_200_000.0].map(top);
    assert_eq!(tops, [10.0, 10.0, 10.0, 15.0, 30.0, 100.0, 20_000_000.0]);
    assert!(top(f64::MAX).is_finite() && top(f64::INFINITY).is_finite());
}
