"""What the store reports of papers, in words: for each situation its code, a title, the way out."""

PAPERS: dict[str, tuple[str, str, str]] = {
    "paper_changed": (
        "stale",
        "这份材料刚被他人修改，本次未保存。",
        "请看最新的一稿，再决定是否修改；刚才写的文字请先复制。",
    ),
    "paper_approved": (
        "paper_approved",
        "没有保存：现在的文字已经审核通过。",
        "需要改动的，先修改再审核。",
    ),
    "no_letterhead": ("no_letterhead", "没有上传过公文样式。", "材料按国家标准的格式。"),
    "letterhead_too_large": (
        "letterhead_too_large",
        "公文样式没有保存：文件超过{most} MB。",
        "请压缩其中的图片再上传。",
    ),
    "paper_incomplete": (
        "paper_incomplete",
        "没有审核：还有{count}处待补充。",
        "请先补充，或不印那一段，再审核。",
    ),
    "paragraph_too_long": (
        "paragraph_too_long",
        "没有保存：一段不能超过{most}字。",
        "请分成几段，或删去一些文字。",
    ),
}
