//! Vectors that were computed independently of this code, by the published algorithms.
use super::*;
use crate::client::actions::{CreateScalingPolicy, Metric, ScalingPolicySettings};

const HOST: &str = "kec.api.ksyun.com";
const GROUP_QUERY: &str = "Action=DescribeScalingGroup&Marker=0&MaxResults=10&ScalingGroupId.1=436995593677910016&ScalingGroupName=%E6%B5%8B%E8%AF%95%20group%2A~%2B&Version=2016-03-04";
const CREATE_BODY: &str = "Action=CreateScalingGroup&DesiredCapacity=0&MaxSize=2&MinSize=0&RemovePolicy=RemoveOldestInstance&ScalingConfigurationId=424915383923019776&ScalingGroupName=tf-scaling-group&SecurityGroupId=36e08d58-4b10-440c-9b0b-11da1f551c33&Status=Active&SubnetId.1=1e3a9b8b-0833-4b29-9d3f-4a4188350591&SubnetStrategy=balanced-distribution&Version=2016-03-04";

fn credentials() -> Credentials {
    Credentials::new("AKLTExampleAccessKey01", "OExampleSecretKey/For+Golden=Tests01")
}

fn now() -> Timestamp {
    "2024-01-15T08:30:00Z".parse().unwrap()
}

fn params(pairs: &[(&str, &str)]) -> Params {
    let mut params = Params::default();
    for (name, value) in pairs {
        params.set(*name, *value);
    }
    params
}

fn group_params() -> Params {
    params(&[
        ("Action", "DescribeScalingGroup"),
        ("Version", "2016-03-04"),
        ("ScalingGroupName", "测试 group*~+"),
        ("ScalingGroupId.1", "436995593677910016"),
        ("Marker", "0"),
        ("MaxResults", "10"),
    ])
}

fn create_params() -> Params {
    params(&[
        ("ScalingGroupName", "tf-scaling-group"),
        ("ScalingConfigurationId", "424915383923019776"),
        ("MinSize", "0"),
        ("MaxSize", "2"),
        ("DesiredCapacity", "0"),
        ("RemovePolicy", "RemoveOldestInstance"),
        ("SubnetId.1", "1e3a9b8b-0833-4b29-9d3f-4a4188350591"),
        ("SubnetStrategy", "balanced-distribution"),
        ("SecurityGroupId", "36e08d58-4b10-440c-9b0b-11da1f551c33"),
        ("Status", "Active"),
    ])
}

fn scope() -> CredentialScope {
    CredentialScope::new(now(), "cn-beijing-6")
}

fn v4_signature(request: &CanonicalRequest<'_>) -> String {
    let text = StringToSign::new(v4::format_date(now()), scope(), request);
    SigningKey::derive(&credentials().secret_key, &scope()).sign(&text)
}

fn sign(version: SignatureVersion, action: &str, params: Params) -> SignedRequest {
    let region = Region::new("cn-beijing-6").unwrap();
    let credentials = credentials();
    Signer {
        version,
        credentials: &credentials,
        region: &region,
        host: HOST,
    }
    .sign(action, params, now())
}

fn header<'a>(request: &'a SignedRequest, name: &str) -> &'a str {
    let found = request.headers.iter().find(|(candidate, _)| *candidate == name);
    found.map(|(_, value)| value.expose_secret()).unwrap()
}

#[test]
fn simplified_signature_of_a_query() {
    let mut all = group_params();
    for (name, value) in [
        ("Service", "kec"),
        ("Region", "cn-beijing-6"),
        ("Accesskey", "AKLTExampleAccessKey01"),
        ("Timestamp", "2024-01-15T08:30:00Z"),
        ("SignatureVersion", "1.0"),
        ("SignatureMethod", "HMAC-SHA256"),
    ] {
        all.set(name, value);
    }
    let canonical = CanonicalizedQueryString::new(&all);
    assert_eq!(
        canonical.to_string(),
        "Accesskey=AKLTExampleAccessKey01&Action=DescribeScalingGroup&Marker=0&MaxResults=10&Region=cn-beijing-6&ScalingGroupId.1=436995593677910016&ScalingGroupName=%E6%B5%8B%E8%AF%95%20group%2A~%2B&Service=kec&SignatureMethod=HMAC-SHA256&SignatureVersion=1.0&Timestamp=2024-01-15T08%3A30%3A00Z&Version=2016-03-04"
    );
    assert_eq!(
        canonical.sign(&credentials().secret_key),
        "d53900e64d4ee9beb5d14a594acd9fde1a75a221233b1d2df46de732da5da77f"
    );
}

