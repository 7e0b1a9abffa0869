"""The brokers as we use them; the one on Redis is in config.redis_broker, loaded by those who have it.

Messages of the file-system broker appear whole. kombu writes a message where the worker is already looking for it; a
worker that is quick reads half of it and dies. Here it is written under another name first.
"""

import os
import uuid
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}"
        path = os.path.join(self.data_folder_out, f"{name}.{queue}.msg")
        unfinished = os.path.join(self.data_folder_out, f"{name}.part")
        try:
            with open(unfinished, "wb") as file:
                file.write(str_to_bytes(dumps(payload)))
            os.replace(unfinished, path)
        except OSError as error:
            raise ChannelError(f"Cannot add {path!r} to the queue: {error}") from error


class Transport(filesystem.Transport):
    Channel = Channel


def use_our_transports() -> None:
    """Let `filesystem://`, `redis://` and `rediss://` mean ours in the place of kombu's own."""
    TRANSPORT_ALIASES["filesystem"] = "config.broker:Transport"
    TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "config.redis_broker:Transport"
