"""What the search reads. Nothing here is an original: `manage.py rebuild_search` makes all of it anew."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from common.word_index import BEGINNING, TERM_LENGTH
from monitoring.search.kinds import Kind
from monitoring.search.spelling import folded
from projects.models import Dossier, StateBody


class SearchEntry(models.Model):
    """Something that an organisation wrote or got, as it was when it was last read.

    `object_id`: its number among its kind. `search_text`: its stems, for common.word_index. `title_…` and `text_…` are what
    the page of hits shows. `body`: the state body it is about, where that is not the body of the dossier's draft. `person`:
    who wrote it or sees to it.
    """

    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.SET_NULL, null=True, related_name="+")
    body = models.ForeignKey(StateBody, on_delete=models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    dated_on = models.DateField()
    title_kk = models.TextField(blank=True)
    title_ru = models.TextField(blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    search_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="search_entry_kind"),
        ]
        indexes = [
            models.Index(fields=["organisation", "kind", "-dated_on", "-id"], name="search_entry_newest")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchStale(models.Model):
    """Something that was written, changed or deleted since it was last read. Triggers of the database put it here, so that
    nothing that writes can forget to; until it is read again nobody finds it."""

    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="search_stale_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchWord(models.Model):
    """A stem that stands in drafts (`organisation` empty) or in what one organisation wrote, for words that were mistyped.

    `folded`: without the marks of Kazakh letters (monitoring.search.spelling); `size`, `start` and `end`: its length, its first
    and last two letters, one of which a mistake leaves as they are. `head`: the beginning of the stem, for words of which no
    more was typed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    stem = models.CharField(max_length=TERM_LENGTH)
    folded = models.CharField(max_length=TERM_LENGTH)
    size = models.PositiveSmallIntegerField()
    start = models.CharField(max_length=2)
    end = models.CharField(max_length=2)
    head = models.CharField(max_length=BEGINNING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stem"], condition=Q(organisation__isnull=True), name="search_word_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "stem"],
                condition=Q(organisation__isnull=False),
                name="search_word_once_in_organisation",
            ),
        ]
        indexes = [
            models.Index(fields=["folded"], name="search_word_folded"),
            models.Index(fields=["start", "size"], name="search_word_start"),
            models.Index(fields=["end", "size"], name="search_word_end"),
            models.Index(fields=["head"], name="search_word_head"),
        ]

    def __str__(self) -> str:
        return self.stem

    @classmethod
    def of(cls, stem: str, organisation_id: int | None) -> "SearchWord":
        key = folded(stem)
        return cls(
            organisation_id=organisation_id,
            stem=stem,
            folded=key,
            size=len(key),
            start=key[:2],
            end=key[-2:],
            head=stem[:BEGINNING],
        )
