//! The fields of forms: what each is about, and how it takes its value. A field means the same in
//! every form that has it; label and help are under its name in the catalogues.

/// One place of a form that can have the focus.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Field {
    Name,
    Description,
    Version,
    Product,
    /// Number of brokers.
    Brokers,
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
    /// The id of the public address.
    PublicIp,
    /// Maintenance window.
    Window,
    Project,
    /// All tags in one line.
    Tags,
    /// Pay-per-use, or by the month or year (table 4-4).
    Charging,
    /// Months or years that are paid for at once.
    Periods,
    /// Whether an order renews itself.
    Renew,
    /// Whether an order is paid at once.
    Pay,
    /// What of an instance grows.
    Way,
    /// Flavor of the brokers.
    Flavor,
    /// The tag in the line with this number, from 0; lines keep their numbers.
    Tag(usize),
    /// The button that leads to the review.
    Review,
}

impl Field {
    /// The fields that fill a parameter of a request in, each in the forms that have it (tables 4-2
    /// to 4-4, 4-16, 4-22, 4-37; 6-2 and 6-10 of V1); none for what is no parameter of a form.
    #[must_use]
    pub fn filling(parameter: &str) -> &'static [Self] {
        match parameter {
            "name" => &[Self::Name],
            "description" => &[Self::Description],
            "engine_version" => &[Self::Version],
            "product_id" => &[Self::Product, Self::Flavor],
            "broker_num" => &[Self::Brokers],
            "storage_spec_code" => &[Self::Disk],
            "storage_space" => &[Self::Storage],
            "available_zones" => &[Self::Zones],
            "vpc_id" => &[Self::Vpc],
            "subnet_id" => &[Self::Subnet],
            "security_group_id" => &[Self::SecurityGroup],
            "access_user" => &[Self::User],
            "password" => &[Self::Password],
            "ssl_enable" => &[Self::Tls],
            "enable_publicip" => &[Self::Public],
            "publicip_id" => &[Self::PublicIp],
            "maintain_begin" => &[Self::Window],
            "enterprise_project_id" => &[Self::Project],
            "tags" => &[Self::Tags],
            "charging_mode" | "period_type" => &[Self::Charging],
            "period_num" => &[Self::Periods],
            "is_auto_renew" => &[Self::Renew],
            "is_auto_pay" => &[Self::Pay],
            _ => &[],
        }
    }
}

/// How a field takes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It is typed.
    Text,
    /// It is typed, or taken from a list of values in use.
    Suggested,
    /// One of a list.
    OneOf,
    /// Some of a list.
    SomeOf,
    /// Yes or no.
    Switch,
    /// It does something.
    Button,
}
