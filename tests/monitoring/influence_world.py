"""A small world whose every figure is known by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import Organisation
from amendments.models import AmendmentTable
from common.dates import ALMATY
from deadlines.actions.reference import load_rules_and_calendar
from hearings.models import Hearing
from projects.models import Dossier, DraftAct, TopicMatch, TriageItem
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    DossierFactory,
    DraftActFactory,
    HearingFactory,
    HolderFactory,
    InfoRequestFactory,
    OutcomeFactory,
    RegistrationFactory,
    RequestEventFactory,
    StateBodyFactory,
    SubmissionFactory,
    TriageItemFactory,
    WatchTopicFactory,
)
from tests.factories.hearings import CheckInFactory, ProposalFactory, TurnFactory

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=ALMATY)
# The last moment of 2025 and the first of 2026 by Almaty's clock.
LAST_OF_2025, FIRST_OF_2026 = (
    datetime(2025, 12, 31, 18, 59, 59, tzinfo=UTC),
    datetime(2025, 12, 31, 19, tzinfo=UTC),
)


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ALMATY)


def seen(organisation: Organisation, draft: DraftAct, when: datetime, state: str = "undecided") -> TriageItem:
    return TriageItemFactory(organisation=organisation, draft=draft, created_at=when, state=state)


def sent(table: AmendmentTable, when: datetime, channel: str = "portal") -> None:
    SubmissionFactory(table=table, submitted_at=when, channel=channel)


def answer(row: Any, state: str, when: datetime | None, **facts: Any) -> None:
    OutcomeFactory(row=row, state=state, confirmed_at=when, **facts)


def build(organisation: Organisation) -> dict[str, Any]:
    """Drafts, proposals, requests and hearings of 2026; what lies just outside is there too."""
    load_rules_and_calendar()
    water, air = (StateBodyFactory(name_kk=kk, name_ru=ru) for kk, ru in (("Су", "Вода"), ("Ауа", "Воздух")))
    first, second = (DraftActFactory(body=water, title_ru=f"О воде {n}") for n in (1, 2))
    third = DraftActFactory(body=air, title_ru="О воздухе")
    fourth = DraftActFactory(body=None, ends_on=TODAY + timedelta(5))
    topics = [WatchTopicFactory(organisation=organisation, name=name) for name in ("Вода", "Тариф")]
    for topic, draft in ((topics[0], first), (topics[1], first), (topics[0], second)):
        TopicMatch.objects.create(topic=topic, draft=draft)
    _drafts(organisation, first, second, third, fourth)
    one = DossierFactory(organisation=organisation, draft=first, opened_at=at(3, 10))
    two = DossierFactory(organisation=organisation, draft=third, opened_at=at(4, 1))
    DossierFactory(organisation=organisation, draft=second, opened_at=LAST_OF_2025)
    _first_table(one)
    _second_table(two)
    return {
        "bodies": [water, air],
        "topics": topics,
        "holders": _requests(organisation),
        "hearing": _hearings(organisation),
    }


def _drafts(organisation: Organisation, *drafts: DraftAct) -> None:
    """In 2026: one joined, one declined, one missed, one open, and one at the very first moment."""
    first, second, third, fourth = drafts
    seen(organisation, first, at(3, 9), "joined")
    seen(organisation, second, at(3, 9), "declined")
    seen(organisation, third, at(3, 9))
    seen(organisation, fourth, at(11, 20))
    seen(organisation, DraftActFactory(), LAST_OF_2025, "joined")
    seen(organisation, DraftActFactory(), FIRST_OF_2026, "declined")


def _first_table(dossier: Dossier) -> None:
    """Six rows of March: accepted, partly, declined, silence, not confirmed, taken back in April."""
    table = AmendmentTableFactory(dossier=dossier, state="submitted", approved_at=at(3, 15))
    kinds = ("substantive", "technical", "anticorruption", "substantive", "substantive", "technical")
    rows = [AmendmentRowFactory(table=table, category=kind) for kind in kinds]
    sent(table, at(3, 20))
    rows[5].removed_at = at(4, 1)
    rows[5].save()
    sent(table, at(4, 20), "letter")
    answer(rows[0], "accepted", at(5, 2), adoption="verbatim")
    answer(rows[1], "partly", at(5, 2), adoption="absent")
    answer(rows[2], "not_accepted", at(6, 2))
    answer(rows[3], "not_answered", at(6, 2))
    answer(rows[4], "accepted", None, adoption="partly")


def _second_table(dossier: Dossier) -> None:
    """A row of 2025 that was accepted in 2026, and one added in May that waits though a person found it in the act."""
    table = AmendmentTableFactory(dossier=dossier, state="submitted", approved_at=at(12, 1, year=2025))
    old = AmendmentRowFactory(table=table)
    sent(table, LAST_OF_2025)
    new = AmendmentRowFactory(table=table, category="anticorruption")
    sent(table, at(5, 1))
    answer(old, "accepted", at(2, 1))
    answer(new, "not_answered", None, adoption="partly", corrected_at=at(10, 1))


def asked(organisation: Organisation, holder: Any, on: date, *events: dict[str, Any]) -> None:
    row = InfoRequestFactory(organisation=organisation, holder=holder, state="sent", ordered_on=on)
    for event in ({"kind": "sent", "on": on, "channel": "email"}, *events):
        RequestEventFactory(info_request=row, **event)


def _requests(organisation: Organisation) -> list[Any]:
    """To the first body: in time, late, silence, refused; passed on to the second, which answers in time."""
    one, two = (HolderFactory(organisation=organisation) for _n in range(2))
    on = date(2026, 9, 7)

    def event(kind: str, days: int, **facts: Any) -> dict[str, Any]:
        return {"kind": kind, "on": on + timedelta(days), "channel": "", **facts}

    asked(organisation, one, on, event("answered", 3, outcome="full"))
    asked(organisation, one, on, event("answered", 60, outcome="full"))
    asked(organisation, one, on)
    asked(organisation, one, on, event("refused", 2, reasons=["restricted"]))
    asked(organisation, one, on, event("redirected", 2, holder=two), event("answered", 8, outcome="part"))
    asked(organisation, two, TODAY)
    asked(
        organisation,
        two,
        date(2025, 12, 31),
        {**event("answered", 1, outcome="full"), "on": date(2026, 1, 5)},
    )
    InfoRequestFactory(organisation=organisation, holder=one)  # a draft
    return [one, two]


def _hearings(organisation: Organisation) -> Hearing:
    facts = {"organisation": organisation, "announced_at": at(5, 1), "opened_at": at(6, 10)}
    held = HearingFactory(**facts, state="held", starts_at=at(6, 10), closed_at=at(6, 10, 13))
    reopened = HearingFactory(**facts, state="open", starts_at=at(7, 10), closed_at=at(7, 10, 13))
    HearingFactory(**facts, state="open", starts_at=at(8, 10))
    HearingFactory(**facts, state="held", starts_at=LAST_OF_2025, closed_at=FIRST_OF_2026)
    HearingFactory(organisation=organisation, state="cancelled", starts_at=at(6, 11))
    for state in ("seated", "waiting", "cancelled"):
        RegistrationFactory(hearing=held, state=state)
    RegistrationFactory(hearing=held, confirmed_at=None)
    RegistrationFactory(hearing=reopened)
    came = [CheckInFactory(hearing=held) for _n in range(3)]
    ended = {"started_at": at(6, 10, 11), "ended_at": at(6, 10, 12)}
    for facts_ in (
        {"check_in": came[0], **ended},
        {"check_in": came[0], **ended},
        ended,
        {"check_in": came[1]},
    ):
        TurnFactory(hearing=held, **facts_)
    for state in ("standing", "standing", "withdrawn", "struck"):
        ProposalFactory(hearing=held, state=state)
    return held
