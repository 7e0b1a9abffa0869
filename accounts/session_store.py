"""Sessions in the database that know whose they are: for settings.SESSION_ENGINE.

A person can be shown their sessions and end each of them, and a request costs the one query that it cost before.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from accounts import devices
from accounts.models import Session

SEEN_EVERY = timedelta(hours=1)


class SessionStore(DatabaseStore):
    """`device`, `signed_in_at`, `seen_at`: the columns of the row, None until somebody signs in."""

    device: str = ""
    signed_in_at: datetime | None = None
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        row: Session | None = self._get_session_from_db()  # type: ignore[attr-defined]
        if row is None:
            return {}
        self.device, self.signed_in_at, self.seen_at = row.device, row.signed_in_at, row.seen_at
        return dict(self.decode(row.session_data))

    async def aload(self) -> dict[str, Any]:
        raise NotImplementedError("the portal is served by WSGI")

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        if data.get(SESSION_KEY):
            row.user_id = int(data[SESSION_KEY])
            row.device, row.signed_in_at, row.seen_at = self.device, self.signed_in_at, self.seen_at
        return row

    def begin(self, device: str, at: datetime) -> None:
        """Somebody has signed in."""
        self.device, self.signed_in_at, self.seen_at = device, at, to_the_hour(at)
        self.modified = True

    def touch(self, at: datetime) -> None:
        """Note the hour in which the session was used, with one query an hour; its end stays where it was."""
        if self.seen_at is None or at - self.seen_at < SEEN_EVERY:
            return
        self.seen_at = to_the_hour(at)
        Session.objects.filter(session_key=self.session_key).update(seen_at=self.seen_at)


def begin_session(request: HttpRequest | None, **_signal: Any) -> None:
    """For Django's signal `user_logged_in`, which every way in sends: the session says with what it began."""
    if request is not None and isinstance(request.session, SessionStore):
        request.session.begin(devices.in_words(request.META.get("HTTP_USER_AGENT", "")), timezone.now())


def to_the_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
