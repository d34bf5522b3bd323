"""InvokeAgentRuntimeCommand: a command inside the session, its output as an event stream."""

import time

import pytest

from platform_under_test import invoke, refusal


def run(data, runtime, session, command, **body):
    answer = data.invoke_agent_runtime_command(
        agentRuntimeArn=runtime.arn, runtimeSessionId=session, body={"command": command, **body}
    )
    chunks = [event["chunk"] for event in answer["stream"]]
    assert "contentStart" in chunks[0]
    assert "contentStop" in chunks[-1]
    deltas = [chunk["contentDelta"] for chunk in chunks[1:-1]]
    return (
        "".join(delta.get("stdout", "") for delta in deltas),
        "".join(delta.get("stderr", "") for delta in deltas),
        chunks[-1]["contentStop"],
    )


def test_a_command_tells_output_errors_and_exit_code(data, probe, session):
    out, err, stop = run(data, probe, session, "echo out; echo err >&2; exit 3")
    assert (out, err) == ("out\n", "err\n")
    assert stop == {"exitCode": 3, "status": "COMPLETED"}


def test_a_command_sees_the_files_of_its_session(data, probe, session):
    invoke(data, probe, {"do": "write", "file": "note.txt", "text": "from the agent"}, session)
    out, _, stop = run(data, probe, session, "cat note.txt")
    assert (out, stop["exitCode"]) == ("from the agent", 0)


def test_a_command_past_its_time_is_stopped(data, probe, session):
    begun = time.monotonic()
    out, _, stop = run(data, probe, session, "echo begun; sleep 60", timeout=1)
    assert time.monotonic() - begun < 15
    assert out == "begun\n"
    assert stop["status"] == "TIMED_OUT"


def test_output_comes_while_the_command_runs(data, probe, session):
    invoke(data, probe, {"do": "tell"}, session)
    answer = data.invoke_agent_runtime_command(
        agentRuntimeArn=probe.arn,
        runtimeSessionId=session,
        body={"command": "for n in 1 2 3; do echo $n; sleep 0.4; done"},
    )
    moments = [time.monotonic() for event in answer["stream"] if "contentDelta" in event["chunk"]]
    assert moments[-1] - moments[0] > 0.5


def test_output_of_a_megabyte_is_whole(data, probe, session):
    out, _, stop = run(data, probe, session, "head -c 1000000 /dev/zero | tr '\\0' 'x'")
    assert stop["exitCode"] == 0
    assert out == "x" * 1_000_000


def test_text_beyond_ascii_survives(data, probe, session):
    out, _, _ = run(data, probe, session, "printf 'za\\305\\274\\303\\263\\305\\202\\304\\207 \\360\\237\\214\\215\\n'")
    assert out == "zażółć 🌍\n"


def test_a_command_leaves_the_agent_alone(data, probe, session):
    first = invoke(data, probe, {"do": "tell"}, session)["told"]
    run(data, probe, session, "kill -9 $$ || true")
    assert invoke(data, probe, {"do": "tell"}, session)["told"]["worker"] == first["worker"]


@pytest.mark.parametrize("timeout", [0, 3601])
def test_a_timeout_has_limits(lax, probe, session, timeout):
    kind, status, message, _ = refusal(
        lax("bedrock-agentcore").invoke_agent_runtime_command,
        agentRuntimeArn=probe.arn,
        runtimeSessionId=session,
        body={"command": "true", "timeout": timeout},
    )
    assert (kind, status) == ("ValidationException", 400)
    assert "timeout" in message


def test_an_empty_command_is_refused(lax, probe, session):
    kind, status, message, _ = refusal(
        lax("bedrock-agentcore").invoke_agent_runtime_command,
        agentRuntimeArn=probe.arn,
        runtimeSessionId=session,
        body={"command": ""},
    )
    assert (kind, status) == ("ValidationException", 400)
    assert "command" in message
