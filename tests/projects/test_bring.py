"""What people bring: saved pages and drafts typed in. It is theirs alone until the portal shows it."""

from datetime import date, timedelta

import pytest

from accounts.models import ActivityEntry, Organisation, User
from projects.actions import bring, dossiers, poll
from projects.actions.bring import Brought, UnreadablePage
from projects.models import Dossier, DraftAct, Snapshot, Source, TopicMatch, TriageItem
from projects.queries import history
from tests.factories import DraftActFactory, WatchTopicFactory
from tests.projects.conftest import NOW, TODAY
from tests.projects.pages import FIXTURES, Act, Portal, list_page


def upload(organisation: Organisation, person: User, *files: tuple[str, bytes]) -> Brought:
    return bring.bring_pages(files, organisation=organisation, actor=person, at=NOW, on=TODAY)


def fixture(name: str) -> tuple[str, bytes]:
    return name, (FIXTURES / name).read_bytes()


def visible_to(organisation: Organisation) -> set[int | None]:
    return set(DraftAct.objects.visible_to([organisation.pk]).values_list("portal_id", flat=True))


@pytest.mark.usefixtures("order")
def test_two_lists_give_five_drafts_merged_and_dated(ashyq_orta: Organisation, aigerim: User) -> None:
    brought = upload(ashyq_orta, aigerim, fixture("list_ru.html"), fixture("list_kk.html"))
    drafts = DraftAct.objects.order_by("portal_id")
    assert (brought.new, len(brought.drafts), drafts.count()) == (5, 5, 5)
    assert all(draft.organisation == ashyq_orta for draft in drafts)
    both = [draft.portal_id for draft in drafts if draft.title_kk and draft.title_ru]
    assert both == [16_000_052, 16_000_071, 16_000_098, 16_000_105]
    tariffs = drafts.get(portal_id=16_000_098)
    assert (tariffs.created_on, tariffs.ends_on) == (date(2026, 11, 13), date(2026, 11, 18))
    assert tariffs.windows.get().is_short


@pytest.mark.usefixtures("order")
def test_upload_twice_changes_nothing(ashyq_orta: Organisation, aigerim: User) -> None:
    files = (fixture("list_ru.html"), fixture("list_kk.html"), fixture("draft_ru.html"))
    upload(ashyq_orta, aigerim, *files)
    before = (DraftAct.objects.count(), Snapshot.objects.count())
    again = upload(ashyq_orta, aigerim, *files)
    assert (again.new, before) == (0, (DraftAct.objects.count(), Snapshot.objects.count()))


@pytest.mark.usefixtures("order")
def test_page_of_a_draft_fills_it(ashyq_orta: Organisation, aigerim: User) -> None:
    upload(ashyq_orta, aigerim, fixture("draft_ru.html"))
    upload(ashyq_orta, aigerim, fixture("draft_kk.html"))
    (draft,) = DraftAct.objects.all()
    assert draft.title_kk
    assert draft.title_ru
    assert draft.created_on
    assert [snap.kind for snap in draft.snapshots.all()] == ["page", "page"]


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("login.html", None, "login_page"),
        ("error_502.html", None, "error_page"),
        ("empty.html", b"", "empty_body"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(2_000), "not_html"),
        ("program.html", b"MZ" + bytes(range(256)) * 20, "not_html"),
        ("other.html", b"<html><body><h1>Kazakhstan</h1></body></html>", "unreadable"),
        ("../../etc/passwd", b"<html><body>x</body></html>", "unreadable"),
        ("huge.html", b" " * (bring.PAGE_CAP + 1), "too_large"),
    ],
)
@pytest.mark.usefixtures("order")
def test_wrong_page_is_refused_with_the_reason(
    ashyq_orta: Organisation, aigerim: User, name: str, body: bytes | None, reason: str
) -> None:
    wrong = fixture(name) if body is None else (name, body)
    with pytest.raises(UnreadablePage) as refusal:
        upload(ashyq_orta, aigerim, fixture("list_ru.html"), wrong)
    said = refusal.value.messages[0]
    assert said.startswith(name)
    assert str(bring.REASONS[reason]) in said
    assert not DraftAct.objects.exists(), "all of an upload or nothing"


@pytest.mark.usefixtures("order")
def test_other_organisation_sees_nothing_of_it(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User
) -> None:
    upload(ashyq_orta, aigerim, fixture("list_ru.html"))
    assert visible_to(kok_aspan) == set()
    upload(kok_aspan, dana, fixture("list_ru.html"))
    assert len(visible_to(kok_aspan)) == len(visible_to(ashyq_orta)) == 5
    assert DraftAct.objects.count() == 10


@pytest.mark.usefixtures("order")
def test_upload_never_changes_what_the_portal_published(ashyq_orta: Organisation, aigerim: User) -> None:
    public = DraftActFactory(portal_id=15_000_001, title_ru="О труде", ends_on=date(2026, 9, 24))
    before = DraftAct.objects.filter(pk=public.pk).values().get()
    forged = Act(15_000_001, ru="О ПОДДЕЛКЕ", ends=date(2026, 9, 11))
    brought = upload(ashyq_orta, aigerim, ("list.html", list_page([forged, Act(2)], "ru")))
    assert DraftAct.objects.filter(pk=public.pk).values().get() == before
    assert (brought.new, brought.known) == (1, 1)
    assert {draft.portal_id for draft in brought.drafts} == {15_000_001, 2}


