"""Who answers in time: each addressee's own course, what it comes to, and the three shapes in which it is given."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Organisation, User
from inforequests.courses import Course, Way, figures
from inforequests.models import Holder, InfoRequest
from inforequests.queries import tally_of
from projects.models import StateBody
from tests.conftest import ClientOf
from tests.factories import HolderFactory, InfoRequestFactory, RequestEventFactory

pytestmark = pytest.mark.usefixtures("law")
SENT = date(2026, 9, 14)
ON = date(2026, 11, 16)


@pytest.fixture
def akimat(ashyq_orta: Organisation) -> Holder:
    body = StateBody.objects.create(kind="region", name_kk="Ойдан облысы", name_ru="Вымышленная область")
    return HolderFactory(organisation=ashyq_orta, body=body, name_kk="Ойдан облысының әкімдігі", name_ru="")


@pytest.fixture
def unit(ashyq_orta: Organisation, akimat: Holder) -> Holder:
    return HolderFactory(organisation=ashyq_orta, parent=akimat)


def asked(holder: Holder, *events: dict[str, Any], sent_on: date = SENT, channel: str = "email") -> InfoRequest:
    row = InfoRequestFactory(
        organisation=holder.organisation, holder=holder, state="sent", ordered_on=sent_on
    )
    for event in ({"kind": "sent", "on": sent_on, "channel": channel}, *events):
        RequestEventFactory(info_request=row, **event)
    return row


def answered(days: int, outcome: str = "full") -> dict[str, Any]:
    return {"kind": "answered", "on": SENT + timedelta(days=days), "outcome": outcome, "channel": ""}


def test_in_time_late_silent_and_still_open(ashyq_orta: Organisation, unit: Holder) -> None:
    asked(unit, answered(10))
    asked(unit, answered(15))  # the last day: 29.09.2026
    asked(unit, answered(18))
    asked(unit)  # nothing came
    asked(unit, sent_on=ON)  # the term runs
    asked(unit, answered(9), channel="paper")  # the day of receipt was never recorded
    whole = tally_of(ashyq_orta, 2026, ON).whole
    assert (whole.number, whole.in_time, whole.late, whole.silent, whole.open) == (6, 2, 1, 1, 2)
    assert (whole.share, whole.median_days) == (50, 15.0)


def test_passing_on_makes_a_course_for_each_of_the_two(
    ashyq_orta: Organisation, unit: Holder, akimat: Holder
) -> None:
    passed = {"kind": "redirected", "on": SENT + timedelta(days=2), "holder": akimat, "channel": ""}
    asked(unit, passed, answered(20))
    tally = tally_of(ashyq_orta, None, ON)
    assert {one.name: (one.number, one.in_time, one.late) for one in tally.bodies} == {
        akimat.name: (1, 0, 1),  # passed on on 16.09., due on 01.10., answered on 04.10.
        unit.name: (1, 1, 0),
    }
    assert [(one.name, one.number) for one in tally.regions] == [(str(akimat.body), 2)]


def test_late_refusal_is_late_and_its_grounds_are_counted(ashyq_orta: Organisation, unit: Holder) -> None:
    receipt = {"kind": "registered", "on": SENT, "channel": ""}
    refused = {"kind": "refused", "reasons": ["restricted", "undecided"], "channel": ""}
    asked(unit, receipt, {**refused, "on": SENT + timedelta(days=4)})
    asked(unit, receipt, {**refused, "on": SENT + timedelta(days=9), "reasons": ["restricted"]})
    tally = tally_of(ashyq_orta, 2026, ON)
    assert (tally.whole.in_time, tally.whole.late, tally.refusals) == (1, 1, 2)
    assert dict(tally.grounds) == {"restricted": 2, "undecided": 1}


def test_answer_after_a_complaint_stays_late(ashyq_orta: Organisation, unit: Holder) -> None:
    complained = {"kind": "complained", "on": SENT + timedelta(days=20), "reasons": ["silence"], "channel": ""}
    asked(unit, complained, answered(30))
    whole = tally_of(ashyq_orta, 2026, ON).whole
    assert (whole.in_time, whole.late, whole.silent, whole.median_days) == (0, 1, 0, 30.0)


def test_part_that_is_completed_later_counts_once_by_its_first_day(
    ashyq_orta: Organisation, unit: Holder
) -> None:
    asked(unit, answered(5, "part"), answered(40))
    whole = tally_of(ashyq_orta, 2026, ON).whole
    assert (whole.number, whole.in_time, whole.median_days) == (1, 1, 5.0)


def test_year_asks_the_day_of_the_letter_and_others_requests_do_not_count(
    ashyq_orta: Organisation, kok_aspan: Organisation, unit: Holder
) -> None:
    asked(unit, answered(5))
    asked(HolderFactory(organisation=kok_aspan), answered(5))
    InfoRequestFactory(organisation=ashyq_orta, holder=unit)  # a draft
    assert tally_of(ashyq_orta, 2025, ON).whole.number == 0
    assert tally_of(ashyq_orta, None, ON).whole.number == 1


@given(
    st.lists(
        st.builds(
            Course,
            holder=st.integers(1, 3),
            way=st.sampled_from(Way),
            is_late=st.sampled_from([None, True, False]),
            days=st.none() | st.integers(0, 400),
        )
    )
)
def test_every_course_is_counted_exactly_once(rows: list[Course]) -> None:
    rows = [Course(row.holder, way=row.way, is_late=True) if row.way == Way.SILENT else row for row in rows]
    one = figures("", rows)
    assert one.in_time + one.late + one.silent + one.open == one.number == len(rows)
    assert one.share is None or 0 <= one.share <= 100


# --- Pages --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("today")
def test_page_in_both_languages_asks_no_more_for_more_requests(
    ashyq_orta: Organisation,
    unit: Holder,
    aigerim: User,
    client_of: ClientOf,
    django_assert_num_queries: Any,
) -> None:
    for _n in range(5):
        asked(unit, {"kind": "refused", "on": SENT, "reasons": ["restricted"], "channel": ""})
    for language, said in (("kk", "Бас тартулар"), ("ru", "Отказы")):
        client = client_of(aigerim, language=language)
        client.get("/requests/statistics/")
        with django_assert_num_queries(9):
            page = client.get("/requests/statistics/?year=2026").content.decode()
        assert said in page
        assert "100 %" in page.replace("\xa0", " ")


@pytest.mark.usefixtures("today")
def test_table_as_csv_takes_no_name_for_a_formula(
    ashyq_orta: Organisation, her: Client, akimat: Holder
) -> None:
    Holder.objects.filter(pk=akimat.pk).update(name_kk='=HYPERLINK("x")', name_ru="")
    asked(akimat, answered(3))
    answer = her.get("/requests/statistics/export/?year=2026")
    assert answer["Content-Disposition"] == 'attachment; filename="requests-2026.csv"'
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {9}
    assert rows[-1][1:] == ["'=HYPERLINK(\"x\")", "1", "1", "0", "0", "0", "100", "3"]


@pytest.mark.usefixtures("today")
def test_picture_is_well_formed_whatever_a_body_is_called(
    ashyq_orta: Organisation, her: Client, akimat: Holder
) -> None:
    Holder.objects.filter(pk=akimat.pk).update(name_kk="<script>&" + "ә" * 200, name_ru="")
    asked(akimat, answered(3))
    answer = her.get("/requests/statistics/picture/?year=2026&by=body")
    assert answer["Content-Disposition"].startswith("attachment")
    drawn = ElementTree.fromstring(answer.content)
    texts = ["".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert any(text.startswith("<script>&әә") and text.endswith("…") for text in texts)
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}script"))


@pytest.mark.parametrize("query", ["", "?year=1", "?year=%00", "?year=99999999999999999999", "?year=x&by=y"])
def test_nothing_sent_yet_says_so_and_odd_years_are_all_years(her: Client, query: str) -> None:
    for name in ("", "export/", "picture/"):
        assert her.get(f"/requests/statistics/{name}{query}").status_code == 200
