"""好差评: ratings as counts by unit, item, channel and level, reasons as counts by window, and the
差评 one by one.

One case counts once; which of its ratings that is, is a setting.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from govsvc.domain.entries import Entry
from govsvc.domain.feedback.calls import BAD, LEVELS


@dataclass(frozen=True)
class Place:
    """Where people rate: in the hall, online, or by what says neither."""

    key: str
    name: str


IN_HALL, ONLINE, ELSEWHERE = "hall", "online", "elsewhere"
#: of 二维码, 电话 and 短信 nobody can say whether the case was done in the hall or online
PLACES = (Place(IN_HALL, "现场"), Place(ONLINE, "网上"), Place(ELSEWHERE, "二维码、电话、短信等"))


@dataclass(frozen=True)
class RatingChannel:
    """评价渠道. `code`: where all systems agree on the number; `words`: how exports write it."""

    key: str
    name: str
    place: str
    words: tuple[str, ...] = ()
    code: str = ""


BY_DEFAULT = "default"
RATING_CHANNELS: tuple[RatingChannel, ...] = (
    RatingChannel(
        "pc", "PC端", ONLINE, ("PC", "电脑端", "网站", "政务服务网", "网上大厅", "网厅"), "1"
    ),
    RatingChannel(
        "mobile",
        "移动服务端",
        ONLINE,
        ("移动端", "手机端", "APP", "手机APP", "小程序", "微信小程序", "支付宝小程序", "微信"),
        "2",
    ),
    RatingChannel("code", "二维码", ELSEWHERE, ("扫码", "扫码评价", "静态二维码"), "3"),
    RatingChannel(
        "pad",
        "政务大厅平板电脑",
        IN_HALL,
        ("平板电脑", "平板", "评价器", "窗口评价器", "大厅平板", "政务大厅平板"),
        "4",
    ),
    RatingChannel(
        "hall",
        "政务大厅其他终端",
        IN_HALL,
        ("大厅其他终端", "其他终端", "自助终端", "一体机", "自助机", "大厅一体机"),
        "5",
    ),
    RatingChannel("phone", "电话", ELSEWHERE, ("电话评价", "热线", "12345")),
    RatingChannel("message", "短信", ELSEWHERE, ("短信评价",)),
    RatingChannel(BY_DEFAULT, "系统默认评价", ELSEWHERE, ("系统默认", "默认评价", "默认好评")),
)
NO_CHANNEL = RatingChannel("", "未注明渠道", ELSEWHERE)
_CHANNELS = {one.key: one for one in (*RATING_CHANNELS, NO_CHANNEL)}

#: which of the ratings of a case a row is: its only one, the first, one between, the last; or a
#: 追评 whose first rating is in no row of the export
ONLY, FIRST, BETWEEN, LAST, LONE = "only", "first", "between", "last", "lone"
#: choice of the setting 追评 → the ratings that count
TURNS = {
    "last": frozenset({ONLY, LAST, LONE}),
    "first": frozenset({ONLY, FIRST, LONE}),
    "both": frozenset({ONLY, FIRST, BETWEEN, LAST, LONE}),
}
#: what a stored row counts: ratings of an item, ratings of a window, a reason; or one 差评
OF_ITEM, OF_WINDOW, OF_REASON, ONE_BAD = "item", "window", "reason", "bad"


@dataclass(frozen=True, slots=True)
class RatingCount:
    """So many ratings that are alike. `of`: `OF_ITEM`, `OF_WINDOW` or `OF_REASON`; of the last two
    default ratings are no part. `worker`: 工号. `row`: the first of them in the export.
    """

    month: date
    of: str
    unit: str
    count: int
    turn: str = ONLY
    level: str = ""
    channel: str = ""
    item: str = ""
    item_code: str = ""
    window: str = ""
    worker: str = ""
    reason: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0

    @property
    def is_default(self) -> bool:
        return self.channel == BY_DEFAULT


@dataclass(frozen=True, slots=True)
class BadRating:
    """One 差评, without the name and number of whoever gave it. `case`: keyed hash of the 办件编号,
    "" where it has none. `key`: of its stored row.
    """

    month: date
    unit: str
    item: str
    item_code: str
    level: str
    turn: str
    channel: str
    reasons: tuple[str, ...]
    text: str
    day: date | None
    window: str
    is_named: bool | None
    case: str
    key: str
    file: str
    sheet: str
    row: int


def bad_rating_key(case: str, number: int) -> str:
    """What tells a stored 差评 from others of its month. `case`: hash or ""; `number`: from 1."""
    return f"{ONE_BAD}/{case}/{number}"


def rating_channel(key: str) -> RatingChannel:
    """The channel of that key. Raises KeyError where there is none."""
    return _CHANNELS[key]


def rating_count_of(entry: Entry) -> RatingCount:
    """The count that a stored row is."""
    said = entry.attributes
    is_item = said["of"] == OF_ITEM
    return RatingCount(
        entry.month,
        said["of"],
        entry.unit,
        int(said["count"]),
        said["turn"],
        said.get("level_given", ""),
        said.get("channel", ""),
        entry.name if is_item else "",
        said.get("item_code", ""),
        "" if is_item else entry.name,
        said.get("worker", ""),
        said.get("reason", ""),
        entry.file,
        entry.sheet,
        entry.row,
    )


def bad_rating_of(entry: Entry) -> BadRating:
    """The 差评 that a stored row is."""
    said = entry.attributes
    named = said.get("is_named", "")
    return BadRating(
        entry.month,
        entry.unit,
        entry.name,
        said.get("item_code", ""),
        said.get("level_given", ""),
        said.get("turn", ONLY),
        said.get("channel", ""),
        tuple(filter(None, said.get("reasons", "").split(","))),
        said.get("text", ""),
        date.fromisoformat(said["day"]) if said.get("day") else None,
        said.get("window", ""),
        {"yes": True, "no": False}.get(named),
        said.get("case", ""),
        entry.key,
        entry.file,
        entry.sheet,
        entry.row,
    )


def counts_of_ratings(ratings: Iterable[RatingCount]) -> dict[str, int]:
    """Name of a count → how many of these ratings: `ratings` in all, `default` of them, `active`
    the others, one count a level of these, and `bad`.
    """
    counts = Counter(
        dict.fromkeys(("ratings", "default", "active", *(one.key for one in LEVELS), "bad"), 0)
    )
    for one in ratings:
        counts["ratings"] += one.count
        if one.is_default:
            counts["default"] += one.count
            continue
        counts["active"] += one.count
        counts[one.level] += one.count
        counts["bad"] += one.count * (one.level in BAD)
    return dict(counts)
