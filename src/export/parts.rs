//! What belongs to one instance: its plug-ins, tasks and tags. Every row says whose it is.

use super::{Cell, Sheet, complete_if, instances, read_at, text};
use crate::findings::Presence;
use crate::list::ListField;
use crate::model::InstanceKey;
use crate::state::State;
use crate::state::export::Extent;
use crate::state::remote::{Cached, Freshness, Remote};

pub(super) fn plugins(state: &State, key: &InstanceKey) -> Sheet {
    let remote = state.details.known(key).plugins();
    let known = remote.known.as_ref();
    let list = known.map(|known| &known.value);
    let rows = list.map_or(&[][..], |list| &list.plugins).iter();
    let read = read(state, key, remote);
    let rows = rows.map(|plugin| {
        let own = [
            ("name", text(Some(plugin.name.as_str()))),
            ("enable", ListField::Flag(plugin.enabled)),
            ("running", ListField::Flag(plugin.running)),
            ("version", text(plugin.version.as_deref())),
        ];
        own.into_iter().chain(read.clone()).collect()
    });
    Sheet {
        what: "plug-ins",
        rows: rows.collect(),
        extent: complete_if(list.is_some_and(|list| list.unidentified == 0)),
    }
}

pub(super) fn tasks(state: &State, key: &InstanceKey) -> Sheet {
    let remote = state.details.known(key).tasks(&state.view.span);
    let known = remote.known.as_ref();
    let list = known.map(|known| &known.value);
    let rows = list.map_or(&[][..], |list| &list.tasks).iter();
    let read = read(state, key, remote);
    let rows = rows.map(|task| {
        let status = task.status.as_ref().map(|status| status.word());
        let own = [
            ("id", text(Some(task.id.as_str()))),
            ("name", text(Some(&task.name))),
            ("status", text(status)),
            ("user_name", text(task.user_name.as_deref())),
            ("created_at_ms", ListField::Number(task.created_at)),
            ("updated_at_ms", ListField::Number(task.updated_at)),
            ("params", text(task.params.as_deref())),
        ];
        own.into_iter().chain(read.clone()).collect()
    });
    let all = list.is_some_and(|list| list.missing.is_none() && list.unidentified == 0);
    Sheet {
        what: "tasks",
        rows: rows.collect(),
        extent: complete_if(all),
    }
}

pub(super) fn tags(state: &State, key: &InstanceKey) -> Sheet {
    let row = state.fleet.get(key);
    let rows = row.into_iter().flat_map(|row| {
        let mut read = owner(state, key);
        read.extend(read_at(
            row.seen,
            state.now,
            instances::freshness(state, row),
        ));
        row.instance.tags.iter().map(move |tag| {
            let own = [
                ("key", text(Some(&tag.key))),
                ("value", text(Some(&tag.value))),
            ];
            own.into_iter().chain(read.clone()).collect()
        })
    });
    Sheet {
        what: "tags",
        rows: rows.collect(),
        extent: Extent::Complete,
    }
}

/// Whose rows they are.
fn owner(state: &State, key: &InstanceKey) -> Vec<Cell> {
    let row = state.fleet.get(key);
    let name = row.and_then(|row| row.instance.name.as_deref());
    vec![
        ("instance_name", text(name)),
        ("instance_id", text(Some(key.id.as_str()))),
        ("region", text(Some(&key.scope.region))),
        ("profile", text(Some(&key.scope.profile))),
    ]
}

/// Whose rows they are, and how far they can be believed.
fn read<T>(state: &State, key: &InstanceKey, remote: &Remote<T>) -> Vec<Cell> {
    let mut cells = owner(state, key);
    let Some(Cached { at, .. }) = &remote.known else {
        return cells;
    };
    let gone = state.fleet.get(key).map(|row| row.presence) == Some(Presence::Gone);
    let freshness = match remote.freshness(state.now, state.profiles.period(&key.scope)) {
        _ if gone => "gone",
        Freshness::Stale(_) => "stale",
        Freshness::Fresh | Freshness::Loading | Freshness::Failed => "fresh",
    };
    cells.extend(read_at(*at, state.now, freshness));
    cells
}
