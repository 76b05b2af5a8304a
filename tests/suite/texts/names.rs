//! Names of values that no enum lists, or that go without a text.

/// Fields after which a figure is named.
pub const FIGURES: [&str; 24] = [
    "access_user",
    "available_zone_names",
    "charging_mode",
    "connect_address",
    "created_at",
    "description",
    "enable_publicip",
    "engine_version",
    "enterprise_project_id",
    "error_code",
    "instance_id",
    "maintain_begin",
    "management_connect_address",
    "order_id",
    "product_id",
    "security_group_name",
    "specification",
    "ssl_enable",
    "storage_resource_id",
    "storage_spec_code",
    "subnet_name",
    "type",
    "user_name",
    "vpc_name",
];

/// Figures that have a chart, as Cloud Eye calls them.
pub const CHARTED: [&str; 9] = [
    "messages_ready",
    "messages_unacknowledged",
    "publish",
    "deliver_get",
    "connections",
    "consumers",
    "instance_disk_usage",
    "rabbitmq_memory_usage",
    "rabbitmq_cpu_usage",
];

/// Commands that are as short in full as they could be.
pub const AS_SHORT: [&str; 35] = [
    "down",
    "up",
    "page-down",
    "page-up",
    "half-page-down",
    "half-page-up",
    "first",
    "last",
    "previous-instance",
    "focus-previous",
    "tab-overview",
    "tab-live",
    "tab-plugins",
    "tab-tasks",
    "tab-tags",
    "tab-json",
    "earliest",
    "latest",
    "sort-severity",
    "sort-name",
    "sort-status",
    "sort-profile",
    "sort-type",
    "sort-storage",
    "sort-address",
    "sort-age",
    "flip-sort",
    "mark-shown",
    "mark-failed-creations",
    "show-marked",
    "results",
    "recycle-bin",
    "previous",
    "redraw",
    "quit",
];

/// Kinds of writes that are held back for another reason than that what they change is not as it was.
pub const NEVER_DIFFERS: [&str; 8] = [
    "delete",
    "restart",
    "set-plugin",
    "delete-task",
    "modify",
    "reset-password",
    "create",
    "restore",
];

/// Refusals for which waiting helps, or nothing does, or what helps against another one.
pub const NO_HELP: [&str; 25] = [
    "not-connected",
    "ordered",
    "pending",
    "plugin-busy",
    "task-running",
    "profile-busy",
    "status",
    "none-of-them",
    "one-of-them",
    "gone",
    "api-version",
    "no-plugins",
    "no-password",
    "no-plugin",
    "plugin-unknown",
    "no-size",
    "no-batch",
    "nothing-marked",
    "nothing-unsettled",
    "not-locked",
    "not-here",
    "not-shown",
    "no-table",
    "nothing-to-copy",
    "no-task",
];

/// Statuses that pass by themselves: waiting helps.
pub const PASSING: [&str; 9] = [
    "creating",
    "restarting",
    "starting",
    "stopping",
    "extending",
    "freezing",
    "upgrading",
    "rolling-back",
    "deleting",
];

/// Refusals whose reason is brief in full, or is that of another one.
pub const NO_BRIEF: [&str; 10] = [
    "nothing-selected",
    "gone",
    "no-plugins",
    "no-task",
    "task-running",
    "no-batch",
    "nothing-marked",
    "not-locked",
    "none-of-them",
    "one-of-them",
];
