"""The report in a few sentences: each share with what it is a share of."""

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext as _

from amendments.states import Fate
from inforequests.asked import Ending
from monitoring.influence.figures import Report, Section
from monitoring.influence.words import in_time_sentence, share_sentence


def sentences_of(report: Report) -> list[Callable[[], str]]:
    """Each says itself in the language that is active when it is called."""
    return [partial(say, report) for say in (drafts, proposals, requests, hearings)]


def _numbers(section: Section, name: str) -> dict[str, int]:
    """The figures of a section, those of `name` by their value alone."""
    return {figure.key.removeprefix(f"{name}."): figure.number.value for figure in section.figures}


def drafts(report: Report) -> str:
    return _("Drafts seen: %(seen)s; taken part in: %(joined)s; declined: %(declined)s.") % _numbers(
        report.section("seen"), "decided"
    )


def proposals(report: Report) -> str:
    numbers = _numbers(report.section("sent"), "fate")
    return _("Proposals: %(share)s") % {
        "share": share_sentence({fate: numbers.get(fate, 0) for fate in (*Fate.values, "sent")})
    }


def requests(report: Report) -> str:
    numbers = _numbers(report.section("asked"), "ending")
    known = {key: numbers.get(key, 0) for key in (*Ending.values, "asked")}
    return _("Requests for information: %(share)s") % {"share": in_time_sentence(known)}


def hearings(report: Report) -> str:
    numbers = _numbers(report.section("held"), "reach")
    return (
        _(
            "Hearings held: %(held)s; registered: %(registered)s; came: %(came)s; spoke: %(spoke)s; proposals: %(proposed)s."
        )
        % numbers
    )
