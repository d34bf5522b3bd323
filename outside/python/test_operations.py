"""What an operator reads: health and metrics."""

import json
import os
import shutil
import subprocess
import urllib.request

import pytest

from platform_under_test import invoke


def get(platform, path):
    with urllib.request.urlopen(platform.url + path, timeout=30) as response:
        return response.status, response.headers, response.read().decode()


def test_health_tells_live_and_ready(platform):
    for path in ("/health/live", "/health/ready"):
        status, _, body = get(platform, path)
        assert status == 200
        assert json.loads(body)


def test_metrics_count_an_invocation(platform, data, probe, session):
    invoke(data, probe, {"do": "tell"}, session)
    _, headers, text = get(platform, "/metrics")
    assert headers["Content-Type"].startswith(("text/plain", "application/openmetrics-text"))
    for name in ("agent_core_requests_total", "agent_core_active_workflows", "agent_core_request_duration"):
        assert f"# TYPE {name}" in text or f"\n{name}" in text, name
    counted = [line for line in text.splitlines() if line.startswith("agent_core_requests_total{")]
    assert any(probe.name.split("-")[0] in line and "outcome=" in line for line in counted), counted


def test_promtool_accepts_the_metrics(platform, data, probe, session):
    promtool = shutil.which("promtool")
    if promtool is None:
        if os.environ.get("CI"):
            pytest.fail("promtool is not installed: it comes with Debian's package prometheus")
        pytest.skip("promtool is not installed")
    invoke(data, probe, {"do": "tell"}, session)
    _, _, text = get(platform, "/metrics")
    checked = subprocess.run([promtool, "check", "metrics"], input=text, text=True, capture_output=True, timeout=30)
    assert checked.returncode == 0, checked.stderr
