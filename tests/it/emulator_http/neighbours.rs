//! The services beside Auto Scaling, each under its own name in the signature.

use crate::emulator_http::support::{Emulator, Signed};

#[test]
fn a_neighbour_is_called_under_its_own_name_and_what_it_lacks_is_not_emulated() {
    let emulator = Emulator::start(&[]);
    let call = |service: &str, action: &str| {
        let mut signed = Signed::get(&emulator, &[("Action", action), ("Version", "2016-03-04")]);
        signed.service = service.to_owned();
        emulator.send(&signed.raw())
    };
    let made = call("vpc", "CreateVpc");
    assert_eq!(made.status, 200, "{made:?}");
    assert_eq!(
        call("vpc", "DescribeVpcs").json()["VpcSet"][0]["VpcId"],
        made.json()["Vpc"]["VpcId"]
    );
    // Both names of one service are in use.
    for service in ["tag", "tagv2"] {
        let tags = call(service, "ListTagsByResourceIds");
        assert_eq!(
            (tags.status, &tags.json()["Tags"]),
            (200, &serde_json::json!([])),
            "{service}"
        );
    }
    let (status, code, message) = call("vpc", "CreateNat").refusal();
    assert_eq!((status, code.as_str()), (501, "NotEmulated"));
    assert!(message.contains("CreateNat of the service vpc"), "{message}");
    assert_eq!(call("kec", "CreateVpc").status, 404, "it is another service's");
}
