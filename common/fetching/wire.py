"""The connection itself: which IP it may reach, how long it may last, how many bytes it may bring."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from common.fetching.addresses import Resolve, check_address, resolve_in_time
from common.fetching.policy import FetchFailure, FetchPolicy, Reason


class Allowance:
    """The bytes and the time that one answer may still use. `deadline` is a `time.monotonic()` moment."""

    def __init__(self, byte_cap: int, deadline: float) -> None:
        self.byte_cap = byte_cap
        self.deadline = deadline
        self.received = 0

    def time_left(self, at_most: float | None) -> float:
        """Seconds that the next step may take; raises FetchFailure when none are left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise FetchFailure(Reason.TIMEOUT, "the whole answer did not come in the total time allowed")
        return left if at_most is None else min(left, at_most)

    def take(self, data: bytes) -> bytes:
        """Count the bytes received; raises FetchFailure once there are more than allowed."""
        self.received += len(data)
        if self.received > self.byte_cap:
            raise FetchFailure(Reason.TOO_LARGE, f"more than {self.byte_cap} bytes came over the wire")
        return data


class BoundedStream(httpcore.NetworkStream):
    """A network stream that ends when its allowance does, however slowly or richly the other side sends."""

    def __init__(self, stream: httpcore.NetworkStream, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._allowance.take(self._stream.read(max_bytes, self._allowance.time_left(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._allowance.time_left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._allowance.time_left(timeout))
        return BoundedStream(secured, self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects only to an IP address that it has checked itself.

    The name is resolved once, every address is checked, the connection goes to a checked address and not to
    the name, and the peer is checked again: a name that changes its answer gains nothing. One private address
    among public ones refuses them all.
    """

    def __init__(self, policy: FetchPolicy, resolve: Resolve, allowance: Allowance) -> None:
        self._policy = policy
        self._resolve = resolve
        self._allowance = allowance
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = resolve_in_time(self._resolve, host, port, self._allowance.time_left(timeout))
        for ip in addresses:
            check_address(ip, port, self._policy)
        for ip in addresses[:-1]:
            try:
                return self._connect_ip(ip, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect_ip(addresses[-1], port, timeout)

    def _connect_ip(self, ip: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        stream = self._sockets.connect_tcp(ip, port, self._allowance.time_left(timeout))
        try:
            peer_ip, peer_port = stream.get_extra_info("server_addr")[:2]
            check_address(peer_ip, peer_port, self._policy)
        except FetchFailure:
            stream.close()
            raise
        except OSError as error:
            stream.close()
            raise httpcore.ConnectError(f"{ip} closed the connection at once") from error
        return BoundedStream(stream, self._allowance)
