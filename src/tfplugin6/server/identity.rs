//! `GetResourceIdentitySchemas`, `UpgradeResourceIdentity`.

use crate::cty::{Type, Value};
use crate::framework::{IdentityAttribute, IdentitySchema, Provider, ProviderServer};
use crate::tfplugin6::{from_proto, proto, to_proto};

pub(super) fn schemas<P: Provider>(
    server: &ProviderServer<P>,
) -> proto::get_resource_identity_schemas::Response {
    proto::get_resource_identity_schemas::Response {
        identity_schemas: server
            .resources()
            .identity_schemas()
            .map(|(name, schema)| (name.to_owned(), encode(&schema)))
            .collect(),
        ..Default::default()
    }
}

fn encode(schema: &IdentitySchema) -> proto::ResourceIdentitySchema {
    let attribute = |attribute: &IdentityAttribute| proto::resource_identity_schema::IdentityAttribute {
        name: attribute.name.to_owned(),
        r#type: Type::String.to_json(),
        required_for_import: attribute.required_for_import,
        optional_for_import: !attribute.required_for_import,
        description: attribute.description.to_owned(),
    };
    proto::ResourceIdentitySchema {
        version: schema.version,
        identity_attributes: schema.attributes.iter().map(attribute).collect(),
    }
}

pub(super) fn upgrade<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::upgrade_resource_identity::Request,
) -> proto::upgrade_resource_identity::Response {
    let stored = request.raw_identity.as_ref().map_or(&[][..], |raw| &raw.json);
    let (identity, diagnostics) = server.upgrade_resource_identity(&request.type_name, stored);
    proto::upgrade_resource_identity::Response {
        upgraded_identity: data(server, &request.type_name, identity.as_ref()),
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

/// The identity in a message; `None` if there is none, or none that can be read, as if it had never been stored.
pub(super) fn value<P: Provider>(
    server: &ProviderServer<P>,
    type_name: &str,
    data: Option<&proto::ResourceIdentityData>,
) -> Option<Value> {
    let ty = server.resources().identity_type(type_name)?;
    from_proto::value(data?.identity_data.as_ref(), &ty, "an identity")
        .ok()
        .filter(|identity| !identity.is_null())
}

/// The message for an identity.
pub(super) fn data<P: Provider>(
    server: &ProviderServer<P>,
    type_name: &str,
    identity: Option<&Value>,
) -> Option<proto::ResourceIdentityData> {
    let ty = server.resources().identity_type(type_name)?;
    let identity_data = Some(to_proto::value(identity?, &ty).ok()?);
    Some(proto::ResourceIdentityData { identity_data })
}
