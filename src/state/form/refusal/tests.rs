use super::*;
use crate::api::{ErrorKind, Operation};
use crate::state::form::Sheet;
use crate::state::{create, modify, password, resize, tags};

fn refusal(code: &str, message: &str) -> ApiError {
    let mut error = ApiError::local(Operation::ModifyInstance, ErrorKind::Refused, message);
    error.code = Some(code.into());
    error
}

fn field<S: Sheet>(code: &str, message: &str) -> Option<S::Field> {
    parameter(&refusal(code, message)).and_then(S::field_of)
}

/// Numbers of codes, the parameter each is about, and its field in the forms for a new instance,
/// for settings, for a size and for a password.
type Row = (
    &'static [&'static str],
    &'static str,
    Option<create::Field>,
    Option<modify::Field>,
    Option<resize::Field>,
    Option<password::Field>,
);

fn rows() -> Vec<Row> {
    use create::Field as New;
    use modify::Field as Set;
    use password::Field as Word;
    use resize::Field as Size;
    #[rustfmt::skip]
    let rows: Vec<Row> = vec![
        (&["00400010", "00400060", "00400081"], "name", Some(New::Name), Some(Set::Name), None, None),
        (&["00400011"], "description", Some(New::Description), Some(Set::Description), None, None),
        (&["00400008"], "engine_version", Some(New::Version), None, None, None),
        (&["00400009", "00400022", "00400028", "00400029", "00400055", "00400125"], "product_id", Some(New::Product), None, Some(Size::Flavor), None),
        (&["00400124", "00400500"], "storage_space", Some(New::Storage), None, Some(Size::Storage), None),
        (&["00400042", "00400049", "00400067"], "available_zones", Some(New::Zones), None, None, None),
        (&["00400013", "00400068"], "vpc_id", Some(New::Vpc), None, None, None),
        (&["00400016", "00400018", "00400020"], "subnet_id", Some(New::Subnet), None, None, None),
        (&["00400014", "00400046", "00400048"], "security_group_id", Some(New::SecurityGroup), Some(Set::SecurityGroup), None, None),
        (&["00400015"], "access_user", Some(New::User), None, None, None),
        (&["00400012", "00400019", "00400080"], "password", Some(New::Password), None, None, Some(Word::Password)),
        (&["00400106"], "maintain_begin", Some(New::Window), Some(Set::Window), None, None),
        (&["00400128"], "enable_publicip", Some(New::Public), Some(Set::Public), None, None),
        (&["00400047"], "period_type", Some(New::Charging), None, None, None),
        (&["00400038"], "period_num", Some(New::Periods), None, None, None),
        (&["00400021"], "is_auto_renew", Some(New::Renew), None, None, None),
        (&["00404033"], "storage_space", Some(New::Storage), None, Some(Size::Storage), None),
        (&["00500033"], "enterprise_project_id", Some(New::Project), Some(Set::Project), None, None),
        // Those that no code is about, but a text can name.
        (&[], "broker_num", Some(New::Brokers), None, Some(Size::Brokers), None),
        (&[], "storage_spec_code", Some(New::Disk), None, None, None),
        (&[], "ssl_enable", Some(New::Tls), None, None, None),
        (&[], "publicip_id", Some(New::PublicIp), Some(Set::PublicIp), None, None),
        (&[], "tags", Some(New::Tags), None, None, None),
        (&[], "charging_mode", Some(New::Charging), None, None, None),
        (&[], "is_auto_pay", Some(New::Pay), None, None, None),
    ];
    rows
}

#[test]
fn a_code_of_either_version_is_about_one_field_of_each_form() {
    for (numbers, _, new, set, size, word) in rows() {
        for number in numbers {
            let of_v1 = format!("111{}", &number[2..]);
            for code in [format!("DMS.{number}"), (*number).to_owned(), of_v1] {
                assert_eq!(field::<create::Draft>(&code, ""), new, "{code}");
                assert_eq!(field::<modify::Draft>(&code, ""), set, "{code}");
                assert_eq!(field::<resize::Draft>(&code, ""), size, "{code}");
                assert_eq!(field::<password::Draft>(&code, ""), word, "{code}");
                assert_eq!(field::<tags::Draft>(&code, ""), None, "{code}");
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
            assert_eq!(field::<create::Draft>(code, &text), new, "{code} {text}");
            assert_eq!(field::<modify::Draft>(code, &text), set, "{code} {text}");
            assert_eq!(field::<resize::Draft>(code, &text), size, "{code} {text}");
            assert_eq!(field::<password::Draft>(code, &text), word, "{code} {text}");
        }
    }
    let window = field::<modify::Draft>("111400066", "配置参数maintain_end非法。");
    assert_eq!(window, Some(modify::Field::Window));
}

#[test]
fn every_parameter_has_a_field_of_the_form_for_a_new_instance() {
    for parameter in PARAMETERS {
        assert!(create::Field::of(parameter).is_some(), "{parameter}");
        assert!(rows().iter().any(|row| row.1 == parameter), "{parameter}");
    }
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
        assert_eq!(parameter(&refusal(code, text)), None, "{code} {text}");
    }
    assert_eq!(
        parameter(&ApiError::local(
            Operation::ModifyInstance,
            ErrorKind::Refused,
            "name"
        )),
        None
    );
}
