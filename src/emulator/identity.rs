//! The one action of the identity service that the emulator answers: existing tools list the account's projects before
//! they read a scaling configuration.

use serde_json::{Map, Value, json};

/// The version of the identity service's actions.
pub(crate) const VERSION: &str = "2015-11-01";
/// Lists the projects of the account.
pub(crate) const ACTION: &str = "GetAccountAllProjectList";

/// One project with id 0, the default project of every account.
pub(crate) fn get_account_all_project_list() -> Map<String, Value> {
    let result = json!({ "ProjectList": [{ "ProjectId": 0, "ProjectName": "Default" }] });
    Map::from_iter([("ListProjectResult".to_owned(), result)])
}
