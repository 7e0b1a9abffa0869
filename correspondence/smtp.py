"""SMTP that does not wait for an answer which it need not know yet.

Where the server offers PIPELINING (RFC 2920), sender, recipient and DATA go out together, and together with the end
of the message before: one round trip a message instead of four.
"""

import re
import smtplib
from dataclasses import dataclass

from django.core.mail.backends.smtp import EmailBackend

CRLF = b"\r\n"
TAKEN, GO_ON, CLOSING = 250, 354, 421

Reply = tuple[int, bytes]


@dataclass(frozen=True, eq=False)
class Parcel:
    """A message as it goes over the wire: one sender, one recipient, lines that end with CR LF."""

    sender: str
    recipient: str
    content: bytes

    def __post_init__(self) -> None:
        if re.search(r"[\r\n]", self.sender + self.recipient):
            raise ValueError("An address may not contain a line end.")


class Pipelining(smtplib.SMTP):
    """A connection that carries one parcel after the other."""

    _announced: Parcel | None = None

    def carry(self, parcel: Parcel, following: Parcel | None = None) -> str:
        """Hand over `parcel`; `following` is the one that the next call will carry, if that is known already.

        Returns the server's answer, '' where it is not told. Raises what smtplib.SMTP.sendmail raises. After a refusal
        the connection can be used further, unless the server answered 421.
        """
        self.ehlo_or_helo_if_needed()
        if not self.has_extn("pipelining"):
            self.sendmail(parcel.sender, [parcel.recipient], parcel.content)
            return ""
        if self._announced is None:
            self.send(self._envelope(parcel))
        elif self._announced is not parcel:
            raise ValueError("Another parcel was announced to the server as the next one.")
        self._announced = None
        self._read_envelope(parcel)
        self.send(_body(parcel.content) + (self._envelope(following) if following else b""))
        self._announced = following
        code, answer = self._reply()
        if code != TAKEN:
            raise smtplib.SMTPDataError(code, answer)
        return f"{code} {' '.join(answer.decode('utf-8', 'replace').split())}"

    def _envelope(self, parcel: Parcel) -> bytes:
        body = " BODY=8BITMIME" if self.has_extn("8bitmime") else ""
        sender, recipient = (smtplib.quoteaddr(address) for address in (parcel.sender, parcel.recipient))
        return f"MAIL FROM:{sender}{body}\r\nRCPT TO:{recipient}\r\nDATA\r\n".encode("ascii")

    def _read_envelope(self, parcel: Parcel) -> None:
        sender, recipient, data = self._reply(), self._reply(), self._reply()
        if sender[0] == TAKEN and recipient[0] in (250, 251) and data[0] == GO_ON:
            return
        if data[0] == GO_ON:  # the server waits for a message that has nobody to go to
            self.send(b"." + CRLF)
            self._reply()
        else:
            self.rset()
        if sender[0] != TAKEN:
            raise smtplib.SMTPSenderRefused(*sender, parcel.sender)
        if recipient[0] not in (250, 251):
            raise smtplib.SMTPRecipientsRefused({parcel.recipient: recipient})
        raise smtplib.SMTPDataError(*data)

    def _reply(self) -> Reply:
        code, answer = self.getreply()
        if code == CLOSING:
            self.close()
            raise smtplib.SMTPResponseException(code, answer)
        return code, answer


class PipeliningOverTls(Pipelining, smtplib.SMTP_SSL):
    pass


class PipeliningBackend(EmailBackend):
    """Django's way to a mail server (TLS, log-in, time-out), with the connection above."""

    @property
    def connection_class(self) -> type[Pipelining]:
        return PipeliningOverTls if self.use_ssl else Pipelining


def _body(content: bytes) -> bytes:
    """The content with doubled leading dots and the dot that ends it."""
    quoted = re.sub(rb"(?m)^\.", b"..", content)
    return quoted + (b"" if quoted.endswith(CRLF) else CRLF) + b"." + CRLF
