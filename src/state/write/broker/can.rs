//! What can be done to the broker that is open, and if not, why.

use super::{BrokerCall, BrokerPlan, Object};
use crate::api::OneOrMore;
use crate::api::management::{Change, ChangeKind, MOST_PEEKED};
use crate::broker::BrokerAnswer;
use crate::model::InstanceKey;
use crate::model::broker::{Connection, ConnectionName, Queue, QueueKind};
use crate::state::State;
use crate::state::broker::{Client, Opened, SubView, queue_of};
use crate::state::view::Pane;
use crate::state::write::can::Refusal;

/// What clients are told whose connection is closed, where the user says nothing else.
pub const REASON: &str = "closed by an operator";

/// States in which a queue does what it is told.
const AT_WORK: [&str; 3] = ["running", "idle", "flow"];

impl State {
    /// The queue that is shown by itself, or that is under the cursor of the queues.
    pub fn broker_queue(&self) -> Option<&Queue> {
        if let (Pane::Broker, Some(Opened::Queue(key))) =
            (self.focused(), &self.broker.place().opened)
        {
            return self.broker.queue(key).map(|detail| &detail.queue);
        }
        let listed = self.under_cursor(SubView::Queues)?.try_as_queues_ref()?;
        let key = queue_of(&self.broker.selected()?.id)?;
        // Names first: of many queues most have the same virtual host.
        let is_it = |queue: &&Queue| queue.key.name == key.name && queue.key.vhost == key.vhost;
        listed.rows.iter().find(is_it)
    }

    /// The connection under the cursor of the broker's connections.
    pub fn broker_connection(&self) -> Option<&Connection> {
        let listed = self.under_cursor(SubView::Connections)?;
        let listed = listed.try_as_connections_ref()?;
        let id = &self.broker.selected()?.id;
        listed.rows.iter().find(|one| one.name == *id)
    }

    /// The client under the cursor, with its connections: of a row of clients, or of a connection.
    pub fn broker_client(&self) -> Option<Client> {
        self.under_cursor(SubView::Connections)?;
        let name = match self.broker.is_grouped() {
            true => &self.broker.selected()?.id,
            false => self.broker_connection()?.client_name(),
        };
        let mut clients = self.broker.clients().into_iter();
        clients.find(|client| client.name == *name)
    }

    fn under_cursor(&self, view: SubView) -> Option<&BrokerAnswer> {
        let here = self.focused() == Pane::Broker && self.broker.shown() == view;
        here.then(|| self.broker.part(&view.part()?).value())?
    }

    /// The call that does this to what is under the cursor.
    ///
    /// # Errors
    /// The reason why it cannot be done, as far as the row tells.
    pub fn broker_call(&self, kind: ChangeKind) -> Result<BrokerCall, Refusal> {
        let call = match kind {
            ChangeKind::PurgeQueue | ChangeKind::DeleteQueue | ChangeKind::PeekMessages => {
                let queue = self.broker_queue().ok_or(Refusal::NoQueue)?;
                on_queue(kind, queue)?
            }
            ChangeKind::CloseConnection => {
                let connection = self.broker_connection().ok_or(Refusal::NoConnection)?;
                close(connection.name.clone(), REASON)
            }
        };
        let of = self.view.opened.as_ref().ok_or(Refusal::NothingSelected)?;
        self.can_write(&of.scope)?;
        Ok(call)
    }

    /// A plan to do this to what is under the cursor.
    ///
    /// # Errors
    /// The reason why it cannot be done.
    pub fn broker_plan(&self, kind: ChangeKind) -> Result<BrokerPlan, Refusal> {
        let call = self.broker_call(kind)?;
        self.plan_of(None, OneOrMore::one(call))
    }

    /// A plan to close the connection under the cursor, whose client is told this reason.
    ///
    /// # Errors
    /// The reason why it cannot be done.
    pub fn close_plan(&self, reason: &str) -> Result<BrokerPlan, Refusal> {
        let connection = self.broker_connection().ok_or(Refusal::NoConnection)?;
        let call = close(connection.name.clone(), reason);
        self.plan_of(None, OneOrMore::one(call))
    }

