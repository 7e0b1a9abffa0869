"""`look_through`: hands a file to a child process with limits and turns the answer into values."""

from typing import Any

from common.child import TIMEOUT, ChildFailure, Limits, ask
from inforequests.hidden.findings import Finding, Kind, Report, Unread

# For the largest file that is kept, 10 MB, with room for a slow machine.
LIMITS = Limits(wall_seconds=60.0, cpu_seconds=45, memory_bytes=600 * 1024 * 1024)


def look_through(body: bytes, content_type: str) -> Report:
    """What the file holds beside what one sees. Takes at most a minute: call it in the worker.

    `content_type`: as told by its bytes when it was kept (amendments.letter_files).
    """
    try:
        answer = ask("inforequests.hidden.child", {"content_type": content_type}, body, limits=LIMITS)
    except ChildFailure as failure:
        return Report(unread=Unread.TIMEOUT if failure.code == TIMEOUT else Unread.DAMAGED)
    return Report(
        tuple(finding_of(plain) for plain in answer["findings"]),
        Unread(answer["unread"]) if answer["unread"] else None,
        more=answer["more"],
    )


def finding_of(plain: dict[str, Any]) -> Finding:
    """The finding that `dataclasses.asdict` made plain."""
    return Finding(**{**plain, "kind": Kind(plain["kind"])})
