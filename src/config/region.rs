//! The regions of the public cloud and where their services answer.

use crate::text::nearest;

/// The domain of the public cloud.
pub(super) const PUBLIC_CLOUD: &str = "myhuaweicloud.com";

/// Every region that the official SDK for RabbitMQ knows.
const REGIONS: [&str; 34] = [
    "cn-north-1",
    "cn-north-2",
    "cn-north-4",
    "cn-north-9",
    "cn-north-11",
    "cn-north-12",
    "cn-east-2",
    "cn-east-3",
    "cn-east-4",
    "cn-east-5",
    "cn-south-1",
    "cn-south-2",
    "cn-south-4",
    "cn-southwest-2",
    "cn-southwest-3",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "af-south-1",
    "af-north-1",
    "la-south-2",
    "la-north-2",
    "na-mexico-1",
    "sa-brazil-1",
    "tr-west-1",
    "ae-ad-1",
    "eu-west-0",
    "eu-west-101",
    "me-east-1",
    "my-kualalumpur-1",
    "ru-northwest-2",
    "ru-moscow-1",
];

/// Whether the public cloud has this region.
pub(super) fn is_known(region: &str) -> bool {
    REGIONS.contains(&region)
}

/// The region whose name is most like this one.
pub(super) fn nearest_known(region: &str) -> Option<&'static str> {
    nearest(region, REGIONS)
}

/// Whether a name can be part of a host name.
pub(super) fn is_plausible(region: &str) -> bool {
    !region.is_empty()
        && region
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether Cloud Eye is there: the public cloud's regions of the two services differ (endpoint
/// tables of both).
pub(super) fn has_cloud_eye(region: &str) -> bool {
    !["ae-ad-1", "ru-northwest-2"].contains(&region)
}

/// The address of a service (`dms`, `iam`, `ces`) in a region of a cloud.
pub(super) fn address(service: &str, region: &str, cloud: &str) -> String {
    // The one region of the public cloud that has a domain of its own, but not for Cloud Eye.
    let cloud = if region == "eu-west-101" && cloud == PUBLIC_CLOUD && service != "ces" {
        "myhuaweicloud.eu"
    } else {
        cloud
    };
    format!("https://{service}.{region}.{cloud}")
}

/// The variable by which the official SDKs move one region's RabbitMQ service elsewhere.
pub(super) fn override_variable(region: &str) -> String {
    format!(
        "HUAWEICLOUD_SDK_REGION_RABBITMQ_{}",
        region.to_uppercase().replace('-', "_")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_addressed_by_its_name_and_one_has_its_own_domain() {
        assert_eq!(
            address("dms", "cn-north-4", PUBLIC_CLOUD),
            "https://dms.cn-north-4.myhuaweicloud.com"
        );
        assert_eq!(
            address("iam", "eu-west-101", PUBLIC_CLOUD),
            "https://iam.eu-west-101.myhuaweicloud.eu"
        );
        assert_eq!(
            address("ces", "eu-west-101", PUBLIC_CLOUD),
            "https://ces.eu-west-101.myhuaweicloud.com"
        );
        assert_eq!(
            address("dms", "eu-west-101", "example.com"),
            "https://dms.eu-west-101.example.com"
        );
        assert_eq!(
            override_variable("cn-north-4"),
            "HUAWEICLOUD_SDK_REGION_RABBITMQ_CN_NORTH_4"
        );
    }

    #[test]
    fn a_misspelt_region_finds_the_one_that_was_meant() {
        assert!(is_known("cn-north-4") && !is_known("cn-nroth-4"));
        assert_eq!(nearest_known("cn-nroth-4"), Some("cn-north-4"));
        assert_eq!(nearest_known("mars"), None);
    }

    #[test]
    fn a_region_that_would_change_the_host_is_not_plausible() {
        for region in ["", "a.b", "a/b", "a@b", "a b", "a:1", "a?"] {
            assert!(!is_plausible(region), "{region}");
        }
        assert!(is_plausible("my-kualalumpur-1"));
    }
}
