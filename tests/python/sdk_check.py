"""Drives the official Python SDK for RabbitMQ against a simulator, operation by operation.

Usage: sdk_check.py URL AK SK

Every reply is checked twice: the values the SDK hands out, and the JSON itself against the types
the SDK's models declare, because the SDK converts silently ("false" becomes True). The last line
names the operations that were called. The simulator runs so fast that whatever takes time is done
by the next call.
"""

import json
import re
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import SdkException, ServiceResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkiam import v3 as iam_v3
from huaweicloudsdkrabbitmq.v2 import *  # noqa: F403 - request and model classes
from huaweicloudsdkrabbitmq.v2 import model as models

URL, AK, SK = sys.argv[1:4]
# What the simulator grants: the agency `ops` of the account `acme`.
ACCOUNT_ID = "d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0"
LENT_PROJECT = "fedcba9876543210fedcba9876543210"
REGION = "cn-north-4"
CALLED = []
PRIMITIVES = {"str": str, "int": int, "float": float, "bool": bool, "object": object}


def client(ak=AK, sk=SK, region=REGION):
    credentials = BasicCredentials(ak, sk).with_iam_endpoint(URL)
    builder = RabbitMQClient.new_builder().with_credentials(credentials)
    return builder.with_region(Region(region, URL)).build()


def declared(type_name, value, where):
    """The JSON value has the type the SDK's model declares; null and absent are allowed."""
    if value is None:
        return
    if type_name.startswith("list["):
        assert isinstance(value, list), f"{where}: {value!r} is no list"
        for item in value:
            declared(type_name[5:-1], item, where + "[]")
    elif type_name.startswith("dict("):
        assert isinstance(value, dict), f"{where}: {value!r} is no object"
    elif type_name in PRIMITIVES:
        kind = PRIMITIVES[type_name]
        assert isinstance(value, kind), f"{where}: {value!r} is no {type_name}"
        assert kind is not int or not isinstance(value, bool), f"{where}: {value!r} is no int"
    else:
        check_model(getattr(models, type_name), value, where)


def check_model(model, value, where):
    assert isinstance(value, dict), f"{where}: {value!r} is no object"
    for attribute, type_name in model.openapi_types.items():
        key = model.attribute_map[attribute]
        declared(type_name, value.get(key), f"{where}.{key}")


def call(operation, request, status):
    """Calls an operation and checks its status and its types."""
    reply = getattr(CLIENT, operation)(request)
    assert reply.status_code == status, f"{operation}: {reply.status_code}"
    if reply.raw_content:
        check_model(type(reply), json.loads(reply.raw_content), operation)
    CALLED.append(operation)
    return reply


def refused(operation, request, status, code):
    try:
        getattr(CLIENT, operation)(request)
    except ServiceResponseException as error:
        assert (error.status_code, error.error_code) == (status, code), f"{operation}: {error}"
        assert error.error_msg and error.request_id, f"{operation}: {error}"
        return
    raise AssertionError(f"{operation} was not refused with {code}")


def offers():
    zones = call("list_available_zones", ListAvailableZonesRequest(), 200)
    assert zones.region_id == REGION
    assert any(zone.sold_out for zone in zones.available_zones)
    assert zones.available_zones[0].remain_time >= 2**63 - 1
    windows = call("show_maintain_windows", ShowMaintainWindowsRequest(), 200).maintain_windows
    assert [(window.begin, window.end) for window in windows if window.default] == [("02", "06")]
    products = call("list_engine_products", ListEngineProductsRequest(engine="rabbitmq"), 200)
    single = next(p for p in products.products if p.product_id == "c6.2u4g.single")
    assert (single.properties.min_broker, single.properties.max_broker) == ("1", "1")
    zone = next(zone for zone in zones.available_zones if not zone.sold_out)
    return zone.id, single.product_id


def order(name, zone, product):
    return CreatePostPaidInstanceByEngineRequest(
        engine="rabbitmq",
        body=CreateInstanceReq(
            name=name, description="from the \"SDK\"", engine="rabbitmq", engine_version="3.8.35",
            storage_space=100, access_user="root_01", password="Canary-123",
            vpc_id="1e93f86e-13af-46c8-97d6-d40fa62b76c2",
            security_group_id="0aaa0033-bf7f-4c41-a6c2-18cd04cad2c8",
            subnet_id="b5fa806c-35e7-4299-b659-b39398dd4718",
            available_zones=[zone], product_id=product, ssl_enable=False,
            storage_spec_code="dms.physical.storage.high.v2",
            tags=[TagEntity(key="env", value="测试")],
        ),
    )


