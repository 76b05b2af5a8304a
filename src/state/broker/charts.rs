//! How much room the charts of one thing of a broker have, above its rows.

use super::Opened;
use crate::state::State;

/// Rows of the strip, and of what says where one is.
pub const ABOVE: u16 = 4;
/// Series of a queue: ready, unacknowledged, in, out, acknowledged.
pub const OF_QUEUE: u16 = 5;
/// Cells that a chart with a scale needs at least, with those between two.
const LEAST: u16 = 30;
/// Rows from which on there is room for charts with a scale.
const ROOM: u16 = 20;
/// Rows of such a chart, with its title.
const LOWEST: u16 = 4;
const HIGHEST: u16 = 10;

/// Charts beside and below each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChartGrid {
    pub columns: u16,
    pub rows: u16,
    /// Rows of each chart; one is a line without a scale.
    pub height: u16,
}

impl ChartGrid {
    /// So many charts in so many rows and columns: beside each other where there is room, else a line
    /// each. Half of the rows at least are left.
    fn of(charts: u16, (width, room): (u16, u16)) -> Self {
        let columns = (width / LEAST).min(charts);
        if columns < 3 || room < ROOM {
            return Self {
                columns: 1,
                rows: charts.min(room / 2),
                height: 1,
            };
        }
        let rows = charts.div_ceil(columns);
        Self {
            columns,
            rows,
            height: (room / 2 / rows).clamp(LOWEST, HIGHEST),
        }
    }

    /// Rows of all of them.
    pub fn all(self) -> u16 {
        self.rows * self.height
    }
}

impl State {
    /// The charts of the one thing of a broker that is shown by itself.
    pub fn broker_charts(&self) -> ChartGrid {
        let room = self.body_rows().saturating_sub(ABOVE);
        // The message service tells no series.
        let opened = self
            .broker
            .opened()
            .filter(|_| self.broker.closed().is_none());
        match opened {
            Some(Opened::Queue(_)) => ChartGrid::of(OF_QUEUE, (self.size.width, room)),
            Some(Opened::Node(_)) | None => ChartGrid::default(),
        }
    }

    /// Rows for the rows of it.
    pub fn broker_detail_rows(&self) -> u16 {
        if self.broker.closed().is_some() {
            return self.body_rows().saturating_sub(self.why_rows() + 1);
        }
        let room = self.body_rows().saturating_sub(ABOVE);
        room.saturating_sub(self.broker_charts().all())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_stand_beside_each_other_where_there_is_room_and_leave_half_of_the_rows() {
        let of = |width, room| {
            let ChartGrid {
                columns,
                rows,
                height,
            } = ChartGrid::of(OF_QUEUE, (width, room));
            (columns, rows, height)
        };
        assert_eq!(of(80, 14), (1, 5, 1));
        assert_eq!(of(80, 40), (1, 5, 1));
        assert_eq!(of(120, 30), (4, 2, 7));
        assert_eq!(of(160, 35), (5, 1, 10));
        assert_eq!(of(160, 19), (1, 5, 1));
        assert_eq!(of(40, 3), (1, 1, 1));
        for (width, room) in [(40, 0), (80, 5), (300, 100), (95, 20)] {
            assert!(ChartGrid::of(OF_QUEUE, (width, room)).all() * 2 <= room);
        }
    }
}
