"""Whoever may not be named is not named inside a speech either: whole, inflected, by surname, with initials."""

import pytest

from hearings.hidden_names import HiddenNames

NAMES = ("Жібек Қыздарбек", "Иванов Пётр Сергеевич", "Дана Оспанова", "Виктор Лисовой", "Айгерім Болатова", "Асан")
SHOWN = ("Айгерім Сағынова",)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Мен, Жібек Қыздарбек, қарсымын.", "Мен, ***, қарсымын."),
        ("Жібектің айтуынша", "*** айтуынша"),
        ("Қыздарбектің ұсынысы", "*** ұсынысы"),
        ("қыздарбек жібек дейді", "*** дейді"),
        ("Ж. Қыздарбекке рахмет", "*** рахмет"),
        ("Сұрақ қойған Қыздарбек Ж.", "Сұрақ қойған ***"),
        ("Иванову не дали слова", "*** не дали слова"),
        ("П.С. Иванов сказал", "*** сказал"),
        ("Спросили Иванова П. С. дважды", "Спросили *** дважды"),
        ("Петра Сергеевича благодарим", "*** благодарим"),
        ("Слово Петру Иванову", "Слово ***"),
        ("Ивановтың сөзі", "*** сөзі"),
        ("Данаға рахмет", "*** рахмет"),
        ("Оспановой дали слово", "*** дали слово"),
        ("Виктору Лисовому и Лисовым", "*** и ***"),
        ("Айгерім Болатованың пікірі", "*** пікірі"),
        ("А.Болатованы қолдаймын", "*** қолдаймын"),
        ("асан келді", "*** келді"),
        ("ЖІБЕК ҚЫЗДАРБЕК", "***"),
    ],
)
def test_name_is_hidden_in_every_form(said: str, left: str) -> None:
    assert HiddenNames(NAMES, SHOWN).clean(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "Айгерім Сағынова қарсы",
        "Айгерім айтты",  # the name of somebody who may be named, too
        "жібек мата",  # silk
        "Данные приложены к проекту",
        "Тарифті төмендету керек. Комиссия келісті.",
        "А. Петров",
        "",
        "***",
        "12-бап, 3) тармақша",
    ],
)
def test_other_words_stay(said: str) -> None:
    assert HiddenNames(("Жібек Қыздарбек", "Дана Оспанова", "Айгерім Болатова"), SHOWN).clean(said) == said


def test_whoever_may_be_named_hides_nobody_of_the_same_name() -> None:
    assert HiddenNames(["Асан Ержанов"], ["асан  ержанов"]).clean("Асан Ержановтың сөзі") == "Асан Ержановтың сөзі"


@pytest.mark.parametrize("name", ["", " ", "-", "Ә", "Ә. Б.", "(***)", "x" * 10_000, "\u202e", "1984"])
def test_odd_names_break_nothing(name: str) -> None:
    said = "Ә. Б. 1984 жылғы тариф"
    assert HiddenNames([name]).clean(said) == said
