"""Reads of hearings that several pages, or other apps, need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value

from accounts.models import Organisation
from common.along import first_of, moment_of
from correspondence.models import IssuedFile
from deadlines.actions import Words
from hearings.models import (
    AccessNeed,
    AgendaItem,
    Consent,
    Hearing,
    HearingDate,
    Invitation,
    Minutes,
    PackArchive,
    PackFile,
    PackItem,
    Registration,
    Stakeholder,
    WrittenProposal,
)
from hearings.pack import FORMATS, Material
from hearings.readers import Reader
from hearings.states import (
    BEGUN,
    ArchiveState,
    Attendance,
    DocumentKind,
    HearingState,
    MinutesState,
    PackKind,
    RegistrationState,
    WrittenState,
)
from projects.models import Dossier
from projects.plain_text import clean_line


def agenda_of(hearing: Hearing) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(hearing=hearing, removed_at__isnull=True).order_by("order", "pk")


@dataclass(frozen=True)
class Timed:
    """An item with the moment at which it begins by plan."""

    item: AgendaItem
    starts_at: datetime


def timed(hearing: Hearing, items: list[AgendaItem]) -> list[Timed]:
    starts_at, rows = hearing.starts_at, []
    for item in items:
        rows.append(Timed(item, starts_at))
        starts_at += timedelta(minutes=item.minutes)
    return rows


def dates_of(hearing: Hearing) -> dict[str, HearingDate]:
    """The hearing's deadlines by the code of their rule."""
    rows = HearingDate.objects.filter(hearing=hearing).select_related(
        "deadline", "deadline__time_limit", "deadline__responsible"
    )
    return {row.code: row for row in rows}


def has_public_minutes(hearing: Hearing) -> bool:
    """Asks nothing of a hearing whose minutes are not approved."""
    if hearing.minutes_approved_at is None:
        return False
    return Minutes.objects.filter(hearing=hearing, state=MinutesState.PUBLISHED).exists()


def invitations_of(hearing: Hearing) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(hearing=hearing).select_related("stakeholder")
    return rows.order_by("stakeholder__kind", "stakeholder__name", "pk")


def stakeholders(organisation: Organisation) -> QuerySet[Stakeholder]:
    """The organisation's map; with each, at how many hearings it was invited, came and spoke."""
    held = ~Q(invitations__hearing__state=HearingState.CANCELLED)
    return (
        Stakeholder.objects.filter(organisation=organisation)
        .annotate(
            invited=Count("invitations", filter=held),
            came=Count("invitations", filter=held & Q(invitations__came=True)),
            spoke=Count("invitations", filter=held & Q(invitations__spoke=True)),
        )
        .order_by("kind", "name", "pk")
    )


def not_chosen(hearing: Hearing) -> QuerySet[Stakeholder]:
    there = Invitation.objects.filter(hearing=hearing).values("stakeholder_id")
    rows = Stakeholder.objects.filter(organisation=hearing.organisation_id).exclude(pk__in=there)
    return rows.order_by("kind", "name", "pk")


def history_of(stakeholder: Stakeholder) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(stakeholder=stakeholder).select_related("hearing")
    return rows.order_by("-hearing__starts_at", "-pk")


def whole_pack(hearing: Hearing) -> list[Material]:
    """The six materials in the order of the methodology, with what there is of each (two queries)."""
    items = {item.kind: item for item in PackItem.objects.filter(hearing=hearing)}
    files: dict[str, dict[str, PackFile]] = {}
    for row in pack_files(hearing):
        files.setdefault(row.kind, {})[row.language] = row
    return [
        Material(
            kind,
            items[kind].address_kk if kind in items else "",
            items[kind].address_ru if kind in items else "",
            files.get(kind, {}),
        )
        for kind in PackKind
    ]


def pack_of(hearing: Hearing) -> list[Material]:
    """The materials of which there is something, in the order of the methodology."""
    return [
        material
        for material in whole_pack(hearing)
        if material.files or material.address_kk or material.address_ru
    ]


def annexed(hearing: Hearing) -> list[tuple[PackKind, Words]]:
    """The materials of the pack with their addresses, in the order of the methodology (one query)."""
    items = PackItem.objects.filter(hearing=hearing).exclude(address_kk="", address_ru="")
    files = PackFile.objects.filter(hearing=hearing)
    rows = items.values_list("kind", "address_kk", "address_ru").union(
        files.values_list("kind", Value(""), Value(""))
    )
    found: dict[str, Words] = {}
    for kind, kk, ru in rows:
        known = found.get(kind, Words("", ""))
        found[kind] = Words(kk or known.kk, ru or known.ru)
    return [(kind, found[kind]) for kind in PackKind if kind in found]


def pack_files(hearing: Hearing) -> QuerySet[PackFile]:
    return PackFile.objects.filter(hearing=hearing).select_related("order")


def issued_files(materials: Iterable[Material]) -> dict[int, IssuedFile]:
    """The issued files of the documents among the materials, without their bytes, by the order's id (one query)."""
    orders = {
        row.order_id: FORMATS[DocumentKind(row.order.kind)]
        for material in materials
        for row in material.files.values()
        if row.order is not None
    }
    if not orders:
        return {}
    rows = IssuedFile.objects.filter(document__order__in=orders).select_related("document").defer("body")
    return {row.document.order_id: row for row in rows if row.kind == orders[row.document.order_id]}


def body_of_file(row: PackFile) -> bytes:
    """The bytes of a material; FileNotFoundError where they are lost, or the document is not made yet."""
    if row.order is None:
        with row.file.open("rb") as file:
            return bytes(file.read())
    kind = FORMATS[DocumentKind(row.order.kind)]
    issued = IssuedFile.objects.filter(document__order=row.order, kind=kind).first()
    if issued is None:
        raise FileNotFoundError(row.file_name)
    return bytes(issued.body)


