"""The calls: runs under the emulator, finds it by its environment, and fails at the first unexpected answer."""

import json
import os
import time
import unittest
import urllib.request

from kscore.exceptions import ClientError
from kscore.session import get_session

ENDPOINT = os.environ["KSYUN_ENDPOINT_AUTOSCALING"]
REGION = os.environ["KSYUN_REGION"]
SUBNET = "1e3a9b8b-0833-4b29-9d3f-4a4188350591"
SECURITY_GROUP = "36e08d58-4b10-440c-9b0b-11da1f551c33"
PATIENCE_SECONDS = 20


def client(secret_key=os.environ["KSYUN_SECRET_KEY"]):
    return get_session().create_client(
        "kec",
        REGION,
        use_ssl=False,
        endpoint_url=ENDPOINT,
        ks_access_key_id=os.environ["KSYUN_ACCESS_KEY"],
        ks_secret_access_key=secret_key,
    )


def admin(route):
    with urllib.request.urlopen(f"{ENDPOINT}/_emulator/{route}", timeout=PATIENCE_SECONDS) as answer:
        return json.load(answer)


class ForeignClient(unittest.TestCase):
    def setUp(self):
        self.kec = client()

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def create_configuration(self):
        created = self.kec.create_scaling_configuration(
            ScalingConfigurationName="测试 web*~+",
            ImageId="IMG-5bcb4ea6-27e1-4a9d-9d09-67e0e17ea9ee",
            InstanceType="S2.1A",
            UserData="IyEvYmluL3NoCg==",
            KeepImageLogin=True,
            LineId="BGP",
        )
        return created["ScalingConfigurationId"]

    def create_group(self, configuration, desired):
        created = self.kec.create_scaling_group(**{
            "ScalingGroupName": "web",
            "ScalingConfigurationId": configuration,
            "MinSize": 0,
            "MaxSize": 3,
            "DesiredCapacity": desired,
            "RemovePolicy": "RemoveOldestInstance",
            "SubnetId.1": SUBNET,
            "SecurityGroupId": SECURITY_GROUP,
        })
        return created["ReturnSet"]["ScalingGroupId"]

    def group(self, group):
        listed = self.kec.describe_scaling_group(**{"ScalingGroupId.1": group})
        self.assertEqual(listed["ScalingGroupCount"], len(listed["ScalingGroupSet"]))
        return listed["ScalingGroupSet"][0] if listed["ScalingGroupSet"] else None

    def wait_for_instances(self, group, count):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            listed = self.kec.describe_scaling_instance(ScalingGroupId=group)
            if listed["ScalingInstanceCount"] == count:
                return
            if time.monotonic() > deadline:
                self.fail(f"group {group} has {listed['ScalingInstanceCount']} instances and not {count}")
            time.sleep(0.01)

    def delete_group(self, group):
        # Its last activity may be about to end.
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.kec.delete_scaling_group(ScalingGroupId=group)
                return
            except ClientError as error:
                if error.response["Error"]["Code"] != "ScalingGroupBusy" or time.monotonic() > deadline:
                    raise
            time.sleep(0.01)

    def test_a_configuration_lives_and_goes(self):
        configuration = self.create_configuration()
        self.kec.modify_scaling_configuration(
            ScalingConfigurationId=configuration, ScalingConfigurationName="worker", InstanceType="S2.2B"
        )
        find = {"ScalingConfigurationId.1": configuration}
        shown = self.kec.describe_scaling_configuration(**find)["ScalingConfigurationSet"][0]
        self.assertEqual(shown["ScalingConfigurationName"], "worker")
        self.assertEqual(shown["InstanceType"], "S2.2B")
        self.kec.delete_scaling_configuration(**find)
        gone = self.kec.describe_scaling_configuration(**find)
        self.assertEqual(gone["ScalingConfigurationSet"], [])

    def test_truth_values_arrive_as_python_writes_them(self):
        configuration = self.create_configuration()
        shown = self.kec.describe_scaling_configuration(**{"ScalingConfigurationId.1": configuration})
        self.assertIs(shown["ScalingConfigurationSet"][0]["KeepImageLogin"], True)
        self.assertEqual(shown["ScalingConfigurationSet"][0]["Project"]["ProjectId"], 0)

    def test_a_name_beyond_ascii_comes_back_unchanged(self):
        configuration = self.create_configuration()
        shown = self.kec.describe_scaling_configuration(**{"ScalingConfigurationId.1": configuration})
        self.assertEqual(shown["ScalingConfigurationSet"][0]["ScalingConfigurationName"], "测试 web*~+")

    def test_a_group_scales_and_goes(self):
        group = self.create_group(self.create_configuration(), desired=2)
        self.wait_for_instances(group, 2)
        self.refused("ScalingGroupBusy", self.kec.delete_scaling_group, ScalingGroupId=group)
        self.kec.disable_scaling_group(ScalingGroupId=group)
        self.assertEqual(self.group(group)["Status"], "UnActive")
        self.kec.enable_scaling_group(ScalingGroupId=group)
        self.kec.modify_scaling_group(ScalingGroupId=group, ScalingGroupName="idle", DesiredCapacity=0)
        self.wait_for_instances(group, 0)
        self.assertEqual(self.group(group)["ScalingGroupName"], "idle")
        activities = self.kec.describe_scaling_activity(ScalingGroupId=group)["ScalingActivitySet"]
        self.assertGreaterEqual(len(activities), 2)
        self.delete_group(group)
        self.assertIsNone(self.group(group))

    def test_a_policy_and_a_notification_of_a_group(self):
        group = self.create_group(self.create_configuration(), desired=0)
        metric = {"dimensionName": "cpu_usage", "comparisonOperator": "Greater", "threshold": 50}
        metric.update({"function": "avg", "period": 60, "repeatTimes": 2})
        created = self.kec.create_scaling_policy(
            ScalingGroupId=group,
            ScalingPolicyName="grow",
            AdjustmentType="QuantityChangeInCapacity",
            AdjustmentValue=1,
            CoolDown=60,
            Metric=json.dumps(metric),
        )
        policy = created["ReturnSet"]["ScalingPolicyId"]
        shown = self.kec.describe_scaling_policy(**{"ScalingGroupId": group, "ScalingPolicyId.1": policy})
        self.assertEqual(shown["ScalingPolicySet"][0]["Metric"]["Threshold"], 50)
        self.kec.delete_scaling_policy(**{"ScalingGroupId": group, "ScalingPolicyId": policy})

        self.kec.create_scaling_notification(**{"ScalingGroupId": group, "NotificationType.1": 1})
        shown = self.kec.describe_scaling_notification(ScalingGroupId=group)["ScalingNotificationSet"]
        self.assertEqual(shown[0]["ScalingNotificationTypes"], ["1"])

    def test_a_wrong_secret_and_a_missing_object_are_refused(self):
        self.refused("SignatureDoesNotMatch", client("another").describe_scaling_group)
        self.refused("ScalingGroupNotFound", self.kec.disable_scaling_group, ScalingGroupId="436995593677910016")

    @classmethod
    def tearDownClass(cls):
        unread = admin("unread")
        assert not unread, f"the emulator did not read what the SDK sent: {unread}"


if __name__ == "__main__":
    # The SDK leaves its sockets to the garbage collector, which Python would warn about.
    unittest.main(verbosity=2, warnings="ignore")
