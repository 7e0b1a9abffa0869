"""The same world in which tests/architecture tries every address."""

from tests.architecture.conftest import stage, standing

__all__ = ["stage", "standing"]
