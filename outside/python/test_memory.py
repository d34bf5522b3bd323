"""The memory API as boto3 and the official package's MemoryClient and MemorySessionManager use it."""

import time
import uuid
from datetime import datetime, timezone

import pytest
from bedrock_agentcore.memory import MemoryClient, MemorySessionManager
from bedrock_agentcore.memory.constants import BlobMessage, ConversationalMessage, MessageRole
from botocore.exceptions import ClientError

from platform_under_test import REGION, credentials

LEARNT_WITHIN_SECONDS = 20


@pytest.fixture
def memory(control):
    """Makes memories, and deletes them."""
    made = []

    def make(*strategies, **more):
        name = "outside_" + uuid.uuid4().hex[:12]
        created = control.create_memory(
            name=name, eventExpiryDuration=30, memoryStrategies=list(strategies), **more
        )["memory"]
        made.append(created["id"])
        return created

    yield make
    for memory_id in made:
        control.delete_memory(memoryId=memory_id)


@pytest.fixture
def ours(platform, monkeypatch):
    """The environment in which the official package finds the platform."""
    who = credentials()
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_AGENTCORE", platform.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL", platform.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", who.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", who.secret_key)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)


def facts(namespace="/facts/{actorId}"):
    return {"semanticMemoryStrategy": {"name": "facts", "namespaceTemplates": [namespace]}}


def say(data, memory, text, actor="anna", session="s1", **more):
    payload = [{"conversational": {"role": "USER", "content": {"text": text}}}]
    return data.create_event(
        **{
            "memoryId": memory["id"],
            "actorId": actor,
            "sessionId": session,
            "eventTimestamp": datetime.now(timezone.utc),
            "payload": payload,
            **more,
        }
    )["event"]


def eventually(condition):
    end = time.monotonic() + LEARNT_WITHIN_SECONDS
    while not (found := condition()):
        assert time.monotonic() < end, "nothing was learnt"
        time.sleep(0.2)
    return found


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response


def test_every_kind_of_event_comes_back_as_it_was_sent(data, memory):
    it = memory()
    payload = [
        {"conversational": {"role": "TOOL", "content": {"text": "42 °C"}}},
        {"blob": {"a": [1, 2.5, None, True], "b": "text"}},
        {"json": {"content": {"plan": "gold"}}},
    ]
    metadata = {"place": {"stringValue": "NYC"}}
    event = say(data, it, "", payload=payload, metadata=metadata)
    got = data.get_event(memoryId=it["id"], actorId="anna", sessionId="s1", eventId=event["eventId"])["event"]
    assert got == event
    assert got["payload"] == payload
    assert got["metadata"] == metadata
    data.delete_event(memoryId=it["id"], actorId="anna", sessionId="s1", eventId=event["eventId"])
    gone = refusal(data.get_event, memoryId=it["id"], actorId="anna", sessionId="s1", eventId=event["eventId"])
    assert gone["Error"]["Code"] == "ResourceNotFoundException"


def test_events_are_newest_first_over_all_pages(data, memory):
    it = memory()
    sent = [say(data, it, f"turn {i}")["eventId"] for i in range(12)]
    listed, token = [], None
    while True:
        more = {"nextToken": token} if token else {}
        page = data.list_events(memoryId=it["id"], actorId="anna", sessionId="s1", maxResults=5, **more)
        listed += [event["eventId"] for event in page["events"]]
        token = page.get("nextToken")
        if not token:
            break
    assert listed == sent[::-1]


def test_what_is_said_is_learnt_and_what_is_skipped_is_not(data, memory):
    it = memory(facts())
    say(data, it, "I live in Berlin.")
    say(data, it, "I work at the harbour.", extractionMode="SKIP")

    def known():
        records = data.list_memory_records(memoryId=it["id"], namespacePath="/facts/anna")
        return [record["content"]["text"] for record in records["memoryRecordSummaries"]]

    eventually(lambda: "The user lives in Berlin." in known())
    data.ingest_data(
        memoryId=it["id"],
        actorId="anna",
        contentTimestamp=datetime.now(timezone.utc),
        source={"inline": {"payload": [{"json": {"content": {"plan": "gold"}}}]}},
    )
    eventually(lambda: "plan is gold." in known())
    assert len(known()) == 2
    found = data.retrieve_memory_records(
        memoryId=it["id"],
        namespace="/facts/anna",
        searchCriteria={"searchQuery": "In which city is her home?", "topK": 1},
    )["memoryRecordSummaries"]
    assert found[0]["content"]["text"] == "The user lives in Berlin."
    assert 0 < found[0]["score"] <= 1
    assert data.list_memory_extraction_jobs(memoryId=it["id"])["jobs"] == []


