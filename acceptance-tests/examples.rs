//! Every example in the repository, as a user would run it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::actions;
use crate::data_sources::account;
use crate::support::{Config, Feature, Scenario, Serving, folder};

#[test]
fn the_complete_example_is_applied_and_destroyed() {
    let mut s = Scenario::start();
    s.apply(folder("examples/complete"))
        .state(
            "ksyun_scaling_group.web",
            &json!({"min_size": 2, "max_size": 6, "status": "Active"}),
        )
        .state("ksyun_scaling_group.jobs", &json!({"instance_num": 1}))
        .state_holds(&[
            "ksyun_scaling_configuration.web",
            "ksyun_scaling_group.jobs",
            "ksyun_scaling_group.web",
            "ksyun_scaling_notification.failures",
            "ksyun_scaling_policy.busy",
            "ksyun_scaling_policy.idle",
            "ksyun_scaling_scheduled_task.sale",
            "ksyun_scaling_scheduled_task.sale_is_over",
        ])
        .then_plan_is_empty();
    s.destroy().destroys(8).leaves_nothing();
}

#[test]
fn both_environments_of_the_gitops_example_are_applied_and_destroyed() {
    let mut s = Scenario::with(Serving::Mirror, &[]);
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/gitops");
    s.bash(&format!("cp -r {} repository", example.display()));
    for environment in ["dev", "prod"] {
        let life = "terraform init\nterraform apply\nterraform plan -detailed-exitcode\nterraform destroy";
        s.bash(&format!("cd repository/environments/{environment}\n{life}"));
    }
    let left = s.emulator().api("DescribeScalingConfiguration", &[]);
    assert_eq!(left["ScalingConfigurationSet"], json!([]));
}

#[test]
fn the_provider_example_is_a_valid_configuration() {
    Scenario::start().plan(folder("examples/provider")).plans([]);
}

#[test]
fn every_resource_example_is_applied_imported_and_destroyed() {
    let resources = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/resources");
    for entry in fs::read_dir(resources).expect("there are examples") {
        let kind = entry.expect("the examples can be listed").file_name();
        let kind = kind.to_str().expect("a type name is ASCII");
        let example = format!("examples/resources/{kind}");
        let (address, shown_id) = import_command(&example);
        assert!(
            address.starts_with(&format!("{kind}.")),
            "{example}/import.sh imports {address}"
        );

        let resource = file(&format!("{example}/resource.tf"));
        let mut s = Scenario::start();
        s.apply(resource.as_str()).then_plan_is_empty();
        let id = s.id(&address);
        assert_eq!(
            parts(&id),
            parts(&shown_id),
            "{example}/import.sh shows an id of another form than {id}"
        );
        s.forget(&address);
        s.import(resource.as_str(), &address, &id).then_plan_is_empty();
        s.destroy().leaves_nothing();
    }
}

#[test]
fn every_action_example_is_invoked() {
    for kind in action_kinds() {
        let _ = invoke_action_example(&kind, &json!({}));
    }
}

/// The types of action that there are examples of.
pub(crate) fn action_kinds() -> Vec<String> {
    let actions = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/actions");
    let entries = fs::read_dir(actions).expect("there are examples");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("the examples can be listed").file_name();
    entries
        .map(|entry| name(entry).into_string().expect("a type name is ASCII"))
        .collect()
}

/// Invokes the example of an action at an emulator with these faults. Gives the calls, or nothing if the command under test
/// has no actions.
pub(crate) fn invoke_action_example(kind: &str, faults: &Value) -> Option<Vec<String>> {
    let mut s = actions::with_action("")?;
    let (group, instance) = (s.id(actions::GROUP), actions::ids(s.emulator()).remove(0));
    // An instance can only leave a group that is not as small as it may be.
    s.emulator().api(
        "ModifyScalingGroup",
        &[("ScalingGroupId", &group), ("DesiredCapacity", "3")],
    );
    // A group that is enabled already is left as it is.
    if kind.ends_with("_enable") {
        s.emulator()
            .api("DisableScalingGroup", &[("ScalingGroupId", &group)]);
    }

    let mut config = folder(&format!("examples/actions/{kind}"));
    config
        .files
        .push(("group.tf".to_owned(), actions::BASE.to_owned()));
    let variables = format!("instance_ids = [{instance:?}]\n");
    config.files.push(("instances.auto.tfvars".to_owned(), variables));
    let name = action_name(kind, &config.files[0].1);
    s.configure(config);
    s.emulator().fault(faults);
    s.invoke(&format!("action.{kind}.{name}"));
    Some(s.emulator().calls().into_keys().collect())
}

