//! The emulator as one value: a call goes in, members of an answer or a refusal come out. No network, no threads; time
//! passes by the clock that it is given.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};

use super::actions::{Cx, handler, members_of_group};
use super::api_time::ApiTime;
use super::clock::{Clock, ClockMode};
use super::dialect::Dialect;
use super::engine::{GroupEngine, Rules, advance_to};
use super::error::ApiError;
use super::events::Journal;
use super::faults::{Fault, Faults};
use super::history::History;
use super::ids::Id;
use super::neighbours;
use super::params::Params;
use super::request::Pairs;
use super::store::{Dimension, Disk, HealthStatus, Store};

pub use super::store::{DiskError, SeedError};

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
    /// How it speaks and behaves where the documentation leaves it open.
    pub dialect: Dialect,
    /// Where the state is saved after each change and read from at the start; nowhere if absent.
    pub data_dir: Option<PathBuf>,
    /// Objects to begin with, if there are none in the data folder: a file with what [`Emulator::snapshot`] gave.
    pub seed_file: Option<PathBuf>,
    /// Whether to say on the standard error what happens.
    pub print_events: bool,
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
            dialect: Dialect::default(),
            data_dir: None,
            seed_file: None,
            print_events: false,
        }
    }
}

/// Who calls: known by the signature, which is checked before.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The region in which the call is made. No other region's objects can be seen or changed from it.
    pub region: &'a str,
}

/// Why an emulator does not have the objects that it is to begin with.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The seed file cannot be used.
    #[error(transparent)]
    Seed(#[from] SeedError),
}

/// All objects, and the folder that keeps them.
struct State {
    store: Store,
    disk: Option<Disk>,
}

impl State {
    /// Puts `store` in place of all objects, in memory and on the disk.
    fn replace(&mut self, mut store: Store) -> Result<(), ApiError> {
        store.note_changes();
        if let Some(disk) = &mut self.disk {
            disk.replace(&mut store).map_err(unsaved)?;
        }
        self.store = store;
        Ok(())
    }

