"""The keys of rows: what tells items without a code, villages and claims about items apart."""

#: what stands as the item of a row of 办件量 that is of all items of its unit together
ALL_ITEMS = "全部事项（单位汇总）"


def of_item(unit: str, name: str) -> str:
    """The key of an item without a code."""
    return f"{unit}/{name}"


def of_village(township: str, own_name: str) -> str:
    """The key of a village or its station."""
    return f"{township}/{own_name}"


def village_of(key: str) -> str:
    """The village's own name, of its key."""
    return key.partition("/")[2]


def of_representative(unit: str) -> str:
    """The key of a department's 首席事务代表."""
    return f"{unit}/首席事务代表"


def of_claim(item_key: str, words: str) -> str:
    """The key of a partial sheet's row that says something of an item: the item's key, and the
    words for what it says.
    """
    return f"{item_key}／{words}"
