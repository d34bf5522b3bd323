"""Each example deploys as its folder stands and does what its README says; so does what installs packages."""

import json
import os
import shutil

import pytest

from platform_under_test import ROOT, invoke

INSTALLS = pytest.mark.skipif(os.environ.get("OUTSIDE_OFFLINE") == "1", reason="installs packages from the registry")


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


@INSTALLS
def test_the_strands_example_answers_streams_and_remembers_who_it_is(example, data, session):
    runtime = example("python-strands")
    told = invoke(data, runtime, {"prompt": "hello there"}, session)["told"]
    assert told["message"].endswith("You said: hello there")
    assert told["session"] == session
    assert words(data, runtime, session, "one two")[-4:] == ["You", "said:", "one", "two"]


@INSTALLS
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_the_packages_of_a_node_agent_are_installed_once(platform, data, session):
    runtime = platform.deploy_folder(ROOT / "outside/agents/packages")
    again = platform.deploy_folder(ROOT / "outside/agents/packages")
    try:
        assert invoke(data, runtime, {"time": "2h"}, session)["told"] == {"milliseconds": 7_200_000}
        assert any("npm install" in line for line in build_log(platform, runtime))
        assert "this artifact was built before" in build_log(platform, again)
    finally:
        platform.destroy(runtime.id)
        platform.destroy(again.id)


def build_log(platform, runtime):
    return platform.own("GET", f"/cadre/v1/agents/{runtime.id}/versions/1/build")["lines"]
