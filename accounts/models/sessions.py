import hashlib

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class SessionManager(BaseSessionManager["Session"]):
    """Rows are written by accounts.session_store."""


class Session(AbstractBaseSession):
    """A browser's session, and of a person's also: with what, since when, and in which hour it was last used.

    No address is kept. The row goes when the session ends, is ended, or SESSION_COOKIE_AGE after it began.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = SessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):  # type: ignore[name-defined]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls) -> type:
        from accounts.session_store import SessionStore  # the store is an engine that loads this module

        return SessionStore

    @property
    def mark(self) -> str:
        """What a page may say of the session: its key would open it."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()
