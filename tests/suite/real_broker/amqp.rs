//! Clients of a broker: as much of AMQP 0-9-1 as the tests need, by hand.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use super::node::{Node, PASSWORD, USER};

/// A class and a method of it.
type Method = (u16, u16);

const START: Method = (10, 10);
const TUNE: Method = (10, 30);
const OPENED: Method = (10, 41);
const CLOSE: Method = (10, 50);
const CLOSED: Method = (10, 51);
const BLOCKED: Method = (10, 60);
const CHANNEL_OPENED: Method = (20, 11);
const DECLARED: Method = (50, 11);
const QOS: Method = (60, 11);
const CONSUMES: Method = (60, 21);
const DELIVER: Method = (60, 60);
const FETCHED: Method = (60, 71);

/// Longest time for a frame: a broker that makes thousands of queues may say nothing for half a minute,
/// on a machine that does other things.
const PATIENCE: Duration = Duration::from_secs(120);

/// A connection of a client.
pub struct Amqp {
    stream: TcpStream,
    /// The channels that are open: 1 and so on.
    channels: u16,
    /// Delivered, and neither acknowledged nor given back: channel and tag.
    pub delivered: Vec<(u16, u64)>,
    /// The most channels that the broker allows.
    most: u16,
}

/// What came from the broker.
struct Frame {
    kind: u8,
    channel: u16,
    payload: Vec<u8>,
}

impl Frame {
    fn method(&self) -> Option<(Method, &[u8])> {
        let (head, rest) = self.payload.split_at_checked(4)?;
        let half = |at: usize| u16::from_be_bytes([head[at], head[at + 1]]);
        (self.kind == 1).then_some(((half(0), half(2)), rest))
    }
}

