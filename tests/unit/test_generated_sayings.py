"""Random 好差评 exports and 问卷 in random layouts are read as they were written; what was changed
on the way is read as it stands or said.
"""

from collections.abc import Callable
from random import Random

import pytest
from generator.mutations import broken
from generator.sayings import QUESTIONS, Questions, Ratings, Sheet, answers, ratings, totals
from support import few
from test_generated_mutations import CHINESE, is_said
from test_sheets_ratings import counts

from govsvc import sheets
from govsvc.domain.entries import COUNTED
from govsvc.domain.rows import FileRead

KINDS: tuple[Callable[[Random], Sheet], ...] = (ratings, totals, answers)
#: cells that are none of their column's own
NONSENSE = {
    "rating": (3, "95分", "说不清楚", "满意、不满意"),
    "rated_on": ("某日", "2026-02-30"),
    "is_default": ("也许",),
    "times": ("第几次", -1),
}


def read(made: Sheet, content: bytes | None = None) -> FileRead:
    (file,) = sheets.read_files([(made.name, content or made.content())], home="云溪县")
    return file


def said(file: FileRead) -> dict[str, dict[str, int]]:
    """Question → its counts."""
    return {
        entry.attributes["question"]: {
            key: int(text) for key, text in entry.attributes.items() if text.isdecimal()
        }
        for entry in file.entries
        if entry.status == COUNTED
    }


def without_order(file: FileRead) -> list[str]:
    return [one.code for one in file.issues if one.code not in ("unit_open", "unit_unknown")]


def is_counted(made: Ratings, file: FileRead, but: str = "") -> bool:
    found, wanted = counts(file), made.truth(but)
    return {key: found[key] for key in wanted} == wanted


@pytest.mark.parametrize("seed", few(range(300), 4))
def test_ratings_are_read_as_they_were_written(seed) -> None:
    made = ratings(Random(seed))
    file = read(made)
    assert not file.refused and not without_order(file), (file.refused, file.issues)
    assert is_counted(made, file), (counts(file), made.truth())


@pytest.mark.parametrize("seed", few(range(300), 4))
def test_a_cell_of_nonsense_costs_its_case_alone_and_is_named(seed) -> None:
    chance = Random(seed)
    made = ratings(chance)
    name, place = chance.choice(list(NONSENSE)), chance.randrange(len(made.rows))
    made.rows[place][made.columns[name]] = chance.choice(NONSENSE[name])
    file = read(made)
    assert not file.refused, file.refused
    assert is_said(file, made.sheet, made.first_row + place), (name, made.rows[place])
    case = made.row_of[place]
    if made.row_of.count(case) == 1:
        assert is_counted(made, file) or is_counted(made, file, but=case)


@pytest.mark.parametrize("make", [totals, answers])
@pytest.mark.parametrize("seed", few(range(300), 3))
def test_questionnaires_are_read_as_they_were_written(seed, make) -> None:
    made: Questions = make(Random(seed))
    file = read(made)
    assert not file.refused and not without_order(file), (file.refused, file.issues)
    found = said(file)
    for question in QUESTIONS:
        wanted = made.truth(question)
        assert {key: found[question][key] for key in wanted} == wanted


@pytest.mark.parametrize("seed", few(range(300), 3))
def test_a_count_that_is_none_costs_its_question_alone_and_is_named(seed) -> None:
    chance = Random(seed)
    made = totals(chance)
    place = chance.randrange(len(made.rows))
    name = chance.choice([one for one in made.columns if one != "question"])
    made.rows[place][made.columns[name]] = chance.choice(("x", -3, 1.5, "约90"))
    file = read(made)
    assert not file.refused, file.refused
    assert is_said(file, made.sheet, made.first_row + place), made.rows[place]
    found = said(file)
    for question in QUESTIONS:
        if question != made.of_row[place]:
            wanted = made.truth(question)
            assert {key: found[question][key] for key in wanted} == wanted


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("seed", few(range(300), 2))
def test_damaged_bytes_are_refused_or_read(seed, make) -> None:
    chance = Random(seed)
    made = make(chance)
    file = read(made, broken(made.content(), chance, seed % 3))
    if file.refused:
        assert CHINESE.search(file.refused.title) and file.refused.code != "crashed"
        assert not len(file.entries)
