//! Why a call was refused: HTTP status, error code and words.
//!
//! Codes and messages are those of the V2 reference, section 7.2, with the stray spaces of its
//! page layout removed; [`Refusal::in_v1`] says them in V1's codes. Gateway codes (`APIGW.…`) are those of the gateway's own documentation.

use std::borrow::Cow;

/// A refusal by the service itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The error code, such as `DMS.00404022`.
    pub code: &'static str,
    /// The code in V1: table 8-2 of the Chinese reference, without the blanks of its layout. What
    /// it has no code for gets that of the next more general case.
    pub code_in_v1: &'static str,
    /// The message that goes with the code.
    pub message: Cow<'static, str>,
}

/// The code of whatever V1 does not tell apart.
const OF_V1: &str = "111500000";

macro_rules! refusals {
    ($($(#[$doc:meta])*
    $name:ident = $status:literal $code:literal $(| $in_v1:literal)? $message:literal;)*) => {
        impl Refusal {
            $($(#[$doc])* pub const $name: Self = Self {
                status: $status,
                code: $code,
                code_in_v1: [$($in_v1,)? OF_V1][0],
                message: Cow::Borrowed($message),
            };)*
        }
    };
}

refusals! {
    /// The project id in the path is not 32 hexadecimal digits.
    PROJECT_ID = 400 "DMS.00400002" | "111400002" "The project ID format is invalid.";
    /// A body is needed and there is none.
    EMPTY_BODY = 400 "DMS.00400004" | "111400004" "The request body is empty.";
    /// The body is not a JSON object.
    NOT_JSON = 400 "DMS.00400005" | "111400005" "The message body is not in JSON format or contains invalid characters.";
    /// The engine or the edition asked for does not exist here.
    TYPE = 400 "DMS.00400007" | "111400007" "Unsupported type.";
    /// The engine version does not exist, or cannot do this.
    VERSION = 400 "DMS.00400008" | "111400008" "Unsupported version.";
    /// The product does not exist.
    PRODUCT = 400 "DMS.00400009" | "111400009" "Invalid product_id.";
    /// The instance name breaks the rules of its operation.
    NAME = 400 "DMS.00400010" | "111400010" "Invalid instance name. The name must be 4 to 64 characters long. Only letters, digits, underscores (_), and hyphens (-) are allowed.";
    /// More than 1024 characters of description.
    DESCRIPTION = 400 "DMS.00400011" | "111400011" "The instance description can contain a maximum of 1024 characters.";
    /// The password of a new instance is too simple.
    CREATE_PASSWORD = 400 "DMS.00400012" | "111400012" "The password does not meet the complexity requirements. An instance password must be a string consisting of 8 to 32 characters. Contain at least two of the following character types: Lowercase letters, Uppercase letters, Digits, Special characters `~!@#$%^&*()-_+=\\|[]{}:;',<.>/?";
    /// No VPC was named.
    VPC = 400 "DMS.00400013" | "111400013" "vpc_id in the request is empty.";
    /// No security group was named.
    SECURITY_GROUP = 400 "DMS.00400014" | "111400014" "security_group_id in the request is empty.";
    /// The user name breaks the rules.
    USERNAME = 400 "DMS.00400015" | "111400015" "Invalid username. A username must be 4 to 64 characters long and consist of only letters, digits, and hyphens (-).";
    /// No subnet was named.
    SUBNET = 400 "DMS.00400016" | "111400016" "subnet_id in the request is empty.";
    /// A background task of the instance has not ended.
    TASK_RUNNING = 400 "DMS.00400017" | "111400026" "This DMS instance job task is still running.";
    /// The new password is too simple.
    RESET_PASSWORD = 400 "DMS.00400019" "The password does not meet the complexity requirements.";
    /// The engine in the body is not the one in the path.
    ENGINE = 400 "DMS.00400022" | "111400007" "Engine does not match the product id.";
    /// The instance's state or billing does not allow it.
    STATUS = 400 "DMS.00400026" | "111400026" "This operation is not allowed due to the instance status.";
    /// The product does not come with that version.
    NO_SUCH_COMBINATION = 400 "DMS.00400029" | "111400009" "Query advanced product failed, can not find product for request.";
    /// The instance id is not a UUID.
    INSTANCE_ID = 400 "DMS.00400030" | "111400061" "Invalid DMS instance id. The id must be a uuid.";
    /// The project has as many instances as it may have.
    QUOTA = 400 "DMS.00400035" | "111400035" "DMS instance quota of the tenant is insufficient.";
    /// `period_num` is not a number in its range.
    PERIOD_NUM = 400 "DMS.00400038" "The periodNum parameter in the request must be an integer.";
    /// The availability zone does not exist.
    ZONE = 400 "DMS.00400042" | "111400042" "The AZ does not exist.";
    /// `period_type` is neither month nor year.
    PERIOD_TYPE = 400 "DMS.00400047" "The periodType parameter in the request must be either 2 or 3.";
    /// The zone or the product is sold out.
    SOLD_OUT = 400 "DMS.00400055" | "111400009" "Resource sold out.";
    /// Another instance has this name.
    DUPLICATE_NAME = 400 "DMS.00400060" | "111400060" "This instance name already exists.";
    /// A parameter is missing or out of range.
    PARAMETER = 400 "DMS.00400062" | "111400062" "Invalid request parameter.";
    /// A batch action other than delete or restart.
    BATCH_ACTION = 400 "DMS.00400064" | "111400064" "The action parameter in the request must be delete or restart.";
    /// A batch without instances.
    BATCH_EMPTY = 400 "DMS.00400065" | "111400065" "The instances parameter in the request is empty.";
    /// A number of zones that the product cannot be spread over.
    ONE_ZONE = 400 "DMS.00400067" | "111400067" "The available_zones parameter in the request must be an array that contains only one AZ ID.";
    /// The task id is malformed.
    TASK_ID = 400 "DMS.00400070" "Invalid task ID format.";
    /// The same instance twice in a batch.
    REPEATED_ID = 400 "DMS.00400082" | "111400066" "Instance id is repeated.";
    /// The instance cannot be deleted in its present state.
    NOT_DELETABLE = 400 "DMS.00400099" | "111400099" "The following instances in the Creating, Starting, Stopping, or Restarting state cannot be deleted.";
    /// More than 50 instances in a batch.
    BATCH_TOO_LONG = 400 "DMS.00400100" | "111400100" "The instances array can contain a maximum of 50 instance IDs.";
    /// Not one of the six maintenance windows.
    WINDOW = 400 "DMS.00400106" | "111400106" "Invalid maintenance time window.";
    /// More than 20 disk expansions.
    EXPANSIONS = 400 "DMS.00400124" "The maximum number of disk expansion times has been reached.";
    /// The storage or flavor code is unknown.
    SPEC_CODE = 400 "DMS.00400125" | "111400125" "Invalid SPEC_CODE.";
    /// Public access without an address.
    PUBLIC_ACCESS = 400 "DMS.00400128" | "111400066" "Invalid public access parameters.";
    /// The time filter cannot be read.
    TIMESTAMP = 400 "DMS.00400142" "Timestamp is invalid.";
    /// The storage space is out of range or not in steps of 100 GB per broker.
    DISK = 400 "DMS.00400500" | "111400500" "Invalid disk space.";
    /// The plug-in is not in the instance's list.
    PLUGIN = 400 "DMS.00400970" "RabbitMQ plugin is not exist";
    /// The instance is of a generation whose disks cannot grow.
    /// A tag key is empty or longer than 36 characters.
    TAG_KEY_LENGTH = 400 "DMS.10240035" "The tag key is empty or too long.";
    /// A tag key has characters it must not have.
    TAG_KEY = 400 "DMS.10240036" "The tag key contains invalid characters.";
    /// A tag value is longer than 43 characters.
    TAG_VALUE_LENGTH = 400 "DMS.10240038" "The tag value is too long.";
    /// A tag value is empty or has characters it must not have.
    TAG_VALUE = 400 "DMS.10240039" "The tag value contains invalid characters.";
    /// A tag action other than create or delete.
    TAG_ACTION = 400 "DMS.10240040" "You can only create or delete tags.";
    /// More tags than fit; the words are the reference's, the limit is 20.
    TAG_COUNT = 400 "DMS.10240044" "A maximum of 10 tags can be created.";
    /// The same tag key twice.
    TAG_REPEATED = 400 "DMS.10240045" "The tag key has been used.";
    /// The credentials belong to another project.
    OTHER_PROJECT = 401 "DMS.10240104" | "111401004" "The project ID and token do not match.";
    /// The credentials may not do this.
    FORBIDDEN = 403 "DMS.00403003" | "111403003" "This role does not have the permissions to perform this operation.";
    /// The tenant may look only.
    READ_ONLY = 403 "DMS.00403002" | "111403002" "A tenant has the read-only permission and cannot perform operations on DMS.";
    /// The tenant is frozen.
    FROZEN = 403 "DMS.10240306" | "111403002" "The tenant has been frozen. You cannot perform operations on DMS.";
    /// The tenant is restricted.
    RESTRICTED = 403 "DMS.10240312" | "111403002" "The tenant is restricted and cannot perform operations on DMS.";
    /// Something behind the gateway did not answer in time.
    TIMED_OUT = 408 "DMS.111501024" "Query timed out";
    /// There is nothing at this address, such as a task that was deleted.
    NO_SUCH_RESOURCE = 404 "DMS.00404001" | "111404001" "The requested URL does not exist.";
    /// The instance does not exist (any more).
    NO_SUCH_INSTANCE = 404 "DMS.00404022" | "111404022" "This instance does not exist.";
    /// A tag to be deleted does not exist.
    NO_SUCH_TAG = 404 "DMS.10240426" "No tag containing this key exists.";
    /// Something broke inside the service.
    INTERNAL = 500 "DMS.00500000" "Internal service error.";
    /// The service has too much to do.
    BUSY = 503 "DMS.111501025" "Query Busy. Please try again later.";
}

impl Refusal {
    /// Refuses when this is so.
    ///
    /// # Errors
    /// The refusal itself.
    pub fn when(self, is_so: bool) -> Result<(), Self> {
        self.unless(!is_so)
    }

    /// Refuses, unless this holds.
    ///
    /// # Errors
    /// The refusal itself.
    pub fn unless(self, holds: bool) -> Result<(), Self> {
        match holds {
            true => Ok(()),
            false => Err(self),
        }
    }

    /// A field of the body has the wrong type.
    pub fn wrong_type(key: &str) -> Self {
        Self {
            status: 400,
            code: "DMS.00400085",
            code_in_v1: "111400005",
            message: Cow::Owned(format!(
                "The message body contains invalid characters or is not in JSON format. The error key is {key}."
            )),
        }
    }

    /// The same refusal as V1 says it: same status, its own code. Where that names a parameter in
    /// its words, so do these, else they are the same.
    #[must_use]
    pub fn in_v1(self) -> Self {
        let parameter = match self.code {
            "DMS.00400082" => Some("instances"),
            "DMS.00400128" => Some("publicip_id"),
            _ => None,
        };
        let invalid = |parameter| format!("Invalid configuration parameter {parameter}.").into();
        Self {
            code: self.code_in_v1,
            message: parameter.map_or(self.message, invalid),
            ..self
        }
    }
}
