"""What a request must hold before it can be issued: what article 11 of Law 401-V asks of an entity, and a letter at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from inforequests.models import Holder, InfoRequest, RequestItem


@dataclass(frozen=True)
class Lack:
    """`where` it is filled in: 'organisation' (its card), 'holder' (the directory) or 'request'."""

    text: Promise
    where: str


_LANGUAGE_LACKS = {
    "name": {
        "kk": _("the full name of your organisation in Kazakh"),
        "ru": _("the full name of your organisation in Russian"),
    },
    "signatory_name": {
        "kk": _("surname and initials of the signatory in Kazakh"),
        "ru": _("surname and initials of the signatory in Russian"),
    },
    "signatory_post": {
        "kk": _("post of the signatory in Kazakh"),
        "ru": _("post of the signatory in Russian"),
    },
    "holder": {
        "kk": _("the addressee's name in Kazakh"),
        "ru": _("the addressee's name in Russian"),
    },
    "subject": {
        "kk": _("the subject in Kazakh"),
        "ru": _("the subject in Russian"),
    },
    "items": {
        "kk": _("what is asked for, in Kazakh: each item of the list"),
        "ru": _("what is asked for, in Russian: each item of the list"),
    },
}


def lacking(info_request: InfoRequest, items: list[RequestItem]) -> list[Lack]:
    """What is missing in the languages of the letter; nothing when it can be issued.

    Of an entity the law asks the full name, BIN, outgoing number and date, surname, initials and post of the signatory,
    a postal or e-mail address, and a phone (art. 11(5), 11(7)). Number and date are given when the letter is issued.
    """
    languages = info_request.languages
    return [
        *of_entity(info_request.organisation, languages),
        *_of_request(info_request, items, languages),
        *_of_holder(info_request.holder, languages),
    ]


def of_entity(organisation: Organisation, languages: tuple[str, ...]) -> Iterator[Lack]:
    """What the card of the organisation lacks in a letter of these languages."""
    for name in ("name", "signatory_name", "signatory_post"):
        for language in languages:
            value = getattr(organisation, f"{name}_{language}") or ""
            if not value.strip() or (name == "signatory_name" and len(value.replace(".", " ").split()) < 2):
                yield Lack(_LANGUAGE_LACKS[name][language], "organisation")
    if not organisation.bin:
        yield Lack(_("the BIN of your organisation"), "organisation")
    addresses = [getattr(organisation, f"address_{language}") for language in languages]
    if not organisation.email and not all(addresses):
        yield Lack(_("a postal or e-mail address of your organisation"), "organisation")
    if not organisation.phone:
        yield Lack(_("the phone of your organisation"), "organisation")


def _of_request(
    info_request: InfoRequest, items: list[RequestItem], languages: tuple[str, ...]
) -> Iterator[Lack]:
    for language in languages:
        if not getattr(info_request, f"subject_{language}"):
            yield Lack(_LANGUAGE_LACKS["subject"][language], "request")
        if not items or not all(getattr(item, f"text_{language}") for item in items):
            yield Lack(_LANGUAGE_LACKS["items"][language], "request")
    yield from _of_way(info_request)


def _of_way(info_request: InfoRequest) -> Iterator[Lack]:
    """An answer cannot come to an address that is not there."""
    organisation = info_request.organisation
    if info_request.answer_way == "email" and not organisation.email:
        yield Lack(_("the e-mail to which the answer is wanted"), "organisation")
    addresses = [getattr(organisation, f"address_{language}") for language in info_request.languages]
    if info_request.answer_way == "post" and not all(addresses):
        yield Lack(_("the postal address to which the answer is wanted"), "organisation")


def _of_holder(holder: Holder, languages: tuple[str, ...]) -> Iterator[Lack]:
    for language in languages:
        if not getattr(holder, f"name_{language}"):
            yield Lack(_LANGUAGE_LACKS["holder"][language], "holder")
