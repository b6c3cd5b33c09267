//! Scheduled tasks: when they fall due, and what they do.

use std::time::Duration;

use super::{GroupEngine, Repeat};
use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::Id;
use crate::emulator::store::{Cause, Task};

impl Task {
    /// Works out when the task fires next: at `from` or later.
    pub(crate) fn schedule(&mut self, from: ApiTime) {
        self.next = self.next_firing(from);
    }

    fn next_firing(&self, from: ApiTime) -> Option<ApiTime> {
        let repeat = Repeat::parse(
            self.recurrence.as_deref(),
            self.repeat_unit,
            self.repeat_cycle.as_deref(),
        );
        // What cannot be read was refused when the task was made.
        repeat.ok()?.next(self.start, self.end, from)
    }

    /// All firings from `from` to `to`, as long as they are not more than can be looked at.
    pub(crate) fn firings(&self, from: ApiTime, to: ApiTime) -> Vec<ApiTime> {
        const MOST: usize = 500;
        let after = |at: &ApiTime| self.next_firing(*at + Duration::from_millis(1));
        std::iter::successors(self.next_firing(from), after)
            .take_while(|at| *at <= to)
            .take(MOST)
            .collect()
    }
}

impl GroupEngine<'_> {
    /// Gives the group the task's bounds, unless the group is disabled.
    pub(super) fn fire_task(&mut self, id: Id) {
        let active = self.group.is_active();
        let Some(task) = self.group.tasks.get_mut(&id) else {
            return;
        };
        task.schedule(self.now + Duration::from_millis(1));
        let (name, before) = (task.name.clone(), self.group.desired_capacity);
        if active {
            (self.group.min_size, self.group.max_size) = (task.min_size, task.max_size);
            let capacity = task.desired_capacity;
            self.set_desired(capacity, Cause::ScheduledTask);
        }
        self.note_task(&name, before, active);
        if active {
            self.settle();
        }
    }
}
