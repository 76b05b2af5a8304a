//! What the broker does not show to its user, and does not say so: lists are empty then.

use super::BrokerState;
use crate::broker::Part;

/// Why a list is empty though there may be something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// The user has rights in no virtual host.
    NoVhost,
    /// Only the user's own are shown to it.
    OfOthers,
}

impl BrokerState {
    /// Why a part has no rows, where that need not be because there is nothing. Who may see
    /// everything else is told of how much there is, and of no queue without a right in its virtual
    /// host; others are shown those virtual hosts alone in which they have rights.
    pub fn hidden(&self, part: &Part) -> Option<Hidden> {
        let head = self.head().filter(|_| self.is_empty(part))?;
        let (whoami, counts) = (&head.whoami, &head.overview.counts);
        if whoami.administers() {
            return None;
        }
        let there = match part {
            Part::Queues => counts.queues,
            Part::Exchanges => counts.exchanges,
            Part::Consumers => counts.consumers,
            Part::Policies => None,
            Part::Vhosts => return Some(Hidden::NoVhost),
            Part::Connections | Part::Channels => {
                return (!whoami.sees_all()).then_some(Hidden::OfOthers);
            }
            Part::Head
            | Part::Users
            | Part::FeatureFlags
            | Part::Queue(_)
            | Part::QueueRow(_)
            | Part::Bindings(_)
            | Part::Connection(_)
            | Part::ChannelsOf(_)
            | Part::Memory(_) => return None,
        };
        let hidden = match whoami.sees_all() {
            true => there.is_some_and(|number| number > 0),
            false => self.is_empty(&Part::Vhosts),
        };
        hidden.then_some(Hidden::NoVhost)
    }

    /// Whether it was read that a part has no rows.
    fn is_empty(&self, part: &Part) -> bool {
        let counts = self.part(part).value().map(|answer| answer.counts());
        matches!(counts, Some((0, None | Some(0))))
    }

    /// Whether the virtual hosts that are shown to the user tell why a part is empty.
    pub(super) fn asks_for_vhosts(&self) -> bool {
        let limited = self.head().is_some_and(|head| !head.whoami.sees_all());
        limited && self.is_empty(&self.own_part())
    }
}