#[test]
fn simplified_signature_of_a_form_with_a_metric_as_sent() {
    let request = CreateScalingPolicy {
        scaling_group_id: "447085419831828480".to_owned(),
        settings: ScalingPolicySettings {
            scaling_policy_name: Some("cpu high".to_owned()),
            metric: Some(Metric {
                comparison_operator: "Greater".to_owned(),
                dimension_name: "cpu_usage".to_owned(),
                function: Some("avg".to_owned()),
                period: Some(60),
                repeat_times: Some(3),
                threshold: 50,
            }),
            adjustment_type: Some("QuantityChangeInCapacity".to_owned()),
            adjustment_value: Some(-1),
            cool_down: Some(60),
        },
    };
    let signed = sign(
        SignatureVersion::Simplified,
        "CreateScalingPolicy",
        Params::of(&request),
    );
    assert_eq!(signed.query, "Action=CreateScalingPolicy&Version=2016-03-04");
    assert_eq!(
        signed.body.expose_secret(),
        "Accesskey=AKLTExampleAccessKey01&Action=CreateScalingPolicy&AdjustmentType=QuantityChangeInCapacity&AdjustmentValue=-1&CoolDown=60&Metric=%7B%22comparisonOperator%22%3A%22Greater%22%2C%22dimensionName%22%3A%22cpu_usage%22%2C%22function%22%3A%22avg%22%2C%22period%22%3A60%2C%22repeatTimes%22%3A3%2C%22threshold%22%3A50%7D&Region=cn-beijing-6&ScalingGroupId=447085419831828480&ScalingPolicyName=cpu%20high&Service=kec&Signature=19b64933e4ee53a78ff6db28c253533178f87e87ba465f7fbefbd78961248319&SignatureMethod=HMAC-SHA256&SignatureVersion=1.0&Timestamp=2024-01-15T08%3A30%3A00Z&Version=2016-03-04"
    );
}

#[test]
fn simplified_signatures_published_elsewhere() {
    let published = params(&[
        ("accessKey", "123"),
        ("action", "createInstance"),
        ("p1", "1"),
        ("p2", "2"),
        ("p3", "3"),
        ("p4", "中 国 人-_.~123abc"),
    ]);
    assert_eq!(
        CanonicalizedQueryString::new(&published).sign(&"abc".into()),
        "9f3b8a2cdf5d99ccd2c93829706ac2bc55d7cacd994f9114c7f1d5bff7da5583"
    );
}

