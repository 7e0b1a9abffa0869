"""The number of a draft out of an address that a person pasted or a page links to."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from projects.plain_text import clean_line

HOST = "legalacts.egov.kz"
DRAFT_PATH = "/npa/view"

ADDRESS_REASONS = frozenset(
    {
        "empty",
        "not_an_address",
        "other_host",
        "other_page",
        "list_page",
        "earlier_version",
        "impact_conclusion",
        "no_id",
        "ambiguous_id",
    }
)
_OTHER_PAGES = {
    "/list": "list_page",
    "/application/viewcardhistory": "earlier_version",
    "/npa/viewarvconclusion": "impact_conclusion",
}
_LONGEST = 2000
_AROUND = "<>\"'«»“”„()[],; "
_ID = re.compile(r"[0-9]{1,18}")
# A Java server may put its session between path and query.
_SESSION = re.compile(r";[^?#]*")


class NotADraftAddress(ValueError):
    """The text is not the address of a draft; `reason_code` is one of `ADDRESS_REASONS`."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


def portal_id_from_address(text: str) -> int:
    """The portal's number of the draft whose address is `text`.

    The scheme, `www.`, further parameters and the punctuation of a sentence around it do not matter.
    An earlier version (`/application/viewcardhistory`) has numbers of its own and is refused.
    Raises `NotADraftAddress`, a ValueError, with a reason code. Nothing is fetched.
    """
    parts = urlsplit(_address_in(text))
    if _host(parts.netloc) not in (HOST, f"www.{HOST}"):
        raise NotADraftAddress("other_host")
    path = _SESSION.sub("", parts.path).rstrip("/").casefold()
    if path != DRAFT_PATH:
        raise NotADraftAddress(_OTHER_PAGES.get(path, "other_page"))
    return _single_id(parts.query)


def _address_in(text: str) -> str:
    address = unescape(clean_line(text, _LONGEST)).strip(_AROUND).rstrip(f"{_AROUND}.")
    if not address:
        raise NotADraftAddress("empty")
    if re.match(r"(?i)https?://", address) is None:
        address = address.removeprefix("//")
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?![0-9])", address) or "." not in address.split("/")[0]:
            raise NotADraftAddress("not_an_address")
        address = f"https://{address}"
    if " " in address or not _is_readable(address):
        raise NotADraftAddress("not_an_address")
    return address


def _is_readable(address: str) -> bool:
    try:
        return urlsplit(address).port is not None or True
    except ValueError:  # a port beyond 65535, an unclosed bracket
        return False


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2].partition(":")[0].rstrip(".").casefold()


def _single_id(query: str) -> int:
    numbers = {number.strip() for number in parse_qs(query).get("id", [])}
    if len(numbers) > 1:
        raise NotADraftAddress("ambiguous_id")
    number = numbers.pop() if numbers else ""
    if _ID.fullmatch(number) is None or int(number) == 0:
        raise NotADraftAddress("no_id")
    return int(number)
