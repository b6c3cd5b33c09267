//! `GetProviderSchema`, `GetMetadata`: what there is.

use super::function;
use crate::framework::{Provider, ProviderServer};
use crate::tfplugin6::{proto, to_proto};

/// What this server can do beyond the minimum.
const CAPABILITIES: proto::ServerCapabilities = proto::ServerCapabilities {
    // What a destruction is going to do is said in the plan.
    plan_destroy: true,
    // Every RPC can be answered without an earlier GetProviderSchema.
    get_provider_schema_optional: true,
    move_resource_state: true,
    generate_resource_config: true,
};

pub(super) fn provider_schema<P: Provider>(
    server: &ProviderServer<P>,
) -> proto::get_provider_schema::Response {
    proto::get_provider_schema::Response {
        provider: Some(to_proto::schema(server.provider_schema())),
        resource_schemas: server
            .resources()
            .schemas()
            .map(|(name, schema)| (name.to_owned(), to_proto::schema(schema)))
            .collect(),
        data_source_schemas: server
            .data_sources()
            .schemas()
            .map(|(name, schema)| (name.to_owned(), to_proto::schema(schema)))
            .collect(),
        functions: function::encoded(server).collect(),
        list_resource_schemas: server
            .list_resources()
            .schemas()
            .map(|(name, schema)| (name.to_owned(), to_proto::schema(schema)))
            .collect(),
        action_schemas: server
            .actions()
            .schemas()
            .map(|(name, schema)| {
                (
                    name.to_owned(),
                    proto::ActionSchema {
                        schema: Some(to_proto::schema(schema)),
                    },
                )
            })
            .collect(),
        server_capabilities: Some(CAPABILITIES),
        ..Default::default()
    }
}

pub(super) fn metadata<P: Provider>(server: &ProviderServer<P>) -> proto::get_metadata::Response {
    use proto::get_metadata::{
        ActionMetadata, DataSourceMetadata, FunctionMetadata, ListResourceMetadata, ResourceMetadata,
    };
    let named = |name: &str| name.to_owned();
    proto::get_metadata::Response {
        server_capabilities: Some(CAPABILITIES),
        resources: server
            .resources()
            .schemas()
            .map(|(name, _)| ResourceMetadata {
                type_name: named(name),
            })
            .collect(),
        data_sources: server
            .data_sources()
            .schemas()
            .map(|(name, _)| DataSourceMetadata {
                type_name: named(name),
            })
            .collect(),
        list_resources: server
            .list_resources()
            .schemas()
            .map(|(name, _)| ListResourceMetadata {
                type_name: named(name),
            })
            .collect(),
        actions: server
            .actions()
            .schemas()
            .map(|(name, _)| ActionMetadata {
                type_name: named(name),
            })
            .collect(),
        functions: server
            .functions()
            .map(|(name, _)| FunctionMetadata { name: named(name) })
            .collect(),
        ..Default::default()
    }
}
