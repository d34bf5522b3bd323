"""The running platform as its callers see it: an address, the AWS clients, a place to put code."""

import io
import json
import os
import re
import time
import urllib.request
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

ROOT = Path(__file__).resolve().parents[2]
REGION = "us-east-1"
ROLE = "arn:aws:iam::123456789012:role/agent"
READY_WITHIN_SECONDS = 300  # the first deployment may install packages


@dataclass(frozen=True)
class Runtime:
    id: str
    arn: str
    name: str


class Platform:
    def __init__(self, url):
        self.url = url

    def client(self, service, who=None, **config):
        who = who or credentials()
        config.setdefault("read_timeout", 120)
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=who.access_key,
            aws_secret_access_key=who.secret_key,
            config=Config(retries={"total_max_attempts": 1}, max_pool_connections=64, **config),
        )

    def upload(self, folder):
        """Zips a folder, leaving out what is hidden or built, and gives the bucket and key of the stored artifact."""
        stored = self.own("PUT", "/cadre/v1/artifacts", zip_folder(folder), "application/zip")
        return {"bucket": stored["bucket"], "prefix": stored["key"]}

    def own(self, method, path, body=None, content_type="application/json"):
        """A signed call of the platform's own API; its answer as JSON."""
        signed = AWSRequest(method, self.url + path, headers={"Content-Type": content_type}, data=body)
        SigV4Auth(credentials(), "bedrock-agentcore", REGION).add_auth(signed)
        request = urllib.request.Request(signed.url, body, dict(signed.headers.items()), method=method)
        with urllib.request.urlopen(request, timeout=120) as response:
            return json.loads(response.read() or b"null")

    def deploy(self, name, artifact, runtime="PYTHON_3_12", entry="main.py", protocol="HTTP", **more):
        control = self.client("bedrock-agentcore-control")
        made = control.create_agent_runtime(
            agentRuntimeName=f"{name}_{uuid.uuid4().hex[:10]}",
            agentRuntimeArtifact=code(artifact, runtime, entry),
            roleArn=ROLE,
            networkConfiguration={"networkMode": "PUBLIC"},
            protocolConfiguration={"serverProtocol": protocol},
            **more,
        )
        self.wait_ready(made["agentRuntimeId"])
        return Runtime(made["agentRuntimeId"], made["agentRuntimeArn"], made["agentRuntimeArn"].split("/")[-1])

    def deploy_folder(self, folder, **more):
        agent = read_agent(folder)
        return self.deploy(
            agent["name"],
            self.upload(folder),
            agent["runtime_type"],
            agent["entrypoint"],
            agent["server_protocol"],
            **more,
        )

    def wait_ready(self, runtime_id):
        control = self.client("bedrock-agentcore-control")
        end = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < end:
            found = control.get_agent_runtime(agentRuntimeId=runtime_id)
            if found["status"] == "READY":
                return found
            if found["status"].endswith("FAILED"):
                raise AssertionError(f"{runtime_id} is {found['status']}: {found.get('failureReason')}")
            time.sleep(0.1)
        raise AssertionError(f"{runtime_id} was not READY within {READY_WITHIN_SECONDS} s")

    def wait_endpoint(self, runtime_id, name, version):
        control = self.client("bedrock-agentcore-control")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = control.get_agent_runtime_endpoint(agentRuntimeId=runtime_id, endpointName=name)
            if found["status"] == "READY" and found["liveVersion"] == version:
                return found
            time.sleep(0.1)
        raise AssertionError(f"endpoint {name} did not reach version {version}: {found}")

    def destroy(self, runtime_id):
        """Deletes an agent, if it is there; one that is changing is waited for."""
        control = self.client("bedrock-agentcore-control")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                return control.delete_agent_runtime(agentRuntimeId=runtime_id)
            except control.exceptions.ResourceNotFoundException:
                return None
            except control.exceptions.ConflictException:
                time.sleep(0.1)
        raise AssertionError(f"{runtime_id} could not be deleted within 60 s")

    def wait_gone(self, runtime_id):
        control = self.client("bedrock-agentcore-control")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                control.get_agent_runtime(agentRuntimeId=runtime_id)
            except control.exceptions.ResourceNotFoundException:
                return
            time.sleep(0.1)
        raise AssertionError(f"{runtime_id} is still there 60 s after its deletion")


def credentials():
    """Those of the environment; without any, made-up ones, which a platform in development takes."""
    return Credentials(
        os.environ.get("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEFAKE00001"),
        os.environ.get("AWS_SECRET_ACCESS_KEY", "not-a-secret"),
    )


def code(artifact, runtime="PYTHON_3_12", entry="main.py"):
    return {"codeConfiguration": {"code": {"s3": artifact}, "runtime": runtime, "entryPoint": [entry]}}


def read_agent(folder):
    """The one agent of a .bedrock_agentcore.yaml: its `key: value` lines, without what a deployment noted below it."""
    text = (Path(folder) / ".bedrock_agentcore.yaml").read_text()
    return dict(re.findall(r"(?m)^ {4}(\w+): (.+)$", text))


def zip_folder(folder):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(Path(folder).rglob("*")):
            parts = file.relative_to(folder).parts
            if file.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
                archive.write(file, "/".join(parts))
    return buffer.getvalue()


def invoke(data, runtime, order, session=None, **more):
    """One invocation with a JSON order; the answer with its body read and parsed as `told`."""
    arguments = {"runtimeSessionId": session, **more} if session else more
    answer = data.invoke_agent_runtime(
        agentRuntimeArn=runtime.arn, payload=json.dumps(order).encode(), contentType="application/json", **arguments
    )
    answer["told"] = json.loads(answer["response"].read())
    return answer


def refusal(call, **arguments):
    """What a call is refused with: (code, HTTP status, message, whole response)."""
    try:
        answer = call(**arguments)
    except ClientError as refused:
        response = refused.response
        status = response["ResponseMetadata"]["HTTPStatusCode"]
        return response["Error"]["Code"], status, response["Error"].get("Message", ""), response
    raise AssertionError(f"expected a refusal and got {answer}")
