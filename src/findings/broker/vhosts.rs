//! Virtual hosts that do not run on a node that does: no client of theirs gets in there.

use super::{Sight, Signs, Subject};
use crate::findings::{Evidence, Slot, Value};

pub fn down(sight: &Sight<'_>) -> Option<Signs> {
    let (at, vhosts) = sight.vhosts()?;
    let each = vhosts.rows.iter().filter_map(|vhost| {
        let odd = vhost.states.iter().filter(|(_, state)| state != "running");
        let odd: Vec<&(String, String)> = odd.collect();
        let (node, state) = odd.first()?;
        let on: Vec<&str> = odd.iter().map(|(node, _)| node.as_str()).collect();
        let symptom = sight.symptom(at, Subject::Vhost(vhost.name.clone()), 1.0);
        let symptom = symptom
            .says(Slot::Value, Value::Text(state.clone()))
            .says(Slot::Limit, Value::Text(on.join(" ")));
        let said = Value::Text(format!("{state} ({node})"));
        Some(symptom.seen(Evidence::broker("cluster_state", said, at)))
    });
    Some(sight.signs(at, each))
}
