"""An agent that misbehaves as its prompt says: die, hang, empty, long N, leak, key; anything else it says back."""

import json
import os
import time
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn

KEY = "X-Amzn-Bedrock-AgentCore-Runtime-Custom-Idempotency-Key"


def words(prompt, headers):
    match prompt.split():
        case ["die", *_]:
            os._exit(3)
        case ["hang", *_]:
            time.sleep(60)
            return "too late"
        case ["empty", *_]:
            return " \n"
        case ["leak", *_]:
            return 'Thought: ask another.\nAction: route_to_orders("x")\n<tool_call>{"task": "y"}</tool_call>'
        case ["long", count, *_]:
            return "A sentence of it. " * (int(count) // 18)
        case ["key", *_]:
            return headers.get(KEY, "none")
        case _:
            return prompt


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        self.answer(200, {"status": "Healthy", "time_of_last_update": 1})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(200, {"message": words(body["prompt"], self.headers)})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingMixIn, TCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    # PORT is set where the agent shares its host's network.
    port = os.environ.get("PORT")
    Server(("127.0.0.1", int(port)) if port else ("0.0.0.0", 8080), Agent).serve_forever()
