//! Users, and the feature flags of the broker.

use super::{A_TO_Z, Belongs, SubView, column, rows, text};
use crate::broker::BrokerAnswer;
use crate::model::broker::{BrokerUser, FeatureFlag, UserTag};
use crate::state::table::{Cell, Columns, Declared, Row};

pub static USERS: Declared = Declared {
    name: "broker-users",
    query: None,
    columns: Columns::of(&[
        column(("user", "name"), 'n', A_TO_Z),
        column(("tags", "tags"), 't', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| rows(state, SubView::Users, BrokerAnswer::try_as_users_ref, user),
};

impl Belongs for BrokerUser {}

fn user(one: &BrokerUser) -> Row {
    let tags: Vec<&str> = one.tags.iter().map(UserTag::word).collect();
    Row {
        id: one.name.clone(),
        of: None,
        label: one.name.clone(),
        cells: vec![
            Cell::Text(Some(one.name.clone())),
            Cell::Text(Some(tags.join(" "))),
        ],
    }
}

pub static FLAGS: Declared = Declared {
    name: "broker-feature-flags",
    query: None,
    columns: Columns::of(&[
        column(("flag", "name"), 'n', A_TO_Z),
        column(("state", "state"), 's', A_TO_Z),
        column(("stability", "stability"), 't', A_TO_Z),
        column(("description", "desc"), 'd', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        rows(
            state,
            SubView::FeatureFlags,
            BrokerAnswer::try_as_feature_flags_ref,
            flag,
        )
    },
};

impl Belongs for FeatureFlag {}

fn flag(one: &FeatureFlag) -> Row {
    Row {
        id: one.name.clone(),
        of: None,
        label: one.name.clone(),
        cells: vec![
            Cell::Text(Some(one.name.clone())),
            text(one.state.as_ref()),
            text(one.stability.as_ref()),
            text(one.description.as_ref()),
        ],
    }
}
