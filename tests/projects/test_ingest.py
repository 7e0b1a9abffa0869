"""From cards to draft acts: merged, dated, stored once, and never deleted."""

import hashlib
import threading
import zlib
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from deadlines.queries import calendar
from projects.actions.ingest import Ingested, anything_new, ingest_cards
from projects.models import DiscussionWindow, DraftAct, Snapshot, Source, StateBody
from projects.portal import MergedCard, merge_cards, parse_list
from projects.queries import shortfall
from tests.projects.conftest import NOW, TODAY
from tests.projects.pages import FIXTURES, Act, list_page


def cards(acts: Sequence[Act], languages: str = "kk ru") -> list[MergedCard]:
    read = {language: parse_list(list_page(acts, language), language).cards for language in languages.split()}
    return merge_cards(read.get("kk", ()), read.get("ru", ()))


def ingest(source: Source, acts: Sequence[Act], languages: str = "kk ru", **moment: object) -> Ingested:
    at = moment.get("at", NOW)
    return ingest_cards(source, cards(acts, languages), at=at, on=moment.get("on", TODAY))  # type: ignore[arg-type]


def test_two_languages_become_one_draft(portal_source: Source) -> None:
    act = Act(15_000_001, kk="Еңбек туралы", ru="О труде")
    ingest(portal_source, [act])
    (draft,) = DraftAct.objects.all()
    assert (draft.portal_id, draft.title_kk, draft.title_ru) == (15_000_001, "Еңбек туралы", "О труде")
    assert (draft.created_on, draft.ends_on) == (date(2026, 9, 10), date(2026, 9, 24))
    assert (draft.portal_state, draft.act_type.name_ru) == ("IN_PUBLIC_DISCUSSION", "Приказ")  # type: ignore[union-attr]
    assert draft.portal_address == "https://legalacts.egov.kz/npa/view?id=15000001"


def test_language_that_comes_later_joins_the_draft(portal_source: Source) -> None:
    act = Act(15_000_001, kk="Еңбек туралы", ru="О труде")
    ingest(portal_source, [act], "ru")
    again = ingest(portal_source, [act], "kk")
    (draft,) = DraftAct.objects.all()
    assert (again.new, again.changed) == ([], [draft.pk])
    assert (draft.title_kk, draft.title_ru) == ("Еңбек туралы", "О труде")


def test_statutory_minimum_is_computed_beside_the_portals_date(portal_source: Source) -> None:
    ingest(portal_source, [Act(1, ends=date(2026, 9, 15)), Act(2)])
    short, kept = (DiscussionWindow.objects.get(draft__portal_id=number) for number in (1, 2))
    assert short.statutory_ends_on == kept.statutory_ends_on == date(2026, 9, 24)
    assert (short.is_short, kept.is_short) == (True, False)
    days = calendar()
    missing = shortfall(short, days)
    assert missing is not None
    assert (missing.given, missing.minimum.quantity, missing.minimum.confidence) == (3, 10, "memory")
    assert shortfall(kept, days) is None


def test_unknown_body_is_learned_once_in_both_languages(portal_source: Source) -> None:
    ingest(portal_source, [Act(1, body_kk="«Ай» әкімдігі", body_ru="Акимат «Ай»")])
    ingest(portal_source, [Act(2, body_kk="«АЙ»  әкімдігі", body_ru="Акимат Ай")])
    (body,) = StateBody.objects.all()
    assert (body.kind, body.name_kk, body.name_ru) == ("local", "«Ай» әкімдігі", "Акимат «Ай»")


def test_what_was_seen_is_kept_byte_for_byte(portal_source: Source) -> None:
    act = Act(7)
    ingest(portal_source, [act])
    kept = Snapshot.objects.get(language="ru")
    body = zlib.decompress(kept.body)
    assert body.decode() == act.card("ru")
    assert hashlib.sha256(body).hexdigest() == kept.sha256


def test_change_is_told_by_what_changed(portal_source: Source) -> None:
    act = Act(7)
    ingest(portal_source, [act])
    later = NOW + timedelta(hours=1)
    ingest(portal_source, [act.but(comments=4, ends=date(2026, 9, 30))], at=later)
    latest = Snapshot.objects.filter(taken_at=later).order_by("pk")
    assert [snap.language for snap in latest] == ["kk", "ru"]
    assert latest[0].changes == {"comments": [0, 4], "ends_on": ["2026-09-24", "2026-09-30"]}


def test_unchanged_cards_cost_one_query_and_write_nothing(portal_source: Source) -> None:
    acts = [Act(number) for number in range(1, 6)]
    ingest(portal_source, acts)
    seen = cards(acts)
    with CaptureQueriesContext(connection) as asked:
        assert not anything_new(seen)
    assert [query["sql"].split()[0] for query in asked] == ["SELECT"]


def test_list_that_shrinks_deletes_nothing(portal_source: Source) -> None:
    """F12, the database's part."""
    ingest(portal_source, [Act(number) for number in range(1, 501)])
    ingest(portal_source, [Act(number) for number in (1, 2, 3)])
    left = DraftAct.objects.count()
    print(f"F12 drafts left when the list shrank from 500 to 3: {left} (bar 500)")
    assert left == 500


def test_hostile_titles_are_stored_clean_and_searchable(portal_source: Source) -> None:
    """F8, the database's part."""
    hostile = [
        "<script>alert(1)</script> қағида",
        '"onmouseover="alert(1) қағида',
        "\u202eкері\u202c қағида",
        "нөл\x00дік қағида",
        "екі\r\nжол қағида",
        "🦄 қағида",
        "\ufffe қағида",
    ]
    acts = [Act(n + 1, kk=hostile[n % len(hostile)], ru=f"Правила {n}") for n in range(1_000)]
    ingest(portal_source, acts)
    titles = list(DraftAct.objects.values_list("title_kk", flat=True))
    dirty = [title for title in titles if set(title or "") & set("\x00\r\n\u202e\u202c\ufffe")]
    print(f"F8 good items kept: {len(titles)} of 1000, unclean: {len(dirty)} (bar 1000, 0)")
    assert (len(titles), dirty) == (1_000, [])
    assert DraftAct.objects.filter(title_kk__startswith="<script>").exists()


def test_samples_of_the_portal_give_five_drafts(portal_source: Source) -> None:
    pages = {language: (FIXTURES / f"list_{language}.html").read_bytes() for language in ("kk", "ru")}
    read = {language: parse_list(page, language).cards for language, page in pages.items()}
    ingest_cards(portal_source, merge_cards(read["kk"], read["ru"]), at=NOW, on=TODAY)
    drafts = DraftAct.objects.all()
    assert len(drafts) == 5
    assert all(draft.title_ru and draft.created_on for draft in drafts)
    assert [draft.portal_id for draft in drafts if not draft.ends_on] == [16_000_040]
    assert sum(bool(draft.title_kk) for draft in drafts) == len(read["kk"])


@pytest.mark.django_db(transaction=True)
def test_two_ingests_at_once_store_everything_once(portal_source: Source) -> None:
    seen = cards([Act(number) for number in range(1, 31)])
    together, troubles = threading.Barrier(2), []

    def store() -> None:
        try:
            together.wait()
            ingest_cards(portal_source, seen, at=NOW, on=TODAY)
        except Exception as trouble:  # noqa: BLE001 - told below, in the test's own thread
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=store) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = (DraftAct.objects.count(), DiscussionWindow.objects.count(), Snapshot.objects.count())
    print(f"two ingests at once: drafts, windows, snapshots {counts} (bar (30, 30, 60))")
    assert (counts, troubles) == ((30, 30, 60), [])
