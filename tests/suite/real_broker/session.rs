//! A user at a desk who looks at a real broker: what is shown is read by warren's own reader, and
//! what it says is drawn and judged.

use super::node::{PASSWORD, USER};
use crate::desk::{Desk, id, instance, key, scope};
use crate::screens::{drawn_in, lines};
use crate::scripted::clients;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use warren::api::{ConnectOptions, Credential};
use warren::broker::{BrokerError, Part};
use warren::event::{Event, Reply};
use warren::findings::{Broker, Code};
use warren::lang::Lang;
use warren::model::Instance;
use warren::poller::{Poller, PollerCommand, Tickets};
use warren::secret::Secret;
use warren::state::interest::{BrokerInterest, Interest};

/// Longest time for what is asked to be answered.
const PATIENCE: Duration = Duration::from_secs(60);

/// A user with one instance, whose tab of the broker is open.
pub struct Session {
    pub desk: Desk,
    url: String,
    user: String,
    order: UnboundedSender<PollerCommand>,
    events: UnboundedReceiver<Event>,
    look: Option<Box<BrokerInterest>>,
}

/// The instance whose broker it is.
fn shop(url: &str, user: &str) -> Instance {
    let mut shop = instance("shop");
    shop.network.management_address = Some(url.to_owned());
    shop.access_user = Some(user.to_owned());
    shop
}

/// A poller whose cloud nobody answers for, and where its events go.
pub fn poller() -> (Poller, UnboundedReceiver<Event>) {
    let keys = Credential::Keys {
        access_key: "AK".into(),
        secret_key: Secret::new("SK"),
        security_token: None,
    };
    let nowhere = "http://127.0.0.1:9";
    let options = ConnectOptions::new("cn-north-4", nowhere, nowhere, keys);
    let (client, _) = clients(options);
    let (send, events) = unbounded_channel();
    let start = Instant::now();
    let poller = Poller {
        client,
        scope: scope(),
        refresh: Duration::from_secs(3600),
        tickets: Tickets::new(move || start.elapsed()),
        send: Arc::new(move |event| drop(send.send(event))),
        figures: false,
        listed: Arc::default(),
    };
    (poller, events)
}

impl Session {
    /// Opens the broker at an address, as the administrator.
    pub fn open(url: &str) -> Self {
        Self::open_as(url, USER)
    }

    /// The same as somebody else.
    pub fn open_as(url: &str, user: &str) -> Self {
        let mut desk = Desk::new(160, 45);
        desk.list(vec![shop(url, user)]);
        desk.state.view.opened = Some(key("shop"));
        desk.press("3");
        let (poller, events) = poller();
        let (order, orders) = unbounded_channel();
        tokio::spawn(poller.run(orders));
        let password = Secret::new(PASSWORD);
        let login = PollerCommand::BrokerLogin(id("shop"), password);
        order.send(login).unwrap();
        Self {
            desk,
            url: url.to_owned(),
            user: user.to_owned(),
            order,
            events,
            look: None,
        }
    }

    /// Lets time pass, then has what is shown read once and takes it in. Says what became of the
    /// whole.
    pub async fn round(&mut self, pass: Duration) -> Result<(), BrokerError> {
        self.desk.wait(pass);
        self.desk.press("j");
        self.desk.list(vec![shop(&self.url, &self.user)]);
        let mut missing = self.order();
        let mut whole = Ok(());
        while !missing.is_empty() {
            let (part, reply) = self.answer().await;
            if let Reply::Broker(_, Part::Head, Err(error)) = &reply {
                whole = Err(error.clone());
                missing.clear();
            }
            missing.remove(&part);
            self.desk.answer(reply);
        }
        whole
    }

    /// The same user, who reads by new connections.
    pub fn begun_anew(self) -> Self {
        let other = Self::open_as(&self.url, &self.user);
        Self {
            desk: self.desk,
            ..other
        }
    }

    /// Orders what is shown to be read now, and gives the parts of it.
    fn order(&mut self) -> HashSet<Part> {
        let look = self.desk.state.broker_to_read();
        let parts = look.iter().flat_map(|look| look.parts.clone()).collect();
        let order = match look == self.look {
            true => PollerCommand::Refresh,
            false => PollerCommand::Watch(Box::new(Interest {
                broker: look.clone(),
                ..Interest::default()
            })),
        };
        self.look = look;
        while self.events.try_recv().is_ok() {}
        self.order.send(order).unwrap();
        parts
    }

    /// Has what is shown read until a part of it is there; what comes is taken in.
    pub async fn watch(&mut self, part: &Part) {
        self.order();
        self.again(part).await;
    }

    /// Waits until a part is read again, when it is time for that; what comes is taken in.
    pub async fn again(&mut self, part: &Part) {
        loop {
            let (of, reply) = self.answer().await;
            self.desk.answer(reply);
            self.follow();
            if of == *part {
                return;
            }
        }
    }

    /// Orders what is shown to be read, where that is something else by what came.
    fn follow(&mut self) {
        let look = self.desk.state.broker_to_read();
        if look != self.look {
            self.look.clone_from(&look);
            let broker = look;
            let interest = Interest {
                broker,
                ..Interest::default()
            };
            let order = PollerCommand::Watch(Box::new(interest));
            self.order.send(order).unwrap();
        }
    }

    async fn answer(&mut self) -> (Part, Reply) {
        loop {
            let event = tokio::time::timeout(PATIENCE, self.events.recv()).await;
            let event = event.expect("an answer in time").unwrap();
            if let Event::Answer(answer) = event
                && let Reply::Broker(_, part, _) = &answer.reply
            {
                return (part.clone(), answer.reply);
            }
        }
    }

    /// What is found of the instance, most urgent first.
    pub fn found(&self) -> Vec<Code> {
        let row = self.desk.state.fleet.get(&key("shop")).unwrap();
        row.findings().iter().map(|one| one.code).collect()
    }

    /// What the broker itself says, as far as findings follow from it.
    pub fn broker(&self) -> &Broker {
        self.desk.state.opened_broker().unwrap()
    }

    /// The screen in a language.
    pub fn screen(&self, lang: Lang) -> String {
        lines(&drawn_in(lang, &self.desk.state).0).join("\n")
    }
}
