"""Public councils: terms of opinions, silence, answers, letters that went to them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Organisation, User
from common.states import IllegalMove
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from monitoring.actions import councils as actions
from monitoring.actions.removal import remove, restore
from monitoring.models import Council, CouncilOpinion
from monitoring.queries import councils as queries
from monitoring.states import ENTRY_BACK, ENTRY_MOVES, EntryKind
from projects.models import Dossier
from tests.factories import (
    AgendaProposalFactory,
    CouncilFactory,
    CouncilOpinionFactory,
    CouncilRecommendationFactory,
    DossierFactory,
    DraftActFactory,
    EscalationFactory,
    StateBodyFactory,
)
from tests.moments import almaty, day
from tests.monitoring.act_law import act_law  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("act_law")
AT = almaty("14.09.2026 09:30")
TODAY = AT.date()
WHEN: dict[str, Any] = {"on": TODAY, "at": AT}


@pytest.fixture
def council(ashyq_orta: Organisation) -> Council:
    return CouncilFactory(organisation=ashyq_orta)


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    return DossierFactory(organisation=ashyq_orta, owner=aigerim)


def opinion(
    council: Council, actor: User, rule: str, on: str, dossier: Dossier | None = None
) -> CouncilOpinion:
    said = {"on": day(on), "dossier": dossier, "rule": rule, "text_kk": "", "text_ru": ""}
    row = actions.save_entry(council, None, EntryKind.OPINION, said, actor=actor, **WHEN)
    assert isinstance(row, CouncilOpinion)
    return row


def open_days() -> dict[str, Any]:
    return dict(Deadline.objects.filter(state=DeadlineState.OPEN).values_list("kind", "due_on"))


# The day on which the council received the notice, the kind of act, the last day of its term.
TERMS = [
    ("10.09.2026", "public_council.opinion", "24.09.2026"),
    ("18.03.2026", "public_council.opinion", "06.04.2026"),  # over Nauryz
    ("10.09.2026", "public_council.opinion.law", "01.10.2026"),
    ("11.09.2026", "public_council.opinion.crisis", "16.09.2026"),
]


@pytest.mark.parametrize(("received", "rule", "last"), TERMS)
def test_term_is_counted_from_the_day_of_receipt(
    council: Council, aigerim: User, received: str, rule: str, last: str
) -> None:
    row = opinion(council, aigerim, rule, received)
    assert row.deadline is not None
    assert row.deadline.due_on == day(last)
    assert row.is_silent(day(last)) is False
    assert row.is_silent(day("31.12.2026")) is True


def test_corrected_receipt_moves_the_term(council: Council, dossier: Dossier, aigerim: User) -> None:
    row = opinion(council, aigerim, "public_council.opinion", "10.09.2026", dossier)
    said = {"on": day("11.09.2026"), "dossier": dossier, "rule": row.rule, "text_kk": "", "text_ru": ""}
    actions.save_entry(council, row, EntryKind.OPINION, said, actor=aigerim, **WHEN)
    assert open_days() == {"council.opinion": day("25.09.2026")}


def test_opinion_given_starts_the_clock_of_the_body(council: Council, aigerim: User) -> None:
    row = opinion(council, aigerim, "public_council.opinion", "01.09.2026")
    given = {"given_on": day("09.09.2026"), "received_on": day("10.09.2026"), "text_kk": "Ұсыным"}
    actions.answer_entry(row, "given", given, actor=aigerim, **WHEN)
    assert open_days() == {"council.opinion": day("24.09.2026")}
    answered = {"answered_on": TODAY, "answer": "Келіседі"}
    actions.answer_entry(row, "agreed", answered, actor=aigerim, **WHEN)
    assert open_days() == {}
    actions.take_back_answer(row, actor=aigerim, **WHEN)
    assert open_days() == {"council.opinion": day("24.09.2026")}
    actions.take_back_answer(row, actor=aigerim, **WHEN)
    assert row.state == "awaited"
    assert list(open_days().values()) == [day("15.09.2026")]


def test_answer_without_a_term_of_law_has_our_own_day_and_says_so(council: Council, aigerim: User) -> None:
    said = {"on": day("10.09.2026"), "dossier": None, "channel": "email", "meeting": None}
    said |= {"text_kk": "Тариф", "text_ru": "", "reply_on": day("30.09.2026")}
    for _twice in range(2):
        actions.save_entry(council, None, EntryKind.PROPOSAL, said, actor=aigerim, **WHEN)
    deadline = Deadline.objects.get()
    assert deadline.due_on == day("30.09.2026")
    assert "заңда" in deadline.explanation["because"]["kk"]
    with pytest.raises(ValidationError):
        actions.save_entry(
            council, None, EntryKind.PROPOSAL, {**said, "on": day("15.09.2026")}, actor=aigerim, **WHEN
        )


MAKERS = {
    EntryKind.PROPOSAL: AgendaProposalFactory,
    EntryKind.OPINION: CouncilOpinionFactory,
    EntryKind.RECOMMENDATION: CouncilRecommendationFactory,
}
PAIRS = [(kind, old, new) for kind, moves in ENTRY_MOVES.items() for old in moves for new in moves]


@pytest.mark.parametrize(("kind", "old", "new"), PAIRS)
def test_every_pair_of_states(council: Council, aigerim: User, kind: str, old: str, new: str) -> None:
    more = {"given_on": TODAY} if kind == EntryKind.OPINION else {}
    row: Any = MAKERS[EntryKind(kind)](council=council, state=old, **more)
    if new in ENTRY_MOVES[kind][old] and ENTRY_BACK.get(old) != new:
        actions.answer_entry(row, new, {}, actor=aigerim, **WHEN)
        assert row.state == new
        actions.take_back_answer(row, actor=aigerim, **WHEN)
        assert row.state == ENTRY_BACK[new]
    elif new not in ENTRY_MOVES[kind][old]:
        with pytest.raises(IllegalMove):
            actions.answer_entry(row, new, {}, actor=aigerim, **WHEN)


def test_council_taken_out_takes_its_reminders_along(council: Council, aigerim: User) -> None:
    opinion(council, aigerim, "public_council.opinion", "10.09.2026")
    remove(council, actor=aigerim, at=AT)
    assert open_days() == {}
    restore(council, actor=aigerim, **WHEN)
    assert open_days() == {"council.opinion": day("24.09.2026")}


def test_letters_are_found_by_name_or_body_and_no_others(
    ashyq_orta: Organisation, kok_aspan: Organisation
) -> None:
    body = StateBodyFactory()
    council = CouncilFactory(organisation=ashyq_orta, body=body, name_kk="Су кеңесі", name_ru="Совет по воде")

    def letter(organisation: Organisation, **more: Any) -> Any:
        draft = DraftActFactory(body=more.pop("body", None) or StateBodyFactory())
        table = {"table__dossier": DossierFactory(organisation=organisation, draft=draft)}
        return EscalationFactory(organisation=organisation, to="public_council", **table, **more)

    by_name = letter(ashyq_orta, addressee_ru="совет по воде")
    by_body = letter(ashyq_orta, addressee_ru="Другое", body=body)
    letter(ashyq_orta, addressee_ru="Другое")
    letter(kok_aspan, addressee_ru="Совет по воде", body=body)
    found = {one.letter for one in queries.letters_of(council)}
    assert found == {by_name, by_body}
    assert [dossier.draft.body for dossier in queries.dossiers_to_write_on(council)] == [body]
