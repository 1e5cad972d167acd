"""What the XML of a sheet says of cells without a value and of what is hidden, however it is
spelled.
"""

import io
import zipfile

import pytest

from govsvc.domain.errors import FileRefused
from govsvc.sheets.formats import formulas

PART = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def odd(sheet: str) -> formulas.Oddities:
    out = io.BytesIO()
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheet name="表" r:id="a"/></workbook>'
    relations = (
        '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
        archive.writestr(PART, sheet)
    return formulas.oddities(zipfile.ZipFile(out), [PART]).get("表", formulas.Oddities())


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A1</f></c>',
        '<c r="B2"><f>A1</f><v/></c>',
        "<c r='B2'><f>A1</f><v> </v></c>",
        '<c t="str" r="B2"><f>A1</f></c>',
        '<c r="B2"><f><![CDATA[A1&"x"]]></f></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
        "<c\n r = \"B2\"  t = 'e'><v>#REF!</v></c>",
        '<c r="B2" t="e"><f>A1</f><v>#N/A</v></c>',
    ],
)
def test_a_cell_without_a_value_in_every_spelling(cell):
    row = f'<row r="2">{cell}</row>'
    for sheet in (
        f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>',
        f'<worksheet xmlns="{STRICT}"><sheetData>{row}</sheetData></worksheet>',
    ):
        assert odd(sheet).uncomputed == {(1, 1)}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A1</f><v>1</v></c>',
        '<c r="B2" t="str"><f>A1</f><v></v></c>',
        '<c r="B2"><v>1</v></c>',
        '<c r="B2" t="inlineStr"><is><t>是</t></is></c>',
    ],
)
def test_a_cell_with_a_value_is_nothing_odd(cell):
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="2">{cell}</row></sheetData></worksheet>'
    assert odd(sheet) == formulas.Oddities()


def test_prefixes_and_missing_addresses():
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:cols><x:col min="3" max="4" hidden="true"/></x:cols>'
        "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:f>A1</x:f></x:c></x:row>"
        "<x:row hidden='1'><x:c><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert odd(sheet) == formulas.Oddities({(0, 1), (1, 0)}, {1}, {2, 3})


def test_entities_and_broken_xml_are_refused():
    for sheet, code in (
        ('<!DOCTYPE x [<!ENTITY a "b">]><worksheet><f/>&a;</worksheet>', "xml_entities"),
        ("<worksheet><f></worksheet>", "damaged"),
    ):
        with pytest.raises(FileRefused) as refused:
            odd(sheet)
        assert refused.value.code == code
