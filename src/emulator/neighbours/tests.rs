use super::*;
use crate::emulator::clock::{ClockMode, MANUAL_START};
use crate::emulator::service::{Caller, Emulator, EmulatorConfig};
use crate::emulator::testing::{Lab, SECURITY_GROUP, SUBNET};

struct Region {
    neighbours: Neighbours,
    ids: IdSource,
}

impl Region {
    fn new() -> Self {
        Self {
            neighbours: Neighbours::default(),
            ids: IdSource::new(1),
        }
    }

    fn call(&mut self, service: &str, name: &str, pairs: &[(&str, &str)]) -> Result<Value, ApiError> {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut cx = Cx {
            neighbours: &mut self.neighbours,
            ids: &mut self.ids,
            now: MANUAL_START,
        };
        let action = action(service, name).unwrap_or_else(|| panic!("{service} has no {name}"));
        action.call(&mut cx, &pairs.collect()).map(Value::Object)
    }

    fn ok(&mut self, service: &str, name: &str, pairs: &[(&str, &str)]) -> Value {
        self.call(service, name, pairs)
            .unwrap_or_else(|error| panic!("{name} {pairs:?}: {error}"))
    }

    /// The ids of a VPC and a subnet in it.
    fn network(&mut self) -> (String, String) {
        let vpc = text(
            &self.ok(
                "vpc",
                "CreateVpc",
                &[("VpcName", "v"), ("CidrBlock", "10.0.0.0/16")],
            )["Vpc"]["VpcId"],
        );
        let subnet = self.ok(
            "vpc",
            "CreateSubnet",
            &[("VpcId", &vpc), ("SubnetName", "s"), ("SubnetType", "Normal")],
        );
        (vpc, text(&subnet["Subnet"]["SubnetId"]))
    }
}

#[test]
fn a_neighbour_is_made_found_changed_and_deleted() {
    let mut region = Region::new();
    let (vpc, subnet) = region.network();
    let found = |region: &mut Region, pairs: &[(&str, &str)]| {
        let list = region.ok("vpc", "DescribeSubnets", pairs);
        list["SubnetSet"].as_array().expect("a list").clone()
    };
    assert_eq!(found(&mut region, &[("SubnetId.1", &subnet)])[0]["VpcId"], vpc);
    assert_eq!(
        found(
            &mut region,
            &[("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", &vpc)]
        )
        .len(),
        1
    );
    assert_eq!(
        found(
            &mut region,
            &[("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", "other")]
        )
        .len(),
        0
    );
    region.ok(
        "vpc",
        "ModifySubnet",
        &[("SubnetId", &subnet), ("SubnetName", "t")],
    );
    assert_eq!(found(&mut region, &[])[0]["SubnetName"], "t");
    region.ok("vpc", "DeleteSubnet", &[("SubnetId", &subnet)]);
    assert_eq!(found(&mut region, &[]).len(), 0);
    assert!(
        region
            .call("vpc", "DeleteSubnet", &[("SubnetId", &subnet)])
            .is_err()
    );
}

#[test]
fn a_listener_shows_the_health_check_that_belongs_to_it() {
    let mut region = Region::new();
    let (vpc, _) = region.network();
    let balancer = region.ok(
        "slb",
        "CreateLoadBalancer",
        &[("VpcId", &vpc), ("Type", "internal")],
    );
    let balancer = text(&balancer["LoadBalancerId"]);
    let listener = [
        ("LoadBalancerId", balancer.as_str()),
        ("ListenerPort", "80"),
        ("Session.SessionState", "stop"),
    ];
    let listener = region.ok("slb", "CreateListeners", &listener);
    assert_eq!(
        (&listener["ListenerPort"], &listener["Session"]["SessionState"]),
        (&json!(80), &json!("stop"))
    );
    let listener = text(&listener["ListenerId"]);
    let check = region.ok(
        "slb",
        "ConfigureHealthCheck",
        &[("ListenerId", &listener), ("Interval", "5")],
    );
    let seen = region.ok("slb", "DescribeListeners", &[("ListenerId.1", &listener)]);
    assert_eq!(
        seen["ListenerSet"][0]["HealthCheck"]["HealthCheckId"],
        check["HealthCheckId"]
    );
}

