"""The business identification number and its check digit."""

import pytest
from django.core.exceptions import ValidationError

from accounts.bin import check_digit, validate_bin
from accounts.forms import BinField


@pytest.mark.parametrize("number", ["230140300003", "940740000911"])
def test_right_check_digit_is_accepted(number: str) -> None:
    validate_bin(f"{number[:11]}{check_digit(number[:11])}")


def test_second_weights_are_used_when_the_first_give_ten() -> None:
    stem = next(f"{n:011d}" for n in range(10_000) if _remainder(f"{n:011d}", range(1, 12)) == 10)
    assert check_digit(stem) == _remainder(stem, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def test_nearly_every_single_wrong_digit_is_noticed() -> None:
    """Not in the eleventh place: its weight is 11, which the remainder of a division by 11 does not see."""
    places = [*range(10), 11]
    good = f"23014030000{check_digit('23014030000')}"
    wrong = [
        good[:place] + digit + good[place + 1 :]
        for place in places
        for digit in "0123456789"
        if digit != good[place]
    ]
    unnoticed = [number for number in wrong if _passes(number)]
    assert len(unnoticed) / len(wrong) < 0.02


@pytest.mark.parametrize("value", ["", "1", "2301403000031", "23014030000a", "２３０１４０３００００３"])
def test_anything_but_twelve_digits_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="twelve digits"):
        validate_bin(value)


def test_spaces_in_a_bin_are_forgiven() -> None:
    good = f"23014030000{check_digit('23014030000')}"
    assert BinField().clean(f" {good[:6]} {good[6:]}\n") == good


def _passes(number: str) -> bool:
    try:
        validate_bin(number)
    except ValidationError:
        return False
    return True


def _remainder(stem: str, weights: object) -> int:
    return sum(w * int(d) for w, d in zip(weights, stem, strict=True)) % 11  # type: ignore[call-overload]
