"""Which dates follow from the day of a hearing, by the kind of hearing.

The numbers are not here: each step names a time limit (deadlines/data/time_limits.toml and the admin), and the law's
day is computed from it. A step says from what it is counted, what it does to a hearing whose day would break it, by
which fact of the hearing it is met, and what somebody has to do by then.
"""

from dataclasses import dataclass
from enum import StrEnum

from deadlines.actions import Words
from hearings.states import RuleSet


class Force(StrEnum):
    BLOCKS = "blocks"  # the law sets it: a hearing on such a day is refused
    WARNS = "warns"  # good practice: people are told
    FOLLOWS = "follows"  # a date after or before the hearing that its day cannot break


# What a step is counted from; any other value is the code of the step whose last day begins it.
START, END = "start", "end"


@dataclass(frozen=True)
class Step:
    """`met_by`: the field of the hearing that holds the day on which it was done. `is_listed`: on the list of deadlines."""

    code: str
    counted_from: str
    force: Force
    label: Words
    met_by: str = ""
    is_listed: bool = True


RULE_SETS: dict[RuleSet, tuple[Step, ...]] = {
    RuleSet.ORDINARY: (
        Step(
            "hearing.announcement.recommended",
            START,
            Force.WARNS,
            Words("Тыңдау туралы хабарландыру: ұсынылатын күн", "Объявить о слушаниях: рекомендуемый день"),
            met_by="announced_on",
            is_listed=False,
        ),
        Step(
            "hearing.announcement",
            START,
            Force.WARNS,
            Words("Тыңдау туралы хабарландыру", "Объявить о слушаниях"),
            met_by="announced_on",
        ),
    ),
    RuleSet.ENVIRONMENT: (
        Step(
            "hearing.environment.documents",
            START,
            Force.BLOCKS,
            Words("Экологиялық тыңдау құжаттарын орналастыру", "Разместить документы экологических слушаний"),
            met_by="documents_on",
        ),
        Step(
            "hearing.environment.announcement",
            START,
            Force.BLOCKS,
            Words(
                "Тыңдау туралы газетте және телеарнада немесе радиода хабарландыру",
                "Объявить о слушаниях в газете и на телеканале или радио",
            ),
            met_by="announced_on",
        ),
        Step(
            "hearing.environment.remarks",
            START,
            Force.FOLLOWS,
            Words(
                "Жазбаша ескертулер мен ұсыныстарды қабылдаудың соңғы күні",
                "Последний день приёма письменных замечаний и предложений",
            ),
        ),
        Step(
            "hearing.environment.minutes_signed",
            END,
            Force.FOLLOWS,
            Words("Тыңдау хаттамасына қол қою", "Подписать протокол слушаний"),
        ),
        Step(
            "hearing.environment.minutes_posted",
            "hearing.environment.minutes_signed",
            Force.FOLLOWS,
            Words("Тыңдау хаттамасын орналастыру", "Разместить протокол слушаний"),
        ),
        Step(
            "hearing.environment.minutes_sent",
            "hearing.environment.minutes_signed",
            Force.FOLLOWS,
            Words(
                "Хаттаманы қоршаған ортаны қорғау органына жіберу",
                "Направить протокол органу охраны окружающей среды",
            ),
        ),
    ),
}