def create(zone, product):
    reply = call("create_post_paid_instance_by_engine", order("sdk-demo", zone, product), 200)
    refused("create_post_paid_instance_by_engine", order("sdk-demo", zone, product), 400, "DMS.00400060")
    refused("create_post_paid_instance_by_engine", order("sdk-other", "nowhere", product), 400, "DMS.00400042")
    shown = call("show_instance", ShowInstanceRequest(instance_id=reply.instance_id), 200)
    assert (shown.name, shown.status, shown.engine, shown.charging_mode) == ("sdk-demo", "RUNNING", "rabbitmq", 1)
    assert (shown.total_storage_space, shown.storage_space, shown.broker_num) == (100, 83, 1)
    assert [(tag.key, tag.value) for tag in shown.tags] == [("env", "测试")]
    return reply.instance_id


def lists(instance):
    page = call("list_instances_details", ListInstancesDetailsRequest(
        engine="rabbitmq", include_failure="true", limit="50", offset="0"), 200)
    assert page.instance_num == len(page.instances) == 25
    exact = call("list_instances_details", ListInstancesDetailsRequest(
        engine="rabbitmq", name="sdk-demo", exact_match_name="true"), 200)
    assert [row.instance_id for row in exact.instances] == [instance]
    refused("list_instances_details", ListInstancesDetailsRequest(limit="51"), 400, "DMS.00400062")


def change(instance):
    call("update_instance", UpdateInstanceRequest(instance_id=instance, body=UpdateInstanceReq(
        name="sdk-demo-2", description="changed", maintain_begin="22:00:00", maintain_end="02:00:00")), 204)
    refused("update_instance", UpdateInstanceRequest(instance_id=instance, body=UpdateInstanceReq(
        maintain_begin="23:00:00", maintain_end="03:00:00")), 400, "DMS.00400106")
    call("reset_password", ResetPasswordRequest(instance_id=instance, body=ResetPasswordReq(
        new_password="Canary-456")), 204)
    refused("reset_password", ResetPasswordRequest(instance_id=instance, body=ResetPasswordReq(
        new_password="short")), 400, "DMS.00400019")


def plugins(instance):
    listed = call("list_plugins", ListPluginsRequest(instance_id=instance), 200)
    assert listed.plugins_modifying is False
    assert not any(plugin.enable or plugin.running for plugin in listed.plugins)
    job = call("update_plugins", UpdatePluginsRequest(instance_id=instance, body=UpdatePluginsReq(
        enable=True, plugins="rabbitmq_federation,rabbitmq_shovel")), 200)
    refused("update_plugins", UpdatePluginsRequest(instance_id=instance, body=UpdatePluginsReq(
        enable=True, plugins="rabbitmq_nothing")), 400, "DMS.00400970")
    task = call("show_background_task", ShowBackgroundTaskRequest(instance_id=instance, task_id=job.job_id), 200)
    assert (task.task_count, task.tasks[0].status) == ("1", "SUCCESS")
    assert json.loads(task.tasks[0].params)["plugins"] == "rabbitmq_federation,rabbitmq_shovel"
    on = [p.name for p in CLIENT.list_plugins(ListPluginsRequest(instance_id=instance)).plugins if p.enable]
    assert on == ["rabbitmq_federation", "rabbitmq_shovel"]


def resize(instance):
    offer = call("show_engine_instance_extend_product_info", ShowEngineInstanceExtendProductInfoRequest(
        engine="rabbitmq", instance_id=instance, type="advanced"), 200)
    assert {product.type for product in offer.products} == {"single"}
    call("resize_engine_instance", ResizeEngineInstanceRequest(engine="rabbitmq", instance_id=instance,
        body=ResizeEngineInstanceReq(oper_type="storage", new_storage_space=200)), 200)
    shown = CLIENT.show_instance(ShowInstanceRequest(instance_id=instance))
    assert (shown.total_storage_space, shown.extend_times) == (200, 1)
    refused("resize_engine_instance", ResizeEngineInstanceRequest(engine="rabbitmq", instance_id=instance,
        body=ResizeEngineInstanceReq(oper_type="storage", new_storage_space=250)), 400, "DMS.00400500")


def quotas():
    resources = call("show_quotas", ShowQuotasRequest(), 200).quotas.resources
    known = [(each.type, each.quota, each.used) for each in resources]
    assert known == [("rabbitmqInstance", 100, 25), ("kafkaInstance", 100, 3),
                     ("rocketmqInstance", 100, 0), ("tags", 20, 0)], known


