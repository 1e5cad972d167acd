"""汇报PPT: the meeting pack, 8 to 12 slides, one finding a slide."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from govsvc.board import Board, score_words, sentences
from govsvc.board import tables as board_tables
from govsvc.board.briefing import feedback, rectification, units
from govsvc.board.briefing import standings as losing
from govsvc.board.briefing.model import Bars, Fact, Slide
from govsvc.board.briefing.model import Table as SlideTable
from govsvc.board.standing import Standing, Value
from govsvc.documents.official import Column
from govsvc.documents.papers import meeting_report, practice, problems
from govsvc.documents.papers.figures import CALLS, FEEDBACK, LEAGUE, LEDGER, PROBLEMS, Figures
from govsvc.documents.papers.model import (
    Chart,
    Draft,
    Gap,
    Paragraph,
    Part,
    Point,
    Row,
    Table,
    heading,
    one_line,
    paragraph,
)
from govsvc.documents.papers.notes import notes
from govsvc.domain import rates
from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import VALID
from govsvc.domain.indicators import BULLETIN_SOURCE, OWN, SOURCES
from govsvc.domain.months import month_text, span_text
from govsvc.domain.safe_text import shortened, shortened_inside
from govsvc.workflow.rectification import Ledger

#: indicators with a slide of their own, months of their lines, bars of a chart
MOST_LOSING, MOST_MONTHS, MOST_BARS = 2, 6, 7
#: characters of a name in a chart or a table
LONGEST = 12
_LONGEST_CELL = 14
_NUMBER = re.compile("\\d|第[一二三四五六七八九十]")


def meeting_pack(
    board: Board, month: date, *, office: str, day: date, ledger: Ledger | None
) -> Draft:
    """The slides of the meeting. `ledger`: the 整改台账 of its day."""
    pack = _Pack(board, month, ledger)
    slides: list[list[Paragraph]] = [
        pack.overall(),
        pack.indicators(),
        pack.losing(),
        pack.units(),
        pack.last_meeting(),
        pack.ledger(),
        pack.calls(),
        pack.practice(),
        pack.next_steps(),
        pack.lists(),
    ]
    return Draft(
        (one_line(board.home_name()), month_text(month), "政务服务评价指标", "调度会汇报"),
        month,
        tuple(one for slide in slides for one in slide),
        one_line(office),
        day,
        tuple(notes(board, month)),
        is_handed_out=True,
        is_slides=True,
    )


class _Pack:
    """The slides of one month, each a heading with what stands below it."""

    def __init__(self, board: Board, month: date, ledger: Ledger | None):
        self._board, self._month, self._ledger = board, month, ledger
        self._figures = Figures(board, month)
        self._standings = board.cards.standings(month)
        self._scores = board.scores.latest(month)

    # -- indicators ------------------------------------------------------------------------

    def overall(self) -> list[Paragraph]:
        """综合得分, 排名 and 丢分; nothing where no bulletin prints them."""
        scores = self._scores
        if scores is None or scores.home is None:
            return []
        source, month = SOURCES[BULLETIN_SOURCE], scores.month
        title = self._figures.clause(score_words.title(scores), "综合", month, source)
        name, lost = board_tables.lost_points(scores)
        points = tuple(
            Point(
                short,
                self._figures.clause(f"{number:f}", f"{short}{name}", month, source),
                float(number),
            )
            for short, number in zip(lost["name"], lost["lost"])
        )
        chart = Chart(f"各项指标{name}（分）", points, number_format="0.00") if points else None
        return [_heading("scores", title), paragraph("scores", chart=chart)]

    def indicators(self) -> list[Paragraph]:
        """The table of all indicators."""
        known = [one for one in self._standings if one.headline]
        if not known:
            return _wanting("overall", "指标完成情况", f"{month_text(self._month)}各项指标数值")
        sources = "、".join(
            dict.fromkeys(one.headline.source_name for one in known if one.headline)
        )
        text = sentences.headline_sentence(self._standings)
        title = self._figures.clause(text, "达标与升降", self._month, sources)
        table = meeting_report.standings_table(self._standings, self._figures, self._board.roster())
        return [_heading("overall", title), paragraph("overall", table=table)]

    def losing(self) -> list[Paragraph]:
        """The indicators that lose most: how they went, and whose the rows are."""
        found = losing.losses(self._standings, self._scores)[:MOST_LOSING]
        return [one for loss in found for one in self._losing(loss.standing)]

    def _losing(self, standing: Standing) -> list[Paragraph]:
        indicator, headline = standing.indicator, standing.headline
        assert headline is not None, "what loses has a value"
        whole = self._figures.value(indicator, headline, shows_counts=False)
        title = replace(whole, number=sentences.one_indicator(standing), what="数值、位次、距目标")
        key = indicator.key
        found, series = [_heading(key, title)], self._series(standing)
        if sum(point.value is not None for point in series.points) > 1:
            found.append(paragraph(f"{key}:series", chart=series))
        missing = problems.missing_chart(self._board, standing, self._figures, MOST_BARS)
        if missing:
            found.append(paragraph(f"{key}:units", chart=_shortened(missing)))
        return found

    def _series(self, standing: Standing) -> Chart:
        """The last months in the source of the month's value."""
        points = []
        values = self._board.values
        for month, published in standing.series[-MOST_MONTHS:]:
            value = values.headline(standing.indicator, month)
            points.append(self._point(standing, month, published, value))
        low = min((one.value for one in points if one.value is not None), default=0)
        high = max((one.value for one in points if one.value is not None), default=0)
        spread = max(high - low, 0.2)
        return Chart(
            f"{standing.indicator.short}走势（%）",
            tuple(points),
            is_line=True,
            low=max(low - spread, 0),
            number_format="0.00",
        )

    def _point(
        self, standing: Standing, month: date, published: Decimal | None, value: Value | None
    ) -> Point:
        name = f"{month.month}月"
        if published is None or standing.headline is None:
            return Point(name, None, None)
        source = standing.headline.source
        known = value if value and value.source == source else None
        known = known or replace(
            standing.headline,
            month=month,
            numerator=None,
            denominator=None,
            published=published,
        )
        figure = self._figures.value(standing.indicator, known, shows_counts=False)
        return Point(name, figure, float(known.published))

    # -- units -----------------------------------------------------------------------------

    def units(self) -> list[Paragraph]:
        """Departments and townships with most rows missing."""
        slide = units.by_units(self._board, self._month, show_leaders=False)
        source = (SOURCES[OWN], month_text(self._month), LEAGUE)
        if slide is None:
            return _wanting("units", "单位晾晒", f"{month_text(self._month)}各部门、乡镇数据")
        return self._of_slide(slide, "units", "单位晾晒", source)

    # -- what was decided and assigned -----------------------------------------------------

    def last_meeting(self) -> list[Paragraph]:
        slide = rectification.last_meeting(self._ledger) if self._ledger else None
        if slide is None:
            return _wanting("meeting", "上次会议议定事项", "上次会议议定事项落实情况")
        return self._of_slide(slide, "meeting", "会议议定事项", self._of_ledger())

    def ledger(self) -> list[Paragraph]:
        slide = rectification.standing(self._ledger) if self._ledger else None
        if slide is None:
            return _wanting("ledger", LEDGER, "整改交办、销号情况")
        return self._of_slide(slide, "ledger", LEDGER, self._of_ledger())

    def _of_ledger(self) -> tuple[str, str, str]:
        day = f"截至{day_text(self._ledger.clock.day)}" if self._ledger else ""
        return LEDGER, day, LEDGER

    # -- people, practice, what follows ----------------------------------------------------

    def calls(self) -> list[Paragraph]:
        """电话回访 and 好差评 of the month, and what is wanting of them."""
        slide = feedback.calls(self._board, self._month, self._ledger)
        found = practice.of_ratings(self._board.ratings.period(self._month), self._figures)
        rated = [paragraph("feedback:ratings", *found)] if found else []
        if slide is not None:
            source = (CALLS, month_text(self._month), FEEDBACK)
            title, facts, *rest = self._of_slide(slide, "feedback", CALLS, source)
            return [title, facts, *rated, *rest]
        wanting = "电话回访情况" if rated else "电话回访、好差评情况"
        about = f"{month_text(self._month)}{wanting}"
        return [*_wanting("feedback", "群众评价", about), *rated]

    def practice(self) -> list[Paragraph]:
        said_of = practice.paragraphs(self._board, self._month, self._ledger)
        found = [one for one in said_of if not one.level]
        period = self._board.feedback.period(self._month, is_cumulative=True)
        valid = period.counts.get(VALID)
        said: list[Part] = []
        if valid is not None:
            number = self._figures.of_calls(period, f"{valid:,}件", "有效回访数")
            said = [f"：{span_text(period.months[0], period.months[-1])}有效回访", number]
        return [_heading("practice", "主要做法", *said), *found]

    def next_steps(self) -> list[Paragraph]:
        """What each indicator needs, and what the county has to settle."""
        found = meeting_report.measures(self._board, self._month)
        county = meeting_report.for_the_county(self._board, self._month)
        return [
            _heading("next", "下步措施：", self._short()),
            *county,
            replace(found, parts=(), table=_fitting(found.table)) if found.table else found,
        ]

    def _short(self) -> Part:
        """4项指标未达标，其中进驻率还差29项."""
        known = [one for one in self._standings if one.headline]
        sources = "、".join(
            dict.fromkeys(one.headline.source_name for one in known if one.headline)
        )
        text = sentences.gap(self._standings)
        if not _NUMBER.search(text):
            return text
        return self._figures.clause(text, "距目标", self._month, sources or SOURCES[OWN])

    def lists(self) -> list[Paragraph]:
        """附: how many rows are on each list, and how many came and left."""
        slide = units.new_problems(self._board, self._month, show_effective=False)
        if slide is None:
            return []
        source = (SOURCES[OWN], month_text(self._month), PROBLEMS)
        parts = slide.parts[:1]
        return self._of_slide(replace(slide, parts=parts), "lists", "问题清单", source, "附：")

    # -- from the briefing -----------------------------------------------------------------

    def _of_slide(
        self, slide: Slide, key: str, about: str, source: tuple[str, str, str], lead: str = ""
    ) -> list[Paragraph]:
        """A slide of 投屏模式, its numbers with the source (where from, of when, page)."""
        found = [_heading(key, lead, self._said(slide.title, about, "结论", source))]
        facts = [one for one in slide.facts if one.value != rates.UNKNOWN]
        if facts:
            text = "；".join(map(_fact_text, facts))
            found.append(paragraph(key, self._said(text, about, "概况", source), "。"))
        for number, part in enumerate(slide.parts):
            name = f"{key}:{'abcdef'[number]}"
            if isinstance(part, Bars):
                found.append(paragraph(name, chart=self._of_bars(part, about, source)))
            elif isinstance(part, SlideTable):
                found.append(paragraph(name, table=self._of_table(part, about, source)))
            else:
                found.append(paragraph(name, self._said(part.text, about, part.caption, source)))
        return found

    def _said(self, text: str, about: str, what: str, source: tuple[str, str, str]) -> Part:
        """The text as a number of the paper, where it has one."""
        if not _NUMBER.search(text):
            return text
        where, when, page = source
        clause = self._figures.clause(one_line(text), what, self._month, where)
        return replace(clause, about=about, period=when, page=page)

    def _of_bars(self, bars: Bars, about: str, source: tuple[str, str, str]) -> Chart:
        """Without the line of the rest, which has no bar."""
        is_rate = "率" in bars.caption
        points = []
        for bar in bars.bars:
            if not bar.end:
                continue
            number = f"{bar.end:.2f}" if is_rate else f"{bar.end:.0f}"
            figure = self._said(number, about, f"{one_line(bar.name)}：{bar.label}", source)
            assert not isinstance(figure, str | Gap)
            points.append(Point(_short(bar.name), figure, bar.end))
        name = re.sub(r"（项，＋为新增）", "（项）", bars.caption)
        return Chart(name, tuple(points), number_format="0.00" if is_rate else "0")

    def _of_table(self, table: SlideTable, about: str, source: tuple[str, str, str]) -> Table:
        columns = tuple(
            Column(header, is_centred=place in table.numbers)
            for place, header in enumerate(table.columns)
        )
        rows: list[Row] = []
        for row in table.rows:
            subject = next((cell.text for cell in row if len(cell.text) > 1), about)
            rows.append(
                tuple(
                    self._said(_long(cell.text), about, f"{_long(subject)}的{header}", source)
                    for cell, header in zip(row, table.columns)
                )
            )
        note = table.note
        said: list[Part] = [self._said(note, about, "说明", source)] if note else []
        return Table(table.caption, columns, tuple(rows), said[0] if said else "")


