//! What is looked at of a broker.

use super::BrokerInterest;
use crate::state::State;
use crate::state::view::Pane;

impl State {
    /// What is looked at of a broker, while the user is there.
    pub fn broker_to_read(&self) -> Option<Box<BrokerInterest>> {
        let key = self.view.opened.clone()?;
        if self.view.tab != Pane::Broker || self.broker_rests() {
            return None;
        }
        Some(Box::new(BrokerInterest {
            way: self.broker_way(&key)?,
            parts: self.broker.parts(),
            rows: self.broker.rows_in_sight(self.rows(Pane::Broker)),
            key,
        }))
    }
}
