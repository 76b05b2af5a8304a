//! The form for the size of an instance, on screen.

use crate::create_form::{catalogue, desk, orders};
use crate::desk::{Desk, id};
use crate::screens::assert_screen;
use warren::api::v2::ProductList;
use warren::api::{ErrorKind, Operation};
use warren::model::Instance;
use warren::state::query::QueryAnswer;

const SIZES: [(u16, u16); 2] = [(80, 24), (60, 20)];

fn snapshots(name: &str, at: impl Fn((u16, u16)) -> Desk) {
    for (width, height) in SIZES {
        let name = format!("{name}-{width}x{height}");
        assert_screen!(name, at((width, height)).state);
    }
}

/// A cluster whose disk was expanded so many times.
fn expanded(times: u32) -> Instance {
    let mut orders = orders();
    orders.kind = Some("cluster".into());
    orders.storage.usable = Some(498);
    orders.storage.used = Some(249);
    orders.storage.extend_times = Some(times);
    orders
}

/// A desk with a cluster, and the form open.
fn opened(size: (u16, u16)) -> Desk {
    let mut desk = desk(size);
    desk.list(vec![expanded(2)]);
    desk.press("R");
    desk
}

/// The same, and the service said what it offers.
fn offered(size: (u16, u16)) -> Desk {
    let mut desk = opened(size);
    let mut list = ProductList::default();
    list.products.rows = catalogue().products;
    desk.answer(QueryAnswer::Sizes(id("orders-01"), Ok(list)));
    desk
}

#[test]
fn what_the_service_offers_is_awaited_and_what_it_refuses_is_said() {
    snapshots("resize-loading", opened);
    snapshots("resize-refused", |size| {
        let mut desk = opened(size);
        let mut error = crate::desk::error(ErrorKind::Forbidden);
        error.attempted = Operation::ListSizes;
        desk.answer(QueryAnswer::Sizes(id("orders-01"), Err(error)));
        desk
    });
}

#[test]
fn the_ways_say_which_of_them_are_closed_and_why() {
    snapshots("resize-ways", |size| {
        let mut desk = offered(size);
        desk.list(vec![expanded(20)]);
        desk.press("enter");
        desk
    });
}

#[test]
fn the_disk_says_what_it_is_and_can_be() {
    snapshots("resize-storage", |size| {
        let mut desk = offered(size);
        desk.press("enter enter");
        desk.type_text("700");
        desk
    });
}

#[test]
fn the_review_says_what_changes_and_what_restarts() {
    snapshots("resize-review", |size| {
        let mut desk = offered(size);
        desk.press("enter down enter enter enter enter");
        desk
    });
}

#[test]
fn what_the_list_leaves_out_is_taken_from_the_detail_and_what_neither_says_is_refused() {
    let mut desk = desk((80, 24));
    let mut sparse = expanded(2);
    (sparse.broker_num, sparse.specification) = (None, None);
    sparse.storage.total = None;
    desk.list(vec![sparse.clone()]);
    desk.press("R");
    let screen =
        |desk: &Desk| crate::screens::lines(&crate::screens::drawn(&desk.state).0).join("\n");
    let refused = "does not say how large it is";
    assert!(screen(&desk).contains(refused), "{}", screen(&desk));
    desk.press("esc");
    desk.detail(expanded(2));
    desk.list(vec![sparse]);
    desk.press("R");
    assert!(!screen(&desk).contains(refused), "{}", screen(&desk));
    assert!(
        screen(&desk).contains("RESIZE orders-01"),
        "{}",
        screen(&desk)
    );
}
