//! The way to a broker: where it is asked, whom to believe there, and who says so.

use std::path::PathBuf;

use super::{Address, Fingerprint, ManagementError};
use crate::model::rules::Edition;
use crate::model::{Instance, InstanceId, Network};

/// What a profile says of a broker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrokerSettings {
    /// Where it is reached instead, such as the near end of a tunnel.
    pub url: Option<Address>,
    /// Certificates to believe beside the machine's (PEM).
    pub ca_file: Option<PathBuf>,
    /// The only certificate to believe.
    pub pin: Option<Fingerprint>,
    /// A command that prints the password.
    pub password_command: Option<String>,
    /// Whether the password may travel unencrypted to a public address.
    pub allow_http: bool,
    /// Whether messages may be looked at.
    pub allow_peek: bool,
}

/// Who says where a broker is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum WaySource {
    /// The instance: its public address.
    PublicAddress,
    /// The instance: its address inside the VPC.
    PrivateAddress,
    /// The profile.
    Profile,
    /// `--broker`.
    Flag,
    /// `:broker`.
    Command,
}

/// The way to one broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub address: Address,
    pub source: WaySource,
    /// Certificates to believe beside the machine's.
    pub ca_file: Option<PathBuf>,
    /// The only certificate to believe, whatever its name and time.
    pub pin: Option<Fingerprint>,
}

/// What the user gives, beside what the instance says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct GivenWay<'a> {
    /// By `:broker`.
    pub command: Option<&'a Address>,
    /// By `--broker`.
    pub flag: Option<&'a Address>,
    /// By the profile.
    pub settings: Option<&'a BrokerSettings>,
}

impl Way {
    /// A way to an address, as the machine's authorities vouch for it.
    pub fn to(address: Address, source: WaySource) -> Self {
        Self {
            address,
            source,
            ca_file: None,
            pin: None,
        }
    }

    /// The way to the broker of an instance: what is given, from what was typed last to what is
    /// written down, else its public address, else its private one.
    ///
    /// # Errors
    /// That there is none, or that the password would be seen on it.
    pub fn of(instance: &Instance, given: GivenWay<'_>) -> Result<Self, ManagementError> {
        let none = BrokerSettings::default();
        let settings = given.settings.unwrap_or(&none);
        let named = [
            (given.command, WaySource::Command),
            (given.flag, WaySource::Flag),
            (settings.url.as_ref(), WaySource::Profile),
        ];
        let named = named.into_iter().find_map(|(address, source)| {
            let address = address?.clone();
            Some(Self::to(address, source))
        });
        let way = match named {
            Some(way) => way,
            None => of_instance(instance)?,
        };
        let way = Self {
            ca_file: settings.ca_file.clone(),
            pin: settings.pin,
            ..way
        };
        match way.is_safe() || settings.allow_http {
            true => Ok(way),
            false => Err(ManagementError::PlainHttp),
        }
    }

    /// Whether it is the near end of a tunnel: an address of this machine that somebody gave.
    pub fn is_tunnel(&self) -> bool {
        let given = match self.source {
            WaySource::Profile | WaySource::Flag | WaySource::Command => true,
            WaySource::PublicAddress | WaySource::PrivateAddress => false,
        };
        given && self.address.is_loopback()
    }

    /// Whether what is sent is encrypted, or stays in a network of one's own.
    fn is_safe(&self) -> bool {
        let address = &self.address;
        !address.plain || address.is_loopback() || address.is_private()
    }
}

fn of_instance(instance: &Instance) -> Result<Way, ManagementError> {
    let edition = instance.engine_version.as_deref().map(Edition::of_version);
    if edition == Some(Edition::Amqp) {
        return Err(ManagementError::NoApi);
    }
    let network = &instance.network;
    let addresses = [
        (public_address(network), WaySource::PublicAddress),
        (
            network.management_address.clone(),
            WaySource::PrivateAddress,
        ),
    ];
    let found = addresses
        .into_iter()
        .find_map(|(text, source)| Some((text?, source)));
    let (text, source) = found.ok_or(ManagementError::NoAddress)?;
    let address = Address::parse(&text).map_err(ManagementError::Address)?;
    Ok(Way::to(address, source))
}

/// Where the management API is reached from the internet. Where the service says only which
/// address is public, scheme and port are those inside.
fn public_address(network: &Network) -> Option<String> {
    let said = &network.public_management_address;
    said.clone().or_else(|| {
        let inside = Address::parse(network.management_address.as_deref()?).ok()?;
        let ip = network.public_address.as_deref()?.trim();
        let host = ip.parse::<std::net::Ipv4Addr>().ok()?.to_string();
        let public = network.public != Some(false);
        public.then(|| Address { host, ..inside }.to_string())
    })
}

/// What is given for one of several instances, by its id or by its name.
///
/// # Errors
/// That it is given by a name which several instances have.
pub fn given_for<'a, T>(
    given: &'a [(String, T)],
    instance: &Instance,
    all: impl IntoIterator<Item = &'a Instance>,
) -> Result<Option<&'a T>, ManagementError> {
    let by = |name: &str| given.iter().find(|(of, _)| of == name);
    if let Some((_, value)) = by(instance.id.as_str()) {
        return Ok(Some(value));
    }
    let Some((name, value)) = instance.name.as_deref().and_then(by) else {
        return Ok(None);
    };
    let same = all
        .into_iter()
        .filter(|one| one.name.as_ref() == Some(name));
    let mut ids: Vec<InstanceId> = same.map(|one| one.id.clone()).collect();
    ids.sort();
    ids.dedup();
    match ids.len() > 1 {
        true => Err(ManagementError::SameName {
            name: name.clone(),
            ids,
        }),
        false => Ok(Some(value)),
    }
}
