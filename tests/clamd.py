"""A ClamAV daemon of our own: it speaks INSTREAM on a real socket and finds the EICAR test file."""

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

# In two parts, so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "Eicar-Test-Signature"


class Daemon(socketserver.ThreadingTCPServer):
    """`mood`: '' answers as it should, 'slow' says nothing, 'drips' a byte at a time, 'odd' says something else, 'shuts'
    closes without a word. `most`: bytes of the longest stream. `asked`: how often it was asked."""

    allow_reuse_address = daemon_threads = True
    mood = ""
    most = 25_000_000
    asked = 0

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class _Line(socketserver.StreamRequestHandler):
    server: Daemon

    def handle(self) -> None:
        daemon = self.server
        daemon.asked += 1
        if daemon.mood == "slow":
            time.sleep(3)
            return
        if daemon.mood == "shuts":
            return
        assert self.rfile.read(10) == b"zINSTREAM\0"
        body = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            if len(body) + size > daemon.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
            body += self.rfile.read(size)
        answer = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in body else b"stream: OK\0"
        if daemon.mood == "odd":
            answer = b"stream: Can't allocate memory ERROR\0"
        if daemon.mood == "drips":
            with suppress(OSError):  # whoever asked has gone
                for byte in answer:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.2)
            return
        self.wfile.write(answer)


@contextmanager
def clamd(**other: Any) -> Iterator[Daemon]:
    with Daemon(("127.0.0.1", 0), _Line) as daemon:
        for name, value in other.items():
            setattr(daemon, name, value)
        thread = threading.Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield daemon
        finally:
            daemon.shutdown()
            thread.join()
