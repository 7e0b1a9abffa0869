"""The Redis broker, for a worker that outlives it.

A worker that loses Redis with messages in hand wants to put them back while it closes the broken connection, and kombu
5.7 then dies of an AttributeError, which ends the worker. Nothing is put back here: the messages only say "look at the
table" (decision 9), the next round says it again, and Redis hands out anew what nobody acknowledged.

A task that ends after its connection is closed still acknowledges its message there, and on a channel that put nothing
back kombu dies of that in the same way. Here it is told that the connection is lost, which a worker survives.
"""

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as NotConnected


class Channel(redis.Channel):
    do_restore = False

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if self.connection is None:
            raise NotConnected("The channel is closed.")
        parameters: dict[str, Any] = super()._connparams(asynchronous=asynchronous)  # type: ignore[misc]
        return parameters


class Transport(redis.Transport):
    Channel = Channel
