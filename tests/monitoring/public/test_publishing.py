"""The page and what stands on it: private until a coordinator publishes it, gone when they take it back."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation, User
from amendments.models import AmendmentRow, AmendmentTable, Submission
from common.states import AlreadyMoved, IllegalMove
from correspondence.models import SharePicture
from monitoring.models import Position
from monitoring.public import actions
from monitoring.public.figures import figures_of
from tests.conftest import ClientOf
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    DossierFactory,
    OpenSurveyFactory,
    OutcomeFactory,
    SubmissionFactory,
)
from tests.inforequests.test_hidden import IIN
from tests.monitoring.test_pages import text_of
from tests.projects.conftest import NOW, TODAY

pytestmark = pytest.mark.any_engine


@pytest.fixture
def sent(ashyq_orta: Organisation) -> Submission:
    """Two proposals, sent."""
    dossier = DossierFactory(organisation=ashyq_orta)
    table = AmendmentTableFactory(dossier=dossier, state="submitted", approved_at=NOW)
    AmendmentRowFactory.create_batch(2, table=table, is_checked=True)
    return SubmissionFactory(table=table)


def publish(sent: Submission, by: User, **facts: object) -> Position:
    said = {"seen": sent.pk, "embargo_until": None, "documents": [], "at": NOW, **facts}
    return actions.publish_position(AmendmentTable.objects.get(pk=sent.table_id), actor=by, **said)  # type: ignore[arg-type]


# --- The page -----------------------------------------------------------------------------------------------------


def test_page_opens_only_when_it_is_whole(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    hers = client_of(aigerim)
    assert 'value="ashyq-orta"' in hers.get(reverse("monitoring:page-edit")).content.decode()
    hers.post(reverse("monitoring:page-edit"), {"slug": "ashyq-orta", "about_kk": "Біз", "about_ru": ""})
    hers.post(reverse("monitoring:page-open"))
    ashyq_orta.refresh_from_db()
    assert (ashyq_orta.slug, ashyq_orta.is_public) == ("ashyq-orta", False)
    hers.post(reverse("monitoring:page-edit"), {"slug": "ashyq-orta", "about_kk": "Біз", "about_ru": "Мы"})
    assert "Nobody outside finds it yet" in text_of(hers.get(reverse("monitoring:page-preview")))
    hers.post(reverse("monitoring:page-open"))
    assert client_of(None).get("/ngo/ashyq-orta/").status_code == 200
    verbs = ActivityEntry.objects.filter(organisation=ashyq_orta).values_list("verb", flat=True)
    assert list(verbs.order_by("id")) == ["organisation.page_saved"] * 2 + ["organisation.page_opened"]


def test_page_that_is_open_keeps_both_languages(page: Organisation, aigerim: User, client_of: ClientOf) -> None:
    answer = client_of(aigerim).post(
        reverse("monitoring:page-edit"), {"slug": "ashyq-orta", "about_kk": "", "about_ru": "Мы"}
    )
    assert answer.status_code == 422
    assert Organisation.objects.get(pk=page.pk).about_kk == "Су туралы заңдарды қадағалаймыз."


def test_closed_page_is_gone_with_the_next_request(
    page: Organisation, position: Position, aigerim: User, visitor: Client
) -> None:
    actions.keep_pictures(NOW)
    assert visitor.get(position.public_path).status_code == 200
    actions.close_page(page, actor=aigerim, at=NOW)
    for path in (page.public_path, position.public_path, f"{page.public_path}positions/", f"{page.public_path}feed/kk/"):
        assert visitor.get(path).status_code == 404
    assert not SharePicture.objects.exists()
    with pytest.raises(AlreadyMoved):
        actions.close_page(page, actor=aigerim, at=NOW)


def test_address_of_another_organisation_is_refused(
    page: Organisation, dana: User, client_of: ClientOf
) -> None:
    answer = client_of(dana).post(
        reverse("monitoring:page-edit"), {"slug": "ashyq-orta", "about_kk": "", "about_ru": ""}
    )
    assert "Another organisation has this address" in text_of(answer)


# --- Positions ----------------------------------------------------------------------------------------------------


def test_nothing_that_was_sent_is_public_by_itself(page: Organisation, sent: Submission, visitor: Client) -> None:
    assert "No position is published yet" in text_of(visitor.get(page.public_path))


def test_published_position_shows_what_happened_and_why(
    page: Organisation, sent: Submission, aigerim: User, visitor: Client
) -> None:
    first, second = AmendmentRow.objects.filter(table=sent.table_id).order_by("pk")
    OutcomeFactory(row=first, state="not_accepted", body_words="Бюджетте қаражат жоқ.", confirmed_at=NOW)
    OutcomeFactory(row=second, state="accepted", body_words="Әлі расталмаған", confirmed_at=None)
    position = publish(sent, aigerim)
    said = text_of(visitor.get(position.public_path))
    assert "Бюджетте қаражат жоқ." in said
    assert "Әлі расталмаған" not in said
    assert "not accepted 1" in said
    assert "still waiting 1" in said
    figures, counted_at = figures_of(page)
    assert ([(one.key, one.value, one.whole) for one in figures], counted_at) == (
        [("accepted", 0, 2), ("partly", 0, 2)],
        NOW,
    )


def test_words_of_an_answer_confirmed_later_wait_for_a_person(
    page: Organisation, sent: Submission, aigerim: User, visitor: Client, client_of: ClientOf
) -> None:
    position = publish(sent, aigerim)
    row = AmendmentRow.objects.filter(table=sent.table_id).earliest("pk")
    OutcomeFactory(row=row, state="accepted", body_words="Учтём.", confirmed_at=NOW + timedelta(hours=1))
    said = text_of(visitor.get(position.public_path))
    assert "accepted 1" in said
    assert "Учтём." not in said
    hers = client_of(aigerim)
    assert "1 answer was confirmed since" in text_of(hers.get(f"/public-page/positions/{sent.table_id}/"))
    publish(sent, aigerim, at=NOW + timedelta(hours=2))
    assert "Учтём." in text_of(visitor.get(position.public_path))


def test_embargo_ends_by_itself(page: Organisation, sent: Submission, aigerim: User, visitor: Client) -> None:
    until = TODAY + timedelta(days=3)
    position = publish(sent, aigerim, embargo_until=until)
    actions.keep_pictures(NOW)
    for path in (position.public_path, f"{page.public_path}positions/"):
        assert position.code not in visitor.get(path).content.decode().replace(path, "")
    assert not SharePicture.objects.filter(key__startswith="position").exists()
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert visitor.get(position.public_path).status_code == 200
        assert position.code in visitor.get(f"{page.public_path}feed/ru/").content.decode()


def test_embargo_in_the_past_is_refused(page: Organisation, sent: Submission, aigerim: User) -> None:
    with pytest.raises(ValidationError, match="a day to come"):
        publish(sent, aigerim, embargo_until=TODAY)


def test_what_was_sent_since_is_read_before_it_is_published(
    page: Organisation, sent: Submission, aigerim: User
) -> None:
    SubmissionFactory(table=sent.table, round=2, submitted_at=NOW)
    with pytest.raises(AlreadyMoved):
        publish(sent, aigerim)
    assert not Position.objects.exists()


def test_number_of_a_person_stops_the_publication(page: Organisation, sent: Submission, aigerim: User) -> None:
    sent.content["rows"][0]["justification_ru"] = f"Со слов гражданина с ИИН {IIN}."
    sent.save(update_fields=["content"])
    with pytest.raises(ValidationError, match="0101••••••••"):
        publish(sent, aigerim)


def test_position_is_taken_back_at_once_and_once(
    page: Organisation, position: Position, aigerim: User, visitor: Client
) -> None:
    actions.withdraw_position(position, actor=aigerim, at=NOW)
    assert visitor.get(position.public_path).status_code == 404
    with pytest.raises(IllegalMove):
        actions.withdraw_position(position, actor=aigerim, at=NOW)


def test_coordinator_publishes_on_the_screen(
    page: Organisation, sent: Submission, aigerim: User, client_of: ClientOf, visitor: Client
) -> None:
    hers, path = client_of(aigerim), f"/public-page/positions/{sent.table_id}/"
    unread = hers.post(path, {"submission": sent.pk, "embargo_until": ""})
    assert (unread.status_code, Position.objects.exists()) == (422, False)
    done = hers.post(path, {"submission": sent.pk, "embargo_until": "", "has_read": "on"}, follow=True)
    assert "The position is published." in text_of(done)
    assert visitor.get(Position.objects.get().public_path).status_code == 200


# --- Surveys ------------------------------------------------------------------------------------------------------


def test_survey_stands_on_lists_only_when_it_is_put_there(
    page: Organisation, aigerim: User, visitor: Client
) -> None:
    survey = OpenSurveyFactory(organisation=page, title_kk="Су тарифі", title_ru="Тариф на воду")
    for path in ("/", "/s/", page.public_path, "/sitemap.xml"):
        assert survey.code not in visitor.get(path).content.decode()
    assert visitor.get(survey.public_path)["X-Robots-Tag"] == "noindex"
    actions.list_survey(survey, is_listed=True, actor=aigerim, at=NOW)
    for path in ("/", "/s/", page.public_path, "/sitemap.xml"):
        assert survey.code in visitor.get(path).content.decode()
    assert "X-Robots-Tag" not in visitor.get(survey.public_path)
