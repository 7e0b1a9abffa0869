"""Open data: by the organisation's choice, only what is public, nobody's personal data."""

import csv
import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ActivityEntry, Organisation, User
from amendments.models import AmendmentRow
from hearings.models import Minutes
from inforequests.models import Publication
from monitoring.actions import open_data
from monitoring.models import OpenData, Position
from monitoring.open_data.words import COLUMNS
from monitoring.public.actions import withdraw_position
from tests.conftest import ClientOf
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    DossierFactory,
    DraftActFactory,
    OutcomeFactory,
    PositionFactory,
    PublicationFactory,
    RowCommentFactory,
    SubmissionFactory,
)
from tests.factories.hearings import OpenHearingFactory
from tests.factories.inforequests import InfoRequestFactory, RequestEventFactory
from tests.moments import almaty

AT = almaty("25.11.2026 09:00")
SECRET = "құпия-9471"


def made(organisation: Organisation, actor: User) -> OpenData:
    row = open_data.switch(organisation, on=True, actor=actor, at=AT)
    open_data.make(row, AT)
    return OpenData.objects.get(pk=row.pk)


def files_of(row: OpenData) -> dict[str, bytes]:
    with ZipFile(BytesIO(row.file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(files[f"{name}.csv"].decode("utf-8-sig")), delimiter=";"))


def submitted(organisation: Organisation, **texts: str) -> AmendmentRow:
    table = AmendmentTableFactory(dossier=DossierFactory(organisation=organisation))
    row = AmendmentRowFactory(table=table, **texts)
    SubmissionFactory(table=table)
    return row


def answered(organisation: Organisation, **fields: Any) -> Publication:
    request = InfoRequestFactory(organisation=organisation)
    RequestEventFactory(info_request=request, kind="answered", outcome="part")
    answer: Publication = PublicationFactory(info_request=request, state="published", published_at=AT, **fields)
    return answer


def test_what_is_public_is_in_it_with_what_became_of_it(ashyq_orta: Organisation, aigerim: User) -> None:
    row = submitted(ashyq_orta, proposed_wording_ru="=СУММ(1)")
    OutcomeFactory(row=row)
    hearing = OpenHearingFactory(organisation=ashyq_orta)
    Minutes.objects.create(
        hearing=hearing, organisation=ashyq_orta, state="published", approved_at=AT, published_at=AT
    )
    answer = answered(ashyq_orta, summary_ru="Вот что ответили")
    given = made(ashyq_orta, aigerim)
    files = files_of(given)
    amendment = rows_of(files, "amendments")[0]
    assert (amendment["outcome"], amendment["outcome_ru"]) == ("accepted", "принято")
    assert amendment["proposed_wording_ru"] == "'=СУММ(1)"  # a spreadsheet computes nothing
    assert rows_of(files, "minutes")[0]["minutes_url"].endswith(f"/h/{hearing.code}/minutes/")
    assert rows_of(files, "answers")[0]["answer_id"] == answer.code
    assert [line["amendments"] for line in rows_of(files, "figures")] == ["1"]
    assert json.loads(files["data.json"])["amendments"][0]["proposed_wording_ru"] == "=СУММ(1)"
    published = given.rows.pop("published")
    assert len(published) == 2
    assert given.rows == {"amendments": 1, "minutes": 1, "answers": 1, "figures": 1}


def test_nothing_unpublished_and_nobodys_data_are_in_it(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User
) -> None:
    """SECRET stands wherever something is that must not go out."""
    sent = submitted(ashyq_orta, justification_ru="Пишите на zhanar@example.kz", expected_effect_ru="8 701 123 45 67")
    OutcomeFactory(row=sent, body_words=SECRET, source_name=SECRET, confirmed_at=None)
    RowCommentFactory(row=sent, text=SECRET)
    AmendmentRow.objects.filter(pk=sent.pk).update(proposed_wording_kk=SECRET, author=aigerim)
    AmendmentRowFactory(table=sent.table, justification_kk=SECRET)
    own = DraftActFactory(organisation=ashyq_orta, title_ru=SECRET, portal_id=None)
    private = AmendmentTableFactory(dossier=DossierFactory(organisation=ashyq_orta, draft=own))
    AmendmentRowFactory(table=private, justification_kk=SECRET)
    SubmissionFactory(table=private)
    hearing = OpenHearingFactory(organisation=ashyq_orta, title_ru=SECRET)
    Minutes.objects.create(hearing=hearing, organisation=ashyq_orta, state="comments", decisions_ru=SECRET)
    for state in ("draft", "withdrawn"):
        PublicationFactory(info_request=InfoRequestFactory(organisation=ashyq_orta), state=state, summary_ru=SECRET)
    submitted(kok_aspan, justification_kk=SECRET)
    files = files_of(made(ashyq_orta, aigerim))
    everything = b"".join(files.values()).decode()
    assert SECRET not in everything
    for personal in ("Айгерім", aigerim.email, "zhanar", "701 123"):
        assert personal not in everything
    assert [line["outcome"] for line in rows_of(files, "amendments")] == ["waiting"]


