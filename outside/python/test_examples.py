"""Each example deploys as its folder stands and does what its README says."""

import json

import pytest

from platform_under_test import invoke


def words(data, runtime, session, prompt):
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=runtime.arn,
        runtimeSessionId=session,
        payload=json.dumps({"prompt": prompt, "stream": True}).encode(),
        contentType="application/json",
        accept="text/event-stream",
    )
    assert answer["contentType"].startswith("text/event-stream")
    lines = answer["response"].read().decode().splitlines()
    return [json.loads(line.removeprefix("data: "))["word"] for line in lines if line]


@pytest.mark.parametrize("folder", ["python-echo", "node-echo"])
def test_an_echo_example_answers_and_streams(example, data, session, folder):
    runtime = example(folder)
    told = invoke(data, runtime, {"prompt": "hello there"}, session)["told"]
    assert told == {"message": "echo: hello there", "session": session}
    assert words(data, runtime, session, "one two three") == ["one", "two", "three"]
