"""Numbers as one says them: 八, 两, 十二, 二百零六, 三千一百五十, 九十八点一."""

from decimal import Decimal

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_DIGIT = "[一二两三四五六七八九]"
#: a whole number above nought
WHOLE = (
    rf"(?={_DIGIT}|十)(?:{_DIGIT}万零?)?(?:{_DIGIT}千零?)?(?:{_DIGIT}百零?)?"
    rf"(?:{_DIGIT}?十)?{_DIGIT}?"
)
#: 九十八, 九十八点一, 零点零七
NUMBER = rf"(?:{WHOLE}|零)(?:点[零〇一二三四五六七八九]+)?"
#: what is no part of a count where it stands before one: 第八项, 几十项, 3万件, 三四项
BEFORE = rf"(?<![\d.,第前每各几数后之点{''.join([*_DIGITS, *_PLACES])}])"
#: behind 一项, 一个, 一件 where it counts; else it says that there is one of a sort (一个机制)
LONE = r"(?=[，。；、！？）)没未不\s]|事项|站点|村|$)"
#: 八项, 十二个: its number alone
COUNT = rf"{BEFORE}(?:(?!一[项个件条]){WHOLE}(?=[项个件条])|一(?=[项个件条]{LONE}))"


def value(text: str) -> Decimal:
    """The number, which has the form of `NUMBER`."""
    whole, _, decimals = text.partition("点")
    digits = "".join(str(_DIGITS[sign]) for sign in decimals)
    return Decimal(f"{_whole(whole)}.{digits}" if digits else _whole(whole))


def _whole(text: str) -> int:
    total = digit = 0
    for sign in text:
        if sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
