"""A thousand people answer a survey within a minute, over HTTP; none is lost, and the results are there at once."""

import random
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from unittest import mock

import httpx
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation
from hearings import throttle
from monitoring.models import Question, Survey, SurveyAnswer
from monitoring.models.surveys import unordered_number
from monitoring.queries.surveys import figures_of
from tests.benchmarks.bench_registration import CERTIFICATES, _server
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import SMALL
from tests.benchmarks.scratch import database, engine

NEEDS_DJANGO = True

PEOPLE, WITHIN_SECONDS, KEPT = 1_000, 60, 5_000
P95_BAR, RESULTS_BAR = 1.0, 0.5
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|stamp|shown)" value="([^"]*)"')


def run() -> list[Figure]:
    """Answers kept, errors, how long a post takes, and how long it takes to count KEPT answers."""
    database(SMALL)
    call_command("load_reference", verbosity=0)
    survey = _survey()
    at_once = 20 if connection.vendor == "postgresql" else 5
    with _server() as address:
        arrive = _arrivals(f"{address}{survey.public_path}", survey)
        with ThreadPoolExecutor(at_once) as pool:
            answers = list(pool.map(arrive, range(PEOPLE)))
    return _figures(f"{PEOPLE} answers in {WITHIN_SECONDS} s, {at_once} at once, {engine()}", survey, answers)


def _survey() -> Survey:
    survey = Survey.objects.create(
        organisation=Organisation.objects.order_by("pk")[0],
        title_kk="Ауа", title_ru="Воздух", intro_kk="Екі минут", intro_ru="Две минуты",
        state="open", opened_at=timezone.now(),
    )  # fmt: skip
    options = [{"kk": f"Өңір {place}", "ru": f"Регион {place}"} for place in range(6)]
    facts = [
        ("single", options, True),
        ("scale", [], False),
        ("several", options, False),
        ("long", [], False),
    ]
    for order, (kind, choices, is_group) in enumerate(facts, 1):
        texts = {"text_kk": f"Сұрақ {order}", "text_ru": f"Вопрос {order}"}
        Question.objects.create(
            survey=survey, kind=kind, order=order, options=choices, is_group=is_group, **texts
        )
    return survey


def _arrivals(address: str, survey: Survey) -> Callable[[int], tuple[int, float]]:
    begun, long_ago = perf_counter(), time.time() - 2 * throttle.FASTEST_SECONDS
    with mock.patch("time.time", return_value=long_ago):  # the forms that people have been filling in
        stamps = [throttle.new_stamp() for _person in range(PEOPLE)]
    group, scale, several, text = survey.questions.standing().values_list("pk", flat=True)

    def arrive(number: int) -> tuple[int, float]:
        """Status and seconds of the post of one person, who comes at their moment of the minute."""
        time.sleep(max(0.0, begun + number * WITHIN_SECONDS / PEOPLE - perf_counter()))
        own = {"X-Forwarded-For": f"10.{number // 250}.0.{number % 250}"}
        with httpx.Client(headers=own, timeout=30, verify=CERTIFICATES) as browser:
            fields = dict(HIDDEN.findall(browser.get(address).text)) | {"stamp": stamps[number]}
            fields |= {f"q{group}": str(number % 6), f"q{scale}": str(number % 5 + 1)}
            fields |= {f"q{several}": "1", f"q{text}": f"Жауап {number}"}
            sent = perf_counter()
            answer = browser.post(address, data=fields)
            return answer.status_code, perf_counter() - sent

    return arrive


def _figures(where: str, survey: Survey, answers: list[tuple[int, float]]) -> list[Figure]:
    kept = SurveyAnswer.objects.filter(survey=survey, state="counted").count()
    errors = sum(status != 302 for status, _seconds in answers)
    p95 = sorted(seconds for _status, seconds in answers)[int(len(answers) * 0.95) - 1]
    counting = _counting(survey)
    return [
        Figure(f"{where}: kept", kept, "", f"{PEOPLE}", kept == PEOPLE),
        Figure(f"{where}: errors", errors, "", "0", not errors),
        Figure(f"{where}: p95 of the post", p95, "s", f"<= {P95_BAR:g}", p95 <= P95_BAR),
        Figure(
            f"counting {KEPT} answers, {engine()}",
            counting,
            "s",
            f"<= {RESULTS_BAR:g}",
            counting <= RESULTS_BAR,
        ),
    ]


def _counting(survey: Survey) -> float:
    """Seconds; the best of three."""
    questions, chance = list(survey.questions.standing()), random.Random(7)  # noqa: S311 - the same each time
    group, scale, several, _text = (str(row.pk) for row in questions)
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            pk=unordered_number(),
            survey=survey,
            group=place,
            values={group: place, scale: chance.randint(1, 5), several: [place, 5 - place]},
            form_key=f"bench{number}",
        )
        for number in range(KEPT - SurveyAnswer.objects.filter(survey=survey).count())
        for place in [chance.randint(0, 5)]
    )
    times = []
    for _time in range(3):
        begun = perf_counter()
        figures_of(survey, questions)
        times.append(perf_counter() - begun)
    return min(times)
