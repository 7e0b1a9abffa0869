"""Set-up code is plain scripts, not packages: tests load it by path."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _scripts_on_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for folder in ("bin", ".ci"):
        monkeypatch.syspath_prepend(str(ROOT / folder))
    yield
    for name in ("environment", "supervise", "launch", "check_templates", "check_catalogues"):
        sys.modules.pop(name, None)
