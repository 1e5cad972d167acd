"""What happens in the demonstration months, as numbers: the state of every list, the other
counties, the targets.

A tuple of 24 numbers is one number a month, 2024-11 to 2026-10.
"""

from decimal import Decimal

FIRST_YEAR, FIRST_MONTH, MONTH_COUNT = 2024, 11, 24

#: the flags of an item with nothing wrong
CLEAN_ITEM = {
    "is_online": True,
    "is_fully_online": True,
    "is_published": True,
    "is_in_hall": True,
    "is_entered_in_name_only": False,
    "is_handled_off_site": False,
}
#: what is wrong with an item → (how many items a month, the flags that it changes, the book it is
#: in).
#: In all the months together an item is in one state of a book at most.
STATES = {
    "not_online": (
        (
            66,
            64,
            61,
            57,
            55,
            52,
            50,
            46,
            44,
            40,
            38,
            35,
            33,
            30,
            34,
            29,
            26,
            22,
            18,
            14,
            11,
            8,
            4,
            2,
        ),
        {"is_online": False, "is_fully_online": False},
        "online",
    ),
    "online_only": (
        (
            42,
            41,
            40,
            38,
            36,
            35,
            33,
            31,
            30,
            29,
            27,
            26,
            24,
            23,
            22,
            20,
            18,
            16,
            14,
            11,
            9,
            7,
            5,
            3,
        ),
        {"is_fully_online": False},
        "online",
    ),
    "not_published": (
        (
            121,
            118,
            116,
            112,
            109,
            107,
            104,
            101,
            99,
            96,
            93,
            92,
            90,
            88,
            86,
            83,
            80,
            77,
            73,
            70,
            66,
            62,
            58,
            54,
        ),
        {"is_published": False},
        "platform",
    ),
    "not_in_hall": (
        (
            118,
            116,
            113,
            110,
            108,
            105,
            103,
            100,
            98,
            95,
            93,
            91,
            88,
            86,
            84,
            82,
            79,
            77,
            85,
            80,
            75,
            71,
            66,
            60,
        ),
        {"is_in_hall": False},
        "hall",
    ),
    "name_only": (
        (
            33,
            33,
            32,
            31,
            30,
            28,
            29,
            27,
            26,
            25,
            24,
            24,
            22,
            21,
            21,
            20,
            19,
            22,
            21,
            20,
            18,
            17,
            16,
            15,
        ),
        {"is_entered_in_name_only": True},
        "hall",
    ),
    "off_site": (
        (18, 18, 17, 17, 16, 16, 15, 14, 14, 13, 13, 12, 12, 11, 12, 11, 10, 10, 10, 9, 9, 8, 8, 7),
        {"is_handled_off_site": True},
        "hall",
    ),
    "name_only_and_off_site": (
        (5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2),
        {"is_entered_in_name_only": True, "is_handled_off_site": True},
        "hall",
    ),
}
#: state → the department of all the items that are in it in the last month
LAST_MONTH_DEPARTMENT = {"not_online": "自然资源局"}

#: the state that every second new item begins in
STATE_OF_NEW_ITEMS = "not_published"
#: month → items that come into being
NEW_ITEMS = {2: 4, 5: 3, 8: 5, 12: 4, 16: 3, 19: 3, 21: 2}
#: month from which an item no longer exists → the state in which it was cancelled
CANCELLED_ITEMS = {9: "not_in_hall", 17: "not_published"}

VILLAGES_WITHOUT_STATION = (5, 5, 5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0)
STATIONS_RENAMED = (
    114,
    118,
    123,
    128,
    134,
    141,
    147,
    152,
    158,
    165,
    171,
    178,
    184,
    189,
    196,
    203,
    211,
    218,
    226,
    235,
    243,
    250,
    257,
    263,
)

#: county → indicator → (numerator, denominator) of the last bulletin, in the order of `HEADLINES`
HEADLINES = (
    "online_rate",
    "full_online_rate",
    "provincial_publish_rate",
    "station_coverage_rate",
    "hall_entry_rate",
)
LAST_BULLETIN = {
    "东屏县": ((3000, 3000), (2665, 2744), (2642, 2697), (346, 347), (2658, 2719)),
    "南浦区": ((3399, 3400), (2734, 2813), (2669, 2746), (239, 240), (3008, 3041)),
    "北岭县": ((2920, 2929), (2577, 2650), (3287, 3416), (314, 314), (3088, 3134)),
    "石桥县": ((3216, 3230), (3223, 3309), (2757, 2817), (361, 361), (3080, 3212)),
    "白塔区": ((2839, 2854), (3166, 3212), (3451, 3483), (233, 233), (2770, 2880)),
    "临湖市": ((3414, 3448), (2894, 2971), (3417, 3492), (270, 271), (2936, 3050)),
    "长泽县": ((3286, 3325), (2815, 2862), (2625, 2711), (197, 200), (2961, 3040)),
    "安平县": ((3318, 3346), (2817, 2886), (2678, 2701), (331, 331), (2521, 2637)),
    "新渡县": ((2906, 2929), (3229, 3269), (2698, 2789), (410, 413), (3350, 3400)),
    "龙口区": ((3130, 3155), (2892, 2916), (3099, 3135), (238, 241), (2634, 2770)),
    "高原县": ((2592, 2631), (2740, 2778), (3232, 3329), (230, 230), (2733, 2791)),
}
#: county → how many percentage points lower each rate was in the first month
RISE_PP = {
    "东屏县": (1.2, 0.7, 1.2, 0.9, 0.5),
    "南浦区": (1.4, 1.1, 0.6, 1.7, 1.1),
    "北岭县": (0.9, 0.8, 0.9, 0.6, 0.9),
    "石桥县": (1.0, 0.6, 1.0, 0.8, 0.7),
    "白塔区": (1.1, 1.0, 1.4, 1.3, 1.0),
    "临湖市": (1.3, 0.9, 0.4, 1.1, 0.5),
    "长泽县": (1.2, 1.3, 0.8, 2.0, 0.8),
    "安平县": (1.6, 0.6, 1.3, 0.3, 0.6),
    "新渡县": (1.2, 1.2, 1.1, 0.5, 1.4),
    "龙口区": (0.9, 1.5, 0.7, 1.2, 0.4),
    "高原县": (1.0, 1.4, 1.2, 0.9, 0.6),
}

#: (month, county, indicator) that the county did not report
NOT_REPORTED = {(9, "高原县", "hall_entry_rate")}
#: (month, indicator) → what the bulletin prints more than the home county counts
BULLETIN_DIFFERS = {(20, "online_rate"): -1}
#: (month, county, indicator) → (numerator, denominator): published as high as the home county's at
#: the end of a quarter
TIED = {(19, "北岭县", "online_rate"): (2912, 2925)}

#: 分值, in the order of `HEADLINES`; 得分 is that share of it which the rate is
FULL_SCORES = tuple(map(Decimal, (20, 20, 20, 15, 25)))

LEAD_UNIT = "行政审批和政务服务局"
#: year → target percent, in the order of `HEADLINES`
TARGETS = {
    2024: tuple(map(Decimal, ("98.5", "97.5", "97", "99", "97"))),
    2025: tuple(map(Decimal, ("99.5", "99", "98", "99.5", "98"))),
    2026: tuple(map(Decimal, ("100", "99.9", "99", "100", "99"))),
}
