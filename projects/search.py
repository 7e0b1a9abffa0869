"""Finding drafts by words: an index of word stems in the database, the same hits on SQLite (FTS5) and
PostgreSQL.

`search_text` holds the stems of both titles, the body's name and the portal number, letters and digits only,
separated by single spaces. Every word of a query has to be found as a stem in Kazakh or in Russian, or as the
beginning of one.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from common.stems import stems, tokens

if TYPE_CHECKING:
    from projects.models import DraftAct

TERMS = 12
TERM_LENGTH = 60
BEGINNING = 4  # letters from which a typed word may be the beginning of a longer one
MANY = 1_000  # with more hits than that a page is found sooner going down the list
_PARTS = re.compile(r"[^\W_]+")

_SQLITE_TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS projects_draft_search USING fts5(
    search_text, content='projects_draftact', content_rowid='id', tokenize="unicode61 remove_diacritics 0"
)
"""
_FORGET = """
INSERT INTO projects_draft_search(projects_draft_search, rowid, search_text)
VALUES ('delete', old.id, old.search_text);
"""
_LEARN = "INSERT INTO projects_draft_search(rowid, search_text) VALUES (new.id, new.search_text);"
_SQLITE_TRIGGERS = {
    "projects_draft_search_insert": f"AFTER INSERT ON projects_draftact BEGIN {_LEARN} END",
    "projects_draft_search_delete": f"AFTER DELETE ON projects_draftact BEGIN {_FORGET} END",
    "projects_draft_search_update": "AFTER UPDATE OF search_text ON projects_draftact "
    f"WHEN old.search_text IS NOT new.search_text BEGIN {_FORGET} {_LEARN} END",
}
_SQLITE_HITS = "SELECT rowid FROM projects_draft_search WHERE projects_draft_search MATCH %s"
_POSTGRES_VECTOR = "array_to_tsvector(string_to_array(projects_draftact.search_text, ' '))"
_POSTGRES_HOLDS = f"{_POSTGRES_VECTOR} @@ %s::tsquery"  # letter for letter as in the index
_POSTGRES_HITS = f"SELECT id FROM projects_draftact WHERE {_POSTGRES_HOLDS}"
# Without the frame PostgreSQL would read the whole table in the hope of soon having enough.
_ARE_MANY = {
    "sqlite": f"SELECT count(*) FROM ({_SQLITE_HITS} LIMIT {MANY + 1})",
    "postgresql": f"WITH hits AS MATERIALIZED ({_POSTGRES_HITS}) "
    f"SELECT count(*) FROM (SELECT id FROM hits LIMIT {MANY + 1}) AS counted",
}
_POSTGRES_INDEX = """
CREATE INDEX projects_draft_search ON projects_draftact
USING gin (array_to_tsvector(string_to_array(search_text, ' ')))
"""


def ensure_index(connection: BaseDatabaseWrapper) -> None:
    """Make the search index if it is not there. Runs after every migration: SQLite drops the triggers of a
    table that a migration rebuilds, and the index is then filled anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT to_regclass('projects_draft_search')")
            if cursor.fetchone() == (None,):
                cursor.execute(_POSTGRES_INDEX)
            return
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'projects_draftact'"
        )
        if set(_SQLITE_TRIGGERS) <= {row[0] for row in cursor.fetchall()}:
            return
        cursor.execute(_SQLITE_TABLE)
        for name, body in _SQLITE_TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")
        cursor.execute("INSERT INTO projects_draft_search(projects_draft_search) VALUES ('rebuild')")


def _plain(words: list[str]) -> list[str]:
    """Letters and digits only, as both engines keep them: '508-н/қ' becomes 508, н, қ."""
    return [part for word in words for part in _PARTS.findall(word)]


def search_text_of(draft: "DraftAct") -> str:
    """What search reads of a draft: made when the draft is stored."""
    words = [*(draft.stems_kk or "").split(), *(draft.stems_ru or "").split()]
    words += [*stems(draft.body_name_kk or "", "kk"), *stems(draft.body_name_ru or "", "ru")]
    if draft.portal_id is not None:
        words.append(str(draft.portal_id))
    return " ".join(dict.fromkeys(_plain(words)))


def _alternatives(text: str) -> list[list[tuple[str, bool]]]:
    """For each word of the query the forms any one of which will do, and whether the form may be a beginning
    only.
    """
    found = []
    for word in tokens(text)[:TERMS]:
        forms = _plain([form[:TERM_LENGTH] for form in (*stems(word, "kk"), *stems(word, "ru"))])
        typed = [part for part in _plain([word[:TERM_LENGTH]]) if len(part) >= BEGINNING]
        group = [(form, False) for form in dict.fromkeys(forms)] + [(part, True) for part in typed]
        if group:
            found.append(group)
    return found


def matching(drafts: "QuerySet[DraftAct]", text: str, *, by_pages: bool = False) -> "QuerySet[DraftAct]":
    """Those of `drafts` that hold every word of `text`; a text without any word finds nothing.

    `by_pages`: only a page of them will be read, in an order that an index gives.
    """
    groups = _alternatives(text)
    if not groups:
        return drafts.none()
    return _found(drafts, _all([_any([_term(*form) for form in group]) for group in groups]), by_pages)


def holding_any(drafts: "QuerySet[DraftAct]", phrases: Iterable[str]) -> "QuerySet[DraftAct]":
    """Those of `drafts` that hold all words of at least one phrase, in Kazakh or in Russian, whatever their
    order.
    """
    wanted = []
    for phrase in phrases:
        for language in ("kk", "ru"):
            words = dict.fromkeys(_plain(list(stems(phrase, language))))
            wanted.append(_all([_term(word) for word in words]))
    return _found(drafts, _any(list(dict.fromkeys(filter(None, wanted)))))


def _found(drafts: "QuerySet[DraftAct]", query: str, by_pages: bool = False) -> "QuerySet[DraftAct]":
    """Few hits are best looked up first and then sorted. Where there are many and a page of them is wanted, it is
    better to go down the list in its order until the page is full. The engines cannot tell, so they are told.
    """
    if not query:
        return drafts.none()
    go_down_the_list = by_pages and _are_many(query)
    if connection.vendor == "postgresql":
        holds = (
            _POSTGRES_HOLDS if go_down_the_list else f"projects_draftact.id IN ({_POSTGRES_HITS} OFFSET 0)"
        )
    else:  # the plus keeps SQLite from looking up
        holds = f"{'+' * go_down_the_list}projects_draftact.id IN ({_SQLITE_HITS})"
    return drafts.extra(where=[holds], params=[query])


def _are_many(query: str) -> bool:
    """Counts the hits, no further than it must."""
    with connection.cursor() as cursor:
        cursor.execute(_ARE_MANY[connection.vendor], [query])
        return bool(cursor.fetchone()[0] > MANY)


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