def hashes_of_pack(hearing: Hearing) -> QuerySet[PackFile, str]:
    """Of the files that somebody brought."""
    return PackFile.objects.filter(hearing=hearing, order__isnull=True).values_list("sha256", flat=True)


def archive_of(hearing: Hearing) -> PackArchive | None:
    """The newest archive that can be given out."""
    rows = PackArchive.objects.filter(hearing=hearing, state=ArchiveState.READY)
    return rows.order_by("-pk").first()


def is_archive_due(hearing: Hearing) -> bool:
    """A newer archive is being made."""
    return PackArchive.objects.filter(hearing=hearing, state=ArchiveState.WAITING).exists()


def clean_name(name: str) -> str:
    """The last part of a file's name as a browser gives it, on one line."""
    return clean_line(name.replace("\\", "/"), 1_000).rpartition("/")[2]


def readers(hearing: Hearing) -> list[Reader]:
    """Everybody who was told of the hearing and has to be told of its changes, each address once."""
    invited = Invitation.objects.filter(hearing=hearing, sent_at__isnull=False).exclude(stakeholder__email="")
    found = {
        reader.key: reader
        for email, language in invited.values_list("stakeholder__email", "stakeholder__language").order_by(
            "pk"
        )
        for reader in [Reader(email, language)]
    }
    registered = (
        Registration.objects.filter(hearing=hearing, confirmed_at__isnull=False)
        .live()
        .exclude(email="")
        .order_by("pk")
    )
    for email, language in registered.values_list("email", "language"):
        reader = Reader(email, language)
        found.setdefault(reader.key, reader)
    return list(found.values())


def places(hearing: Hearing) -> dict[str, int]:
    """How many are 'room' and 'online' seated and 'room_waiting', 'online_waiting' (one query)."""
    rows = Registration.objects.filter(hearing=hearing).live().values_list("attendance", "state")
    counted = {f"{a}_{s}": n for a, s, n in rows.annotate(n=Count("pk")).order_by()}
    return {
        **{kind.value: counted.get(f"{kind}_{RegistrationState.SEATED}", 0) for kind in Attendance},
        **{f"{kind}_waiting": counted.get(f"{kind}_{RegistrationState.WAITING}", 0) for kind in Attendance},
    }


def participants(hearing: Hearing) -> QuerySet[Registration]:
    """Everybody registered, in the order of arrival, with consents and needs."""
    rows = Registration.objects.filter(hearing=hearing).exclude(state=RegistrationState.ERASED)
    current = Consent.objects.filter(withdrawn_at__isnull=True)
    needs = AccessNeed.objects.select_related("owner").order_by("pk")
    return rows.order_by("number").prefetch_related(
        Prefetch("consents", queryset=current, to_attr="current_consents"),
        Prefetch("needs", queryset=needs, to_attr="asked_needs"),
    )


def written_proposals(hearing: Hearing) -> QuerySet[WrittenProposal]:
    """What came in writing, in the order in which it was sent; without what nobody confirmed and what was erased."""
    shown = (WrittenState.CONFIRMED, WrittenState.WITHDRAWN)
    rows = WrittenProposal.objects.filter(hearing=hearing, state__in=shown)
    return rows.select_related("proposal").order_by("pk")


# --- What strangers see ------------------------------------------------------------------------------------------

MOST_PUBLIC = 200


def coming(at: datetime) -> QuerySet[Hearing]:
    """Announced hearings of all organisations that are not over, the nearest first; cancelled ones among them."""
    rows = Hearing.objects.public().filter(starts_at__gte=at - timedelta(hours=12))
    return rows.select_related("organisation").order_by("starts_at", "pk")[:MOST_PUBLIC]


# --- For the dossier's page -------------------------------------------------------------------------------------

_ALONG = ("pk", "state", "starts_at", "minutes")


@dataclass(frozen=True)
class DossierHearing:
    """The latest hearing of a dossier that was not called off; `pk` is None where there is none."""

    pk: int | None = None
    state: str = ""
    starts_at: datetime | None = None
    minutes: int = 0

    @property
    def label(self) -> str:
        return str(HearingState(self.state).label) if self.state else ""

    def is_held(self, at: datetime) -> bool:
        """It was held, or was announced and its time is over."""
        if self.state in BEGUN:
            return self.state == HearingState.HELD
        if self.state != HearingState.ANNOUNCED or self.starts_at is None:
            return False
        return self.starts_at + timedelta(minutes=self.minutes) <= at

    @property
    def url(self) -> str:
        return f"/hearings/{self.pk}/" if self.pk else ""


def hearing_columns() -> dict[str, Subquery]:
    """To be read along with a dossier; `hearing_along` takes it from there."""
    latest = Hearing.objects.standing().filter(dossier=OuterRef("pk")).order_by("-starts_at", "-pk")
    return {"hearing_latest": first_of(latest, *_ALONG)}


def hearing_along(dossier: Dossier) -> DossierHearing:
    found = dossier.hearing_latest  # type: ignore[attr-defined]
    return (
        DossierHearing(**found | {"starts_at": moment_of(found["starts_at"])}) if found else DossierHearing()
    )


def list_of(organisation: Organisation, *, past: bool, at: datetime) -> QuerySet[Hearing]:
    """Hearings still to come, the nearest first; or those behind us and those called off, the latest first."""
    begun = at - timedelta(days=1)
    rows = Hearing.objects.of(organisation).select_related("dossier", "dossier__draft", "moderator")
    over = Q(starts_at__lt=begun) | Q(state=HearingState.CANCELLED)
    return rows.filter(over).order_by("-starts_at") if past else rows.exclude(over).order_by("starts_at")