def test_only_the_language_that_was_sent_is_given(ashyq_orta: Organisation, aigerim: User) -> None:
    table = AmendmentTableFactory(dossier=DossierFactory(organisation=ashyq_orta))
    AmendmentRowFactory(table=table, justification_ru=SECRET)
    submission = SubmissionFactory(table=table)
    submission.content["sent_in"] = ["kk"]
    submission.save()
    files = files_of(made(ashyq_orta, aigerim))
    assert SECRET not in files["data.json"].decode()
    assert rows_of(files, "amendments")[0]["justification_kk"]


def test_every_column_is_explained_in_both_languages(ashyq_orta: Organisation, aigerim: User) -> None:
    files = files_of(made(ashyq_orta, aigerim))
    readme = files["README.txt"].decode("utf-8-sig")
    assert "CC BY 4.0" in readme
    for name in ("amendments", "minutes", "answers", "figures"):
        head = files[f"{name}.csv"].decode("utf-8-sig").splitlines()[0].split(";")
        for column in head:
            bare = column if column in COLUMNS else column[:-3]
            assert readme.count(f"  {bare}: ") >= 2, column


@pytest.mark.parametrize("kept_back", [{"state": "withdrawn"}, {"embargo_until": AT.date() + timedelta(1)}])
def test_what_is_kept_back_on_the_public_page_is_kept_back_here(
    ashyq_orta: Organisation, aigerim: User, kept_back: dict[str, Any]
) -> None:
    position = PositionFactory(organisation=ashyq_orta, **kept_back)
    assert rows_of(files_of(made(ashyq_orta, aigerim)), "amendments") == []
    Position.objects.filter(pk=position.pk).update(state="published", embargo_until=AT.date())
    row = OpenData.objects.get()
    assert open_data.make(row, AT)
    assert len(rows_of(files_of(OpenData.objects.get()), "amendments")) == 1


def test_position_that_is_taken_back_is_given_out_no_more(ashyq_orta: Organisation, aigerim: User) -> None:
    position = PositionFactory(organisation=ashyq_orta)
    row = made(ashyq_orta, aigerim)
    file = f"/open-data/{row.code}/file/"
    assert Client().get(file).status_code == 200
    withdraw_position(position, actor=aigerim, at=AT)
    assert Client().get(file).status_code == 404
    assert open_data.make_due(AT) == 1
    assert rows_of(files_of(OpenData.objects.get()), "amendments") == []
    assert Client().get(file).status_code == 200


@pytest.mark.parametrize("way", ["withdrawn", "embargoed", "its answer annulled"])
def test_answer_that_is_taken_back_is_given_out_no_more(ashyq_orta: Organisation, aigerim: User, way: str) -> None:
    answer = answered(ashyq_orta)
    row = made(ashyq_orta, aigerim)
    assert open_data.make_due(AT) == 0
    published = Publication.objects.filter(pk=answer.pk)
    if way == "withdrawn":
        published.update(state="withdrawn")
    elif way == "embargoed":
        published.update(embargo_until=timezone.localdate() + timedelta(1))
    else:
        answer.info_request.events.update(annulled_at=AT)
    assert Client().get(f"/open-data/{row.code}/file/").status_code == 404
    assert open_data.make_due(AT) == 1
    assert rows_of(files_of(OpenData.objects.get()), "answers") == []
    assert Client().get(f"/open-data/{row.code}/file/").status_code == 200


# --- The switch ---------------------------------------------------------------------------------------------------


@pytest.mark.any_engine
def test_it_is_off_until_the_coordinator_switches_it_on(
    ashyq_orta: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    assert open_data.make_due(AT) == 0
    assert client_of(bolat).post("/organisation/open-data/on/").status_code == 403
    browser = client_of(aigerim)
    browser.post("/organisation/open-data/on/")
    browser.post("/organisation/open-data/on/")
    row = OpenData.objects.get()
    page, file = f"/open-data/{row.code}/", f"/open-data/{row.code}/file/"
    assert Client().get(page).status_code == 404  # not made yet
    assert open_data.make_due(timezone.now()) == 1
    row.refresh_from_db()
    body = b"".join(Client().get(file).streaming_content)
    assert sha256(body).hexdigest() == row.sha256
    assert row.sha256 in Client().get(page).content.decode()
    name = row.file.name
    browser.post("/organisation/open-data/off/")
    assert [Client().get(address).status_code for address in (page, file)] == [404, 404]
    assert ActivityEntry.objects.filter(verb__startswith="open_data").count() == 2
    assert not OpenData.objects.get().file
    assert row.file.storage.exists(name) is True  # the test's transaction is not committed


@pytest.mark.any_engine
def test_file_is_made_once_a_day_and_anew_only_when_something_changed(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    row = made(ashyq_orta, aigerim)
    assert open_data.make_due(AT + timedelta(hours=23)) == 0
    assert open_data.make_due(AT + timedelta(hours=24)) == 0  # looked at, and the same
    assert OpenData.objects.get().made_at == AT
    submitted(ashyq_orta)
    assert open_data.make_due(AT + timedelta(hours=48)) == 1
    assert OpenData.objects.get().sha256 != row.sha256
    assert not row.file.storage.exists(row.file.name)
