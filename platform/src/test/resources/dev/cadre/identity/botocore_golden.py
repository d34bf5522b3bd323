"""Signs requests with botocore at a fixed time; prints botocore-golden.json.

Run by hand when a case is added: python3 botocore_golden.py > botocore-golden.json
"""

import datetime
import json
from urllib.parse import urlsplit

import botocore.auth
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 11, 21, 9, 17, 53)
botocore.auth.get_current_datetime = lambda remove_tzinfo=True: NOW

KEY = Credentials("CADRGOLDEN0123456789", "goldenSecretGoldenSecretGoldenSecret0123")
ARN = "arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Aruntime%2Fmy_agent-AbCdEf1234"
HOST = "http://127.0.0.1:4801"

CASES = [
    ("plain_get", "GET", "/ping", [], ""),
    ("root", "GET", "/", [], ""),
    ("arn_with_encoded_colon_and_slash", "POST", f"/runtimes/{ARN}/invocations?qualifier=DEFAULT",
     [("Content-Type", "application/json")], '{"prompt":"hi"}'),
    ("literal_colon", "POST", "/model/amazon.nova-v1:0/invoke", [], "{}"),
    ("trailing_slash", "PUT", "/runtimes/", [], "{}"),
    ("odd_query", "GET", "/a?z=%20space&a=%2Fslash&b=%2B%26%3D&c=tilde~-_.&%C3%A9=%E2%82%AC", [], ""),
    ("empty_values", "GET", "/a?empty=&flag=&b=1", [], ""),
    ("unsorted_and_repeated_query", "GET", "/a?b=2&a=1&b=1&a=0&B=3", [], ""),
    ("unsorted_headers", "POST", "/a",
     [("X-Zeta", "1"), ("Accept", "*/*"), ("Content-Type", "text/plain"), ("X-Alpha", "2")], "body"),
    ("repeated_headers", "POST", "/a", [("X-Many", "b"), ("X-Many", "a"), ("X-Many", "c")], ""),
    ("double_spaces", "POST", "/a", [("X-Spaced", "  one   two    three  ")], ""),
    ("session_header", "POST", f"/runtimes/{ARN}/invocations",
     [("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", "s" * 40)], '{"prompt":"hi"}'),
    ("utf8_body", "POST", "/a", [], "caf\u00e9 \u20ac"),
]


def signed(name, method, target, headers, body, auth):
    request = AWSRequest(method=method, url=HOST + target, data=body.encode())
    for key, value in headers:
        request.headers.add_header(key, value)
    auth.add_auth(request)
    url = urlsplit(request.url)
    sent = [[k, v] for k, v in request.headers.items()] + [["Host", url.netloc]]
    return {"name": name, "method": method, "path": url.path, "query": url.query, "headers": sent, "body": body}


cases = []
for name, method, target, headers, body in CASES:
    cases.append(signed(name, method, target, headers, body,
                        SigV4Auth(KEY, "bedrock-agentcore", "us-east-1")))
    if not body:  # botocore moves a presigned request's body into its query
        cases.append(signed("presigned_" + name, method, target, headers, body,
                            SigV4QueryAuth(KEY, "bedrock-agentcore", "us-east-1", expires=300)))

print(json.dumps({"now": NOW.isoformat() + "Z", "accessKeyId": KEY.access_key,
                  "secretAccessKey": KEY.secret_key, "cases": cases}, indent=1))
