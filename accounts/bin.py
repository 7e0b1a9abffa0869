"""The business identification number (BIN): twelve digits, the last one computed from the others."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit for eleven given ones; None where no valid number begins like that."""
    digits = [int(digit) for digit in first_eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None


def validate_bin(value: str) -> None:
    """Raise ValidationError unless `value` is twelve digits with a right check digit."""
    if len(value) != 12 or not value.isascii() or not value.isdigit():
        raise ValidationError(_("A BIN has twelve digits."), code="bin_length")
    if check_digit(value[:11]) != int(value[11]):
        raise ValidationError(
            _("One of the digits of the BIN is wrong: the check digit does not fit."), code="bin_check"
        )
