"""Each rule of the official model is kept by the platform, and its refusal names the field and the wire's error type."""

import json
import urllib.error
import urllib.request
import uuid

import pytest

from platform_under_test import ROLE, code, refusal

ABSENT_ID = "absent-AbCdEf1234"
ABSENT_ARN = f"arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/{ABSENT_ID}"
SESSION = "s" * 33

GOOD = {
    "agentRuntimeName": "refused",
    "agentRuntimeArtifact": code({"bucket": "cadre-artifacts", "prefix": "nowhere.zip"}),
    "roleArn": ROLE,
    "networkConfiguration": {"networkMode": "PUBLIC"},
}

WRONG_CREATIONS = {
    "name with a hyphen": ({"agentRuntimeName": "my-agent"}, "agentRuntimeName"),
    "name that starts with a digit": ({"agentRuntimeName": "1agent"}, "agentRuntimeName"),
    "name of 49 characters": ({"agentRuntimeName": "a" * 49}, "agentRuntimeName"),
    "no name": ({"agentRuntimeName": None}, "agentRuntimeName"),
    "no role": ({"roleArn": None}, "roleArn"),
    "role that is no role": ({"roleArn": "arn:aws:iam::123456789012:user/me"}, "roleArn"),
    "no artifact": ({"agentRuntimeArtifact": None}, "agentRuntimeArtifact"),
    "runtime unknown": ({"agentRuntimeArtifact": code({"bucket": "cadre", "prefix": "k"}, "COBOL_85")}, "runtime"),
    "three entry points": (
        {
            "agentRuntimeArtifact": {
                "codeConfiguration": {
                    "code": {"s3": {"bucket": "cadre", "prefix": "k"}},
                    "runtime": "PYTHON_3_12",
                    "entryPoint": ["a", "b", "c"],
                }
            }
        },
        "entryPoint",
    ),
    "network mode unknown": ({"networkConfiguration": {"networkMode": "MARS"}}, "networkMode"),
    "client token too short": ({"clientToken": "short"}, "clientToken"),
    "description empty": ({"description": ""}, "description"),
    "description too long": ({"description": "x" * 4097}, "description"),
    "protocol unknown": ({"protocolConfiguration": {"serverProtocol": "SOAP"}}, "serverProtocol"),
    "idle timeout under a minute": (
        {"lifecycleConfiguration": {"idleRuntimeSessionTimeout": 59}},
        "idleRuntimeSessionTimeout",
    ),
    "idle timeout over the life": (
        {"lifecycleConfiguration": {"idleRuntimeSessionTimeout": 900, "maxLifetime": 60}},
        "idleRuntimeSessionTimeout",
    ),
    "51 variables": ({"environmentVariables": {f"V{n}": "x" for n in range(51)}}, "environmentVariables"),
    "21 allowed headers": (
        {"requestHeaderConfiguration": {"requestHeaderAllowlist": [f"X-{n}" for n in range(21)]}},
        "requestHeaderAllowlist",
    ),
    "tag key with a star": ({"tags": {"a*": "b"}}, "tags"),
}


@pytest.mark.parametrize("change, field", WRONG_CREATIONS.values(), ids=WRONG_CREATIONS.keys())
def test_a_wrong_creation_is_refused_and_the_field_is_named(lax, change, field):
    arguments = {name: value for name, value in {**GOOD, **change}.items() if value is not None}
    kind, status, message, response = refusal(lax("bedrock-agentcore-control").create_agent_runtime, **arguments)
    assert (kind, status) == ("ValidationException", 400)
    assert field in message
    assert field in json.dumps(response.get("fieldList", [])), response


def test_a_hyphen_in_a_name_comes_with_the_name_that_would_do(control):
    _, _, message, _ = refusal(control.create_agent_runtime, **{**GOOD, "agentRuntimeName": "my-agent"})
    assert "my_agent" in message


ABSENT = {
    "get": ("get_agent_runtime", {"agentRuntimeId": ABSENT_ID}),
    "delete": ("delete_agent_runtime", {"agentRuntimeId": ABSENT_ID}),
    "versions": ("list_agent_runtime_versions", {"agentRuntimeId": ABSENT_ID}),
    "get endpoint": ("get_agent_runtime_endpoint", {"agentRuntimeId": ABSENT_ID, "endpointName": "DEFAULT"}),
    "create endpoint": ("create_agent_runtime_endpoint", {"agentRuntimeId": ABSENT_ID, "name": "prod"}),
    "update endpoint": ("update_agent_runtime_endpoint", {"agentRuntimeId": ABSENT_ID, "endpointName": "prod"}),
    "delete endpoint": ("delete_agent_runtime_endpoint", {"agentRuntimeId": ABSENT_ID, "endpointName": "prod"}),
    "tags": ("list_tags_for_resource", {"resourceArn": ABSENT_ARN}),
    "tag": ("tag_resource", {"resourceArn": ABSENT_ARN, "tags": {"a": "b"}}),
    "untag": ("untag_resource", {"resourceArn": ABSENT_ARN, "tagKeys": ["a"]}),
}


