"""Fail unless requirements-dev.lock holds all of requirements.lock, and both what pyproject.toml asks for."""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.M)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def canonical(name: str) -> str:
    """Return a package name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> set[tuple[str, str]]:
    """Return (package, version) pairs of a lock file."""
    return {(canonical(package), version) for package, version in PIN.findall((ROOT / name).read_text())}


def main() -> None:
    """Print what is missing; exit 1 when something is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    faults = [f"requirements-dev.lock lacks {name}=={version}" for name, version in sorted(run - dev)]
    for lock, asked in (
        (run, project["project"]["dependencies"]),
        (dev, project["dependency-groups"]["dev"]),
    ):
        held = {name for name, _ in lock}
        for requirement in asked:
            name = NAME.match(requirement)
            if name and canonical(name.group()) not in held:
                faults.append(f"pyproject.toml asks for {requirement}, which no lock file pins")
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
