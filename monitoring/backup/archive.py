"""The file of a backup: a tar with the database, the files and, last, a list of what it holds; encrypted if wanted.

The list comes last, so that a file that was cut off has none.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pyrage
from django.core.management.base import CommandError

from monitoring.backup.databases import TableSum

FORMAT = 1
DATABASE, FILES, LIST = "database", "files/", "list.json"
_AGE = b"age-encryption.org/"
_BLOCK = 1 << 20


@dataclass
class Contents:
    """What a backup holds. `files`: size and sha256 by name; `missing`: names that rows lead to and nobody could read."""

    engine: str
    made_at: str
    migrations: list[tuple[str, str]]
    tables: dict[str, TableSum] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    database_sha256: str = ""
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


class Broken(CommandError):
    """The file is no backup, or not the whole of one, or not for this key."""


# --- Writing ------------------------------------------------------------------------------------------------------


class Writer:
    def __init__(self, tar: tarfile.TarFile, contents: Contents) -> None:
        self._tar, self._contents = tar, contents

    def add_database(self, path: Path) -> None:
        self._contents.database_sha256 = digest_of(path)
        self._tar.add(path, DATABASE)

    def add_file(self, name: str, file: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(FILES + name)
        member.size = size
        through = _Hashing(file)
        self._tar.addfile(member, through)
        self._contents.files[name] = (size, through.sha256.hexdigest())

    def add_list(self) -> None:
        body = json.dumps(asdict(self._contents), ensure_ascii=False).encode()
        member = tarfile.TarInfo(LIST)
        member.size = len(body)
        self._tar.addfile(member, io.BytesIO(body))


class _Hashing:
    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.sha256.update(block)
        return block


@contextmanager
def written(path: Path, contents: Contents, recipient: str) -> Iterator[Writer]:
    """The archive at `path`, there only when it is whole. `recipient`: an age public key, or empty for no encryption."""
    plain = path.with_name(f".{path.name}.part")
    plain.touch(mode=0o600)
    try:
        with tarfile.open(plain, "w") as tar:
            writer = Writer(tar, contents)
            yield writer
            writer.add_list()
        if recipient:
            _encrypt(plain, path, recipient)
        else:
            plain.replace(path)
    finally:
        plain.unlink(missing_ok=True)


def _encrypt(plain: Path, path: Path, recipient: str) -> None:
    locked = path.with_name(f".{path.name}.age")
    try:
        pyrage.encrypt_file(str(plain), str(locked), [pyrage.x25519.Recipient.from_str(recipient)])
        locked.chmod(0o600)
        locked.replace(path)
    except pyrage.RecipientError as error:
        raise CommandError("BACKUP_RECIPIENT is no public key of age: it begins with age1.") from error
    finally:
        locked.unlink(missing_ok=True)


# --- Reading ------------------------------------------------------------------------------------------------------


def unpack(path: Path, folder: Path, identity: Path | None) -> Contents:
    """Everything in the backup, in `folder`, compared with its list. Broken: with what is wrong with it."""
    try:
        with tarfile.open(_readable(path, folder, identity), "r") as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Broken(f"{path.name} is no backup of Qatysu, or not the whole of one: {error}") from error
    contents = _list_in(path, folder)
    if digest_of(folder / DATABASE) != contents.database_sha256:
        raise Broken(f"{path.name} is damaged: the database is not what was written.")
    for name, (_size, sha256) in contents.files.items():
        file = folder / FILES / name
        if not file.is_file() or digest_of(file) != sha256:
            raise Broken(f"{path.name} is damaged: the file {name} is not what was written.")
    return contents


def _readable(path: Path, folder: Path, identity: Path | None) -> Path:
    if not path.is_file():
        raise Broken(f"There is no file {path}.")
    with path.open("rb") as file:
        if file.read(len(_AGE)) != _AGE:
            return path
    if identity is None:
        raise Broken(f"{path.name} is encrypted: name the file with the secret key, --identity FILE.")
    opened = folder / ".opened"
    keys = [line for line in identity.read_text().split() if line.startswith("AGE-SECRET-KEY-")]
    try:
        pyrage.decrypt_file(str(path), str(opened), [pyrage.x25519.Identity.from_str(key) for key in keys])
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise Broken(f"{path.name} cannot be opened with this key, or is damaged: {error}") from error
    return opened


def _list_in(path: Path, folder: Path) -> Contents:
    try:
        said: dict[str, Any] = json.loads((folder / LIST).read_bytes())
    except (OSError, ValueError) as error:
        raise Broken(f"{path.name} is not whole: the list at its end is missing.") from error
    if said.get("format") != FORMAT:
        raise Broken(f"{path.name} was written by another version of Qatysu.")
    said["tables"] = {name: TableSum(**one) for name, one in said["tables"].items()}
    said["files"] = {name: (size, sha256) for name, (size, sha256) in said["files"].items()}
    said["migrations"] = [(app, name) for app, name in said["migrations"]]
    return Contents(**said)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
