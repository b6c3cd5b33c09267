//! Names that were given where ids are wanted.

use tokio::time::timeout;

use super::api::{ApiContext, PATIENCE, limits};
use super::composite_id::is_snowflake;
use crate::client::actions::{DescribeScalingConfiguration, DescribeScalingGroup};
use crate::framework::{Diagnostic, Diagnostics};

/// What messages call a group.
pub(super) const GROUP: &str = "scaling group";
/// What messages call a configuration.
pub(super) const CONFIGURATION: &str = "scaling configuration";

/// Says of which id `text` is the name, if it is that of one object of this `kind`: a sentence with a blank before it, or
/// nothing. It is only part of a message, so what a short look does not tell is left out.
pub(super) async fn hint(cx: &ApiContext<'_>, kind: &str, text: &str) -> String {
    if is_snowflake(text) {
        return String::new();
    }
    let ids = timeout(PATIENCE, called(cx, kind, text)).await;
    match ids.ok().flatten().as_deref() {
        Some([id]) => format!(" {text:?} is a name; its id is {id}."),
        _ => String::new(),
    }
}

/// What is there of an object of this `kind` that is imported by `id`; nothing is an error of ours if that is a name.
///
/// # Errors
/// `id` is a name.
pub(super) async fn imported<T>(
    cx: &ApiContext<'_>,
    kind: &str,
    id: &str,
    found: Option<T>,
) -> Result<Option<T>, Diagnostics> {
    if found.is_some() {
        return Ok(found);
    }
    match hint(cx, kind, id).await {
        hint if hint.is_empty() => Ok(None),
        hint => Err(Diagnostic::error(
            format!("There is no {kind} {id}"),
            format!("A {kind} is imported by its id.{hint}"),
        )
        .into()),
    }
}

/// The ids of the objects that are called `name` exactly.
async fn called(cx: &ApiContext<'_>, kind: &str, name: &str) -> Option<Vec<String>> {
    let limits = limits(cx);
    let wanted = Some(name.to_owned());
    match kind {
        GROUP => {
            let request = DescribeScalingGroup {
                scaling_group_name: wanted.clone(),
                ..DescribeScalingGroup::default()
            };
            let groups = cx.data.list_all(&limits, &request).await.ok()?;
            let exact = groups
                .into_iter()
                .filter(|group| group.scaling_group_name == wanted);
            Some(exact.map(|group| group.scaling_group_id).collect())
        }
        CONFIGURATION => {
            let request = DescribeScalingConfiguration {
                scaling_configuration_name: wanted.clone(),
                ..DescribeScalingConfiguration::default()
            };
            let all = cx.data.list_all(&limits, &request).await.ok()?;
            let exact = all
                .into_iter()
                .filter(|configuration| configuration.scaling_configuration_name == wanted);
            Some(
                exact
                    .map(|configuration| configuration.scaling_configuration_id)
                    .collect(),
            )
        }
        _ => None,
    }
}
