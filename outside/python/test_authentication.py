"""A platform started with `--auth required`: who is let in, and what the others learn.

OUTSIDE_ADMIN_TOKEN_FILE names the token in the platform's state folder, with which the tests make keys.
"""

import datetime
import json
import os
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import botocore.auth
import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from platform_under_test import REGION, credentials, refusal

pytestmark = pytest.mark.skipif(
    "OUTSIDE_ADMIN_TOKEN_FILE" not in os.environ, reason="the platform was not started with --auth required"
)

PATH = "/cadre/v1/sessions"


def send(url, method="GET", body=None, headers=None):
    """Status, error type and body of a request as it stands, signed or not."""
    request = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, None, response.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers["x-amzn-errortype"].split(":")[0], refused.read().decode()


def signed(url, who=None, method="GET", body=None, headers=None):
    request = AWSRequest(method, url, headers=headers or {}, data=body)
    SigV4Auth(who or credentials(), "bedrock-agentcore", REGION).add_auth(request)
    return {"method": method, "body": body, "headers": dict(request.headers.items())}


def at(moment, monkeypatch):
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: moment.replace(tzinfo=None))


def now():
    return datetime.datetime.now(datetime.timezone.utc)


@pytest.fixture
def key(platform):
    """Makes access keys as `cadre keys create` does."""
    token = Path(os.environ["OUTSIDE_ADMIN_TOKEN_FILE"]).read_text().strip()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def make(**order):
        status, _, body = send(
            f"{platform.url}/cadre/v1/keys", "POST", json.dumps({"name": "outside", **order}).encode(), headers
        )
        assert status == 201, body
        made = json.loads(body)
        return Credentials(made["accessKeyId"], made["secretAccessKey"])

    make.revoke = lambda who: send(f"{platform.url}/cadre/v1/keys/{who.access_key}", "DELETE", None, headers)
    return make


def test_a_good_signature_is_let_in(platform):
    assert send(platform.url + PATH, **signed(platform.url + PATH))[0] == 200


def test_health_needs_no_signature(platform):
    assert send(platform.url + "/health/ready")[0] == 200


def test_without_a_signature_nothing_is_served(platform):
    for path in (PATH, "/runtimes/absent-AbCdEf1234/", "/metrics", "/cadre/v1/keys", "/cadre/v1/logs"):
        status, kind, _ = send(platform.url + path)
        assert (status, kind) == (403, "MissingAuthenticationTokenException"), path


def test_a_wrong_secret_is_refused_and_nothing_leaks(platform):
    wrong = Credentials(credentials().access_key, "x" * 40)
    status, kind, body = send(platform.url + PATH, **signed(platform.url + PATH, wrong))
    assert (status, kind) == (403, "InvalidSignatureException")
    assert credentials().secret_key not in body
    assert "AWS4-HMAC-SHA256" not in body


def test_a_key_that_nobody_issued_is_refused(platform):
    stranger = Credentials("AKIAEXAMPLEFAKE00001", "x" * 40)
    status, kind, _ = send(platform.url + PATH, **signed(platform.url + PATH, stranger))
    assert (status, kind) == (403, "UnrecognizedClientException")


def test_an_sdk_reads_the_refusal(platform):
    control = platform.client("bedrock-agentcore-control", Credentials(credentials().access_key, "x" * 40))
    kind, status, message, _ = refusal(control.list_agent_runtimes)
    assert (kind, status) == ("InvalidSignatureException", 403)
    assert "Secret Access Key" in message


@pytest.mark.parametrize("minutes", [-20, 20])
def test_a_date_too_far_off_is_refused(platform, monkeypatch, minutes):
    at(now() + datetime.timedelta(minutes=minutes), monkeypatch)
    status, kind, _ = send(platform.url + PATH, **signed(platform.url + PATH))
    assert (status, kind) == (403, "InvalidSignatureException")


def test_a_small_skew_is_forgiven(platform, monkeypatch):
    at(now() + datetime.timedelta(minutes=-4), monkeypatch)
    assert send(platform.url + PATH, **signed(platform.url + PATH))[0] == 200


def test_a_signature_holds_for_its_request_only(platform):
    url = platform.url + PATH
    request = signed(url)
    assert send(url + "?state=LIVE", **request)[0] == 403
    assert send(platform.url + "/cadre/v1/keys", **request)[0] == 403
    assert send(url, **{**request, "method": "DELETE"})[0] == 403
    tagged = signed(url, headers={"X-Amz-Meta": "one"})
    tagged["headers"]["X-Amz-Meta"] = "two"
    assert send(url, **tagged)[0] == 403


def test_a_changed_body_is_refused(platform):
    url = platform.url + "/cadre/v1/keys"
    request = signed(url, method="POST", body=b'{"name": "first"}', headers={"Content-Type": "application/json"})
    request["body"] = b'{"name": "other"}'
    status, kind, _ = send(url, **request)
    assert (status, kind) == (403, "InvalidSignatureException")


def test_a_presigned_address_is_good_until_it_expires(platform, monkeypatch):
    def presigned(age, seconds=60):
        at(now() - datetime.timedelta(seconds=age), monkeypatch)
        request = AWSRequest("GET", platform.url + PATH)
        SigV4QueryAuth(credentials(), "bedrock-agentcore", REGION, expires=seconds).add_auth(request)
        return request.url

    assert send(presigned(0))[0] == 200
    assert send(presigned(61))[0] == 403
    assert send(presigned(0).replace("X-Amz-Expires=60", "X-Amz-Expires=300"))[0] == 403


def test_a_revoked_key_is_worthless_at_once(platform, key):
    who = key()
    url = platform.url + PATH
    assert send(url, **signed(url, who))[0] == 200
    assert key.revoke(who)[0] == 204
    assert send(url, **signed(url, who))[0] == 403


def test_an_expired_key_is_refused(platform, key):
    soon = now() + datetime.timedelta(seconds=2)
    try:
        who = key(expiresAt=soon.strftime("%Y-%m-%dT%H:%M:%SZ"))
    except AssertionError as refused:
        pytest.skip(f"so short a life is refused: {refused}")
    url = platform.url + PATH
    end = now() + datetime.timedelta(seconds=10)
    while send(url, **signed(url, who))[0] == 200 and now() < end:
        pass
    assert send(url, **signed(url, who))[:2] == (403, "ExpiredTokenException")


def test_a_key_without_the_scope_is_denied(platform, key):
    who = key(scopes=["keys"])
    status, kind, body = send(
        f"{platform.url}/runtimes/absent-AbCdEf1234/", **signed(f"{platform.url}/runtimes/absent-AbCdEf1234/", who)
    )
    assert (status, kind) == (403, "AccessDeniedException")
    assert "scope" in body


def test_a_websocket_with_a_bad_signature_is_refused_before_the_upgrade(platform, probe):
    url = f"{platform.url}/runtimes/{quote(probe.arn, safe='')}/ws"
    wrong = Credentials(credentials().access_key, "x" * 40)
    headers = {name: value for name, value in signed(url, wrong)["headers"].items() if name.lower() != "host"}
    with pytest.raises(InvalidStatus) as refused:
        connect("ws" + url.removeprefix("http"), additional_headers=headers)
    assert refused.value.response.status_code == 403


def test_who_the_user_is_counts_only_signed(platform):
    request = signed(platform.url + PATH)
    request["headers"]["X-Amzn-Bedrock-AgentCore-Runtime-User-Id"] = "somebody"
    assert send(platform.url + PATH, **request)[0] == 403
