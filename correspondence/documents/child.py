"""The process in which a document is made: bounded in time and memory, and without a way to the network.

Standard input: one JSON object, the order. Standard output: one JSON object, either `failure` with a reason code or the
files. Started by `correspondence.documents.rendering`, never by hand.
"""

import base64
import gc
import os
import sys
from typing import Any

from common.child import reply, take_order

NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.")


def main() -> None:
    order = take_order()
    os.nice(10)  # whoever waits for a page goes first
    sys.addaudithook(_no_network)
    gc.disable()  # the process ends before its garbage matters
    reply(_answer(order))


def _no_network(event: str, _arguments: Any) -> None:
    if event.startswith(NETWORK):
        raise PermissionError(f"{event}: a document is made without the network")


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    try:
        files = {made: base64.b64encode(body).decode() for made, body in _files(order)}
    except MemoryError:
        return {"failure": "memory"}
    except RecursionError:
        return {"failure": "too_deep"}
    return {"files": files}


def _files(order: dict[str, Any]) -> list[tuple[str, bytes]]:
    from correspondence.documents.storing import from_json  # after the limits are set, like all imports here

    made: list[tuple[str, bytes]] = []
    document = from_json(order["document"])
    for kind in order["formats"]:
        if kind == "pdf":
            made.append((kind, _pdf(order)))
        elif kind == "docx":
            from correspondence.documents.word import docx_of

            made.append((kind, docx_of(document)))
        elif kind == "xlsx":
            from correspondence.documents.sheet import xlsx_of

            made.append((kind, xlsx_of(document)))
        else:
            raise ValueError(f"no format {kind!r}")
    return made


def _pdf(order: dict[str, Any]) -> bytes:
    from correspondence.pdf import Asset, pdf_of

    assets = {
        name: Asset(asset["content_type"], base64.b64decode(asset["body"]))
        for name, asset in order["assets"].items()
    }
    return pdf_of(order["html"], assets)


if __name__ == "__main__":
    main()
