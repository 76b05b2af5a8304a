//! The recycle bin of a project: what is in it, and what comes of a deletion.

use super::{Arranged, Cell, Columns, Declared, Row, Said, TableColumn};
use crate::api::Rows;
use crate::api::v2::{RecyclePolicy, Recycled};
use crate::model::{Scope, Status};
use crate::state::State;
use crate::state::column::First;
use crate::state::query::Query;
use crate::state::remote::{Cached, Freshness};

pub static RECYCLE_BIN: Declared = Declared {
    name: "recycle-bin",
    query: Some(Query::RecycleBin),
    columns: Columns::of(&[
        TableColumn {
            name: "name",
            field: "name",
            letter: 'n',
            first: [First::A, First::Z],
        },
        TableColumn {
            name: "status",
            field: "status",
            letter: 's',
            first: [First::A, First::Z],
        },
        TableColumn {
            name: "since",
            field: "in_recycle_time_utc",
            letter: 'a',
            first: [First::Newest, First::Oldest],
        },
        TableColumn {
            name: "until",
            field: "auto_delete_time_utc",
            letter: 'u',
            first: [First::Soonest, First::Latest],
        },
    ]),
    id: Some("instance_id"),
    actions: &["restore", "toggle-recycling", "keep-longer", "keep-shorter"],
    said: |state, scope| Some(state.fate(scope, None).said()),
    rows,
};

fn rows(state: &State, table: &Arranged) -> Option<Cached<Rows<Row>>> {
    let known = table.known(state).recycle_bin().known.as_ref()?;
    let inside = &known.value.inside;
    let row = |one: &Recycled| Row {
        id: one.id.to_string(),
        of: None,
        label: one.label().to_owned(),
        cells: vec![
            Cell::Text(Some(one.label().to_owned())),
            Cell::Status(one.status.clone()),
            Cell::Since(one.since),
            Cell::Until(one.until),
        ],
    };
    let value = Rows {
        rows: inside.rows.iter().map(row).collect(),
        unidentified: inside.unidentified,
        unreadable: inside.unreadable.clone(),
    };
    Some(Cached {
        value,
        at: known.at,
    })
}

/// What comes of a deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Fate {
    /// It can be restored for so many days.
    Restorable(u8),
    Final,
    /// The policy could not be read, or not yet; what is frozen may go past the bin.
    Unknown,
}

impl Fate {
    pub fn said(self) -> Said {
        let days = match self {
            Self::Restorable(days) => days.into(),
            Self::Final | Self::Unknown => 0,
        };
        (self.into(), days)
    }
}

impl State {
    /// What comes of deleting an instance of this status there.
    pub fn fate(&self, scope: &Scope, status: Option<&Status>) -> Fate {
        match self.recycle_policy(scope) {
            Some(RecyclePolicy { on: false, .. }) => Fate::Final,
            Some(policy) if status != Some(&Status::Frozen) => Fate::Restorable(policy.days),
            Some(_) | None => Fate::Unknown,
        }
    }

    /// The policy there, if it was read and is no old news.
    pub fn recycle_policy(&self, scope: &Scope) -> Option<RecyclePolicy> {
        let bin = self.known_of(scope, &Query::RecycleBin).recycle_bin();
        let fresh = bin.freshness(self.now, self.profiles.period(scope)) == Freshness::Fresh;
        (fresh && bin.failure.is_none()).then(|| bin.value()?.policy)?
    }
}
