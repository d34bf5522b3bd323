"""Invocations: what goes in and what comes out, to the byte and to the moment."""

import hashlib
import json
import os
import time

import pytest

from platform_under_test import invoke, refusal

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def test_json_goes_in_and_comes_out(data, probe, session):
    answer = invoke(data, probe, {"prompt": "hello"}, session)
    assert answer["statusCode"] == 200
    assert answer["contentType"] == "application/json"
    assert answer["runtimeSessionId"] == session
    assert answer["told"] == {"message": "echo: hello", "session": session}


def test_a_session_is_made_when_none_is_named(data, probe):
    answer = invoke(data, probe, {"do": "tell"})
    assert len(answer["runtimeSessionId"]) >= 33
    assert answer["told"]["session"] == answer["runtimeSessionId"]
    again = invoke(data, probe, {"do": "tell"}, answer["runtimeSessionId"])
    assert again["told"]["worker"] == answer["told"]["worker"]


def test_a_stream_arrives_piece_by_piece(data, probe, session):
    pieces, gap = 8, 0.25
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=probe.arn,
        runtimeSessionId=session,
        payload=json.dumps({"do": "stream", "pieces": pieces, "gap": gap}).encode(),
        accept="text/event-stream",
    )
    assert answer["contentType"].startswith("text/event-stream")
    lags, numbers = [], []
    for line in answer["response"].iter_lines(chunk_size=1):
        if line.startswith(b"data: "):
            event = json.loads(line[6:])
            numbers.append(event["number"])
            lags.append(time.time() - event["sent"])
    assert numbers == list(range(pieces))
    # One that is held back would come with the next, a gap later.
    assert max(lags) < gap, lags


def test_a_stream_comes_through_byte_for_byte(data, probe, session):
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=probe.arn,
        runtimeSessionId=session,
        payload=json.dumps({"do": "lines", "times": 400}).encode(),
        contentType="application/json",
    )
    assert answer["response"].read() == bytes(range(256)) * 400


def test_any_bytes_and_any_content_type_go_both_ways(data, probe, session):
    body = b"\x00\xff\r\n{" + os.urandom(10_000)
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=probe.arn, runtimeSessionId=session, payload=body, contentType="application/x-own; v=1"
    )
    assert answer["contentType"] == "application/x-own; v=1"
    assert answer["response"].read() == body


@pytest.mark.parametrize("megabytes", [1, 20])
def test_a_large_payload_goes_both_ways(data, probe, session, megabytes):
    body = os.urandom(megabytes * 1_000_000)
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=probe.arn, runtimeSessionId=session, payload=body, contentType="application/octet-stream"
    )
    assert hashlib.sha256(answer["response"].read()).digest() == hashlib.sha256(body).digest()


def test_an_empty_payload_is_a_payload(data, probe, session):
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=probe.arn, runtimeSessionId=session, payload=b"", contentType="text/plain"
    )
    assert answer["response"].read() == b""


def test_the_agent_sees_session_user_request_and_content_headers(data, probe, session):
    answer = invoke(data, probe, {"do": "tell"}, session, runtimeUserId="user-1", accept="application/json")
    seen = answer["told"]["headers"]
    assert seen["x-amzn-bedrock-agentcore-runtime-session-id"] == session
    assert seen["x-amzn-bedrock-agentcore-runtime-user-id"] == "user-1"
    assert seen["x-amzn-bedrock-agentcore-runtime-request-id"]
    assert seen["content-type"] == "application/json"
    assert seen["accept"] == "application/json"
    assert answer["told"]["path"] == "/invocations"


def test_the_agent_never_sees_the_callers_signature(data, probe, session):
    seen = invoke(data, probe, {"do": "tell"}, session)["told"]["headers"]
    assert not {"authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"} & seen.keys()


def with_headers(platform, headers):
    client = platform.client("bedrock-agentcore")
    client.meta.events.register(
        "before-sign.bedrock-agentcore.InvokeAgentRuntime",
        lambda request, **_: [request.headers.add_header(name, value) for name, value in headers.items()],
    )
    return client


def test_allowed_headers_reach_the_agent_and_others_do_not(platform, probe, session):
    client = with_headers(
        platform,
        {
            "X-Tenant": "acme",
            "X-Amzn-Bedrock-AgentCore-Runtime-Custom-Plan": "gold",
            "X-Not-Allowed": "secret",
            "Cookie": "a=b",
        },
    )
    seen = invoke(client, probe, {"do": "tell"}, session)["told"]["headers"]
    assert seen["x-tenant"] == "acme"
    assert seen["x-amzn-bedrock-agentcore-runtime-custom-plan"] == "gold"
    assert "x-not-allowed" not in seen
    assert "cookie" not in seen


