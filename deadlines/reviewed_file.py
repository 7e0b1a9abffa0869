"""TOML files that people edit and review, read key by key; a mistake is said with its place and the fix."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any


class Entry:
    """A table of a file; what is wrong with it is said with the file and the table's `name`."""

    def __init__(self, path: Path, name: str, values: Mapping[str, Any], allowed: Iterable[str]) -> None:
        self.path, self.name, self.values = path, name, values
        if unknown := set(values) - set(allowed):
            raise self.wrong(f"unknown key {', '.join(sorted(unknown))}", f"use {', '.join(sorted(allowed))}")

    def wrong(self, what: str, fix: str) -> ValueError:
        """The exception to raise."""
        return ValueError(f"{self.path.name}, {self.name}: {what}; {fix}.")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if value is None or not isinstance(value, str) or (not value.strip() and value != default):
            raise self.wrong(f"{key} is {value!r}", f'write {key} = "..."')
        return value

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.wrong(f"{key} is {value!r}", f"use one of {', '.join(allowed)}")
        return value

    def number(self, key: str) -> int:
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.wrong(f"{key} is {value!r}", f"write {key} as a whole number, 0 or more")
        return value

    def day(self, key: str, default: date | None = None) -> date:
        value = self.optional_day(key) or default
        if value is None:
            raise self._not_a_day(key)
        return value

    def optional_day(self, key: str) -> date | None:
        value = self.values.get(key)
        # A TOML date-time is a datetime, which is a date too: only the plain date is meant here.
        if value is not None and type(value) is not date:
            raise self._not_a_day(key)
        return value

    def _not_a_day(self, key: str) -> ValueError:
        value = self.values.get(key)
        return self.wrong(
            f"{key} is {value!r}", f"write {key} = 2026-11-22, the year first and without quotes"
        )


def read(path: Path, allowed: Iterable[str]) -> dict[str, Any]:
    """The whole file, which may have no other keys at its head than `allowed`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} is not a TOML file: {error}. Mend that line.") from error
    Entry(path, "the head of the file", data, allowed)
    return data


def entries(
    path: Path, data: Mapping[str, Any], kind: str, key: str, allowed: Iterable[str]
) -> Iterator[Entry]:
    """The [[kind]] tables of the file, each named by its `key`."""
    for place, values in enumerate(data.get(kind, []), start=1):
        name = f"{kind} {values[key]}" if key in values else f"{kind} number {place} (without {key})"
        yield Entry(path, name, values, allowed)
