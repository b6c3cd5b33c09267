//! Destroys a configuration: waits for groups that still use it, then names them.

use tokio::time::timeout;

use super::attributes::ScalingConfigurationModel;
use super::object::{Configuration, ConfigurationId};
use crate::client::actions::{ConfigurationUser, DeleteScalingConfiguration};
use crate::client::{ApiCallError, Failure};
use crate::framework::{Diagnostic, Diagnostics};
use crate::provider::api::{ApiContext, PATIENCE, Pauses, limits};
use crate::provider::errors::failed;
use crate::provider::lifecycle::{RemoteObject as _, present};

/// How often to try where nothing is waited for: the API's lists may lag behind, but not for long.
const TRIES: u32 = 6;

/// Why the configuration is still there.
struct Obstacle {
    /// What came of the last try.
    reason: String,
    /// The groups that use it, as far as the API tells.
    users: Vec<ConfigurationUser>,
}

/// `makes_room`: whether its replacement is made after it. Then no group changes over before it is gone, and those that are
/// destroyed with it are gone already.
pub(super) async fn delete(
    cx: &ApiContext<'_>,
    configuration: &ConfigurationId,
    makes_room: bool,
) -> Result<(), Diagnostics> {
    let id = configuration.id.as_str();
    let mut pauses = Pauses::new();
    let mut in_vain = 0;
    let mut obstacle: Option<Obstacle> = None;
    loop {
        match (try_delete(cx, configuration).await, obstacle) {
            (Ok(None), _) => return Ok(()),
            (Ok(Some(present)), _) => obstacle = Some(present),
            // The time was over in the middle of a look; what was in the way is more worth to know.
            (Err(error), Some(last)) if matches!(error.failure(), Failure::DeadlineExceeded { .. }) => {
                return Err(still_there(id, &last).into());
            }
            (Err(error), _) => {
                return Err(failed(&format!("destroy scaling configuration {id}"), &error, &[]).into());
            }
        }
        if let Some(present) = &obstacle {
            in_vain += u32::from(makes_room || present.users.is_empty());
            let what = format!("for scaling configuration {id} to be free: {}", present.reason);
            if in_vain == TRIES || pauses.pause(cx, &what).await.is_err() {
                return Err(still_there(id, present).into());
            }
        }
    }
}

/// Warns of groups that use the configuration and are not known to be destroyed with it; `None` if there are none, or if the
/// API does not show it.
pub(super) async fn foresee(
    cx: &ApiContext<'_>,
    state: &ScalingConfigurationModel,
    is_leaving: impl Fn(&str) -> bool,
) -> Option<Diagnostic> {
    let id = ConfigurationId::of(state)?;
    let reading = timeout(PATIENCE, Configuration::read(cx, &id));
    let mut users = reading.await.ok()?.ok()??.scaling_groups.unwrap_or_default();
    users.retain(|user| !is_leaving(&user.scaling_group_id));
    (!users.is_empty()).then(|| {
        Diagnostic::warning(
            format!("Scaling configuration {} is in use", id.id),
            format!(
                "These scaling groups use it today:\n\n{}\n\nUnless this plan destroys them too or gives them another \
                 configuration, the destruction waits for them, and fails if they still use it when timeouts.delete is over.",
                list(&users)
            ),
        )
    })
}

/// Asks for the deletion and, if it did not work, looks why; `None` if the configuration is gone.
async fn try_delete(
    cx: &ApiContext<'_>,
    configuration: &ConfigurationId,
) -> Result<Option<Obstacle>, ApiCallError> {
    let request = DeleteScalingConfiguration {
        scaling_configuration_ids: vec![configuration.id.clone()],
    };
    let reason = match cx.data.call(&limits(cx), &request).await {
        Ok(response) => {
            let messages = response.results.into_iter().filter_map(|result| result.message);
            match messages.into_iter().find(|message| !message.is_empty()) {
                Some(message) => message,
                None => return Ok(None),
            }
        }
        // To ask again does no harm: it can't be deleted twice.
        Err(error)
            if error.is_in_use()
                || error.is_busy()
                || error.suggests_absence()
                || error.outcome_unknown() =>
        {
            error.to_string()
        }
        Err(error) => return Err(error),
    };
    let found = present::<Configuration>(cx, configuration).await?;
    Ok(found.map(|found| Obstacle {
        reason,
        users: found.scaling_groups.unwrap_or_default(),
    }))
}

fn still_there(id: &str, obstacle: &Obstacle) -> Diagnostic {
    let Obstacle { reason, users } = obstacle;
    if users.is_empty() {
        return Diagnostic::error(
            format!("Can't destroy scaling configuration {id}"),
            format!(
                "The API refused: {reason}\n\nNo scaling group uses it as far as the API tells. Try again later; if this \
                 persists, contact KSYUN support."
            ),
        );
    }
    Diagnostic::error(
        format!("Scaling configuration {id} is still in use"),
        format!(
            "These scaling groups use it:\n\n{}\n\nGive them another configuration or destroy them, then destroy this one. To \
             replace it, set lifecycle {{ create_before_destroy = true }} on it, so that the groups change over first. To wait \
             longer for them, set timeouts {{ delete = \"…\" }}.\n\nThe API said: {reason}",
            list(users)
        ),
    )
}

/// The groups, one line for each.
fn list(users: &[ConfigurationUser]) -> String {
    let name = |user: &ConfigurationUser| {
        let name = user.scaling_group_name.as_deref().unwrap_or("name unknown");
        format!("  {} ({name})", user.scaling_group_id)
    };
    users.iter().map(name).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
