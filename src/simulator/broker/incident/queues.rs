//! Incidents of queues: messages that wait, pile up, come again or go astray.

use super::{Kind, NONE};

pub static CONSUMERS_GONE: Kind = Kind {
    name: "consumers-gone",
    line: "no queue has a consumer, and messages wait",
    minutes: 120,
    begun: 12,
    clients: |_, course, clients| {
        if course.on() {
            clients.consumers = 0.0;
        }
    },
    traffic: |queues, course, traffic| {
        if course.on() {
            (traffic.consumers, traffic.ready, traffic.unacked) = (0.0, 0.0, 0.0);
        }
        let waiting = queues.published(course) * queues.share();
        traffic.ready += waiting * course.left(0.1);
    },
    ..NONE
};

pub static BACKLOG_GROWING: Kind = Kind {
    name: "backlog-growing",
    line: "consumers are too slow for what is published",
    minutes: 180,
    begun: 40,
    traffic: |queues, course, traffic| {
        let waiting = 0.45 * queues.published(course) * queues.share();
        traffic.ready += waiting * course.left(0.1);
    },
    ..NONE
};

pub static UNACKED_PILING: Kind = Kind {
    name: "unacked-piling",
    line: "consumers take all messages and do not acknowledge all of them",
    minutes: 180,
    begun: 30,
    traffic: |queues, course, traffic| {
        let held = 0.12 * queues.published(course) * queues.share();
        traffic.unacked += held * course.left(0.03);
    },
    ..NONE
};

pub static STUCK_CONSUMER: Kind = Kind {
    name: "stuck-consumer",
    line: "consumers hold what they have and take nothing more",
    minutes: 120,
    traffic: |queues, course, traffic| {
        // They take what they may, as far as that is there within some seconds, then no more.
        let shape = queues.shape;
        let all = shape.subscribed[shape.queues] * shape.prefetch;
        let room = all.min(shape.rhythm.mean * 20.0);
        let published = queues.published(course);
        let taken = published.min(room);
        if course.on() {
            traffic.unacked += taken * queues.share();
            traffic.ready = 0.0;
        }
        traffic.ready += (published - taken) * queues.share() * course.left(0.1);
    },
    ..NONE
};

pub static REDELIVER_STORM: Kind = Kind {
    name: "redeliver-storm",
    line: "consumers of the busiest queue reject what they get, again and again",
    minutes: 240,
    begun: 20,
    traffic: |queues, course, traffic| {
        if course.on() {
            traffic.redelivered += 3.0 * queues.shape.rhythm.mean * queues.busiest();
        }
    },
    node: |_, course, node| {
        if course.on() {
            node.cpu += 12.0;
        }
    },
    ..NONE
};

pub static DEAD_LETTERS_FILLING: Kind = Kind {
    name: "dead-letters-filling",
    line: "messages that no consumer can handle gather in the queue for dead letters",
    minutes: 360,
    begun: 120,
    traffic: |queues, course, traffic| {
        let rate = 0.25 * queues.dead_letters();
        if course.on() {
            traffic.more += rate;
        }
        traffic.ready += rate * 60.0 * course.minutes() * course.left(0.01);
    },
    ..NONE
};

pub static QUEUE_LEAK: Kind = Kind {
    name: "queue-leak",
    line: "clients declare queues and never delete them",
    minutes: 480,
    begun: 180,
    clients: |_, course, clients| {
        if course.on() {
            clients.queues += course.count(30.0);
        }
    },
    ..NONE
};

/// No trouble by itself: a list of them all is what a broker cannot bear.
pub static MANY_QUEUES: Kind = Kind {
    name: "many-queues",
    line: "an application has a queue for each of its 5,000 users",
    minutes: 30 * 24 * 60,
    begun: 2 * 24 * 60,
    clients: |_, course, clients| {
        if course.on() {
            clients.queues += 5_000;
        }
    },
    ..NONE
};

pub static POISON_MESSAGE: Kind = Kind {
    name: "poison-message",
    line: "a message that a consumer cannot handle comes back to it again and again",
    minutes: 240,
    begun: 20,
    traffic: |queues, course, traffic| {
        if course.on() {
            let shape = queues.shape;
            let usual = shape.rhythm.mean * queues.share_of(shape.troubled);
            if usual > 0.0 {
                traffic.redelivered += (usual * 0.6).max(25.0);
            }
        }
    },
    ..NONE
};

pub static PREFETCH_FULL: Kind = Kind {
    name: "prefetch-full",
    line: "consumers of one queue hold as much as they may, and are slow with it",
    minutes: 120,
    begun: 15,
    traffic: |queues, course, traffic| {
        let shape = queues.shape;
        let share = queues.share_of(shape.troubled);
        let published = queues.published(course) * share;
        let usual = shape.rhythm.rate(course.now) * share * shape.waits[1];
        let room = (queues.prefetch_of(shape.troubled) - usual).max(0.0);
        let late = published * 0.8;
        let held = late.min(room);
        if course.on() {
            traffic.unacked += held;
        }
        traffic.ready += (late - held) * course.left(0.1);
    },
    ..NONE
};

pub static QUORUM_NO_MAJORITY: Kind = Kind {
    name: "quorum-no-majority",
    line: "two of the three members of a quorum queue are gone, and nobody leads it",
    minutes: 180,
    brokers: 3,
    without_majority: true,
    traffic: |queues, course, traffic| {
        let shape = queues.shape;
        let Some(queue) = shape.quorum.filter(|_| course.on()) else {
            return;
        };
        // Nothing comes in, and what is in it nobody can tell.
        let share = queues.share_of(queue);
        let usual = shape.rhythm.rate(course.now) * share;
        traffic.published -= share;
        traffic.ready = (traffic.ready - usual * shape.waits[0]).max(0.0);
        traffic.unacked = (traffic.unacked - usual * shape.waits[1]).max(0.0);
    },
    ..NONE
};
