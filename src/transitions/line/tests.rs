use super::*;
use crate::secret::Secret;

fn of(change: Change) -> Transition {
    Transition {
        at: 1_770_084_847_120,
        key: Scope::new("ops", "cn-north-4").instance(&InstanceId::new("i-1").unwrap()),
        name: "orders".into(),
        change,
    }
}

fn line(transition: &Transition) -> String {
    text_of(transition, &Masker::default()).unwrap()
}

fn full() -> Finding {
    let found = Finding::new(Code::NoConsumers, Severity::Critical, Vec::new());
    let values = [
        Value::Figure(1200.5, Unit::PerSecond),
        Value::Share(0.93),
        Value::Time(60_000),
        Value::Text("a\nb".into()),
        Value::Node("dms-vm-1-rabbitmq-0".into()),
        Value::Nodes(2),
        Value::Fields(3),
        Value::FailureCode("RMQ.0001".into()),
        Value::Code(Code::MemoryAlarm),
    ];
    let slots = <Slot as strum::VariantArray>::VARIANTS.iter();
    let found = slots
        .zip(values)
        .fold(found, |found, (slot, value)| found.says(*slot, value));
    found
        .since(Some(1_770_084_660_000))
        .variant(Some(Variant::NeverConsumed))
}

#[test]
fn a_transition_is_one_line_with_times_in_utc() {
    let found = Finding::new(Code::NodeDown, Severity::Critical, Vec::new());
    let found = found.says(Slot::Name, Value::Status(Status::Error));
    let began = of(Change::Began {
        finding: Box::new(found.since(Some(1_770_084_660_000))),
        first: false,
    });
    assert_eq!(
        line(&began),
        "{\"v\":1,\"at\":\"2026-02-03T02:14:07.120Z\",\"profile\":\"ops\",\
         \"region\":\"cn-north-4\",\"id\":\"i-1\",\"name\":\"orders\",\
         \"change\":{\"began\":{\"finding\":{\"code\":\"NODE_DOWN\",\"severity\":\"critical\",\
         \"since\":\"2026-02-03T02:11:00.000Z\",\"says\":[[\"name\",{\"status\":\"ERROR\"}]]}}}}\n"
    );
}

#[test]
fn every_change_is_read_as_it_was_written() {
    let id = TaskId::new("t-1").unwrap();
    let changes = [
        Change::Status {
            from: Some(Status::Running),
            to: None,
        },
        Change::Status {
            from: None,
            to: Some(Status::Other("HOVERING".into())),
        },
        Change::Worsened(Box::new(Finding {
            says: Vec::new(),
            ..full()
        })),
        Change::Ended {
            code: Code::DiskAlarm,
            severity: Severity::Warning,
            since: None,
            until: 7,
        },
        Change::TaskBegan {
            id: id.clone(),
            task: "restart".into(),
            since: Some(5),
        },
        Change::TaskEnded {
            id,
            task: "restart".into(),
            how: Some(TaskStatus::Failed),
        },
        Change::Wrote {
            verb: "enable".into(),
            object: Some("rabbitmq_shovel".into()),
            result: Progress::HeldBack,
        },
    ];
    for change in changes {
        let transition = of(change);
        assert_eq!(transition_of(&line(&transition)), Some(transition));
    }
    let mut began = of(Change::Began {
        finding: Box::new(full()),
        first: true,
    });
    let read = transition_of(&line(&began)).unwrap();
    // All but what would steer a terminal.
    let Change::Began { finding, .. } = &mut began.change else {
        panic!();
    };
    for (_, value) in &mut finding.says {
        if let Value::Text(text) = value {
            *text = "a\\x0ab".into();
        }
    }
    assert_eq!(read, began);
}

#[test]
fn what_steers_a_terminal_and_what_is_secret_is_not_in_it() {
    let mut renamed = of(Change::Status {
        from: None,
        to: Some(Status::Other("\u{1b}[2Jhunter22hunter".into())),
    });
    renamed.name = "ord\u{9b}ers\u{7}\u{202e} hunter22hunter".into();
    let secret = Secret::new("hunter22hunter");
    let text = text_of(&renamed, &Masker::new([&secret])).unwrap();
    assert!(!text.contains("hunter22"), "{text}");
    let steers = |letter: char| letter.is_control() || letter == '\u{202e}';
    assert!(!text.trim_end().contains(steers), "{text}");
    assert!(!text.contains("u001b"), "{text}");
    assert!(transition_of(&text).is_some());
}

#[test]
fn what_is_damaged_or_of_another_version_is_none() {
    let good = line(&of(Change::Worsened(Box::new(full()))));
    assert!(transition_of(&good).is_some());
    let code = good.replace("NO_CONSUMERS", "NO_COFFEE");
    let newer = good.replace("\"v\":1", "\"v\":2");
    let odd = good.replace("02:14:07", "99:14:07");
    let cut = &good[..good.len() / 2];
    for line in [code.as_str(), &newer, &odd, cut, "", "[]", "\0\0"] {
        assert_eq!(transition_of(line), None, "{line}");
    }
}
