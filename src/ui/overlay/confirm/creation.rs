//! What a new instance will be, in words and by the names people know: the request below it has
//! ids.

use crate::api::v2::{CreateInstance, Period, Prepaid};
use crate::model::Scope;
use crate::say;
use crate::state::State;
use crate::state::form::offers::{Offers, Used};
use crate::ui::canvas::Line;
use crate::ui::widgets::facts;
use crate::ui::words::{Words, form};

pub fn lines(
    w: &Words,
    state: &State,
    (scope, made): (&Scope, &CreateInstance),
    room: usize,
) -> Vec<Line> {
    let offers = state.offers(scope);
    let zones = made.available_zones.as_slice().iter();
    let zones: Vec<String> = zones.map(|id| zone(&offers, id)).collect();
    let named = |what, id: &str| match offers.name_in_use(scope, what, id) {
        Some(name) => format!("{name} ({id})"),
        None => id.to_owned(),
    };
    let product = offers.catalogue.into_iter().flat_map(|all| &all.products);
    let product = product.clone().find(|one| one.id == made.product_id);
    let flavor = match product.and_then(|one| one.specification.as_ref()) {
        Some(machine) => format!("{machine} ({})", made.product_id),
        None => made.product_id.clone(),
    };
    let public = made.public_ip_id.as_ref();
    let public = public.map(|id| {
        (
            w.text("form.label.public"),
            say!(w, "form.modify.on-through", id),
        )
    });
    let project = made.enterprise_project_id.as_ref();
    let project = project.map(|id| (w.text("form.label.project"), id.clone()));
    let brokers = made
        .broker_num
        .map(|n| (w.text("form.label.brokers"), n.to_string()));
    let all = [
        Some((w.text("form.label.version"), made.engine_version.clone())),
        Some((w.text("form.label.flavor"), flavor)),
        brokers,
        Some((w.text("form.create.storage"), storage(w, made))),
        Some((w.text("form.label.zones"), zones.join(w.text("comma")))),
        Some((w.text("form.label.vpc"), named(Used::Vpcs, &made.vpc_id))),
        Some((
            w.text("form.label.subnet"),
            named(Used::Subnets, &made.subnet_id),
        )),
        Some((
            w.text("form.label.security-group"),
            named(Used::SecurityGroups, &made.security_group_id),
        )),
        public,
        Some((w.text("form.label.charging"), billing(w, made.prepaid))),
        project,
    ];
    facts::column(all.into_iter().flatten(), room)
}

/// A zone by the name and the code it has in the service's list.
fn zone(offers: &Offers<'_>, id: &str) -> String {
    let zones = offers.catalogue.into_iter().flat_map(|known| &known.zones);
    let zone = zones.clone().find(|zone| zone.id == id);
    match zone.map(|zone| (&zone.code, &zone.name)) {
        Some((Some(code), Some(name))) => format!("{name} ({code})"),
        Some((Some(known), None) | (None, Some(known))) => known.clone(),
        Some((None, None)) | None => id.to_owned(),
    }
}

fn storage(w: &Words, made: &CreateInstance) -> String {
    let (total, disk) = (made.storage_space, &made.storage_spec_code);
    match made.broker_num {
        Some(brokers) if brokers > 1 => {
            let each = form::gb(w, total / u64::from(brokers));
            say!(
                w,
                "form.create.storage-each",
                total = form::gb(w, total),
                each,
                disk
            )
        }
        Some(_) | None => say!(
            w,
            "form.create.storage-of",
            total = form::gb(w, total),
            disk
        ),
    }
}

/// What is paid, when, and until when.
fn billing(w: &Words, prepaid: Option<Prepaid>) -> String {
    let Some(Prepaid {
        period,
        auto_pay,
        auto_renew,
    }) = prepaid
    else {
        return w.text("form.create.pay-per-use").to_owned();
    };
    let period = match period {
        Period::Months(n) => w.count("nouns.month", n as usize),
        Period::Years(n) => w.count("nouns.year", n as usize),
    };
    let paid = match auto_pay {
        Some(true) => w.text("form.create.paid-at-once"),
        Some(false) | None => w.text("form.create.paid-by-hand"),
    };
    let renewed = match auto_renew {
        Some(true) => w.text("form.create.renewed"),
        Some(false) | None => w.text("form.create.not-renewed"),
    };
    [&period, paid, renewed].join(w.text("comma"))
}
