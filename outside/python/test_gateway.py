"""Gateways as boto3 manages them and the official MCP client uses them; the target is the Python example."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import uuid

import httpx2
import pytest
from botocore.exceptions import ClientError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from platform_under_test import ROOT

ROLE = "arn:aws:iam::123456789012:role/gateway"
SETTLED_WITHIN_SECONDS = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def target():
    """The URL of an MCP server that knows nothing of gateways."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "examples/mcp-python/main.py")], env={**os.environ, "PORT": str(port)}
    )
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert time.monotonic() < deadline, "the example did not start"
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/mcp"
    server.terminate()
    server.wait()


@pytest.fixture
def gateway(control):
    """Makes gateways, and deletes them with their targets."""
    made = []

    def make(**more):
        created = control.create_gateway(
            **{"name": "outside-" + uuid.uuid4().hex[:12], "roleArn": ROLE, "authorizerType": "NONE", **more}
        )
        made.append(created["gatewayId"])
        return created

    yield make
    for identifier in made:
        for page in control.get_paginator("list_gateway_targets").paginate(gatewayIdentifier=identifier):
            for item in page["items"]:
                control.delete_gateway_target(gatewayIdentifier=identifier, targetId=item["targetId"])
        control.delete_gateway(gatewayIdentifier=identifier)


def add(control, gateway, name, endpoint):
    created = control.create_gateway_target(
        gatewayIdentifier=gateway["gatewayId"],
        name=name,
        targetConfiguration={"mcp": {"mcpServer": {"endpoint": endpoint}}},
    )
    return settled(control, gateway, created["targetId"])


def settled(control, gateway, target_id):
    deadline = time.monotonic() + SETTLED_WITHIN_SECONDS
    while True:
        target = control.get_gateway_target(gatewayIdentifier=gateway["gatewayId"], targetId=target_id)
        if target["status"] not in ("CREATING", "UPDATING", "SYNCHRONIZING"):
            return target
        assert time.monotonic() < deadline, target
        time.sleep(0.1)


def through(url, work):
    async def talk():
        async with httpx2.AsyncClient(timeout=60) as http:
            async with streamable_http_client(url, http_client=http) as streams:
                async with ClientSession(streams[0], streams[1]) as client:
                    await client.initialize()
                    return await work(client)

    return asyncio.run(talk())


def test_the_official_client_lists_and_calls_through_a_gateway(control, gateway, target):
    made = gateway()
    ready = add(control, made, "example", target)

    async def work(client):
        tools = await client.list_tools()
        told = await client.call_tool("example___add", {"a": 2, "b": 3})
        return [tool.name for tool in tools.tools], told.content[0].text

    assert ready["status"] == "READY", ready["statusReasons"]
    assert through(made["gatewayUrl"], work) == (["example___echo", "example___add"], "5")


def test_tools_are_found_by_meaning(control, gateway, target):
    made = gateway(protocolConfiguration={"mcp": {"searchType": "SEMANTIC"}})
    add(control, made, "example", target)

    async def work(client):
        found = await client.call_tool("x_amz_bedrock_agentcore_search", {"query": "sum of two numbers"})
        return found.structured_content["tools"][0]["name"]

    assert through(made["gatewayUrl"], work) == "example___add"


def test_a_target_that_is_down_says_so_and_harms_no_other(control, gateway, target):
    made = gateway()
    add(control, made, "example", target)
    down = add(control, made, "down", f"http://127.0.0.1:{free_port()}/mcp")

    async def work(client):
        return [tool.name for tool in (await client.list_tools()).tools]

    assert down["status"] == "FAILED"
    assert "cannot be reached" in down["statusReasons"][0]
    assert through(made["gatewayUrl"], work) == ["example___echo", "example___add"]


def test_the_control_plane_keeps_its_word(control, gateway, target):
    made = gateway(description="first", tags={"team": "a"})
    identifier = made["gatewayId"]
    ready = add(control, made, "example", target)

    assert control.get_gateway(gatewayIdentifier=identifier)["description"] == "first"
    assert control.list_tags_for_resource(resourceArn=made["gatewayArn"])["tags"] == {"team": "a"}
    asked = control.synchronize_gateway_targets(gatewayIdentifier=identifier, targetIdList=[ready["targetId"]])
    assert asked["targets"][0]["status"] == "SYNCHRONIZING"
    assert settled(control, made, ready["targetId"])["status"] == "READY"
    with pytest.raises(ClientError) as refused:
        control.delete_gateway(gatewayIdentifier=identifier)
    assert refused.value.response["Error"]["Code"] == "ConflictException"
    with pytest.raises(ClientError) as refused:
        control.create_gateway(name=made["name"], roleArn=ROLE, authorizerType="NONE")
    assert refused.value.response["Error"]["Code"] == "ConflictException"
    with pytest.raises(ClientError) as refused:
        control.get_gateway(gatewayIdentifier="nothing-0123456789")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"
