"""The library of law: what is shipped, its pages, and comparing it with the law once a year."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from accounts.models import ActivityEntry, Organisation, User
from correspondence.models import OutgoingEmail
from deadlines import actions, law_file, library, reference
from deadlines.models import Law, LawArticle, LawCheck, TimeLimit
from deadlines.states import Confidence, DateSource
from tests.factories import DeadlineFactory, LawArticleFactory, LawFactory, TimeLimitFactory
from tests.moments import almaty, day

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
ClientOf = Callable[..., Client]
NOVEMBER = almaty("28.11.2026 10:00")


def letters() -> list[str]:
    return list(OutgoingEmail.objects.order_by("pk").values_list("text", flat=True))


# --- The file -----------------------------------------------------------------------------------------------------


def test_every_act_and_article_that_a_rule_cites_stands_in_the_library() -> None:
    laws, articles = law_file.load_laws()
    cited = {
        (row.law_code, number)
        for row in reference.load_time_limits()
        if row.law_code not in law_file.NOT_ACTS
        for number in law_file.articles_cited(row.article)
    }
    acts = {row.law_code for row in reference.load_time_limits()} - law_file.NOT_ACTS

    assert acts <= {law.code for law in laws}
    assert cited == {(article.law, article.number) for article in articles}
    assert sum(law.in_methodology for law in laws) == 6


@pytest.mark.parametrize(
    ("short", "numbers"),
    [("", ()), ("11(10)", ("11",)), ("16(3)(2), 17(4)", ("16", "17")), ("42(4-1), 42(5)", ("42",))],
)
def test_articles_of_a_short_reference(short: str, numbers: tuple[str, ...]) -> None:
    assert law_file.articles_cited(short) == numbers


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('registry_code = "Z16"', "write it like Z1600000480"),
        ('in_methodology = "yes"', "write true or false"),
        ('confidence = "sure"', "use one of"),
        ('colour = "red"', "unknown key colour"),
    ],
)
def test_mistake_in_the_file_is_named_with_its_fix(tmp_path: Any, change: str, said: str) -> None:
    path = tmp_path / "laws.toml"
    facts = {"code": '"x"', "title_kk": '"x"', "title_ru": '"x"', "about_kk": '"x"', "about_ru": '"x"'}
    facts["confidence"] = '"read"'
    key, _equals, value = change.partition(" = ")
    facts[key] = value
    rows = "\n".join(f"{name} = {text}" for name, text in facts.items())
    path.write_text(f"checked_on = 2026-11-22\n[[law]]\n{rows}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=said):
        law_file.load_laws(path)


# --- Loading ------------------------------------------------------------------------------------------------------


def test_loading_twice_changes_nothing_and_ties_rules_to_articles() -> None:
    actions.load_rules_and_calendar()
    before = list(Law.objects.values().order_by("pk")), list(LawArticle.objects.values().order_by("pk"))
    actions.load_rules_and_calendar()

    assert before == (
        list(Law.objects.values().order_by("pk")),
        list(LawArticle.objects.values().order_by("pk")),
    )
    report = TimeLimit.objects.get(code="discussion.report")
    assert report.source_law.code == "access_to_information"
    assert [article.number for article in report.articles.order_by("number")] == ["16", "17"]
    assert TimeLimit.objects.get(code="hearing.minutes.publish").source_law is None


def test_check_made_here_outlives_the_next_load(operator: User) -> None:
    actions.load_rules_and_calendar()
    limit = TimeLimit.objects.get(code="discussion.bylaw")
    actions.confirm_checked(limit, read_on=day("27.11.2026"), where="adilet", actor=operator, at=NOVEMBER)
    actions.load_rules_and_calendar()

    limit.refresh_from_db()
    assert (limit.confidence, limit.checked_on, limit.checked_by) == ("read", day("27.11.2026"), operator)


def test_file_that_says_something_new_of_a_rule_takes_the_check_back(operator: User) -> None:
    actions.load_rules_and_calendar()
    limit = TimeLimit.objects.get(code="discussion.bylaw")
    actions.confirm_checked(limit, read_on=day("27.11.2026"), where="adilet", actor=operator, at=NOVEMBER)
    TimeLimit.objects.filter(pk=limit.pk).update(quantity=7)  # as an older release had it
    actions.load_rules_and_calendar()

    limit.refresh_from_db()
    assert (limit.quantity, limit.confidence, limit.checked_by) == (10, "memory", None)


# --- Noting a check -----------------------------------------------------------------------------------------------


def test_checked_rule_is_read_in_the_law_and_logged(operator: User) -> None:
    limit = TimeLimitFactory(confidence=Confidence.MEMORY, source_law=LawFactory())
    actions.confirm_checked(limit, read_on=day("28.11.2026"), where="adilet", actor=operator, at=NOVEMBER)

    limit.refresh_from_db()
    assert (limit.confidence, limit.checked_on, limit.checked_where) == ("read", day("28.11.2026"), "adilet")
    entry = ActivityEntry.objects.get(verb="time_limit.checked")
    assert (entry.actor, entry.organisation, entry.details["where"]) == (operator, None, "adilet")


def test_rule_of_no_act_keeps_its_mark(operator: User) -> None:
    limit = TimeLimitFactory(confidence=Confidence.INFERRED)
    actions.confirm_checked(limit, read_on=day("28.11.2026"), where="", actor=operator, at=NOVEMBER)

    limit.refresh_from_db()
    assert (limit.confidence, limit.checked_on) == ("inferred", day("28.11.2026"))


@pytest.mark.parametrize("on", ["29.11.2026", "21.11.2026"])
def test_check_is_neither_of_tomorrow_nor_before_the_last(operator: User, on: str) -> None:
    limit = TimeLimitFactory()
    with pytest.raises(ValidationError):
        actions.confirm_checked(limit, read_on=day(on), where="", actor=operator, at=NOVEMBER)


def test_only_the_operator_notes_a_check(client_of: ClientOf, aigerim: User, operator: User) -> None:
    article = LawArticleFactory(confidence=Confidence.UNKNOWN)
    path = f"/laws/check/article/{article.pk}/"

    assert client_of(aigerim).post(path).status_code == 404
    with time_machine.travel(NOVEMBER, tick=False):
        assert client_of(operator).post(path, {"where": "adilet"}).status_code == 302
    article.refresh_from_db()
    assert (article.confidence, article.checked_on) == ("read", day("28.11.2026"))
    assert client_of(operator).post("/laws/check/poem/1/").status_code == 404


# --- Once a year --------------------------------------------------------------------------------------------------


def test_list_holds_the_unverified_and_the_old_and_nothing_else() -> None:
    law = LawFactory(checked_on=day("27.11.2025"))
    article = LawArticleFactory(law=law, checked_on=day("28.11.2025"))
    unsure = TimeLimitFactory(confidence=Confidence.MEMORY)
    TimeLimitFactory()
    TimeLimitFactory(confidence=Confidence.UNKNOWN, valid_to=day("01.01.2026"))

    found = library.to_check(day("28.11.2026"))
    assert [(item.key, item.is_unsure) for item in found] == [
        (f"law:{law.pk}", False),
        (f"rule:{unsure.pk}", True),
    ]
    assert [item.key for item in library.to_check(day("29.11.2026"))][1] == f"article:{article.pk}"


def test_year_before_the_day_that_most_years_lack() -> None:
    assert library.year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_operator_is_written_to_once_a_year_however_often_it_runs(operator: User) -> None:
    limit = TimeLimitFactory(confidence=Confidence.MEMORY, name_kk="Бірінші ереже")
    counts = [actions.keep_law_check(NOVEMBER) for _run in range(3)]

    assert counts == [1, 0, 0]
    assert len(letters()) == 1
    assert "Бірінші ереже" in letters()[0]
    assert LawCheck.objects.get().told == [f"rule:{limit.pk}"]
    assert actions.keep_law_check(almaty("04.01.2027 10:00")) == 1


def test_rule_that_becomes_unsure_within_the_year_is_told_by_itself(operator: User) -> None:
    TimeLimitFactory(confidence=Confidence.MEMORY, name_kk="Бірінші ереже")
    actions.keep_law_check(NOVEMBER)
    TimeLimitFactory(confidence=Confidence.UNKNOWN, name_kk="Екінші ереже")
    actions.keep_law_check(NOVEMBER)

    assert "Екінші ереже" in letters()[1]
    assert "Бірінші ереже" not in letters()[1]


def test_nothing_counts_as_told_while_there_is_nobody_to_tell(settings: Settings) -> None:
    TimeLimitFactory(confidence=Confidence.MEMORY)
    assert actions.keep_law_check(NOVEMBER) == 0
    settings.OPERATOR_EMAIL = "it@example.kz"
    assert actions.keep_law_check(NOVEMBER) == 1


# --- Pages --------------------------------------------------------------------------------------------------------


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_law_and_rule_lead_to_each_other(client_of: ClientOf, aigerim: User) -> None:
    actions.load_rules_and_calendar()
    answer = TimeLimit.objects.get(code="info_request.answer")
    her = client_of(aigerim)

    law = page(her, "/laws/act/access_to_information/")
    assert f'href="/time-limits/{answer.pk}/"' in law
    assert 'id="article-11"' in law
    assert 'href="/laws/act/access_to_information/#article-11"' in page(her, f"/time-limits/{answer.pk}/")
    assert f'href="/time-limits/{answer.pk}/"' in page(her, "/time-limits/")


def test_address_is_given_only_where_it_was_read(client_of: ClientOf, aigerim: User) -> None:
    actions.load_rules_and_calendar()
    her = client_of(aigerim)

    known = page(her, "/laws/act/legal_acts/")
    assert "https://adilet.zan.kz/kaz/docs/Z1600000480" in known
    assert "https://adilet.zan.kz/rus/docs/Z1600000480" in known
    assert "The address is not known here" in page(her, "/laws/act/public_services/")


def test_date_explains_itself_by_the_page_of_its_rule(
    client_of: ClientOf, aigerim: User, ashyq_orta: Organisation
) -> None:
    actions.load_rules_and_calendar()
    limit = TimeLimit.objects.get(code="info_request.answer")
    deadline = DeadlineFactory(
        organisation=ashyq_orta,
        source=DateSource.COMPUTED,
        due_on=None,
        limit=limit,
        start_on=day("20.11.2026"),
    )
    her = client_of(aigerim)

    assert f'href="/time-limits/{limit.pk}/"' in page(her, "/deadlines/")
    assert deadline.label_kk in page(client_of(aigerim, language="kk"), f"/time-limits/{limit.pk}/")


def test_deadlines_of_others_do_not_show_beside_a_rule(
    client_of: ClientOf, dana: User, ashyq_orta: Organisation
) -> None:
    limit = TimeLimitFactory()
    DeadlineFactory(
        organisation=ashyq_orta,
        source=DateSource.COMPUTED,
        due_on=None,
        limit=limit,
        start_on=day("20.11.2026"),
    )
    assert "None of your open deadlines." in page(client_of(dana), f"/time-limits/{limit.pk}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_of_the_library_ask_few_questions(
    client_of: ClientOf, aigerim: User, django_assert_max_num_queries: Any, rows: int
) -> None:
    law = LawFactory(confidence=Confidence.MEMORY)
    for number in range(rows):
        article = LawArticleFactory(law=law, number=str(number + 1), confidence=Confidence.MEMORY)
        for _rule in range(rows):
            rule = TimeLimitFactory(source_law=law, confidence=Confidence.MEMORY)
            rule.articles.add(article)
    her = client_of(aigerim)
    for path in ("/laws/", f"/laws/act/{law.code}/", "/laws/check/", f"/time-limits/{rule.pk}/"):
        with django_assert_max_num_queries(12):
            assert her.get(path).status_code == 200
