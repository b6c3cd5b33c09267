use serde_json::{Value, json};

use super::*;
use crate::client::CallContext;
use crate::client::testing::{FakeApi, ok};
use crate::framework::{Map, Set};

/// A configuration as the API answers it, with these members besides its id and image.
async fn answer(members: Value) -> ScalingConfiguration {
    let mut configuration = json!({"ScalingConfigurationId": "1", "ImageId": "image"});
    let object = configuration.as_object_mut().unwrap();
    object.extend(members.as_object().unwrap().clone());
    let reply = json!({"ScalingConfigurationCount": 1, "ScalingConfigurationSet": [configuration]});
    let client = FakeApi::new(move |_| ok(reply.clone())).client();
    let found = client
        .read_configuration(&CallContext::background(), None, "1")
        .await;
    found.unwrap().unwrap()
}

/// What the state holds of a configuration that exists, for which no argument but the image was set.
fn managed() -> ScalingConfigurationModel {
    ScalingConfigurationModel {
        id: "1".into(),
        image_id: "image".into(),
        tags: Field::Null,
        sync_tag: Field::Null,
        ..ScalingConfigurationModel::default()
    }
}

fn imported() -> ScalingConfigurationModel {
    ScalingConfigurationModel {
        image_id: Field::Null,
        ..managed()
    }
}

fn tags_of(tags: &[(&str, Field<String>)]) -> Field<Map> {
    let tag = |(key, value): &(&str, Field<String>)| ((*key).to_owned(), value.clone());
    Field::Value(Map(tags.iter().map(tag).collect()))
}

#[tokio::test]
async fn what_the_api_leaves_out_stays_as_it_is() {
    let before = ScalingConfigurationModel {
        address_band_width: Field::Value(5),
        password: Field::Value(Sensitive("p".to_owned())),
        key_id: Field::Value(["k".to_owned()].into_iter().collect()),
        data_disks: Field::Value([DataDiskModel::default()].into_iter().collect()),
        instance_name: Field::Unknown,
        ..managed()
    };
    let after = before.clone().with_answer(&answer(json!({})).await);
    assert_eq!(after.address_band_width, Field::Value(5));
    assert_eq!(after.password, Field::Value(Sensitive("p".to_owned())));
    assert_eq!(after.key_id, before.key_id);
    assert_eq!(after.data_disks, before.data_disks);
    assert_eq!(after.instance_name, Field::Null);

    let unknown = managed().with_answer(&answer(json!({})).await);
    assert_eq!(unknown.key_id, Field::Value(Set::default()));
    assert_eq!(unknown.data_disks, Field::Value(List::default()));
}

#[tokio::test]
async fn zero_false_and_empty_are_answers() {
    let members =
        json!({"SystemDiskSize": 0, "KeepImageLogin": false, "InstanceName": "", "StorageSize": "0"});
    let after = managed().with_answer(&answer(members).await);
    assert_eq!(after.system_disk_size, Field::Value(0));
    assert_eq!(after.keep_image_login, Field::Value(false));
    assert_eq!(after.instance_name, "".into());
    assert_eq!(after.data_disk_gb, Field::Value(0));
}

#[tokio::test]
async fn tags_that_are_not_managed_are_seen_by_an_import_only() {
    let members = json!({"TagSet": [{"Key": "env", "Value": "test"}], "SyncTag": true});
    let unmanaged = managed().with_answer(&answer(members.clone()).await);
    assert_eq!((unmanaged.tags, unmanaged.sync_tag), (Field::Null, Field::Null));
    let imported = imported().with_answer(&answer(members).await);
    assert_eq!(imported.tags, tags_of(&[("env", "test".into())]));
    assert_eq!(imported.sync_tag, Field::Value(true));
}

#[tokio::test]
async fn an_import_finds_no_tags_and_no_copying_of_tags_where_there_are_none() {
    let members = json!({"TagSet": [], "SyncTag": false});
    let after = imported().with_answer(&answer(members).await);
    assert_eq!((after.tags, after.sync_tag), (Field::Null, Field::Null));
}

#[tokio::test]
async fn a_tag_without_a_value_is_one_with_an_empty_value() {
    let before = ScalingConfigurationModel {
        tags: tags_of(&[("a", Field::Null), ("b", "".into())]),
        ..managed()
    };
    let members = json!({"TagSet": [{"Key": "a", "Value": ""}, {"Key": "b"}]});
    let after = before.clone().with_answer(&answer(members).await);
    assert_eq!(after.tags, before.tags);
}

#[test]
fn an_empty_password_in_a_state_of_the_official_provider_is_none() {
    let with = |password: &str| ScalingConfigurationModel {
        password: Field::Value(Sensitive(password.to_owned())),
        ..managed()
    };
    assert_eq!(with("").upgraded().password, Field::Null);
    assert_eq!(with("p").upgraded(), with("p"));
}
