//! `terraform import`: an object that exists already becomes that of an address.

use std::sync::Arc;

use super::process::Imported;
use super::run::{Failed, Run};
use super::state::{Object, type_of};

/// Imports the object `id` as `address` (`type.name`) and reads it, as core does before it writes the state.
pub(super) async fn import(run: &Arc<Run>, address: &str, id: &str) -> Result<(), Failed> {
    let type_name = type_of(address);
    let answer = run.process.import(type_name, id).await;
    let Imported {
        value,
        private,
        identity,
        diagnostics,
    } = answer.map_err(|_| run.crashed())?;
    run.say(address, diagnostics)?;
    let object = Object {
        value: run.readable(address, value)?,
        private,
        identity,
        is_tainted: false,
        dependencies: run.config.dependencies(address),
        creates_before_destroy: false,
    };
    let read = run.process.read(type_name, &object).await;
    let read = read.map_err(|_| run.crashed())?;
    run.say(address, read.diagnostics)?;
    let value = run.readable(address, read.value)?;
    if value.is_null() {
        let none = Err("Cannot import non-existent remote object".to_owned());
        run.readable(address, none)?;
    }
    let object = Object {
        value,
        private: read.private,
        identity: read.identity,
        ..object
    };
    run.state
        .lock()
        .unwrap()
        .set(address, address, None, Some(object));
    Ok(())
}
