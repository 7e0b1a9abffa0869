"""The process in which a file is looked through: bounded in time and memory. Started by `looking`, never by hand."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from common.child import reply, take_order


def main() -> None:
    order = take_order()
    try:
        reply(answer(sys.stdin.buffer.read(), order["content_type"]))
    except (MemoryError, RecursionError):
        reply({"findings": [], "unread": "too_large", "more": False})


def answer(body: bytes, content_type: str) -> dict[str, Any]:
    """What `main` prints for a file."""
    from inforequests.hidden.findings import Finding, Unread, report_of
    from inforequests.hidden.pages import PagesUnread

    unread: list[Unread] = []

    def found() -> Iterator[Finding]:
        from amendments.texts.unreadable import Unreadable

        try:
            yield from _looked_through(body, content_type)
        except PagesUnread as stopped:
            unread.append(stopped.reason)
        except Unreadable as refusal:
            known = {"encrypted": Unread.ENCRYPTED, "damaged": Unread.DAMAGED}
            unread.append(known.get(refusal.reason_code, Unread.TOO_LARGE))

    report = report_of(found())
    return {
        "findings": [asdict(finding) for finding in report.findings],
        "unread": unread[0] if unread else None,
        "more": report.more,
    }


def _looked_through(body: bytes, content_type: str) -> Iterator[Any]:
    """Imported late: after the limits are set."""
    from amendments.texts.archive import Archive

    if content_type == "application/pdf":
        from inforequests.hidden.pages import look_through_pdf

        yield from look_through_pdf(body)
    elif content_type.startswith("image/"):
        from inforequests.hidden.pictures import look_through_picture

        yield from look_through_picture(body)
    elif content_type.endswith("wordprocessingml.document"):
        from inforequests.hidden.words import look_through_docx

        yield from look_through_docx(Archive(body))
    elif content_type.endswith("spreadsheetml.sheet"):
        from inforequests.hidden.sheets import look_through_xlsx

        yield from look_through_xlsx(Archive(body))
    else:
        from inforequests.hidden.open_documents import look_through_open_document

        yield from look_through_open_document(Archive(body))


if __name__ == "__main__":
    main()
