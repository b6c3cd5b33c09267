use serde_json::{Value, json};

use super::*;
use crate::emulator::testing::{INSTANCE, Lab, SLB};

/// A configuration after a modification with these parameters.
fn modified(settings: &[(&str, &str)]) -> Result<Value, ApiError> {
    let lab = Lab::new();
    let id = lab.configuration();
    let mut pairs = vec![("ScalingConfigurationId", id.as_str())];
    pairs.extend_from_slice(settings);
    lab.call_in("cn-beijing-6", "ModifyScalingConfiguration", &pairs)?;
    Ok(lab.ok("DescribeScalingConfiguration", &[])["ScalingConfigurationSet"][0].clone())
}

#[test]
fn several_instance_types_win_over_the_single_one_and_are_shown_both_ways() {
    let found = modified(&[
        ("InstanceType", "N3.1A"),
        ("InstanceType.1", "S4.4C"),
        ("InstanceType.2", "C5.2B"),
    ]);
    let found = found.expect("a configuration");
    assert_eq!(
        (&found["InstanceType"], &found["InstanceTypeSet"]),
        (&json!("S4.4C,C5.2B"), &json!(["S4.4C", "C5.2B"]))
    );
    assert_eq!((&found["Cpu"], &found["Mem"]), (&json!(4), &json!(16)));
}

#[test]
fn there_are_at_most_ten_instance_types_and_ten_tags() {
    let types: Vec<(String, String)> = (1..=11)
        .map(|n| (format!("InstanceType.{n}"), format!("S6.{n}B")))
        .collect();
    let types: Vec<(&str, &str)> = types
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert!(modified(&types[..10]).is_ok());
    assert_eq!(
        modified(&types),
        Err(ApiError::invalid_parameter("InstanceType.11"))
    );
    let tags: Vec<(String, String)> = (1..=11)
        .map(|n| (format!("Tag.{n}.Key"), n.to_string()))
        .collect();
    let tags: Vec<(&str, &str)> = tags
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert!(modified(&tags[..10]).is_ok());
    assert_eq!(modified(&tags), Err(ApiError::invalid_parameter("Tag.11.Key")));
}

