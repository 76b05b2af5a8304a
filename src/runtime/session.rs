//! One scope at work, without a terminal: the state, what changes it, and what carries its
//! effects out.
//!
//! The loop and the tests hold a [`Session`] each and differ only in where keys come from and
//! where frames go. It must be used on a tokio runtime: it starts tasks, and never waits for one.

use super::executor;
use crate::api::{Access, ApiError, ErrorKind, Operation, WriteError};
use crate::effect::{Clip, Effect};
use crate::event::{Answer, Event, Reply};
use crate::keymap::Keymap;
use crate::model::Scope;
use crate::poller::{Order, Poller, Send, Tickets};
use crate::state::State;
use crate::state::context::Context;
use crate::state::interest::Interest;
use crate::state::moment::Moment;
use crate::state::pending::{Unsent, WriteId};
use crate::state::plan::Armed;
use crate::state::view::Size;
use crate::{ui, update};
use ratatui::buffer::Buffer;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What only the owner of the terminal can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outward {
    /// Put this on the clipboard.
    Copy(Clip),
    /// Draw the whole screen again.
    Redraw,
    /// Leave.
    Quit,
}

/// The state with its poller and its door to the service.
pub struct Session {
    /// What is known and what is on screen.
    pub state: State,
    keymap: Keymap,
    watched: Interest,
    scope: Scope,
    tickets: Tickets,
    orders: UnboundedSender<Order>,
    /// Orders nobody takes yet: there is no client to read with.
    waiting: Option<UnboundedReceiver<Order>>,
    access: Option<Access>,
    send: Send,
}

impl Session {
    /// A session that knows nothing yet and is not connected. Its answers go to `send`, and come
    /// back through [`Session::feed`].
    #[must_use]
    pub fn new(context: Context, keymap: Keymap, size: Size, now: Moment, send: Send) -> Self {
        let (orders, waiting) = unbounded_channel();
        Self {
            scope: context.scope.clone(),
            state: State::new(context, size, now),
            keymap,
            watched: Interest::default(),
            tickets: Tickets::default(),
            orders,
            waiting: Some(waiting),
            access: None,
            send,
        }
    }

    /// The bindings in force.
    #[must_use]
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The client is ready: starts to read. Or it never will be: the state says why.
    pub fn connected(&mut self, access: Result<Access, ApiError>) {
        let access = match access {
            Ok(access) => access,
            Err(error) => return self.answer(Reply::Listing(Err(error))),
        };
        let Some(orders) = self.waiting.take() else {
            return;
        };
        let poller = Poller {
            client: access.reader().clone(),
            scope: self.scope.clone(),
            refresh: self.state.context.refresh,
            tickets: self.tickets.clone(),
            send: self.send.clone(),
        };
        tokio::spawn(poller.run(orders));
        self.access = Some(access);
    }

    /// Takes one event in and carries out what it leads to. Gives what needs the terminal.
    pub fn feed(&mut self, event: Event, now: Moment) -> Vec<Outward> {
        let (state, watched) = (&mut self.state, &mut self.watched);
        let effects = update::update(state, &self.keymap, watched, event, now);
        effects
            .into_iter()
            .filter_map(|effect| self.carry_out(effect))
            .collect()
    }

    /// Draws what there is to see, and gives where the cursor of the terminal belongs.
    pub fn draw(&mut self, frame: &mut Buffer) -> Option<(u16, u16)> {
        let drawn = ui::draw(&self.state, &self.keymap, frame);
        self.state.settle_scroll(drawn.scroll_end);
        drawn.cursor
    }

    fn carry_out(&self, effect: Effect) -> Option<Outward> {
        match effect {
            Effect::Watch(interest) => self.order(Order::Watch(interest)),
            Effect::Refresh => self.order(Order::Refresh),
            Effect::RetryCredential => self.order(Order::RetryCredential),
            Effect::Write(id, armed) => self.write(id, armed),
            Effect::Copy(clip) => return Some(Outward::Copy(clip)),
            Effect::Redraw => return Some(Outward::Redraw),
            Effect::Quit => return Some(Outward::Quit),
        }
        None
    }

    fn order(&self, order: Order) {
        // The poller ends only when this end is dropped.
        let _ = self.orders.send(order);
    }

    /// Hands a confirmed write over. Read-only access has nothing to hand it to, and says so.
    fn write(&self, id: WriteId, armed: Armed) {
        let Some(Access::Full(reader, writer)) = &self.access else {
            let message = "this connection can only read";
            let error = ApiError::local(Operation::ChangeAnything, ErrorKind::Setup, message);
            let unsent = Unsent::Failed(WriteError::NotSent(error));
            return self.answer(Reply::Written(id, Err(unsent)));
        };
        let (reader, writer) = (reader.clone(), writer.clone());
        let (tickets, send, scope) = (self.tickets.clone(), self.send.clone(), self.scope.clone());
        tokio::spawn(async move {
            let receipt = executor::carry_out(&reader, &writer, armed).await;
            let answer = Answer {
                scope,
                asked: tickets.next(),
                reply: Reply::Written(id, receipt),
            };
            send(Event::Answer(Box::new(answer)));
        });
    }

    fn answer(&self, reply: Reply) {
        let answer = Answer {
            scope: self.scope.clone(),
            asked: self.tickets.next(),
            reply,
        };
        (self.send)(Event::Answer(Box::new(answer)));
    }
}
