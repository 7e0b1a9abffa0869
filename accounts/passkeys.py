"""Passkeys (WebAuthn): what the browser is asked, and whether what it answered is true.

A key belongs to the host name under which it was made, so the name people have in the address line counts.
"""

import hashlib
import json
import struct
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import webauthn
from cryptography.exceptions import UnsupportedAlgorithm
from django.http import HttpRequest
from django.http.request import split_domain_port
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_challenge
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.models import Passkey, User

LONGEST = 20_000  # letters of a browser's answer
# What the library says of an answer that is none, however it is broken.
_NOT_AN_ANSWER: tuple[type[Exception], ...] = (
    WebAuthnException,
    UnsupportedAlgorithm,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class Untrue(Exception):
    """The answer was not given by the key, to this question, on this site."""


@dataclass(frozen=True)
class Site:
    """`name`: the host without port, to which keys belong; `origin`: what the browser says it was asked by."""

    name: str
    origin: str


@dataclass(frozen=True)
class NewKey:
    credential_id: str
    public_key: bytes
    sign_count: int


def site_of(request: HttpRequest) -> Site | None:
    """The site as this browser sees it; None where browsers make no keys: under a bare number, or without TLS."""
    host = request.get_host()
    name = split_domain_port(host)[0]
    is_local = name == "localhost" or name.endswith(".localhost")
    if _is_number(name) or not (request.is_secure() or is_local):
        return None
    return Site(name, f"{request.scheme}://{host}")


def new_question() -> str:
    return bytes_to_base64url(generate_challenge())


def options_to_add(site: Site, user: User, question: str) -> str:
    """JSON for navigator.credentials.create: a key that can sign in alone, which asks for finger, face or PIN."""
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name="Qatysu",
        user_id=_handle(user),
        user_name=user.email,
        user_display_name=str(user),
        challenge=base64url_to_bytes(question),
        exclude_credentials=_descriptors(user),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


def options_to_ask(site: Site, user: User | None, question: str) -> str:
    """JSON for navigator.credentials.get: one of the person's keys, or whichever key of this site there is."""
    options = webauthn.generate_authentication_options(
        rp_id=site.name,
        challenge=base64url_to_bytes(question),
        allow_credentials=_descriptors(user) if user is not None else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def new_key(site: Site, answer: str, question: str) -> NewKey:
    """The key that the browser has made. Untrue: it is none, or not for this question."""
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(question),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _NOT_AN_ANSWER as error:
        raise Untrue from error
    return NewKey(bytes_to_base64url(made.credential_id), made.credential_public_key, made.sign_count)


def credential_in(answer: str) -> str:
    """The name of the key that says it has answered."""
    return str(_read(answer).get("id", ""))[:1400]


def new_count(site: Site, answer: str, question: str, key: Passkey) -> int:
    """How often the key says it was used, once it is sure that it answered. Untrue: it did not."""
    try:
        seen = webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(question),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except _NOT_AN_ANSWER as error:
        raise Untrue from error
    return seen.new_sign_count


def is_meant_for(answer: str, user: User) -> bool:
    """Whether the key was kept for this person; a key that was not asked for by name has to say it."""
    response = _read(answer).get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    return handle == bytes_to_base64url(_handle(user))


def _read(answer: str) -> dict[str, Any]:
    try:
        read = json.loads(answer[:LONGEST])
    except (ValueError, RecursionError) as error:
        raise Untrue from error
    if not isinstance(read, dict):
        raise Untrue
    return read


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    ids = user.passkeys.order_by("pk").values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in ids]


def _handle(user: User) -> bytes:
    """The person's name inside the key: it tells nobody who it is."""
    return hashlib.sha256(f"qatysu:{user.pk}".encode()).digest()


def _is_number(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
