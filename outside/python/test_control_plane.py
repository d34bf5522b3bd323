"""The control plane: agents, versions, endpoints, tags, pages and idempotency."""

import re
import uuid

import pytest

from platform_under_test import ROLE, ROOT, code, refusal


def request(artifact, **more):
    return {
        "agentRuntimeName": f"made_{uuid.uuid4().hex[:10]}",
        "agentRuntimeArtifact": code(artifact),
        "roleArn": ROLE,
        "networkConfiguration": {"networkMode": "PUBLIC"},
        **more,
    }


@pytest.fixture
def create(control, platform, probe_artifact):
    made = []

    def call(**more):
        answer = control.create_agent_runtime(**request(probe_artifact, **more))
        if answer["agentRuntimeId"] not in made:
            made.append(answer["agentRuntimeId"])
        return answer

    yield call
    for runtime_id in made:
        platform.destroy(runtime_id)


def test_a_created_agent_has_an_id_an_arn_and_version_1(create, control, platform):
    made = create(agentRuntimeName="named_agent", description="says back")
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert made["status"] == "CREATING"
    assert made["agentRuntimeVersion"] == "1"
    assert re.fullmatch(r"named_agent-[a-zA-Z0-9]{10}", made["agentRuntimeId"])
    assert re.fullmatch(
        rf"arn:aws:bedrock-agentcore:[a-z0-9-]+:\d{{12}}:runtime/{made['agentRuntimeId']}", made["agentRuntimeArn"]
    )
    found = platform.wait_ready(made["agentRuntimeId"])
    assert found["agentRuntimeName"] == "named_agent"
    assert found["description"] == "says back"
    assert found["roleArn"] == ROLE
    assert found["networkConfiguration"]["networkMode"] == "PUBLIC"
    assert found["lifecycleConfiguration"] == {"idleRuntimeSessionTimeout": 900, "maxLifetime": 28800}
    assert found["createdAt"] == made["createdAt"]
    assert "failureReason" not in found


def test_every_setting_is_returned_as_it_was_given(create, control, probe_artifact):
    settings = {
        "environmentVariables": {"A": "b", "EMPTY": ""},
        "lifecycleConfiguration": {"idleRuntimeSessionTimeout": 60, "maxLifetime": 120},
        "protocolConfiguration": {"serverProtocol": "HTTP"},
        "requestHeaderConfiguration": {"requestHeaderAllowlist": ["X-One", "X-Two"]},
        "authorizerConfiguration": {
            "customJWTAuthorizer": {
                "discoveryUrl": "https://issuer.example/.well-known/openid-configuration",
                "allowedAudience": ["audience"],
            }
        },
    }
    made = create(**settings)
    found = control.get_agent_runtime(agentRuntimeId=made["agentRuntimeId"])
    assert {name: found[name] for name in settings} == settings
    assert found["agentRuntimeArtifact"] == code(probe_artifact)