    /// Puts what changed on the disk, if there is one.
    fn save(&mut self) -> Result<(), ApiError> {
        let Self { store, disk } = self;
        let saved = disk.as_mut().map_or(Ok(()), |disk| disk.save(store));
        saved.map_err(unsaved)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where errors are mapped")]
fn unsaved(error: DiskError) -> ApiError {
    ApiError::service_exception(&error.to_string())
}

/// A local emulator of the API.
pub struct Emulator {
    config: EmulatorConfig,
    activity_time: Duration,
    clock: Clock,
    faults: Faults,
    history: History,
    journal: Journal,
    state: Mutex<State>,
}

impl Emulator {
    /// Starts an emulator, with what it saved before if it has a data folder.
    ///
    /// # Errors
    /// If the saved state cannot be read.
    pub fn new(config: EmulatorConfig) -> Result<Self, StateError> {
        let clock = Clock::new(config.clock);
        let mut disk = config.data_dir.as_deref().map(Disk::open).transpose()?;
        let saved = disk.as_mut().map(Disk::load).transpose()?.flatten();
        let journal = Journal::new(config.print_events);
        let mut store = match (saved, &config.seed_file) {
            (Some(store), _) => store,
            (None, Some(file)) => Store::from_file(file, config.seed, clock.now())?,
            (None, None) => Store::new(config.seed, clock.now()),
        };
        // A clock that was driven ahead goes on from where it was.
        clock.set(store.now);
        if let Some(disk) = &mut disk {
            disk.save(&mut store)?;
        }
        let activity_time = Duration::try_from_secs_f64(config.activity_seconds).unwrap_or_default();
        Ok(Self {
            config,
            activity_time,
            clock,
            faults: Faults::default(),
            history: History::default(),
            journal,
            state: Mutex::new(State { store, disk }),
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

    /// What happened.
    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
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
        self.call_through(None, caller, action, params)
    }

    /// As [`Emulator::call`], where a fault may make a list late.
    ///
    /// # Errors
    /// As [`Emulator::call`].
    pub fn call_through(
        &self,
        fault: Option<&Fault>,
        caller: &Caller<'_>,
        action: &str,
        params: &Params,
    ) -> Result<Map<String, Value>, ApiError> {
        let handler = handler(action).ok_or_else(ApiError::unknown_action)?;
        if params.boolean("DryRun")? == Some(true) {
            return Err(ApiError::dry_run());
        }
        let rules = self.rules();
        let mut state = self.state();
        let happened = advance_to(&mut state.store, self.clock.now(), &rules);
        let Store {
            ids, now, regions, ..
        } = &mut state.store;
        let mut region = regions.entry(caller.region.to_owned()).or_default();
        let is_list = action.starts_with("Describe");
        let (lag, staleness) = fault.map(Fault::lag_and_staleness).unwrap_or_default();
        let ago = (
            lag.max(self.config.dialect.lag),
            staleness.max(self.config.dialect.staleness),
        );
        let mut seen = is_list
            .then(|| self.history.seen(caller.region, region, *now, ago))
            .flatten();
        if let Some(seen) = &mut seen {
            region = seen;
        } else if !is_list {
            self.history.keep(caller.region, region, *now, rules.horizon);
        }
        let mut cx = Cx {
            now: *now,
            ids,
            account: &self.config.account_id,
            region_name: caller.region,
            region,
            rules: &rules,
            max_group_size: self.config.max_group_size,
        };
        let mut reply = handler(&mut cx, params).map_err(|error| self.config.dialect.refusal(error));
        if let Ok(members) = &mut reply {
            let group = members_of_group(action).and_then(|_| params.optional("ScalingGroupId"));
            let is_gone = group.is_some_and(|group| cx.region.group(group).is_err());
            self.config.dialect.shape(action, is_gone, members);
        }
        if happened || (reply.is_ok() && !is_list) {
            state.save()?;
        }
        reply
    }

    /// One call of a service beside Auto Scaling, already authenticated, with its parameters.
    ///
    /// # Errors
    /// The service's refusal.
    pub(crate) fn call_neighbour(
        &self,
        caller: &Caller<'_>,
        name: &str,
        action: neighbours::Action,
        pairs: &Pairs,
    ) -> Result<Map<String, Value>, ApiError> {
        let mut state = self.up_to_date();
        let Store {
            ids, now, regions, ..
        } = &mut state.store;
        let mut cx = neighbours::Cx {
            neighbours: &mut regions.entry(caller.region.to_owned()).or_default().neighbours,
            ids,
            now: *now,
        };
        let reply = action.call(&mut cx, pairs);
        if reply.is_ok() && neighbours::Action::is_write(name) {
            state.store.touch_neighbours(caller.region);
            state.save()?;
        }
        reply
    }

    /// Moves the clock on by `by`, and lets everything happen that falls due on the way.
    ///
    /// # Errors
    /// `ServiceUnavailable` if the state cannot be saved.
    pub fn advance(&self, by: Duration) -> Result<(), ApiError> {
        self.clock.advance(by);
        self.up_to_date().save()
    }

    /// Forgets all objects. The clock and the faults stay; ids begin anew.
    ///
    /// # Errors
    /// `ServiceUnavailable` if the empty state cannot be saved.
    pub fn reset(&self) -> Result<(), ApiError> {
        let mut state = self.state();
        self.history.clear();
        let now = self.clock.now().max(state.store.now);
        state.replace(Store::new(self.config.seed, now))
    }

    /// Puts what [`Emulator::snapshot`] gave in place of all objects. The clock jumps forward to its time if that is to come.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it, or that it cannot be saved.
    pub fn load(&self, snapshot: Value) -> Result<(), ApiError> {
        let store = Store::from_snapshot(snapshot, self.config.seed, self.clock.now());
        let store = store.map_err(|error| ApiError::new(400, "InvalidParameter", error.to_string()))?;
        self.clock.set(store.now);
        self.history.clear();
        self.state().replace(store)
    }

    /// Looks at all objects at this moment.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&Store) -> T) -> T {
        at(&self.up_to_date().store)
    }

    /// The whole state at this moment, for people and tests to read.
    pub fn snapshot(&self) -> Value {
        serde_json::to_value(&self.up_to_date().store).unwrap_or_default()
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
        self.with_group(group_id, |engine| {
            engine.measure(dimension, value);
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
        self.with_group(group_id, |engine| {
            let instance = engine
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
            engine.settle();
            Ok(())
        })
    }

    /// Changes a group from outside of the API, whatever its region.
    fn with_group(
        &self,
        group_id: &str,
        change: impl FnOnce(&mut GroupEngine<'_>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let rules = self.rules();
        let mut state = self.up_to_date();
        let store = &mut state.store;
        for (name, region) in &store.regions {
            self.history.keep(name, region, store.now, rules.horizon);
        }
        let place = Id::parse(group_id).and_then(|id| Some((store.region_of_group(id)?.to_owned(), id)));
        let engine = place.and_then(|(region, id)| GroupEngine::of(store, &region, id, &rules));
        change(&mut engine.ok_or_else(|| ApiError::not_found("ScalingGroup", group_id))?)?;
        state.save()
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            activity_time: self.activity_time,
            dialect: &self.config.dialect,
            faults: &self.faults,
            history: &self.history,
            horizon: self.config.dialect.horizon().max(self.faults.horizon()),
            journal: &self.journal,
        }
    }

    fn up_to_date(&self) -> MutexGuard<'_, State> {
        let mut state = self.state();
        advance_to(&mut state.store, self.clock.now(), &self.rules());
        state
    }

    /// A panic in one call must not take the emulator away from all others.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes down, in the data folder, at which URL the emulator answers.
    pub(crate) fn announce(&self, url: &str) -> io::Result<()> {
        self.state()
            .disk
            .as_ref()
            .map_or(Ok(()), |disk| disk.announce(url))
    }

    /// When something happens next by itself.
    pub(crate) fn next_due(&self) -> Option<ApiTime> {
        let mut state = self.up_to_date();
        state.store.note_changes();
        state.store.agenda.next()
    }

    /// How many groups wait for something to happen.
    #[cfg(test)]
    pub(crate) fn waiting_groups(&self) -> usize {
        let mut state = self.state();
        state.store.note_changes();
        state.store.agenda.len()
    }
}

#[cfg(test)]
mod tests;
