//! The fields of the form, in the order in which they are filled in.

use crate::state::form::Kind;

/// One place of the form that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(
    missing_docs,
    reason = "each is the parameter of table 4-2 it is named after"
)]
pub enum Field {
    Name,
    Description,
    Version,
    Product,
    /// Number of brokers.
    Brokers,
    /// Disk type.
    Disk,
    /// Disk over all brokers, GB.
    Storage,
    Zones,
    Vpc,
    Subnet,
    SecurityGroup,
    /// Broker user.
    User,
    Password,
    /// The password once more.
    Repeat,
    Tls,
    /// Whether there is public access.
    Public,
    /// The public address; only there with public access.
    PublicIp,
    /// Maintenance window.
    Window,
    /// Enterprise project.
    Project,
    Tags,
    /// Pay-per-use, or by the month or year (table 4-4).
    Charging,
    /// How many months or years; only there when they are paid for.
    Periods,
    /// Whether it renews itself; only there when months or years are paid for.
    Renew,
    /// Whether the order is paid at once; only there when months or years are paid for.
    Pay,
    /// The button that leads to the review.
    Review,
}

impl Field {
    /// All of them, in order.
    pub const ALL: [Self; 25] = [
        Self::Name,
        Self::Description,
        Self::Version,
        Self::Product,
        Self::Brokers,
        Self::Disk,
        Self::Storage,
        Self::Zones,
        Self::Vpc,
        Self::Subnet,
        Self::SecurityGroup,
        Self::User,
        Self::Password,
        Self::Repeat,
        Self::Tls,
        Self::Public,
        Self::PublicIp,
        Self::Window,
        Self::Project,
        Self::Tags,
        Self::Charging,
        Self::Periods,
        Self::Renew,
        Self::Pay,
        Self::Review,
    ];

    /// How it takes its value.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Name
            | Self::Description
            | Self::Storage
            | Self::User
            | Self::Password
            | Self::Repeat
            | Self::PublicIp
            | Self::Tags => Kind::Text,
            Self::Vpc | Self::Subnet | Self::SecurityGroup | Self::Project => Kind::Suggested,
            Self::Version
            | Self::Product
            | Self::Brokers
            | Self::Disk
            | Self::Window
            | Self::Charging
            | Self::Periods => Kind::One,
            Self::Zones => Kind::Some,
            Self::Tls | Self::Public | Self::Renew | Self::Pay => Kind::Switch,
            Self::Review => Kind::Button,
        }
    }

    /// The field that fills a parameter of the request in.
    #[must_use]
    pub fn of(parameter: &str) -> Option<Self> {
        let field = match parameter {
            "name" => Self::Name,
            "description" => Self::Description,
            "engine_version" => Self::Version,
            "product_id" => Self::Product,
            "broker_num" => Self::Brokers,
            "storage_spec_code" => Self::Disk,
            "storage_space" => Self::Storage,
            "available_zones" => Self::Zones,
            "vpc_id" => Self::Vpc,
            "subnet_id" => Self::Subnet,
            "security_group_id" => Self::SecurityGroup,
            "access_user" => Self::User,
            "password" => Self::Password,
            "ssl_enable" => Self::Tls,
            "enable_publicip" => Self::Public,
            "publicip_id" => Self::PublicIp,
            "maintain_begin" => Self::Window,
            "enterprise_project_id" => Self::Project,
            "tags" => Self::Tags,
            "charging_mode" | "period_type" => Self::Charging,
            "period_num" => Self::Periods,
            "is_auto_renew" => Self::Renew,
            "is_auto_pay" => Self::Pay,
            _ => return None,
        };
        Some(field)
    }
}
