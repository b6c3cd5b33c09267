//! What each group waits for next, in the order in which it falls due: nobody has to look at all groups to know that
//! nothing happens.

use std::collections::{BTreeMap, BTreeSet};

use super::{Event, next_event_of};
use crate::emulator::api_time::ApiTime;
use crate::emulator::store::{Group, Place};

/// The next event of every group that waits for one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agenda {
    by_time: BTreeSet<Entry>,
    by_group: BTreeMap<Place, (ApiTime, Event)>,
}

/// An event of a group. At the same moment, earlier variants of events happen first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) at: ApiTime,
    pub(super) event: Event,
    pub(super) place: Place,
}

impl Agenda {
    /// Looks anew at what the group at `place` waits for; at nothing, if there is no such group any more.
    pub(crate) fn update(&mut self, place: &Place, group: Option<&Group>) {
        self.forget(place);
        if let Some((at, event)) = group.and_then(next_event_of) {
            let place = place.clone();
            self.by_group.insert(place.clone(), (at, event));
            self.by_time.insert(Entry { at, event, place });
        }
    }

    /// The first event that is due at `now`, which is then forgotten: whoever lets it happen changes the group, and that
    /// brings the group's next one in.
    pub(super) fn take_due(&mut self, now: ApiTime) -> Option<Entry> {
        let first = self.by_time.first().filter(|entry| entry.at <= now)?.clone();
        self.forget(&first.place);
        Some(first)
    }

    /// When the first event is due.
    pub(crate) fn next(&self) -> Option<ApiTime> {
        Some(self.by_time.first()?.at)
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.by_time.len()
    }

    fn forget(&mut self, place: &Place) {
        if let Some((at, event)) = self.by_group.remove(place) {
            let place = place.clone();
            self.by_time.remove(&Entry { at, event, place });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::emulator::testing::{ACTIVITY, Lab};

    #[test]
    fn a_call_looks_at_no_other_group_however_many_there_are() {
        let lab = Lab::new();
        let groups: Vec<String> = (0..50).map(|_| lab.group_of(1)).collect();
        lab.pass(ACTIVITY);
        let waiting = |lab: &Lab| lab.emulator.waiting_groups();
        assert_eq!(waiting(&lab), 0, "idle groups wait for nothing");
        let pairs = [("ScalingGroupId", groups[7].as_str()), ("DesiredCapacity", "3")];
        lab.ok("ModifyScalingGroup", &pairs);
        assert_eq!(waiting(&lab), 1);
    }
}
