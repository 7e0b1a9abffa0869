"""Messages of the file-system broker are whole from the moment a worker can see them."""

import json
import threading
from pathlib import Path

from kombu import Connection
from kombu.transport import get_transport_cls

from config.celery import app

MESSAGES = 400


def test_filesystem_means_our_transport() -> None:
    assert app.main == "qatysu"
    assert get_transport_cls("filesystem").__module__ == "config.broker"


def test_a_reader_in_a_hurry_never_sees_half_a_message(tmp_path: Path) -> None:
    folders = {name: str(tmp_path / name) for name in ("queue", "control")}
    for folder in folders.values():
        Path(folder).mkdir()
    options = {
        "data_folder_in": folders["queue"],
        "data_folder_out": folders["queue"],
        "control_folder": folders["control"],
    }
    done, broken = threading.Event(), []

    def read_at_once() -> None:
        while not done.is_set():
            for path in Path(folders["queue"]).glob("*.msg"):
                try:
                    json.loads(path.read_bytes())
                except ValueError:
                    broken.append(path.name)

    reader = threading.Thread(target=read_at_once)
    reader.start()
    with Connection("filesystem://localhost//", transport_options=options) as connection:
        queue = connection.SimpleQueue("hurry")
        for number in range(MESSAGES):
            queue.put({"number": number, "text": "ұ" * 20_000})
        done.set()
        reader.join()
        assert broken == []
        assert queue.qsize() == MESSAGES
        queue.close()
    print(f"file broker: {MESSAGES} messages read while written, {len(broken)} broken (bar 0)")
