"""An answer goes public once everything in its files is settled; strangers see what was chosen and nothing else."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image
from pytest_django import Settings

from accounts.models import ActivityEntry, Organisation, User
from correspondence import scanning
from correspondence.models import FileScan
from inforequests.actions import file_checks
from inforequests.actions.evaluation import Judged, judge_items
from inforequests.hidden.findings import Kind
from inforequests.models import AcceptedFinding, EventFile, FileCheck, InfoRequest, Publication
from inforequests.publishing import BY_EYE, NEVER, Checked, Stop, key_of, stops
from inforequests.states import PUBLICATION_MOVES, Completeness, PublicationState
from tests.clamd import clamd
from tests.conftest import ClientOf
from tests.factories import EventFileFactory, FactFactory, InfoRequestFactory, RequestEventFactory
from tests.factories.inforequests import letter_of
from tests.inforequests.conftest import NOW, TODAY
from tests.inforequests.test_hidden import IIN, XLSX, saved

pytestmark = pytest.mark.django_db
WORDS = {"title_kk": "Су тарифтері", "title_ru": "Тарифы на воду", "summary_kk": "", "summary_ru": ""}


def book(*, iin: bool = False, hidden: bool = True) -> bytes:
    made = Workbook()
    made.active["A1"] = f"ЖСН {IIN}" if iin else "Тариф"  # type: ignore[index]
    if hidden:
        made.create_sheet("Жасырын").sheet_state = "hidden"
    return saved(made)


def file_of(row: InfoRequest, body: bytes, name: str = "Сейтқали Б. жауабы.xlsx", **other: Any) -> EventFile:
    kept: EventFile = EventFileFactory(
        event=row.events.get(kind="answered"),
        content_type=XLSX,
        file_name=name,
        sha256=sha256(body).hexdigest(),
        size=len(body),
        **other,
    )
    kept.file.save("answer.xlsx", ContentFile(body))
    return kept


@pytest.fixture
def answered(law: None, today: None, ashyq_orta: Organisation, aigerim: User) -> InfoRequest:
    row: InfoRequest = InfoRequestFactory(
        organisation=ashyq_orta, state="sent", created_by=aigerim, responsible=aigerim
    )
    letter_of(row)
    RequestEventFactory(info_request=row, on=TODAY)
    RequestEventFactory(
        info_request=row,
        kind="answered",
        outcome="part",
        on=TODAY,
        channel="",
        note="Құпия жазба",
        recorded_by=aigerim,
    )
    judge_items(
        row,
        {1: Judged(Completeness.FULL, "Құпия ескерту"), 2: Judged(Completeness.NONE)},
        actor=aigerim,
        at=NOW,
    )
    return row


def page(row: InfoRequest, rest: str = "publication/") -> str:
    return f"/requests/{row.pk}/{rest}"


def chosen(row: InfoRequest, *files: EventFile, seen: int = 0, **other: Any) -> dict[str, Any]:
    items = [item.pk for item in row.items.all()]
    return {**WORDS, "items": items, "files": [file.pk for file in files], "seen": seen, **other}


def choose(her: Client, row: InfoRequest, *files: EventFile, **other: Any) -> Publication:
    assert her.post(page(row), chosen(row, *files, **other)).status_code == 302
    file_checks.check_due(NOW)
    return Publication.objects.get(info_request=row)


def publish(her: Client, row: InfoRequest) -> str:
    """What the next page says."""
    seen = Publication.objects.get(info_request=row).version
    answer = her.post(page(row, "publication/publish/"), {"seen": seen, "has_read": "on"}, follow=True)
    return str(answer.content.decode())


def state_of(row: InfoRequest) -> str:
    return Publication.objects.get(info_request=row).state


# --- Rules of what may go ------------------------------------------------------------------------------------------


def checked(*kinds: Kind, **other: Any) -> Checked:
    findings = [
        {"kind": kind.value, "excerpt": "", "sheet": "", "cell": "", "page": 0, "paragraph": 0}
        for kind in kinds
    ]
    return Checked(
        **{"sha256": "a", "findings": findings, "unread": "", "more": False, "is_picture": False, **other}
    )


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (None, [Stop.NOT_CHECKED]),
        (checked(sha256=""), [Stop.NOT_CHECKED]),
        (checked(sha256="b"), [Stop.OTHER_BYTES]),
        (checked(), []),
        (checked(unread="encrypted"), [Stop.UNREAD]),
        (checked(unread="timeout", sha256=""), [Stop.UNREAD]),
        (checked(unread="picture_only"), [Stop.UNSETTLED]),
        (checked(is_picture=True), [Stop.UNSETTLED]),
        (checked(Kind.HIDDEN_ROW), [Stop.UNSETTLED]),
        (checked(Kind.IIN), [Stop.NEVER]),
        (checked(Kind.IIN, Kind.AUTHOR, more=True), [Stop.MORE, Stop.NEVER, Stop.UNSETTLED]),
    ],
)
def test_file_is_stopped_by(given: Checked | None, found: list[Stop]) -> None:
    assert list(stops(given, "a", ())) == found


@pytest.mark.parametrize("kind", list(Kind))
def test_accepted_finding_lets_the_file_go_unless_it_never_may(kind: Kind) -> None:
    given = checked(kind)
    found = list(stops(given, "a", [key_of(given.findings[0])]))
    assert found == ([Stop.NEVER] if kind in NEVER else [])


@pytest.mark.parametrize("state", PublicationState)
@pytest.mark.parametrize("step", ["publish", "withdraw"])
def test_every_state_lets_through_the_steps_of_the_table(
    answered: InfoRequest, her: Client, aigerim: User, state: str, step: str
) -> None:
    choose(her, answered, summary_kk="Жауап", summary_ru="Ответ")
    Publication.objects.update(state=state, published_at=NOW)
    to = {"publish": PublicationState.PUBLISHED, "withdraw": PublicationState.WITHDRAWN}[step]
    seen = Publication.objects.get().version
    her.post(page(answered, f"publication/{step}/"), {"seen": seen, "has_read": "on"})
    assert state_of(answered) == (to if to in PUBLICATION_MOVES[PublicationState(state)] else state)


# --- The way to the public page ------------------------------------------------------------------------------------


def test_file_goes_public_only_after_its_check_and_what_was_found_is_settled(
    answered: InfoRequest, her: Client, client: Client
) -> None:
    file = file_of(answered, book())
    her.post(page(answered), chosen(answered, file))
    public = f"/a/{Publication.objects.get().code}/"
    assert "not looked through for hidden data yet" in her.get(page(answered)).content.decode()
    assert "not looked through for hidden data yet" in publish(her, answered)
    assert client.get(public).status_code == 404
    file_checks.check_due(NOW)
    assert "not everything that was found in it is settled" in publish(her, answered)
    check = f"files/{file.pk}/check/"
    shown = her.get(page(answered, check)).content.decode()
    key = key_of(FileCheck.objects.get().findings[0])
    assert f'value="{key}"' in shown
    assert her.post(page(answered, f"{check}accept/"), {"keys": [key], "reason": ""}).status_code == 422
    for _time in range(2):
        her.post(page(answered, f"{check}accept/"), {"keys": [key], "reason": "Бос парақ"})
    assert AcceptedFinding.objects.count() == 1
    assert "May go public: Бос парақ" in her.get(page(answered, check)).content.decode()
    publish(her, answered)
    assert state_of(answered) == "published"
    publish(her, answered)
    assert ActivityEntry.objects.filter(verb="info_request.published").count() == 1
    assert client.get(public).status_code == 200


def test_answer_under_an_embargo_is_seen_by_nobody_before_its_day(
    answered: InfoRequest, her: Client, client: Client
) -> None:
    choose(her, answered, summary_kk="Тариф өсті", summary_ru="Тариф вырос")
    row, today = Publication.objects.get(), timezone.localdate()
    publishing = {"seen": row.version, "has_read": "on"}
    for day in (today, today - timedelta(1)):
        her.post(page(answered, "publication/publish/"), publishing | {"embargo_until": f"{day:%Y-%m-%d}"})
        assert state_of(answered) == "draft"
    tomorrow = today + timedelta(1)
    her.post(page(answered, "publication/publish/"), publishing | {"embargo_until": f"{tomorrow:%Y-%m-%d}"})
    assert state_of(answered) == "published"
    addresses = (row.public_path, f"{row.public_path}kk/")
    assert {client.get(address, follow=True).status_code for address in addresses} == {404}
    assert row.public_path not in client.get("/sitemap.xml").content.decode()
    for shown in (her.get(page(answered)), her.get(f"/requests/{answered.pk}/")):
        assert "Everybody sees it from" in shown.content.decode()
    Publication.objects.update(embargo_until=today)
    assert {client.get(address, follow=True).status_code for address in addresses} == {200}
    assert row.public_path in client.get("/sitemap.xml").content.decode()


def test_iin_is_never_waved_through_and_a_cleaned_copy_takes_its_place(
    answered: InfoRequest, her: Client
) -> None:
    file = file_of(answered, book(iin=True, hidden=False))
    choose(her, answered, file)
    check = f"files/{file.pk}/check/"
    shown = her.get(page(answered, check)).content.decode()
    assert "Never goes public" in shown
    key = key_of(FileCheck.objects.get().findings[0])
    her.post(page(answered, f"{check}accept/"), {"keys": [key], "reason": "Керек", "is_nobodys": "on"})
    assert not AcceptedFinding.objects.exists()
    assert "may not go public: add a cleaned copy" in publish(her, answered)
    same = SimpleUploadedFile("x.xlsx", file.file.open().read())
    assert her.post(page(answered, f"{check}cleaned/"), {"file": same}).status_code == 422
    clean = SimpleUploadedFile("таза.xlsx", book(hidden=False))
    assert her.post(page(answered, f"{check}cleaned/"), {"file": clean}).status_code == 302
    copy = EventFile.objects.get(cleaned_of=file)
    assert list(Publication.objects.get().files.all()) == [copy]
    file_checks.check_due(NOW)
    publish(her, answered)
    assert state_of(answered) == "published"


def test_telephone_goes_public_only_as_that_of_a_body(answered: InfoRequest, her: Client) -> None:
    made = Workbook()
    made.active["A1"] = "+7 701 555 00 00"  # type: ignore[index]
    file = file_of(answered, saved(made))
    choose(her, answered, file)
    key = key_of(FileCheck.objects.get().findings[0])
    address = page(answered, f"files/{file.pk}/check/accept/")
    refused = her.post(address, {"keys": [key], "reason": "Қабылдау бөлмесі"})
    assert refused.status_code == 422
    assert "Say that these are none." in refused.content.decode()
    her.post(address, {"keys": [key], "reason": "Қабылдау бөлмесі", "is_nobodys": "on"})
    publish(her, answered)
    assert state_of(answered) == "published"


def test_picture_is_looked_at_by_a_person(answered: InfoRequest, her: Client) -> None:
    out = BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    file = file_of(answered, out.getvalue())
    EventFile.objects.filter(pk=file.pk).update(content_type="image/png")
    choose(her, answered, file)
    assert "is settled" in publish(her, answered)
    her.post(page(answered, f"files/{file.pk}/check/accept/"), {"keys": [BY_EYE], "reason": "Қарадым"})
    publish(her, answered)
    assert state_of(answered) == "published"
    assert (
        "A person has looked at it: Қарадым"
        in her.get(page(answered, f"files/{file.pk}/check/")).content.decode()
    )


@pytest.mark.parametrize(
    ("field", "where"),
    [("title_kk", "Title in Kazakh"), ("summary_kk", "What the answer says, in Kazakh")],
)
def test_personal_number_in_our_own_words_is_named_and_stops(
    answered: InfoRequest, her: Client, field: str, where: str
) -> None:
    choose(her, answered, summary_ru="Ответ", **{"summary_kk": "Жауап", field: f"Азамат {IIN}"})
    said = publish(her, answered)
    assert f"{where}: individual identification number (IIN), {IIN[:4]}" in said
    assert state_of(answered) == "draft"


def test_personal_number_in_an_item_or_a_fact_stops_until_it_is_not_shown(
    answered: InfoRequest, her: Client
) -> None:
    answered.items.filter(number=2).update(text_ru=f"ИИН {IIN}")
    fact = FactFactory(info_request=answered, place=f"ЖСН {IIN}")
    choose(her, answered, facts=[fact.pk], summary_kk="Жауап", summary_ru="Ответ")
    said = publish(her, answered)
    assert "Item 2 of the request: individual" in said
    assert "Fact 1: individual" in said
    first = answered.items.get(number=1)
    choose(her, answered, seen=1, items=[first.pk], summary_kk="Жауап", summary_ru="Ответ")
    publish(her, answered)
    shown = Client().get(f"/a/{Publication.objects.get().code}/").content.decode()
    assert "Тариф құрылымы" in shown
    assert "Тұтынушылар саны" not in shown
    assert IIN not in shown


def test_nothing_is_published_unread_unjudged_or_empty(answered: InfoRequest, her: Client) -> None:
    choose(her, answered)
    assert "Choose a file or a fact" in publish(her, answered)
    choose(her, answered, seen=1, summary_kk="Жауап", summary_ru="Ответ")
    her.post(page(answered, "publication/publish/"), {"seen": 2})
    assert state_of(answered) == "draft"
    answered.items.create(number=3, text_kk="Үшінші")
    assert "Not judged yet: items 3." in publish(her, answered)


def test_what_was_changed_meanwhile_is_not_published_nor_overwritten(
    answered: InfoRequest, her: Client
) -> None:
    choose(her, answered, summary_kk="Жауап", summary_ru="Ответ")
    assert her.post(page(answered), chosen(answered)).status_code == 422
    her.post(page(answered, "publication/publish/"), {"seen": 7, "has_read": "on"})
    assert state_of(answered) == "draft"
    publish(her, answered)
    assert her.post(page(answered), chosen(answered, seen=1)).status_code == 422


def test_file_is_scanned_for_viruses_before_it_goes_public_where_there_is_a_scanner(
    answered: InfoRequest, her: Client, settings: Settings, client: Client
) -> None:
    file = file_of(answered, book(hidden=False))
    with clamd(mood="odd") as daemon:
        settings.CLAMAV_URL = daemon.url
        public = choose(her, answered, file).public_path
        assert "not scanned for viruses yet" in publish(her, answered)
        daemon.mood = ""
        assert scanning.scan_due(NOW) == 1
    publish(her, answered)
    assert client.get(f"{public}files/1/").status_code == 200
    FileScan.objects.update(state="infected")
    assert client.get(f"{public}files/1/").status_code == 503


# --- What strangers see --------------------------------------------------------------------------------------------


@pytest.fixture
def public(answered: InfoRequest, her: Client) -> str:
    file = file_of(answered, book(hidden=False))
    fact = FactFactory(info_request=answered, label_kk="Орташа тариф", label_ru="Средний тариф")
    words = {"summary_kk": "Тариф берілді", "summary_ru": "Тариф дан"}
    row = choose(her, answered, file, facts=[fact.pk], **words)
    publish(her, answered)
    return row.public_path


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", ("Су тарифтері", "Тариф берілді", "Тариф құрылымы", "Орташа тариф", "Ойдан шығарылған")),
        ("ru", ("Тарифы на воду", "Тариф дан", "Структура тарифа", "Средний тариф", "Вымышленное")),
    ],
)
def test_stranger_reads_what_was_chosen_in_either_language_and_no_name(
    answered: InfoRequest, aigerim: User, public: str, client: Client, language: str, said: tuple[str, ...]
) -> None:
    assert client.get(f"{public}{language}/").status_code == 302
    answer = client.get(public)
    shown = answer.content.decode()
    assert f'<html lang="{language}"' in shown
    assert [text for text in said if text not in shown] == []
    secrets = (aigerim.name, aigerim.email, "Құпия", "Сейтқали", answered.holder.email, IIN, "xlsx</a>")
    assert [text for text in secrets if text in shown] == []
    assert "no-store" in answer["Cache-Control"]
    assert f'rel="canonical" href="{settings.SITE_URL}{public}?lang={language}"' in shown
    assert 'hreflang="kk"' in shown


def test_file_is_handed_out_inert_and_under_no_name_of_anybody(public: str, client: Client) -> None:
    answer = client.get(f"{public}files/1/")
    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    assert answer["Content-Disposition"] == f'attachment; filename="answer-{public.split("/")[2]}-1.xlsx"'
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"{public}files/2/").status_code == 404
    assert client.get(f"{public}fr/").status_code == 404


def test_other_bytes_than_those_looked_through_are_not_handed_out(
    answered: InfoRequest, public: str, client: Client
) -> None:
    file = EventFile.objects.get(event__info_request=answered)
    file.file.storage.delete(file.file.name)
    assert client.get(f"{public}files/1/").status_code == 404
    file.file.storage.save(file.file.name, ContentFile(b"other"))
    assert client.get(f"{public}files/1/").status_code == 404


def test_withdrawn_answer_is_gone_at_once_and_comes_back_under_its_address(
    answered: InfoRequest, her: Client, public: str, client: Client
) -> None:
    for _time in range(2):
        her.post(page(answered, "publication/withdraw/"))
    for address in (public, f"{public}kk/", f"{public}files/1/"):
        assert client.get(address).status_code == 404
    publish(her, answered)
    assert client.get(public).status_code == 200


def test_answer_taken_back_or_organisation_closed_is_not_public(
    answered: InfoRequest, public: str, client: Client
) -> None:
    events = answered.events.filter(kind="answered")
    events.update(annulled_at=NOW)
    assert {client.get(public).status_code, client.get(f"{public}files/1/").status_code} == {404}
    events.update(annulled_at=None)
    Organisation.objects.filter(pk=answered.organisation_id).update(is_active=False)
    assert client.get(public).status_code == 404


def test_what_is_noted_later_does_not_come_onto_the_page(
    answered: InfoRequest, her: Client, public: str, client: Client
) -> None:
    FactFactory(info_request=answered, label_ru="Кейінгі", label_kk="Кейінгі")
    file_of(answered, book(), name="later.xlsx")
    shown = client.get(public).content.decode()
    assert "Кейінгі" not in shown
    assert client.get(f"{public}files/2/").status_code == 404


def test_only_the_coordinator_publishes(
    answered: InfoRequest, client_of: ClientOf, marat: User, bolat: User, dana: User, public: str
) -> None:
    addresses = ["publication/", "publication/publish/", "publication/withdraw/"]
    assert {client_of(marat).post(page(answered, rest)).status_code for rest in addresses} == {403}
    assert {client_of(bolat).post(page(answered, rest)).status_code for rest in addresses} == {403}
    assert {client_of(dana).post(page(answered, rest)).status_code for rest in addresses} == {404}
    assert f'href="{public}"' in client_of(bolat).get(page(answered, "")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_few_questions(
    answered: InfoRequest, her: Client, number: int, client: Client, django_assert_num_queries: Any
) -> None:
    files = [file_of(answered, book(hidden=False) + bytes(index)) for index in range(number)]
    facts = [FactFactory(info_request=answered).pk for _fact in range(number)]
    row = choose(her, answered, *files, facts=facts)
    file_checks.check_due(NOW)
    her.get(page(answered))
    # session, person, memberships; request, last answer, publication with items, files, facts; files with their checks,
    # what was accepted; items, verdicts, last answer; are there facts; the choices: items, files, facts
    with django_assert_num_queries(18):
        her.get(page(answered))
    publish(her, answered)
    assert state_of(answered) == "published"
    # publication, last answer, items, verdicts, items shown, files, facts
    with django_assert_num_queries(7):
        client.get(row.public_path)
