"""Whom letters about a hearing go to."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """Somebody who is told of a hearing, in the language of their letters."""

    address: str
    language: str

    @property
    def key(self) -> str:
        """The same for one address, however it came to be told."""
        return hashlib.sha256(self.address.strip().lower().encode()).hexdigest()[:24]
