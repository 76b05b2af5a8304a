//! What can be bought, how much of it, and when it is maintained (section 4.6; the official SDK for
//! quotas).

use serde_json::Value;

use crate::api::wire::Rows;
use crate::model::{Product, ProductKind, ProjectId, Stock, StorageType, Window, Zone};

use super::{DecodeError, ENGINE, Fields, Method, Operation, Read, Request, RequestOf, v1, wire};

/// The products on offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Products;

/// Products and the engine versions they come with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductList {
    /// Engine versions, in the service's order.
    pub versions: Vec<String>,
    /// Products.
    pub products: Rows<Product>,
}

impl Read for Products {
    type Reply = ProductList;
    const OPERATION: Operation = Operation::ListProducts;

    fn request(&self, _project: &ProjectId) -> Request {
        Request::new(Method::Get, &["v2", ENGINE, "products"])
    }

    fn decode(&self, body: &[u8]) -> Result<ProductList, DecodeError> {
        products(body)
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        Some(v1::catalogue::request)
    }

    fn decode_in_v1(&self, body: &[u8]) -> Result<ProductList, DecodeError> {
        v1::catalogue::products(body)
    }
}

/// Reads a list of products: tables 4-31 and 4-62 differ only in fields nobody reads.
pub(super) fn products(body: &[u8]) -> Result<ProductList, DecodeError> {
    let body = wire::object(body)?;
    Ok(ProductList {
        versions: Fields::new(&body).texts("versions"),
        products: wire::rows(&body, "products", product)?,
    })
}

/// What the service calls a deployment.
pub(in crate::api) fn kind(word: Option<String>) -> ProductKind {
    match word.unwrap_or_default() {
        kind if kind.eq_ignore_ascii_case("single") => ProductKind::Single,
        kind if kind.eq_ignore_ascii_case("cluster") => ProductKind::Cluster,
        kind => ProductKind::Other(kind),
    }
}

fn product(fields: &mut Fields<'_>) -> Option<Product> {
    let id = fields.text("product_id")?;
    let modes = fields.texts("charging_mode");
    // Where it does not say how a product is sold, the service is the one to judge.
    let sold = |way: &str| {
        let mut modes_of = modes.iter();
        modes.is_empty() || modes_of.any(|mode| mode.eq_ignore_ascii_case(way))
    };
    let mut product = Product {
        id,
        kind: kind(fields.text("type")),
        specification: None,
        hourly: sold("hourly"),
        monthly: sold("monthly"),
        min_broker: None,
        max_broker: None,
        broker_step: None,
        min_storage: None,
        max_storage: None,
        max_connections: None,
        max_queues: None,
        max_consumers: None,
        max_tps: None,
        stock: stock(fields),
        storage_types: fields.objects("ios", |io| {
            Some(StorageType {
                spec: io.text("io_spec")?,
                stock: stock(io),
            })
        }),
    };
    fields.nested("properties", |limits| {
        product.min_broker = limits.small("min_broker");
        product.max_broker = limits.small("max_broker");
        product.broker_step = limits.small("step_length");
        product.min_storage = limits.count("min_storage_per_node");
        product.max_storage = limits.count("max_storage_per_node");
        product.max_connections = limits.count("max_connection_per_broker");
        product.max_queues = limits.count("max_queue_per_broker");
        product.max_consumers = limits.count("max_consumer_per_broker");
        product.max_tps = limits.count("max_tps_per_broker");
    });
    Some(product)
}

fn stock(fields: &mut Fields<'_>) -> Stock {
    Stock {
        zones: fields.texts("available_zones"),
        sold_out: fields.texts("unavailable_zones"),
    }
}

/// The availability zones of the region (tables 4-59 and 6-24).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvailableZones;

impl Read for AvailableZones {
    type Reply = Rows<Zone>;
    const OPERATION: Operation = Operation::ListZones;

    fn request(&self, _project: &ProjectId) -> Request {
        Request::new(Method::Get, &["v2", "available-zones"])
    }

    fn decode(&self, body: &[u8]) -> Result<Rows<Zone>, DecodeError> {
        wire::rows(&wire::object(body)?, "available_zones", |fields| {
            Some(Zone {
                id: fields.text("id")?,
                code: fields.text("code"),
                name: fields.text("name"),
                sold_out: fields.flag("soldOut") == Some(true)
                    || fields.flag("resource_availability") == Some(false),
                default: fields.flag("default_az") == Some(true),
            })
        })
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        Some(v1::catalogue::zones)
    }
}

/// The maintenance windows one can choose from (tables 4-57 and 6-35).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaintainWindows;

impl Read for MaintainWindows {
    type Reply = Rows<Window>;
    const OPERATION: Operation = Operation::ListWindows;

    fn request(&self, _project: &ProjectId) -> Request {
        Request::new(Method::Get, &["v2", "instances", "maintain-windows"])
    }

    fn decode(&self, body: &[u8]) -> Result<Rows<Window>, DecodeError> {
        wire::rows(&wire::object(body)?, "maintain_windows", |fields| {
            Some(Window {
                begin: fields.text("begin")?,
                end: fields.text("end")?,
                default: fields.flag("default") == Some(true),
            })
        })
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        Some(v1::catalogue::windows)
    }
}

/// How much of what a project may have is used. In no reference; V1 has no such call.
#[derive(Clone, Copy, Debug)]
pub struct ListQuotas;

/// Something that a project may have so much of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The service's word: `rabbitmqInstance`, those of the other engines, and `tags`.
    pub kind: String,
    /// The most there can be: of instances in the project, of tags on one instance.
    pub most: u64,
    /// How many there are; for tags it means nothing.
    pub used: u64,
}

impl Quota {
    /// That of the instances warren is about.
    pub const INSTANCES: &str = "rabbitmqInstance";
    const TAGS: &str = "tags";

    /// Its word and its numbers: `48 / 50`.
    pub fn fact(&self) -> (String, String) {
        let numbers = match self.kind.as_str() {
            Self::TAGS => self.most.to_string(),
            _ => format!("{} / {}", self.used, self.most),
        };
        (self.kind.clone(), numbers)
    }
}

impl Read for ListQuotas {
    type Reply = Rows<Quota>;
    const OPERATION: Operation = Operation::ListQuotas;

    fn request(&self, project: &ProjectId) -> Request {
        Request::new(Method::Get, &["v2", project.as_str(), "quotas"])
    }

    fn decode(&self, body: &[u8]) -> Result<Rows<Quota>, DecodeError> {
        let body = wire::object(body)?;
        let quotas = body.get("quotas").and_then(Value::as_object);
        let quotas = quotas.ok_or_else(|| DecodeError::new("quotas", "not an object"))?;
        wire::rows(quotas, "resources", |fields| {
            Some(Quota {
                kind: fields.text("type")?,
                most: fields.count("quota")?,
                used: fields.count("used")?,
            })
        })
    }
}
