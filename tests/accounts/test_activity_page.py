"""The page of the activity log: by key, by person, in words."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts import queries
from accounts.actions import record
from accounts.models import Organisation, User
from tests.conftest import ClientOf

PAGE = "/account/activity/"


def write(organisation: Organisation | None, actor: User | None, *subjects: object) -> None:
    for subject in subjects:
        record(
            "organisation.created",
            actor=actor,
            organisation=organisation,
            subject=f"S{subject}E",
            at=datetime(2026, 11, 22, 7, tzinfo=UTC),
        )


def test_page_tells_the_newest_first_in_sentences(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    write(ashyq_orta, aigerim, 1)
    write(ashyq_orta, None, 2)
    page = client_of(aigerim).get(PAGE).content.decode()
    first, second = (
        page.index("The system set up the organisation S2E."),
        page.index("Айгерім Серікова set up the organisation S1E."),
    )
    assert first < second


def test_pages_by_key_meet_without_gap_or_overlap(ashyq_orta: Organisation, aigerim: User) -> None:
    write(ashyq_orta, aigerim, *range(25))
    first = queries.activity_page(ashyq_orta, size=10)
    second = queries.activity_page(ashyq_orta, before=first.older, size=10)
    last = queries.activity_page(ashyq_orta, before=second.older, size=10)
    shown = [entry.subject for page in (first, second, last) for entry in page.entries]
    assert shown == [f"S{n}E" for n in reversed(range(25))]
    assert (first.newer, last.older) == (None, None)
    back = queries.activity_page(ashyq_orta, after=last.newer, size=10)
    assert [e.pk for e in back.entries] == [e.pk for e in second.entries]
    top = queries.activity_page(ashyq_orta, after=back.newer, size=10)
    assert ([e.pk for e in top.entries], top.newer) == ([e.pk for e in first.entries], None)


def test_filter_shows_one_persons_steps(
    ashyq_orta: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    write(ashyq_orta, aigerim, "aigerim")
    write(ashyq_orta, bolat, "bolat")
    page = client_of(aigerim).get(PAGE, {"person": bolat.pk}).content.decode()
    assert ("SbolatE" in page, "SaigerimE" in page) == (True, False)


def test_entries_of_others_and_of_nobody_are_not_shown(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    write(ashyq_orta, aigerim, "ours")
    write(kok_aspan, dana, "canary")
    write(kok_aspan, aigerim, "canary")
    write(None, aigerim, "canary")
    for query in ({}, {"person": dana.pk}, {"person": aigerim.pk}):
        page = client_of(aigerim).get(PAGE, query).content.decode()
        assert "canary" not in page
        assert "Дана" not in page


@pytest.mark.parametrize("value", ["0", "-1", "1e9", "abc", "9" * 19, "9" * 60, "1 or 1=1", "\0", "１２", ""])
@pytest.mark.parametrize("name", ["before", "after", "person"])
def test_any_number_in_the_address_gives_a_page(
    aigerim: User, client_of: ClientOf, name: str, value: str
) -> None:
    assert client_of(aigerim).get(PAGE, {name: value}).status_code == 200


@pytest.mark.parametrize("count", [1, 60])
def test_page_asks_the_same_number_of_queries(
    ashyq_orta: Organisation,
    aigerim: User,
    client_of: ClientOf,
    django_assert_num_queries: object,
    count: int,
) -> None:
    write(ashyq_orta, aigerim, *range(count))
    browser = client_of(aigerim)
    with django_assert_num_queries(5):  # type: ignore[operator]
        browser.get(PAGE)


def test_markup_in_a_subject_is_shown_and_not_obeyed(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    write(ashyq_orta, aigerim, "<svg onload=alert(1)>")
    page = client_of(aigerim).get(reverse("accounts:activity")).content.decode()
    assert ("<svg onload" in page, "&lt;svg onload" in page) == (False, True)
