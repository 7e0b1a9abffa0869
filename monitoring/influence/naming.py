"""What a list of the report is called: the figure, and what it is narrowed to."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation
from amendments.states import Category, Channel, Fate, Wording
from hearings.held import Reach
from inforequests.asked import Ending
from inforequests.models import Holder
from monitoring.influence.asked import Asked
from monitoring.influence.words import COLUMNS, EMPTY, MonthName
from projects.models import StateBody, WatchTopic
from projects.seen import Decided

_CHOICES: dict[str, Any] = {
    "decided": Decided,
    "fate": Fate,
    "wording": Wording,
    "category": Category,
    "channel": Channel,
    "ending": Ending,
    "reach": Reach,
}


def titles_of(organisation: Organisation, asked: Asked) -> list[str]:
    """The figure first, then each part that narrows it (at most one query for a part with a number)."""
    return [
        str(COLUMNS[asked.of.value]),
        *(_part(organisation, asked, name) for name in asked.parts),
        *_month(asked),
    ]


def _month(asked: Asked) -> list[str]:
    return [str(MonthName(asked.month))] if asked.month else []


def _part(organisation: Organisation, asked: Asked, name: str) -> str:
    if name == "result":
        return str(COLUMNS["results"])
    if name in _CHOICES:
        return str(_CHOICES[name](asked.parts[name]).label)
    number = asked.numbered(name)
    if number is None:
        return str(EMPTY[name])
    return _named(organisation, name, number) or _("not known")


def _named(organisation: Organisation, name: str, number: int) -> str:
    """The name of something of the organisation, or of the state; '' of anything else."""
    if name == "topic":
        return str(WatchTopic.objects.filter(organisation=organisation, pk=number).first() or "")
    if name == "body":
        return str(StateBody.objects.filter(pk=number).first() or "")
    holder = Holder.objects.of(organisation).filter(pk=number).first()
    return holder.name if holder else ""
