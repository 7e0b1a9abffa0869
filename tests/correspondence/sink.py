"""A mail server for tests: real SMTP on the loopback, answering each recipient as it is told."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# An answer of the server, or what it does instead of answering.
HANG, DROP, TAKE_AND_DROP, TAKE_AND_HANG = "hang", "drop", "take and drop", "take and hang"
HANGING = 60.0


@dataclass(frozen=True)
class Received:
    """A message that the server has taken into its care."""

    recipients: tuple[str, ...]
    message: Message

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])

    def part(self, kind: str) -> str:
        """The decoded text of the first part of this kind."""
        part = next(part for part in self.message.walk() if part.get_content_type() == kind)
        content: str = part.get_content()  # type: ignore[attr-defined]
        return content


@dataclass
class Sink:
    """`answers`: by (command, recipient or '*'), a list of replies given one after the other; then all is taken."""

    pipelining: bool = True
    answers: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def to(self, address: str) -> list[Received]:
        return [one for one in self.received if address in one.recipients]

    def _next(self, command: str, who: str) -> str:
        with self._lock:
            for key in ((command, who), (command, "*")):
                if self.answers.get(key):
                    return self.answers[key].pop(0)
        return ""

    # --- aiosmtpd's hooks -----------------------------------------------------------------------------------------

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        with self._lock:
            self.connections += 1
        answer = self._next("EHLO", "*")
        if answer:
            return [await self._play(server, answer)]
        return [responses[0], *(["250-PIPELINING"] if self.pipelining else []), *responses[1:]]

    async def handle_HELO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str) -> str:
        session.host_name = hostname
        answer = self._next("EHLO", "*")
        return await self._play(server, answer) if answer else "250 sink"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._next("MAIL", "*")
        if answer:
            return await self._play(server, answer)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._next("RCPT", address)
        if answer:
            return await self._play(server, answer)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self._next("DATA", envelope.rcpt_tos[0])
        if not answer or answer in (TAKE_AND_DROP, TAKE_AND_HANG) or answer.startswith("250"):
            self._take(envelope)
        return await self._play(server, answer) if answer else "250 taken"

    def _take(self, envelope: Envelope) -> None:
        message = message_from_bytes(bytes(envelope.content or b""), policy=default)
        with self._lock:
            self.received.append(Received(tuple(envelope.rcpt_tos), message))

    async def _play(self, server: SMTP, answer: str) -> str:
        if answer in (HANG, TAKE_AND_HANG):
            await asyncio.sleep(HANGING)
        if answer in (DROP, TAKE_AND_DROP) or answer.startswith("250 and drop"):
            if answer.startswith("250"):
                await server.push("250 taken")
            server.transport.abort()
            raise ConnectionResetError
        return answer


@contextmanager
def running(sink: Sink) -> Iterator[int]:
    """The port of 127.0.0.1 on which the sink answers while the block runs."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), timeout=HANGING)
    controller.start()
    # Controller.start opens one connection of its own, without a greeting.
    sink.connections = 0
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
