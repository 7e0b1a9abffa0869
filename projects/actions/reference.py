"""Bodies, categories, types of acts and the portal as a source, from the reviewed files in projects/data."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from projects.actions.bring import manual_source
from projects.actions.names import name_key
from projects.models import ActType, Category, Source, StateBody, StateBodyName
from projects.states import SourceKind

DATA = Path(__file__).parent.parent / "data"


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)[table]


@cache
def unread_names() -> frozenset[str]:
    """The Kazakh names of bodies that are the usual ones, but that nobody has read in an official source yet.

    A name that an administrator has mended is another one, and not in here.
    """
    return frozenset(row["name_kk"] for row in _rows("bodies.toml", "body") if not row.get("checked", True))


@transaction.atomic
def load_reference() -> None:
    """Bring in what is missing; rows that are there stay as they are, so an administrator's corrections are
    kept.
    """
    for row in _rows("categories.toml", "category"):
        names = {"name_kk": row["name_kk"], "name_ru": row["name_ru"]}
        Category.objects.get_or_create(portal_id=row["portal_id"], defaults=names)
    for row in _rows("act_types.toml", "act_type"):
        _act_type(row)
    for row in _rows("bodies.toml", "body"):
        _body(row)
    manual_source()
    Source.objects.get_or_create(
        kind=SourceKind.PORTAL,
        address=f"https://{settings.PORTAL_HOST}/list",
        defaults={"name_kk": "«Ашық НҚА» порталы", "name_ru": "Портал «Открытые НПА»"},
    )


def _act_type(row: dict[str, Any]) -> None:
    fields = {name: row[name] for name in ("name_kk", "name_ru", "level")} | {
        "aliases": row.get("aliases", [])
    }
    if row.get("portal_id") is not None:
        ActType.objects.get_or_create(portal_id=row["portal_id"], defaults=fields)
    else:
        ActType.objects.get_or_create(name_ru=row["name_ru"], defaults=fields)


def _body(row: dict[str, Any]) -> None:
    names = [row["name_kk"], row["name_ru"], *row.get("aliases", [])]
    known = StateBodyName.objects.filter(key=name_key(row["name_ru"])).select_related("body").first()
    fields = {"kind": row["kind"], "name_kk": row["name_kk"], "name_ru": row["name_ru"]}
    if known is not None:
        body = known.body
    elif row.get("portal_id") is not None:
        body, _created = StateBody.objects.get_or_create(portal_id=row["portal_id"], defaults=fields)
    else:
        body = StateBody.objects.create(**fields)
    missing = [StateBodyName(body=body, key=key) for key in {name_key(name) for name in names}]
    StateBodyName.objects.bulk_create(missing, ignore_conflicts=True)
