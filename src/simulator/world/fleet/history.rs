//! What happened to an instance before anybody watched.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::simulator::dice::Dice;
use crate::simulator::world::instance::Instance;
use crate::simulator::world::task::{Task, TaskName, TaskStatus};

/// What may have been done to an instance since its creation.
const CHANGES: [TaskName; 5] = [
    TaskName::ModifyInstancePlugins,
    TaskName::RestartInstance,
    TaskName::ModifyInstance,
    TaskName::ResetInstancePassword,
    TaskName::BindInstancePublicIp,
];

/// A creation and a few changes since; with every fifth instance the first of them failed.
pub(super) fn write(instance: &mut Instance, index: usize, now: Timestamp, dice: &mut Dice) {
    instance.tasks = vec![creation(instance, TaskStatus::Success, 512, dice)];
    let lifetime = now.duration_since(instance.created).as_secs();
    let span = u32::try_from(lifetime - 7200).unwrap_or(0);
    let mut moments: Vec<_> = (0..dice.below(6))
        .map(|_| 3600 + dice.below(span))
        .collect();
    moments.sort_unstable();
    for (count, after) in moments.into_iter().enumerate() {
        let status = success_unless(index % 5 == 3 && count == 0);
        let begun = instance.created + SignedDuration::from_secs(i64::from(after));
        let (name, seconds) = (dice.pick(&CHANGES), 2 + dice.below(40));
        instance
            .tasks
            .push(past(name, status, begun, seconds, dice));
    }
}

/// More tasks than one page of the task list holds.
pub(super) fn write_long(instance: &mut Instance, now: Timestamp, dice: &mut Dice) {
    instance.created = now - SignedDuration::from_hours(24 * 400);
    instance.tasks = vec![creation(instance, TaskStatus::Success, 498, dice)];
    for turn in 0..130 {
        let begun = instance.created + SignedDuration::from_hours(24 * (2 + turn * 3));
        let status = success_unless(turn % 17 == 5);
        instance.tasks.push(past(
            TaskName::ModifyInstancePlugins,
            status,
            begun,
            8,
            dice,
        ));
    }
}

/// The task that created an instance, or failed to.
pub(super) fn creation(
    instance: &Instance,
    status: TaskStatus,
    seconds: u32,
    dice: &mut Dice,
) -> Task {
    past(
        TaskName::CreateInstance,
        status,
        instance.created,
        seconds,
        dice,
    )
}

/// A task that has ended, within a second of when it is said to have begun.
pub(super) fn past(
    name: TaskName,
    status: TaskStatus,
    begun: Timestamp,
    seconds: u32,
    dice: &mut Dice,
) -> Task {
    let millis = |millis: u32| SignedDuration::from_millis(i64::from(millis));
    let created = begun + millis(dice.below(1000));
    let params = match name {
        TaskName::ModifyInstancePlugins => {
            json!({ "enable": dice.below(2) == 0, "plugins": "rabbitmq_shovel" })
        }
        TaskName::BindInstancePublicIp => json!({
            "public_ip_id": dice.uuid(),
            "public_ip_address": "198.51.100.4",
            "enable_public_ip": true,
        }),
        _ => json!({}),
    };
    let updated = created + millis(seconds * 1000 + dice.below(1000));
    Task {
        id: dice.hex32(),
        name,
        status,
        params,
        created,
        updated,
    }
}

fn success_unless(failed: bool) -> TaskStatus {
    if failed {
        TaskStatus::Failed
    } else {
        TaskStatus::Success
    }
}
