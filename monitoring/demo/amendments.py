"""Amendment tables of the demonstration: one being written, one assessed, approved, sent and answered."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts.models import Organisation, User
from amendments.actions import cells, review, rows, table
from amendments.models import CELLS, AmendmentRow, AmendmentTable
from amendments.states import TableState
from monitoring.demo import answers
from projects.models import Dossier

TABLES = Path(__file__).with_name("amendments.toml")
WRITTEN = (*CELLS, "category")


def write_tables(organisation: Organisation, author: User, head: User, at: datetime) -> None:
    """The tables of amendments.toml, written by `author`; one that is submitted has gone its whole way by `at`."""
    with TABLES.open("rb") as file:
        wanted = tomllib.load(file)["table"]
    for facts in wanted:
        dossier = Dossier.objects.of(organisation).get(draft__portal_id=facts["portal_id"])
        if facts["state"] == TableState.DRAFT:
            written(dossier, facts, author, at - timedelta(hours=20))
            continue
        answers.assess(dossier, facts["assessment"], author, at - timedelta(hours=45))
        sent = written(dossier, facts, author, at - timedelta(hours=44))
        approved(sent, author, head, at - timedelta(hours=42))
        answers.submit(sent, author, at - timedelta(hours=40))
        answers.answer(sent, facts["row"], author, at - timedelta(hours=3))


def written(dossier: Dossier, facts: dict[str, Any], author: User, at: datetime) -> AmendmentTable:
    """The table with its summary and rows, not read by anybody yet."""
    begun = table.begin_table(dossier, actor=author, at=at)
    for name in ("summary_kk", "summary_ru"):
        begun = cells.write_summary(begun, name, facts[name], seen=begun.version, actor=author, at=at)
    for given in facts["row"]:
        write_row(rows.add_row(begun, actor=author, at=at), given, author, at)
    return begun


def write_row(row: AmendmentRow, given: dict[str, Any], author: User, at: datetime) -> None:
    for name in WRITTEN:
        if name in given:
            row = cells.write_cell(row, name, given[name], seen=row.version, actor=author, at=at)


def approved(begun: AmendmentTable, author: User, head: User, at: datetime) -> None:
    """Every text is checked, then the table goes from hand to hand."""
    for language in ("kk", "ru"):
        for row in begun.rows.live():
            row.table = begun
            cells.check_row(row, language, is_checked=True, seen=row.version, actor=author, at=at)
        begun.refresh_from_db()
        cells.check_summary(begun, language, is_checked=True, seen=begun.version, actor=author, at=at)
    begun.refresh_from_db()
    review.send_table(begun, actor=author, at=at)
    review.pass_table(begun, actor=author, at=at)
    review.pass_table(begun, actor=author, at=at)
    review.approve_table(begun, actor=head, at=at)