#[test]
fn v4_signature_of_a_query_in_the_header_form() {
    let query = group_params().encode();
    let headers = CanonicalHeaders::new([("Host", HOST), ("X-Amz-Date", "20240115T083000Z")]);
    let request = CanonicalRequest::new("GET", &query, headers, b"");
    assert_eq!(
        request.to_string(),
        format!(
            "GET\n/\n{GROUP_QUERY}\nhost:kec.api.ksyun.com\nx-amz-date:20240115T083000Z\n\nhost;x-amz-date\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    );
    assert_eq!(
        request.hash(),
        "a7d90b2945088acce89e8ecccd9a6236517f628d891af27e3af25158855aefc5"
    );
    assert_eq!(
        StringToSign::new(v4::format_date(now()), scope(), &request).to_string(),
        "AWS4-HMAC-SHA256\n20240115T083000Z\n20240115/cn-beijing-6/kec/aws4_request\n\
         a7d90b2945088acce89e8ecccd9a6236517f628d891af27e3af25158855aefc5"
    );
    assert_eq!(
        SigningKey::derive(&credentials().secret_key, &scope()).to_hex(),
        "68bac71a72a9292383e6fa33b0c5c4c2a0fe8805077bbe43def5fd061b6f23bd"
    );
    assert_eq!(
        v4_signature(&request),
        "ff19cfabccb77f6128a59d0f80358b8393a24880c822c707605939bd85564641"
    );
}

#[test]
fn v4_signature_of_a_form_as_sent() {
    let signed = sign(SignatureVersion::V4, "CreateScalingGroup", create_params());
    assert_eq!(signed.query, "Action=CreateScalingGroup&Version=2016-03-04");
    assert_eq!(signed.body.expose_secret(), CREATE_BODY);
    assert_eq!(
        canonical::sha256_hex(CREATE_BODY.as_bytes()),
        "247f08bf5f576254affafb65c0cd931a6f5111d579b453073a280f2dfedb1c4c"
    );
    assert_eq!(header(&signed, "content-length"), "344");
    assert_eq!(header(&signed, "accept"), "application/json");
    assert_eq!(header(&signed, "x-amz-date"), "20240115T083000Z");
    assert_eq!(
        header(&signed, "authorization"),
        "AWS4-HMAC-SHA256 Credential=AKLTExampleAccessKey01/20240115/cn-beijing-6/kec/aws4_request, \
         SignedHeaders=accept;content-length;content-type;host;x-amz-date, \
         Signature=5e461aa2bc2f25ad2a3a177a324fec465403c0e9a5850c09122d3c6cab02485f"
    );
}

#[test]
fn v4_signature_of_a_form_with_an_empty_query() {
    let headers = CanonicalHeaders::new([
        ("content-type", "application/x-www-form-urlencoded"),
        ("host", HOST),
        ("x-amz-date", "20240115T083000Z"),
    ]);
    assert_eq!(headers.names(), "content-type;host;x-amz-date");
    let request = CanonicalRequest::new("POST", "", headers, CREATE_BODY.as_bytes());
    assert_eq!(
        request.hash(),
        "4cd7fe06abc463e99639aa49d1a5432366574aa2da41a0ef8fd0d6915177dd5d"
    );
    assert_eq!(
        v4_signature(&request),
        "5a2330800133dca34c367a37f1055e18b787aae31dee776ff08c873ec11c909b"
    );
}

#[test]
fn v4_signature_in_the_query_form_with_and_without_expiry() {
    for (expires, hash, signature) in [
        (
            None,
            "4b89b734f9dcb6aca19e5410733d75689c29b374c01a03f7fe7be1309b4645d3",
            "31f5b1976f246c677fac55ac513ab9f593ee9f563db8ce7411abd1b3a4cafb85",
        ),
        (
            Some("900"),
            "759ddf2ed86d0eee68f0c81d668cb6a7f736440b1bc2ba679ce1184eda3232ba",
            "c7579ee9192ad3446e7d32be53ef61afdaffab749e5f191338cb568dee5f6026",
        ),
    ] {
        let mut all = group_params();
        all.set("X-Amz-Algorithm", v4::ALGORITHM);
        all.set("X-Amz-Credential", format!("AKLTExampleAccessKey01/{}", scope()));
        all.set("X-Amz-Date", "20240115T083000Z");
        all.set("X-Amz-SignedHeaders", "host");
        if let Some(seconds) = expires {
            all.set("X-Amz-Expires", seconds);
        }
        let query = all.encode();
        let request = CanonicalRequest::new("GET", &query, CanonicalHeaders::new([("host", HOST)]), b"");
        assert_eq!(request.hash(), hash);
        assert_eq!(v4_signature(&request), signature);
    }
}

#[test]
fn a_security_token_is_sent_and_signed_outside_the_url() {
    let region = Region::new("cn-beijing-6").unwrap();
    let credentials = credentials().with_security_token("t0ken");
    let signer = |version| Signer {
        version,
        credentials: &credentials,
        region: &region,
        host: HOST,
    };

    let v4 = signer(SignatureVersion::V4).sign("DescribeScalingGroup", Params::default(), now());
    assert_eq!(header(&v4, "x-ksc-security-token"), "t0ken");
    assert!(header(&v4, "authorization").contains("x-amz-date;x-ksc-security-token,"));

    let simplified =
        signer(SignatureVersion::Simplified).sign("DescribeScalingGroup", Params::default(), now());
    assert!(simplified.body.expose_secret().contains("&SecurityToken=t0ken&"));
    assert!(!v4.query.contains("t0ken") && !simplified.query.contains("t0ken"));
}
