"""How agreements are called, and by what words they open and close."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re

INSTRUMENT = re.compile(
    r"(?:覚書|協定|条約|取極|取り?決め|議定書|覚え書|合意書|共同声明|共同宣言|共同発表|ディール|枠組み?文書|枠組み|行動計画|書簡の交換|交換公文|口上書|ロードマップ|共同ビジョン(?:声明)?|ビジョン声明|憲章"
    r"|合意議事録|議事録|確認書|意向書|合意文書|共同文書|(?:閣僚|首脳|大臣)(?:宣言|声明)|議長声明|コミュニケ)"
    r"(?:\s?[（(][^）)]{1,30}[）)])?$"
    r"|(?i:\b(?:memorandum\s+of|agreement\b|arrangement\b|protocol\b|treaty\b|joint\s+(?:press\s+|media\s+)?(?:statement"
    r"|declaration|communiqu[eé])|agreed\s+minutes|record\s+of\s+discussions|technology\s+prosperity\s+deal|letter\s+of\s+intent|declaration\s+of\s+intent|framework\s+(?:between|for|on|of|agreement)\b|(?:plan\s+of\s+action|action\s+plan|road\s?map|charter|compact)\b|exchange\s+of\s+(?:notes|letters)|(?:joint\s+)?vision\s+statement|statement\s+of\s+intent|(?:ministers['’]?|leaders['’]?|ministerial|summit|chair['’]?s?)\s+(?:declaration|statement|communiqu[eé])"
    r"|memorandum\s*$))"
    r"|(?:양해\s?각서|협력\s?각서|각서|협정서?|조약|약정서?|공동\s?성명|공동\s?선언|의정서|합의서|(?:이행|실행|시행)\s?계획|합의\s?의사록|의향서|업무\s?협약서?|공동\s?발표문|행동\s?계획|(?:공동\s?)?비전\s?성명|공동\s?비전|교환\s?각서|서한\s?교환|프레임워크|로드맵|헌장|공동\s?언론\s?발표문|(?:장관|정상)\s?선언|의장\s?성명|공동\s?언론문)"
    r"(?:\s?\([^)]{1,30}\))?$"
)
"""A line that may be the title of an agreement."""

_HEADLINE = re.compile(
    r"(?:[でへにをも]|へ向け|、)(?:協力)?(?:覚書|協定|条約|取極|議定書|合意書|共同声明|共同宣言)$"
)
"""The end of a headline (量子協力で覚書), where a title has の or に関する."""
TESTIMONIUM = re.compile(
    r"(?:(?:署名|調印|作成|発出)(?:し|され|する|を行っ)た?(?:もの(?:である|とする))?。|下名は)"
    r"|(?i:^(?:signed|done)\b.{0,60}\b(?:at|in|on|this)\b|in\s+witness\s+whereof)"
    r"|(?:서명|작성)하였으며|(?:서명|작성)(?:하였다|되었다|한다|하였음|되었음|함)[.]"
)
"""A sentence that says when and where an agreement was signed."""
_SIGNING_WORD = re.compile(
    "署名|調印|作成|発出|下名|서명|작성|Signed|signed|SIGNED|Done|done|DONE|Witness|witness|WITNESS"
)


def tells_signing(text: str) -> bool:
    """Whether a paragraph says when and where an agreement was signed."""
    return bool(_SIGNING_WORD.search(text)) and bool(TESTIMONIUM.search(text))


PREAMBLE = re.compile(
    r"以下「|（以下、?「|\(以下|hereinafter|[(（](?:the\s)?[\"“”']|이하|はい?、$|は、\s*$"
    r"|\b(?:Participants|Parties|Sides)\b"
)
STATEMENT = re.compile(
    r"(?:共同声明|共同宣言|共同発表|ビジョン声明|(?:閣僚|首脳|大臣)(?:宣言|声明)|議長声明|(?:장관|정상)\s?선언|의장\s?성명|공동\s?성명|공동\s?선언|공동\s?발표문|비전\s?성명)(?:\s?[(（][^()（）]{1,30}[)）])?$|(?i:\bjoint\s+(?:press\s+|media\s+)?(?:statement|declaration)\b|\bvision\s+statement\b|\b(?:ministers['’]?|leaders['’]?|ministerial|summit)\s+(?:declaration|statement|communiqu[eé]))"
)
SIDES = re.compile(
    r"양\s?(?:측|국|정상|장관)[은이]|両(?:首脳|大臣|者|国|政府|閣僚)は|(?:三|四|3|4)(?:か国|カ国)?(?:首脳|大臣|閣僚|長官)は|我々は|우리는|\b[Ww]e\b|\bThe Prime Ministers\b|\b(?:[Tt]he|[Bb]oth) (?:two )?(?:leaders|ministers|sides|governments|countries)\b"
)
"""How a joint statement speaks of those who make it."""


HEADS_SIGN = re.compile(
    r"(?:The |H\.E\.|Mr|Ms|Dr|Shri|Hon)?[^,.]{2,50}, (?:Prime Minister|President|Premier|Minister|Secretary|Chancellor)\b[^.]{0,50}$"
    r"|[가-힣 ]{2,20}(?:장관|총리|대통령)$|[一-鿿ァ-ヺー]{2,16}(?:大臣|首相|大統領|長官)(?:[ \u3000].{2,16})?$"
)
"""A line below a joint statement with the office of one who makes it."""
KIND_AHEAD = re.compile(
    r"(?i:fact\s?sheet|joint\s+(?:press\s+|media\s+|leaders['’]\s+)?(?:statement|declaration))\b|ファクトシート|共同声明|팩트\s?시트|설명\s?자료"
)
"""A title that begins with the kind of the text."""
_LEADS = re.compile(
    r"(?:との?間の|に関する|に係る|についての|における|のための|と|及び|간의|간|에\s?관한|위한|와|과|\b(?:on|for|between|of|and|the|in|concerning|regarding))$"
)
BARE_KIND = re.compile(
    r"(?:合意議事録|議事録|確認書|共同声明|共同宣言|共同発表|覚書|協定|合意書|공동성명|공동선언|양해각서|협정|약정)(?:文|서|문)?"
)


def leads_to_title(text: str) -> bool:
    """Whether a title that ends so goes on in the next line."""
    return bool(_LEADS.search(text))


def names_instrument(title: str) -> bool:
    """Whether a line names an agreement as its title does, not as a headline does."""
    return bool(INSTRUMENT.search(title)) and not ("、" in title and _HEADLINE.search(title))
