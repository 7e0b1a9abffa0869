"""Triggers that note what was written, so that the search reads it again: on both engines, whoever writes, in bulk or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from common.word_index import WordIndex
from monitoring.models import SearchStale
from monitoring.search.kinds import Kind
from monitoring.search.sources import SOURCES
from projects.models import DraftAct

ENTRIES = WordIndex("monitoring_searchentry", "monitoring_search")
_STALE = SearchStale._meta.db_table
_TEXT_OF_DRAFT = ("title_kk", "title_ru", "search_text")


@dataclass(frozen=True)
class Trigger:
    """After `event` on `table`: the things of `kind` with the numbers `ids` are to be read again. `ids`: what stands behind
    SELECT. `when`: a condition."""

    kind: Kind
    table: str
    event: str
    ids: str
    when: str = ""

    @property
    def name(self) -> str:
        return f"search_{self.kind}_{self.table}_{self.event.split()[0].lower()}"

    @property
    def note(self) -> str:
        return f"INSERT INTO {_STALE} (kind, object_id) SELECT '{self.kind}', {self.ids};"  # noqa: S608


def triggers() -> Iterator[Trigger]:
    for kind, source in SOURCES.items():
        table = source.model._meta.db_table
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            yield Trigger(kind, table, event, f"{row}.id")
        for model, ids in source.told_by:
            if model is DraftAct:
                yield _of_draft(kind, "UPDATE", ids.format(row="NEW"))
                continue
            for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
                yield Trigger(kind, model._meta.db_table, event, ids.format(row=row))
    yield _of_draft(Kind.DRAFT, "INSERT", "NEW.id")
    yield _of_draft(Kind.DRAFT, "UPDATE", "NEW.id")


def _of_draft(kind: Kind, event: str, ids: str) -> Trigger:
    """Polls touch drafts all the time; only another text is news."""
    table = DraftAct._meta.db_table
    if event == "INSERT":
        return Trigger(kind, table, event, ids)
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _TEXT_OF_DRAFT)
    return Trigger(kind, table, f"UPDATE OF {', '.join(_TEXT_OF_DRAFT)}", ids, changed)


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing. Runs after every migration: SQLite drops the triggers of a table that a migration rebuilds.
    Things whose triggers were missing are all read again."""
    with connection.cursor() as cursor:
        if _STALE not in connection.introspection.table_names(cursor):
            return
    ENTRIES.ensure(connection)
    wanted = list(triggers())
    missing = {trigger.kind for trigger in wanted if trigger.name not in _known(connection)}
    with connection.cursor() as cursor:
        for trigger in wanted:
            if trigger.kind in missing:
                _make(connection, cursor, trigger)
        for kind in sorted(missing):
            table = DraftAct._meta.db_table if kind == Kind.DRAFT else SOURCES[kind].model._meta.db_table
            cursor.execute(
                f"INSERT INTO {_STALE} (kind, object_id) SELECT '{kind}', id FROM {table}"  # noqa: S608 - names of ours
            )


def _known(connection: BaseDatabaseWrapper) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def _make(connection: BaseDatabaseWrapper, cursor: object, trigger: Trigger) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]
    after = f"AFTER {trigger.event} ON {trigger.table} FOR EACH ROW"
    if connection.vendor == "postgresql":
        execute(
            f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {trigger.note} RETURN NULL; END $$"
        )
        execute(f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")
        when = f" WHEN ({trigger.when})" if trigger.when else ""
        execute(f"CREATE TRIGGER {trigger.name} {after}{when} EXECUTE FUNCTION {trigger.name}()")
        return
    execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
    when = f" WHEN {trigger.when.replace('IS DISTINCT FROM', 'IS NOT')}" if trigger.when else ""
    execute(f"CREATE TRIGGER {trigger.name} {after}{when} BEGIN {trigger.note} END")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Before the tables that the triggers write to are taken away."""
    with connection.cursor() as cursor:
        for trigger in triggers():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {trigger.name}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
