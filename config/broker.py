"""The file-system broker, with messages that appear whole.

kombu writes a message where the worker is already looking for it; a worker that is quick reads half of it and dies. Here
it is written under another name first. Registered in the place of kombu's own transport.
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


def use_whole_messages() -> None:
    """Let `filesystem://` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = "config.broker:Transport"
