from django.db import models
from django.db.models import Q

from accounts.models import Organisation

LANGUAGES = ("kk", "ru")


class SharePicture(models.Model):
    """The picture that a messenger shows beside the link to a public page, drawn before anybody asks for it.

    `key` names the page ('hearing:<code>'); `card_hash` is that of what the picture says (correspondence.shares.Card), so that
    one that says something else by now is drawn anew. `sha256`, of the bytes, stands in the address.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    card_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, db_index=True)
    body = models.BinaryField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="share_picture_once"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="share_picture_language"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language}"

    @property
    def path(self) -> str:
        return f"/share/{self.sha256}.png"
