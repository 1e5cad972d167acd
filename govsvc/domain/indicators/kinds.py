"""The kinds of rows and sheets, and the sources of values, by the keys that are stored."""

ITEMS, STATIONS, VILLAGES, BULLETIN, TARGETS, UNITS = (
    "items",
    "stations",
    "villages",
    "bulletin",
    "targets",
    "units",
)
#: the 整改台账: what was assigned to whom; no rows of a month
RECTIFICATION = "rectification"
EXPORT, HALL_LEDGER, INSPECTION, EXEMPTIONS = (
    "published_export",
    "hall_ledger",
    "inspection",
    "exemptions",
)
#: 授权事项清单: which items the department empowered its window to decide
AUTHORISATIONS = "authorisations"
#: 首席事务代表名册: whom each department sends to the hall to decide, from a month on
REPRESENTATIVES = "representatives"
CASES, CONFIRMATIONS, DISMISSALS = "cases", "confirmations", "dismissals"
#: calls of 电话回访: rows of a period, and no month takes them over from another
CALLS = "calls"
#: totals of a week of calls that has no rows (汇总录入)
CALL_TOTALS = "call_totals"
#: cases that were drawn to be called (回访抽样); no sheet brings them
CALL_DRAWS = "call_draws"
#: of these an import takes the place of whole weeks
KINDS_OF_WEEKS = (CALLS, CALL_TOTALS, CALL_DRAWS)
#: 好差评 as the platform exports it: counts of a period, and its 差评 one by one
RATINGS = "ratings"
#: the 差评台账: what became of each 差评
BAD_RATINGS = "bad_ratings"
#: the questions of a wave of 问卷; and the answers that a survey tool exports, which become these
QUESTIONNAIRES, SURVEY = "questionnaires", "survey"
#: 一件事清单: one list of the county, in force until a later one; and the cases of a month
CHAINS, CHAIN_CASES = "chains", "chain_cases"
#: an import of one of these takes the place of the whole list of the month
COUNTY_LISTS = (CHAINS,)
#: 窗口考核评分: monthly score sheets of windows, as they are printed
WINDOW_SCORES = "window_scores"
#: kinds of rows of what people say; one case may stand in them several times
FEEDBACK_KINDS = (*KINDS_OF_WEEKS, RATINGS, BAD_RATINGS, QUESTIONNAIRES, WINDOW_SCORES)
#: of these an import takes the place of whole weeks, or waves
KINDS_OF_PARTS = (*KINDS_OF_WEEKS, QUESTIONNAIRES)
#: of these an import takes the place of the rows of the same keys
KINDS_BY_KEY = (BAD_RATINGS, CHAIN_CASES, REPRESENTATIVES)
OWN, BULLETIN_SOURCE = "own", "bulletin"
#: source of a value → its Chinese name (three books, kept apart)
SOURCES = {OWN: "本县测算", BULLETIN_SOURCE: "市通报"}
#: 行使层级 of items
LEVELS = ("县本级", "乡镇（街道）", "村（社区）")
