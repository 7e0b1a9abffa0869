"""One rule that points to one request is a match; everything else waits for a person."""

import pytest

from inforequests.incoming import Found, Letter, Match, Nature, Reason, Trouble, decide, numbers_in

pytestmark = pytest.mark.any_engine
PERSON = Letter(sender="a@b.example")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ответ на № 12/2026", [(12, 2026)]),
        ("шығ. № 12/2026 сұрау салуға жауап", [(12, 2026)]),
        ("исх. №12-2026 от 14.09.2026", [(12, 2026)]),
        ("Исх. № 77 на исх. № 12 / 2026", [(12, 2026)]),
        (
            "Re: № 1/2026 ақпарат беру туралы сұрау салу / Запрос о предоставлении информации № 1/2026",
            [(1, 2026)],
        ),
        ("N 3/2026, No. 4/2026, №5–2025", [(3, 2026), (4, 2026), (5, 2025)]),
        ("№ 12-3", []),
        ("№ 12-3/2026", []),
        ("№ 12/2026/4", []),
        ("договор 12/2026", []),
        ("№ 1234567/2026", []),
        ("", []),
    ],
)
def test_numbers_are_read_as_offices_write_them(text: str, numbers: list[tuple[int, int]]) -> None:
    assert list(numbers_in(text)) == numbers


def test_no_more_numbers_are_taken_than_a_letter_has() -> None:
    assert len(numbers_in(" ".join(f"№ {n}/2026" for n in range(1, 10_000)))) == 20


@pytest.mark.parametrize(
    ("by_reply", "by_number", "by_address", "expected"),
    [
        ([1], [], [], Match(1, Found.REPLY)),
        ([1], [1], [2, 3], Match(1, Found.REPLY)),
        ([], [2], [1], Match(2, Found.NUMBER)),
        ([], [], [3], Match(3, Found.ADDRESS)),
        ([1, 2], [2], [], Match(2, Found.REPLY)),
        ([1], [2], [], Match(reason=Reason.SEVERAL, suggested=(1, 2))),
        ([], [1, 2], [1], Match(reason=Reason.SEVERAL, suggested=(1, 2))),
        ([], [], [3, 4], Match(reason=Reason.SEVERAL, suggested=(3, 4))),
        ([], [], [], Match(reason=Reason.NOBODY)),
    ],
)
def test_one_request_or_none(
    by_reply: list[int], by_number: list[int], by_address: list[int], expected: Match
) -> None:
    assert decide(PERSON, by_reply=by_reply, by_number=by_number, by_address=by_address) == expected


def test_the_domain_alone_is_only_a_suggestion() -> None:
    found = decide(PERSON, by_reply=[], by_number=[], by_address=[], by_domain=[5])
    assert found == Match(reason=Reason.NOBODY, suggested=(5,))


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        (Letter(nature=Nature.AUTOMATIC), Reason.AUTOMATIC),
        (Letter(nature=Nature.REPORT), Reason.REPORT),
        (Letter(trouble=Trouble.BOMB), None),
    ],
)
def test_robots_and_enemies_never_match(letter: Letter, reason: Reason | None) -> None:
    found = decide(letter, by_reply=[1], by_number=[1], by_address=[1])
    assert found == Match(reason=reason, suggested=(1,))
