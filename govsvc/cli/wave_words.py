"""问卷 of a period, as `feedback questionnaires` prints it."""

from collections.abc import Iterator

from govsvc.board.comparison import Comparison
from govsvc.board.wave_values import QUESTION_COLUMNS, WaveValues
from govsvc.cli import measure_words


def lines(one: WaveValues) -> Iterator[str]:
    """The wave, its measures and its questions, a line each."""
    yield one.wave.name + (f"（{one.wave.way}）" if one.wave.way else "")
    for value in one.values:
        yield measure_words.line(value)
    for row in one.rows():
        yield "\t".join(row)


def wave_json(one: WaveValues) -> dict[str, object]:
    """The same as JSON."""
    return {
        "wave": one.wave.name,
        "way": one.wave.way,
        "counts": dict(one.wave.counts),
        "rates": {value.measure.key: measure_words.value_json(value) for value in one.values},
        "questions": [dict(zip(QUESTION_COLUMNS, row)) for row in one.rows()],
    }


def comparison_json(compared: Comparison) -> dict[str, object]:
    """The channels side by side; `composite` null without the weights of a document."""
    composite = compared.composite
    return {
        "period": compared.name,
        "channels": {
            key: measure_words.value_json(value) for key, value in compared.values.items()
        },
        "composite": None if composite is None else f"{composite}",
        "weights": compared.weights.text,
    }
