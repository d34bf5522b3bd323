"""An A2A 0.3 agent with nothing but Python's standard library: a card, and message/send that echoes."""

import json
import os
import uuid
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn

CARD_PATH = "/.well-known/agent-card.json"
PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602


def card():
    return {
        "protocolVersion": "0.3.0",
        "name": "a2a-python",
        "description": "Says back what it is told.",
        "version": "1.0.0",
        # The platform that hosts an agent tells it where the world finds it.
        "url": os.environ.get("AGENTCORE_RUNTIME_URL", "http://127.0.0.1:9000/"),
        "preferredTransport": "JSONRPC",
        "capabilities": {"streaming": False, "pushNotifications": False},
        "defaultInputModes": ["text/plain"],
        "defaultOutputModes": ["text/plain"],
        "skills": [
            {
                "id": "echo",
                "name": "Echo",
                "description": "Says back what it is told.",
                "tags": ["echo"],
                "examples": ["hello"],
            }
        ],
    }


def answer(request):
    if not isinstance(request, dict) or request.get("jsonrpc") != "2.0" or "method" not in request:
        return error(None, INVALID_REQUEST, "not a JSON-RPC 2.0 request")
    request_id = request.get("id")
    if request["method"] != "message/send":
        return error(request_id, METHOD_NOT_FOUND, f"no such method: {request['method']}")
    try:
        message = request["params"]["message"]
        text = " ".join(part["text"] for part in message["parts"] if part["kind"] == "text")
    except (KeyError, TypeError) as problem:
        return error(request_id, INVALID_PARAMS, f"params.message.parts is missing or malformed: {problem}")
    reply = {
        "kind": "message",
        "role": "agent",
        "messageId": str(uuid.uuid4()),
        "contextId": message.get("contextId") or str(uuid.uuid4()),
        "parts": [{"kind": "text", "text": f"echo: {text}"}],
    }
    return {"jsonrpc": "2.0", "id": request_id, "result": reply}


def error(request_id, code, message):
    return {"jsonrpc": "2.0", "id": request_id, "error": {"code": code, "message": message}}


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        if self.path == CARD_PATH:
            self.send(200, card())
        elif self.path == "/ping":
            self.send(200, {"status": "Healthy"})
        else:
            self.send(404, {"error": f"no such path: {self.path}"})

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            self.close_connection = True
            return self.send(411, {"error": "send a Content-Length"})
        body = self.rfile.read(int(length))
        if self.path != "/":
            return self.send(404, {"error": f"no such path: {self.path}"})
        try:
            request = json.loads(body)
        except ValueError as problem:
            return self.send(200, error(None, PARSE_ERROR, f"not JSON: {problem}"))
        self.send(200, answer(request))

    def send(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code="-", size="-"):
        if self.path != "/ping":
            super().log_request(code, size)


class Server(ThreadingMixIn, TCPServer):  # http.server's own class looks its host name up, which may take seconds
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    # PORT is set where the agent shares its host's network; else it is alone there, on the contract's port.
    port = os.environ.get("PORT")
    Server(("127.0.0.1", int(port)) if port else ("0.0.0.0", 9000), Agent).serve_forever()
