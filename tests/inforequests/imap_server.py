"""A mail server for tests: Dovecot itself, with one mailbox, on a free port of the loopback."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

DOVECOT = shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", ""))
USER, PASSWORD, FOLDER = "answers", "p@ss/word", "Answers"
_STARTS_WITHIN = 20.0

_SETTINGS = """
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
base_dir = {run}
state_dir = {run}
log_path = {log}
mail_location = maildir:{mail}
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
auth_mechanisms = plain login
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class ImapServer:
    """A mailbox with the folder FOLDER."""

    port: int

    def url(self, organisation_bin: str, password: str = "p%40ss%2Fword", folder: str = FOLDER) -> str:
        return f"imap://{USER}:{password}@127.0.0.1:{self.port}/{folder}?organisation={organisation_bin}"

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=30)
        client.login(USER, PASSWORD)
        try:
            yield client
        finally:
            client.logout()

    def deliver(self, *messages: bytes) -> None:
        with self.client() as client:
            for message in messages:
                client.append(FOLDER, message)

    def flags(self) -> list[tuple[bytes, ...]]:
        """Of each letter; a look of ours must leave them as they are."""
        with self.client() as client:
            client.select_folder(FOLDER, readonly=True)
            return [found[b"FLAGS"] for found in client.fetch(client.search(), ["FLAGS"]).values()]

    def empty(self) -> None:
        with self.client() as client:
            if client.folder_exists(FOLDER):
                client.delete_folder(FOLDER)
            client.create_folder(FOLDER)

    def count_anew(self) -> None:
        """The same letters in a folder made anew: another UIDVALIDITY."""
        with self.client() as client:
            client.create_folder("Aside")
            client.select_folder(FOLDER)
            client.copy(client.search(), "Aside")
            client.unselect_folder()
            client.delete_folder(FOLDER)
            client.rename_folder("Aside", FOLDER)


@contextmanager
def running(folder: Path) -> Iterator[ImapServer]:
    """Dovecot in `folder`; as root its mailbox belongs to `nobody`, else to whoever runs the tests."""
    assert DOVECOT is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    is_root = os.getuid() == 0
    uid, gid = (65534, 65534) if is_root else (os.getuid(), os.getgid())
    mail, run = folder / "mail", folder / "run"
    for one in (mail, run):
        one.mkdir()
    if is_root:
        os.chown(mail, uid, gid)
    me = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    group = subprocess.run(["id", "-gn"], capture_output=True, text=True, check=True).stdout.strip()
    settings = _SETTINGS.format(
        run=run,
        log=folder / "log",
        mail=mail,
        uid=uid,
        gid=gid,
        port=port,
        password=PASSWORD,
        internal="dovecot" if is_root else me,
        internal_group="dovecot" if is_root else group,
        login="dovenull" if is_root else me,
    )
    (folder / "dovecot.conf").write_text(settings)
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(folder / "dovecot.conf")])
    try:
        _wait(port, process, folder / "log")
        yield ImapServer(port)
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(log.read_text() if log.exists() else "Dovecot did not start")
