"""A table of a paper as sentences: each number with what its row and its column name."""

import re
from collections.abc import Iterator, Sequence

from govsvc.documents.papers.checking.subjects import named_in

_DIGIT = re.compile(r"\d")
_MARKS = re.compile("[，。；、！？\n]")
_PLACE = re.compile(r"(并列)?(?:第)?(\d{1,3})(?:位|名)?(?:[（(/／]?共(\d+)个|[/／](\d+))?")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_SIGNED = re.compile(r"([+＋\-−－↑↓]?)\s*(\d+(?:\.\d+)?)(?:个百分点)?")
_FRACTION = re.compile(r"\d[\d,]*\s*[/／]\s*\d[\d,]*")
_COUNT = re.compile(r"\d[\d,]*")
#: headers of how many there are, and how many of them are met
_TOTAL = re.compile("总数|总量|分母|应|合计")
_MET = re.compile("^(?!.*(?:未|率|占)).*(?:达到|达标|已|实际|分子|进驻|可办|网办|发布|覆盖)")
#: words of a header → how its number stands in a sentence: before it, behind it
_HEADERS = (
    (re.compile("较上[期月]|环比|升降|变化"), "较上月"),
    (re.compile("位次|排名|名次"), "位居"),
    (re.compile("还差|差几项|需解决|距目标"), "距目标还差"),
    (re.compile("目标"), "目标"),
    (re.compile("新增|减少|解决|连续|时限|序号|总数|应"), ""),
    (re.compile("未|缺"), "仍有"),
    (re.compile("率|占比|本[期月]|数值|公布值|完成值|完成情况"), "为"),
)


def sentences(rows: Sequence[Sequence[str]], above: str) -> Iterator[tuple[int, str]]:
    """(number of the row from 1, a sentence) for each number that can be told. `above`: the text
    that stands above the table, which may name what all of it is about.
    """
    begin = _header_rows(rows)
    headers = _headers(rows[:begin])
    about = subject_in(above)
    for number, row in enumerate(rows[begin:], start=begin + 1):
        yield from ((number, text) for text in _of_row(headers, row, about))


def _of_row(headers: Sequence[str], row: Sequence[str], about: str) -> Iterator[str]:
    of_row, whose = _labels(row)
    counts = _counts_beside(headers, row)
    for header, cell in zip(headers, row):
        subject = of_row or subject_in(header) or about
        if subject or counts:
            yield from _of_cell(header, cell, subject, whose, counts)


def _labels(row: Sequence[str]) -> tuple[str, str]:
    """(the indicator or list that the row names, else whose it is); "" for what is not there."""
    labels = [cell for cell in row if len(cell) > 1 and not _DIGIT.search(cell)]
    of_row = next(filter(None, map(subject_in, labels)), "")
    return of_row, "" if of_row or not labels else cleaned(labels[0])


def _of_cell(header: str, cell: str, subject: str, whose: str, counts: str) -> Iterator[str]:
    """A sentence for each line of the cell that can be told."""
    name = f"“{subject}”" if subject else ""
    for line in cell.replace("\n共", "共").split("\n"):
        if found := said(header, line.strip()):
            words, number = found
            beside = f"（{counts}）" if counts and number.endswith(("%", "％")) else ""
            yield f"{name}{words}{whose}{number}{beside}"


def _counts_beside(headers: Sequence[str], row: Sequence[str]) -> str:
    """659/836, where a row has one column of what is met, one of how many there are, and one
    percent; else "".
    """
    met, of, shares = [], [], 0
    for header, cell in zip(headers, row):
        text = cell.strip()
        shares += text.endswith(("%", "％"))
        if _COUNT.fullmatch(text) and _TOTAL.search(header):
            of.append(text)
        elif _COUNT.fullmatch(text) and _MET.search(header):
            met.append(text)
    return f"{met[0]}/{of[0]}" if (len(met), len(of), shares) == (1, 1, 1) else ""


def _header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top are the header: those without a number, at least one."""
    count = 0
    while count < min(3, len(rows) - 1) and not any(map(_DIGIT.search, rows[count])):
        count += 1
    return max(count, 1)


def _headers(rows: Sequence[Sequence[str]]) -> list[str]:
    """What each column is called, all its rows together."""
    width = max(map(len, rows))
    return [
        "".join(dict.fromkeys(row[place] for row in rows if place < len(row)))
        for place in range(width)
    ]


def subject_in(text: str) -> str:
    """The indicator or list that the text names; "" where it names none."""
    names = [one for one in named_in(text) if one.subject is not None]
    return text[names[-1].start : names[-1].end] if names else ""


def cleaned(text: str) -> str:
    return _MARKS.sub("", text).strip()


def said(header: str, cell: str) -> tuple[str, str] | None:
    """(what the column says, the number as it stands in a sentence); None where it is not known
    what the number is.
    """
    if not _DIGIT.search(cell):
        return None
    if _FRACTION.fullmatch(cell):
        return "为", cell
    words = next((words for pattern, words in _HEADERS if pattern.search(header)), "")
    if words == "位居":
        place = _PLACE.match(cell)
        of = f"（共{place[3] or place[4]}个）" if place and (place[3] or place[4]) else ""
        return (words, f"{place[1] or ''}第{place[2]}{of}") if place else None
    if words == "较上月":
        return _changed(cell)
    if words == "距目标还差" or words == "仍有":
        count = _COUNT.match(cell)
        return (words, f"{count[0]}项") if count else None
    if words in ("目标", "为"):
        return words, f"{cell}%" if _BARE.fullmatch(cell) else cleaned(cell)
    return ("为", cleaned(cell)) if "%" in cell or "％" in cell else None


def _changed(cell: str) -> tuple[str, str] | None:
    """+0.07 as 较上月提升0.07个百分点; None of places."""
    found = _SIGNED.fullmatch(cell.strip())
    if found is None or "位" in cell:
        return None
    falls = found[1] in ("-", "−", "－", "↓")
    return f"较上月{'下降' if falls else '提升'}", f"{found[2]}个百分点"
