"""The official MCP and A2A clients, pointed at the platform as AWS documents it: the invocations address is the server."""

import asyncio
from urllib.parse import quote

import httpx
import httpx2
from a2a.client import A2ACardResolver, ClientConfig, ClientFactory, create_text_message_object
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

SESSION_HEADER = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id"


def address(platform, runtime):
    return f"{platform.url}/runtimes/{quote(runtime.arn, safe='')}/invocations"


def test_the_mcp_client_lists_and_calls_tools(example, platform, session):
    runtime = example("mcp-python")

    async def talk():
        async with httpx2.AsyncClient(headers={SESSION_HEADER: session}, timeout=60) as http:
            url = f"{address(platform, runtime)}?qualifier=DEFAULT"
            async with streamable_http_client(url, http_client=http) as streams:
                async with ClientSession(streams[0], streams[1]) as client:
                    await client.initialize()
                    tools = await client.list_tools()
                    told = await client.call_tool("add", {"a": 2, "b": 3})
                    return [tool.name for tool in tools.tools], told.content[0].text

    assert asyncio.run(talk()) == (["echo", "add"], "5")


def test_the_a2a_client_finds_the_card_and_the_agent_by_it(example, platform, session):
    runtime = example("a2a-python")

    async def talk():
        async with httpx.AsyncClient(headers={SESSION_HEADER: session}, timeout=60) as http:
            card = await A2ACardResolver(http, address(platform, runtime)).get_agent_card()
            client = ClientFactory(ClientConfig(httpx_client=http, streaming=False)).create(card)
            return card.url, [reply async for reply in client.send_message(create_text_message_object(content="hello"))]

    url, replies = asyncio.run(talk())
    assert url.startswith(platform.url), "the card names the address where the platform serves the agent"
    assert replies[0].parts[0].root.text == "echo: hello"