def test_the_trace_goes_through_to_the_agent(data, probe, session):
    parent = f"00-{TRACE}-00f067aa0ba902b7-01"
    answer = invoke(data, probe, {"do": "tell"}, session, traceParent=parent, traceState="a=b", baggage="team=x")
    seen = answer["told"]["headers"]
    assert seen["traceparent"].split("-")[1] == TRACE
    assert seen["tracestate"] == "a=b"
    assert seen["baggage"] == "team=x"
    assert answer["traceParent"].split("-")[1] == TRACE


def test_mcp_headers_go_in_and_come_out(data, probe, session):
    answer = invoke(data, probe, {"do": "tell"}, session, mcpSessionId="mcp-1", mcpProtocolVersion="2025-06-18")
    assert answer["told"]["headers"]["mcp-session-id"] == "mcp-1"
    assert answer["mcpSessionId"] == "mcp-1"
    assert answer["mcpProtocolVersion"] == "2025-06-18"


def test_the_agent_has_its_variables_and_not_the_platforms(data, probe, session):
    names = ["PROBE_COLOUR", "DATABASE_URL", "CADRE_STATE"]
    told = invoke(data, probe, {"do": "tell", "environment": [*names, "AWS_ACCESS_KEY_ID"]}, session)["told"]["environment"]
    # The session's own, made by the platform.
    assert told.pop("AWS_ACCESS_KEY_ID").startswith("CADS")
    assert told == {name: "green" if name == "PROBE_COLOUR" else None for name in names}


def test_an_agents_own_refusal_is_a_client_error_with_its_status(data, probe, session):
    for code in (400, 404, 500, 503):
        kind, status, message, _ = refusal(
            data.invoke_agent_runtime,
            agentRuntimeArn=probe.arn,
            runtimeSessionId=session,
            payload=json.dumps({"do": "status", "code": code, "say": "no thanks"}).encode(),
        )
        assert (kind, status) == ("RuntimeClientError", 424)
        assert str(code) in message


def test_a_crash_is_told_with_its_exit_code_and_the_last_lines(data, probe, session):
    order = {"do": "crash", "code": 7, "say": ["Traceback (most recent call last):", "ValueError: the moon is late"]}
    kind, status, message, _ = refusal(
        data.invoke_agent_runtime,
        agentRuntimeArn=probe.arn,
        runtimeSessionId=session,
        payload=json.dumps(order).encode(),
    )
    assert (kind, status) == ("RuntimeClientError", 424)
    assert "7" in message
    assert "ValueError: the moon is late" in message


def test_a_kill_is_told_with_its_signal(data, probe, session):
    kind, status, message, _ = refusal(
        data.invoke_agent_runtime, agentRuntimeArn=probe.arn, runtimeSessionId=session, payload=b'{"do": "kill"}'
    )
    assert (kind, status) == ("RuntimeClientError", 424)
    assert "SIGKILL" in message or "signal 9" in message or "137" in message
    assert "the probe kills itself" in message


def test_a_connection_that_the_agent_resets_is_told(data, probe, session):
    kind, status, _, _ = refusal(
        data.invoke_agent_runtime, agentRuntimeArn=probe.arn, runtimeSessionId=session, payload=b'{"do": "hang_up"}'
    )
    assert (kind, status) == ("RuntimeClientError", 424)


def test_a_stream_that_breaks_is_not_taken_for_whole(data, probe, session):
    """The agent dies after two pieces: the caller gets both and then an error, not a clean end."""
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=probe.arn,
        runtimeSessionId=session,
        payload=json.dumps({"do": "stream", "pieces": 2, "gap": 0.1, "then": "break"}).encode(),
        accept="text/event-stream",
    )
    received = b""
    broken = False
    try:
        for piece in answer["response"].iter_chunks(1):
            received += piece
    except Exception as problem:  # urllib3's and botocore's names for it differ by version
        broken = "Incomplete" in repr(problem) or "broken" in repr(problem) or "reset" in repr(problem)
    told = b"event: error" in received or b'"error"' in received
    assert received.count(b'"number"') == 2
    assert broken or told, received
