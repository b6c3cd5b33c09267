//! The emulator as one value: a call goes in, members of an answer or a refusal come out. No network, no threads; time
//! passes by the clock that it is given.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};

use super::actions::{Cx, handler};
use super::clock::{Clock, ClockMode};
use super::engine::{Rules, Turn, advance_to};
use super::error::ApiError;
use super::faults::Faults;
use super::ids::Id;
use super::params::Params;
use super::store::{Dimension, HealthStatus, Store, StoreFile};

pub use super::store::StoreFileError;

/// How an emulator behaves.
#[derive(Clone)]
pub struct EmulatorConfig {
    /// Decides instance ids and the machine part of all other ids.
    pub seed: u64,
    /// How time passes.
    pub clock: ClockMode,
    /// The one access key that is known.
    pub access_key: String,
    /// Its secret.
    pub secret_key: String,
    /// The account that the access key belongs to.
    pub account_id: String,
    /// The upper bound of every size and capacity.
    pub max_group_size: u32,
    /// How long every activity takes, in seconds of the emulator's time.
    pub activity_seconds: f64,
    /// Where the state is saved after each change and read from at the start; nowhere if absent.
    pub data_dir: Option<PathBuf>,
}

impl Default for EmulatorConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            clock: ClockMode::Real,
            access_key: "AKLTEMULATOR".to_owned(),
            secret_key: "emulator-secret-key".to_owned(),
            account_id: "2000000001".to_owned(),
            max_group_size: 1000,
            activity_seconds: 2.0,
            data_dir: None,
        }
    }
}

/// Who calls: known by the signature, which is checked before.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The region in which the call is made. No other region's objects can be seen or changed from it.
    pub region: &'a str,
}

/// A local emulator of the API.
pub struct Emulator {
    config: EmulatorConfig,
    activity_time: Duration,
    clock: Clock,
    faults: Faults,
    file: Option<StoreFile>,
    store: Mutex<Store>,
}

impl Emulator {
    /// Starts an emulator, with what it saved before if it has a data folder.
    ///
    /// # Errors
    /// If the saved state cannot be read.
    pub fn new(config: EmulatorConfig) -> Result<Self, StoreFileError> {
        let clock = Clock::new(config.clock);
        let file = config.data_dir.as_deref().map(StoreFile::in_folder).transpose()?;
        let saved = file.as_ref().map(StoreFile::load).transpose()?.flatten();
        let store = saved.unwrap_or_else(|| Store::new(config.seed, clock.now()));
        // A clock that was driven ahead goes on from where it was.
        clock.set(store.now);
        let activity_time = Duration::try_from_secs_f64(config.activity_seconds).unwrap_or_default();
        Ok(Self {
            config,
            activity_time,
            clock,
            faults: Faults::default(),
            file,
            store: Mutex::new(store),
        })
    }

    /// How the emulator behaves.
    pub fn config(&self) -> &EmulatorConfig {
        &self.config
    }

    /// The clock, to be read or driven.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The faults, to be set or asked.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// One call, already authenticated, with its parameters but without those of the signature. The answer's members
    /// beside `RequestId`.
    ///
    /// # Errors
    /// The API's refusal; also `DryRunOperation`, which is how a dry run succeeds.
    pub fn call(
        &self,
        caller: &Caller<'_>,
        action: &str,
        params: &Params,
    ) -> Result<Map<String, Value>, ApiError> {
        let handler = handler(action).ok_or_else(ApiError::unknown_action)?;
        if params.boolean("DryRun")? == Some(true) {
            return Err(ApiError::dry_run());
        }
        let rules = self.rules();
        let mut store = self.store();
        let happened = advance_to(&mut store, self.clock.now(), &rules);
        let Store { ids, now, regions } = &mut *store;
        let mut cx = Cx {
            now: *now,
            ids,
            region_name: caller.region,
            region: regions.entry(caller.region.to_owned()).or_default(),
            rules: &rules,
            max_group_size: self.config.max_group_size,
        };
        let reply = handler(&mut cx, params);
        if happened || (reply.is_ok() && !action.starts_with("Describe")) {
            self.save(&store)?;
        }
        reply
    }

    /// Moves the clock on by `by`, and lets everything happen that falls due on the way.
    ///
    /// # Errors
    /// `ServiceUnavailable` if the state cannot be saved.
    pub fn advance(&self, by: Duration) -> Result<(), ApiError> {
        self.clock.advance(by);
        self.save(&self.up_to_date())
    }

    /// Forgets all objects. The clock and the faults stay; ids begin anew.
    ///
    /// # Errors
    /// `ServiceUnavailable` if the empty state cannot be saved.
    pub fn reset(&self) -> Result<(), ApiError> {
        let mut store = self.store();
        *store = Store::new(self.config.seed, self.clock.now().max(store.now));
        self.save(&store)
    }

    /// The whole state at this moment, for people and tests to read.
    pub fn snapshot(&self) -> Value {
        serde_json::to_value(&*self.up_to_date()).unwrap_or_default()
    }

    /// Takes a measurement of a group, which its policies look at when their period is over.
    ///
    /// # Errors
    /// If there is no such group or dimension, or the value is not finite.
    pub fn push_metric(&self, group_id: &str, dimension: &str, value: f64) -> Result<(), ApiError> {
        let one = Params::new([("Dimension".to_owned(), dimension.to_owned())]);
        let dimension: Dimension = one.required_choice("Dimension")?;
        if !value.is_finite() {
            return Err(ApiError::invalid_parameter("Value"));
        }
        self.with_group(group_id, |turn| {
            turn.measure(dimension, value);
            Ok(())
        })
    }

    /// Tells a group what the health check says of one of its instances.
    ///
    /// # Errors
    /// If there is no such group or instance.
    pub fn set_instance_health(
        &self,
        group_id: &str,
        instance_id: &str,
        healthy: bool,
    ) -> Result<(), ApiError> {
        self.with_group(group_id, |turn| {
            let instance = turn
                .group
                .instances
                .iter_mut()
                .find(|instance| instance.id == instance_id);
            let instance = instance.ok_or_else(|| ApiError::not_found("ScalingInstance", instance_id))?;
            instance.health = if healthy {
                HealthStatus::Healthy
            } else {
                HealthStatus::UnHealthy
            };
            turn.settle();
            Ok(())
        })
    }

    /// Changes a group from outside of the API, whatever its region.
    fn with_group(
        &self,
        group_id: &str,
        change: impl FnOnce(&mut Turn<'_>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let rules = self.rules();
        let mut store = self.up_to_date();
        let place = Id::parse(group_id).and_then(|id| Some((store.region_of_group(id)?.to_owned(), id)));
        let turn = place.and_then(|(region, id)| Turn::of(&mut store, &region, id, &rules));
        change(&mut turn.ok_or_else(|| ApiError::not_found("ScalingGroup", group_id))?)?;
        self.save(&store)
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            activity_time: self.activity_time,
            faults: &self.faults,
        }
    }

    fn up_to_date(&self) -> MutexGuard<'_, Store> {
        let mut store = self.store();
        advance_to(&mut store, self.clock.now(), &self.rules());
        store
    }

    fn save(&self, store: &Store) -> Result<(), ApiError> {
        let saved = self.file.as_ref().map_or(Ok(()), |file| file.save(store));
        saved.map_err(|error| ApiError::service_exception(&error.to_string()))
    }

    /// A panic in one call must not take the emulator away from all others.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
