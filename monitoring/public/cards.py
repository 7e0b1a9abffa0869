"""What share pictures of public pages say, and which pages have one."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation
from amendments.models import SubmittedRow
from common import dates
from common.public_pages import LANGUAGES
from correspondence.shares import Card
from deadlines import queries as deadline_queries
from hearings.models import Hearing
from hearings.queries import coming
from hearings.states import HearingState
from monitoring.models import Position
from monitoring.public import queries
from monitoring.public.texts import body_of

Drawn = tuple[tuple[str, str], tuple[Organisation, Card]]
MOST_LETTERS = 140


def organisation_key(organisation: Organisation) -> str:
    return f"organisation:{organisation.pk}"


def position_key(position: Position) -> str:
    return f"position:{position.code}"


def wanted_cards(at: datetime) -> dict[tuple[str, str], tuple[Organisation, Card]]:
    """The pictures that the public pages of this moment want, by key and language (four queries)."""
    hearings = [row for row in coming(at) if row.state != HearingState.CANCELLED]
    organisations = list(queries.organisations())
    positions = list(queries.all_positions(deadline_queries.day_of(at)))
    sent = SubmittedRow.objects.filter(submission__in=[row.submission_id for row in positions])
    numbers = dict(sent.values_list("submission").annotate(number=Count("pk")).order_by())
    found: dict[tuple[str, str], tuple[Organisation, Card]] = {}
    for language in LANGUAGES:
        with override(language):
            found.update(_of_hearings(hearings, language))
            found.update(_of_organisations(organisations, language))
            found.update(_of_positions(positions, numbers, language))
    return found


def _of_hearings(hearings: list[Hearing], language: str) -> Iterator[Drawn]:
    for hearing in hearings:
        when = dates.moment(hearing.starts_at, language, today=date.min)
        lines = tuple(filter(None, (when, hearing.said("place"))))
        card = Card(
            language,
            _("Public hearing"),
            hearing.title,
            lines,
            str(hearing.organisation),
            hearing.organisation.logo.name or "",
        )
        yield (hearing.share_key, language), (hearing.organisation, card)


def _of_organisations(organisations: list[Organisation], language: str) -> Iterator[Drawn]:
    for one in organisations:
        about = " ".join(one.about.split())[:MOST_LETTERS]
        foot = _("Positions, hearings, answers of state bodies")
        card = Card(
            language, _("Non-governmental organisation"), str(one), (about,), foot, one.logo.name or ""
        )
        yield (organisation_key(one), language), (one, card)


def _of_positions(positions: list[Position], numbers: dict[int, int], language: str) -> Iterator[Drawn]:
    for position in positions:
        number = _("Proposals: %(number)s") % {"number": numbers.get(position.submission_id, 0)}
        lines = tuple(filter(None, (body_of(position), number)))
        organisation = position.organisation
        card = Card(
            language,
            _("Position on a draft act"),
            str(position),
            lines,
            str(organisation),
            organisation.logo.name or "",
        )
        yield (position_key(position), language), (organisation, card)
