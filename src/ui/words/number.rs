//! Numbers for people: as wide as a column, whatever they are.

use crate::model::Unit;
use crate::state::column::Quantity;

/// Units of a thousand, a million and so on.
const UNITS: [&str; 5] = ["", "k", "M", "G", "T"];

/// A figure in its unit, as short as a cell of the list.
pub fn quantity(quantity: Quantity) -> String {
    match quantity {
        Quantity::Number(value, Unit::Percent) => format!("{:.0}%", value.floor()),
        Quantity::Number(value, Unit::Count | Unit::PerSecond | Unit::Flag) => short(value),
    }
}

/// A number in at most five cells: `0`, `9999`, `18.2k`, `3.1M`; below ten with one digit behind the
/// point where it has one. It is never rounded to 0 or to the next unit.
pub fn short(value: f64) -> String {
    if !value.is_finite() {
        return "--".to_owned();
    }
    let (sign, value) = if value < 0.0 {
        ("-", -value)
    } else {
        ("", value)
    };
    if value < 10.0 && value.fract() != 0.0 {
        // A little is not nothing.
        let tenths = (value * 10.0).floor().max(1.0) / 10.0;
        return format!("{sign}{tenths:.1}");
    }
    if value < 10_000.0 {
        return format!("{sign}{:.0}", value.floor());
    }
    let mut scaled = value;
    let mut unit = 0;
    while scaled >= 1000.0 && unit + 1 < UNITS.len() {
        scaled /= 1000.0;
        unit += 1;
    }
    let digits = if scaled < 100.0 {
        format!("{:.1}", (scaled * 10.0).floor() / 10.0)
    } else {
        format!("{:.0}", scaled.floor())
    };
    format!("{sign}{digits}{}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_number_is_told_in_five_cells_and_never_more_than_it_is() {
        for (value, told) in [
            (0.0, "0"),
            (0.04, "0.1"),
            (3.19, "3.1"),
            (7.0, "7"),
            (12.9, "12"),
            (9_999.0, "9999"),
            (10_000.0, "10.0k"),
            (99_999.0, "99.9k"),
            (123_456.0, "123k"),
            (999_999.0, "999k"),
            (1_000_000.0, "1.0M"),
            (18_234_567.0, "18.2M"),
            (4.2e12, "4.2T"),
            (-3.5, "-3.5"),
            (f64::NAN, "--"),
        ] {
            assert_eq!(short(value), told);
            assert!(told.len() <= 5);
        }
    }
}
