use super::*;
use crate::client::Params;
use crate::client::actions::Action;
use crate::framework::{List, Set};

/// The names and values that a request sends, in the order of their names.
fn sent(request: &impl Action) -> Vec<String> {
    let params = Params::of(request);
    params
        .names()
        .map(|name| format!("{name}={}", params.get(name).unwrap_or_default()))
        .collect()
}

fn modified(prior: &ScalingConfigurationModel, plan: &ScalingConfigurationModel) -> Vec<String> {
    modification("1", prior, plan).map_or_else(Vec::new, |request| sent(&request))
}

fn disk(size: i64, delete_with_instance: Field<bool>) -> DataDiskModel {
    DataDiskModel {
        disk_type: "EHDD".into(),
        disk_size: Field::Value(size),
        delete_with_instance,
        snapshot_id: Field::Null,
    }
}

fn disks(disks: impl IntoIterator<Item = DataDiskModel>) -> Field<List<DataDiskModel>> {
    Field::Value(disks.into_iter().collect())
}

fn existing() -> ScalingConfigurationModel {
    ScalingConfigurationModel {
        id: "1".into(),
        scaling_configuration_name: "web".into(),
        image_id: "image".into(),
        instance_type: "A,B".into(),
        user_data: Field::Value(Sensitive("aGk=".to_owned())),
        data_disks: disks([disk(10, Field::Value(true))]),
        key_id: Field::Value(["k".to_owned()].into_iter().collect::<Set<_>>()),
        ..ScalingConfigurationModel::default()
    }
}

#[test]
fn a_creation_sends_what_is_set_and_nothing_else() {
    let plan = ScalingConfigurationModel {
        scaling_configuration_name: "web".into(),
        image_id: "image".into(),
        instance_type: "A, B".into(),
        system_disk_size: Field::Value(0),
        need_monitor_agent: Field::Value(0),
        keep_image_login: Field::Value(false),
        instance_name: "".into(),
        line_id: Field::Unknown,
        tags: Field::Null,
        data_disks: disks([disk(10, Field::Unknown)]),
        ..ScalingConfigurationModel::default()
    };
    assert_eq!(
        sent(&creation(&plan)),
        [
            "DataDisk.1.Size=10",
            "DataDisk.1.Type=EHDD",
            "ImageId=image",
            "InstanceName=",
            "InstanceType.1=A",
            "InstanceType.2=B",
            "KeepImageLogin=false",
            "NeedMonitorAgent=0",
            "ScalingConfigurationName=web",
            "SystemDisk.DiskSize=0",
        ]
    );
}

#[test]
fn a_modification_sends_nothing_if_nothing_differs_in_meaning() {
    let plan = ScalingConfigurationModel {
        instance_type: "B, A".into(),
        user_data: Field::Value(Sensitive("aGk=\n".to_owned())),
        data_disks: disks([disk(10, Field::Unknown)]),
        key_id: Field::Unknown,
        cpu: Field::Unknown,
        ..existing()
    };
    assert_eq!(modified(&existing(), &plan), Vec::<String>::new());
}

#[test]
fn a_list_is_sent_whole_if_one_element_differs() {
    let prior = ScalingConfigurationModel {
        data_disks: disks([disk(10, Field::Value(true)), disk(20, Field::Value(false))]),
        ..existing()
    };
    let plan = ScalingConfigurationModel {
        data_disks: disks([disk(10, Field::Value(true)), disk(30, Field::Value(false))]),
        ..existing()
    };
    assert_eq!(
        modified(&prior, &plan),
        [
            "DataDisk.1.DeleteWithInstance=true",
            "DataDisk.1.Size=10",
            "DataDisk.1.Type=EHDD",
            "DataDisk.2.DeleteWithInstance=false",
            "DataDisk.2.Size=30",
            "DataDisk.2.Type=EHDD",
            "ScalingConfigurationId=1",
        ]
    );
}

#[test]
fn a_write_only_password_is_sent_for_a_new_object_and_a_new_version_only() {
    let with_version = |version: i64| ScalingConfigurationModel {
        password_wo: Field::Value(Sensitive("p".to_owned())),
        password_wo_version: Field::Value(version),
        ..existing()
    };
    // The prior state never has the password itself.
    let prior = ScalingConfigurationModel {
        password_wo: Field::Null,
        ..with_version(1)
    };
    assert_eq!(modified(&prior, &with_version(1)), Vec::<String>::new());
    assert_eq!(
        modified(&prior, &with_version(2)),
        ["Password=p", "ScalingConfigurationId=1"]
    );
    assert!(sent(&creation(&with_version(1))).contains(&"Password=p".to_owned()));
}

#[test]
fn the_copying_of_tags_is_switched_off_when_it_is_not_wanted_any_more() {
    let with = |sync_tag| ScalingConfigurationModel {
        sync_tag,
        ..existing()
    };
    let off = ["ScalingConfigurationId=1", "SyncTag=false"];
    assert_eq!(modified(&with(Field::Value(true)), &with(Field::Null)), off);
    assert_eq!(
        modified(&with(Field::Value(true)), &with(Field::Value(false))),
        off
    );
    assert_eq!(
        modified(&with(Field::Value(false)), &with(Field::Null)),
        Vec::<String>::new()
    );
}
