"""The operator's desk: editing the calendar and the rules, seeing what would move, moving it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.forms import model_to_dict
from django.test import Client

from accounts.models import ActivityEntry, User
from correspondence.models import Notice
from deadlines import actions
from deadlines.models import CalendarException, CalendarYear, Deadline, TimeLimit
from tests.factories import DeadlineFactory, TimeLimitFactory
from tests.moments import almaty, day

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
URL = "/calendar/recompute/"


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel(almaty("10.11.2026"), tick=False):
        yield


@pytest.fixture
def computed(ashyq_orta: Any, aigerim: User) -> Deadline:
    return DeadlineFactory(
        organisation=ashyq_orta,
        responsible=aigerim,
        due_on=None,
        limit=TimeLimitFactory(code="rule"),
        start_on=day("10.11.2026"),
    )


def exception(**changes: str) -> dict[str, str]:
    return {
        "on": "2026-11-19",
        "kind": "day_off",
        "reason_kk": "Бұйрық",
        "reason_ru": "Приказ",
        "order": "№ 1",
        "certainty": "confirmed",
        **changes,
    }


def test_change_in_the_admin_leads_to_the_preview_and_the_preview_to_the_letters(
    client_of: ClientOf, computed: Deadline, aigerim: User, operator: User
) -> None:
    client = client_of(operator)

    saved = client.post("/admin/deadlines/calendarexception/add/", exception(), follow=True).content.decode()
    preview = client.get(URL)

    assert f'href="{URL}"' in saved
    (row,) = preview.context["rows"]
    assert (row[0].deadline.due_on, row[0].due_on) == (day("24.11.2026"), day("25.11.2026"))
    assert any("Бұйрық" in line for line in row[1])
    assert Deadline.objects.get().due_on == day("24.11.2026")

    page = client.post(URL, follow=True).content.decode()

    assert "1 deadline moved" in page
    assert Deadline.objects.get().due_on == day("25.11.2026")
    assert Notice.objects.get().recipient == aigerim


def test_second_press_moves_nothing(client_of: ClientOf, computed: Deadline, operator: User) -> None:
    CalendarException.objects.create(on=day("19.11.2026"), kind="day_off", reason_kk="x", reason_ru="x")
    client = client_of(operator)

    client.post(URL)
    page = client.post(URL, follow=True).content.decode()

    assert "0 deadlines moved" in page
    assert Notice.objects.count() == 1


def test_nothing_to_move_is_said(client_of: ClientOf, computed: Deadline, operator: User) -> None:
    assert "Nothing would move" in client_of(operator).get(URL).content.decode()


def test_page_exists_for_the_operator_only(client_of: ClientOf, aigerim: User, dana: User) -> None:
    assert [client_of(who).post(URL).status_code for who in (aigerim, dana)] == [404, 404]
    assert client_of(None).get(URL).status_code == 302


def test_saved_row_is_marked_as_edited_logged_and_left_alone_by_the_next_load(
    client_of: ClientOf, operator: User
) -> None:
    actions.load_rules_and_calendar()
    row = CalendarException.objects.get(on=day("04.05.2024"))
    path = f"/admin/deadlines/calendarexception/{row.pk}/change/"

    client_of(operator).post(path, exception(on="2024-05-04", reason_kk="Түзетілді"))
    actions.load_rules_and_calendar()

    row.refresh_from_db()
    assert (row.reason_kk, row.kind, row.is_edited) == ("Түзетілді", "day_off", True)
    entry = ActivityEntry.objects.get()
    assert (entry.verb, entry.actor, entry.organisation) == ("calendar.exception_changed", operator, None)


def test_edited_year_and_rule_are_kept_and_logged_too(client_of: ClientOf, operator: User) -> None:
    actions.load_rules_and_calendar()
    year, rule = CalendarYear.objects.get(year=2027), TimeLimit.objects.filter(quantity=10).first()
    assert rule is not None
    client = client_of(operator)

    client.post(
        f"/admin/deadlines/calendaryear/{year.pk}/change/",
        {"year": 2027, "certainty": "confirmed", "source": "№ 2", "checked_on": ""},
    )
    response = client.post(
        f"/admin/deadlines/timelimit/{rule.pk}/change/", {**as_posted(rule), "quantity": 12}
    )
    actions.load_rules_and_calendar()

    assert response.status_code == 302
    assert CalendarYear.objects.get(year=2027).certainty == "confirmed"
    assert TimeLimit.objects.get(pk=rule.pk).quantity == 12
    assert set(ActivityEntry.objects.values_list("verb", flat=True)) == {
        "calendar.year_changed",
        "time_limit.changed",
    }


def as_posted(rule: TimeLimit) -> dict[str, Any]:
    from deadlines.forms import TimeLimitAdminForm

    row = model_to_dict(rule, TimeLimitAdminForm.Meta.fields)
    return row | {name: "" for name, value in row.items() if value is None} | {
        "articles": [article.pk for article in row["articles"]]
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"direction": "before", "roll_over": "next_working"}, "roll_over"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "valid_to"),
        ({"quantity": -1}, "quantity"),
        ({"unit": "fortnight"}, "unit"),
        ({"code": "no spaces allowed"}, "code"),
    ],
)
def test_rule_that_cannot_be_computed_with_is_refused(
    client_of: ClientOf, operator: User, changes: dict[str, Any], field: str
) -> None:
    rule = TimeLimitFactory(code="rule")

    response = client_of(operator).post(
        f"/admin/deadlines/timelimit/{rule.pk}/change/", {**as_posted(rule), **changes}
    )

    assert field in response.context["adminform"].form.errors
    assert TimeLimit.objects.get().is_edited is False


def test_rules_and_reviewed_dates_cannot_be_deleted_but_ones_own_can(
    client_of: ClientOf, operator: User
) -> None:
    actions.load_rules_and_calendar()
    reviewed, rule = CalendarException.objects.first(), TimeLimit.objects.first()
    own = CalendarException.objects.create(on=day("19.11.2026"), kind="day_off", reason_kk="x", reason_ru="x")
    assert reviewed is not None
    assert rule is not None
    client = client_of(operator)

    def delete(kind: str, pk: int) -> int:
        return client.post(f"/admin/deadlines/{kind}/{pk}/delete/", {"post": "yes"}).status_code

    assert delete("calendarexception", reviewed.pk) == 403
    assert delete("timelimit", rule.pk) == 403
    assert delete("calendarexception", own.pk) == 302
    assert not CalendarException.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("model", ["calendarexception", "calendaryear", "timelimit"])
def test_admin_is_closed_to_members(client_of: ClientOf, aigerim: User, model: str) -> None:
    assert client_of(aigerim).get(f"/admin/deadlines/{model}/").status_code == 302
