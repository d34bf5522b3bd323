"""Declared agents through boto3: the Harness operations, and InvokeHarness as an event stream."""

import time
import uuid

import botocore.exceptions
import pytest

ROLE = "arn:aws:iam::123456789012:role/agent"
PICK = {
    "type": "inline_function",
    "name": "pick_colour",
    "config": {
        "inlineFunction": {
            "description": "Picks a colour for the person",
            "inputSchema": {"type": "object", "properties": {"shade": {"type": "string"}}},
        }
    },
}


def awaited(control, harness_id):
    for _ in range(600):
        harness = control.get_harness(harnessId=harness_id)["harness"]
        if harness["status"] not in ("CREATING", "UPDATING"):
            return harness
        time.sleep(0.1)
    raise AssertionError(f"{harness_id} is still {harness['status']}")


@pytest.fixture(scope="module")
def harness(control):
    made = control.create_harness(
        harnessName=f"h{uuid.uuid4().hex[:12]}",
        executionRoleArn=ROLE,
        systemPrompt=[{"text": "You help."}],
        tools=[PICK],
        maxIterations=5,
    )["harness"]
    yield awaited(control, made["harnessId"])
    control.delete_harness(harnessId=made["harnessId"])


def invoke(data, harness, text, **more):
    answer = data.invoke_harness(
        harnessArn=harness["arn"],
        runtimeSessionId=more.pop("session", f"outside-{uuid.uuid4()}"),
        messages=[{"role": "user", "content": [{"text": text}]}],
        **more,
    )
    return list(answer["stream"])


def test_a_harness_is_what_it_was_made(harness):
    assert harness["status"] == "READY"
    assert harness["systemPrompt"] == [{"text": "You help."}]
    assert harness["tools"][0]["name"] == "pick_colour"
    assert harness["maxIterations"] == 5
    assert harness["arn"].endswith(f":harness/{harness['harnessId']}")
    runtime = harness["environment"]["agentCoreRuntimeEnvironment"]
    assert runtime["agentRuntimeId"] == harness["harnessId"]


def test_it_is_listed_as_harness_and_as_runtime(control, harness):
    listed = [h["harnessId"] for page in control.get_paginator("list_harnesses").paginate() for h in page["harnesses"]]
    assert harness["harnessId"] in listed
    assert control.get_agent_runtime(agentRuntimeId=harness["harnessId"])["status"] == "READY"


def test_an_update_keeps_what_it_does_not_name(control, harness):
    control.update_harness(harnessId=harness["harnessId"], systemPrompt=[{"text": "You help briefly."}])
    updated = awaited(control, harness["harnessId"])
    assert updated["systemPrompt"] == [{"text": "You help briefly."}]
    assert updated["tools"][0]["name"] == "pick_colour"


def test_a_turn_is_messages_of_blocks_and_ends_in_metadata(data, harness):
    events = invoke(data, harness, "Good morning")
    names = [next(iter(event)) for event in events]
    assert names[0] == "messageStart"
    assert names[-1] == "metadata"
    assert "messageStop" in names
    assert events[-1]["metadata"]["usage"]["totalTokens"] >= 0
    assert events[0]["messageStart"]["role"] == "assistant"


def test_the_conversation_is_the_session_s(data, harness):
    session = f"outside-{uuid.uuid4()}"
    for text in ("Good morning", "And again"):
        stops = [e["messageStop"]["stopReason"] for e in invoke(data, harness, text, session=session) if "messageStop" in e]
        assert stops


def test_what_is_not_in_force_here_is_refused(control):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        control.create_harness(
            harnessName=f"h{uuid.uuid4().hex[:12]}",
            executionRoleArn=ROLE,
            tools=[{"type": "agentcore_browser", "config": {"agentCoreBrowser": {}}}],
        )
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    assert "agentcore_browser" in str(refused.value)


def test_an_unknown_harness_is_not_found(data, harness):
    unknown = harness["arn"][:-10] + "0123456789"
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        invoke(data, {"arn": unknown}, "Hi")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_harness_of_a_memory_remembers_whom_it_talks_with(control, data):
    memory = control.create_memory(
        name=f"people_{uuid.uuid4().hex[:12]}",
        eventExpiryDuration=30,
        memoryStrategies=[
            {"semanticMemoryStrategy": {"name": "facts", "namespaceTemplates": ["/facts/{actorId}/"]}}
        ],
    )["memory"]
    looks = {"/facts/{actorId}/": {"topK": 3, "relevanceScore": 0.1}}
    made = control.create_harness(
        harnessName=f"h{uuid.uuid4().hex[:12]}",
        executionRoleArn=ROLE,
        memory={"agentCoreMemoryConfiguration": {"arn": memory["arn"], "retrievalConfig": looks}},
    )["harness"]
    try:
        harness = awaited(control, made["harnessId"])
        assert harness["memory"]["agentCoreMemoryConfiguration"]["retrievalConfig"] == looks
        invoke(data, harness, "I live in Oslo.", actorId="anna")
        known = []
        for _ in range(200):
            known = data.list_memory_records(memoryId=memory["id"], namespace="/facts/anna")["memoryRecordSummaries"]
            if known:
                break
            time.sleep(0.1)
        assert [record["content"]["text"] for record in known] == ["The user lives in Oslo."]
        assert "Oslo" in str(invoke(data, harness, "Where do I live?", actorId="anna"))
        assert "Oslo" not in str(invoke(data, harness, "Where do I live?", actorId="ben"))
        control.update_harness(harnessId=harness["harnessId"], memory={})
        assert "memory" not in awaited(control, harness["harnessId"])
        assert "Oslo" not in str(invoke(data, harness, "Where do I live?", actorId="anna"))
    finally:
        control.delete_harness(harnessId=made["harnessId"])
        control.delete_memory(memoryId=memory["id"])


def test_a_memory_that_a_harness_would_have_to_make_is_refused_by_name(control):
    with pytest.raises(botocore.exceptions.ClientError, match="managedMemoryConfiguration"):
        control.create_harness(
            harnessName=f"h{uuid.uuid4().hex[:12]}",
            executionRoleArn=ROLE,
            memory={"managedMemoryConfiguration": {"strategies": ["SEMANTIC"]}},
        )
