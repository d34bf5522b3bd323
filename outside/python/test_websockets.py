"""The runtime's WebSocket, signed in its headers and in its query, by botocore and by the official runtime client."""

import json
from urllib.parse import quote, urlparse

import boto3
import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from platform_under_test import REGION, credentials, invoke

SESSION_HEADER = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id"


def address(platform, runtime, qualifier="DEFAULT"):
    return f"{platform.url}/runtimes/{quote(runtime.arn, safe='')}/ws?qualifier={qualifier}"


def signed(url, session):
    request = AWSRequest("GET", url, headers={SESSION_HEADER: session})
    SigV4Auth(credentials(), "bedrock-agentcore", REGION).add_auth(request)
    return {name: value for name, value in request.headers.items() if name.lower() != "host"}


def presigned(url, session, seconds=300):
    url = f"{url}&{SESSION_HEADER}={session}"
    request = AWSRequest("GET", url)
    SigV4QueryAuth(credentials(), "bedrock-agentcore", REGION, expires=seconds).add_auth(request)
    return request.url


def as_ws(url):
    return "ws" + url.removeprefix("http")


def test_text_and_bytes_go_both_ways_with_signed_headers(platform, probe, session):
    url = address(platform, probe)
    with connect(as_ws(url), additional_headers=signed(url, session)) as socket:
        for message in ("hello", "zażółć 🌍", b"\x00\xff" * 500, "", b"", "x" * 60_000):
            socket.send(message)
            assert socket.recv(timeout=20) == message


def test_the_socket_reaches_the_worker_of_its_session(platform, data, probe, session):
    worker = invoke(data, probe, {"do": "tell"}, session)["told"]["worker"]
    url = address(platform, probe)
    with connect(as_ws(url), additional_headers=signed(url, session)) as socket:
        socket.send("who")
        told = json.loads(socket.recv(timeout=20))
    assert told["worker"] == worker
    assert told["headers"][SESSION_HEADER.lower()] == session
    assert "authorization" not in told["headers"]


def test_a_presigned_address_opens(platform, probe, session):
    with connect(as_ws(presigned(address(platform, probe), session))) as socket:
        socket.send("who")
        told = json.loads(socket.recv(timeout=20))
    assert told["headers"][SESSION_HEADER.lower()] == session
    assert "X-Amz-Signature" not in told["path"]


def test_a_thousand_messages_keep_their_order(platform, probe, session):
    url = address(platform, probe)
    with connect(as_ws(url), additional_headers=signed(url, session)) as socket:
        for number in range(1000):
            socket.send(str(number))
        assert [socket.recv(timeout=20) for _ in range(1000)] == [str(number) for number in range(1000)]


def test_a_message_in_fragments_arrives(platform, probe, session):
    url = address(platform, probe)
    with connect(as_ws(url), additional_headers=signed(url, session)) as socket:
        socket.send(iter(["one ", "two ", "three"]))
        assert socket.recv(timeout=20) == "one two three"


def test_a_ping_is_answered(platform, probe, session):
    url = address(platform, probe)
    with connect(as_ws(url), additional_headers=signed(url, session)) as socket:
        assert socket.ping().wait(20)


def test_the_agents_close_code_reaches_the_client(platform, probe, session):
    url = address(platform, probe)
    with connect(as_ws(url), additional_headers=signed(url, session)) as socket:
        socket.send("leave")
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=20)
    assert closed.value.rcvd.code == 4001
    assert closed.value.rcvd.reason == "as told"


def test_an_absent_agent_is_refused_before_the_upgrade(platform, probe, session):
    url = address(platform, probe).replace("runtime%2Fprobe", "runtime%2Fabsent")
    with pytest.raises(InvalidStatus) as refused:
        connect(as_ws(url), additional_headers=signed(url, session))
    assert refused.value.response.status_code == 404


def official(platform):
    from bedrock_agentcore.runtime import AgentCoreRuntimeClient

    who = credentials()
    session = boto3.Session(who.access_key, who.secret_key, region_name=REGION)
    return AgentCoreRuntimeClient(region=REGION, session=session)


@pytest.fixture
def override(platform, monkeypatch):
    """The package takes no address but AWS's; all else about the connection is its own."""
    from bedrock_agentcore.runtime import agent_core_runtime_client

    address = platform.url.replace("http://", "https://")
    monkeypatch.setattr(agent_core_runtime_client, "get_data_plane_endpoint", lambda region: address)


def test_the_official_runtime_client_connects_with_headers(platform, override, probe, session):
    url, headers = official(platform).generate_ws_connection(probe.arn, session_id=session, endpoint_name="DEFAULT")
    assert urlparse(url).path.endswith("/ws")
    own = {"Host", "Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version"}
    extra = {name: value for name, value in headers.items() if name not in own}
    with connect(url.replace("wss://", "ws://"), additional_headers=extra) as socket:
        socket.send("hello")
        assert socket.recv(timeout=20) == "hello"


def test_the_official_runtime_client_connects_with_a_presigned_address(platform, override, probe, session):
    url = official(platform).generate_presigned_url(probe.arn, session_id=session, endpoint_name="DEFAULT")
    with connect(url.replace("wss://", "ws://")) as socket:
        socket.send("hello")
        assert socket.recv(timeout=20) == "hello"
