"""Secret links: the secret travels in the letter, the database keeps only its hash."""

import hashlib
import secrets

BYTES = 32


def new_secret() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(BYTES)


def hash_of(secret: str) -> str:
    """What is stored and looked up. The secret has full entropy, so a plain hash cannot be reversed."""
    return hashlib.sha256(secret.encode()).hexdigest()