def _heading(key: str, *parts: Part) -> Paragraph:
    """The finding of a slide."""
    return replace(heading(key, ""), parts=tuple(part for part in parts if part != ""))


def _wanting(key: str, title: str, about: str) -> list[Paragraph]:
    """A slide that the data have nothing for."""
    return [_heading(key, title), paragraph(key, Gap(about), "。")]


def _fact_text(fact: Fact) -> str:
    """销号率39.29%（11/28项）: its label is the name, and what is said of it."""
    name, _, rest = fact.label.partition("，")
    return f"{name}{fact.value}" + (f"（{rest}）" if rest else "")


def _short(name: str) -> str:
    """A name beside a bar."""
    return shortened_inside(one_line(name), LONGEST)


def _long(text: str) -> str:
    """A text in a cell."""
    return shortened(one_line(text), _LONGEST_CELL)


def _fitting(table: Table) -> Table:
    """Whose texts of several names are not longer than three are."""
    rows = (
        tuple(_fewer(one) if isinstance(one, str) else one for one in row) for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _fewer(names: str) -> str:
    """As many whole names as a cell has room for, 等 for the others; one that is too long alone is
    shortened.
    """
    most = 3 * (_LONGEST_CELL + 1)
    if len(names) <= most:
        return names
    first, *others = names.removesuffix("等").split("、")
    shown = shortened_inside(first, most - 1)
    for one in others:
        if len(f"{shown}、{one}等") > most:
            break
        shown = f"{shown}、{one}"
    return f"{shown}等"


def _shortened(chart: Chart) -> Chart:
    points = tuple(replace(point, name=_short(point.name)) for point in chart.points)
    return replace(chart, points=points)
