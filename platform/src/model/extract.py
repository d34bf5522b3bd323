"""Extracts what the platform enforces of the official AWS service models, without their documentation.

Usage: python3 extract.py   (needs the package botocore; run again when an operation is added)

Reads the rest-json models that botocore ships (Apache-2.0, Amazon.com), keeps the operations named below with the shapes
their inputs reach, merges overlay.json (what Cadre accepts beyond AWS) and writes
src/main/resources/dev/cadre/http/aws-models.json.
"""

import gzip
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent / "main/resources/dev/cadre/http/aws-models.json"

OPERATIONS = {
    "bedrock-agentcore-control": [
        "CreateAgentRuntime", "GetAgentRuntime", "UpdateAgentRuntime", "DeleteAgentRuntime", "ListAgentRuntimes",
        "ListAgentRuntimeVersions", "CreateAgentRuntimeEndpoint", "GetAgentRuntimeEndpoint",
        "UpdateAgentRuntimeEndpoint", "DeleteAgentRuntimeEndpoint", "ListAgentRuntimeEndpoints",
        "TagResource", "UntagResource", "ListTagsForResource",
        "CreateMemory", "GetMemory", "UpdateMemory", "DeleteMemory", "ListMemories",
        "CreateGateway", "GetGateway", "UpdateGateway", "DeleteGateway", "ListGateways",
        "CreateGatewayTarget", "GetGatewayTarget", "UpdateGatewayTarget", "DeleteGatewayTarget", "ListGatewayTargets",
        "SynchronizeGatewayTargets",
        "CreateHarness", "GetHarness", "UpdateHarness", "DeleteHarness", "ListHarnesses", "ListHarnessVersions",
        "CreateHarnessEndpoint", "GetHarnessEndpoint", "UpdateHarnessEndpoint", "DeleteHarnessEndpoint",
        "ListHarnessEndpoints",
        "CreateApiKeyCredentialProvider", "GetApiKeyCredentialProvider", "UpdateApiKeyCredentialProvider",
        "DeleteApiKeyCredentialProvider", "ListApiKeyCredentialProviders",
        "CreateOauth2CredentialProvider", "GetOauth2CredentialProvider", "UpdateOauth2CredentialProvider",
        "DeleteOauth2CredentialProvider", "ListOauth2CredentialProviders",
        "CreateWorkloadIdentity", "GetWorkloadIdentity", "UpdateWorkloadIdentity", "DeleteWorkloadIdentity",
        "ListWorkloadIdentities",
    ],
    "bedrock-agentcore": [
        "InvokeAgentRuntime", "InvokeAgentRuntimeCommand", "StopRuntimeSession", "GetAgentCard", "InvokeHarness",
        "CreateEvent", "GetEvent", "DeleteEvent", "ListEvents", "ListActors", "ListSessions", "IngestData",
        "RetrieveMemoryRecords", "GetMemoryRecord", "ListMemoryRecords", "DeleteMemoryRecord",
        "BatchCreateMemoryRecords", "BatchUpdateMemoryRecords", "BatchDeleteMemoryRecords",
        "ListMemoryExtractionJobs", "StartMemoryExtractionJob",
        "GetWorkloadAccessToken", "GetWorkloadAccessTokenForJWT", "GetWorkloadAccessTokenForUserId",
        "GetResourceApiKey", "GetResourceOauth2Token", "CompleteResourceTokenAuth",
    ],
    "bedrock-runtime": [
        "Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream", "CountTokens",
    ],
}
KEPT = ("type", "min", "max", "pattern", "enum", "required", "union", "payload", "timestampFormat", "sensitive",
        "document")
MEMBER_KEPT = ("shape", "location", "locationName")


def load(service, folder):
    if folder:
        return json.load(gzip.open(pathlib.Path(folder) / f"{service}-service-2.json.gz"))
    import botocore.loaders

    return botocore.loaders.Loader().load_service_model(service, "service-2")


def reach(model, name, found):
    """Copies a shape and all it refers to into found."""
    if name in found:
        return
    shape = model["shapes"][name]
    kept = found[name] = {key: shape[key] for key in KEPT if key in shape}
    if "members" in shape:
        kept["members"] = {
            member: {key: value[key] for key in MEMBER_KEPT if key in value}
            for member, value in shape["members"].items()
        }
    for key in ("member", "key", "value"):
        if key in shape:
            kept[key] = shape[key]["shape"]
    refers = [m["shape"] for m in shape.get("members", {}).values()]
    refers += [shape[key]["shape"] for key in ("member", "key", "value") if key in shape]
    for other in refers:
        reach(model, other, found)


def extract(model, names):
    shapes, operations = {}, {}
    for name in names:
        operation = model["operations"][name]
        errors = {}
        for error in operation.get("errors", []):
            shape = model["shapes"][error["shape"]]
            errors[error["shape"]] = shape.get("error", {}).get("httpStatusCode", 400)
        operations[name] = {
            "method": operation["http"]["method"],
            "uri": operation["http"]["requestUri"],
            "status": operation["http"].get("responseCode", 200),
            "input": operation["input"]["shape"],
            "errors": errors,
        }
        reach(model, operation["input"]["shape"], shapes)
    return {"operations": operations, "shapes": shapes}


def merge(base, more):
    for key, value in more.items():
        if isinstance(value, dict):
            merge(base.setdefault(key, {}), value)
        elif isinstance(value, list):
            base[key] = base.get(key, []) + value
        else:
            base[key] = value


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else None
    models = {service: extract(load(service, folder), names) for service, names in OPERATIONS.items()}
    merge(models, json.loads((HERE / "overlay.json").read_text()))
    TARGET.write_text(json.dumps(models, indent=1, sort_keys=True) + "\n")


main()
