use super::*;
use crate::api::{ErrorKind, Operation};

/// The fields of the forms for settings, for a size and for a password; that for a new instance
/// has all the others.
const SETTINGS: [Field; 7] = [
    Field::Name,
    Field::Description,
    Field::Window,
    Field::SecurityGroup,
    Field::Public,
    Field::PublicIp,
    Field::Project,
];
const SIZE: [Field; 4] = [Field::Way, Field::Storage, Field::Brokers, Field::Flavor];
const PASSWORD: [Field; 2] = [Field::Password, Field::Repeat];

fn refusal(code: &str, message: &str) -> ApiError {
    let mut error = ApiError::local(Operation::ModifyInstance, ErrorKind::Refused, message);
    error.code = Some(code.into());
    error
}

fn field(of: Form, code: &str, message: &str) -> Option<Field> {
    let has = |field: &&Field| match of {
        Form::New => !matches!(field, Field::Way | Field::Flavor | Field::Tag(_)),
        Form::Settings => SETTINGS.contains(field),
        Form::Size => SIZE.contains(field),
        Form::Password => PASSWORD.contains(field),
        Form::Tags => matches!(field, Field::Tag(_)),
    };
    fields(&refusal(code, message)).iter().find(has).copied()
}

#[derive(Clone, Copy)]
enum Form {
    New,
    Settings,
    Size,
    Password,
    Tags,
}

/// Numbers of codes, the parameter each is about, and its field in the forms for a new instance,
/// for settings, for a size and for a password.
type Row = (
    &'static [&'static str],
    &'static str,
    Option<Field>,
    Option<Field>,
    Option<Field>,
    Option<Field>,
);

fn rows() -> Vec<Row> {
    #[rustfmt::skip]
    let rows: Vec<Row> = vec![
        (&["00400010", "00400060", "00400081"], "name", Some(Field::Name), Some(Field::Name), None, None),
        (&["00400011"], "description", Some(Field::Description), Some(Field::Description), None, None),
        (&["00400008"], "engine_version", Some(Field::Version), None, None, None),
        (&["00400009", "00400022", "00400028", "00400029", "00400055", "00400125"], "product_id", Some(Field::Product), None, Some(Field::Flavor), None),
        (&["00400124", "00400500"], "storage_space", Some(Field::Storage), None, Some(Field::Storage), None),
        (&["00400042", "00400049", "00400067"], "available_zones", Some(Field::Zones), None, None, None),
        (&["00400013", "00400068"], "vpc_id", Some(Field::Vpc), None, None, None),
        (&["00400016", "00400018", "00400020"], "subnet_id", Some(Field::Subnet), None, None, None),
        (&["00400014", "00400046", "00400048"], "security_group_id", Some(Field::SecurityGroup), Some(Field::SecurityGroup), None, None),
        (&["00400015"], "access_user", Some(Field::User), None, None, None),
        (&["00400012", "00400019", "00400080"], "password", Some(Field::Password), None, None, Some(Field::Password)),
        (&["00400106"], "maintain_begin", Some(Field::Window), Some(Field::Window), None, None),
        (&["00400128"], "enable_publicip", Some(Field::Public), Some(Field::Public), None, None),
        (&["00400047"], "period_type", Some(Field::Charging), None, None, None),
        (&["00400038"], "period_num", Some(Field::Periods), None, None, None),
        (&["00400021"], "is_auto_renew", Some(Field::Renew), None, None, None),
        (&["00404033"], "storage_space", Some(Field::Storage), None, Some(Field::Storage), None),
        (&["00500033"], "enterprise_project_id", Some(Field::Project), Some(Field::Project), None, None),
        // Those that no code is about, but a text can name.
        (&[], "broker_num", Some(Field::Brokers), None, Some(Field::Brokers), None),
        (&[], "storage_spec_code", Some(Field::Disk), None, None, None),
        (&[], "ssl_enable", Some(Field::Tls), None, None, None),
        (&[], "publicip_id", Some(Field::PublicIp), Some(Field::PublicIp), None, None),
        (&[], "tags", Some(Field::Tags), None, None, None),
        (&[], "charging_mode", Some(Field::Charging), None, None, None),
        (&[], "is_auto_pay", Some(Field::Pay), None, None, None),
    ];
    rows
}

#[test]
fn a_code_of_either_version_is_about_one_field_of_each_form() {
    for (numbers, _, new, set, size, word) in rows() {
        for number in numbers {
            let of_v1 = format!("111{}", &number[2..]);
            for code in [format!("DMS.{number}"), (*number).to_owned(), of_v1] {
                assert_eq!(field(Form::New, &code, ""), new, "{code}");
                assert_eq!(field(Form::Settings, &code, ""), set, "{code}");
                assert_eq!(field(Form::Size, &code, ""), size, "{code}");
                assert_eq!(field(Form::Password, &code, ""), word, "{code}");
                assert_eq!(field(Form::Tags, &code, ""), None, "{code}");
            }
        }
    }
}

#[test]
fn a_code_that_names_a_parameter_in_its_text_is_about_that_field_of_each_form() {
    let texts = [
        ("DMS.00400063", "Invalid configuration parameter {}."),
        ("111400063", "配置参数{}非法。"),
        ("DMS.00400066", "Invalid configuration parameter new_{}."),
        ("111400066", "配置参数{}非法。"),
        (
            "DMS.00400085",
            "The message body is not in JSON format. The error key is {}.",
        ),
        ("111400005", "The error key is <bss_param.{}>."),
    ];
    for (_, name, new, set, size, word) in rows() {
        for (code, text) in texts {
            let text = text.replace("{}", name);
            assert_eq!(field(Form::New, code, &text), new, "{code} {text}");
            assert_eq!(field(Form::Settings, code, &text), set, "{code} {text}");
            assert_eq!(field(Form::Size, code, &text), size, "{code} {text}");
            assert_eq!(field(Form::Password, code, &text), word, "{code} {text}");
        }
    }
    let window = field(Form::Settings, "111400066", "配置参数maintain_end非法。");
    assert_eq!(window, Some(Field::Window));
}

#[test]
fn what_is_about_nothing_or_about_several_things_moves_nobody() {
    for (code, text) in [
        // The status of the instance; an id; a whole body.
        (
            "DMS.00400026",
            "This operation is not allowed due to the instance status.",
        ),
        ("111400061", "实例ID的格式无效。"),
        (
            "DMS.00400005",
            "The message body is not in JSON format or contains invalid characters.",
        ),
        ("DMS.00400063", "Invalid configuration parameter {0}."),
        ("DMS.00400063", "Invalid configuration parameter username."),
        ("DMS.00400066", "vpc_id does not go with subnet_id"),
        // A text proves nothing under a code that is about something else.
        ("DMS.00400026", "The error key is name."),
        // Of another service.
        ("APIGW.0301", "name"),
        ("DMS.111400860", "Instance partition is not enough."),
    ] {
        assert_eq!(fields(&refusal(code, text)), &[], "{code} {text}");
    }
    assert_eq!(
        fields(&ApiError::local(
            Operation::ModifyInstance,
            ErrorKind::Refused,
            "name"
        )),
        &[]
    );
}
