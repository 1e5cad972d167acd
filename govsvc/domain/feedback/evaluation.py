"""评价指标体系: 服务态度, 服务质量 and 办事效率 of a window, each from counts that exist."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evaluated:
    """One row of the evaluation. `dimensions`: of calls, by their keys; `praised`, `neutral`,
    `blamed`: codes of the 测评指标.
    """

    key: str
    name: str
    dimensions: tuple[str, ...]
    praised: tuple[str, ...]
    neutral: tuple[str, ...]
    blamed: tuple[str, ...]


EVALUATED: tuple[Evaluated, ...] = (
    Evaluated("attitude", "服务态度", ("attitude",), ("413", "517"), ("314",), ("115", "214")),
    Evaluated(
        "quality",
        "服务质量",
        ("skill", "told_at_once"),
        (),
        (),
        ("213", "207", "208", "210", "108", "109", "111"),
    ),
    Evaluated("efficiency", "办事效率", ("efficiency",), ("309",), (), ("209", "110")),
)
