"""Bedrock Runtime at the platform's address, called with boto3 and through agents that know nothing of the platform."""

import json
import os

import pytest

from platform_under_test import invoke, refusal

WEATHER = {
    "toolSpec": {
        "name": "get_weather",
        "description": "Get the weather of a city",
        "inputSchema": {
            "json": {
                "type": "object",
                "properties": {"city": {"type": "string", "description": "The name of the city"}},
                "required": ["city"],
            }
        },
    }
}
QUESTION = [{"role": "user", "content": [{"text": "What is the weather in Berlin?"}]}]
CLAUDE = {
    "anthropic_version": "bedrock-2023-05-31",
    "max_tokens": 200,
    "messages": [{"role": "user", "content": "What is the weather in Berlin?"}],
    "tools": [
        {
            "name": "get_weather",
            "description": "Get the weather of a city",
            "input_schema": WEATHER["toolSpec"]["inputSchema"]["json"],
        }
    ],
}


@pytest.fixture(scope="module")
def bedrock(platform):
    return platform.client("bedrock-runtime")


def test_converse_calls_a_tool_and_words_its_result(bedrock):
    first = bedrock.converse(modelId="default", messages=QUESTION, toolConfig={"tools": [WEATHER]})
    assert first["stopReason"] == "tool_use"
    said = first["output"]["message"]
    use = next(block["toolUse"] for block in said["content"] if "toolUse" in block)
    assert use["name"] == "get_weather" and use["input"] == {"city": "Berlin"}
    assert first["usage"]["totalTokens"] == first["usage"]["inputTokens"] + first["usage"]["outputTokens"]

    result = {"toolUseId": use["toolUseId"], "content": [{"json": {"sky": "sunny", "degrees": 31}}], "status": "success"}
    second = bedrock.converse(
        modelId="default",
        messages=[*QUESTION, said, {"role": "user", "content": [{"toolResult": result}]}],
        toolConfig={"tools": [WEATHER]},
    )
    assert second["stopReason"] == "end_turn"
    assert "sunny" in second["output"]["message"]["content"][0]["text"].lower()


def test_converse_stream_tells_the_same_in_pieces(bedrock):
    stream = bedrock.converse_stream(modelId="default", messages=QUESTION, toolConfig={"tools": [WEATHER]})["stream"]
    events = list(stream)
    kinds = [next(iter(event)) for event in events]
    assert kinds[0] == "messageStart" and kinds[-2:] == ["messageStop", "metadata"]
    pieces = [event["contentBlockDelta"]["delta"] for event in events if "contentBlockDelta" in event]
    arguments = "".join(piece["toolUse"]["input"] for piece in pieces if "toolUse" in piece)
    assert json.loads(arguments) == {"city": "Berlin"}
    assert kinds.count("contentBlockStop") == len({d["contentBlockIndex"] for d in map(block_of, events) if d})


def block_of(event):
    return event.get("contentBlockDelta") or event.get("contentBlockStart")


def test_invoke_model_speaks_anthropics_messages(bedrock):
    answer = bedrock.invoke_model(modelId="default", body=json.dumps(CLAUDE))
    told = json.loads(answer["body"].read())
    assert told["stop_reason"] == "tool_use"
    assert told["content"][-1]["input"] == {"city": "Berlin"}

    stream = bedrock.invoke_model_with_response_stream(modelId="default", body=json.dumps(CLAUDE))["body"]
    events = [json.loads(event["chunk"]["bytes"]) for event in stream]
    assert events[0]["type"] == "message_start" and events[-1]["type"] == "message_stop"
    assert events[-1]["amazon-bedrock-invocationMetrics"]["outputTokenCount"] > 0


def test_tokens_are_counted(bedrock):
    short = bedrock.count_tokens(modelId="default", input={"converse": {"messages": QUESTION}})
    long = bedrock.count_tokens(
        modelId="default",
        input={"converse": {"messages": [{"role": "user", "content": [{"text": "What is the weather? " * 100}]}]}},
    )
    assert 0 < short["inputTokens"] < long["inputTokens"]


def test_what_is_no_request_is_refused_by_name(bedrock, lax):
    code, status, message, _ = refusal(bedrock.converse, modelId="no-such-model-here", messages=QUESTION)
    assert (code, status) == ("ValidationException", 400) and "no-such-model-here" in message
    wrong = [{"role": "user", "content": [{"text": 7}]}]
    code, status, message, _ = refusal(lax("bedrock-runtime").converse, modelId="default", messages=wrong)
    assert (code, status) == ("ValidationException", 400) and "messages" in message
    bad = {"toolSpec": {"name": "t", "inputSchema": {"json": {"type": "object", "properties": 7}}}}
    code, status, message, _ = refusal(
        bedrock.converse, modelId="default", messages=QUESTION, toolConfig={"tools": [bad]}
    )
    assert (code, status) == ("ValidationException", 400) and "no JSON Schema" in message


@pytest.mark.skipif(os.environ.get("OUTSIDE_OFFLINE") == "1", reason="installs packages from the registry")
@pytest.mark.parametrize("folder", ["python-strands", "node-strands"])
def test_an_unmodified_strands_agent_has_its_model_here(platform, example, data, session, folder):
    runtime = example(folder)
    told = invoke(data, runtime, {"prompt": "What is the status of order ORD-2024-001?"}, session)["told"]
    assert "shipped" in told["message"].lower()
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=runtime.arn,
        runtimeSessionId=session,
        payload=json.dumps({"prompt": "What is the status of order ORD-2024-002?", "stream": True}).encode(),
        contentType="application/json",
        accept="text/event-stream",
    )
    lines = answer["response"].read().decode().splitlines()
    words = "".join(json.loads(line.removeprefix("data: "))["word"] for line in lines if line)
    assert "processing" in words.lower()

    used = platform.own("GET", "/cadre/v1/usage?by=session")["usage"]
    assert [row["calls"] >= 4 for row in used if row["key"] == session] == [True], "its calls are its session's"
