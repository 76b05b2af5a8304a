//! Numbers for people: as wide as a column, whatever they are.

use super::{UNKNOWN, finding::span};
use crate::model::Unit;
use crate::state::column::Quantity;

/// Letters of a thousand, a million and so on.
const UNITS: [&str; 7] = ["", "k", "M", "G", "T", "P", "E"];

/// A figure in its unit, in at most five cells where it is a number, and at most seven where it is a
/// time.
pub fn quantity(quantity: Quantity) -> String {
    match quantity {
        Quantity::Number(value, Unit::Percent) => percent(value),
        Quantity::Number(value, Unit::Count | Unit::PerSecond | Unit::Flag) => short(value),
        Quantity::Time(..60_000) => "<1m".to_owned(),
        Quantity::Time(ms) => span(ms),
        Quantity::AtLeast(ms) => format!("{}+", span(ms)),
        Quantity::Nothing => String::new(),
    }
}

/// Whole percent.
fn percent(value: f64) -> String {
    match short(value.floor()).as_str() {
        UNKNOWN => UNKNOWN.to_owned(),
        whole => format!("{whole}%"),
    }
}

/// A number in at most five cells, and its sign: `0`, `0.4`, `950`, `3.1k`, `18.2M`; with one digit
/// behind the point below ten, and behind a letter below a hundred. It is never told as more than it
/// is, nor as 0 when it is not.
pub fn short(value: f64) -> String {
    if !value.is_finite() {
        return UNKNOWN.to_owned();
    }
    let (sign, value) = match value < 0.0 {
        true => ("-", -value),
        false => ("", value),
    };
    if value < 10.0 && value.fract() != 0.0 {
        // A little is not nothing.
        return format!("{sign}{}", one_digit(tenths(value).max(0.1)));
    }
    let (mut scaled, mut unit) = (value, 0);
    while scaled >= 1000.0 && unit + 1 < UNITS.len() {
        scaled /= 1000.0;
        unit += 1;
    }
    let letter = UNITS[unit];
    match scaled {
        1000.0.. => format!("{sign}>999{letter}"),
        100.0.. => format!("{sign}{}{letter}", whole(scaled)),
        _ if unit == 0 => format!("{sign}{}", whole(scaled)),
        _ => format!("{sign}{}{letter}", one_digit(tenths(scaled))),
    }
}

/// A number with a digit behind the point, if it has one: never told as more than it is.
pub fn decimal(value: f64) -> String {
    let least = match value < 0.0 {
        true => -tenths(-value),
        false => tenths(value),
    };
    match least.fract() == 0.0 {
        true => format!("{least:.0}"),
        false => format!("{least:.1}"),
    }
}

/// The whole of a positive number below a million million.
fn whole(value: f64) -> u64 {
    value.floor() as u64
}

/// Such a number of tenths with its digit behind the point. By whole numbers: to write a binary
/// fraction in so many digits takes many times as long, and a screen has hundreds.
fn one_digit(tenths: f64) -> String {
    let tenths = (tenths * 10.0).round() as u64;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The tenths of a positive number, rounded down but for what its binary form lacks.
fn tenths(value: f64) -> f64 {
    (value * 10.0 + 1e-6).floor() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_told_with_its_unit_and_a_time_in_two_units_at_most() {
        let (minute, hour) = (60_000, 3_600_000);
        for (told, quantity) in [
            ("91%", Quantity::Number(91.9, Unit::Percent)),
            ("3.1k", Quantity::Number(3_100.0, Unit::PerSecond)),
            ("<1m", Quantity::Time(-1)),
            ("<1m", Quantity::Time(minute - 1)),
            ("6m", Quantity::Time(6 * minute)),
            ("3h12m", Quantity::Time(3 * hour + 12 * minute)),
            ("47h59m", Quantity::Time(48 * hour - 1)),
            ("2d", Quantity::Time(48 * hour)),
            ("3h12m+", Quantity::AtLeast(3 * hour + 12 * minute)),
            ("", Quantity::Nothing),
        ] {
            assert_eq!(super::quantity(quantity), told);
        }
    }

    #[test]
    fn a_number_is_told_in_five_cells_and_never_more_than_it_is() {
        for (value, told) in [
            (0.0, "0"),
            (0.04, "0.1"),
            (3.19, "3.1"),
            (7.0, "7"),
            (9.96, "9.9"),
            (12.9, "12"),
            (999.5, "999"),
            (1_000.0, "1.0k"),
            (2_300.0, "2.3k"),
            (9_999.0, "9.9k"),
            (10_000.0, "10.0k"),
            (99_999.0, "99.9k"),
            (123_456.0, "123k"),
            (999_999.0, "999k"),
            (1_000_000.0, "1.0M"),
            (18_234_567.0, "18.2M"),
            (1e12, "1.0T"),
            (4.2e12, "4.2T"),
            (-3.5, "-3.5"),
            (f64::NAN, "--"),
            (f64::MAX, ">999E"),
        ] {
            assert_eq!(short(value), told);
        }
        let said = [99.94, 99.96, 97.5, 30.0, -0.39].map(decimal);
        assert_eq!(said, ["99.9", "99.9", "97.5", "30", "-0.3"]);
    }

    #[test]
    fn every_number_of_every_unit_fits_its_cell_whatever_it_is() {
        let units = [Unit::Count, Unit::PerSecond, Unit::Percent, Unit::Flag];
        let digits = [1.0, 1.04, 4.999, 9.94, 9.96, 9.995, 9.999_999];
        let values = (-6..=308).flat_map(|power| digits.map(|digit| digit * 10_f64.powi(power)));
        for value in values.chain([0.0, f64::INFINITY, f64::NAN]) {
            for unit in units {
                let told = quantity(Quantity::Number(value, unit));
                let most = if unit == Unit::Percent { 6 } else { 5 };
                assert!((1..=most).contains(&told.len()), "{value} {told}");
                let is_number = told.contains(|letter: char| letter.is_ascii_digit());
                assert_eq!(is_number, value.is_finite(), "{value} {told}");
            }
        }
    }
}