#[test]
fn an_instance_has_one_network_interface_and_goes_with_it() {
    let mut region = Region::new();
    let (vpc, subnet) = region.network();
    let made = region.ok(
        "kec",
        "RunInstances",
        &[
            ("SubnetId", &subnet),
            ("SecurityGroupId", "g"),
            ("InstancePassword", "Hush"),
        ],
    );
    let id = text(&made["InstancesSet"][0]["InstanceId"]);
    let seen = region.ok("kec", "DescribeInstances", &[("InstanceId.1", &id)]);
    assert_eq!(seen["InstancesSet"][0]["NetworkInterfaceSet"][0]["VpcId"], vpc);
    assert!(!seen.to_string().contains("Hush"));
    let filter = [
        ("Filter.1.Name", "instance-id"),
        ("Filter.1.Value.1", id.as_str()),
    ];
    let interfaces = |region: &mut Region| {
        let list = region.ok("vpc", "DescribeNetworkInterfaces", &filter);
        list["NetworkInterfaceSet"].as_array().map(Vec::len)
    };
    assert_eq!(interfaces(&mut region), Some(1));
    region.ok("kec", "TerminateInstances", &[("InstanceId.1", &id)]);
    assert_eq!(interfaces(&mut region), Some(0));
}

#[test]
fn what_a_neighbour_names_must_exist_once_things_of_its_kind_are_known() {
    let mut region = Region::new();
    region.ok("vpc", "CreateSubnet", &[("VpcId", "anything")]);
    region.network();
    assert!(
        region
            .call("vpc", "CreateSubnet", &[("VpcId", "anything")])
            .is_err()
    );
    assert!(
        region
            .call("kec", "RunInstances", &[("SubnetId", "anything")])
            .is_err()
    );
}

#[test]
fn what_is_not_emulated_is_no_action() {
    for (service, name) in [
        ("vpc", "CreateNat"),
        ("slb", "CreateVpc"),
        ("kec", "StopInstances"),
        ("ebs", "CreateVolume"),
    ] {
        assert!(action(service, name).is_none(), "{service} {name}");
    }
}

#[test]
fn a_group_is_refused_that_names_what_other_services_do_not_know() {
    let lab = Lab::new();
    let create = |name: &str, pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let caller = Caller {
            region: "cn-beijing-6",
        };
        let action = action("vpc", name).expect("an action");
        Value::Object(
            lab.emulator
                .call_neighbour(&caller, name, action, &pairs.collect())
                .expect("made"),
        )
    };
    lab.group_with(&[]);
    let vpc = text(&create("CreateVpc", &[])["Vpc"]["VpcId"]);
    let subnet = text(&create("CreateSubnet", &[("VpcId", &vpc)])["Subnet"]["SubnetId"]);
    assert_eq!(lab.create_group(&[]), Err(ApiError::not_found("Subnet", SUBNET)));
    let group = lab.group_with(&[("SubnetId.1", &subnet)]);
    assert_eq!(lab.describe(&group)["VpcId"], vpc);
    create("CreateSecurityGroup", &[("VpcId", &vpc)]);
    let refused = lab.create_group(&[("SubnetId.1", &subnet)]);
    assert_eq!(refused, Err(ApiError::not_found("SecurityGroup", SECURITY_GROUP)));
}

#[test]
fn neighbours_are_kept_in_the_data_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = || {
        let config = EmulatorConfig {
            clock: ClockMode::Manual,
            data_dir: Some(folder.path().to_owned()),
            ..EmulatorConfig::default()
        };
        Emulator::new(config).expect("a data folder")
    };
    let call = |emulator: &Emulator, name: &str| {
        let caller = Caller {
            region: "cn-beijing-6",
        };
        let action = action("vpc", name).expect("an action");
        emulator
            .call_neighbour(&caller, name, action, &Pairs::new())
            .expect("an answer")
    };
    let made = call(&start(), "CreateVpc")["Vpc"].clone();
    assert_eq!(call(&start(), "DescribeVpcs")["VpcSet"], json!([made]));
}
