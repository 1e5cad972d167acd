"""What a flag, an indicator, a list of problems and a partial sheet are made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: what the value of an indicator is given in, unless it is a mean
PERCENT = "%"
#: what an exempt row is: out of the denominator, or counted as any other
TAKEN_OUT, AS_OTHERS = "out", "counted"
#: what makes a header a question
_ASKING = re.compile("^(?:是否|有无|能否|可否)?(?:已)?")


@dataclass(frozen=True)
class CaseCount:
    """A number of cases of one item in one month (期间数: months are added up).

    `header`: its column in our template; `headers`: synonyms; `short`: its name in a sentence.
    `is_measured`: only measures read it: a wrong cell of it costs these alone, and not the row.
    """

    key: str
    short: str
    header: str
    headers: tuple[str, ...] = ()
    is_measured: bool = False


@dataclass(frozen=True)
class PartialSheet:
    """A sheet of items that knows only some fields of them, and knows these better than the
    department does.

    `owns`: flag key → words that, in a row or a title, say that a row speaks of this flag; a sheet
    that owns one flag needs none. A row of the sheet says yes to the flags it speaks of, unless its
    state says otherwise (`ended`, a regular expression). `absent`: what is said of an item that the
    sheet lacks; None: nothing. `named`: a regular expression that knows such a sheet by a title,
    its own name or the file's. `is_exempting`: its rows take items out of a denominator for a
    reason, by a document, for a time. A sheet that owns no flag brings only the month's numbers of
    cases. `is_absence_by_unit`: `absent` is said only of items of the units that the sheet names.
    """

    kind: str
    name: str
    owns: Mapping[str, tuple[str, ...]]
    named: str
    absent: bool | None = None
    ended: str = ""
    is_exempting: bool = False
    is_absence_by_unit: bool = False


@dataclass(frozen=True)
class Question:
    """What a yes/no column asks, as regular expressions over a cell without spaces (NFKC).

    `predicate`: the words for what is asked. `weak`: verbs that answer without naming it (完成).
    `is_so`, `is_not`: clauses that answer in other words. `unclear`: words that speak of something
    near it, so that nobody can tell. `able_is_yes`: 可以 and 支持 say yes. `is_reason`: a text that
    gives a reason means yes. `is_fault`: it asks for a fault, which is found, denied or mended.
    `asks_numbers`: a bare number is a code that nobody can tell.
    """

    predicate: str
    weak: str = "完成|实现|开通|支持|达到|具备|到位"
    is_so: str = ""
    is_not: str = ""
    unclear: str = ""
    able_is_yes: bool = False
    is_reason: bool = False
    is_fault: bool = False
    asks_numbers: bool = False


@dataclass(frozen=True)
class Flag:
    """A yes/no fact about a row of `kind`.

    `header` is the column's name in our template, `headers` its synonyms in real files. `requires`
    names flags that must hold where this one does (a breach is an error at this flag's cell).
    `is_required` says that a sheet of the kind is not complete without the column. `is_text` says
    that any text at all (a reason) means yes. `asks`: how its cells are read; by default the
    header's own words are the predicate. `heading`: its headers by their concept, as a regular
    expression over a whole header without spaces. `denied_by`: codes of the 测评指标 by which
    somebody says that it does not hold.

    `words`: whole cells that say yes before its question is read, as a regular expression.
    `of_column`: the key of the flag whose column says this one as well: a cell of it that `words`
    of this one match says yes to this one and no to the column's own flag. Such a flag has no
    column, and no header of its own is looked for. `matters_where`: a flag without which nothing
    is asked: a blank of a row where that does not hold is no fault. `answers`: what a template
    writes for yes and no.
    """

    key: str
    kind: str
    header: str
    headers: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    is_required: bool = False
    is_text: bool = False
    asks: Question | None = None
    heading: str = ""
    denied_by: tuple[str, ...] = ()
    words: str = ""
    of_column: str = ""
    matters_where: str = ""
    answers: tuple[str, str] = ("是", "否")

    @property
    def question(self) -> Question:
        """What its column asks."""
        return self.asks or Question(re.escape(_ASKING.sub("", self.header)))


def unread(flag: str) -> str:
    """The mark of a row whose cell of a flag says something that nobody could read."""
    return f"{flag}.unread"


@dataclass(frozen=True)
class Quantity:
    """A whole number of a row of `kind`: workdays, visits.

    `header`, `headers`, `heading`: as of a `Flag`. `unit` is its measure word. `unit_headers`: of
    a column beside it that says the unit. `most`: the key of the quantity that it may not exceed.
    `is_limit`: a time limit, as text with its unit (20工作日, 1个月); `is_promise`: one that 即办
    makes 0, whereas of another 即办 says nothing. `denied_by`: codes of the 测评指标 by which
    somebody says that it was not kept.
    """

    key: str
    kind: str
    header: str
    headers: tuple[str, ...] = ()
    unit: str = ""
    heading: str = ""
    unit_headers: tuple[str, ...] = ()
    most: str = ""
    is_limit: bool = False
    is_promise: bool = False
    denied_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sums:
    """What a ratio of sums adds up over the rows that it counts: Σ(`plus` − `minus`) ÷ Σ`over`.

    All are keys of quantities. Without `over` the rows are counted. A row counts where all of them
    are known, `over` is above 0 and `minus` is no more than `plus`.
    """

    plus: str
    minus: str = ""
    over: str = ""


@dataclass(frozen=True)
class AtMost:
    """A row is met where its quantity is no more than `most`.

    `is_unknown_no`: a row whose quantity is unknown is not met; else it is not counted.
    """

    quantity: str
    most: int = 0
    is_unknown_no: bool = False


@dataclass(frozen=True)
class Indicator:
    """A rate: rows met / rows counted.

    A row of `kind` is counted where all of `among` hold, none of `exempt` holds and, where the
    sheet gives a level, the level is one of `levels` (empty: every level). What an exempt row is
    the rules may say otherwise; without a word of theirs it is `exempt_usually`. A counted row is
    met where all of `met` hold and none of `unless`. `numerator` and `denominator` say the same in
    words. Where the rules say so of it, a row is also met where all of `also_met` hold (in words
    `also_met_word`). A bulletin carries the indicator under `headers` (rate, rank, or numerator
    and denominator marked 达标数／总数), `numerator_headers` or `denominator_headers`. `direction`
    is +1 where more is better. `nominal` is the key of the twin whose hollow part this one takes
    out. `unit` is the measure word of the rows. `is_extra`: it stands beside the province's own
    indicators, and is shown where a setting says so (`is_usual`: until one says otherwise).
    `concept`: its name without 率 as a bulletin may print it, `numerator_concept`,
    `denominator_concept`: headers of its counts; regular expressions.

    `sums`: it is a ratio of sums of quantities, and no row is met or not; `measure` is what its
    value is given in: %, or a measure word. `at_most`: what decides by a quantity whether a row is
    met; `instead`: what decides where the rules say so of it (in words `instead_word`).
    """

    key: str
    name: str
    short: str
    kind: str
    numerator: str
    denominator: str
    met: tuple[str, ...]
    unless: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    exempt_usually: str = TAKEN_OUT
    levels: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    numerator_headers: tuple[str, ...] = ()
    denominator_headers: tuple[str, ...] = ()
    concept: str = ""
    numerator_concept: str = ""
    denominator_concept: str = ""
    direction: int = 1
    nominal: str | None = None
    unit: str = "项"
    missing_word: str = "未达标"
    is_extra: bool = False
    is_usual: bool = False
    also_met: tuple[str, ...] = ()
    also_met_word: str = ""
    sums: Sums | None = None
    at_most: AtMost | None = None
    instead: AtMost | None = None
    instead_word: str = ""
    measure: str = PERCENT

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True)
class Sign:
    """What the cases of an item in the observation period say.

    It holds where, over the whole period, each of `some` is above 0, the first of each pair of
    `more` is above the second, each of `none` was given in every month and is 0, and none of
    `unless` is above 0 as far as it is known.
    """

    some: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    none: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProblemList:
    """The named rows behind a number.

    A row is on it where it is counted by `indicator` and not met, or, where `flag` is given, where
    it is counted by `indicator` and `flag` holds, or, where `without` is given, where it is
    counted, not met and none of these flags holds, or, where `mark` is given, where it has that
    mark; `indicator` then only says what kind of row it is and which rows are there at all. `rule`
    says so in words.

    Where `signs` are given, a row has the mark where one of them holds. `suspects`: key of the list
    that its rows are suspected to belong on; they are on none until a person confirms it.
    `above`: where `flag` holds, the quantity of a row on the list is known and more than that.
    `among`: flags that must hold of an item for it to be suspected. `is_problem`: false where being
    on it is no fault.
    """

    key: str
    name: str
    indicator: str
    rule: str
    flag: str | None = None
    mark: str | None = None
    suspects: str | None = None
    signs: tuple[Sign, ...] = ()
    is_problem: bool = True
    without: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    above: AtMost | None = None

    def __hash__(self) -> int:
        return hash(self.key)
