//! Incidents of clients: who publishes no more, and who takes too much.

use super::{Kind, NONE};

pub static PUBLISHERS_BLOCKED: Kind = Kind {
    name: "publishers-blocked",
    line: "publishers are blocked, though no node reports an alarm",
    minutes: 180,
    begun: 10,
    clients: |_, course, clients| {
        if course.on() {
            clients.blocked = 0.95;
        }
    },
    traffic: |_, course, traffic| {
        if course.on() {
            traffic.publish(0.0);
        }
    },
    ..NONE
};

pub static PUBLISHERS_GONE: Kind = Kind {
    name: "publishers-gone",
    line: "clients that published are gone, those that consume are there",
    minutes: 180,
    clients: |_, course, clients| {
        if course.on() {
            clients.producers = 0.0;
        }
    },
    traffic: |_, course, traffic| {
        if course.on() {
            traffic.publish(0.0);
        }
    },
    ..NONE
};

pub static CONNECTION_LIMIT: Kind = Kind {
    name: "connection-limit",
    line: "connections are about as many as the product allows",
    minutes: 240,
    clients: |shape, course, clients| {
        let missing = shape.connection_limit * 0.97 - clients.connections();
        clients.idle += missing * course.risen(5.0);
    },
    ..NONE
};

pub static CONNECTION_STORM: Kind = Kind {
    name: "connection-storm",
    line: "clients connect and go all the time",
    minutes: 180,
    clients: |shape, course, clients| {
        if course.on() {
            let minute = (course.now / 60.0).floor();
            // Many in one minute, few in the next.
            let many = 0.45 * minute.rem_euclid(2.0);
            let coming = 0.2 + many + 0.25 * shape.chance.of(61).share_at(minute);
            clients.idle += (clients.producers + clients.consumers) * coming;
            clients.fleeting = true;
        }
    },
    node: |_, course, node| {
        if course.on() {
            node.cpu += 18.0;
        }
    },
    ..NONE
};

pub static CHANNEL_LEAK: Kind = Kind {
    name: "channel-leak",
    line: "clients open channels and never close them",
    minutes: 480,
    begun: 180,
    clients: |_, course, clients| {
        if course.on() {
            clients.leaked += clients.connections() * course.minutes() / 40.0;
        }
    },
    ..NONE
};

pub static FLOW: Kind = Kind {
    name: "flow",
    line: "publishers are slowed because a queue cannot keep up",
    minutes: 180,
    clients: |_, course, clients| {
        if course.on() {
            clients.slowed = 0.35;
        }
    },
    traffic: |_, course, traffic| {
        if course.on() {
            traffic.publish(0.8);
        }
    },
    ..NONE
};

pub static LEAKING_CLIENT: Kind = Kind {
    name: "leaking-client",
    line: "one client opens channels on its connection and never closes them",
    minutes: 300,
    begun: 90,
    clients: |_, course, clients| {
        if course.on() {
            clients.leaked_by_one += 6.0 * course.minutes();
        }
    },
    ..NONE
};

pub static BLOCKED_PUBLISHER: Kind = Kind {
    name: "blocked-publisher",
    line: "one client that publishes is blocked, though no node reports an alarm",
    minutes: 180,
    begun: 10,
    clients: |_, course, clients| {
        if course.on() {
            clients.blocked = 1.0 / clients.producers.max(1.0);
        }
    },
    traffic: |queues, course, traffic| {
        if course.on() {
            traffic.publish(1.0 - 1.0 / queues.shape.producers.max(2.0));
        }
    },
    ..NONE
};
