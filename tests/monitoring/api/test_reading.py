"""What programs read with a key: the same as its maker, in one organisation, and nothing of anybody else's."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import actions, keys
from accounts.models import AccessKey, Membership, Organisation, User
from accounts.states import Role, Scope
from tests.conftest import ClientOf
from tests.factories import DraftActFactory, MembershipFactory, StateBodyFactory, TimeLimitFactory
from tests.moments import almaty
from tests.monitoring.api.asking import ALL, LISTS, Program, program_of, work_of

SECRET = "құпия-9471"


@pytest.fixture
def theirs(aigerim: User, kok_aspan: Organisation, dana: User) -> Program:
    """Aigerim's program; Dana's organisation has work with SECRET in every text."""
    work_of(kok_aspan, dana, canary=SECRET)
    return program_of(aigerim)


# --- Whose rows -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_what_is_ones_own_and_nothing_of_others(
    theirs: Program, ashyq_orta: Organisation, aigerim: User, name: str
) -> None:
    work_of(ashyq_orta, aigerim, canary="біздікі")
    answer = theirs.get(LISTS[name])
    assert answer.status_code == 200
    assert len(answer.json()["items"]) >= 1
    assert SECRET not in answer.content.decode()


def test_foreign_thing_answers_as_one_that_does_not_exist(theirs: Program, dana: User) -> None:
    hers = program_of(dana)
    missing = theirs.get("/api/v1/dossiers/987654321")
    assert missing.status_code == 404
    for name, address in LISTS.items():
        pk = hers.get(address).json()["items"][0]["id"]
        if name != "tables":
            assert theirs.get(f"{address}/{pk}").content == missing.content
    dossier = hers.get(LISTS["dossiers"]).json()["items"][0]["id"]
    for part in ("table", "rows", "submissions"):
        assert hers.get(f"/api/v1/dossiers/{dossier}/{part}").status_code == 200
        assert theirs.get(f"/api/v1/dossiers/{dossier}/{part}").content == missing.content
    for address in ("/api/v1/dossiers/x", "/api/v1/nothing", f"/api/v1/dossiers/{10**30}", "/api/v1/"):
        assert theirs.get(address).content == missing.content


def test_key_opens_one_organisation_of_two(ashyq_orta: Organisation, aigerim: User, dana: User) -> None:
    """Dana comes to Ashyq Orta too; her key was made at Kok Aspan."""
    work_of(ashyq_orta, aigerim, canary=SECRET)
    program = program_of(dana)
    MembershipFactory(user=dana, organisation=ashyq_orta, role=Role.LAWYER)
    assert [program.get(address).json()["items"] for address in LISTS.values()] == [[]] * len(LISTS)


def test_no_personal_data_are_given_out(ashyq_orta: Organisation, aigerim: User) -> None:
    dossier = work_of(ashyq_orta, aigerim)[0]
    program = program_of(aigerim)
    read = []
    for address in LISTS.values():
        answer = program.get(address)
        read.append(answer.content.decode())
        if address != LISTS["tables"]:
            read.append(program.get(f"{address}/{answer.json()['items'][0]['id']}").content.decode())
    read += [program.get(f"/api/v1/dossiers/{dossier.pk}/{part}").content.decode() for part in ("rows", "submissions")]
    for personal in ("Айгерім", aigerim.email, "Жанар", "zhanar@example.kz", "Гүлнәр"):
        assert personal not in "".join(read)


# --- The key --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", ALL)
def test_scope_opens_its_own_and_nothing_else(aigerim: User, scope: Scope) -> None:
    program = program_of(aigerim, (scope,))
    opened = {name for name, address in LISTS.items() if program.get(address).status_code == 200}
    wanted = {
        Scope.DRAFTS: {"drafts"},
        Scope.WORK: {"deadlines", "dossiers", "tables", "documents"},
        Scope.REQUESTS: {"requests"},
        Scope.HEARINGS: {"hearings"},
    }
    assert opened == wanted[scope]
    refused = program.get(next(address for name, address in LISTS.items() if name not in opened))
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("header", "code"),
    [("", "no_key"), ("Basic YTpi", "no_key"), ("Bearer ", "no_key"), ("Bearer qatysu_none", "key_not_valid")],
)
def test_without_a_key_there_is_nothing(aigerim: User, client_of: ClientOf, header: str, code: str) -> None:
    """Being signed in as a person does not help: a page of another site could use that."""
    answer = client_of(aigerim).get("/api/v1/drafts", headers={"authorization": header} if header else {})
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert all(answer.json()[f"message_{language}"] for language in ("kk", "ru"))


def test_expired_and_revoked_keys_open_nothing(aigerim: User) -> None:
    at = almaty("25.11.2026 09:00")
    with time_machine.travel(at, tick=False):
        short, whole = program_of(aigerim, at=at, expires_at=at + timedelta(hours=1)), program_of(aigerim, at=at)
        assert short.get("/api/v1/drafts").status_code == 200
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        assert short.get("/api/v1/drafts").status_code == 401
        assert whole.get("/api/v1/drafts").status_code == 200
        actions.revoke_key(AccessKey.objects.get(expires_at=None), at=timezone.now())
        assert whole.get("/api/v1/drafts").status_code == 401


def test_role_of_the_moment_decides(ashyq_orta: Organisation, aigerim: User) -> None:
    """T4: how many registered is for those who see participants; lowered, removed, suspended: the next request knows."""
    work_of(ashyq_orta, aigerim)
    program, membership = program_of(aigerim), aigerim.memberships.get()
    address = LISTS["hearings"]
    assert program.get(address).json()["items"][0]["registered"] is not None
    Membership.objects.filter(pk=membership.pk).update(role=Role.OBSERVER)
    assert program.get(address).json()["items"][0]["registered"] is None
    Membership.objects.filter(pk=membership.pk).update(is_active=False)
    assert program.get(address).status_code == 401
    Membership.objects.filter(pk=membership.pk).update(is_active=True)
    User.objects.filter(pk=aigerim.pk).update(is_active=False)
    assert program.get(address).status_code == 401
    User.objects.filter(pk=aigerim.pk).update(is_active=True)
    Organisation.objects.filter(pk=ashyq_orta.pk).update(is_active=False)
    assert program.get(address).status_code == 401


def test_too_many_questions_are_told_how_long_to_wait(aigerim: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ASKS_A_MINUTE", 2)
    program = program_of(aigerim)
    with time_machine.travel(almaty("25.11.2026 09:00") + timedelta(seconds=20), tick=False):
        assert [program.get("/api/v1/drafts").status_code for _n in range(3)] == [200, 200, 429]
        assert program.get("/api/v1/drafts")["Retry-After"] == "40"
    with time_machine.travel(almaty("25.11.2026 09:01"), tick=False):
        assert program.get("/api/v1/drafts").status_code == 200


def test_hour_of_use_is_kept_and_written_once_an_hour(
    aigerim: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    program = program_of(aigerim)
    with time_machine.travel(almaty("25.11.2026 09:20"), tick=False):
        with django_assert_num_queries(3):  # the key, its hour, the list
            program.get("/api/v1/requests")
        with django_assert_num_queries(2):
            program.get("/api/v1/requests")
    assert AccessKey.objects.get().used_at == almaty("25.11.2026 09:00")


# --- Asking ---------------------------------------------------------------------------------------------------


def test_drafts_are_found_by_body_state_end_and_change(aigerim: User) -> None:
    body = StateBodyFactory()
    at = almaty("25.11.2026 09:00")
    day = at.date()
    new = DraftActFactory(body=body, ends_on=day, changed_at=at, portal_state="IN_PUBLIC_DISCUSSION")
    old = DraftActFactory(ends_on=day - timedelta(days=9), changed_at=at - timedelta(days=9), portal_state="IN_ARCHIVE")
    program = program_of(aigerim)

    def found(**asked: object) -> list[int]:
        return [item["id"] for item in program.get("/api/v1/drafts", asked).json()["items"]]

    assert found(body=body.pk) == [new.pk]
    assert found(state="IN_ARCHIVE") == [old.pk]
    assert found(ends_before=day.isoformat()) == [old.pk]
    assert found(ends_from=day.isoformat()) == [new.pk]
    assert found(changed_since="2026-11-20T00:00:00") == [new.pk]
    assert found(changed_since="2026-11-01") == [old.pk, new.pk]


@pytest.mark.parametrize("asked", [{}, {"changed_since": "2000-01-01"}, {"ends_from": "2000-01-01"}])
def test_cursor_leads_through_all_and_each_once(aigerim: User, asked: dict[str, str]) -> None:
    made = {DraftActFactory(ends_on=timezone.localdate()).pk for _n in range(7)}
    program, seen, cursor = program_of(aigerim), [], ""
    while cursor is not None:
        page = program.get("/api/v1/drafts", {**asked, "limit": 2, "cursor": cursor}).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert sorted(seen) == sorted(made)


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"limit": "101"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "2026-11-25_5", "changed_since": "2026-11-25"}, "cursor"),
        ({"state": "asleep"}, "state"),
        ({"ends_before": "25.11.2026"}, "ends_before"),
        ({"changed_since": "5"}, "changed_since"),
        ({"body": "x"}, "body"),
    ],
)
def test_what_is_not_understood_is_named(aigerim: User, asked: dict[str, str], field: str) -> None:
    answer = program_of(aigerim).get("/api/v1/drafts", asked)
    assert answer.status_code == 422
    assert [each["name"] for each in answer.json()["fields"]] == [field]
    assert answer.json()["message_kk"] != answer.json()["message_ru"]


@pytest.mark.any_engine
def test_nothing_can_be_changed(aigerim: User) -> None:
    program = program_of(aigerim)
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(), method)("/api/v1/drafts", headers={"authorization": f"Bearer {program.secret}"})
        assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "read_only", "GET")


@pytest.mark.any_engine
def test_what_has_not_changed_is_not_sent_again(aigerim: User) -> None:
    program, limit = program_of(aigerim), TimeLimitFactory()
    first = program.get("/api/v1/time-limits")
    again = program.get("/api/v1/time-limits", **{"if-none-match": first["ETag"]})
    assert first.json()["items"][0]["code"] == limit.code
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(
    ashyq_orta: Organisation, aigerim: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One for the key, one for the list; drafts and documents one more for what hangs on them."""
    dossier = work_of(ashyq_orta, aigerim, sets=rows)[0]
    program = program_of(aigerim)
    program.get("/api/v1/drafts")
    for address in LISTS.values():
        with django_assert_num_queries(3 if address in (LISTS["drafts"], LISTS["documents"]) else 2):
            assert len(program.get(address).json()["items"]) >= rows
    with django_assert_num_queries(3):
        program.get(f"/api/v1/dossiers/{dossier.pk}/rows")


# --- For people -----------------------------------------------------------------------------------------------


@pytest.mark.any_engine
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_guide_names_every_address_without_a_script_of_others(client_of: ClientOf, db: None, language: str) -> None:
    page = client_of(None, language=language).get("/api/").content.decode()
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) >= 18
    assert all(f"GET {path}" in page for path in paths)
    assert "cdn" not in page
