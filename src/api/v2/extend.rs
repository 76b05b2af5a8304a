//! Changing the size of an instance (section 4.3): what is possible, and doing it; and letting its
//! disks grow by themselves (the official SDK).

use crate::api::Body;
use crate::model::{InstanceId, ProjectId};

use super::catalogue::{self, ProductList};
use super::{DecodeError, ENGINE, Fields, Method, Operation, Read, Request, Write, WriteReply};
use super::{job, on_instance, wire};

fn extend(method: Method, project: &ProjectId, instance: &InstanceId) -> Request {
    let (project, instance) = (project.as_str(), instance.as_str());
    let segments = ["v2", ENGINE, project, "instances", instance, "extend"];
    Request::new(method, &segments)
}

/// The products an instance can be changed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowExtend {
    pub instance: InstanceId,
}

impl Read for ShowExtend {
    type Reply = ProductList;
    const OPERATION: Operation = Operation::ListSizes;

    fn request(&self, project: &ProjectId) -> Request {
        extend(Method::Get, project, &self.instance)
    }

    fn decode(&self, body: &[u8]) -> Result<ProductList, DecodeError> {
        catalogue::products(body)
    }
}

/// A change of size (table 4-37); sizes are totals over all brokers, in GB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resize {
    /// More disk, same brokers.
    Storage {
        /// New total.
        total: u64,
        /// Only for old flavors: their code, such as `dms.instance.rabbitmq.cluster.c3.2u4g.3`.
        old_spec: Option<String>,
    },
    /// More brokers, same disk on each.
    Brokers {
        /// New total.
        total: u64,
        /// New number of brokers.
        brokers: u32,
    },
    /// More brokers of an old flavor: its code ends in the new number.
    OldBrokers {
        /// New total.
        total: u64,
        /// New code, such as `dms.instance.rabbitmq.cluster.c3.2u4g.5`.
        spec: String,
    },
    /// Another flavor.
    Flavor {
        /// New product, such as `c6.4u8g.cluster`.
        product_id: String,
    },
    /// Another old flavor.
    OldFlavor {
        /// Total, unchanged.
        total: u64,
        /// New code.
        spec: String,
    },
}

/// Changes the size of an instance; answers with the background task that does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extend {
    pub instance: InstanceId,
    pub resize: Resize,
}

impl Write for Extend {
    fn operation(&self) -> Operation {
        Operation::Resize
    }

    fn request(&self, project: &ProjectId) -> Request {
        let kind = |word: &str| Body::new().with("oper_type", word);
        let body = match &self.resize {
            Resize::Storage { total, old_spec } => kind("storage")
                .with("new_storage_space", *total)
                .with_some("new_spec_code", old_spec.as_deref()),
            // Table 4-37 says `new_broker_number`; its example and the service say this.
            Resize::Brokers { total, brokers } => kind("horizontal")
                .with("new_storage_space", *total)
                .with("new_broker_num", *brokers),
            Resize::OldBrokers { total, spec } => kind("horizontal")
                .with("new_storage_space", *total)
                .with("new_spec_code", spec.as_str()),
            Resize::Flavor { product_id } => {
                kind("vertical").with("new_product_id", product_id.as_str())
            }
            Resize::OldFlavor { total, spec } => kind("vertical")
                .with("new_storage_space", *total)
                .with("new_spec_code", spec.as_str()),
        };
        extend(Method::Post, project, &self.instance).carrying(body)
    }

    fn decode(body: &[u8]) -> Result<WriteReply, DecodeError> {
        job(body)
    }
}

/// Whether the disks of an instance grow by themselves, and how. A number that is not set is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AutoExpansion {
    pub on: bool,
    /// How much of the disk of any one broker is used when it grows, percent.
    pub threshold: Option<u64>,
    /// How much it grows by at a time, percent of the total.
    pub increment: Option<u64>,
    /// The total beyond which it does not grow, GB.
    pub largest: Option<u64>,
}

const AUTO_EXPANSION: &str = "auto-volume-expand";

/// Reads how the disks of an instance grow by themselves. In no reference; V1 has no such call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowAutoExpansion {
    pub instance: InstanceId,
}

impl Read for ShowAutoExpansion {
    type Reply = AutoExpansion;
    const OPERATION: Operation = Operation::ShowAutoExpansion;

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Get, project, &self.instance, &[AUTO_EXPANSION])
    }

    fn decode(&self, body: &[u8]) -> Result<AutoExpansion, DecodeError> {
        const ON: &str = "auto_volume_expand_enable";
        let body = wire::object(body)?;
        let mut fields = Fields::new(&body);
        let on = fields
            .flag(ON)
            .ok_or_else(|| DecodeError::new(ON, "missing"))?;
        // What is off has zeros.
        let mut number = |name: &str| fields.count(name).filter(|number| *number > 0);
        Ok(AutoExpansion {
            on,
            threshold: number("expand_threshold"),
            increment: number("expand_increment"),
            largest: number("max_volume_size"),
        })
    }
}

/// Changes how the disks of an instance grow by themselves. In no reference; V1 has no such call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeAutoExpansion {
    pub instance: InstanceId,
    pub to: AutoExpansion,
}

impl Write for ChangeAutoExpansion {
    fn operation(&self) -> Operation {
        Operation::ChangeAutoExpansion
    }

    fn request(&self, project: &ProjectId) -> Request {
        let to = &self.to;
        let body = Body::new()
            .with("auto_volume_expand_enable", to.on)
            .with_some("expand_threshold", to.threshold)
            .with_some("expand_increment", to.increment)
            .with_some("max_volume_size", to.largest);
        on_instance(Method::Put, project, &self.instance, &[AUTO_EXPANSION]).carrying(body)
    }

    /// Whatever it says: the sources differ in whether the answer has a body.
    fn decode(_: &[u8]) -> Result<WriteReply, DecodeError> {
        Ok(WriteReply::Nothing)
    }
}
