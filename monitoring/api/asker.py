"""Who asks: a program with a key in the header, in the rights that the key's maker has at this moment."""

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from accounts import keys
from accounts.access import Right, may, only_as
from accounts.actions import note_key_use
from accounts.models import AccessKey, Membership, Organisation, User
from accounts.states import Scope
from monitoring.api.errors import Refusal

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Qatysu"'}


@dataclass(frozen=True)
class Asker:
    """`user`: the key's maker, as a member of the key's organisation alone."""

    user: User
    membership: Membership

    @property
    def organisation(self) -> Organisation:
        return self.membership.organisation

    def may(self, right: Right) -> bool:
        return may(self.membership, right)


class Key(HttpBearer):
    """Opens to a working key with `scope`. Cookies are not looked at: a page of another site can ask nothing here."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            text = _("Send your key in the header “Authorization: Bearer …”.")
            raise Refusal(401, "no_key", text, headers=CHALLENGE)
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Asker:
        at = timezone.now()
        rows = AccessKey.objects.working(at).select_related("membership__user", "membership__organisation")
        key = rows.filter(secret_hash=keys.hash_of(token)).first()
        if key is None:
            text = _("This key does not work: it was revoked, has run out or was never made.")
            raise Refusal(401, "key_not_valid", text, headers=CHALLENGE)
        self._slow_down(key)
        if self.scope not in key.scopes:
            text = _("The key was not made for this: it lacks %(scope)s.")
            raise Refusal(403, "scope_missing", text, values={"scope": self.scope.value})
        note_key_use(key, at)
        return Asker(only_as(key.membership), key.membership)

    def _slow_down(self, key: AccessKey) -> None:
        seconds = keys.seconds_to_wait(key.pk, time.time())
        if seconds:
            text = _("Too many questions in one minute. Ask again in %(seconds)s s.")
            headers = {"Retry-After": str(seconds)}
            raise Refusal(429, "too_many", text, values={"seconds": seconds}, headers=headers)
