"""A stateless MCP server with nothing but Python's standard library: POST /mcp, one JSON answer for each request."""

import json
import os
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
MISSING = object()

TOOLS = [
    {
        "name": "echo",
        "description": "Says the text back.",
        "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
    },
    {
        "name": "add",
        "description": "Adds two numbers.",
        "inputSchema": {
            "type": "object",
            "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
            "required": ["a", "b"],
        },
    },
]


class Refused(Exception):
    def __init__(self, code, message):
        self.code, self.message = code, message


def initialize(params):
    asked = params.get("protocolVersion")
    return {
        "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "mcp-python", "version": "1.0.0"},
    }


def call_tool(params):
    name, arguments = params.get("name"), params.get("arguments") or {}
    try:
        if name == "echo":
            text = str(arguments["text"])
        elif name == "add":
            text = str(arguments["a"] + arguments["b"])
        else:
            raise Refused(INVALID_PARAMS, f"no such tool: {name}")
    except (KeyError, TypeError) as problem:
        return {"content": [{"type": "text", "text": f"bad arguments for {name}: {problem}"}], "isError": True}
    return {"content": [{"type": "text", "text": text}], "isError": False}


METHODS = {
    "initialize": initialize,
    "ping": lambda params: {},
    "tools/list": lambda params: {"tools": TOOLS},
    "tools/call": call_tool,
}


def answer(message):
    """The JSON-RPC answer to one message; None for a notification, which has none."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return error(None, INVALID_REQUEST, "not a JSON-RPC 2.0 message")
    request_id = message.get("id", MISSING)
    if request_id is MISSING or "method" not in message:
        return None
    method = METHODS.get(message["method"])
    if method is None:
        return error(request_id, METHOD_NOT_FOUND, f"no such method: {message['method']}")
    try:
        return {"jsonrpc": "2.0", "id": request_id, "result": method(message.get("params") or {})}
    except Refused as refused:
        return error(request_id, refused.code, refused.message)


def error(request_id, code, message):
    return {"jsonrpc": "2.0", "id": request_id, "error": {"code": code, "message": message}}


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        if self.path == "/ping":
            self.send(200, {"status": "Healthy"})
        else:  # a stateless server has no stream of its own to listen to
            self.send(405 if self.path == "/mcp" else 404, None, Allow="POST")

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            self.close_connection = True
            return self.send(411, None)
        body = self.rfile.read(int(length))
        if self.path.split("?")[0] != "/mcp":
            return self.send(404, None)
        try:
            message = json.loads(body)
        except ValueError as problem:
            return self.send(400, error(None, PARSE_ERROR, f"not JSON: {problem}"))
        reply = answer(message)
        self.send(202 if reply is None else 200, reply)

    def send(self, status, value, **headers):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if body:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, content in headers.items():
            self.send_header(name, content)
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
    Server(("127.0.0.1", int(port)) if port else ("0.0.0.0", 8000), Agent).serve_forever()
