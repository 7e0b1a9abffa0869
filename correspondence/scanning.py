"""Files that are kept and the virus scanner: which were scanned, scanning those that were not, what may be handed out.

Without a scanner (`settings.CLAMAV_URL`) nothing is noted and nothing is held back.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _

from common.clamav import NotScanned, scan
from common.states import AlreadyMoved, move_state
from correspondence.models import FileScan
from correspondence.states import SCAN_MOVES, ScanState

A_SWEEP = 5
SECONDS = 60.0
IN_HAND = timedelta(minutes=6)  # longer than a whole sweep
SOONEST, LATEST = timedelta(minutes=1), timedelta(minutes=30)


def note_stored(sha256: str, stored_as: str, *, is_scanned: bool, at: datetime) -> None:
    """A file is kept: what was not scanned when it came in waits for the worker. Inside the transaction of its row."""
    if not settings.CLAMAV_URL:
        return
    state = ScanState.CLEAN if is_scanned else ScanState.WAITING
    row, is_new = FileScan.objects.get_or_create(
        sha256=sha256,
        defaults={
            "stored_as": stored_as,
            "state": state,
            "noted_at": at,
            "next_at": at,
            "scanned_at": at if is_scanned else None,
        },
    )
    if is_new or row.state != ScanState.WAITING:
        return
    if is_scanned:
        with suppress(AlreadyMoved):
            move_state(row, SCAN_MOVES, ScanState.CLEAN, scanned_at=at, problem="")
    else:
        FileScan.objects.filter(pk=row.pk, state=ScanState.WAITING).update(stored_as=stored_as, next_at=at)


def held_back(sha256s: Iterable[str]) -> str:
    """Why one of these may not be handed out, as a sentence; '' if all may."""
    if not settings.CLAMAV_URL:
        return ""
    held = FileScan.objects.filter(sha256__in=list(sha256s)).exclude(state=ScanState.CLEAN)
    states = set(held.values_list("state", flat=True))
    if ScanState.INFECTED in states:
        return _("The virus scanner found something in this file: it is not handed out.")
    if states:
        return _("This file is not scanned for viruses yet. Try again in a few minutes.")
    return ""


def unscanned(sha256s: Iterable[str]) -> set[str]:
    """Those that the scanner has not found to be clean; none where there is no scanner."""
    if not settings.CLAMAV_URL:
        return set()
    wanted = set(sha256s)
    clean = FileScan.objects.filter(sha256__in=wanted, state=ScanState.CLEAN)
    return wanted - set(clean.values_list("sha256", flat=True))


def scan_due(at: datetime) -> int:
    """Scan what waits, at most A_SWEEP files; returns how many got an answer. Takes up to a minute a file."""
    if not settings.CLAMAV_URL:
        return 0
    waiting = FileScan.objects.filter(state=ScanState.WAITING, next_at__lte=at).order_by("next_at", "pk")
    return sum(_scanned(row, at) for row in list(waiting[:A_SWEEP]))


def _scanned(row: FileScan, at: datetime) -> bool:
    """False if another worker has it, or the scanner gave no answer: then it is asked again, ever more seldom."""
    mine = FileScan.objects.filter(pk=row.pk, state=ScanState.WAITING, next_at=row.next_at)
    if not mine.update(next_at=at + IN_HAND, tries=F("tries") + 1):
        return False
    kept = FileScan.objects.filter(pk=row.pk, state=ScanState.WAITING)
    try:
        found = scan(_body(row), settings.CLAMAV_URL, seconds=SECONDS)
    except NotScanned as problem:
        pause = min(SOONEST * 2 ** min(row.tries, 10), LATEST)
        kept.update(problem=problem.code, next_at=at + pause)
        return False
    to = ScanState.INFECTED if found else ScanState.CLEAN
    with suppress(AlreadyMoved):  # scanned meanwhile as it came in once more
        move_state(row, SCAN_MOVES, to, found=found, problem="", scanned_at=at)
    return True


def _body(row: FileScan) -> bytes:
    try:
        with default_storage.open(row.stored_as) as file:
            return bytes(file.read())
    except FileNotFoundError as gone:
        raise NotScanned("lost") from gone


@dataclass(frozen=True)
class ScanHealth:
    """`problem`: why the scanner gave no answer at the last try of a file that waits."""

    waiting: int
    infected: int
    oldest_waiting_at: datetime | None
    problem: str


def scan_health() -> ScanHealth | None:
    """None where there is no scanner."""
    if not settings.CLAMAV_URL:
        return None
    waiting = FileScan.objects.filter(state=ScanState.WAITING)
    told = FileScan.objects.filter(state__in=[ScanState.WAITING, ScanState.INFECTED]).aggregate(
        number=Count("pk", filter=Q(state=ScanState.WAITING)),
        oldest=Min("noted_at", filter=Q(state=ScanState.WAITING)),
        infected=Count("pk", filter=Q(state=ScanState.INFECTED)),
    )
    last = waiting.exclude(problem="").order_by("-next_at").values_list("problem", flat=True).first()
    return ScanHealth(told["number"], told["infected"], told["oldest"], last or "")
