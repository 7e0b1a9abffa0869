"""Pages by key: every row once, in both directions, and a cursor that is none means the first page."""

from datetime import date

import pytest

from common.keyset import Page, page
from projects.models import DraftAct
from tests.factories import DraftActFactory

NEWEST = ("-listed_on", "-id")
ENDING = ("ends_on", "id")


@pytest.fixture
def drafts(db: None) -> list[DraftAct]:
    """Seven, several of a day."""
    return [
        DraftActFactory(created_on=date(2026, 9, day), ends_on=date(2026, 9, day))
        for day in (1, 2, 2, 2, 3, 3, 5)
    ]


def shown(order: tuple[str, ...], **where: object) -> Page[DraftAct]:
    return page(DraftAct.objects.all(), order, size=3, **where)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", [NEWEST, ENDING])
@pytest.mark.usefixtures("drafts")
def test_every_row_is_shown_once_forward_and_back(order: tuple[str, ...]) -> None:
    whole = list(DraftAct.objects.order_by(*order))
    first = shown(order)
    second = shown(order, after=first.older)
    third = shown(order, after=second.older)
    assert [*first, *second, *third] == whole
    assert (first.newer, third.older) == ("", "")
    assert shown(order, before=third.newer).rows == second.rows
    assert shown(order, before=second.newer).rows == first.rows
    assert shown(order, before=second.newer).newer == ""


@pytest.mark.usefixtures("drafts")
def test_last_page_is_full_and_leads_back() -> None:
    last = shown(NEWEST, last=True)
    assert last.rows == list(DraftAct.objects.order_by(*NEWEST))[-3:]
    assert last.older == ""
    assert shown(NEWEST, before=last.newer).rows == list(DraftAct.objects.order_by(*NEWEST))[1:4]


def test_row_that_vanished_does_not_lose_the_place(drafts: list[DraftAct]) -> None:
    first = shown(NEWEST)
    first.rows[-1].delete()
    assert shown(NEWEST, after=first.older).rows == list(DraftAct.objects.order_by(*NEWEST))[2:5]


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "_", "1_1", "2026-09-02", "2026-09-02_x", "2026-13-45_1", "0000-00-00_1", "2026-09-02_-1"),
        *("2026-09-02_99999999999999999999", "2026-09-02_1_2", "' OR 1=1", "\x00", "9" * 5_000),
    ],
)
@pytest.mark.usefixtures("drafts")
def test_cursor_that_is_none_means_the_first_page(cursor: str) -> None:
    assert shown(NEWEST, after=cursor).rows == shown(NEWEST).rows


@pytest.mark.usefixtures("drafts")
def test_page_costs_one_query(django_assert_num_queries: object) -> None:
    second = shown(NEWEST).older
    with django_assert_num_queries(1):  # type: ignore[operator]
        shown(NEWEST, after=second)


@pytest.mark.django_db
def test_empty_list_has_no_neighbours() -> None:
    assert (shown(NEWEST).rows, shown(NEWEST).newer, shown(NEWEST).older) == ([], "", "")
