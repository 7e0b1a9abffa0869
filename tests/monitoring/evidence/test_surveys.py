"""A survey from its first question to published results; who sees what of it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from common.states import AlreadyMoved, IllegalMove
from monitoring.actions import answers, surveys
from monitoring.models import Question, Survey, SurveyAnswer
from tests.conftest import ClientOf
from tests.factories import OpenSurveyFactory, QuestionFactory, SurveyAnswerFactory, SurveyFactory
from tests.monitoring.evidence.conftest import everywhere, questions_of

AT = timezone.now()


def asked_of(question: Question, **facts: Any) -> dict[str, Any]:
    return {name: getattr(question, name) for name in surveys.ASKED} | facts


def fill(survey: Survey, *sizes: int) -> None:
    """So many answers in each group, all of step 4, the last one with a text."""
    group, scale, _text = questions_of(survey)
    for place, size in enumerate(sizes):
        for _each in range(size):
            values = {str(group.pk): place, str(scale.pk): 4}
            SurveyAnswerFactory(survey=survey, group=place, values=values)


# --- Writing ------------------------------------------------------------------------------------------------------


def test_survey_opens_only_in_both_languages(aigerim: User, ashyq_orta: Organisation) -> None:
    drafted = SurveyFactory(organisation=ashyq_orta, title_ru="")
    QuestionFactory(survey=drafted, text_kk="", options=[{"kk": "Иә", "ru": ""}, {"kk": "Жоқ", "ru": "Нет"}])
    with pytest.raises(surveys.NotReady) as refusal:
        surveys.open_survey(drafted, actor=aigerim, on=AT.date(), at=AT)
    assert refusal.value.messages == [
        "The title is missing in Russian.",
        "Question 1 is missing in Kazakh.",
        "A choice of question 1 is missing in Russian.",
    ]


def test_questions_of_an_opened_survey_keep_their_meaning(aigerim: User, survey: Survey) -> None:
    question = questions_of(survey)[0]
    for change in ({"kind": "short", "options": []}, {"options": question.options[:2]}, {"text_ru": "Иное?"}):
        with pytest.raises(ValidationError, match="only slips"):
            surveys.change_question(question, asked_of(question, **change), seen=1, actor=aigerim, at=AT)
        question.refresh_from_db()
    mended = question.text_ru.replace("?", " ?")
    surveys.change_question(question, asked_of(question, text_ru=mended), seen=1, actor=aigerim, at=AT)
    with pytest.raises(IllegalMove):
        surveys.remove_question(question, actor=aigerim, at=AT)
    with pytest.raises(IllegalMove):
        surveys.add_question(survey, asked_of(question), actor=aigerim, at=AT)


def test_promised_group_can_only_grow(aigerim: User, survey: Survey) -> None:
    frame = {name: getattr(survey, name) for name in surveys.FRAME}
    survey.smallest_group = 5
    survey.save()
    with pytest.raises(ValidationError, match="only grow"):
        surveys.change_survey(survey, frame | {"smallest_group": 3}, seen=1, actor=aigerim, at=AT)


def test_slower_of_two_keeps_their_words(her: Client, ashyq_orta: Organisation) -> None:
    question = QuestionFactory(survey=SurveyFactory(organisation=ashyq_orta), kind="short", text_kk="Бірінші")
    address = f"/evidence/surveys/{question.survey_id}/questions/{question.pk}/"
    words = {"kind": "short", "text_ru": "Вопрос", "options_kk": "", "options_ru": "", "version": "1"}
    assert her.post(address, words | {"text_kk": "Біреудікі"}).status_code == 302
    answer = her.post(address, words | {"text_kk": "Менікі"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Біреудікі" in page
    assert 'value="Менікі"' in page
    assert 'value="2"' in page
    assert her.post(address, words | {"text_kk": "Менікі", "version": "2"}).status_code == 302
    question.refresh_from_db()
    assert question.text_kk == "Менікі"
    with pytest.raises(AlreadyMoved):
        surveys.change_question(question, asked_of(question, text_kk="Кеш"), seen=1, actor=None, at=AT)  # type: ignore[arg-type]


def test_one_group_question_and_a_copy(aigerim: User, ashyq_orta: Organisation) -> None:
    drafted = SurveyFactory(organisation=ashyq_orta)
    first, second = QuestionFactory(survey=drafted, is_group=True), QuestionFactory(survey=drafted)
    surveys.change_question(second, asked_of(second, is_group=True), seen=1, actor=aigerim, at=AT)
    surveys.move_question(second, up=True, actor=aigerim, at=AT)
    surveys.remove_question(first, actor=aigerim, at=AT)
    surveys.restore_question(first, actor=aigerim, at=AT)
    made = surveys.copy_survey(drafted, actor=aigerim, at=AT)
    assert [(row.text_kk, row.is_group) for row in made.questions.standing()] == [
        (second.text_kk, True),
        (first.text_kk, False),
    ]


# --- Results ------------------------------------------------------------------------------------------------------


@pytest.fixture
def her(aigerim: User, client_of: ClientOf, rules: None) -> Client:
    return client_of(aigerim)


def test_results_show_no_small_group_to_anybody(
    her: Client, bolat: User, client_of: ClientOf, survey: Survey
) -> None:
    fill(survey, 8, 4, 1)
    for browser in (her, client_of(bolat)):
        page = browser.get(f"{survey.path}results/").content.decode()
        assert "Smaller groups together" in page
        assert "Жауап 2" not in page
        assert "Ответ 2" not in page
        assert "Ответ 0" in page
    figures = her.get(f"{survey.path}results/file/").content.decode()
    assert "Smaller groups together" in figures
    assert "Ответ 2" not in figures


def test_published_results_are_frozen_and_cannot_be_subtracted(aigerim: User, survey: Survey) -> None:
    fill(survey, 8, 4)
    with pytest.raises(ValidationError, match="Close the survey"):
        answers.publish_results(survey, actor=aigerim, at=AT)
    surveys.close_survey(survey, actor=aigerim, at=AT)
    answers.publish_results(survey, actor=aigerim, at=AT)
    url = f"{survey.public_path}results/file/"
    before = Client().get(url).content
    fill(survey, 1)
    assert Client().get(url).content == before
    with pytest.raises(ValidationError, match="difference"):
        answers.publish_results(survey, actor=aigerim, at=AT)
    fill(survey, 2)
    answers.publish_results(survey, actor=aigerim, at=AT)
    assert SurveyAnswer.objects.filter(in_results=True).count() == 15
    answers.withdraw_results(survey, actor=aigerim, at=AT)
    assert Client().get(url).status_code == 404


def test_set_aside_of_one_is_no_way_round(aigerim: User, survey: Survey) -> None:
    fill(survey, 8)
    surveys.close_survey(survey, actor=aigerim, at=AT)
    answers.publish_results(survey, actor=aigerim, at=AT)
    answers.set_aside(survey, survey.answers.first(), actor=aigerim, at=AT)
    with pytest.raises(ValidationError, match="difference"):
        answers.publish_results(survey, actor=aigerim, at=AT)


def test_answers_in_words_are_read_by_named_roles_alone(
    her: Client, bolat: User, saule: User, dana: User, client_of: ClientOf, survey: Survey
) -> None:
    text = questions_of(survey)[2]
    for number in range(5):
        SurveyAnswerFactory(survey=survey, values={str(text.pk): f"Құпиясөз{number}"})
    assert "Құпиясөз1" in her.get(f"{survey.path}answers/").content.decode()
    for person, status in ((bolat, 403), (saule, 403), (dana, 404)):
        assert client_of(person).get(f"{survey.path}answers/").status_code == status
        for path in ("", "results/", "results/file/", "preview/"):
            assert "Құпиясөз" not in client_of(person).get(f"{survey.path}{path}").content.decode()
    assert her.post(f"{survey.path}answers/export/", {"as": "csv"}).content.decode().count("Құпиясөз") == 5
    assert everywhere("Құпиясөз") == ["SurveyAnswer.values"]


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_number_of_questions(
    her: Client, survey: Survey, django_assert_num_queries: Any, rows: int
) -> None:
    fill(survey, *[rows] * 3)
    for _each in range(rows - 1):
        OpenSurveyFactory(organisation=survey.organisation)
    for path, number in (("", 7), ("results/", 7), ("answers/", 8)):
        with django_assert_num_queries(number):
            her.get(f"{survey.path}{path}")
    with django_assert_num_queries(4):
        her.get("/evidence/surveys/")
    with django_assert_num_queries(2):
        Client().get(survey.public_path)
