"""An index of word stems over one table, the same hits on SQLite (FTS5) and PostgreSQL.

The table has a column `search_text`: stems, letters and digits only, separated by single spaces (`plain`). Every word of a
query has to be found as a stem in Kazakh or in Russian, or as the beginning of one. A query is a list of groups, one for each
word; a group is the forms any one of which will do.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet

from common.stems import stems, tokens

TERMS = 12
TERM_LENGTH = 60
BEGINNING = 4  # letters from which a typed word may be the beginning of a longer one
MANY = 1_000  # with more hits than that a page is found sooner going down the list
_PARTS = re.compile(r"[^\W_]+")

Form = tuple[str, bool]  # a stem, and whether it may be a beginning only
Group = list[Form]
Row = TypeVar("Row", bound=Model)


def plain(words: Iterable[str]) -> list[str]:
    """Letters and digits only, as both engines keep them: '508-н/қ' becomes 508, н, қ."""
    return [part for word in words for part in _PARTS.findall(word)]


def forms_of(word: str) -> list[str]:
    """The stems under which a word, as `tokens` gives it, may stand in the index."""
    return list(
        dict.fromkeys(plain([form[:TERM_LENGTH] for form in (*stems(word, "kk"), *stems(word, "ru"))]))
    )


def group_of(word: str) -> Group:
    typed = [part for part in plain([word[:TERM_LENGTH]]) if len(part) >= BEGINNING]
    return [(form, False) for form in forms_of(word)] + [(part, True) for part in typed]


def alternatives(text: str) -> list[Group]:
    """The groups of a text; without any word there are none."""
    return [group for group in map(group_of, tokens(text)[:TERMS]) if group]


def any_phrase(phrases: Iterable[str]) -> str:
    """A query of the engine: all words of at least one phrase, in Kazakh or in Russian, whatever their order."""
    wanted = []
    for phrase in phrases:
        for language in ("kk", "ru"):
            words = dict.fromkeys(plain(stems(phrase, language)))
            wanted.append(_all([_term(word) for word in words]))
    return _any(list(dict.fromkeys(filter(None, wanted))))


def every_group(groups: Sequence[Group]) -> str:
    """A query of the engine: one form of each group."""
    return _all([_any([_term(*form) for form in group]) for group in groups])


def _term(form: str, is_beginning: bool = False) -> str:
    """One word of the engine's query language; it holds letters and digits only, so there is nothing to
    escape.
    """
    if connection.vendor == "postgresql":
        return f"'{form}'" + (":*" if is_beginning else "")
    return f'"{form}"' + ("*" if is_beginning else "")


def _any(parts: list[str]) -> str:
    return _joined(parts, " | " if connection.vendor == "postgresql" else " OR ")


def _all(parts: list[str]) -> str:
    return _joined(parts, " & " if connection.vendor == "postgresql" else " AND ")


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})" if parts else ""


@dataclass(frozen=True)
class WordIndex:
    """The index `name` over `search_text` of `table`. Both are names of ours, never of a user."""

    table: str
    name: str

    def ensure(self, connection: BaseDatabaseWrapper) -> None:
        """Make the index if it is not there. Runs after every migration: SQLite drops the triggers of a table that a
        migration rebuilds, and the index is then filled anew."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT to_regclass(%s)", [self.name])
                if cursor.fetchone() == (None,):
                    cursor.execute(f"CREATE INDEX {self.name} ON {self.table} USING gin ({_vector()})")
                return
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
            cursor.execute(query, [self.table])
            if set(self._triggers()) <= {row[0] for row in cursor.fetchall()}:
                return
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.name} USING fts5(search_text, content='{self.table}',"
                " content_rowid='id', tokenize=\"unicode61 remove_diacritics 0\")"
            )
            for trigger, body in self._triggers().items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
                cursor.execute(f"CREATE TRIGGER {trigger} {body}")
            cursor.execute(f"INSERT INTO {self.name}({self.name}) VALUES ('rebuild')")  # noqa: S608

    def _triggers(self) -> dict[str, str]:
        forget = (
            f"INSERT INTO {self.name}({self.name}, rowid, search_text)"  # noqa: S608
            " VALUES ('delete', old.id, old.search_text);"
        )
        learn = f"INSERT INTO {self.name}(rowid, search_text) VALUES (new.id, new.search_text);"  # noqa: S608
        return {
            f"{self.name}_insert": f"AFTER INSERT ON {self.table} BEGIN {learn} END",
            f"{self.name}_delete": f"AFTER DELETE ON {self.table} BEGIN {forget} END",
            f"{self.name}_update": f"AFTER UPDATE OF search_text ON {self.table} "
            f"WHEN old.search_text IS NOT new.search_text BEGIN {forget} {learn} END",
        }

    def found(
        self, rows: "QuerySet[Row, Any]", query: str, *, by_pages: bool = False
    ) -> "QuerySet[Row, Any]":
        """Those of `rows`, of the index's table, that fit a query of the engine; an empty one fits nothing.

        `by_pages`: only a page of them will be read, in an order that an index gives. Few hits are best looked up first
        and then sorted. Where there are many and a page of them is wanted, it is better to go down the list in its order
        until the page is full. The engines cannot tell, so they are told.
        """
        if not query:
            return rows.none()
        go_down_the_list = by_pages and self._are_many(query)
        if connection.vendor == "postgresql":
            holds = self._holds() if go_down_the_list else f"{self.table}.id IN ({self._hits()} OFFSET 0)"
        else:  # the plus keeps SQLite from looking up
            holds = f"{'+' * go_down_the_list}{self.table}.id IN ({self._hits()})"
        return rows.extra(where=[holds], params=[query])

    def _hits(self) -> str:
        if connection.vendor == "postgresql":
            return f"SELECT id FROM {self.table} WHERE {self._holds()}"  # noqa: S608
        return f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s"  # noqa: S608

    def _holds(self) -> str:
        return f"{_vector(self.table + '.')} @@ %s::tsquery"  # letter for letter as in the index

    def _are_many(self, query: str) -> bool:
        """Counts the hits, no further than it must. Without the frame PostgreSQL would read the whole table in the hope
        of soon having enough."""
        counted = f"SELECT count(*) FROM ({self._hits()} LIMIT {MANY + 1})"  # noqa: S608
        if connection.vendor == "postgresql":
            counted = (
                f"WITH hits AS MATERIALIZED ({self._hits()})"  # noqa: S608
                f" SELECT count(*) FROM (SELECT id FROM hits LIMIT {MANY + 1}) AS counted"
            )
        with connection.cursor() as cursor:
            cursor.execute(counted, [query])
            return bool(cursor.fetchone()[0] > MANY)


def _vector(of: str = "") -> str:
    return f"array_to_tsvector(string_to_array({of}search_text, ' '))"
