"""Workbooks (.xlsx, .xls, .xlsb, .ods) → grids, with what calamine does not say of their cells."""

import io
import queue
import threading
import zipfile

import python_calamine as calamine

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import formulas, ods_extent, xls_records, xlsb_cells, zip_parts
from govsvc.sheets.formats.grid import Grid, trimmed, trimmed_columns
from govsvc.sheets.formats.large_sheets import by_columns

_STEP = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"
#: a sheet of so many rows is kept by its columns
_LARGE = 5000
#: the large sheets as calamine holds them: to free their cells takes long, and waits for the answer
_held: list[calamine.CalamineSheet] = []
#: name of the password-protected part of a compound file
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def let_go() -> None:
    """Frees what the reading of large sheets left; to be called when their rows are handed on."""
    _held.clear()


def read_xls(content: bytes) -> list[Grid]:
    """The sheets of an .xls. Raises FileRefused as the others do."""
    if _ENCRYPTED in content:
        raise _password()
    grids = _read(xls_records.with_unicode(content))
    errors = xls_records.of_xls(content)
    for grid in grids:
        grid.set_uncomputed(errors.get(grid.name, set()))
    return grids


def read_xlsx(content: bytes, archive: zipfile.ZipFile) -> list[Grid]:
    """The sheets of an .xlsx. A large one is looked through while it is read."""
    if len(content) < limits.READ_SIDE_BY_SIDE:
        odd = zip_parts.check_sheets(archive, zip_parts.XLSX)
        grids = _read(content)
    else:
        # what is refused is known long before the reader gets to it, and then the process ends
        answers: queue.SimpleQueue[list[Grid] | BaseException] = queue.SimpleQueue()
        threading.Thread(target=_read_beside, args=(answers, content), daemon=True).start()
        odd = zip_parts.check_sheets(archive, zip_parts.XLSX)
        answer = answers.get()
        if isinstance(answer, BaseException):
            raise answer
        grids = answer
    oddities = formulas.oddities(archive, odd)
    for grid in grids:
        odd_of_sheet = oddities.get(grid.name, formulas.Oddities())
        grid.hidden_rows = odd_of_sheet.hidden_rows
        grid.hidden_columns = odd_of_sheet.hidden_columns
        grid.set_uncomputed(odd_of_sheet.uncomputed)
    return grids


def _read_beside(answers: "queue.SimpleQueue[list[Grid] | BaseException]", content: bytes) -> None:
    try:
        answers.put(_read(content))
    except BaseException as error:  # calamine's PanicException is no Exception
        answers.put(error)


def read_xlsb(content: bytes, archive: zipfile.ZipFile) -> list[Grid]:
    """The sheets of an .xlsb."""
    zip_parts.check_sheets(archive, zip_parts.XLSB)
    errors = xlsb_cells.check_xlsb(archive)
    grids = _read(content)
    for grid in grids:
        grid.set_uncomputed(errors.get(grid.name, set()))
    return grids


def read_ods(content: bytes, archive: zipfile.ZipFile) -> list[Grid]:
    """The sheets of an .ods."""
    zip_parts.check_sheets(archive, zip_parts.ODS)
    extents = ods_extent.check_ods(archive)
    grids = _read(content)
    for grid in grids:
        # calamine gives none for .ods
        merges, errors = extents.get(grid.name, ([], set()))
        grid.merges = merges if grid.rows else []
        grid.set_uncomputed(errors)
    return grids


def _read(content: bytes) -> list[Grid]:
    """The sheets as calamine reads them.

    Raises FileRefused where it is no workbook, is protected, or has no or too many sheets.
    """
    try:
        grids = _sheets(calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except calamine.PasswordError as error:
        raise _password() from error
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _password() from error
        raise _not_a_workbook() from error
    except BaseException as error:
        # a length in the file that leads past its end ends in a panic of calamine, which is no
        # Exception and has no name to import
        if type(error).__name__ == "PanicException":
            raise _not_a_workbook() from error
        raise
    if not any(grid.rows for grid in grids):
        raise empty_workbook()
    return grids


def _not_a_workbook() -> FileRefused:
    return FileRefused("文件不是工作簿，或已损坏，无法读取。", _STEP, "not_a_workbook")


def _sheets(book: calamine.CalamineWorkbook) -> list[Grid]:
    sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(book.sheets_metadata) > limits.MOST_SHEETS:
        raise FileRefused(
            f"工作簿有{len(book.sheets_metadata)}张表，超过{limits.MOST_SHEETS}张的上限。",
            "请拆成几个文件分别上传。",
            "too_many_sheets",
        )
    if not sheets:
        raise FileRefused(
            "工作簿里只有图表，没有数据表。", "请上传含有明细表的工作簿。", "chart_only"
        )
    return [_sheet(book, meta) for meta in sheets]


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata) -> Grid:
    """One sheet; a hidden one without cells."""
    if meta.visible != calamine.SheetVisibleEnum.Visible:
        return Grid(meta.name, [], is_hidden=True)
    sheet = book.get_sheet_by_name(meta.name)
    limits.check_extent(meta.name, sheet.total_height, 0)
    if sheet.total_height < _LARGE or sheet.start is None:
        grid = trimmed(meta.name, sheet.to_python(skip_empty_area=False))
    else:
        # the rows are handed out from the first column on that holds something
        left = sheet.start[1]
        _held.append(sheet)
        grid = trimmed_columns(meta.name, by_columns(sheet.iter_rows(), left, sheet.width))
    # calamine gives none for .xlsb and .ods
    grid.merges = [
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return grid


def empty_workbook() -> FileRefused:
    """The refusal of a workbook or document without any cell."""
    return FileRefused(
        "工作簿里没有任何数据。",
        "请检查是否选错了文件；公式结果为空时，请在 Excel 中打开保存后再上传。",
        "empty_workbook",
    )


def _password() -> FileRefused:
    return FileRefused(
        "工作簿设有打开密码，无法读取。",
        "请在 Excel 或 WPS 中取消密码（另存为时不设密码）后重新上传。",
        "password",
    )
