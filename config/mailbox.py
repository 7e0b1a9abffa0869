"""What an installation says of a mailbox, `INBOX_URL`: `imaps://user:password@host/INBOX?organisation=bin`."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

SHAPE = "imaps://user:password@host/INBOX?organisation=BIN"


@dataclass(frozen=True)
class Account:
    """Where the letters of one organisation come in. The password is never shown by repr.

    `is_tls`: TLS from the first byte (imaps); else STARTTLS is asked for, unless the server is on this very machine.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    organisation_bin: str
    is_tls: bool

    @property
    def key(self) -> str:
        """By which the mailbox is known again, without its password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"

    @property
    def is_local(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def account_from(url: str) -> Account:
    """Raises ValueError, without the password in its text, for what is not understood."""
    parts = urlsplit(url)
    organisation = parse_qs(parts.query).get("organisation", [""])[0]
    known = parts.scheme in ("imap", "imaps")
    if not (known and parts.hostname and parts.username and parts.password and organisation):
        raise ValueError(f"INBOX_URL is not understood. Write it like this: {SHAPE}.")
    is_tls = parts.scheme == "imaps"
    return Account(
        host=parts.hostname,
        port=parts.port or (993 if is_tls else 143),
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        organisation_bin=organisation,
        is_tls=is_tls,
    )
