//! `GetFunctions`, `CallFunction`.

use crate::cty::Value;
use crate::framework::{FunctionError, Parameter, Provider, ProviderServer, Signature};
use crate::tfplugin6::{from_proto, proto, to_proto};

pub(super) fn functions<P: Provider>(server: &ProviderServer<P>) -> proto::get_functions::Response {
    proto::get_functions::Response {
        functions: encoded(server).collect(),
        ..Default::default()
    }
}

/// Names and signatures, as the schema and `GetFunctions` give them.
pub(super) fn encoded<P: Provider>(
    server: &ProviderServer<P>,
) -> impl Iterator<Item = (String, proto::Function)> {
    server
        .functions()
        .map(|(name, signature)| (name.to_owned(), encode(signature)))
}

fn encode(signature: &Signature) -> proto::Function {
    let parameter = |parameter: &Parameter| proto::function::Parameter {
        name: parameter.name.to_owned(),
        r#type: parameter.ty.to_json(),
        allow_null_value: parameter.allow_null,
        // An unknown argument makes the result unknown, which Terraform sees to without a call.
        allow_unknown_values: false,
        description: parameter.description.to_owned(),
        description_kind: proto::StringKind::Markdown.into(),
    };
    proto::Function {
        parameters: signature.parameters.iter().map(parameter).collect(),
        variadic_parameter: None,
        r#return: Some(proto::function::Return {
            r#type: signature.result.to_json(),
        }),
        summary: signature.summary.to_owned(),
        description: signature.description.to_owned(),
        description_kind: proto::StringKind::Markdown.into(),
        deprecation_message: String::new(),
    }
}

pub(super) fn call<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::call_function::Request,
) -> proto::call_function::Response {
    match result(server, request) {
        Ok(result) => proto::call_function::Response {
            result: Some(result),
            error: None,
        },
        Err(error) => proto::call_function::Response {
            result: None,
            error: Some(proto::FunctionError {
                text: error.text,
                function_argument: error.argument,
            }),
        },
    }
}

fn result<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::call_function::Request,
) -> Result<proto::DynamicValue, FunctionError> {
    let unreadable = |detail: String, argument| FunctionError {
        text: detail,
        argument,
    };
    let parameters = server
        .function_signature(&request.name)
        .map_or(&[][..], |signature| &signature.parameters);
    let mut types = parameters.iter().map(|parameter| &parameter.ty);
    let arguments: Vec<Value> = (0..)
        .zip(&request.arguments)
        .map(|(position, argument)| {
            // An argument too many has no type; the framework counts them.
            from_proto::object(Some(argument), types.next(), "an argument")
                .map_err(|error| unreadable(error.detail, Some(position)))
        })
        .collect::<Result<_, _>>()?;
    let result = server.call_function(&request.name, &arguments)?;
    let Some(signature) = server.function_signature(&request.name) else {
        return Err(unreadable(
            format!("this provider has no function {:?}", request.name),
            None,
        ));
    };
    to_proto::value(&result, &signature.result).map_err(|error| unreadable(error.detail, None))
}