def test_an_update_makes_a_new_version_and_the_old_one_stays_as_it_was(create, control, platform, probe_artifact):
    made = create(description="first")
    runtime_id = made["agentRuntimeId"]
    platform.wait_ready(runtime_id)
    updated = control.update_agent_runtime(
        agentRuntimeId=runtime_id,
        agentRuntimeArtifact=code(probe_artifact),
        roleArn=ROLE,
        networkConfiguration={"networkMode": "PUBLIC"},
        description="second",
    )
    assert updated["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert updated["agentRuntimeVersion"] == "2"
    assert updated["status"] == "UPDATING"
    assert platform.wait_ready(runtime_id)["description"] == "second"
    first = control.get_agent_runtime(agentRuntimeId=runtime_id, agentRuntimeVersion="1")
    assert (first["description"], first["agentRuntimeVersion"]) == ("first", "1")
    versions = control.list_agent_runtime_versions(agentRuntimeId=runtime_id)["agentRuntimes"]
    assert sorted(version["agentRuntimeVersion"] for version in versions) == ["1", "2"]


def test_default_follows_the_newest_version_and_a_named_endpoint_stays(create, control, platform, probe_artifact):
    runtime_id = create()["agentRuntimeId"]
    platform.wait_ready(runtime_id)
    made = control.create_agent_runtime_endpoint(agentRuntimeId=runtime_id, name="prod", agentRuntimeVersion="1")
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert made["targetVersion"] == "1"
    assert made["endpointName"] == "prod"
    assert ":runtime/" in made["agentRuntimeEndpointArn"]
    assert made["agentRuntimeEndpointArn"].endswith("/runtime-endpoint/prod")
    platform.wait_endpoint(runtime_id, "prod", "1")
    control.update_agent_runtime(
        agentRuntimeId=runtime_id,
        agentRuntimeArtifact=code(probe_artifact),
        roleArn=ROLE,
        networkConfiguration={"networkMode": "PUBLIC"},
    )
    platform.wait_ready(runtime_id)
    platform.wait_endpoint(runtime_id, "DEFAULT", "2")
    assert platform.wait_endpoint(runtime_id, "prod", "1")["liveVersion"] == "1"
    moved = control.update_agent_runtime_endpoint(
        agentRuntimeId=runtime_id, endpointName="prod", agentRuntimeVersion="2", description="moved"
    )
    assert moved["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert platform.wait_endpoint(runtime_id, "prod", "2")["description"] == "moved"
    listed = control.list_agent_runtime_endpoints(agentRuntimeId=runtime_id)["runtimeEndpoints"]
    assert {endpoint["name"]: endpoint["liveVersion"] for endpoint in listed} == {"DEFAULT": "2", "prod": "2"}
    assert control.delete_agent_runtime_endpoint(agentRuntimeId=runtime_id, endpointName="prod")["status"] == "DELETING"


def test_an_endpoint_needs_a_version_that_exists_and_a_free_name(create, control, platform):
    runtime_id = create()["agentRuntimeId"]
    platform.wait_ready(runtime_id)
    kind, status, message, _ = refusal(
        control.create_agent_runtime_endpoint, agentRuntimeId=runtime_id, name="prod", agentRuntimeVersion="7"
    )
    assert (kind, status) == ("ResourceNotFoundException", 404)
    assert "7" in message
    control.create_agent_runtime_endpoint(agentRuntimeId=runtime_id, name="prod")
    kind, status, message, _ = refusal(control.create_agent_runtime_endpoint, agentRuntimeId=runtime_id, name="prod")
    assert (kind, status) == ("ConflictException", 409)
    assert "prod" in message


def test_the_default_endpoint_cannot_be_deleted_by_itself(create, control, platform):
    runtime_id = create()["agentRuntimeId"]
    platform.wait_ready(runtime_id)
    _, status, message, _ = refusal(
        control.delete_agent_runtime_endpoint, agentRuntimeId=runtime_id, endpointName="DEFAULT"
    )
    assert status in (400, 409)
    assert "DEFAULT" in message


def test_a_deleted_agent_is_gone_with_its_endpoints(create, control, platform):
    runtime_id = create()["agentRuntimeId"]
    platform.wait_ready(runtime_id)
    deleted = control.delete_agent_runtime(agentRuntimeId=runtime_id)
    assert deleted["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert deleted["status"] == "DELETING"
    platform.wait_gone(runtime_id)
    kind, status, message, _ = refusal(control.get_agent_runtime, agentRuntimeId=runtime_id)
    assert (kind, status) == ("ResourceNotFoundException", 404)
    assert runtime_id in message


def test_a_name_is_taken_until_its_agent_is_gone(create, control, platform):
    name = f"unique_{uuid.uuid4().hex[:8]}"
    runtime_id = create(agentRuntimeName=name)["agentRuntimeId"]
    with pytest.raises(control.exceptions.ConflictException, match=name):
        create(agentRuntimeName=name)
    platform.wait_ready(runtime_id)
    control.delete_agent_runtime(agentRuntimeId=runtime_id)
    platform.wait_gone(runtime_id)
    assert create(agentRuntimeName=name)["agentRuntimeId"] != runtime_id


def test_the_same_client_token_creates_one_agent(create):
    token = str(uuid.uuid4())
    name = f"once_{uuid.uuid4().hex[:8]}"
    first = create(agentRuntimeName=name, clientToken=token)
    again = create(agentRuntimeName=name, clientToken=token)
    assert again["agentRuntimeId"] == first["agentRuntimeId"]
    assert again["createdAt"] == first["createdAt"]


def test_the_same_client_token_with_another_request_is_refused(create, control, probe_artifact):
    token = str(uuid.uuid4())
    create(clientToken=token)
    _, status, message, _ = refusal(
        control.create_agent_runtime, **request(probe_artifact, clientToken=token, description="another")
    )
    assert status in (400, 409)
    assert "clientToken" in message or "token" in message


def test_pages_hold_every_agent_once(create, control):
    mine = {create()["agentRuntimeId"] for _ in range(5)}
    seen, token, pages = [], None, 0
    while True:
        page = control.list_agent_runtimes(maxResults=2, **({"nextToken": token} if token else {}))
        assert len(page["agentRuntimes"]) <= 2
        seen += [agent["agentRuntimeId"] for agent in page["agentRuntimes"]]
        pages += 1
        token = page.get("nextToken")
        if not token:
            break
    assert mine <= set(seen)
    assert len(seen) == len(set(seen))
    assert pages >= 3
    assert {agent["agentRuntimeId"] for agent in control.get_paginator("list_agent_runtimes").paginate(
        PaginationConfig={"PageSize": 2}
    ).search("agentRuntimes[]")} >= mine


def test_a_page_token_of_another_listing_is_refused(create, control):
    runtime_id = create()["agentRuntimeId"]
    create()
    token = control.list_agent_runtimes(maxResults=1)["nextToken"]
    kind, status, _, _ = refusal(
        control.list_agent_runtime_versions, agentRuntimeId=runtime_id, maxResults=1, nextToken=token
    )
    assert (kind, status) == ("ValidationException", 400)
    kind, status, _, _ = refusal(control.list_agent_runtimes, nextToken="made-up")
    assert (kind, status) == ("ValidationException", 400)


def test_tags_are_added_changed_and_removed(create, control):
    arn = create(tags={"team": "one", "cost": "a b"})["agentRuntimeArn"]
    assert control.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "one", "cost": "a b"}
    tagged = control.tag_resource(resourceArn=arn, tags={"team": "two", "new": ""})
    assert tagged["ResponseMetadata"]["HTTPStatusCode"] == 204
    untagged = control.untag_resource(resourceArn=arn, tagKeys=["cost", "never-there"])
    assert untagged["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert control.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "two", "new": ""}


def test_an_endpoint_has_tags_of_its_own(create, control, platform):
    made = create(tags={"of": "agent"})
    platform.wait_ready(made["agentRuntimeId"])
    endpoint = control.create_agent_runtime_endpoint(
        agentRuntimeId=made["agentRuntimeId"], name="prod", tags={"of": "endpoint"}
    )
    arn = endpoint["agentRuntimeEndpointArn"]
    assert control.list_tags_for_resource(resourceArn=arn)["tags"] == {"of": "endpoint"}
    assert control.list_tags_for_resource(resourceArn=made["agentRuntimeArn"])["tags"] == {"of": "agent"}


def test_an_artifact_is_stored_under_the_hash_of_its_content(platform, probe_artifact):
    assert platform.upload(ROOT / "outside/agents/probe") == probe_artifact


def test_a_broken_deployment_says_why(control, platform):
    """The entry point is not in the zip: the agent fails to be created, and a person reads which file is missing."""
    artifact = platform.upload(ROOT / "outside/agents/probe")
    name = f"broken_{uuid.uuid4().hex[:8]}"
    try:
        made = control.create_agent_runtime(
            agentRuntimeName=name,
            agentRuntimeArtifact=code(artifact, entry="absent.py"),
            roleArn=ROLE,
            networkConfiguration={"networkMode": "PUBLIC"},
        )
    except control.exceptions.ValidationException as refused:
        assert "absent.py" in str(refused)
        return
    with pytest.raises(AssertionError, match="absent.py"):
        platform.wait_ready(made["agentRuntimeId"])
    assert control.get_agent_runtime(agentRuntimeId=made["agentRuntimeId"])["status"] == "CREATE_FAILED"
    control.delete_agent_runtime(agentRuntimeId=made["agentRuntimeId"])
    platform.wait_gone(made["agentRuntimeId"])


def test_a_container_image_is_stored_and_the_refusal_to_run_it_names_kubernetes(control, platform, data):
    image = {"containerConfiguration": {"containerUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/agent:latest"}}
    made = control.create_agent_runtime(
        agentRuntimeName=f"image_{uuid.uuid4().hex[:8]}",
        agentRuntimeArtifact=image,
        roleArn=ROLE,
        networkConfiguration={"networkMode": "PUBLIC"},
    )
    found = control.get_agent_runtime(agentRuntimeId=made["agentRuntimeId"])
    assert found["agentRuntimeArtifact"] == image
    platform.wait_ready(made["agentRuntimeId"])
    _, status, message, _ = refusal(data.invoke_agent_runtime, agentRuntimeArn=made["agentRuntimeArn"], payload=b"{}")
    assert 400 <= status < 500
    assert "kubernetes" in message.lower()
    platform.destroy(made["agentRuntimeId"])