/// The name of the action of this `kind` in the example.
fn action_name(kind: &str, example: &str) -> String {
    let declaration = format!("action {kind:?} \"");
    let (_, rest) = example
        .split_once(&declaration)
        .unwrap_or_else(|| panic!("the example of {kind} declares no such action"));
    let (name, _) = rest.split_once('"').expect("a name ends");
    name.to_owned()
}

#[test]
fn every_function_example_is_applied() {
    let functions = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/functions");
    let mut s = Scenario::start();
    for entry in fs::read_dir(functions).expect("there are examples") {
        let name = entry.expect("the examples can be listed").file_name();
        let name = name.to_str().expect("the name of a function is ASCII");
        let example = folder(&format!("examples/functions/{name}"));
        let call = format!("provider::ksyun::{name}(");
        assert!(example.files[0].1.contains(&call), "the example of {name}");
        s.apply(example).says_nothing().then_plan_is_empty();
    }
}

#[test]
fn every_data_source_example_finds_something() {
    let data_sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data-sources");
    for entry in fs::read_dir(data_sources).expect("there are examples") {
        let kind = entry.expect("the examples can be listed").file_name();
        let kind = kind.to_str().expect("a type name is ASCII");

        let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
        account::one_of_everything(&s);
        s.apply(folder(&format!("examples/data-sources/{kind}")))
            .then_plan_is_empty();
        // The id of a list is the checksum of what is in it.
        assert_ne!(
            s.id(&format!("data.{kind}.web")),
            "0",
            "{kind}: the list is empty"
        );
    }
}

#[test]
fn every_import_by_id_imports_the_example_beside_it() {
    every_import_imports_the_example_beside_it(|| Some(Scenario::start()), "import-by-string-id.tf");
}

#[test]
fn every_import_by_identity_imports_the_example_beside_it() {
    every_import_imports_the_example_beside_it(
        || Scenario::since(Feature::IDENTITY),
        "import-by-identity.tf",
    );
}

/// Imports each resource's example by the `import` block in `block`, in scenarios that `start` gives if there are such blocks.
fn every_import_imports_the_example_beside_it(start: impl Fn() -> Option<Scenario>, block: &str) {
    let resources = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/resources");
    for entry in fs::read_dir(resources).expect("there are examples") {
        let kind = entry.expect("the examples can be listed").file_name();
        let example = format!("examples/resources/{}", kind.display());
        let (address, shown_id) = import_command(&example);

        let Some(mut s) = start() else {
            return;
        };
        let resource = file(&format!("{example}/resource.tf"));
        s.apply(resource.as_str());
        // The example's ids become those of the object here, which has its own id before its group's.
        let id = s.id(&address);
        let mut import = file(&format!("{example}/{block}"));
        for (shown, real) in shown_id.split(':').zip(id.rsplit(':')) {
            assert!(
                import.contains(shown),
                "{example}/{block} has another id than import.sh"
            );
            import = import.replace(shown, real);
        }
        s.forget(&address);
        s.plan(format!("{resource}\n{import}").as_str()).only_imports(1);
        s.apply(format!("{resource}\n{import}").as_str())
            .then_plan_is_empty();
        s.destroy().leaves_nothing();
    }
}

#[test]
fn every_query_example_is_run() {
    let lists = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/list-resources");
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    for entry in fs::read_dir(lists).expect("there are examples") {
        let kind = entry.expect("the examples can be listed").file_name();
        let example = format!(
            "examples/list-resources/{}/list-resource.tfquery.hcl",
            kind.display()
        );
        s.query(Config::query(&file(&example))).finds(&[]);
    }
}

/// A file of the repository.
fn file(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Address and id in the example's `terraform import ADDRESS ID`.
fn import_command(example: &str) -> (String, String) {
    let script = file(&format!("{example}/import.sh"));
    let command = script
        .lines()
        .find_map(|line| line.strip_prefix("terraform import "));
    let (address, id) = command
        .and_then(|words| words.split_once(' '))
        .expect("import.sh imports one object");
    (address.to_owned(), id.trim_matches(['"', '\'']).to_owned())
}

/// How many parts an id has: those of children name their group too.
fn parts(id: &str) -> usize {
    id.split(':').count()
}
