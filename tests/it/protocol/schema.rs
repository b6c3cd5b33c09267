//! The schema, as Terraform checks it when it loads a provider.

use std::collections::BTreeSet;

use crate::protocol::process::{Provider, rpc};
use crate::protocol::schema_rules::problems;

#[tokio::test]
async fn the_schema_obeys_all_of_terraforms_rules() {
    let provider = Provider::start_debug().await;
    let schema = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    let identities = rpc!(
        provider.client,
        GetResourceIdentitySchemas,
        get_resource_identity_schemas,
        {}
    );
    assert_eq!(schema.diagnostics, []);
    assert_eq!(identities.diagnostics, []);
    assert!(schema.resource_schemas.len() >= 2);
    assert_eq!(problems(&schema, &identities), Vec::<String>::new());
}

#[tokio::test]
async fn the_metadata_names_what_the_schema_has() {
    let provider = Provider::start_debug().await;
    let schema = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    let metadata = rpc!(provider.client, GetMetadata, get_metadata, {});
    let functions = rpc!(provider.client, GetFunctions, get_functions, {});

    assert_eq!(metadata.server_capabilities, schema.server_capabilities);
    macro_rules! same_names {
        ($($list:ident.$name:ident == $map:ident),* $(,)?) => {$(
            let names: BTreeSet<&String> = metadata.$list.iter().map(|one| &one.$name).collect();
            assert_eq!(names.len(), metadata.$list.len(), "{} has something twice", stringify!($list));
            assert_eq!(names, schema.$map.keys().collect::<BTreeSet<_>>(), "{}", stringify!($list));
        )*};
    }
    same_names! {
        resources.type_name == resource_schemas,
        data_sources.type_name == data_source_schemas,
        functions.name == functions,
        ephemeral_resources.type_name == ephemeral_resource_schemas,
        list_resources.type_name == list_resource_schemas,
        state_stores.type_name == state_store_schemas,
        actions.type_name == action_schemas,
    }
    assert_eq!(functions.functions, schema.functions);
}

#[tokio::test]
async fn the_schema_is_the_same_in_every_process() {
    let schema = async || {
        let provider = Provider::start_debug().await;
        rpc!(provider.client, GetProviderSchema, get_provider_schema, {})
    };
    assert_eq!(schema().await, schema().await);
}
