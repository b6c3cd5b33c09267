//! Walks nodes in the order of their dependencies, at most ten at a time, as `-parallelism=10` does.

use std::collections::{BTreeMap, BTreeSet};

use tokio::task::JoinSet;

const PARALLELISM: usize = 10;

/// What has to be over before a node begins.
pub(super) type Edges = BTreeMap<String, BTreeSet<String>>;

/// Visits all nodes. What depends on a node whose visit gives `false` is not visited.
pub(super) async fn walk<V: Future<Output = bool> + Send + 'static>(
    mut waiting: Edges,
    visit: impl Fn(&str) -> V,
) {
    let all: BTreeSet<String> = waiting.keys().cloned().collect();
    for needed in waiting.values_mut() {
        needed.retain(|node| all.contains(node));
    }
    let mut running = JoinSet::new();
    loop {
        let is_ready = |(node, needed): (&String, &BTreeSet<String>)| needed.is_empty().then(|| node.clone());
        let ready: Vec<String> = waiting.iter().filter_map(is_ready).collect();
        for node in ready.into_iter().take(PARALLELISM - running.len()) {
            waiting.remove(&node);
            let visit = visit(&node);
            running.spawn(async move { (node, visit.await) });
        }
        let Some(done) = running.join_next().await else {
            assert!(waiting.is_empty(), "there is a cycle among {:?}", waiting.keys());
            return;
        };
        let (node, succeeded) = done.expect("a visit does not panic");
        if succeeded {
            for needed in waiting.values_mut() {
                needed.remove(&node);
            }
        } else {
            drop_dependents(&mut waiting, &node);
        }
    }
}

/// Takes out what needs `node`, and what needs that.
fn drop_dependents(waiting: &mut Edges, node: &str) {
    let needing =
        |(other, needed): (&String, &BTreeSet<String>)| needed.contains(node).then(|| other.clone());
    for other in waiting.iter().filter_map(needing).collect::<Vec<_>>() {
        waiting.remove(&other);
        drop_dependents(waiting, &other);
    }
}
