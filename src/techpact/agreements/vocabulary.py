"""Words by which the parts of an agreement are known, in English, Japanese and Korean."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re

SECTION_TITLE = re.compile(
    r"""^(?:(?:.{0,14}の)?(?:目的|趣旨|定義|用語|協力(?:の)?(?:分野|範囲|形態|方法|活動|目的|原則)?|重点分野|実施(?:体制|方法|機関)?|運営|法的(?:性質|地位|効力|位置付け)|拘束力|資金|費用(?:負担)?|財源|経費|知的財産(?:権)?|秘密(?:情報|保持)?|情報の?(?:保護|管理|取扱い)|紛争(?:の)?(?:解決|処理)|協議|修正|改正|変更|中止|終了|廃止|発効|効力(?:発生)?|有効期間|期間|(?:最終|一般|雑|その他の?)(?:規定|条項|事項)?|署名|作業部会|連絡先|他の協定との関係)(?:及び|と|・|、|並びに)?){1,3}(?:等)?$
    | ^(?i:(?:(?:general\s|final\s|miscellaneous\s|other\s|key\s|priority\s|scope\sand\s)?(?:purposes?|objectives?|aims?|frameworks?|background|general|definitions?|scope|areas?\sof\s(?:cooperation|collaboration)|(?:forms?|modalities|methods|means|principles)\sof\s(?:cooperation|collaboration)|cooperation|co-operation|priority\sareas|implementation|coordination|legal\s(?:nature|status|effect|character|considerations?)|status(?:\sof\sthis\s\w+)?|non-?binding\s\w+|funding|financ\w+(?:\s\w+)?|costs?|resources|intellectual\sproperty(?:\s\w+)?|confidential\w*(?:\s\w+)?|dispute\w*(?:\s\w+)?|settlement\sof\sdisputes|consultations?|amendments?|modifications?|discontinu\w+|terminations?|entry\sinto\s(?:force|effect)|commencement|duration|effective\sdate|provisions|signatures?|working\sgroups?|points?\sof\scontact)(?:\s?(?:and|,|&|/|;)\s?(?:the\s)?)?\s?){1,4}$)
    | ^(?:일반|최종|기타)?\s?(?:(?:목적|정의|용어|협력\s?(?:분야|범위|형태|방식|활동|원칙)?|중점\s?분야|이행|운영|실무\s?그룹|법적\s?(?:성격|지위|효력|구속력)|재원|재정|비용(?:\s?부담)?|예산|지식\s?재산(?:권)?|지적\s?재산(?:권)?|비밀\s?(?:유지|정보)|분쟁\s?(?:해결)?|협의|수정|개정|변경|중단|종료|폐기|발효|효력(?:\s?발생)?|유효\s?기간|기간|규정|조항|사항|서명|연락처)(?:\s?(?:및|과|와|,|·)\s?)?){1,4}$
    """,
    re.VERBOSE,
)
"""A heading of the frame of an agreement rather than of a technology."""

LEGAL_TITLE = re.compile(
    r"法的|拘束力|資金|費用|財源|修正|改正|中止|終了|廃止|発効|効力|最終|紛争|知的財産|秘密|一般規定|雑則"
    r"|(?i:legal|status|binding|fund|financ|cost|amend|modif|discontinu|terminat|force|effect|final|dispute"
    r"|intellectual|confiden|duration|commencement|general\sprov|miscell)"
    r"|법적|구속력|재원|재정|비용|예산|수정|개정|중단|종료|폐기|발효|효력|최종|분쟁|지식\s?재산|비밀|유효"
)
"""A heading below which a text says how it binds, changes and ends."""

RECITAL = re.compile(
    r"(?:し|て|り|い|め|き)[;；、,]$|[;；]$"
    r"|^(?i:(?:whereas|further|also|and)?\s?,?\s*(?:recogni[sz]ing|acknowledging|affirming|reaffirming|confirming|noting"
    r"|desiring|considering|recalling|emphasi[sz]ing|believing|welcoming|seeking|expressing|convinced|having|mindful"
    r"|determined|committed|guided|building|wishing|appreciating|underscoring|understanding|intending|stressing"
    r"|taking|bearing|aware|conscious|in\s+(?:view|recognition|furtherance)|pursuant|inspired|resolved|whereas)\b)"
    r"|(?:하고|하며|하여|고려하여|인식하고|인식하며|확인하며|유의하며|바라며|희망하며|재확인하며)\s?[;；,]?$"
)
"""A clause of the preamble that gives a reason."""

FORMULA = re.compile(
    r"(?:以下|次|下記|左)の(?:とおり|通り|認識|了解|事項|合意|行動計画)|(?:合意|了解|認識|理解|結論|決定)に達した[:：。]?$|(?:に|と)(?:合意した|決定した)[:：。]?$"
    r"|(?i:\b(?:ha(?:ve|s)\s+(?:reached|agreed|decided|determined|concluded|come)|hereby\s+(?:agree|decide|declare)"
    r"|(?:agreed?|declare)\s+(?:as\s+follows|the\s+following)|as\s+follows\s*[:：]?$|following\s+(?:understandings?|recognitions?|arrangements?)"
    r"|(?:intend|decide|determine)d?\s+(?:to\s+cooperate\s+)?as\s+follows))"
    r"|다음과\s?같(?:이|은\s?(?:인식|이해|양해|사항|합의))|아래와\s?같(?:이|은)|다음의?\s?(?:사항|양해|인식)"
)
"""The words that lead from the preamble to the provisions."""

PARTIES = re.compile(
    r"以下「[^」]{1,20}」|以下、「|(?i:hereinafter|herein\s+after)|[(（](?:the\s|each\s|collectively\s?,?\s?)*[\"“'「](?:the\s)?(?i:participants?|parties|party|sides?)"
    r"|이하\s?[\"“「‘'']"
    r"|^(?:The\s)?Governments?\s+of\b.{1,200}\band\b|政府.{0,60}政府.{0,40}は[、,]?$|정부.{0,80}정부.{0,40}[은는][,]?$"
)
"""The clause that names the parties."""

PREDICATE_JA = re.compile(
    r"(?:[うくすつぬぶむる]|ない|たい|した|った|いた|んだ|です|ます|である|だ|べき|こと|よう)[。.;；:：、」]*$"
)
FINITE_EN = re.compile(
    r"\b(?:will|shall|intends?|is|are|was|were|may|should|has|have|had|would|can|could|seeks?|plans?|aims?|agrees?|said)\b"
)
PREDICATE_KO = re.compile(r"(?:다|요|음|함|임|됨|것)[.;:]?$")
"""Endings and words that make a unit a sentence rather than a heading."""

CHAPEAU = re.compile(
    r"[:：]$|(?:(?:以下|下記)の[^。]{1,24}|次の(?:各号|各項|こと|事項|分野|活動|項目|方法|もの|形態|措置|内容|領域|取組|要素|原則|[^。、]{1,6}分野))(?:について|に関し|に関する|において|に係る|を|に|で|として|の)[^。]{1,80}。$"
    r"|(?:以下|次|下記)(?:の[^。]{0,12})?[をに]?(?:含|掲げる|示す|列挙|とおり|定める|各号)[^。]{0,40}[。]?$|(?i:(?:the\s+following|as\s+follows|including|includ(?:es?|ing)\s+the\s+following))\s*[:：.]?$"
    r"|(?:다음|아래)\s?(?:을|의|과\s?같|각\s?호|각\s?목|사항|분야|에)[^.]{0,40}[:：.]?$"
)
"""A sentence that the bullets below it complete."""

PARTY_BEARER = re.compile(
    r"両(?:当事者|者|国政府|政府|国|参加者|締約国(?:政府)?|締約者|署名者)(?:間)?|日米双方|(?:日米|日韓|米韓|日英|英米|双)方|日米(?:両国(?:政府)?|両政府)?"
    r"|いずれ(?:か)?(?:一方)?の(?:当事者|参加者|締約国(?:政府)?|署名者|国)|(?:もう|他方?|相手)(?:一方)?の?(?:当事者|参加者|締約国)|両(?:研究所|大学|庁|局|院|社|協会|財団|規制当局|当局)(?=[はがも])|各(?:当事者|参加者|締約国(?:政府)?|機関(?=[はが])|研究所(?=[はが]))|両(?:実施)?機関|両省(?:庁)?|各省(?:庁)?(?=は)|いずれの省(?:庁)?(?=も)|いずれの(?:一方の)?(?:締約国)?政府(?=も)|(?:二|三|四)(?:閣僚|大臣|首脳|長官)(?=は)|いずれの(?:実施)?機関(?=も)|(?:受領|提供|開示)(?:した|する)(?:当事者|参加者|機関)(?=は)"
    r"|(?:当事者|参加者|締約国)(?=[はがに])|いずれ(?:か)?の?一方"
    r"|両(?:国)?(?:首脳|大臣|長官|閣僚|国首脳|国大臣|院長|総裁)|(?:二|三|四|2|3|4)[かカヵケヶ箇]?国(?:の?(?:首脳|政府|大臣|閣僚))?(?=は|が|も)|我々|[一-鿿ァ-ヴー]{2,8}側(?=は)|(?:首脳|閣僚|大臣)(?:ら|たち)?(?=は)"
    r"|(?i:\b(?:(?:the|both|each|either|all|neither)\s+(?:other\s+|two\s+|sending\s+|receiving\s+|host(?:ing)?\s+|requesting\s+|disclosing\s+|providing\s+)?(?:participants?|parties|party|sides?|signator(?:y|ies)|governments?|countries)))\b"
    r"|\b(?:Both|Either|Each|Any|One|A|a)\s+(?:Participants?|Part(?:y|ies)|Sides?|countries|governments?)\b"
    r"|\b(?:[Tt]he|[Bb]oth)\s+(?:two|three|four)\s+[A-Za-z]+s\b|\b[Bb]oth\s+(?:[Mm]inistries|[Aa]gencies|[Dd]epartments|[Ii]nstitutes|[Ll]aboratories|[Cc]ountries)\b|\b(?:We|we)\b|\b(?:[Oo]ur|[Bb]oth|[Tt]he)\s+(?:two\s+|three\s+|four\s+)?(?:leaders|ministers|presidents|secretaries|countries|nations|governments|agencies|sides)\b"
    r"|(?:양|두|세)\s?(?:정상|장관|정부|기관|부처|기구|연구소|대학|청|위원회|규제기관)|(?:3|삼|4)국(?:\s?(?:정상|장관|정부))?(?=[은는이가])|우리(?=는)|(?:정상|장관)들(?=[은이])"
    r"|어느\s?(?:한\s)?측(?=도|이든)|어느\s?(?:한쪽|한|일방)?\s?(?:의\s?)?당사[자국]|(?:양\s?(?:당사자|측|국\s?(?:정부|정상|장관)|국|정부|참여자|참가자|서명자|체약국)|당사[자국](?:들)?|체약국(?:들)?|쌍방|각\s?(?:당사자|측|참여자|참가자|기관)|(?:받은|수령한|제공한|제공하는)\s(?:당사자|참여자|참가자|기관)|참여자(?:들)?|참가자(?:들)?|일방\s?(?:당사자)?|한미\s?양국|어느\s?(?:한쪽|일방|당사[자국])[^\s]{0,4}?)(?=\s?(?:\(이하|이든|든|라도|이라도|는|은|이|가|도|간|들|의|에|\s))"
)
"""Words for the parties of an agreement."""

NOT_WHOLE = re.compile(
    r"抜粋|[(（]抄[)）]|一部省略|[(（](?:中略|前略|後略|以下略|略)[)）]|(?i:\bexcerpts?\b|\[\s?(?:\.\.\.|…|snip)\s?\])|발췌|[(（](?:중략|이하\s?생략)[)）]"
)
"""Words that say that only a part of the text was given."""

OPERATIVE_EN = re.compile(
    r"^(?:[^,.;]{0,120},\s+)?(?:(?:The|A|An|This|These|Each|All|Any|Its|Their|One|Both)\s+)?(?:(?!that\b|which\b)[\w'’-]+\s+){0,4}?"
    r"(?:sessions?|meetings?|dialogues?|committees?|groups?|councils?|officials|ministers?|companies|firms|utilities|universities|institut\w+|laborator\w+"
    r"|researchers|contacts?|experts|data|results?|reports?|program(?:me)?s?|projects?|cent(?:re|er)s?|facilit\w+|secretariat|agenc\w+|bodies|students|advisors|coordinators|leaders|ministerials?|mechanisms?|forums?|task\s?forces?|roundtables?|calls?|rounds?|samples|information|work(?:shop)?s?)"
    r"\b[^.;:,]{0,80}?(?:,[^.;:,]{1,80},)?\s(?P<cue>shall|must|will|may)\b(?!\s+not\b)",
    re.IGNORECASE,
)
OPERATIVE_JA = re.compile(
    r"^[^。は]{0,24}?(?:会合|会議|委員会|結果|次回|事務局|データ|企業|事業者|大学|機関|機構|研究所|省|庁|局|部|対話|担当者|専門家|職員|学生|対象|情報|運用班|作業班|チーム|グループ|協議会|作業部会|フォーラム)(?:等)?は、?"
)
OPERATIVE_KO = re.compile(
    r"^[^.]{0,24}?(?:회의|위원회|기관|대학|기업|자료|결과|교환|형식|연구원|연구소|협회|재단|부처|부|처|청|실무자|전문가|학생|정보|조정관|담당관|책임자|한쪽|총국|센터|점검단|사업단|추진단|작업반|실무반|협의회|그룹|사무국|운영반)(?:들)?(?:은|는|이|가)\s"
)
"""What a text orders without naming a party: meetings, data, companies and other bodies."""
