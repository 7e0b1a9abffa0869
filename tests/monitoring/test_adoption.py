"""What became of a draft, its publication, and the days on which norms take force."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.activity import line
from accounts.models import ActivityEntry, Organisation, User
from common.states import AlreadyMoved, IllegalMove
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DeadlineState
from monitoring.actions import adoption as actions
from monitoring.actions.removal import remove, restore
from monitoring.models import Fate, InForce
from monitoring.states import FATE_MOVES, FateState, ForceRule
from projects.actions.dossiers import close_dossier, reopen_dossier
from projects.models import Dossier
from tests.factories import DossierFactory, FateFactory
from tests.moments import almaty, day
from tests.monitoring.act_law import act_law  # noqa: F401 - a fixture

AT = almaty("14.09.2026 09:30")
TODAY = AT.date()
FACTS = {
    **{"number": "117", "act_type": None, "name_kk": "Бұйрық", "name_ru": "Приказ", "registered_on": None},
    **{"link_kk": "", "link_ru": ""},
}


pytestmark = pytest.mark.usefixtures("act_law")


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    return DossierFactory(organisation=ashyq_orta, owner=aigerim)


def adopt(dossier: Dossier, actor: User, on: str = "01.09.2026", *, seen: int = 0, **more: Any) -> Fate:
    values = {**FACTS, "adopted_on": day(on), **more}
    return actions.record_fate(dossier, "adopted", values, seen=seen, actor=actor, on=TODAY, at=AT)


def publish(fate: Fate, actor: User, on: str, **more: Any) -> Fate:
    values = {**{"published_in": "", "published_note": "", "link_kk": "", "link_ru": ""}, **more}
    values["published_on"] = day(on)
    return actions.record_publication(fate.dossier, values, seen=fate.version, actor=actor, on=TODAY, at=AT)


def whole(fate: Fate) -> InForce:
    return InForce.objects.get(fate=fate, is_whole=True)


# --- The day of force -----------------------------------------------------------------------------------------

# The day of publication or adoption, the rule, and the day of force, counted by hand. Days off move nothing.
GOLDEN = [
    ("10.09.2026", ForceRule.TEN_DAYS, "21.09.2026"),
    ("01.09.2026", ForceRule.TEN_DAYS, "12.09.2026"),  # a Saturday
    ("20.02.2026", ForceRule.TEN_DAYS, "03.03.2026"),
    ("18.02.2024", ForceRule.TEN_DAYS, "29.02.2024"),
    ("21.12.2025", ForceRule.TEN_DAYS, "01.01.2026"),  # a holiday
    ("10.03.2026", ForceRule.TEN_DAYS, "21.03.2026"),  # Nauryz
    ("10.07.2026", ForceRule.NEW_DUTIES, "09.09.2026"),
    ("01.11.2025", ForceRule.NEW_DUTIES, "01.01.2026"),
    ("31.12.2025", ForceRule.NEW_DUTIES, "02.03.2026"),
    ("06.09.2026", ForceRule.RESOLUTION, "06.09.2026"),  # a Sunday
]


@pytest.mark.parametrize(("published", "rule", "force"), GOLDEN)
def test_day_of_force_is_counted_as_by_hand(
    dossier: Dossier, aigerim: User, published: str, rule: str, force: str
) -> None:
    fate = publish(adopt(dossier, aigerim, published), aigerim, published)
    row = actions.save_force(fate, whole(fate), {"rule": rule}, actor=aigerim, on=TODAY, at=AT)
    assert row.force_on == day(force)
    assert row.time_limit is not None
    assert row.explanation["start_on"] == day(published).isoformat()


def test_court_is_in_force_on_its_adoption_before_any_publication(dossier: Dossier, aigerim: User) -> None:
    fate = adopt(dossier, aigerim, "06.09.2026")
    row = actions.save_force(fate, whole(fate), {"rule": ForceRule.COURT}, actor=aigerim, on=TODAY, at=AT)
    assert row.force_on == day("06.09.2026")


def test_no_day_before_the_publication_is_known(dossier: Dossier, aigerim: User) -> None:
    row = whole(adopt(dossier, aigerim))
    assert (row.force_on, row.deadline) == (None, None)


def test_day_that_the_act_names_needs_no_publication_and_says_its_source(
    dossier: Dossier, aigerim: User
) -> None:
    fate = adopt(dossier, aigerim)
    values = {"label_kk": "5-тармақ", "label_ru": "", "rule": ForceRule.STATED}
    values |= {"stated_on": day("01.01.2027"), "source": "6-тармақ"}
    row = actions.save_force(fate, None, values, actor=aigerim, on=TODAY, at=AT)
    assert row.force_on == day("01.01.2027")
    assert row.deadline is not None
    assert row.deadline.explanation["because"]["kk"] == "Бұл күн актінің өзінде көрсетілген: 6-тармақ."


def test_law_without_the_rule_gives_no_day_and_breaks_nothing(dossier: Dossier, aigerim: User) -> None:
    TimeLimit.objects.filter(code__startswith="act.").delete()
    fate = publish(adopt(dossier, aigerim), aigerim, "10.09.2026")
    assert (whole(fate).force_on, fate.publication_deadline) == (None, None)


# --- Reminders ------------------------------------------------------------------------------------------------


def open_kinds() -> dict[str, date]:
    return dict(Deadline.objects.filter(state=DeadlineState.OPEN).values_list("kind", "due_on"))


def test_publication_is_waited_for_thirty_days_from_legal_force(dossier: Dossier, aigerim: User) -> None:
    fate = adopt(dossier, aigerim, "01.09.2026", registered_on=day("04.09.2026"))
    assert open_kinds() == {"act.publication": day("05.10.2026")}  # the 4th is a Sunday
    publish(fate, aigerim, "10.09.2026")
    assert open_kinds() == {"act.in_force": day("21.09.2026")}
    deadline = whole(fate).deadline
    assert deadline is not None
    assert deadline.responsible == aigerim
    assert "2026-09-10" in str(deadline.explanation)


def test_reminder_follows_a_corrected_publication_and_people_are_told_once(
    dossier: Dossier, aigerim: User
) -> None:
    fate = publish(adopt(dossier, aigerim), aigerim, "10.09.2026")
    first = whole(fate).deadline_id
    fate = publish(fate, aigerim, "11.09.2026")
    row = whole(fate)
    assert (row.deadline_id, row.force_on) == (first, day("22.09.2026"))
    assert open_kinds() == {"act.in_force": day("22.09.2026")}
    publish(fate, aigerim, "02.09.2026")  # in force since yesterday: nothing to be reminded of
    assert open_kinds() == {}


def test_reminders_are_dropped_with_the_fate_and_come_back_with_it(dossier: Dossier, aigerim: User) -> None:
    fate = publish(adopt(dossier, aigerim), aigerim, "10.09.2026")
    actions.take_back_fate(fate, actor=aigerim, on=TODAY, at=AT)
    assert open_kinds() == {}
    assert whole(fate).force_on is None
    fate.refresh_from_db()
    adopt(dossier, aigerim, seen=fate.version)
    assert open_kinds() == {"act.in_force": day("21.09.2026")}
    assert Deadline.objects.filter(kind="act.in_force").count() == 1


def test_closed_dossier_has_no_open_dates_and_gets_them_back(dossier: Dossier, aigerim: User) -> None:
    fate = publish(adopt(dossier, aigerim), aigerim, "10.09.2026")
    close_dossier(dossier, "Қабылданды", actor=aigerim, at=AT)
    assert open_kinds() == {}
    fate.dossier = dossier
    publish(fate, aigerim, "11.09.2026")
    assert open_kinds() == {}
    reopen_dossier(dossier, actor=aigerim, on=TODAY, at=AT)
    assert "act.in_force" in open_kinds()


def test_provision_taken_out_is_not_reminded_of_until_it_is_back(dossier: Dossier, aigerim: User) -> None:
    fate = publish(adopt(dossier, aigerim), aigerim, "01.09.2026")
    values = {
        "label_kk": "5-тармақ",
        "label_ru": "",
        "rule": ForceRule.NEW_DUTIES,
        "stated_on": None,
        "source": "",
    }
    row = actions.save_force(fate, None, values, actor=aigerim, on=TODAY, at=AT)
    assert open_kinds() == {"act.in_force": day("01.11.2026")}
    remove(row, actor=aigerim, at=AT)
    assert open_kinds() == {}
    restore(row, actor=aigerim, on=TODAY, at=AT)
    assert open_kinds() == {"act.in_force": day("01.11.2026")}
    remove(whole(fate), actor=aigerim, at=AT)
    assert InForce.objects.get(fate=fate, is_whole=True).removed_at is None


def test_whoever_checked_is_not_reminded_any_more(dossier: Dossier, aigerim: User) -> None:
    fate = publish(adopt(dossier, aigerim), aigerim, "10.09.2026")
    actions.check_force(whole(fate), actor=aigerim, at=AT)
    assert Deadline.objects.get(kind="act.in_force").state == DeadlineState.DONE


# --- The state ------------------------------------------------------------------------------------------------

VALUES = {
    "adopted": {**FACTS, "adopted_on": day("01.09.2026")},
    "withdrawn": {"withdrawn_on": day("02.09.2026"), "withdrawn_reason": "Кері қайтарды"},
    "stalled": {"stalled_on": day("03.09.2026"), "stalled_reason": ""},
}
PAIRS = [(old, new) for old in FateState for new in VALUES if old != new]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_pair_of_states_is_allowed_or_refused_as_the_table_says(
    dossier: Dossier, aigerim: User, old: str, new: str
) -> None:
    days = {"adopted_on": TODAY, "withdrawn_on": TODAY, "stalled_on": TODAY}
    fate = FateFactory(dossier=dossier, state=old, **days)

    def move() -> None:
        actions.record_fate(dossier, new, VALUES[new], seen=1, actor=aigerim, on=TODAY, at=AT)

    if new in FATE_MOVES[old]:
        move()
        fate.refresh_from_db()
        assert (fate.state, fate.before) == (new, old)
        actions.take_back_fate(fate, actor=aigerim, on=TODAY, at=AT)
        assert fate.state == old
    else:
        with pytest.raises(IllegalMove):
            move()
        fate.refresh_from_db()
        assert fate.state == old


def test_slower_of_two_recorders_is_told_and_overwrites_nothing(dossier: Dossier, aigerim: User) -> None:
    adopt(dossier, aigerim)
    with pytest.raises(AlreadyMoved):
        actions.record_fate(dossier, "withdrawn", VALUES["withdrawn"], seen=0, actor=aigerim, on=TODAY, at=AT)
    assert Fate.objects.get().state == "adopted"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"adopted_on": TODAY + timedelta(1)}, "adopted_on"),
        ({"adopted_on": day("01.09.2026"), "registered_on": day("31.08.2026")}, "registered_on"),
        ({"adopted_on": day("01.09.2026"), "registered_on": TODAY + timedelta(1)}, "registered_on"),
    ],
)
def test_days_that_do_not_fit_are_refused(dossier: Dossier, aigerim: User, more: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.record_fate(dossier, "adopted", {**FACTS, **more}, seen=0, actor=aigerim, on=TODAY, at=AT)
    assert list(refusal.value.message_dict) == [field]
    assert not Fate.objects.exists()


def test_act_is_not_published_before_it_is_adopted(dossier: Dossier, aigerim: User) -> None:
    fate = adopt(dossier, aigerim)
    with pytest.raises(ValidationError):
        publish(fate, aigerim, "31.08.2026")
    fate.refresh_from_db()
    assert (fate.published_on, fate.version) == (None, 1)


def test_every_deed_is_told_in_words(dossier: Dossier, aigerim: User) -> None:
    fate = publish(adopt(dossier, aigerim), aigerim, "10.09.2026")
    actions.take_back_fate(fate, actor=aigerim, on=TODAY, at=AT)
    told = [
        line(entry).sentence
        for entry in ActivityEntry.objects.filter(verb__startswith="fate.").order_by("id")
    ]
    assert [sentence.split(":")[0] for sentence in told] == [
        "Айгерім Серікова recorded what became of the draft",
        "Айгерім Серікова recorded the official publication of the act, 10 September 2026",
        "Айгерім Серікова took back what was recorded of the draft",
    ]
