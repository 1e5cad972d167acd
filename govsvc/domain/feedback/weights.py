"""综合满意度: what a document says that each channel weighs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

#: the setting that keeps the weights, and what it is called
WEIGHTS, WEIGHTS_NAME = "feedback_weights", "综合满意度权重"
HALL, ONLINE, PHONE, QUESTIONNAIRE = "hall", "online", "phone", "questionnaire"
#: the channels that stand side by side
COMPARED = {HALL: "现场", ONLINE: "网上", PHONE: "电话", QUESTIONNAIRE: "问卷"}
MOST_WEIGHT = 1000


@dataclass(frozen=True)
class Weights:
    """`document`: the 文号; `of`: key of `COMPARED` → weight. Without a document there are none."""

    document: str = ""
    of: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str) -> "Weights":
        """Of the stored setting."""
        if not text:
            return cls()
        said = json.loads(text)
        return cls(said["document"], {key: int(said["of"][key]) for key in said["of"]})

    @property
    def stored(self) -> str:
        return json.dumps({"document": self.document, "of": dict(self.of)}, ensure_ascii=False)

    @property
    def are_set(self) -> bool:
        return bool(self.document and any(self.of.values()))

    @property
    def text(self) -> str:
        """现场40、网上30、电话20、问卷10（云政办〔2026〕8号）, "" where none are set."""
        if not self.are_set:
            return ""
        parts = "、".join(f"{COMPARED[key]}{weight}" for key, weight in self.of.items() if weight)
        return f"{parts}（{self.document}）"
