"""A bucket on this machine: what an S3-compatible service answers to the few things we ask of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

MISSING = b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>not here</Message></Error>'


class Bucket(ThreadingHTTPServer):
    """`objects`: path -> bytes. `signed`: the key that signed each request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.objects: dict[str, bytes] = {}
        self.signed: list[str] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: Bucket

    def _key(self) -> str:
        header = self.headers.get("Authorization", "")
        assert header.startswith("AWS4-HMAC-SHA256 Credential=")
        self.server.signed.append(header.partition("Credential=")[2].split("/")[0])
        return unquote(urlsplit(self.path).path)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert "aws-chunked" not in self.headers.get("Content-Encoding", "")
        self.server.objects[self._key()] = body
        self._answer(200)

    def do_GET(self) -> None:
        body = self.server.objects.get(self._key())
        self._answer(404, MISSING) if body is None else self._answer(200, body)

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.server.objects.pop(self._key(), None)
        self._answer(204)

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Mon, 23 Nov 2026 04:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing: the test asks `objects`."""


@contextmanager
def bucket() -> Iterator[Bucket]:
    server = Bucket()
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