def auto_expand(instance):
    def change(**fields):
        body = AlterAutoVolumeExpandConfig(**fields)
        return UpdateVolumeExpansionConfigRequest(instance_id=instance, body=body)

    def shown():
        reply = call("show_volume_expand_config", ShowVolumeExpandConfigRequest(instance_id=instance), 200)
        return (reply.auto_volume_expand_enable, reply.expand_threshold, reply.expand_increment, reply.max_volume_size)

    assert shown() == (False, 0, 0, 0)
    on = {"auto_volume_expand_enable": True, "expand_threshold": 80}
    call("update_volume_expansion_config", change(max_volume_size=1000, **on), 204)
    assert shown() == (True, 80, 10, 1000)
    refused("update_volume_expansion_config", change(max_volume_size=200, **on), 400, "DMS.00400062")
    call("update_volume_expansion_config", change(auto_volume_expand_enable=False), 204)
    assert shown() == (False, 0, 0, 0)


def topology(instance):
    vhosts = call("list_vhosts", ListVhostsRequest(instance_id=instance, limit=50), 200)
    assert vhosts.size == vhosts.total == len(vhosts.items)
    assert "/" in [each.name for each in vhosts.items]
    # The SDK encodes names in paths and leaves it to its user to spell a slash otherwise.
    default = "__F_SLASH__"
    queues = call("list_queues", ListQueuesRequest(instance_id=instance, vhost=default, limit=50), 200).items
    refused("list_queues", ListQueuesRequest(instance_id=instance, vhost="/"), 404, "DMS.00404001")
    plain = next(each for each in queues if each.arguments is None)
    name = plain.name.replace("/", default)
    shown = call("show_queue_details", ShowQueueDetailsRequest(
        instance_id=instance, vhost=default, queue=name), 200)
    assert (shown.name, shown.consumers) == (plain.name, len(shown.consumer_details))
    assert all(each.destination == plain.name for each in shown.queue_bindings)
    call("delete_queue_info", DeleteQueueInfoRequest(instance_id=instance, vhost=default, queue=name), 204)
    refused("list_user", ListUserRequest(instance_id=instance), 400, "DMS.00400008")
    amqp, = CLIENT.list_instances_details(ListInstancesDetailsRequest(name="sessions-eu-01")).instances
    users = call("list_user", ListUserRequest(instance_id=amqp.instance_id), 200)
    assert users.total >= len(users.users) > 0 and users.users[0].secret_key == "*" * 14


def tags(instance):
    def action(word, *pairs):
        body = BatchCreateOrDeleteTagReq(action=word, tags=[TagEntity(key=k, value=v) for k, v in pairs])
        return BatchCreateOrDeleteRabbitMqTagRequest(instance_id=instance, body=body)
    call("batch_create_or_delete_rabbit_mq_tag", action("create", ("team", "支付"), ("tier", "gold")), 204)
    call("batch_create_or_delete_rabbit_mq_tag", action("delete", ("tier", "gold")), 204)
    refused("batch_create_or_delete_rabbit_mq_tag", action("create", ("a=b", "c")), 400, "DMS.10240036")
    listed = call("show_rabbit_mq_tags", ShowRabbitMqTagsRequest(instance_id=instance), 200)
    assert [(tag.key, tag.value) for tag in listed.tags] == [("env", "测试"), ("team", "支付")]
    project = call("show_rabbit_mq_project_tags", ShowRabbitMqProjectTagsRequest(), 200)
    assert "支付" in next(tag.values for tag in project.tags if tag.key == "team")


def tasks(instance):
    listed = call("list_background_tasks", ListBackgroundTasksRequest(
        instance_id=instance, start=1, limit=100, begin_time="20200101000000"), 200)
    assert int(listed.task_count) == len(listed.tasks) >= 4
    assert listed.tasks[-1].name == "createInstance"
    oldest = listed.tasks[-1].id
    call("delete_background_task", DeleteBackgroundTaskRequest(instance_id=instance, task_id=oldest), 204)
    refused("show_background_task", ShowBackgroundTaskRequest(
        instance_id=instance, task_id=oldest), 404, "DMS.00404001")


def recycle(instance):
    def policy(**fields):
        reply = call("modify_recycle_policy", ModifyRecyclePolicyRequest(body=ModifyRecyclePolicyReq(**fields)), 200)
        return (reply.default_use_recycle, reply.retention_days, reply.recycle_instances)

    def inside():
        rows = call("show_recycle_instances", ShowRecycleInstancesRequest(), 200).recycle_instances
        return {row.instance_id: row for row in rows}

    def restore(*ids):
        return RestoreRecycleInstanceRequest(body=BatchResumeInstanceReq(instances=list(ids)))

    def status():
        return CLIENT.show_instance(ShowInstanceRequest(instance_id=instance)).status

    assert sorted(row.engine for row in inside().values()) == ["kafka", "rabbitmq"]
    assert policy(default_use_recycle=True, retention_days=2) == (True, 2, None)
    refused("modify_recycle_policy", ModifyRecyclePolicyRequest(body=ModifyRecyclePolicyReq(
        retention_days=8)), 400, "DMS.00400062")
    call("delete_instance", DeleteInstanceRequest(instance_id=instance), 204)
    row = inside()[instance]
    assert (row.status, row.save_time, status()) == ("RECYCLE", 2, "RECYCLE")
    assert row.auto_delete_time - row.in_recycle_time == 2 * 24 * 3600 * 1000
    refused("restore_recycle_instance", restore(
        instance, "11111111-1111-1111-1111-111111111111"), 404, "DMS.00404022")
    result, = call("restore_recycle_instance", restore(instance), 200).results
    assert result.job_id and result.error_msg is None, result
    assert status() == "RUNNING" and instance not in inside()
    result, = call("restore_recycle_instance", restore(instance), 200).results
    assert result.error_msg and result.job_id is None, result
    assert policy(default_use_recycle=False) == (False, 2, None)


