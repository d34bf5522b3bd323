"""InvokeAgent of bedrock-agent-runtime: programs written for Bedrock Agents run with their endpoint changed."""

import boto3

from platform_under_test import credentials, refusal


def test_the_printed_code_runs(platform, probe):
    """As a guide prints it: the only change is the endpoint."""
    client = boto3.client(
        "bedrock-agent-runtime",
        region_name="eu-west-1",
        endpoint_url=platform.url,
        aws_access_key_id=credentials().access_key,
        aws_secret_access_key=credentials().secret_key,
    )
    user_id, user_message = "user-1", "hello"

    response = client.invoke_agent(
        agentId=probe.id,
        agentAliasId='DEFAULT',
        sessionId=user_id,
        inputText=user_message
    )

    assert response["sessionId"] == user_id
    assert response["contentType"]
    text = b"".join(event["chunk"]["bytes"] for event in response["completion"]).decode()
    assert text == "echo: hello"


def test_one_session_meets_one_worker_through_both_doors(platform, probe):
    agents = platform.client("bedrock-agent-runtime")
    first = agents.invoke_agent(agentId=probe.id, agentAliasId="DEFAULT", sessionId="short-id", inputText="hi")
    list(first["completion"])
    again = agents.invoke_agent(agentId=probe.id, agentAliasId="DEFAULT", sessionId="short-id", inputText="hi again")
    text = b"".join(event["chunk"]["bytes"] for event in again["completion"]).decode()
    assert text == "echo: hi again"


def test_an_absent_agent_is_not_found(platform):
    agents = platform.client("bedrock-agent-runtime")
    kind, status, message, _ = refusal(
        agents.invoke_agent, agentId="absent-AbCdEf1234", agentAliasId="DEFAULT", sessionId="s1", inputText="hi"
    )
    assert (kind, status) == ("ResourceNotFoundException", 404)
    assert "absent-AbCdEf1234" in message
