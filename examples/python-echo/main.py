"""The echo agent with nothing but Python's standard library: the AgentCore HTTP contract in one file."""

import json
import os
import time
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn

SESSION_HEADER = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id"
STARTED = int(time.time())


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        if self.path == "/ping":
            # The time of the last change of status, which for this agent is its start.
            self.answer(200, {"status": "Healthy", "time_of_last_update": STARTED})
        else:
            self.answer(404, {"error": f"no such path: {self.path}"})

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            self.close_connection = True
            return self.answer(411, {"error": "send a Content-Length"})
        body = self.rfile.read(int(length))
        if self.path != "/invocations":
            return self.answer(404, {"error": f"no such path: {self.path}"})
        try:
            payload = json.loads(body)
            prompt = str(payload["prompt"])
        except (ValueError, KeyError, TypeError):
            return self.answer(400, {"error": 'send JSON with a prompt, like {"prompt": "hello"}'})
        if payload.get("stream"):
            self.stream(prompt.split())
        else:
            self.answer(200, {"message": f"echo: {prompt}", "session": self.headers.get(SESSION_HEADER)})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, words):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for word in words:
            event = f"data: {json.dumps({'word': word})}\n\n".encode()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(event), event))
        self.wfile.write(b"0\r\n\r\n")

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
    Server(("127.0.0.1", int(port)) if port else ("0.0.0.0", 8080), Agent).serve_forever()
