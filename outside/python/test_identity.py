"""Credential providers and workload identities as boto3 and the official package's decorators use them."""

import base64
import json
import os
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from bedrock_agentcore.identity.auth import requires_access_token, requires_api_key
from bedrock_agentcore.services.identity import IdentityClient, UserIdIdentifier
from botocore.exceptions import ClientError

from platform_under_test import REGION, ROOT, credentials, invoke


@pytest.fixture
def ours(platform, monkeypatch, tmp_path):
    """The environment in which the official package finds the platform, and a folder for what it remembers."""
    who = credentials()
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_AGENTCORE", platform.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL", platform.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", who.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", who.secret_key)
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.delenv("DOCKER_CONTAINER", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def name():
    return "outside-" + uuid.uuid4().hex[:12]


class AuthorizationServer:
    """Gives tokens to the client 'outside' with the secret 's&cret', and remembers what it was asked."""

    def __init__(self):
        self.asked = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(200, {
                    "issuer": outer.url,
                    "authorization_endpoint": outer.url + "/authorize",
                    "token_endpoint": outer.url + "/token",
                })

            def do_POST(self):
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                outer.asked.append({key: values[0] for key, values in form.items()})
                proof = base64.b64decode(self.headers.get("Authorization", "Basic ")[6:]).decode()
                if proof != "outside:s%26cret":
                    return self.answer(401, {"error": "invalid_client", "error_description": proof})
                return self.answer(200, {
                    "access_token": f"token-{len(outer.asked)}",
                    "refresh_token": "again",
                    "token_type": "Bearer",
                    "expires_in": 3600,
                })

            def answer(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def issuer():
    server = AuthorizationServer()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture
def provider(control, issuer, name):
    made = control.create_oauth2_credential_provider(
        name=name,
        credentialProviderVendor="CustomOauth2",
        oauth2ProviderConfigInput={
            "customOauth2ProviderConfig": {
                "oauthDiscovery": {"discoveryUrl": issuer.url + "/.well-known/openid-configuration"},
                "clientId": "outside",
                "clientSecret": "s&cret",
            }
        },
    )
    assert made["credentialProviderArn"].endswith(":token-vault/default/oauth2credentialprovider/" + name)
    yield name
    control.delete_oauth2_credential_provider(name=name)


def test_a_function_that_requires_an_api_key_gets_it(ours, control, name):
    control.create_api_key_credential_provider(name=name, apiKey="the key")

    @requires_api_key(provider_name=name)
    def call(*, api_key):
        return api_key

    assert call() == "the key"
    control.update_api_key_credential_provider(name=name, apiKey="a new key")
    assert call() == "a new key"
    control.delete_api_key_credential_provider(name=name)
    with pytest.raises(ClientError) as refused:
        call()
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_function_that_requires_a_token_for_itself_gets_it_once(ours, provider, issuer):
    @requires_access_token(provider_name=provider, scopes=["read", "write"], auth_flow="M2M")
    def call(*, access_token):
        return access_token

    assert [call(), call()] == ["token-1", "token-1"]
    assert issuer.asked == [{"grant_type": "client_credentials", "scope": "read write"}]


def test_a_person_consents_and_the_function_that_waits_gets_the_token(ours, provider, issuer, platform):
    client = IdentityClient(REGION)
    workload = client.create_workload_identity(allowed_resource_oauth_2_return_urls=["https://app.example/cb"])["name"]
    token = client.get_workload_access_token(workload, user_id="ann")["workloadAccessToken"]
    asked = client.get_resource_oauth2_token(
        workloadIdentityToken=token,
        resourceCredentialProviderName=provider,
        scopes=["read"],
        oauth2Flow="USER_FEDERATION",
        resourceOauth2ReturnUrl="https://app.example/cb",
        customState="mine",
    )
    page = urlsplit(asked["authorizationUrl"])
    query = {key: values[0] for key, values in parse_qs(page.query).items()}
    assert (page.path, query["client_id"], query["code_challenge_method"]) == ("/authorize", "outside", "S256")

    back = browser(f"{query['redirect_uri']}?code=c0de&state={query['state']}")
    assert back.startswith("https://app.example/cb?session_id=urn") and back.endswith("&state=mine")
    client.complete_resource_token_auth(asked["sessionUri"], UserIdIdentifier(user_id="ann"))
    again = client.get_resource_oauth2_token(
        workloadIdentityToken=token,
        resourceCredentialProviderName=provider,
        scopes=["read"],
        oauth2Flow="USER_FEDERATION",
    )
    assert again["accessToken"] == "token-1"
    assert issuer.asked[0]["code"] == "c0de"


def browser(url):
    """Opens a page as a browser does, and tells where it is sent on to."""
    import http.client

    at = urlsplit(url)
    connection = http.client.HTTPConnection(at.hostname, at.port, timeout=20)
    connection.request("GET", f"{at.path}?{at.query}")
    answer = connection.getresponse()
    assert answer.status == 302, answer.read()
    return answer.getheader("Location")


def test_what_a_server_says_of_a_refusal_is_not_repeated(ours, control, issuer, provider):
    control.update_oauth2_credential_provider(
        name=provider,
        credentialProviderVendor="CustomOauth2",
        oauth2ProviderConfigInput={
            "customOauth2ProviderConfig": {
                "oauthDiscovery": {"discoveryUrl": issuer.url + "/.well-known/openid-configuration"},
                "clientId": "outside",
                "clientSecret": "wrong-s3cret",
            }
        },
    )

    @requires_access_token(provider_name=provider, scopes=[], auth_flow="M2M")
    def call(*, access_token):
        return access_token

    with pytest.raises(ClientError, match="invalid_client") as refused:
        call()
    assert "wrong-s3cret" not in str(refused.value)


def test_a_listing_has_pages(control, name):
    names = [f"{name}-{number}" for number in range(3)]
    for one in names:
        control.create_api_key_credential_provider(name=one, apiKey="k")
    pages = control.get_paginator("list_api_key_credential_providers").paginate(PaginationConfig={"PageSize": 2})
    seen = [one["name"] for page in pages for one in page["credentialProviders"]]
    assert set(names) <= set(seen) and len(seen) == len(set(seen))
    for one in names:
        control.delete_api_key_credential_provider(name=one)


def test_an_agent_is_handed_a_token_of_its_own(data, control, probe, session, name):
    control.create_api_key_credential_provider(name=name, apiKey="for agents")
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=probe.arn,
        runtimeSessionId=session,
        runtimeUserId="ann",
        payload=json.dumps({"do": "tell"}).encode(),
    )
    token = json.loads(answer["response"].read())["headers"]["workloadaccesstoken"]
    got = data.get_resource_api_key(workloadIdentityToken=token, resourceCredentialProviderName=name)
    assert got["apiKey"] == "for agents"
    control.delete_api_key_credential_provider(name=name)


@pytest.mark.skipif(os.environ.get("OUTSIDE_OFFLINE") == "1", reason="installs packages from the registry")
def test_the_official_package_in_an_agent_fetches_with_what_the_agent_has(platform, data, control, session, name):
    runtime = platform.deploy_folder(ROOT / "outside/agents/credentials")
    try:
        control.create_api_key_credential_provider(name=name, apiKey="for agents")
        assert invoke(data, runtime, {"provider": name}, session)["told"] == {"key": "for agents"}
    finally:
        control.delete_api_key_credential_provider(name=name)
        platform.destroy(runtime.id)
