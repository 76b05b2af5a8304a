"""Drives the official Python SDK for Cloud Eye against a simulator, operation by operation.

Usage: cloud_eye_check.py URL AK SK NOW

NOW is the simulator's time in milliseconds, on a clock that stands still. Every reply is checked
twice: the values the SDK hands out, and the JSON itself against the types the SDK's models declare,
because the SDK converts silently. The last line names the operations that were called.
"""

import datetime
import json
import sys

from huaweicloudsdkces import v1, v2
from huaweicloudsdkces.v1 import model as v1_models
from huaweicloudsdkces.v2 import model as v2_models
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkrabbitmq.v2 import ListInstancesDetailsRequest, RabbitMQClient

URL, AK, SK = sys.argv[1:4]
NOW = int(sys.argv[4])
MINUTE = 60_000
REGION = "cn-north-4"
CALLED = []
PRIMITIVES = {"str": str, "int": int, "bool": bool}


def client(of, sk=SK):
    credentials = BasicCredentials(AK, sk).with_iam_endpoint(URL)
    return of.new_builder().with_credentials(credentials).with_region(Region(REGION, URL)).build()


FIRST, SECOND = client(v1.CesClient), client(v2.CesClient)


def declared(models, type_name, value, where):
    """The JSON value has the type the SDK's model declares; null and absent are allowed."""
    if value is None:
        return
    if type_name.startswith("list["):
        assert isinstance(value, list), f"{where}: {value!r} is no list"
        for item in value:
            declared(models, type_name[5:-1], item, where + "[]")
    elif type_name in PRIMITIVES:
        kind = PRIMITIVES[type_name]
        assert isinstance(value, kind), f"{where}: {value!r} is no {type_name}"
        assert kind is not int or not isinstance(value, bool), f"{where}: {value!r} is no int"
    elif type_name == "float":
        assert isinstance(value, (int, float)), f"{where}: {value!r} is no number"
    elif type_name == "datetime":
        datetime.datetime.fromisoformat(value)
    else:
        model = getattr(models, type_name)
        if not isinstance(value, dict):
            # An enumeration of texts or numbers.
            assert isinstance(value, (str, int)), f"{where}: {value!r}"
            return
        for attribute, declared_type in model.openapi_types.items():
            key = model.attribute_map[attribute]
            declared(models, declared_type, value.get(key), f"{where}.{key}")


def call(operation, request):
    """Calls an operation of the version its request is of, and checks the types of its reply."""
    first = type(request).__module__.startswith("huaweicloudsdkces.v1")
    reply = getattr(FIRST if first else SECOND, operation)(request)
    assert reply.status_code == 200, f"{operation}: {reply.status_code}"
    models = v1_models if first else v2_models
    declared(models, type(reply).__name__, json.loads(reply.raw_content), operation)
    CALLED.append(operation)
    return reply


def refused(operation, request, status, code):
    first = type(request).__module__.startswith("huaweicloudsdkces.v1")
    try:
        getattr(FIRST if first else SECOND, operation)(request)
    except ServiceResponseException as error:
        # The SDK does not look into the nested shape of version 1: it hands out the whole of it.
        found = json.loads(error.error_msg)["message"]["code"] if first else error.error_code
        assert (error.status_code, found) == (status, code), f"{operation}: {error}"
        return
    raise AssertionError(f"{operation} was not refused with {code}")


def instances():
    rows = client(RabbitMQClient).list_instances_details(
        ListInstancesDetailsRequest(engine="rabbitmq", limit="50")).instances
    return [row for row in rows if row.status == "RUNNING" and row.engine_version.startswith("3.")]


def listed(instance):
    """Every node and queue of an instance by the list, in pages."""
    found, start = [], None
    while True:
        page = call("list_metrics", v1.ListMetricsRequest(
            namespace="SYS.DMS", dim_0=f"rabbitmq_instance_id,{instance}", start=start, limit=50, order="asc"))
        if not page.metrics:
            break
        assert page.meta_data.count == len(page.metrics) and page.meta_data.total >= len(page.metrics)
        found += page.metrics
        start = page.meta_data.marker
    assert len(found) == page.meta_data.total, (len(found), page.meta_data)
    refused("list_metrics", v1.ListMetricsRequest(limit=1001), 400, "ces.0013")
    return found


def batch(instance, nodes):
    def dimension(name, value):
        return v1.MetricsDimension(name=name, value=value)

    def series(metric, *dimensions):
        return v1.MetricInfo(namespace="SYS.DMS", metric_name=metric, dimensions=list(dimensions))

    def query(metrics, **changes):
        fields = {"period": "1", "filter": "average", "_from": NOW - 6 * MINUTE, "to": NOW} | changes
        return v1.BatchListMetricDataRequest(body=v1.BatchListMetricDataRequestBody(metrics=metrics, **fields))

    own = dimension("rabbitmq_instance_id", instance)
    wanted = [series("connections", own)]
    wanted += [series("rabbitmq_alive", own, dimension("rabbitmq_node", node)) for node in nodes]
    wanted += [series("nothing", own)]
    metrics = call("batch_list_metric_data", query(wanted)).metrics
    assert [entry.metric_name for entry in metrics] == [entry.metric_name for entry in wanted]
    assert metrics[0].unit == "Count" and len(metrics[0].datapoints) >= 3, metrics[0]
    assert metrics[1].datapoints[-1].average == 1, metrics[1]
    assert (metrics[-1].unit, metrics[-1].datapoints) == ("unknown", []), metrics[-1]
    hour = query(wanted[:1], period="300", filter="max", _from=NOW - 60 * MINUTE)
    hour = call("batch_list_metric_data", hour).metrics[0].datapoints
    assert 10 <= len(hour) <= 12 and all(point.max is not None and point.timestamp % 300_000 == 0 for point in hour)
    refused("batch_list_metric_data", query([wanted[0]] * 501), 400, "ces.0014")


