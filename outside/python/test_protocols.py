"""MCP and A2A agents, called through the platform."""

import json

from platform_under_test import invoke


def call(data, runtime, session, method, params=None, **more):
    order = {"jsonrpc": "2.0", "id": 1, "method": method, **({"params": params} if params else {})}
    answer = invoke(data, runtime, order, session, accept="application/json, text/event-stream", **more)
    assert answer["told"]["id"] == 1
    return answer["told"]


def test_an_mcp_agent_is_initialised_listed_and_called(example, data, session):
    runtime = example("mcp-python")
    asked = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "outside", "version": "1"}}
    begun = call(data, runtime, session, "initialize", asked)
    assert begun["result"]["protocolVersion"] == "2025-06-18"
    note = data.invoke_agent_runtime(
        agentRuntimeArn=runtime.arn,
        runtimeSessionId=session,
        payload=b'{"jsonrpc": "2.0", "method": "notifications/initialized"}',
        contentType="application/json",
        accept="application/json, text/event-stream",
        mcpProtocolVersion="2025-06-18",
    )
    assert note["statusCode"] == 202
    assert note["response"].read() == b""
    tools = call(data, runtime, session, "tools/list", mcpProtocolVersion="2025-06-18")["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["echo", "add"]
    told = call(data, runtime, session, "tools/call", {"name": "add", "arguments": {"a": 2, "b": 3}})
    assert told["result"]["content"] == [{"type": "text", "text": "5"}]
    assert call(data, runtime, session, "no/such")["error"]["code"] == -32601


def test_an_a2a_agent_shows_its_card_and_answers(example, data, session):
    runtime = example("a2a-python")
    answer = data.get_agent_card(agentRuntimeArn=runtime.arn, runtimeSessionId=session)
    assert answer["agentCard"]["name"] == "a2a-python"
    assert answer["agentCard"]["skills"][0]["id"] == "echo"
    assert answer["statusCode"] == 200
    message = {"role": "user", "kind": "message", "messageId": "m-1", "parts": [{"kind": "text", "text": "hello"}]}
    told = call(data, runtime, session, "message/send", {"message": message})
    assert told["result"]["parts"] == [{"kind": "text", "text": "echo: hello"}]


def test_an_agent_that_speaks_no_a2a_has_the_platforms_card(data, probe, session):
    answer = data.get_agent_card(agentRuntimeArn=probe.arn, runtimeSessionId=session)
    assert answer["agentCard"]["supportedInterfaces"][0]["url"].endswith("/a2a/" + answer["agentCard"]["name"])
