"""The activity log: added to, never changed, and told in words."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from accounts.actions import record
from accounts.activity import SENTENCES, line
from accounts.models import ActivityEntry, Organisation, User

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def entry(aigerim: User, ashyq_orta: Organisation) -> ActivityEntry:
    return record(
        "invitation.sent",
        actor=aigerim,
        organisation=ashyq_orta,
        subject="s" * 400,
        obj=ashyq_orta,
        at=timezone.now(),
        details={"role": "lawyer"},
    )


def test_record_keeps_who_what_and_when(entry: ActivityEntry, ashyq_orta: Organisation) -> None:
    assert (entry.object_type, entry.object_id) == ("accounts.organisation", ashyq_orta.pk)
    assert len(entry.subject) == 300


def test_sentence_is_told_in_the_readers_language(entry: ActivityEntry) -> None:
    with translation.override("en"):
        sentence = line(entry).sentence
    assert sentence == f"Айгерім Серікова invited {'s' * 300}. Role: Lawyer."


def test_object_of_two_names_is_called_by_the_readers(ashyq_orta: Organisation, aigerim: User) -> None:
    ashyq_orta.name_kk, ashyq_orta.name_ru = "Ашық орта қоры", "Фонд «Ашық орта»"
    entry = record(
        "organisation.created", actor=aigerim, organisation=ashyq_orta, subject=ashyq_orta, at=timezone.now()
    )

    said = {}
    for language in ("kk", "ru"):
        with translation.override(language):
            said[language] = line(entry).sentence

    assert "Ашық орта қоры" in said["kk"]
    assert "Фонд «Ашық орта»" in said["ru"]


def test_day_is_written_as_people_write_it(ashyq_orta: Organisation, aigerim: User) -> None:
    entry = record(
        "deadline.moved",
        actor=aigerim,
        organisation=ashyq_orta,
        subject="Есеп",
        at=timezone.now(),
        details={"before": "2026-11-25", "after": "2026-12-01", "reason": "person"},
    )
    with translation.override("kk"):
        sentence = line(entry).sentence
    assert sentence.endswith("Бұрынғы күні: 2026 ж. 25 қараша, жаңа күні: 2026 ж. 1 желтоқсан.")


def test_unknown_verb_and_missing_details_do_not_break_the_page(entry: ActivityEntry) -> None:
    with translation.override("en"):
        entry.verb, entry.details = "something.new", {}
        assert "no words for" in line(entry).sentence
        entry.verb, entry.details = "member.role_changed", {"role": "no longer a role"}
        assert line(entry).sentence.endswith("from  to no longer a role.")


def test_queryset_refuses_change_and_deletion(entry: ActivityEntry) -> None:
    for change in (
        lambda: ActivityEntry.objects.update(verb="x"),
        lambda: ActivityEntry.objects.all().delete(),
    ):
        with pytest.raises(TypeError, match="append-only"):
            change()


def test_database_refuses_a_change(entry: ActivityEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE accounts_activityentry SET subject = 'another'")
    entry.refresh_from_db()
    assert entry.subject == "s" * 300


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is emptied row by row between tests")
def test_database_refuses_a_deletion(entry: ActivityEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


@pytest.mark.django_db(transaction=True)
def test_log_does_not_stand_in_the_way_of_emptying_a_test_database(entry: ActivityEntry) -> None:
    assert ActivityEntry.objects.count() == 1  # and the flush that follows this test succeeds


def _verbs_recorded() -> dict[str, str]:
    """Every verb that is written out in a call of record(), with the file it stands in."""
    found = {}
    for config in apps.get_app_configs():
        folder = Path(config.path)
        for path in folder.rglob("*.py") if folder.parent == ROOT else ():
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) == "record" and node.args:
                    verb = node.args[0]
                    if isinstance(verb, ast.Constant):
                        found[str(verb.value)] = str(path.relative_to(ROOT))
    return found


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


def test_every_verb_recorded_has_a_sentence() -> None:
    recorded = _verbs_recorded()
    untold = {verb: where for verb, where in recorded.items() if verb not in SENTENCES}
    assert "organisation.created" in recorded
    assert not untold, f"add sentences to the app's activity.py: {untold}"


def test_every_sentence_can_be_filled_in(entry: ActivityEntry) -> None:
    for verb, sentence in SENTENCES.items():
        entry.verb = verb
        assert sentence.about(entry)