def delete(instance, zone, product):
    call("delete_instance", DeleteInstanceRequest(instance_id=instance), 204)
    refused("show_instance", ShowInstanceRequest(instance_id=instance), 404, "DMS.00404022")
    other = CLIENT.create_post_paid_instance_by_engine(order("sdk-batch", zone, product)).instance_id
    batch = call("batch_restart_or_delete_instances", BatchRestartOrDeleteInstancesRequest(
        body=BatchRestartOrDeleteInstanceReq(action="delete", instances=[other, instance])), 200)
    assert [(r.instance, r.result) for r in batch.results] == [(other, "success"), (instance, "failed")]
    call("batch_restart_or_delete_instances", BatchRestartOrDeleteInstancesRequest(
        body=BatchRestartOrDeleteInstanceReq(action="delete", all_failure="rabbitmq")), 204)


def agency():
    """Temporary keys of an agency, by the SDK for IAM, see the project of the account that grants it."""
    def iam(sk):
        credentials = GlobalCredentials(AK, sk, "65382450e8f64ac0870cd180d14e684b")
        return iam_v3.IamClient.new_builder().with_credentials(credentials).with_region(Region(REGION, URL)).build()

    def ask(name, sk=SK, **account):
        role = iam_v3.IdentityAssumerole(agency_name=name, **account)
        identity = iam_v3.AgencyAuthIdentity(methods=["assume_role"], assume_role=role)
        body = iam_v3.CreateTemporaryAccessKeyByAgencyRequestBody(auth=iam_v3.AgencyAuth(identity=identity))
        request = iam_v3.CreateTemporaryAccessKeyByAgencyRequest(body=body)
        return iam(sk).create_temporary_access_key_by_agency(request)

    def refused_with(status, *args, **kwargs):
        try:
            ask(*args, **kwargs)
        except ServiceResponseException as error:
            assert error.status_code == status and error.error_msg, error
            return
        raise AssertionError(f"{args} {kwargs} was not refused")

    reply = ask("ops", domain_name="acme", duration_seconds=3600)
    assert reply.status_code == 201, reply
    keys = reply.credential
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", keys.expires_at), keys.expires_at
    credentials = BasicCredentials(keys.access, keys.secret).with_iam_endpoint(URL)
    credentials = credentials.with_security_token(keys.securitytoken)
    builder = RabbitMQClient.new_builder().with_credentials(credentials)
    lent = builder.with_region(Region(REGION, URL)).build()
    assert lent.list_instances_details(ListInstancesDetailsRequest(engine="rabbitmq")).status_code == 200
    assert credentials.project_id == LENT_PROJECT, credentials.project_id
    assert ask("ops", domain_id=ACCOUNT_ID).status_code == 201
    refused_with(403, "opps", domain_name="acme")
    refused_with(403, "ops", domain_name="other")
    refused_with(400, "ops", domain_name="acme", duration_seconds=60)
    refused_with(401, "ops", sk="wrong", domain_name="acme")


def identity():
    """Credentials that do not fit are refused; a region without a project is an error."""
    try:
        client(sk="wrong").list_available_zones(ListAvailableZonesRequest())
    except SdkException as error:
        assert "APIGW.0301" in str(error) and "verify aksk signature fail" in str(error), error
    else:
        raise AssertionError("a wrong secret key was accepted")
    try:
        client(region="nowhere-1").list_available_zones(ListAvailableZonesRequest())
    except SdkException as error:
        assert "Failed to get project id of region 'nowhere-1'" in str(error), error
    else:
        raise AssertionError("a region without a project was accepted")


CLIENT = client()
ZONE, PRODUCT = offers()
INSTANCE = create(ZONE, PRODUCT)
lists(INSTANCE)
change(INSTANCE)
plugins(INSTANCE)
resize(INSTANCE)
quotas()
auto_expand(INSTANCE)
topology(INSTANCE)
tags(INSTANCE)
tasks(INSTANCE)
recycle(INSTANCE)
delete(INSTANCE, ZONE, PRODUCT)
agency()
identity()
print(" ".join(sorted(set(CALLED))))
