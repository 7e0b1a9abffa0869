"""Whom a batch may be written to: the directory, and the bodies of the portal that are not in it yet, filtered."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.sqlite import kazakh_sort_key
from inforequests.actions.directory import name_of
from inforequests.models import Holder, RequestBatch
from inforequests.queries import region_name
from projects.actions.names import name_key
from projects.models import StateBody
from projects.states import BodyKind


class Sort(models.TextChoices):
    """What an addressee is, as lists of them are asked for."""

    REGION = "region", _("akimats of regions and cities")
    CENTRAL = "central", _("ministries, agencies, other central bodies")
    UNIT = "unit", _("units and local bodies")
    QUASI = "quasi", _("quasi-state")
    OTHER = "other", _("others")


@dataclass(frozen=True)
class Candidate:
    """`value`: 'holder:7' of the directory, or 'body:12' of the portal. `words`: by which it is found, in small letters."""

    value: str
    name: str
    sort: str
    region: str
    words: str
    email: str = ""
    has_address: bool = False
    language: str = ""
    is_chosen: bool = False

    @property
    def sort_label(self) -> str:
        return str(Sort(self.sort).label)


@dataclass(frozen=True)
class Filter:
    """What is asked for; empty: everything. `region` is the region's name in the language of the page."""

    sort: str = ""
    region: str = ""
    words: str = ""

    def fits(self, one: Candidate) -> bool:
        if self.sort and one.sort != self.sort or self.region and one.region != self.region:
            return False
        return all(word in one.words for word in self.words.casefold().split())


def candidates(batch: RequestBatch) -> list[Candidate]:
    """Everybody who can be chosen, by name; four questions, however many there are."""
    organisation = batch.organisation
    chosen = set(batch.lines.values_list("holder_id", flat=True))
    holders = {row.pk: row for row in Holder.objects.of(organisation).select_related("body")}
    found = [*_entries(holders, chosen), *_bodies({row.body_id for row in holders.values()})]
    return sorted(found, key=lambda one: kazakh_sort_key(one.name))


def _entries(holders: dict[int, Holder], chosen: set[int]) -> Iterator[Candidate]:
    for pk, row in holders.items():
        if row.is_active or pk in chosen:
            yield Candidate(
                value=f"holder:{pk}",
                name=row.name,
                sort=_sort_of(row),
                region=region_name(row, holders),
                words=_searched(row.name_kk, row.name_ru),
                email=row.email,
                has_address=bool(row.address_kk or row.address_ru),
                language=str(row.get_mode_display()),
                is_chosen=pk in chosen,
            )


def _sort_of(holder: Holder) -> str:
    if holder.is_quasi_state:
        return Sort.QUASI
    if holder.body is not None and holder.body.kind == BodyKind.REGION:
        return Sort.REGION
    if holder.body is not None and holder.body.kind != BodyKind.LOCAL:
        return Sort.CENTRAL
    return Sort.UNIT if holder.parent_id or holder.body is not None else Sort.OTHER


def _bodies(known: set[int | None]) -> Iterator[Candidate]:
    is_kazakh = (get_language() or "kk")[:2] == "kk"
    for body in StateBody.objects.filter(~Q(kind=BodyKind.LOCAL), is_active=True):
        if body.pk in known:
            continue
        kk, ru = name_of(body)
        is_region = body.kind == BodyKind.REGION
        yield Candidate(
            value=f"body:{body.pk}",
            name=(kk or ru) if is_kazakh else (ru or kk),
            sort=Sort.REGION if is_region else Sort.CENTRAL,
            region=region_name(Holder(body=body), {}),
            words=_searched(kk, ru),
        )


def _searched(name_kk: str, name_ru: str) -> str:
    """Both names, as they are written and as names are compared."""
    return f"{name_kk} {name_ru} {name_key(name_ru or name_kk)}".casefold()


def picked(organisation: Organisation, values: list[str]) -> tuple[list[Holder], list[StateBody]]:
    """The rows that the values name; one of another organisation, or of nobody, is left out."""
    holders, bodies = _numbers(values, "holder:"), _numbers(values, "body:")
    own = Holder.objects.of(organisation).filter(pk__in=holders)
    public = StateBody.objects.filter(~Q(kind=BodyKind.LOCAL), is_active=True, pk__in=bodies)
    return list(own), list(public)


def _numbers(values: list[str], head: str) -> list[int]:
    tails = (value.removeprefix(head) for value in values if value.startswith(head))
    return [int(tail) for tail in tails if tail.isascii() and tail.isdigit() and len(tail) < 18]
