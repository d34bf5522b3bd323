"""The official MCP client, with the servers that come with the platform and run without it."""

import asyncio
import contextlib
import os
import re
import sqlite3
import subprocess

import boto3
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from moto.server import ThreadedMotoServer

from platform_under_test import ROOT

CADRE = os.environ.get("OUTSIDE_CADRE", str(ROOT / "cadre"))
ENVIRONMENT = dict(os.environ)


def talk(server, conversation, *options):
    """A conversation over stdio; gives what it returns."""

    async def run():
        parameters = StdioServerParameters(command=CADRE, args=["mcp", server, "--stdio", *options], env=ENVIRONMENT)
        async with stdio_client(parameters) as streams, ClientSession(streams[0], streams[1]) as client:
            await client.initialize()
            return await conversation(client)

    return asyncio.run(run())


def told(result):
    assert not result.is_error, result.content[0].text
    return result.structured_content


@contextlib.contextmanager
def over_http(server, *options):
    """The address of a server that listens."""
    process = subprocess.Popen([CADRE, "mcp", server, "--port", "0", *options], stdout=subprocess.PIPE, text=True)
    try:
        yield re.search(r"http:\S+/mcp", process.stdout.readline())[0]
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def shop(tmp_path):
    file = tmp_path / "shop.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("create table users (id integer primary key, name text not null)")
        database.execute("insert into users (name) values ('Alice Johnson'), ('Bob Smith')")
    return file


def test_a_database_is_asked_and_stays_as_it_was(shop):
    async def conversation(client):
        tools = [tool.name for tool in (await client.list_tools()).tools]
        found = await client.call_tool(
            "execute_query", {"query": "select name from users where name like ?", "params": ["B%"]}
        )
        schema = await client.call_tool("get_schema", {"table": "users"})
        refused = await client.call_tool("execute_query", {"query": "delete from users"})
        return tools, told(found)["rows"], told(schema)["tables"][0]["primary_key"], refused

    tools, rows, key, refused = talk("database", conversation, "--url", f"jdbc:sqlite:{shop}")
    assert tools == ["execute_query", "get_schema"]
    assert rows == [["Bob Smith"]]
    assert key == ["id"]
    assert refused.is_error and "only reads" in refused.content[0].text
    with contextlib.closing(sqlite3.connect(shop)) as database:
        assert database.execute("select count(*) from users").fetchone() == (2,)


def test_a_server_that_listens_answers_the_same(shop):
    async def talk_to(url):
        async with streamable_http_client(url) as streams, ClientSession(streams[0], streams[1]) as client:
            await client.initialize()
            return told(await client.call_tool("execute_query", {"query": "select count(*) from users"}))["rows"]

    with over_http("database", "--url", f"jdbc:sqlite:{shop}") as url:
        assert asyncio.run(talk_to(url)) == [[2]]


@pytest.fixture
def aws():
    """S3 and Glue as moto has them."""
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_buckets_and_jobs_of_aws(aws):
    about = {"endpoint_url": aws, "region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
    boto3.client("s3", **about).create_bucket(Bucket="logs")
    glue = boto3.client("glue", **about)
    glue.create_job(Name="nightly", Role="role", Command={"Name": "glueetl", "ScriptLocation": "s3://logs/nightly.py"})

    async def conversation(client):
        buckets = told(await client.call_tool("list_s3_buckets", {}))["buckets"]
        jobs = told(await client.call_tool("list_glue_jobs", {}))["jobs"]
        run = told(await client.call_tool("start_glue_job", {"job_name": "nightly"}))["run_id"]
        status = told(await client.call_tool("get_glue_job_status", {"job_name": "nightly", "run_id": run}))
        absent = await client.call_tool("start_glue_job", {"job_name": "absent"})
        return buckets, jobs, run, status, absent

    options = ["--endpoint", aws, "--access-key-id", "a", "--secret-access-key", "b"]
    buckets, jobs, run, status, absent = talk("aws", conversation, *options)
    assert [bucket["name"] for bucket in buckets] == ["logs"]
    assert [(job["name"], job["kind"]) for job in jobs] == [("nightly", "glueetl")]
    assert status["run_id"] == run and status["state"] in {"STARTING", "RUNNING", "SUCCEEDED"}
    assert absent.is_error and "EntityNotFoundException" in absent.content[0].text


def test_a_model_of_the_platform_answers_as_bedrock(platform):
    async def conversation(client):
        return told(await client.call_tool("invoke_bedrock_model", {"prompt": "Hello there", "max_tokens": 50}))

    key = os.environ.get("AWS_ACCESS_KEY_ID", "a"), os.environ.get("AWS_SECRET_ACCESS_KEY", "b")
    options = ["--bedrock-endpoint", platform.url, "--access-key-id", key[0], "--secret-access-key", key[1]]
    answer = talk("aws", conversation, *options)
    assert answer["text"] and answer["model"] == "amazon.nova-lite-v1:0"
