//! When to read what nobody has asked for yet, so that Terraform, which asks for a few objects at a time, does not
//! wait for each of them.
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;

use super::shelf::FRESH;

/// So many calls by ids are answered before a page of the list takes the place of the next one.
const ENOUGH_CALLS: usize = 2;

/// The list of one kind of object, read page by page as long as the pages serve readers.
///
/// A page is asked for in the place of a call by ids, so it costs nothing if it has the ids. One in vain ends the
/// habit.
#[derive(Debug, Default)]
pub(super) struct Listing {
    answered: AtomicUsize,
    /// How many readers the last page has served.
    served: AtomicUsize,
    progress: Mutex<ReadAhead>,
}

/// How far the list has been read.
#[derive(Debug, Default)]
pub(super) struct ReadAhead {
    began: Option<Instant>,
    marker: i64,
    is_over: bool,
}

impl Listing {
    /// A call by ids was answered.
    pub(super) fn answered(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    /// A page has served a reader.
    pub(super) fn served(&self) {
        self.served.fetch_add(1, Ordering::Relaxed);
    }

    /// Waits for a page that is on its way, and keeps others waiting for the next one.
    pub(super) async fn progress(&self) -> MutexGuard<'_, ReadAhead> {
        self.progress.lock().await
    }

    /// Where the page begins that is worth asking for now.
    pub(super) fn next(&self, progress: &mut ReadAhead) -> Option<i64> {
        let Some(began) = progress.began else {
            if self.answered.load(Ordering::Relaxed) < ENOUGH_CALLS {
                return None;
            }
            progress.began = Some(Instant::now());
            return Some(0);
        };
        if self.served.load(Ordering::Relaxed) == 0 {
            return None;
        }
        if began.elapsed() >= FRESH {
            *progress = ReadAhead {
                began: Some(Instant::now()),
                ..ReadAhead::default()
            };
        }
        (!progress.is_over).then(|| {
            self.served.store(0, Ordering::Relaxed);
            progress.marker
        })
    }
}

impl ReadAhead {
    /// A page of so many items came, and `more` may follow.
    pub(super) fn came(&mut self, items: usize, more: bool) {
        self.marker += i64::try_from(items).unwrap_or(i64::MAX);
        self.is_over = !more;
    }

    /// No page came.
    pub(super) fn failed(&mut self) {
        self.is_over = true;
    }
}

/// Of a hundred lists at most so many are read in vain.
const WASTE: usize = 15;
/// For each list of a kind that was asked for, so many of its kind may be fetched ahead that nobody has asked for yet.
const TRUST: usize = 4;

/// The lists of members, one for each kind and group. Once some of a kind were asked for, those of other groups that were
/// read are fetched ahead: Terraform comes to the groups of one kind in any order, and then to the next kind.
///
/// Lists that nobody has asked for are never more than [`WASTE`] of all, whether they are still to be asked for or not.
#[derive(Debug, Default)]
pub(super) struct Habit {
    kinds: HashMap<&'static str, KindOfMembers>,
    /// How many lists of all kinds somebody has asked for.
    wanted: usize,
    /// How many were fetched ahead, and asked for by nobody yet.
    unused: usize,
}

#[derive(Debug, Default)]
struct KindOfMembers {
    /// Groups whose list somebody has asked for.
    wanted: HashSet<String>,
    /// Groups whose list was fetched ahead, and asked for by nobody yet.
    unused: HashSet<String>,
    /// How many of the groups that were read have been considered.
    considered: usize,
}

impl Habit {
    /// Somebody asks for the list of `group` that has members of `kind`.
    pub(super) fn wanted(&mut self, kind: &'static str, group: &str) {
        let kind = self.kinds.entry(kind).or_default();
        self.unused -= usize::from(kind.unused.remove(group));
        self.wanted += usize::from(kind.wanted.insert(group.to_owned()));
    }

    /// The groups of `read`, all that were read so far, whose lists of `kind` are to be fetched now.
    pub(super) fn ahead(&mut self, kind: &'static str, read: &[String]) -> Vec<String> {
        let kind = self.kinds.entry(kind).or_default();
        let mut groups = Vec::new();
        while let Some(group) = read.get(kind.considered) {
            if kind.wanted.contains(group) || kind.unused.contains(group) {
                kind.considered += 1;
                continue;
            }
            let all = self.wanted + self.unused + 1;
            let is_wasteful = (self.unused + 1) * 100 > all * WASTE;
            if is_wasteful || kind.unused.len() >= kind.wanted.len() * TRUST {
                break;
            }
            kind.considered += 1;
            kind.unused.insert(group.clone());
            self.unused += 1;
            groups.push(group.clone());
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "DescribeScalingPolicy";

    fn groups(count: usize) -> Vec<String> {
        (0..count).map(|group| group.to_string()).collect()
    }

    #[test]
    fn of_lists_that_are_wanted_in_turn_ever_more_are_fetched_ahead() {
        let groups = groups(200);
        let mut habit = Habit::default();
        let mut ahead = 0;
        for group in &groups {
            habit.wanted(KIND, group);
            ahead += habit.ahead(KIND, &groups).len();
            assert!(habit.unused * 100 <= (habit.unused + habit.wanted) * WASTE);
        }
        assert!(ahead > 150, "{ahead}");
        assert_eq!(habit.unused, 0, "all were wanted in the end");
    }

    #[test]
    fn lists_in_vain_stop_the_habit() {
        let groups = groups(400);
        let mut habit = Habit::default();
        let mut ahead = 0;
        for group in groups.iter().rev().take(200) {
            habit.wanted(KIND, group);
            ahead += habit.ahead(KIND, &groups).len();
        }
        assert_eq!(ahead, 35, "of 235");
    }

    #[test]
    fn lists_of_one_kind_that_were_wanted_make_room_for_those_of_the_next() {
        const NEXT: &str = "DescribeScheduledTask";
        let groups = groups(200);
        let mut habit = Habit::default();
        for group in &groups {
            habit.wanted(KIND, group);
        }
        assert!(habit.ahead(NEXT, &groups).is_empty(), "nobody has asked for any");
        habit.wanted(NEXT, "0");
        assert_eq!(habit.ahead(NEXT, &groups).len(), TRUST);
        (1..9).for_each(|group| habit.wanted(NEXT, &group.to_string()));
        habit.ahead(NEXT, &groups);
        assert_eq!(habit.unused, 36, "of 245");
    }

    #[test]
    fn a_small_plan_reads_nothing_ahead() {
        let groups = groups(200);
        let mut habit = Habit::default();
        for group in &groups[..5] {
            habit.wanted(KIND, group);
            assert!(habit.ahead(KIND, &groups).is_empty());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_is_read_once_calls_by_ids_go_on_and_further_as_long_as_it_serves() {
        let listing = Listing::default();
        let mut progress = listing.progress().await;
        assert_eq!(listing.next(&mut progress), None);
        listing.answered();
        listing.answered();
        assert_eq!(listing.next(&mut progress), Some(0));
        progress.came(1000, true);
        assert_eq!(listing.next(&mut progress), None, "it has served nobody");
        listing.served();
        assert_eq!(listing.next(&mut progress), Some(1000));
        progress.came(5, false);
        listing.served();
        assert_eq!(listing.next(&mut progress), None, "it is over");
        tokio::time::sleep(FRESH).await;
        assert_eq!(listing.next(&mut progress), Some(0), "it begins anew");
    }
}