@pytest.mark.parametrize("operation, arguments", ABSENT.values(), ids=ABSENT.keys())
def test_what_is_not_there_is_not_found(control, operation, arguments):
    kind, status, message, _ = refusal(getattr(control, operation), **arguments)
    assert (kind, status) == ("ResourceNotFoundException", 404)
    assert ABSENT_ID in message


ABSENT_DATA = {
    "invoke": ("invoke_agent_runtime", {"payload": b"{}"}),
    "stop": ("stop_runtime_session", {"runtimeSessionId": SESSION}),
    "command": ("invoke_agent_runtime_command", {"runtimeSessionId": SESSION, "body": {"command": "true"}}),
    "card": ("get_agent_card", {}),
}


@pytest.mark.parametrize("operation, arguments", ABSENT_DATA.values(), ids=ABSENT_DATA.keys())
def test_an_agent_that_is_not_there_cannot_be_called(data, operation, arguments):
    kind, status, message, _ = refusal(getattr(data, operation), agentRuntimeArn=ABSENT_ARN, **arguments)
    assert (kind, status) == ("ResourceNotFoundException", 404)
    assert ABSENT_ID in message


def test_a_qualifier_that_is_not_there_is_not_found(data, probe):
    for qualifier in ("absent", "99"):
        kind, status, message, _ = refusal(
            data.invoke_agent_runtime, agentRuntimeArn=probe.arn, qualifier=qualifier, payload=b"{}"
        )
        assert (kind, status) == ("ResourceNotFoundException", 404)
        assert qualifier in message


@pytest.mark.parametrize("length", [1, 32, 257])
def test_a_session_id_has_33_to_256_characters(lax, probe, length):
    kind, status, message, _ = refusal(
        lax("bedrock-agentcore").invoke_agent_runtime,
        agentRuntimeArn=probe.arn,
        runtimeSessionId="s" * length,
        payload=b"{}",
    )
    assert (kind, status) == ("ValidationException", 400)
    assert "session" in message.lower()


def test_an_arn_that_is_none_is_refused(data):
    kind, status, _, _ = refusal(data.invoke_agent_runtime, agentRuntimeArn="arn:aws:s3:::bucket", payload=b"{}")
    assert (kind, status) in {("ValidationException", 400), ("ResourceNotFoundException", 404)}


def test_a_session_that_was_never_started_cannot_be_stopped(data, probe):
    kind, status, message, _ = refusal(
        data.stop_runtime_session, agentRuntimeArn=probe.arn, runtimeSessionId=f"never-{uuid.uuid4()}"
    )
    assert (kind, status) == ("ResourceNotFoundException", 404)
    assert "never-" in message


def raw(platform, method, path, body=None, headers=None):
    request = urllib.request.Request(platform.url + path, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def test_a_refusal_carries_its_type_in_header_and_body(platform, probe):
    status, headers, body = raw(platform, "GET", f"/runtimes/{ABSENT_ID}/")
    told = json.loads(body)
    assert status == 404
    assert headers["x-amzn-errortype"].split(":")[0] == "ResourceNotFoundException"
    assert headers["x-amzn-requestid"]
    assert told["__type"].split("#")[-1] == "ResourceNotFoundException"
    assert ABSENT_ID in told["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff\xfe", b'{"agentRuntimeName": 7}'])
def test_a_body_that_cannot_be_read_is_a_validation_error(platform, body):
    status, headers, answer = raw(platform, "PUT", "/runtimes/", body, {"Content-Type": "application/json"})
    assert status == 400, answer
    assert headers["x-amzn-errortype"].split(":")[0] in ("ValidationException", "SerializationException")


def test_a_path_that_is_not_served_is_not_found_and_not_a_page(platform):
    status, headers, body = raw(platform, "GET", "/no/such/thing")
    assert status == 404
    assert "html" not in headers.get("Content-Type", "")
    assert b"Exception" not in body or b"\tat " not in body


def test_a_deep_json_body_does_not_hurt(platform):
    status, _, _ = raw(platform, "PUT", "/runtimes/", b"[" * 100_000, {"Content-Type": "application/json"})
    assert status == 400
