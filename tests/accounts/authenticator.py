"""A passkey in software: what a phone does when a page asks it to make a key or to sign with it (WebAuthn, level 2)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

ORIGIN = "http://localhost"
PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


def new_private_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Authenticator:
    """`asks_for_finger`: without it a key answers although nobody has unlocked it. `count`: answers given so far."""

    private_key: ec.EllipticCurvePrivateKey = field(default_factory=new_private_key)
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0
    handle: bytes = b""
    asks_for_finger: bool = True

    def create(self, options: str, *, origin: str = ORIGIN) -> str:
        """What the page posts after navigator.credentials.create."""
        asked = json.loads(options)
        self.handle = base64url_to_bytes(asked["user"]["id"])
        about = self._about(asked["rp"]["id"], NEW_KEY) + bytes(16)
        about += len(self.credential_id).to_bytes(2) + self.credential_id + self._public_key()
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": about})
        client_data = self._client_data("webauthn.create", asked["challenge"], origin)
        return self._answer(clientDataJSON=client_data, attestationObject=attestation)

    def get(self, options: str, *, origin: str = ORIGIN, **other: bytes) -> str:
        """What the page posts after navigator.credentials.get; `other` replaces parts of the answer."""
        asked = json.loads(options)
        self.count += 1
        about = self._about(asked["rpId"], 0)
        client_data = self._client_data("webauthn.get", asked["challenge"], origin)
        signed = about + hashlib.sha256(client_data).digest()
        parts = {
            "clientDataJSON": client_data,
            "authenticatorData": about,
            "signature": self.private_key.sign(signed, ec.ECDSA(hashes.SHA256())),
            "userHandle": self.handle,
        }
        return self._answer(**{**parts, **other})

    def _about(self, site: str, more: int) -> bytes:
        flags = PRESENT | (VERIFIED if self.asks_for_finger else 0) | more
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _public_key(self) -> bytes:
        numbers = self.private_key.public_key().public_numbers()
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})

    def _client_data(self, kind: str, challenge: str, origin: str) -> bytes:
        said: dict[str, Any] = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        answer: dict[str, Any] = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {},
        }
        answer["response"] = {part: bytes_to_base64url(value) for part, value in response.items()}
        return json.dumps(answer)