#[test]
fn disks_and_keys_are_shown_as_json_text() {
    let found = modified(&[
        ("DataDisk.1.Type", "EHDD"),
        ("DataDisk.1.Size", "50"),
        ("DataDisk.1.DeleteWithInstance", "true"),
        ("KeyId.1", SLB),
    ])
    .expect("a configuration");
    assert_eq!(
        found["DataDiskEbsDetail"],
        r#"[{"deleteWithInstance":true,"size":50,"type":"EHDD"}]"#
    );
    assert_eq!(found["KeyIds"], format!(r#"["{SLB}"]"#));
}

#[test]
fn tags_are_copied_to_volumes_if_asked_for() {
    let found = modified(&[
        ("Tag.1.Key", "环境"),
        ("Tag.1.Value", "prod（1）"),
        ("Tag.2.Key", "a-b"),
        ("SyncTag", "true"),
    ]);
    let found = found.expect("a configuration");
    assert_eq!(
        found["TagSet"],
        json!([{"Key": "环境", "Value": "prod（1）"}, {"Key": "a-b", "Value": ""}])
    );
    assert_eq!(found["EbsTagSet"], found["TagSet"]);
}

#[test]
fn the_password_is_not_kept() {
    let lab = Lab::new();
    let id = lab.configuration();
    lab.ok(
        "ModifyScalingConfiguration",
        &[("ScalingConfigurationId", &id), ("Password", "Secret-Pa55")],
    );
    assert!(!lab.emulator.snapshot().to_string().contains("Secret-Pa55"));
}

#[test]
fn an_image_is_a_uuid_with_or_without_its_prefix() {
    assert_eq!(
        modified(&[("ImageId", INSTANCE)]).expect("a configuration")["ImageId"],
        INSTANCE
    );
    assert_eq!(
        modified(&[("ImageId", "centos-7")]),
        Err(ApiError::invalid_parameter("ImageId"))
    );
}

#[test]
fn user_data_is_base64_of_sixteen_kilobytes_at_most() {
    let most = STANDARD.encode(vec![b'#'; USER_DATA_BYTES]);
    assert_eq!(
        modified(&[("UserData", &most)]).expect("a configuration")["UserData"],
        most
    );
    let more = STANDARD.encode(vec![b'#'; USER_DATA_BYTES + 1]);
    for wrong in [more.as_str(), "#!/bin/sh"] {
        assert_eq!(
            modified(&[("UserData", wrong)]),
            Err(ApiError::invalid_parameter("UserData"))
        );
    }
}

#[test]
fn every_documented_disk_type_is_accepted() {
    for kind in SYSTEM_DISK_TYPES {
        let found = modified(&[("SystemDisk.DiskType", kind), ("SystemDisk.DiskSize", "40")])
            .expect("a configuration");
        assert_eq!(
            (&found["SystemDiskType"], &found["SystemDiskSize"]),
            (&json!(kind), &json!(40))
        );
    }
    let disk = |kind, size| modified(&[("DataDisk.1.Type", kind), ("DataDisk.1.Size", size)]);
    for kind in DATA_DISK_TYPES {
        assert!(disk(kind, "16000").is_ok(), "{kind}");
    }
    assert!(disk("ESSD_PL1", "32000").is_ok());
    let too_large = ApiError::invalid_parameter("DataDisk.1.Size");
    assert_eq!(disk("SSD3.0", "32000"), Err(too_large));
}

#[test]
fn the_default_line_has_a_name() {
    let line = |line| modified(&[("LineId", line)]).map(|found| found["LineId"].clone());
    assert_eq!(line("BGP"), Ok(json!("BGP")));
    assert_eq!(line("bgp"), Err(ApiError::invalid_parameter("LineId")));
}

#[test]
fn values_out_of_their_range_or_enumeration_are_refused_by_name() {
    for (name, value) in [
        ("ScalingConfigurationName", ""),
        ("InstanceType.1", "N3.1A,S4.1A"),
        ("ChargeType", "Monthly"),
        ("ProjectId", "default"),
        ("DataDiskGb", "-1"),
        ("SystemDisk.DiskType", "SSD4.0"),
        ("SystemDisk.DiskSize", "501"),
        ("SystemDisk.ResizeType", "live"),
        ("KeepImageLogin", "1"),
        ("KeyId.1", "key"),
        ("AddressBandWidth", "0"),
        ("BandWidthShareId", "share"),
        ("LineId", "bgp"),
        ("AddressProjectId", "x"),
        ("InstanceNameTimeSuffix", "yes"),
        ("NeedMonitorAgent", "2"),
        ("NeedSecurityAgent", "true"),
        ("SyncTag", "0"),
        ("Tag.1.Key", "a b"),
    ] {
        assert_eq!(
            modified(&[(name, value)]),
            Err(ApiError::invalid_parameter(name)),
            "{value:?}"
        );
    }
}

#[test]
fn a_disk_needs_a_type_and_a_size_and_a_tag_needs_a_key() {
    let disk = [("DataDisk.1.Type", "SSD3.0"), ("DataDisk.1.Size", "10")];
    assert_eq!(
        modified(&disk[..1]),
        Err(ApiError::missing_parameter("DataDisk.1.Size"))
    );
    assert_eq!(
        modified(&disk[1..]),
        Err(ApiError::missing_parameter("DataDisk.1.Type"))
    );
    assert_eq!(
        modified(&[disk[0], ("DataDisk.1.Size", "9")]),
        Err(ApiError::invalid_parameter("DataDisk.1.Size"))
    );
    assert_eq!(
        modified(&[("Tag.1.Value", "v")]),
        Err(ApiError::missing_parameter("Tag.1.Key"))
    );
    let twice = [("Tag.1.Key", "k"), ("Tag.2.Key", "k")];
    assert_eq!(modified(&twice), Err(ApiError::invalid_parameter("Tag.2.Key")));
}