def single(instance):
    points = call("show_metric_data", v1.ShowMetricDataRequest(
        namespace="SYS.DMS", metric_name="connections", dim_0=f"rabbitmq_instance_id,{instance}",
        filter="average", period=300, _from=NOW - 30 * MINUTE, to=NOW)).datapoints
    assert points and all(point.unit == "Count" for point in points), points


def of_all():
    def query(offset, limit):
        return v2.BatchListSpecifiedMetricDataRequest(body=v2.BatchListSpecifiedMetricDataRequestBody(
            namespace="SYS.DMS", metric_name="connections", metric_dimension="rabbitmq_instance_id",
            _from=NOW - 5 * MINUTE, to=NOW, limit=limit, offset=offset))

    offset = 0
    while points := call("batch_list_specified_metric_data", query(offset, 20)).data_points:
        assert all(point.value is not None and point.dimensions[0].origin_value for point in points)
        offset += len(points)
    assert offset >= 20, offset
    refused("batch_list_specified_metric_data", query(0, 1001), 400, "ces.0014")


def alarms():
    rules = call("list_alarm_rules", v2.ListAlarmRulesRequest(namespace="SYS.DMS", limit=100))
    assert rules.count == len(rules.alarms)
    quota, = call("show_quotas", v1.ShowQuotasRequest()).quotas.resources
    assert (quota.type, quota.used) == ("alarm", rules.count)
    listed = next(rule for rule in rules.alarms if rule.type == "MULTI_INSTANCE")
    resources = call("list_alarm_rule_resources", v2.ListAlarmRuleResourcesRequest(
        alarm_id=listed.alarm_id, limit=100))
    assert resources.count == len(resources.resources) > 0
    policies = call("list_alarm_rule_policies", v2.ListAlarmRulePoliciesRequest(alarm_id=listed.alarm_id))
    assert (policies.policies[0].metric_name, policies.policies[0].level) == ("messages_ready", 2)
    refused("list_alarm_rule_policies", v2.ListAlarmRulePoliciesRequest(
        alarm_id="al0000000000000000000000"), 404, "ces.0016")
    # The list of statuses goes out as a repeated parameter.
    firing = call("list_alarm_histories", v2.ListAlarmHistoriesRequest(
        namespace="SYS.DMS", status=["alarm", "insufficient_data"], order_by="alarm_level"))
    memory = next(record for record in firing.alarm_histories
                  if record.metric.metric_name == "rabbitmq_memory_high_watermark")
    assert (memory.status, memory.level, memory.end_time) == ("alarm", 1, None), memory
    # A text or a time, by what else is installed.
    begin = datetime.datetime.fromisoformat(str(memory.begin_time))
    assert begin.utcoffset() == datetime.timedelta(hours=8), begin
    assert [dimension.name for dimension in memory.metric.dimensions] == ["rabbitmq_instance_id", "rabbitmq_node"]
    refused("list_alarm_histories", v2.ListAlarmHistoriesRequest(limit=101), 400, "ces.0006")


def templates():
    found = call("list_alarm_templates", v2.ListAlarmTemplatesRequest(
        namespace="SYS.DMS", dim_name="rabbitmq_instance_id,rabbitmq_node", template_type="system"))
    assert found.count == len(found.alarm_templates) == 1
    shown = call("show_alarm_template", v2.ShowAlarmTemplateRequest(
        template_id=found.alarm_templates[0].template_id))
    assert {policy.metric_name for policy in shown.policies} >= {"rabbitmq_alive", "rabbitmq_cpu_usage"}
    switch, = call("list_one_click_alarms", v2.ListOneClickAlarmsRequest()).one_click_alarms
    assert (switch.namespace, switch.enabled) == ("SYS.DMS", False)


def identity():
    """A signature that does not fit is refused; the host is signed, as for every service."""
    try:
        client(v1.CesClient, sk="wrong").show_quotas(v1.ShowQuotasRequest())
    except Exception as error:
        assert "APIGW.0301" in str(error) and "verify aksk signature fail" in str(error), error
        return
    raise AssertionError("a wrong secret key was accepted")


INSTANCE = instances()[0].instance_id
SERIES = listed(INSTANCE)
NODES = [entry.dimensions[1].value for entry in SERIES if entry.metric_name == "rabbitmq_alive"]
assert NODES, SERIES
batch(INSTANCE, NODES)
single(INSTANCE)
of_all()
alarms()
templates()
identity()
print(" ".join(sorted(set(CALLED))))
