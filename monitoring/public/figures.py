"""The few figures of a public page: counted by the worker from what is public, shown from the row it leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from amendments.states import Fate
from hearings.models import Hearing
from hearings.states import HearingState
from inforequests.models import InfoRequest
from monitoring.models import PublicFigures
from monitoring.public import queries


@dataclass(frozen=True)
class Figure:
    """`value` of `whole`; `part`: the public list behind it."""

    key: str
    label: Any
    meaning: Any
    part: str
    value: int
    whole: int


_SAID: dict[str, tuple[Promise, Promise, str]] = {
    "accepted": (
        _("Proposals accepted"),
        _("of the proposals in the positions published here; as the state body answered"),
        "positions",
    ),
    "partly": (
        _("Proposals accepted in part"),
        _("of the proposals in the positions published here; as the state body answered"),
        "positions",
    ),
    "answers": (
        _("Answers of state bodies published"),
        _("of the requests for information that were issued"),
        "answers",
    ),
    "minutes": (_("Minutes published"), _("of the public hearings held"), "minutes"),
}


def counted(organisation: Organisation, on: date) -> dict[str, list[int]]:
    """By key, value and whole; only what there is something of."""
    found = queries.fates(queries.positions(organisation, on)).values()
    rows = sum(sum(of_one.values()) for of_one in found)
    said = {fate: sum(of_one.get(fate, 0) for of_one in found) for fate in (Fate.ACCEPTED, Fate.PARTLY)}
    held = Hearing.objects.of(organisation).filter(state=HearingState.HELD, announced_at__isnull=False)
    asked = InfoRequest.objects.of(organisation).live().filter(ordered_on__isnull=False)
    figures = {
        "accepted": [said[Fate.ACCEPTED], rows],
        "partly": [said[Fate.PARTLY], rows],
        "answers": [queries.answers(organisation, on).count(), asked.count()],
        "minutes": [queries.minutes(organisation).count(), held.count()],
    }
    # A public list may hold more than was sent or held by now: a hearing whose record was opened again, say.
    return {key: [value, max(value, whole)] for key, (value, whole) in figures.items() if whole or value}


def figures_of(organisation: Organisation) -> tuple[list[Figure], datetime | None]:
    """As they were counted last, and when (one query); those whose list is empty say nothing to a stranger and are left out."""
    row = PublicFigures.objects.filter(organisation=organisation).first()
    if row is None:
        return [], None
    found = [Figure(key, *_SAID[key], *row.figures[key]) for key in _SAID if row.figures.get(key, [0, 0])[1]]
    empty = {
        figure.part for figure in found if not any(one.value for one in found if one.part == figure.part)
    }
    return [
        figure for figure in found if figure.part not in empty or figure.part == "positions"
    ], row.counted_at
