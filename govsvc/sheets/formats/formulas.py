"""What the reader of an .xlsx does not say: cells without a value, hidden rows and columns.

A cell with an error, or a formula of a program that does not compute (never opened since), reaches
us as a blank, and a blank may mean no. The part is read as XML, however its writer spells it.
"""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from govsvc.sheets.cells import addresses
from govsvc.sheets.formats import zip_parts
from govsvc.sheets.formats.grid import Position

_RELATIONS = "/relationships}id"
_TRUE = ("1", "true")
#: widest span of hidden columns that is listed
_MOST_COLUMNS = 16_384


@dataclass(slots=True)
class Oddities:
    """Of a sheet: (row, column) of cells without a value, hidden rows and columns, from 0."""

    uncomputed: set[Position] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def oddities(archive: zipfile.ZipFile, sheets: Iterable[str]) -> dict[str, Oddities]:
    """Sheet → what is odd in it. `sheets`: names of the parts to look at."""
    by_sheet: dict[str, Oddities] = {}
    names: dict[str, str] | None = None
    for part in dict.fromkeys(sheets):
        odd = _SheetXml().read(zip_parts.read_part(archive, part))
        if odd.uncomputed or odd.hidden_rows or odd.hidden_columns:
            names = _sheet_names(archive) if names is None else names
            by_sheet[names.get(part.lower(), "")] = odd
    return by_sheet


class _SheetXml:
    """One pass over the part of a sheet: rows, cells, formulas and values, by their local names.

    A row or cell without `r` follows the one before it.
    """

    def __init__(self) -> None:
        self._odd = Oddities()
        self._row = self._column = -1
        self._kind = ""
        self._has_formula = self._has_value = False
        self._is_in_value = self._has_value_element = False

    def read(self, content: bytes) -> Oddities:
        """What is odd in the part. Raises FileRefused where it is no XML or defines entities."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise zip_parts.damaged_xml() from error
        return self._odd

    def _entity(self, *_: object) -> None:
        raise zip_parts.entities()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._row = _number(attributes.get("r", ""), self._row + 2) - 1
            self._column = -1
            if attributes.get("hidden") in _TRUE:
                self._odd.hidden_rows.add(self._row)
        elif name == "f":
            self._has_formula = True
        elif name in ("v", "t"):
            self._is_in_value = self._has_value_element = True
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first = _number(attributes.get("min", ""), 1)
            last = min(_number(attributes.get("max", ""), first), first + _MOST_COLUMNS)
            self._odd.hidden_columns.update(range(first - 1, last))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r", "")
        letters = address.rstrip("0123456789")
        is_address = letters.isascii() and letters.isalpha()
        self._column = addresses.number_of(letters) - 1 if is_address else self._column + 1
        if is_address and len(address) > len(letters):
            self._row = int(address[len(letters) :]) - 1
        self._kind = attributes.get("t", "")
        self._has_formula = self._has_value = False
        self._is_in_value = self._has_value_element = False

    def _text(self, text: str) -> None:
        if self._is_in_value and text.strip():
            self._has_value = True

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            self._is_in_value = False
        elif name == "c":
            # a text formula may well give an empty text, and then has an empty value
            gives_text = self._kind == "str" and self._has_value_element
            lacks_value = self._has_formula and not self._has_value and not gives_text
            if self._kind == "e" or lacks_value:
                self._odd.uncomputed.add((self._row, self._column))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part in small letters → the sheet's name."""
    try:
        book = zip_parts.parse_xml(zip_parts.read_part(archive, "xl/workbook.xml"))
        relations = zip_parts.parse_xml(zip_parts.read_part(archive, "xl/_rels/workbook.xml.rels"))
    except KeyError:
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    names = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            of_sheet = next((key for key in sheet.attrib if key.endswith(_RELATIONS)), "")
            target = targets.get(sheet.get(of_sheet), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            names[part.lower()] = sheet.get("name", "")
    return names
