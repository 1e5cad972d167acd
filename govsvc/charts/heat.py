"""The ground of a cell in a heat table: orange by count, so that the number on it stays legible."""

from govsvc.charts.template import LIGHT, Palette

#: the strongest ground, on which the page's ink still has a contrast above 7
_STRONGEST = {True: "#F2AE72", False: "#6E3B0C"}


def heat_ground(count: int, most: int, palette: Palette) -> str:
    """The colour behind `count`, where the largest count is `most`; 0 has the page's own ground."""
    if not count or not most:
        return palette.paper
    share = 0.3 + 0.7 * count / most
    low, high = (_parts(colour) for colour in (palette.paper, _STRONGEST[palette == LIGHT]))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(low, high))


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
