//! What the provider costs: calls, time beside that of Terraform itself, memory, sizes.
//!
//! `make bench` prints the table; the counts that are the same in every run have a budget in `bench/budget.toml`, which
//! a test holds. Times are those of one run on one machine, so only their ratios mean something.

mod account;
mod memory;
mod table;

use serde_json::json;

use self::account::{Account, Whose};
use self::table::{Row, Table};

const BUDGET: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/bench/budget.toml"));

/// The most calls that `bench/budget.toml` allows.
fn budget(name: &str) -> u64 {
    let values = BUDGET.lines().filter_map(|line| line.split_once('='));
    let value = values
        .map(|(key, value)| (key.trim(), value.trim()))
        .find(|(key, _)| *key == name);
    let (_, value) = value.unwrap_or_else(|| panic!("bench/budget.toml has no {name}"));
    value.parse().expect("a number")
}

/// Fails with the counts of all actions if there were more calls than the budget allows.
#[track_caller]
fn holds(account: &Account, name: &str) {
    let (calls, most) = (account.calls(), budget(name));
    assert!(
        calls <= most,
        "{name}: {calls} calls, {most} are allowed: {:?}",
        account.counts()
    );
}

#[test]
fn the_calls_of_two_hundred_objects_stay_within_the_budget() {
    let mut account = Account::attached();
    account.apply(&account::members_of_groups(40));
    holds(&account, "apply_200");
    account.set_latency(20);
    account.plan(10);
    holds(&account, "plan_200");
    account.destroy();
    holds(&account, "destroy_200");
}

#[test]
fn the_calls_of_a_big_group_stay_within_the_budget() {
    let mut account = Account::attached();
    account.apply(&account::policies_of_one_group(100));
    account.plan(10);
    holds(&account, "plan_100_of_one_group");
}

#[test]
fn the_calls_of_a_data_source_stay_within_the_budget() {
    let mut account = Account::attached();
    account.fill_with_groups(1200);
    account.plan_of(account::ALL_GROUPS);
    holds(&account, "data_source_1200");
}

/// How many groups the table's accounts have, each with a configuration, a policy, a task and a notification.
const GROUPS: u64 = 200;

#[test]
#[ignore = "it measures: make bench"]
fn table() {
    let mut table = Table::default();
    for whose in Whose::present() {
        measure(&mut table, &whose);
    }
    table.sizes();
    table.finish();
}

/// Everything, 100 ms away from the API, beside the same without that distance: what Terraform itself and the two
/// programs take.
fn measure(table: &mut Table, whose: &Whose) {
    const AWAY: u64 = 100;
    let column = whose.name();
    let mut account = Account::launched(whose);
    let created = account.apply(&account::members_of_groups(GROUPS));
    table.add(
        column,
        Row::new(
            "apply of 1,000, next to the API",
            &account,
            created,
            None,
            GROUPS * 5,
        ),
    );
    for parallelism in [10, 50] {
        let near = account.plan(parallelism);
        account.set_latency(AWAY);
        let (far, peak) = memory::peak_while(whose.binary(), || account.plan(parallelism));
        let name = format!("plan of 1,000, parallelism {parallelism}");
        table.add(column, Row::new(&name, &account, far, Some(near), GROUPS * 3 + 2));
        table.memory(column, peak);
        account.set_latency(0);
    }
    let destroyed = account.destroy();
    table.add(
        column,
        Row::new(
            "destroy of 1,000, next to the API",
            &account,
            destroyed,
            None,
            GROUPS * 8 + 13,
        ),
    );

    let mut account = Account::launched(whose);
    account.apply(&account::policies_of_one_group(500));
    for parallelism in [10, 50] {
        let near = account.plan(parallelism);
        account.set_latency(AWAY);
        let far = account.plan(parallelism);
        let name = format!("plan of 500 policies of a group, parallelism {parallelism}");
        table.add(column, Row::new(&name, &account, far, Some(near), 3));
        account.set_latency(0);
    }

    let mut account = Account::launched(whose);
    account.fill_with_groups(5000);
    let read = account.plan_of(account::ALL_GROUPS);
    table.add(
        column,
        Row::new("data source over 5,000 groups", &account, read, None, 5),
    );

    let mut account = Account::launched(whose);
    account.limit(&json!({"per_second": 20, "burst": 20}));
    let limited = account.apply(&account::members_of_groups(10));
    table.add(
        column,
        Row::new(
            "apply of 50 at 20 calls/s for each action",
            &account,
            limited,
            None,
            50,
        ),
    );
}
