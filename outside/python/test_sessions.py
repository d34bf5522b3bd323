"""Sessions: one worker each, never shared, never used again."""

import concurrent.futures
import uuid

from platform_under_test import ROLE, code, invoke, refusal


def test_one_session_meets_one_worker(data, probe, session):
    first = invoke(data, probe, {"do": "tell", "note": "one"}, session)["told"]
    second = invoke(data, probe, {"do": "tell", "note": "two"}, session)["told"]
    assert first["worker"] == second["worker"]
    assert second["calls"] == ["one", "two"]


def test_two_sessions_meet_two_workers(data, probe):
    told = [invoke(data, probe, {"do": "tell", "note": n}, f"two-{uuid.uuid4()}")["told"] for n in range(2)]
    assert told[0]["worker"] != told[1]["worker"]
    assert told[1]["calls"] == [1]


def test_concurrent_first_calls_of_one_session_start_one_worker(platform, probe, session):
    client = platform.client("bedrock-agentcore")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        workers = set(pool.map(lambda n: invoke(client, probe, {"do": "tell"}, session)["told"]["worker"], range(8)))
    assert len(workers) == 1


def test_a_session_cannot_read_what_another_wrote(data, probe):
    one, two = f"one-{uuid.uuid4()}-0000000", f"two-{uuid.uuid4()}-0000000"
    written = invoke(data, probe, {"do": "write", "file": "secret.txt", "text": "mine"}, one)["told"]
    assert invoke(data, probe, {"do": "read", "file": "secret.txt"}, one)["told"] == {"text": "mine"}
    assert "text" not in invoke(data, probe, {"do": "read", "file": "secret.txt"}, two)["told"]
    absolute = f"{written['folder']}/secret.txt"
    assert invoke(data, probe, {"do": "read", "file": absolute}, two)["told"].get("text") != "mine"


def test_a_stopped_session_starts_anew(data, probe, session):
    first = invoke(data, probe, {"do": "tell", "note": "before"}, session)["told"]
    stopped = data.stop_runtime_session(agentRuntimeArn=probe.arn, runtimeSessionId=session)
    assert stopped["runtimeSessionId"] == session
    assert stopped["statusCode"] == 200
    second = invoke(data, probe, {"do": "tell", "note": "after"}, session)["told"]
    assert second["worker"] != first["worker"]
    assert second["calls"] == ["after"]


def test_a_session_goes_on_after_its_worker_crashed(data, probe, session):
    first = invoke(data, probe, {"do": "tell"}, session)["told"]
    refusal(
        data.invoke_agent_runtime, agentRuntimeArn=probe.arn, runtimeSessionId=session, payload=b'{"do": "crash"}'
    )
    second = invoke(data, probe, {"do": "tell"}, session)["told"]
    assert second["worker"] != first["worker"]


def test_a_qualifier_chooses_the_version(scratch, control, platform, data, probe_artifact):
    runtime = scratch(environmentVariables={"VERSION": "one"})
    control.create_agent_runtime_endpoint(agentRuntimeId=runtime.id, name="stable", agentRuntimeVersion="1")
    platform.wait_endpoint(runtime.id, "stable", "1")
    control.update_agent_runtime(
        agentRuntimeId=runtime.id,
        agentRuntimeArtifact=code(probe_artifact),
        roleArn=ROLE,
        networkConfiguration={"networkMode": "PUBLIC"},
        environmentVariables={"VERSION": "two"},
    )
    platform.wait_ready(runtime.id)
    platform.wait_endpoint(runtime.id, "DEFAULT", "2")

    def version(**qualifier):
        order = {"do": "tell", "environment": ["VERSION"]}
        return invoke(data, runtime, order, **qualifier)["told"]["environment"]["VERSION"]

    assert version() == "two"
    assert version(qualifier="DEFAULT") == "two"
    assert version(qualifier="stable") == "one"
    assert version(qualifier="1") == "one"
    assert version(qualifier="2") == "two"


def test_a_session_keeps_its_version_when_the_agent_changes(scratch, control, platform, data, probe_artifact, session):
    runtime = scratch(environmentVariables={"VERSION": "one"})
    order = {"do": "tell", "environment": ["VERSION"]}
    assert invoke(data, runtime, order, session)["told"]["environment"]["VERSION"] == "one"
    control.update_agent_runtime(
        agentRuntimeId=runtime.id,
        agentRuntimeArtifact=code(probe_artifact),
        roleArn=ROLE,
        networkConfiguration={"networkMode": "PUBLIC"},
        environmentVariables={"VERSION": "two"},
    )
    platform.wait_ready(runtime.id)
    platform.wait_endpoint(runtime.id, "DEFAULT", "2")
    assert invoke(data, runtime, order, session)["told"]["environment"]["VERSION"] == "one"


def test_sessions_are_listed_and_stopped_beyond_aws(platform, data, probe, session):
    invoke(data, probe, {"do": "tell"}, session, runtimeUserId="lister")
    path = f"/cadre/v1/sessions/{probe.id}/{session}"
    listed = platform.own("GET", f"/cadre/v1/sessions?agent={probe.id}&state=LIVE&maxResults=1000")["sessions"]
    mine = [entry for entry in listed if entry["sessionId"] == session]
    assert len(mine) == 1
    shown = platform.own("GET", path)
    assert (shown["user"], shown["requests"], shown["agentRuntimeId"]) == ("lister", 1, probe.id)
    assert platform.own("DELETE", path) == {"stopped": 1}
    assert platform.own("GET", path)["endReason"] == "STOPPED"
