//! Which tasks are shown: those that began in a span of time, which the service filters by
//! (table 4-40). Times are typed in the zone in which they are shown.
//!
//! Read [`Span`] first. [`SpanBox`] is the box in which one is chosen or typed.

use super::input::TextField;
use super::list_cursor::ListCursor;
use crate::api::v2::TaskSpan;
use crate::model::EpochMs;
use crate::timezone::TimeZone;
use jiff::civil::{Date, DateTime};
use strum::{IntoStaticStr, VariantNames};

/// The tasks that are shown, by when they began.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Span {
    /// All of them.
    #[default]
    All,
    /// In the last hour.
    Hour,
    /// In the last 24 hours.
    Day,
    /// In the last seven days.
    Week,
    /// Between two times that were typed.
    Between {
        /// From.
        begin: EpochMs,
        /// To; `None` for whatever time it is.
        end: Option<EpochMs>,
    },
}

/// What is wrong with a span that was typed.
#[derive(Clone, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Wrong {
    /// Nothing was typed.
    Empty,
    /// The two dots between the times are missing.
    NoDots,
    /// This is no time, or none in the calendar.
    NoTime(String),
    /// It ends before it begins.
    Backwards,
}

/// What stands between two times.
pub const DOTS: &str = "..";
const HOUR: EpochMs = 3_600_000;
const MINUTE_FORM: &str = "%Y-%m-%d %H:%M";
const SECOND_FORM: &str = "%Y-%m-%d %H:%M:%S";
/// As the service itself spells times in this filter.
const COMPACT_FORM: &str = "%Y%m%d%H%M%S";
const DAY_FORM: &str = "%Y-%m-%d";

/// Which end of a span a time is.
#[derive(Clone, Copy)]
enum End {
    Begin,
    Last,
}

impl Span {
    /// The spans that have a name, by the word of the palette.
    pub const NAMED: [(&str, Self); 4] = [
        ("1h", Self::Hour),
        ("24h", Self::Day),
        ("7d", Self::Week),
        ("all", Self::All),
    ];

    /// What the service is asked for at a time; nothing when it is asked for all.
    ///
    /// A span that reaches up to now has no end: the service's clock may be ahead of ours, and its
    /// newest task must not be missing.
    pub fn asked_at(self, now: EpochMs) -> Option<TaskSpan> {
        let last = |hours: EpochMs| TaskSpan {
            begin: now.saturating_sub(hours * HOUR),
            end: None,
        };
        match self {
            Self::All => None,
            Self::Hour => Some(last(1)),
            Self::Day => Some(last(24)),
            Self::Week => Some(last(7 * 24)),
            Self::Between { begin, end } => Some(TaskSpan { begin, end }),
        }
    }

    /// Reads `FROM .. TO` in a zone: `2026-11-20 08:00 .. 2026-11-21`. A day alone is all of it, and
    /// without a second time it goes up to now. Seconds may be given, and full-width characters
    /// are taken for their narrow ones.
    ///
    /// # Errors
    /// [`Wrong`] says what cannot be understood.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, Wrong> {
        let text: String = text.chars().map(narrow).collect();
        let text = text.trim();
        if text.is_empty() {
            return Err(Wrong::Empty);
        }
        let (begin, end) = text.split_once(DOTS).ok_or(Wrong::NoDots)?;
        let begin = moment(begin.trim(), End::Begin, zone)?;
        let end = match end.trim() {
            "" => None,
            end => Some(moment(end, End::Last, zone)?),
        };
        if end.is_some_and(|end| end < begin) {
            return Err(Wrong::Backwards);
        }
        Ok(Self::Between { begin, end })
    }
}

/// An input method may still be on while digits are typed.
pub(super) fn narrow(letter: char) -> char {
    match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '。' => '.',
        _ => letter,
    }
}

/// A date and time, or the beginning of a day.
pub(super) fn begin(text: &str, zone: &TimeZone) -> Option<EpochMs> {
    moment(text, End::Begin, zone).ok()
}

/// A time; with a `Z` at its end it is UTC whatever the zone.
fn moment(text: &str, end: End, zone: &TimeZone) -> Result<EpochMs, Wrong> {
    let wrong = || Wrong::NoTime(text.to_owned());
    let plain = text.trim_end_matches('Z').replace('T', " ");
    let utc = &TimeZone::default();
    let zone = if text.ends_with('Z') { utc } else { zone };
    let forms = [SECOND_FORM, MINUTE_FORM, COMPACT_FORM];
    let exact = forms
        .iter()
        .find_map(|form| DateTime::strptime(form, &plain).ok());
    let time = match (exact, end) {
        (Some(time), _) => time,
        (None, end) => {
            let day = Date::strptime(DAY_FORM, &plain).map_err(|_| wrong())?;
            match end {
                End::Begin => day.at(0, 0, 0, 0),
                End::Last => day.at(23, 59, 59, 0),
            }
        }
    };
    zone.moment(time).ok_or_else(wrong)
}

/// One line of the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A span with a name.
    Named(Span),
    /// The one that is typed.
    Typed,
}

/// The lines of the box, in order.
pub const ENTRIES: [Entry; 5] = [
    Entry::Named(Span::Hour),
    Entry::Named(Span::Day),
    Entry::Named(Span::Week),
    Entry::Named(Span::All),
    Entry::Typed,
];

/// The box in which a span is chosen. Typing goes to the typed line, wherever the cursor was.
#[derive(Clone, Debug)]
pub struct SpanBox {
    pick: ListCursor<Entry>,
    field: TextField,
    /// What was wrong when it was to be taken, until it is edited.
    pub wrong: Option<Wrong>,
}

