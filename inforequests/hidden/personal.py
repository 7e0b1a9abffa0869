"""Personal data in a text, told by form and check digits: numbers of people, cards, accounts, telephones and mailboxes."""

import re
from collections.abc import Iterator
from datetime import date

from accounts.bin import check_digit
from inforequests.hidden.findings import Kind

_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")
# A number alone says nothing; after one of these words it is that of an identity card.
_CARD = re.compile(
    r"(?:жеке\s+куәлі\w*|куәлік|удостоверени\w+(?:\s+личности)?|уд\.?\s*л(?:ичности|\.)?)[^\d\n]{0,20}(?P<number>\d{9})(?!\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<![A-Z0-9])KZ\d{2}\s?(?:[A-Z0-9]{4}\s?){4}(?![A-Z0-9])")
_PHONE = re.compile(r"(?<![\d+])(?:\+7|8)[\s(-]{0,2}7\d{2}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?![\w-])")
# The first digit after the birthday: sex and century. 0 is given to foreigners.
_CENTURIES = {"0": 0, "1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}


def personal(text: str) -> Iterator[tuple[Kind, str]]:
    """Each find with an excerpt in which the number itself is masked."""
    for found in _TWELVE.finditer(text):
        if is_iin(found[0]):
            yield Kind.IIN, masked(found[0])
    for found in _CARD.finditer(text):
        yield Kind.IDENTITY_CARD, masked(found["number"])
    for found in _ACCOUNT.finditer(text):
        if _is_account(found[0].replace(" ", "")):
            yield Kind.BANK_ACCOUNT, masked(found[0].replace(" ", ""))
    for found in _PHONE.finditer(text):
        yield Kind.PHONE, f"{found[0][:8]}…"
    for found in _EMAIL.finditer(text):
        name, _at, domain = found[0].partition("@")
        yield Kind.EMAIL, f"{name[:2]}…@{domain}"


def is_iin(number: str) -> bool:
    """Twelve digits that begin with a birthday and end with the right check digit (Law 223-III)."""
    if number[6] not in _CENTURIES or check_digit(number[:11]) != int(number[11]):
        return False
    century = _CENTURIES[number[6]] or 1900
    try:
        date(century + int(number[:2]), int(number[2:4]), int(number[4:6]))
    except ValueError:
        return False
    return True


def masked(number: str) -> str:
    """Enough to find it by, not enough to use it: the first four characters."""
    return f"{number[:4]}{'•' * (len(number) - 4)}"


def _is_account(number: str) -> bool:
    """Whether the check digits of the IBAN are right (ISO 13616)."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
