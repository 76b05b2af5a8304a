//! Who listens: a socket of its own for the management API of each instance.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::Management;
use super::edition::Edition;
use super::serve::{self, Desk};
use crate::secret::Secret;
use crate::simulator::server::{Shared, lock};
use crate::simulator::wire::{Door, Link};
use crate::simulator::world::World;
use crate::simulator::world::instance::{Instance, Status};

/// The listeners that are open.
pub struct Listeners {
    config: Management,
    runtime: Handle,
    /// What keeps each open, by the instance's id.
    open: Mutex<HashMap<String, watch::Sender<bool>>>,
}

impl Listeners {
    pub fn new(config: Management, runtime: Handle) -> Self {
        Self {
            config,
            runtime,
            open: Mutex::new(HashMap::new()),
        }
    }

    /// The password of an instance's broker.
    pub fn password<'a>(&'a self, instance: &'a Instance) -> &'a Secret {
        instance.password.as_ref().unwrap_or(&self.config.password)
    }

    /// Opens one for each instance that is there, and can be served.
    pub fn open_all(&self, shared: &Arc<Shared>, world: &mut World) {
        let ids: Vec<String> = world.instances().map(|each| each.id.clone()).collect();
        for id in ids {
            self.follow(shared, world, &id);
        }
    }

    /// Opens one for an instance that has come to run, or closes that of one that is gone.
    pub fn follow(&self, shared: &Arc<Shared>, world: &mut World, id: &str) {
        let mut open = lock(&self.open);
        let Some(instance) = world.instance_mut(id) else {
            open.remove(id);
            return;
        };
        let room = open.len() < self.config.most;
        if !room || instance.management.is_some() || !is_there(instance) {
            return;
        }
        let (stop, stopped) = watch::channel(false);
        if let Ok(address) = self.listen(shared, instance, stopped) {
            instance.management = Some(format!("http://{address}"));
            open.insert(id.to_owned(), stop);
        }
    }

    /// Closes all.
    pub fn close(&self) {
        lock(&self.open).clear();
    }

    fn listen(
        &self,
        shared: &Arc<Shared>,
        instance: &Instance,
        mut stopped: watch::Receiver<bool>,
    ) -> std::io::Result<SocketAddr> {
        let _inside = self.runtime.enter();
        let socket = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        let door = Door {
            listener: TcpListener::from_std(socket)?,
            stop: stopped.clone(),
            idle: Some(idle(Edition::of(&instance.version))),
        };
        let desk = Desk {
            shared: Arc::clone(shared),
            instance: instance.id.clone(),
            port: address.port(),
        };
        let app = serve::app(desk).into_make_service_with_connect_info::<Link>();
        let signal = async move {
            // A sender that is gone means that nobody wants it open any more.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        let serving = axum::serve(door, app).with_graceful_shutdown(signal);
        self.runtime.spawn(async move { serving.await });
        Ok(address)
    }
}

/// Whether an instance has, or had, a broker that could be asked.
fn is_there(instance: &Instance) -> bool {
    let made = match instance.status {
        Status::Creating | Status::CreateFailed | Status::Recycle => false,
        Status::Running
        | Status::Error
        | Status::Restarting
        | Status::Starting
        | Status::Stopping
        | Status::Extending
        | Status::ExtendedFailed
        | Status::Freezing
        | Status::Frozen
        | Status::Upgrading
        | Status::RollingBack
        | Status::Deleting
        | Status::Other(_) => true,
    };
    made && instance.has_management()
}

/// How long a connection without a request stays open.
fn idle(edition: Edition) -> Duration {
    match edition {
        Edition::V38 => Duration::from_secs(5),
        Edition::V310 | Edition::V313 => Duration::from_secs(60),
    }
}