def test_records_are_filtered_by_metadata(data, memory):
    it = memory(indexedKeys=[{"key": "stars", "type": "NUMBER"}])

    def record(name, stars):
        return {
            "requestIdentifier": name,
            "namespaces": ["/hotels"],
            "content": {"text": name},
            "timestamp": datetime.now(timezone.utc),
            "metadata": {"stars": {"numberValue": stars}},
        }

    made = data.batch_create_memory_records(
        memoryId=it["id"], records=[record("Adlon", 5), record("Hostel", 1)], clientToken=str(uuid.uuid4())
    )
    assert [done["status"] for done in made["successfulRecords"]] == ["SUCCEEDED", "SUCCEEDED"]
    good = {
        "left": {"metadataKey": "stars"},
        "operator": "GREATER_THAN",
        "right": {"metadataValue": {"numberValue": 3}},
    }
    listed = data.list_memory_records(memoryId=it["id"], namespace="/hotels", metadataFilters=[good])
    assert [r["content"]["text"] for r in listed["memoryRecordSummaries"]] == ["Adlon"]
    assert listed["memoryRecordSummaries"][0]["metadata"] == {"stars": {"numberValue": 5.0}}
    unknown = {"left": {"metadataKey": "city"}, "operator": "EXISTS"}
    refused = refusal(data.list_memory_records, memoryId=it["id"], namespace="/hotels", metadataFilters=[unknown])
    assert refused["Error"]["Code"] == "ValidationException"
    assert "addIndexedKeys" in refused["Error"]["Message"]


def test_a_forgotten_actor_is_gone(platform, data, memory):
    it = memory(facts())
    say(data, it, "I live in Berlin.")
    eventually(lambda: data.list_memory_records(memoryId=it["id"], namespace="/")["memoryRecordSummaries"])
    answer = platform.own("POST", f"/cadre/v1/memory/{it['name']}/forget", b'{"actorId": "anna"}')
    assert answer["verified"] is True
    assert data.list_actors(memoryId=it["id"])["actorSummaries"] == []
    assert data.list_memory_records(memoryId=it["id"], namespace="/")["memoryRecordSummaries"] == []


def test_refusals_have_the_names_of_the_model(control, data, lax):
    missing = refusal(data.list_actors, memoryId="nothing-0123456789")
    assert missing["Error"]["Code"] == "ResourceNotFoundException"
    bad = refusal(lax("bedrock-agentcore").list_actors, memoryId="nothing-0123456789", maxResults=101)
    assert bad["Error"]["Code"] == "ValidationException"
    assert bad["fieldList"][0]["name"] == "maxResults"
    short = refusal(lax("bedrock-agentcore-control").create_memory, name="short", eventExpiryDuration=1)
    assert short["Error"]["Code"] == "ValidationException"


def test_the_memory_client_does_its_work(ours):
    client = MemoryClient(region_name=REGION)
    name = "outside_" + uuid.uuid4().hex[:12]
    memory = client.create_memory_and_wait(
        name=name,
        strategies=[{"userPreferenceMemoryStrategy": {"name": "tastes", "namespaces": ["/tastes/{actorId}"]}}],
        poll_interval=1,
    )
    memory_id = memory["memoryId"]
    assert client.create_or_get_memory(name=name)["id"] == memory_id
    first = client.create_event(
        memory_id, "anna", "s1", [("I prefer window seats.", "USER"), ("Noted.", "ASSISTANT")]
    )
    client.create_event(memory_id, "anna", "s1", [("And a table at noon.", "USER"), ("Done.", "ASSISTANT")])
    client.fork_conversation(
        memory_id, "anna", "s1", first["eventId"], "evening", [("Rather at eight.", "USER"), ("Done.", "ASSISTANT")]
    )
    assert len(client.list_events(memory_id, "anna", "s1")) == 3
    assert {branch["name"] for branch in client.list_branches(memory_id, "anna", "s1")} == {"main", "evening"}
    evening = client.list_branch_events(memory_id, "anna", "s1", "evening", include_parent_branches=True)
    assert len(evening) == 2
    assert client.get_last_k_turns(memory_id, "anna", "s1", k=1)
    eventually(lambda: client.retrieve_memories(memory_id, namespace="/tastes/anna", query="where to sit"))
    strategy = client.add_semantic_strategy_and_wait(memory_id, name="facts", poll_interval=1)["strategies"][-1]
    assert strategy["type"] == "SEMANTIC"
    client.delete_strategy(memory_id, strategy["strategyId"])
    client.delete_memory_and_wait(memory_id, poll_interval=1)


def test_the_session_manager_does_its_work(ours, data, memory):
    it = memory(facts())
    manager = MemorySessionManager(memory_id=it["id"], region_name=REGION)
    session = manager.create_memory_session(actor_id="anna", session_id="s1")
    event = session.add_turns(
        [
            ConversationalMessage("My name is Anna.", MessageRole.USER),
            BlobMessage({"picture": "none"}),
            ConversationalMessage("Hello Anna.", MessageRole.ASSISTANT),
        ]
    )
    session.fork_conversation(
        root_event_id=event["eventId"],
        branch_name="other",
        messages=[ConversationalMessage("Call me Ann.", MessageRole.USER)],
    )
    assert len(session.list_events()) == 2
    assert {branch["name"] for branch in session.list_branches()} == {"main", "other"}
    assert session.get_event(event["eventId"])["eventId"] == event["eventId"]
    assert [actor["actorId"] for actor in session.list_actors()] == ["anna"]
    assert [s["sessionId"] for s in manager.list_actor_sessions("anna")] == ["s1"]
    found = eventually(lambda: session.search_long_term_memories("what is she called", namespace_path="/facts/anna"))
    record = session.get_memory_record(found[0]["memoryRecordId"])
    assert record["content"]["text"] in ("The user's name is Anna.", "The user wants to be called Ann.")
    turns = session.get_last_k_turns(k=2)
    assert turns
    deleted = manager.delete_all_long_term_memories_in_namespace("/facts/anna")
    assert deleted["failedRecords"] == []
    session.delete_event(event["eventId"])
    assert len(session.list_events()) == 1
