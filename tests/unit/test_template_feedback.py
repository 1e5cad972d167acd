"""The template of 群众评价: each sheet, filled in as its example says, is read as what it is."""

import io

import pytest
from openpyxl import load_workbook

from govsvc import sheets
from govsvc.documents.template import Names, feedback
from govsvc.domain.entries import COUNTED
from govsvc.domain.indicators import KINDS

NAMES = Names(("公安局", "民政局"))


def filled(*kinds: str) -> bytes:
    made = load_workbook(io.BytesIO(feedback.workbook(NAMES)))
    for kind in feedback.KINDS_OF_FEEDBACK:
        if kind in kinds:
            made[KINDS[kind]].append([one.example or None for one in feedback.columns_of(kind)])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", feedback.KINDS_OF_FEEDBACK)
def test_the_example_of_a_sheet_is_read_without_a_question(kind) -> None:
    (file,) = sheets.read_files([("模板.xlsx", filled(kind))], home="云溪县")
    assert not file.refused, file.refused
    assert not [issue for issue in file.issues if issue.code != "unit_open"]
    rows = [entry for entry in file.entries if entry.kind == kind]
    assert rows and {entry.status for entry in rows} == {COUNTED}
    read = next(sheet for sheet in file.sheets if sheet.kind == kind and sheet.rows)
    assert read.sheet == KINDS[kind] and f"{file.month}" == "2026-10-01"


def test_a_sheet_offers_choices_and_says_what_it_wants() -> None:
    made = load_workbook(io.BytesIO(feedback.workbook(NAMES)))
    said = [cell.value for row in made["说明"].iter_rows() for cell in row if cell.value]
    for kind in feedback.KINDS_OF_FEEDBACK:
        page = made[KINDS[kind]]
        headers = [cell.value for cell in page[1]]
        assert headers == [one.header for one in feedback.columns_of(kind)]
        assert set(headers) <= set(said)
        rules = " ".join(str(rule.formula1) for rule in page.data_validations.dataValidation)
        assert any(one.of_units for one in feedback.columns_of(kind)) == ("公安局" in rules)
