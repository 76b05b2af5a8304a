//! Which region, project and addresses the settings point at.
//!
//! What the user gave comes in layers (flags, profile, credential source). The highest layer that
//! says something wins, but a value never meets one that belongs elsewhere: a project id goes only
//! with the region it was given for, and IAM is looked for beside the service that was named.

use super::address::Address;
use super::environment::Environment;
use super::error::{ConfigError, Warning};
use super::region;

/// What one layer says. Absent means: ask the next one.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<Address>,
    pub(super) iam_endpoint: Option<Address>,
    pub(super) ces_endpoint: Option<Address>,
    pub(super) project_id: Option<String>,
    pub(super) project_name: Option<String>,
}

impl Layer {
    /// The region it names, or that its endpoint's host names.
    fn region(&self) -> Option<&str> {
        self.region
            .as_deref()
            .or_else(|| self.endpoint.as_ref()?.region())
    }

    /// Whether what it says about a project can be used in this region.
    fn fits(&self, region: &str) -> bool {
        self.region().is_none_or(|own| own == region)
    }
}

/// Where requests go.
#[derive(Debug, PartialEq)]
pub(super) struct Target {
    pub(super) region: String,
    pub(super) endpoint: Address,
    pub(super) iam_endpoint: Address,
    /// Nothing where no rule says where Cloud Eye is.
    pub(super) ces_endpoint: Option<Address>,
    pub(super) project_id: Option<String>,
    pub(super) project_name: Option<String>,
    pub(super) warnings: Vec<Warning>,
}

/// The region of an endpoint on this machine when nobody names one.
const LOCAL: &str = "local";

/// Combines the layers, highest first. `cloud` is the domain that regional hosts are built on,
/// `source` names the credentials' source for errors.
pub(super) fn resolve(
    layers: &[Layer],
    cloud: &str,
    environment: &Environment,
    source: &str,
) -> Result<Target, ConfigError> {
    let given = layers.iter().find_map(|layer| layer.endpoint.as_ref());
    let region = match layers.iter().find_map(Layer::region) {
        Some(region) if region::is_plausible(region) => region.to_owned(),
        Some(region) => {
            return Err(ConfigError::BadRegion {
                region: region.to_owned(),
            });
        }
        None if given.is_some_and(Address::is_loopback) => LOCAL.to_owned(),
        None => {
            return Err(ConfigError::NoRegion {
                source_name: source.to_owned(),
            });
        }
    };
    let moved = moved_endpoint(&region, environment)?;
    let endpoint = match given.or(moved.as_ref()) {
        Some(endpoint) => endpoint.clone(),
        None => regional("dms", &region, cloud)?,
    };
    let fitting = || layers.iter().filter(|layer| layer.fits(&region));
    Ok(Target {
        iam_endpoint: iam_endpoint(layers, &endpoint, &region, cloud, environment)?,
        ces_endpoint: ces_endpoint(layers, &endpoint, &region, cloud)?,
        project_id: fitting().find_map(|layer| layer.project_id.clone()),
        project_name: fitting().find_map(|layer| layer.project_name.clone()),
        warnings: warnings(&region, &endpoint),
        region,
        endpoint,
    })
}

/// IAM as a layer names it, or beside the endpoint of that layer; then as the SDK's variable says;
/// then beside the endpoint that is used. The region's own IAM is used for the same cloud only: a
/// password must not go to another one.
fn iam_endpoint(
    layers: &[Layer],
    endpoint: &Address,
    region: &str,
    cloud: &str,
    environment: &Environment,
) -> Result<Address, ConfigError> {
    let named = |layer: &Layer| {
        layer
            .iam_endpoint
            .clone()
            .or_else(|| layer.endpoint.as_ref()?.iam())
    };
    if let Some(iam) = layers.iter().find_map(named) {
        return Ok(iam);
    }
    let variable = "HUAWEICLOUD_SDK_IAM_ENDPOINT";
    if let Some(given) = environment.var(variable) {
        return Address::parse(given, variable);
    }
    let own = regional("iam", region, cloud)?;
    match endpoint.iam() {
        Some(beside) => Ok(beside),
        None if endpoint.is_under(cloud) => Ok(own),
        None => Err(ConfigError::NoIam {
            endpoint: endpoint.as_str().to_owned(),
        }),
    }
}

/// Cloud Eye as a layer names it, or beside the endpoint that is used, or the region's own in the
/// same cloud.
fn ces_endpoint(
    layers: &[Layer],
    endpoint: &Address,
    region: &str,
    cloud: &str,
) -> Result<Option<Address>, ConfigError> {
    if let Some(named) = layers.iter().find_map(|layer| layer.ces_endpoint.clone()) {
        return Ok(Some(named));
    }
    if endpoint.is_loopback() {
        return Ok(endpoint.ces());
    }
    let is_known = endpoint.region().is_some() || endpoint.is_under(cloud);
    if !is_known || !region::has_cloud_eye(region) {
        return Ok(None);
    }
    match endpoint.ces() {
        Some(beside) => Ok(Some(beside)),
        None => regional("ces", region, cloud).map(Some),
    }
}

/// A service's address by the naming scheme of its cloud. The region is checked by now, so only
/// the cloud's domain can be wrong.
fn regional(service: &str, region: &str, cloud: &str) -> Result<Address, ConfigError> {
    Address::parse(&region::address(service, region, cloud), "HW_CLOUD")
}

/// The first of the addresses that the SDK's variable for this region lists.
fn moved_endpoint(region: &str, environment: &Environment) -> Result<Option<Address>, ConfigError> {
    let variable = region::override_variable(region);
    let list = environment.var(&variable);
    let first = list.and_then(|list| list.split(',').find(|one| !one.trim().is_empty()));
    first
        .map(|address| Address::parse(address, &variable))
        .transpose()
}

/// What looks like a mistake about the region.
fn warnings(region: &str, endpoint: &Address) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Some(actual) = endpoint.region().filter(|actual| *actual != region) {
        let (endpoint, actual, region) = (endpoint.as_str().into(), actual.into(), region.into());
        warnings.push(Warning::OtherRegion {
            endpoint,
            actual,
            region,
        });
    } else if endpoint.is_under(region::PUBLIC_CLOUD) && !region::is_known(region) {
        let nearest = region::nearest_known(region).map(str::to_owned);
        warnings.push(Warning::UnknownRegion {
            region: region.into(),
            nearest,
        });
    }
    warnings
}