@pytest.mark.usefixtures("order")
def test_page_of_a_published_draft_is_kept_beside_it_for_the_organisation_alone(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User
) -> None:
    upload(ashyq_orta, aigerim, fixture("draft_ru.html"))
    number = DraftAct.objects.get().portal_id
    DraftAct.objects.all().delete()
    public = DraftActFactory(portal_id=number, title_ru="Как на портале")
    upload(ashyq_orta, aigerim, fixture("draft_ru.html"))
    public.refresh_from_db()
    assert public.title_ru == "Как на портале"
    assert len(history(public, [ashyq_orta.pk])) == 1
    assert history(public, [kok_aspan.pk]) == []


@pytest.mark.usefixtures("order")
def test_uploaded_draft_is_matched_with_own_topics_alone(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User
) -> None:
    for organisation in (ashyq_orta, kok_aspan):
        WatchTopicFactory(organisation=organisation, words="тариф")
    upload(ashyq_orta, aigerim, ("list.html", list_page([Act(1, ru="О тарифах")], "ru")))
    assert [match.topic.organisation for match in TopicMatch.objects.all()] == [ashyq_orta]
    assert [item.organisation for item in TriageItem.objects.all()] == [ashyq_orta]


@pytest.mark.usefixtures("order")
def test_upload_is_logged(ashyq_orta: Organisation, aigerim: User) -> None:
    upload(ashyq_orta, aigerim, fixture("list_ru.html"))
    (entry,) = ActivityEntry.objects.filter(organisation=ashyq_orta)
    assert (entry.verb, entry.actor, entry.details) == ("draft.brought", aigerim, {"new": 5, "changed": 0})


# --- The portal shows what was brought --------------------------------------------------------------------


def test_private_draft_becomes_the_portals_with_the_work_done_on_it(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    WatchTopicFactory(organisation=ashyq_orta, words="правила")
    act = Act(15_000_001, ends=date(2026, 9, 18))
    upload(ashyq_orta, aigerim, ("list.html", list_page([act], "ru")))
    twin = DraftAct.objects.get()
    dossier = dossiers.open_dossier(
        twin, organisation=ashyq_orta, owner=aigerim, actor=aigerim, on=TODAY, at=NOW
    )
    moved = act.but(ends=date(2026, 9, 25))
    poll.poll_source(portal_source, fetch=Portal([moved]), at=NOW + timedelta(hours=1), on=TODAY)
    (public,) = DraftAct.objects.all()
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert (public.organisation, dossier.draft) == (None, public)
    assert dossier.discussion_deadline is not None
    assert dossier.discussion_deadline.due_on == date(2026, 9, 25)
    assert TopicMatch.objects.get().draft == public
    assert [item.state for item in TriageItem.objects.filter(draft=public)] == ["joined"]
    assert Snapshot.objects.filter(draft=public, organisation=ashyq_orta).count() == 1


def test_twins_of_two_organisations_become_one(
    portal_source: Source, ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User
) -> None:
    page = ("list.html", list_page([Act(1)], "ru"))
    for organisation, person in ((ashyq_orta, aigerim), (kok_aspan, dana)):
        upload(organisation, person, page)
        dossiers.open_dossier(
            DraftAct.objects.get(organisation=organisation),
            organisation=organisation,
            owner=person,
            actor=person,
            on=TODAY,
            at=NOW,
        )
    poll.poll_source(portal_source, fetch=Portal([Act(1)]), at=NOW + timedelta(hours=1), on=TODAY)
    (public,) = DraftAct.objects.all()
    assert [dossier.draft for dossier in Dossier.objects.all()] == [public, public]


# --- Typed in ---------------------------------------------------------------------------------------------


def typed(organisation: Organisation, person: User, **fields: object) -> DraftAct:
    words = {"title_kk": "Еңбек туралы", "title_ru": "", **fields}
    return bring.bring_typed(organisation=organisation, actor=person, at=NOW, on=TODAY, **words)  # type: ignore[arg-type]


@pytest.mark.usefixtures("order")
def test_typed_draft_has_its_minimum_and_its_evidence(
    ashyq_orta: Organisation, aigerim: User, order: object
) -> None:
    draft = typed(ashyq_orta, aigerim, act_type=order, created_on=date(2026, 9, 10))
    assert draft.windows.get().statutory_ends_on == date(2026, 9, 24)
    assert draft.snapshots.get().kind == "typed"
    assert draft.listed_on == date(2026, 9, 10)


def test_pasted_number_of_a_known_draft_leads_to_it(ashyq_orta: Organisation, aigerim: User) -> None:
    public = DraftActFactory(portal_id=15_902_831)
    assert typed(ashyq_orta, aigerim, portal_id=15_902_831) == public
    own = typed(ashyq_orta, aigerim, portal_id=15_902_832)
    assert typed(ashyq_orta, aigerim, portal_id=15_902_832) == own
    assert DraftAct.objects.count() == 2


def test_same_words_typed_twice_on_a_day_are_one_draft(ashyq_orta: Organisation, aigerim: User) -> None:
    """Two clicks; other words, or another organisation's, are another draft."""
    assert typed(ashyq_orta, aigerim) == typed(ashyq_orta, aigerim)
    assert typed(ashyq_orta, aigerim) != typed(ashyq_orta, aigerim, title_ru="О труде")
