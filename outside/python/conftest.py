"""What the suite shares: the official clients against CADRE_URL, and the agents it deploys there once."""

import os
import uuid

import pytest

from platform_under_test import ROOT, Platform


@pytest.fixture(scope="session")
def platform():
    url = os.environ.get("CADRE_URL")
    if not url:
        pytest.exit("CADRE_URL is not set: give the address of a running platform, like http://127.0.0.1:7070", 2)
    return Platform(url.rstrip("/"))


@pytest.fixture(scope="session")
def control(platform):
    return platform.client("bedrock-agentcore-control")


@pytest.fixture(scope="session")
def data(platform):
    return platform.client("bedrock-agentcore")


@pytest.fixture(scope="session")
def lax(platform):
    """Clients that send what their own validation would hold back, so that the platform's is what answers."""
    return lambda service: platform.client(service, parameter_validation=False)


@pytest.fixture(scope="session")
def probe_artifact(platform):
    return platform.upload(ROOT / "outside/agents/probe")


@pytest.fixture(scope="session")
def probe(platform, probe_artifact):
    """The probe with an environment and an allow list."""
    runtime = platform.deploy(
        "probe",
        probe_artifact,
        environmentVariables={"PROBE_COLOUR": "green"},
        requestHeaderConfiguration={
            "requestHeaderAllowlist": ["X-Tenant", "X-Amzn-Bedrock-AgentCore-Runtime-Custom-Plan"]
        },
    )
    yield runtime
    platform.destroy(runtime.id)


@pytest.fixture
def example(platform):
    """Deploys a folder of examples/ as its own .bedrock_agentcore.yaml says, for one test."""
    deployed = []

    def deploy(folder, **more):
        runtime = platform.deploy_folder(ROOT / "examples" / folder, **more)
        deployed.append(runtime)
        return runtime

    yield deploy
    for runtime in deployed:
        platform.destroy(runtime.id)


@pytest.fixture
def session():
    return f"outside-{uuid.uuid4()}"


@pytest.fixture
def scratch(platform, probe_artifact):
    """Makes runtimes that a test may change, and deletes what is left of them."""
    made = []

    def make(**more):
        runtime = platform.deploy("scratch", probe_artifact, **more)
        made.append(runtime)
        return runtime

    yield make
    for runtime in made:
        platform.destroy(runtime.id)
