"""One measured figure beside the bar it has to clear."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`bar` is the bar in words ('>= 20 times'), `ok` whether `value` clears it."""

    name: str
    value: float
    unit: str
    bar: str
    ok: bool

    def __str__(self) -> str:
        is_round = self.value == int(self.value) or self.value >= 100
        number = f"{self.value:,.0f}" if is_round else f"{self.value:.3g}"
        measured = f"{number} {self.unit}".rstrip()
        return f"{self.name}: {measured} (bar {self.bar})"
