//! Further profiles at the same desk, each with a service of its own: other projects, other keys,
//! but the same names and ids, so that only the context tells them apart.

use super::{Live, Setup, context, options};
use warren::api::{self, Access, ApiError, ConnectOptions};
use warren::event::Event;
use warren::model::{InstanceKey, Scope};
use warren::runtime::session::TerminalEffect;
use warren::simulator::{Clock, Config, Logged, Simulator};
use warren::state::context::{Offered, ProfileContext};
use warren::state::overlay::Overlay;
use warren::state::profiles::Profile;

/// A profile that can be shown, and its service.
pub struct Place {
    pub scope: Scope,
    pub simulator: Simulator,
    context: ProfileContext,
    options: ConnectOptions,
}

impl Live {
    /// Starts the service of a further profile, which can be chosen from then on.
    pub async fn offer(&mut self, setup: Setup) {
        // Its own, because every service moves its clock by itself.
        let clock = Clock::manual_at(self.clock.now());
        let simulator = Simulator::start(Config {
            clock: clock.clone(),
            ..setup.simulator.clone()
        });
        let simulator = simulator.await.unwrap();
        simulator.edit(|world| {
            for name in &setup.names {
                world.insert_sample(name);
            }
        });
        let context = context(&setup, &simulator);
        self.session.state.offered.push(Offered {
            name: setup.profile.to_owned(),
            label: context.label.clone(),
            region: Some(context.scope.region.to_string()),
        });
        self.places.push(Place {
            scope: context.scope.clone(),
            options: options(&setup, &simulator.url(), clock),
            context,
            simulator,
        });
    }

    /// Chooses, by keys, that these profiles are shown and no others. Those that were not shown
    /// before are asked for; [`Live::opened`] brings them.
    pub fn choose(&mut self, names: &[&str]) {
        self.press("g p");
        let known = self.state().choices();
        let swap = |live: &mut Self, name: &str, to: bool| {
            let Some(Overlay::Profiles(open)) = &live.state().overlay else {
                panic!("no choice\n{}", live.dump());
            };
            let is = open.wanted.iter().any(|one| one == name);
            if is != to && names.contains(&name) == to {
                live.press("space");
            }
        };
        // Down for those that come, then up for those that go: there is always one.
        for choice in &known {
            swap(self, &choice.name, true);
            self.press("j");
        }
        for choice in known.iter().rev() {
            swap(self, &choice.name, false);
            self.press("k");
        }
        self.press("enter");
    }

    /// It is known now who and where the chosen profiles are, and their clients are ready.
    pub fn opened(&mut self) {
        self.opened_by(api::connect);
    }

    /// The same, their clients made like this.
    pub fn opened_by(&mut self, connect: impl Fn(ConnectOptions) -> Result<Access, ApiError>) {
        for outward in std::mem::take(&mut self.outward) {
            let TerminalEffect::Open(name) = outward else {
                self.outward.push(outward);
                continue;
            };
            let place = self.place(&name);
            let (context, options) = (place.context.clone(), place.options.clone());
            let scope = place.scope.clone();
            self.feed(Event::Opened(name, Box::new(context)));
            self.session.connected(&scope, connect(options));
        }
    }

    /// Shows these profiles and no others, until the list of each has arrived.
    pub async fn show(&mut self, names: &[&str]) {
        self.choose(names);
        self.opened();
        self.until("every list has arrived", |live| {
            let mut all = live.state().profiles.iter();
            all.all(|profile| profile.feed.listing.known.is_some())
        })
        .await;
    }

    pub fn place(&self, name: &str) -> &Place {
        let mut places = self.places.iter();
        places.find(|place| *place.scope.profile == *name).unwrap()
    }

    /// The profile of this name, if it is shown.
    pub fn shown(&self, name: &str) -> Option<&Profile> {
        self.state().profiles.get(self.state().scope_of(name)?)
    }

    /// The service of a profile.
    pub fn service(&self, name: &str) -> &Simulator {
        let mut here = self.places.iter();
        let place = here.find(|place| *place.scope.profile == *name);
        place.map_or_else(|| self.simulator(), |place| &place.simulator)
    }

    /// Every request that the service of a profile saw and that is no read.
    pub fn writes_at(&self, name: &str) -> Vec<Logged> {
        let mut requests = self.service(name).requests();
        requests.retain(|one| one.method != "GET" && one.path != "/v3/auth/tokens");
        requests
    }

    /// Moves the cursor to the instance of this name in a profile, by keys.
    pub fn select_in(&mut self, profile: &str, name: &str) -> InstanceKey {
        self.press("g g");
        for _ in 0..self.state().fleet.shown() {
            let row = self.state().fleet.selected().unwrap();
            if *row.key.scope.profile == *profile && row.instance.label() == name {
                return row.key.clone();
            }
            self.press("j");
        }
        panic!("no {name} in {profile}\n{}", self.dump());
    }
}