/// A short text, with its length in a byte.
fn short(text: &str) -> Vec<u8> {
    [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat()
}

/// Bytes with their length in four.
fn long(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap();
    [&length.to_be_bytes()[..], bytes].concat()
}

impl Amqp {
    /// Connects as the administrator, as a client that calls itself so.
    pub fn connect(node: &Node, called: &str) -> Self {
        Self::connect_as(node, USER, "/", called)
    }

    /// The same as somebody else, to a virtual host.
    pub fn connect_as(node: &Node, user: &str, vhost: &str, called: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", node.amqp_port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut client = Self {
            stream,
            channels: 0,
            delivered: Vec::new(),
            most: 0,
        };
        client.stream.write_all(b"AMQP\x00\x00\x09\x01").unwrap();
        client.expect(START);
        let text =
            |name: &str, value: &str| [short(name), vec![b'S'], long(value.as_bytes())].concat();
        let can = [short("connection.blocked"), vec![b't', 1]].concat();
        let own = [
            text("connection_name", called),
            text("product", "suite"),
            text("version", "1"),
            [short("capabilities"), vec![b'F'], long(&can)].concat(),
        ];
        let login = format!("\0{user}\0{PASSWORD}");
        let ok = [
            long(&own.concat()),
            short("PLAIN"),
            long(login.as_bytes()),
            short("en_US"),
        ];
        client.send(0, (10, 11), &ok.concat());
        let tune = client.expect(TUNE);
        client.most = u16::from_be_bytes([tune[0], tune[1]]);
        // As the broker proposes, without a heartbeat.
        client.send(0, (10, 31), &[&tune[..6], &[0, 0]].concat());
        client.send(0, (10, 40), &[short(vhost), short(""), vec![0]].concat());
        client.expect(OPENED);
        client
    }

    /// Opens a channel, and gives its number.
    pub fn channel(&mut self) -> u16 {
        self.channels += 1;
        assert!(self.channels <= self.most);
        self.send(self.channels, (20, 10), &short(""));
        self.expect(CHANNEL_OPENED);
        self.channels
    }

    /// Declares durable queues of these names, and waits until they are there.
    pub fn declare(&mut self, names: &[String]) {
        let last = names.len() - 1;
        for (at, name) in names.iter().enumerate() {
            // Durable, and but for the last one without an answer.
            let how = if at == last { 2 } else { 2 | 16 };
            let declare = [vec![0, 0], short(name), vec![how], long(b"")];
            self.send(1, (50, 10), &declare.concat());
        }
        self.expect(DECLARED);
    }

    /// Consumes from a queue with a new channel, up to so many messages at a time.
    pub fn consume(&mut self, queue: &str, prefetch: u16) -> u16 {
        let channel = self.channel();
        let qos = [&0_u32.to_be_bytes()[..], &prefetch.to_be_bytes(), &[0]].concat();
        self.send(channel, (60, 10), &qos);
        self.expect(QOS);
        let consume = [vec![0, 0], short(queue), short(""), vec![0], long(b"")];
        self.send(channel, (60, 20), &consume.concat());
        self.expect(CONSUMES);
        channel
    }

    /// Publishes to a queue; without a channel, one is opened.
    pub fn publish(&mut self, queue: &str, count: usize) {
        self.publish_as(queue, count, 0);
    }

    /// The same; what no queue takes is given back.
    pub fn publish_or_return(&mut self, queue: &str, count: usize) {
        self.publish_as(queue, count, 1);
    }

    fn publish_as(&mut self, queue: &str, count: usize, flags: u8) {
        if self.channels == 0 {
            self.channel();
        }
        let publish = [vec![0, 0], short(""), short(queue), vec![flags]].concat();
        let header = [&[0, 60, 0, 0][..], &5_u64.to_be_bytes(), &[0, 0]].concat();
        for _ in 0..count {
            self.send(1, (60, 40), &publish);
            self.frame(2, 1, &header);
            self.frame(3, 1, b"hello");
        }
    }

    /// Fetches one message of a queue, which needs no acknowledgement, without consuming.
    pub fn fetch(&mut self, queue: &str) {
        let get = [vec![0, 0], short(queue), vec![1]].concat();
        self.send(1, (60, 70), &get);
        self.expect(FETCHED);
    }

    /// Acknowledges everything that was delivered so far.
    pub fn acknowledge(&mut self) {
        for (channel, tag) in std::mem::take(&mut self.delivered) {
            let ack = [&tag.to_be_bytes()[..], &[0]].concat();
            self.send(channel, (60, 80), &ack);
        }
    }

    /// Gives everything back that was delivered so far, to be delivered again.
    pub fn give_back(&mut self) {
        for (channel, tag) in std::mem::take(&mut self.delivered) {
            let back = [&tag.to_be_bytes()[..], &[1]].concat();
            self.send(channel, (60, 90), &back);
        }
    }

    /// Waits for so many deliveries.
    pub fn take(&mut self, count: usize) {
        while self.delivered.len() < count {
            self.next().unwrap();
        }
    }

    /// Waits until the broker closes the connection, and gives its reason.
    pub fn closed(&mut self) -> String {
        let reason = self.expect(CLOSE);
        self.send(0, CLOSED, b"");
        let length = usize::from(reason[2]);
        String::from_utf8(reason[3..3 + length].to_vec()).unwrap()
    }

    /// Waits until the broker says that it takes nothing more from it.
    pub fn blocked(&mut self) {
        self.expect(BLOCKED);
    }

    fn send(&mut self, channel: u16, method: Method, arguments: &[u8]) {
        let method = [method.0.to_be_bytes(), method.1.to_be_bytes()].concat();
        self.frame(1, channel, &[&method, arguments].concat());
    }

    fn frame(&mut self, kind: u8, channel: u16, payload: &[u8]) {
        let head = [&[kind][..], &channel.to_be_bytes(), &long(payload), &[0xCE]];
        self.stream.write_all(&head.concat()).unwrap();
    }

    /// Waits for a method, and gives its arguments; what is delivered meanwhile is kept.
    fn expect(&mut self, wanted: Method) -> Vec<u8> {
        loop {
            let frame = self.next().unwrap();
            let Some((method, arguments)) = frame.method() else {
                continue;
            };
            if method == wanted {
                return arguments.to_vec();
            }
            assert_ne!(method, CLOSE, "{}", String::from_utf8_lossy(arguments));
        }
    }

    fn next(&mut self) -> io::Result<Frame> {
        let mut head = [0; 7];
        self.stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([head[3], head[4], head[5], head[6]]);
        let mut payload = vec![0; length as usize + 1];
        self.stream.read_exact(&mut payload)?;
        payload.pop();
        let frame = Frame {
            kind: head[0],
            channel: u16::from_be_bytes([head[1], head[2]]),
            payload,
        };
        if let Some((DELIVER, arguments)) = frame.method() {
            let tag = 1 + usize::from(arguments[0]);
            let tag: [u8; 8] = arguments[tag..tag + 8].try_into().unwrap();
            self.delivered
                .push((frame.channel, u64::from_be_bytes(tag)));
        }
        Ok(frame)
    }
}