impl SpanBox {
    /// A box with the cursor on the span that is shown now, and what was typed before.
    pub fn new(now: Span, typed: &str) -> Self {
        let at = match now {
            Span::Between { .. } => Entry::Typed,
            named => Entry::Named(named),
        };
        let mut pick = ListCursor::default();
        let place = ENTRIES.iter().position(|entry| *entry == at);
        pick.go_to(place.unwrap_or(0), &ENTRIES);
        Self {
            pick,
            field: TextField::plain(typed),
            wrong: None,
        }
    }

    /// The text field.
    pub fn field(&self) -> &TextField {
        &self.field
    }

    /// The line under the cursor.
    pub fn at(&self) -> Entry {
        self.pick.on(&ENTRIES).copied().unwrap_or(Entry::Typed)
    }

    /// Moves the cursor; it stops at the ends.
    pub fn move_by(&mut self, delta: isize) {
        self.pick.move_by(delta, &ENTRIES);
    }

    /// The typed line, to be edited: the cursor goes there.
    pub fn field_mut(&mut self) -> &mut TextField {
        self.pick.move_by(isize::MAX, &ENTRIES);
        self.wrong = None;
        &mut self.field
    }

    /// The span under the cursor; nothing when the typed one is wrong, which is then said.
    pub fn take(&mut self, zone: &TimeZone) -> Option<Span> {
        match self.at() {
            Entry::Named(span) => Some(span),
            Entry::Typed => match Span::parse(self.field.text(), zone) {
                Ok(span) => Some(span),
                Err(wrong) => {
                    self.wrong = Some(wrong);
                    None
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::input::Edit;
    use crate::timezone::Times;
    use jiff::tz::Offset;

    /// 2026-11-20 00:00 UTC.
    const DAY: EpochMs = 1_795_132_800_000;

    #[test]
    fn two_times_are_read_in_utc_and_a_day_alone_is_all_of_it() {
        let between = |begin, end| Ok(Span::Between { begin, end });
        let to_now = between(DAY, None);
        let whole = between(DAY, Some(DAY + 24 * HOUR - 1000));
        let hours = between(DAY + 8 * HOUR, Some(DAY + 9 * HOUR + 90_000));
        for (typed, read) in [
            ("2026-11-20..", &to_now),
            (" 2026-11-20 00:00 ..  ", &to_now),
            ("2026-11-20 .. 2026-11-20", &whole),
            ("2026-11-20 08:00 .. 2026-11-20 09:01:30", &hours),
            ("2026-11-20T08:00:00Z..2026-11-20T09:01:30Z", &hours),
            ("20261120080000..20261120090130", &hours),
            ("２０２６－１１－２０　０８：００。。20261120090130", &hours),
        ] {
            assert_eq!(&Span::parse(typed, &TimeZone::default()), read, "{typed}");
        }
    }

    #[test]
    fn two_times_are_read_in_the_zone_that_is_shown_unless_they_say_that_they_are_utc() {
        let zone = TimeZone::new(Times::Local, jiff::tz::TimeZone::fixed(Offset::constant(8)));
        let begin = |typed| match Span::parse(typed, &zone) {
            Ok(Span::Between { begin, .. }) => begin,
            other => panic!("{other:?}"),
        };
        assert_eq!(begin("2026-11-20 .."), DAY - 8 * HOUR);
        assert_eq!(begin("2026-11-20T00:00:00Z .."), DAY);
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        let no_time = |text: &str| Err(Wrong::NoTime(text.to_owned()));
        for (typed, wrong) in [
            ("  ", Err(Wrong::Empty)),
            ("2026-11-20", Err(Wrong::NoDots)),
            ("2026-11-20 - 2026-11-21", Err(Wrong::NoDots)),
            ("yesterday ..", no_time("yesterday")),
            ("2026-02-30 ..", no_time("2026-02-30")),
            (".. 2026-11-20", no_time("")),
            ("2026-11-20 .. 25:00", no_time("25:00")),
            ("2026-11-20 .. 2026-11-19", Err(Wrong::Backwards)),
        ] {
            assert_eq!(Span::parse(typed, &TimeZone::default()), wrong, "{typed}");
        }
    }

    #[test]
    fn a_span_up_to_now_asks_for_no_end() {
        let begin = |span: Span| span.asked_at(DAY).map(|asked| (DAY - asked.begin) / HOUR);
        let spans = Span::NAMED.map(|(_, span)| begin(span));
        assert_eq!(spans, [Some(1), Some(24), Some(168), None]);
        let ends = Span::NAMED.map(|(_, span)| span.asked_at(DAY).and_then(|asked| asked.end));
        assert_eq!(ends, [None; 4]);
    }

    #[test]
    fn what_is_typed_goes_to_the_typed_line_and_stays_when_it_is_wrong() {
        let mut open = SpanBox::new(Span::Hour, "2026-11-2");
        assert_eq!(open.at(), Entry::Named(Span::Hour));
        open.field_mut().edit(Edit::Insert('x'));
        assert_eq!(
            (open.at(), open.take(&TimeZone::default())),
            (Entry::Typed, None)
        );
        assert_eq!(open.wrong, Some(Wrong::NoDots));
        assert_eq!(open.field().text(), "2026-11-2x");
        open.field_mut().edit(Edit::Backspace);
        open.field_mut().paste("0..");
        assert_eq!(open.wrong, None);
        let typed = Span::Between {
            begin: DAY,
            end: None,
        };
        assert_eq!(open.take(&TimeZone::default()), Some(typed));
        open.move_by(-1);
        assert_eq!(open.take(&TimeZone::default()), Some(Span::All));
    }
}
