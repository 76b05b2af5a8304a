//! What can be bought, and when it is maintained (section 6.1.2).

use crate::model::rules::MOST_STORAGE;
use crate::model::{Product, ProductKind, ProjectId, Stock, StorageType};

use super::v2::catalogue::{self, ProductList};
use super::{DecodeError, Fields, Method, ROOT, Request, brokers_of, v2, wire};

/// The request for the products on offer.
pub(in crate::api) fn request(_: &v2::Products, _: &ProjectId) -> Request {
    Request::new(Method::Get, &[ROOT, "products"]).with("engine", v2::ENGINE)
}

/// Reads tables 6-27 to 6-32: two lists, by the hour and by the month, each with an entry for
/// every engine version. The same flavor has another id in each.
pub(in crate::api) fn products(body: &[u8]) -> Result<ProductList, DecodeError> {
    let body = wire::object(body)?;
    let hourly = wire::rows(&body, "Hourly", |offer| Some(offered(offer, true)))?;
    let mut fields = Fields::new(&body);
    let monthly = fields.objects("Monthly", |offer| Some(offered(offer, false)));
    let mut list = ProductList::default();
    list.products.unreadable = hourly.unreadable;
    list.products.unreadable.extend(fields.into_unreadable());
    list.products.unidentified = hourly.unidentified;
    for offer in hourly.rows.into_iter().chain(monthly) {
        let version = offer.version.into_iter();
        let new = version.filter(|version| !list.versions.contains(version));
        list.versions.extend(new.collect::<Vec<_>>());
        for product in offer.products {
            let rows = &mut list.products.rows;
            if rows.iter().all(|known| known.id != product.id) {
                rows.push(product);
            }
        }
    }
    Ok(list)
}

/// What there is of one engine version.
#[derive(Default)]
struct Offer {
    version: Option<String>,
    products: Vec<Product>,
}

fn offered(fields: &mut Fields<'_>, hourly: bool) -> Offer {
    // The examples write `RabbitMQ`.
    if fields
        .word("name")
        .is_some_and(|name| !name.eq_ignore_ascii_case(v2::ENGINE))
    {
        return Offer::default();
    }
    let version = fields.text("version");
    let groups = fields.objects("values", |group| {
        let kind = catalogue::kind(group.text("name"));
        Some(group.objects("detail", |detail| machine(detail, &kind, hourly)))
    });
    Offer {
        version,
        products: groups.into_iter().flatten().flatten().collect(),
    }
}

/// The products on one kind of machine: a single node is one itself (table 6-29), a cluster has
/// one for each number of brokers (table 6-30).
fn machine(fields: &mut Fields<'_>, kind: &ProductKind, hourly: bool) -> Option<Vec<Product>> {
    let machine = fields.text("vm_specification");
    let each = |fields: &mut Fields<'_>| product(fields, kind, machine.clone(), hourly);
    let cluster = fields.objects("product_info", each);
    if cluster.is_empty() {
        Some(vec![product(fields, kind, machine, hourly)?])
    } else {
        Some(cluster)
    }
}

fn product(
    fields: &mut Fields<'_>,
    kind: &ProductKind,
    machine: Option<String>,
    hourly: bool,
) -> Option<Product> {
    let id = fields.text("product_id")?;
    let code = fields.text("spec_code");
    let brokers = match kind {
        ProductKind::Single => Some(1),
        // A number in the table, a text in the example.
        ProductKind::Cluster | ProductKind::Other(_) => fields
            .small("node_num")
            .or_else(|| brokers_of(code.as_deref()?)),
    };
    let each = u64::from(brokers.unwrap_or(1).max(1));
    Some(Product {
        id,
        kind: kind.clone(),
        specification: machine,
        hourly,
        monthly: !hourly,
        min_broker: brokers,
        max_broker: brokers,
        broker_step: Some(0),
        // Over all brokers, as in table 6-2.
        min_storage: fields.count("storage").map(|storage| storage / each),
        max_storage: Some(MOST_STORAGE / each),
        max_connections: None,
        max_queues: None,
        max_consumers: None,
        max_tps: None,
        stock: Stock::default(),
        storage_types: fields.objects("io", |io| {
            Some(StorageType {
                spec: io.text("storage_spec_code")?,
                stock: Stock::default(),
            })
        }),
    })
}

/// The request for the availability zones of the region.
pub(in crate::api) fn zones(_: &v2::AvailableZones, _: &ProjectId) -> Request {
    Request::new(Method::Get, &[ROOT, "availableZones"])
}

/// The request for the maintenance windows one can choose from.
pub(in crate::api) fn windows(_: &v2::MaintainWindows, _: &ProjectId) -> Request {
    Request::new(Method::Get, &[ROOT, "instances", "maintain-windows"])
}
