//! Forms: fields with a focus, keys, an open list, problems beside each field, and a review that
//! asks before anything is sent.
//!
//! Every form is one file beside this one and one line in the table below; its fields are those of
//! [`Field`], each of which means the same in every form that has it. Read [`FormModel`] first: what
//! one form is about. [`Form`] edits all of them, `keys` says with which keys, [`Values`] are what
//! was filled in, and [`offers`] is what can be chosen. What a form says beside what the catalogues
//! have under the names of form and field stands in `ui/form/says.rs`.

pub mod auto_expand;
pub mod create;
mod editor;
mod keys;
pub mod list;
mod model;
pub mod modify;
pub mod offers;
pub mod password;
mod refusal;
pub mod resize;
pub mod tags;
mod values;

pub use editor::{Form, Step};
pub use model::{Asks, FormModel, Input, Problems};
pub use offers::{Offers, OptionNote, SelectOption, Standing};
pub use values::Values;

use super::write::mutation::{At, MutationKind};
use strum::{IntoStaticStr, VariantNames};

macro_rules! forms {
    ($($name:ident: $model:ty, $at:ident => $kind:ident;)*) => {
        /// What any form is about.
        #[derive(Clone, Debug, IntoStaticStr, VariantNames)]
        #[strum(serialize_all = "kebab-case")]
        pub enum Model {
            $($name(Box<$model>),)*
        }

        impl std::ops::Deref for Model {
            type Target = dyn FormModel;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$name(model) => model.as_ref(),)*
                }
            }
        }

        impl std::ops::DerefMut for Model {
            fn deref_mut(&mut self) -> &mut Self::Target {
                match self {
                    $(Self::$name(model) => model.as_mut(),)*
                }
            }
        }

        $(impl Asks for $model {
            fn asks_for(&self) -> MutationKind {
                MutationKind::$kind
            }

            fn at(&self) -> At<'_> {
                (&self.$at).into()
            }
        })*

        $(impl From<$model> for Model {
            fn from(model: $model) -> Self {
                Self::$name(Box::new(model))
            }
        })*
    };
}

forms! {
    Create: create::NewInstance, scope => Create;
    Modify: modify::Settings, key => Modify;
    Password: password::NewPassword, key => ResetPassword;
    Resize: resize::NewSize, key => Resize;
    Tags: tags::TagEditor, key => Tags;
    AutoExpand: auto_expand::Growth, key => AutoExpand;
}

/// One place of a form that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantNames)]
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
    /// Whether the disks grow by themselves.
    AutoExpand,
    /// How much of a disk is used when it grows, percent.
    Threshold,
    /// How much the disks grow by, percent of the total.
    Increment,
    /// The total beyond which they do not grow, GB.
    Largest,
    /// The tag in the line with this number, from 0; lines keep their numbers.
    Tag(usize),
    /// The button that leads to the review.
    Review,
}

impl Field {
    /// The fields that fill a parameter of a request in, each in the forms that have it (tables 4-2
    /// to 4-4, 4-16, 4-22, 4-37; 6-2 and 6-10 of V1); none for what is no parameter of a form.
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
            "auto_volume_expand_enable" => &[Self::AutoExpand],
            "expand_threshold" => &[Self::Threshold],
            "expand_increment" => &[Self::Increment],
            "max_volume_size" => &[Self::Largest],
            _ => &[],
        }
    }
}
