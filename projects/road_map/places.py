"""Where a task of the road map is done: the page, and what its link says."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Right
from projects.road_map.models import RoadMapTask
from projects.states import RoadMapFact

# The facts of a hearing; `part`: the page of them below that of the hearing.
_OF_THE_HEARING: dict[str, tuple[str, Promise]] = {
    RoadMapFact.STAKEHOLDERS_CHOSEN: ("invited/", _("Choose whom to invite")),
    RoadMapFact.HEARING_ANNOUNCED: ("", _("Announce the hearing")),
    RoadMapFact.PACK_PUBLISHED: ("pack/", _("Put the pack together")),
    RoadMapFact.HEARING_BEGUN: ("participants/", _("See who registered")),
    RoadMapFact.HEARING_HELD: ("", _("Open the hearing")),
    RoadMapFact.MINUTES_PUBLISHED: ("minutes/", _("Open the minutes")),
}
_OF_THE_DOSSIER: dict[str, tuple[str, Promise]] = {
    RoadMapFact.ASSESSED: ("amendments:assessment", _("Open the assessment")),
    RoadMapFact.TABLE_APPROVED: ("amendments:table", _("Open the table")),
    RoadMapFact.SUBMITTED: ("amendments:submission", _("To the submission")),
    RoadMapFact.ANSWERS_CONFIRMED: ("amendments:outcomes", _("Look at the answers")),
    RoadMapFact.COUNCIL_WRITTEN: ("amendments:escalation", _("Write to the public council")),
}
_PLAN_HEARING = frozenset(_OF_THE_HEARING) - {RoadMapFact.STAKEHOLDERS_CHOSEN} | {
    RoadMapFact.DISCUSSION_REPEATED
}


@dataclass(frozen=True)
class Place:
    """A page, the verb of the link to it, and the right that it asks; without one, everybody's."""

    url: str
    verb: "str | Promise"
    right: Right | None = None


def place_of(task: RoadMapTask, dossier_pk: int, paths: Mapping[str, str]) -> Place | None:
    """The page on which the task is done; None where it is done outside. `paths`: the pages of known facts."""
    fact = task.fact
    hearing = paths.get(RoadMapFact.HEARING_PLANNED, "")
    if fact in _OF_THE_HEARING and hearing:
        part, verb = _OF_THE_HEARING[fact]
        right = Right.SEE_PARTICIPANTS if fact == RoadMapFact.HEARING_BEGUN else None
        return Place(f"{hearing}{part}", verb, right)
    if fact == RoadMapFact.STAKEHOLDERS_CHOSEN:
        return Place(reverse("hearings:stakeholder-list"), _("Open the map of stakeholders"))
    if fact in _PLAN_HEARING:
        url = f"{reverse('hearings:hearing-add')}?dossier={dossier_pk}"
        return Place(url, _("Plan a hearing"), Right.PLAN_HEARINGS)
    if fact in _OF_THE_DOSSIER:
        name, verb = _OF_THE_DOSSIER[fact]
        return Place(reverse(name, args=[dossier_pk]), verb)
    if fact == RoadMapFact.TOPIC_WATCHED:
        return Place(reverse("projects:topic-list"), _("Open the watch topics"))
    if fact == RoadMapFact.REQUEST_REPEATED:
        url = f"{reverse('inforequests:request-compose')}?dossier={dossier_pk}"
        return Place(url, _("Write a request"), Right.WRITE_REQUESTS)
    return None
