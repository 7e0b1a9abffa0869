"""A mail server 20 ms away, in a process of its own: it takes everything, and each answer travels for so long."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import Any

ROUND_TRIP = 0.02


class _Session(asyncio.Protocol):
    """Just enough SMTP. Answers leave in order, each a round trip after what it answers has come."""

    def __init__(self, pipelining: bool, seen: Any) -> None:
        self._extensions = b"250-far\r\n250-PIPELINING\r\n250 8BITMIME\r\n" if pipelining else b"250 far\r\n"
        self._seen = seen
        self._rest = b""
        self._in_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._answer(b"220 far\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while self._take_one():
            pass

    def _take_one(self) -> bool:
        """One command, or one message, of what has come; whether there was one."""
        head, end, rest = self._rest.partition(b"\r\n.\r\n" if self._in_data else b"\r\n")
        if not end:
            return False
        self._rest = rest
        if self._in_data:
            self._in_data = False
            self._seen.value += 1
            self._answer(b"250 taken\r\n")
        else:
            self._obey(head[:4].upper())
        return True

    def _obey(self, command: bytes) -> None:
        if command == b"DATA":
            self._in_data = True
        answers = {b"EHLO": self._extensions, b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
        self._answer(answers.get(command, b"250 ok\r\n"))

    def _answer(self, text: bytes) -> None:
        asyncio.get_running_loop().call_later(ROUND_TRIP, self._transport.write, text)  # type: ignore[attr-defined]


def _serve(port: Any, seen: Any, ready: Event, pipelining: bool) -> None:
    async def forever() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Session(pipelining, seen), "127.0.0.1", 0)
        port.value = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    asyncio.run(forever())


@contextmanager
def far_mail_server(*, pipelining: bool) -> Iterator[tuple[int, Any]]:
    """Its port, and the count of the messages it has taken as a shared `value`."""
    context = multiprocessing.get_context("spawn")
    port, seen, ready = context.Value("i", 0), context.Value("i", 0), context.Event()
    process = context.Process(target=_serve, args=(port, seen, ready, pipelining), daemon=True)
    process.start()
    try:
        if not ready.wait(60):
            raise TimeoutError("the mail server of the benchmark did not start within a minute")
        yield port.value, seen
    finally:
        process.terminate()
        process.join()
