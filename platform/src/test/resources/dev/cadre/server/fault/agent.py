"""An agent that falls where it is told to. Its only state is the file that counts its invocations."""

import json
import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn

MODE = os.environ.get("MODE", "")


def fall():
    print("about to fall", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer({"status": "Healthy"})

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        if self.path != "/invocations":
            return self.answer({})
        start = self.rfile.read(min(length, 64))
        if b"fall reading" in start:
            fall()
        body = json.loads(start + self.rfile.read(length - len(start)))
        print("asked", body["do"], flush=True)
        getattr(self, body["do"].replace(" ", "_"))(body)

    def count(self, body):
        with open("count", "a") as file:
            file.write("x")
        self.answer({"count": os.path.getsize("count")})

    def fall_answering(self, body):
        fall()

    def fall_streaming(self, body):
        self.stream(2)
        fall()

    def fall_after(self, body):
        self.answer({"count": 0})
        threading.Timer(0.1, fall).start()

    def wait(self, body):
        time.sleep(body["seconds"])
        self.answer({"waited": body["seconds"]})

    def endless(self, body):
        self.stream(1_000_000)

    def stream(self, events):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number in range(events):
            event = b"data: %d\n\n" % number
            self.wfile.write(b"%x\r\n%b\r\n" % (len(event), event))
            time.sleep(0.05)

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


class Server(ThreadingMixIn, TCPServer):
    allow_reuse_address = True
    daemon_threads = True


if MODE == "fall starting":
    fall()
if MODE == "slow":
    time.sleep(600)
if MODE == "fall stopping":
    signal.signal(signal.SIGTERM, lambda *_: fall())
if MODE == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
server = Server(("", int(os.environ.get("PORT", "8080"))), Agent)
server.serve_forever()
sys.exit(0)