    /// A plan to close every connection that is known of the client under the cursor, which is told
    /// this reason.
    ///
    /// # Errors
    /// The reason why it cannot be done.
    pub fn close_client_plan(&self, reason: &str) -> Result<BrokerPlan, Refusal> {
        let client = self.broker_client().ok_or(Refusal::NoConnection)?;
        let connections = client.connections.into_iter();
        let calls = connections.map(|one| close(one, reason)).collect();
        let calls = OneOrMore::of(calls).ok_or(Refusal::NoConnection)?;
        self.plan_of(Some(client.name), calls)
    }

    fn plan_of(
        &self,
        client: Option<String>,
        calls: OneOrMore<BrokerCall>,
    ) -> Result<BrokerPlan, Refusal> {
        let of = self.view.opened.clone().ok_or(Refusal::NothingSelected)?;
        let row = self.row(&of)?;
        let profile = self.profiles.get(&of.scope).ok_or(Refusal::NotShown)?;
        let project = profile.context.project.as_ref();
        let way = self.broker_way(&of).and_then(Result::ok);
        let plan = BrokerPlan {
            name: row.instance.label().to_owned(),
            project: project.map(ToString::to_string).unwrap_or_default(),
            way: way.ok_or(Refusal::NotConnected)?,
            identity: self.broker.identity().ok_or(Refusal::NotConnected)?,
            of,
            client,
            calls,
            unrecorded: false,
        };
        self.allows_on_broker(&plan)?;
        Ok(plan)
    }

    /// Whether a plan may be sent now, as far as is known.
    ///
    /// # Errors
    /// The reason why not.
    pub fn allows_on_broker(&self, plan: &BrokerPlan) -> Result<(), Refusal> {
        self.can_write(&plan.of.scope)?;
        self.is_open(&plan.of)?;
        if plan.kind() == ChangeKind::PeekMessages && !self.may_peek(&plan.of) {
            return Err(Refusal::PeekOff);
        }
        let busy = plan.calls().iter().any(|call| {
            let object = &call.object;
            self.broker_writes.under_way_on(&plan.of, object)
        });
        match busy {
            true => Err(Refusal::Pending),
            false => Ok(()),
        }
    }

    /// The broker is read, and it is the one that was read before.
    fn is_open(&self, of: &InstanceKey) -> Result<(), Refusal> {
        self.row(of)?;
        match self.broker.is_another() {
            true => Err(Refusal::AnotherBroker),
            false => Ok(()),
        }
    }

    /// Whether the profile allows to look at messages.
    fn may_peek(&self, of: &InstanceKey) -> bool {
        let settings = || {
            let profile = self.profiles.get(&of.scope)?;
            let row = self.fleet.get(of)?;
            let all = self.fleet.all().iter();
            let here = all.filter(|row| row.key.scope == of.scope);
            let all: Vec<_> = here.map(|row| &*row.instance).collect();
            let brokers = &profile.context.brokers;
            let settings = brokers.settings(&row.instance, all.iter().copied());
            settings.ok().flatten().map(|settings| settings.allow_peek)
        };
        settings().unwrap_or(false)
    }
}

fn close(connection: ConnectionName, reason: &str) -> BrokerCall {
    BrokerCall {
        change: Change::close_connection(&connection, reason),
        object: Object::Connection(connection),
    }
}

/// What is done to a queue: the broker would refuse what is refused here, or never answer.
fn on_queue(kind: ChangeKind, queue: &Queue) -> Result<BrokerCall, Refusal> {
    let is_stream = queue.kind == Some(QueueKind::Stream);
    if let Some(state) = &queue.state
        && !AT_WORK.contains(&state.as_str())
    {
        return Err(Refusal::QueueState(state.clone()));
    }
    let change = match kind {
        ChangeKind::PurgeQueue | ChangeKind::PeekMessages if is_stream => {
            return Err(Refusal::Stream);
        }
        ChangeKind::PurgeQueue => Change::purge(&queue.key),
        ChangeKind::PeekMessages => Change::peek(&queue.key, MOST_PEEKED),
        ChangeKind::DeleteQueue | ChangeKind::CloseConnection => {
            let messages = [queue.depth.ready, queue.depth.unacknowledged];
            let messages: u64 = messages.into_iter().flatten().sum();
            if messages > 0 {
                return Err(Refusal::QueueNotEmpty(messages));
            }
            if let Some(consumers) = queue.consumers.filter(|consumers| *consumers > 0) {
                return Err(Refusal::QueueInUse(consumers));
            }
            Change::delete_queue(&queue.key)
        }
    };
    let object = Object::Queue(queue.key.clone());
    Ok(BrokerCall { object, change })
}
