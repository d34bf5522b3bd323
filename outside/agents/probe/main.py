"""The agent that the suites question: it does what its payload says and tells what it saw.

Payload: {"do": NAME, ...}; the methods of Deeds are the names. Any body that is not JSON comes back byte for byte.
"""

import base64
import hashlib
import json
import os
import signal
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn

SESSION_HEADER = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id"
WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
STARTED = int(time.time())
WORKER = os.urandom(8).hex()  # tells workers apart where each has process ids of its own
CALLS = []  # what this worker was asked, so that a test sees whether two calls met one worker


class Deeds:
    def __init__(self, agent):
        self.agent = agent

    def tell(self, order):
        agent = self.agent
        CALLS.append(order.get("note"))
        return agent.answer(200, {
            "pid": os.getpid(),
            "worker": WORKER,
            "calls": CALLS,
            "session": agent.headers.get(SESSION_HEADER),
            "method": agent.command,
            "path": agent.path,
            "headers": {name.lower(): value for name, value in agent.headers.items()},
            "environment": {name: os.environ.get(name) for name in order.get("environment", [])},
            "folder": os.getcwd(),
            "received": order,
        })

    def stream(self, order):
        agent, gap = self.agent, order.get("gap", 0)
        agent.begin(200, "text/event-stream")
        for number in range(order["pieces"]):
            if number:
                time.sleep(gap)
            event = {"number": number, "sent": time.time(), "fill": "x" * order.get("fill", 0)}
            agent.piece(f"data: {json.dumps(event)}\n\n".encode())
        if order.get("then") == "break":
            print("the probe breaks its stream", file=sys.stderr, flush=True)
            os._exit(9)
        agent.piece(b"")

    def lines(self, order):
        """Bytes that look like nothing in particular: every byte value, in odd pieces."""
        agent, data = self.agent, bytes(range(256)) * order.get("times", 1)
        agent.begin(200, order.get("type", "text/event-stream"))
        for at in range(0, len(data), 97):
            agent.piece(data[at : at + 97])
        agent.piece(b"")

    def status(self, order):
        self.agent.answer(order["code"], {"error": order.get("say", "as told")})

    def crash(self, order):
        for line in order.get("say", []):
            print(line, file=sys.stderr, flush=True)
        os._exit(order.get("code", 3))

    def kill(self, order):
        print("the probe kills itself", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

    def hang_up(self, order):
        self.agent.close_connection = True
        self.agent.connection.close()

    def sleep(self, order):
        time.sleep(order["seconds"])
        self.tell(order)

    def write(self, order):
        with open(order["file"], "w") as file:
            file.write(order["text"])
        self.tell(order)

    def read(self, order):
        try:
            with open(order["file"]) as file:
                self.agent.answer(200, {"text": file.read()})
        except OSError as problem:
            self.agent.answer(200, {"error": type(problem).__name__})

    def say(self, order):
        for line in order["lines"]:
            print(line, file=sys.stderr if order.get("stderr") else sys.stdout, flush=True)
        self.tell(order)


DEEDS = frozenset(name for name in vars(Deeds) if not name.startswith("_"))


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        if self.path == "/ping":
            self.answer(200, {"status": "Healthy", "time_of_last_update": STARTED})
        elif self.path.split("?")[0] == "/ws" and self.headers.get("Sec-WebSocket-Key"):
            self.websocket()
        else:
            self.answer(404, {"error": "no such path"})

    def do_POST(self):
        body = self.body()
        if self.path.split("?")[0] != "/invocations":
            return self.answer(404, {"error": "no such path"})
        try:
            order = json.loads(body)
        except ValueError:
            return self.mirror(body)
        deed = order.get("do") if isinstance(order, dict) else None
        if deed is not None and deed not in DEEDS:
            return self.answer(400, {"error": f"no such deed: {deed}"})
        if deed is None:
            # The shape that InvokeAgent and the examples use: a prompt in, a message out.
            prompt = order.get("prompt") if isinstance(order, dict) else None
            return self.answer(200, {"message": f"echo: {prompt}", "session": self.headers.get(SESSION_HEADER)})
        getattr(Deeds(self), deed)(order)

    def body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def mirror(self, body):
        self.send_response(200)
        self.send_header("Content-Type", self.headers.get("Content-Type", "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Probe-Sha256", hashlib.sha256(body).hexdigest())
        self.end_headers()
        self.wfile.write(body)

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name in ("Mcp-Session-Id", "Mcp-Protocol-Version"):
            if name in self.headers:
                self.send_header(name, self.headers[name])
        self.end_headers()
        self.wfile.write(body)

    def begin(self, status, content_type):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def piece(self, data):
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def websocket(self):
        key = self.headers["Sec-WebSocket-Key"] + WEBSOCKET_GUID
        self.send_response_only(101, "Switching Protocols")
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.close_connection = True
        while True:
            final, opcode, payload = self.frame()
            if opcode == CLOSE:
                return self.send_frame(0x80 | CLOSE, payload[:2])
            if opcode == PING:
                self.send_frame(0x80 | PONG, payload)
            elif opcode == TEXT and payload == b"who":
                seen = {name.lower(): value for name, value in self.headers.items()}
                told = {"worker": WORKER, "path": self.path, "headers": seen}
                self.send_frame(0x80 | TEXT, json.dumps(told).encode())
            elif opcode == TEXT and payload == b"leave":
                return self.send_frame(0x80 | CLOSE, struct.pack(">H", 4001) + b"as told")
            elif opcode < CLOSE:
                self.send_frame((0x80 if final else 0) | opcode, payload)

    def frame(self):
        first, second = self.rfile.read(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self.rfile.read(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self.rfile.read(8))
        mask = self.rfile.read(4) if second & 0x80 else bytes(4)
        payload = self.rfile.read(length)
        return bool(first & 0x80), first & 0x0F, bytes(byte ^ mask[at & 3] for at, byte in enumerate(payload))

    def send_frame(self, first, payload):
        size = len(payload)
        if size < 126:
            head = struct.pack(">BB", first, size)
        elif size < 65536:
            head = struct.pack(">BBH", first, 126, size)
        else:
            head = struct.pack(">BBQ", first, 127, size)
        self.wfile.write(head + payload)

    def log_message(self, text, *arguments):
        pass


class Server(ThreadingMixIn, TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    port = os.environ.get("PORT")
    Server(("127.0.0.1", int(port)) if port else ("0.0.0.0", 8080), Agent).serve_forever()
