"""Run every bench_*.py of this folder and print its figures: `python -m tests.benchmarks [name ...]`.

A name picks one file: `python -m tests.benchmarks calendar` runs bench_calendar.py. Exits with 1 if a figure
misses its bar. A file that says NEEDS_DJANGO = True finds Django set up before it is imported.
"""

import ast
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """0 if every figure clears its bar, 1 if not, 2 if a name is not that of a benchmark."""
    known = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    if unknown := set(names) - set(known):
        print(
            f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.",
            file=sys.stderr,
        )
        return 2
    figures = list(measured(path for name, path in known.items() if not names or name in names))
    missed = [figure for figure in figures if not figure.ok]
    if missed:
        print(f"Below the bar: {'; '.join(figure.name for figure in missed)}.", file=sys.stderr)
    return 1 if missed else 0


def measured(paths: Iterator[Path]) -> Iterator[Figure]:
    """Every figure of the files, printed as soon as it is known."""
    for path in paths:
        if needs_django(path):
            set_up_django()
        for figure in importlib.import_module(f"tests.benchmarks.{path.stem}").run():
            print(figure if figure.ok else f"{figure} MISSED", flush=True)
            yield figure


def needs_django(path: Path) -> bool:
    """Whether the file says NEEDS_DJANGO = True; it is not imported, for that may need Django already."""
    said = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.Assign)]
    return any(ast.unparse(node) == "NEEDS_DJANGO = True" for node in said)


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Only benchmarks of database code pay for starting Django.
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
