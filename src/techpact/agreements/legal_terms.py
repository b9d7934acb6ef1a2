"""Wordings of legal nature and lifecycle, in Japanese, English and Korean."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


NOT_BINDING = _any(
    r"(?:法的|法律上)[^。]{0,60}(?:拘束|権利|義務)[^。]{0,80}(?:ない|ません)",
    r"拘束力[^。]{0,40}(?:ない|ません)",
    r"\b(?:not|no|nor|neither|nothing|without)\b[^.]{0,120}\b(?:legally[- ]binding|binding|legal\s+(?:rights?|obligations?)|rights?\s+(?:and|or)\s+obligations?)",
    r"\b(?:legally[- ]binding|rights?\s+(?:and|or)\s+obligations?)\b[^.]{0,60}\bnot\b",
    r"\bnon[- ]?(?:legally[- ])?binding\b",
    r"법적\s?(?:구속력|권리|의무|효력)[^.]{0,90}(?:않|없|아니)",
    r"구속력[^.]{0,30}(?:않|없|아니)",
)
BINDING = _any(
    r"法的拘束力を(?:有する|持つ)(?:[。;]|もの(?:とする|である))",
    r"法的(?:な)?(?:拘束力(?:の|が)ある)?(?:義務|権利義務)を(?:生じ(?:させ)?る|創設する|課す)(?:[。;]|もの(?:とする|である))",
    r"\b(?:is|be|are)\s+legally\s+binding\b",
    r"\b(?:creates?|establish(?:es)?|imposes?|constitutes?)\s+(?:a\s+)?(?:legally\s+)?binding\b",
    r"\bshall\s+be\s+binding\b",
    r"법적\s?구속력을\s?(?:가진다|갖는다|지닌다)",
    r"법적\s?(?:구속력\s?(?:있는|을\s?가지는)\s?)?(?:권리와\s?)?의무를\s?(?:발생시킨다|창설한다|부과한다)",
)
NO_FUNDS = _any(
    r"(?:資金|支出|財政|予算|費用|経費)[^。]{0,60}(?:課|義務|約束|伴|負|意味|拘束|コミット)[^。]{0,40}(?:ない|ません)",
    r"(?:各|自ら|自己|それぞれ)[^。]{0,20}(?:費用|経費)を[^。]{0,6}負担",
    r"予算の(?:範囲内|利用可能性|制約)",
    r"\b(?:not|no|nothing|neither|nor)\b[^.]{0,120}\b(?:funds?|funding|financial|expenditures?|appropriat\w+|monetary|fiscal|resources)\b",
    r"\b(?:bears?|be\s+responsible\s+for)\s+(?:its|their)\s+own\s+(?:costs|expenses)",
    r"\bsubject\s+to\s+(?:the\s+)?availability\s+of\b",
    r"(?:자금|재정|지출|예산|재원|비용)[^.]{0,60}(?:않|없|아니)",
    r"(?:각자|각각|자체|자신|스스로|당사자)[^.]{0,20}(?:비용|경비)[^.]{0,12}부담",
    r"(?:예산|재원)[^.]{0,8}(?:범위\s?내|가용)",
)
FUNDS = _any(
    r"(?:億|万|百万|兆)(?:円|ドル|ウォン|ポンド|ユーロ)[^。]{0,30}(?:拠出|提供|支出|投資)(?:する|を行う)",
    r"\b(?:will|shall|intends?\s+to)\s+(?:contribute|provide|commit|invest|allocate)\b[^.]{0,40}(?:[$£€¥]\s?\d|\d[\d,.]*\s*(?:million|billion))",
    r"(?:억|만|조)\s?(?:원|달러|엔|유로)[^.]{0,30}(?:출연|제공|지출|투자)(?:한다|하기로|할)",
)
NO_EFFECT = _any(
    r"(?:協定|取極|条約|合意|権利|義務|約束)[^。]{0,50}(?:影響|変更|損な|妨げ|害|抵触|代替)[^。]{0,40}(?:ない|ません)",
    r"\b(?:not|nothing|no|neither|nor)\b[^.]{0,140}\b(?:affect|prejudice|alter|modify|derogate|supersede|impact|replace|impair|limit)\w*\b[^.]{0,120}\b(?:agreements?|arrangements?|treat(?:y|ies)|obligations?|rights|commitments?|instruments?)\b",
    r"\bwithout\s+prejudice\s+to\b[^.]{0,100}\b(?:agreements?|arrangements?|treat(?:y|ies)|obligations?|rights)",
    r"(?:협정|약정|조약|합의|권리|의무)[^.]{0,60}(?:영향|저해|변경|대체|침해)[^.]{0,50}(?:않|없|아니)",
)
REPLACES = _any(
    r"(?:協定|取極|覚書)[^。]{0,30}に(?:代わる|取って代わる|優先する)",
    r"\b(?:supersedes?|replaces?)\b[^.]{0,80}\b(?:agreement|arrangement|memorandum)",
    r"(?:협정|약정|각서)[^.]{0,20}(?:대체한다|우선한다)",
)
WITHIN_LAW = _any(
    r"(?:各々|それぞれ|各国|各自|自国|双方|両国|国内|各参加者|各当事者|各締約国|各側|両参加者|両当事者|適用(?:される|のある)?)[^。]{0,20}(?:法的(?:な)?枠組み?|法令|法律|法規|国内法|規則)[^。]{0,16}(?:の中|範囲|従|の下|において|内で|基づ|則)",
    r"\b(?:within|subject\s+to|in\s+accordance\s+with|consistent\s+with|under|pursuant\s+to|compatible\s+with)\b[^.]{0,60}\b(?:respective|applicable|national|domestic|own|prevailing)\b[^.]{0,60}\b(?:legal\s+frameworks?|laws?|legislation|legal)\b",
    r"(?:각각|각자|각국|자국|양국|각\s?당사자|각\s?측|국내|해당|적용)[^.]{0,24}(?:법적\s?(?:체계|틀|프레임워크|제도)|법체계|법률|법령|법규|국내법)[^.]{0,16}(?:안에서|내에서|내|범위|따라|틀|하에|의거|근거)",
)
COMPLIES = _any(
    r"(?:法|法令|法律|国際法|国内法|義務)を?(?:誠実に|十分に)?(?:遵守|順守|尊重)(?:する|し)",
    r"\b(?:compl(?:y|ies|iance)|abide|adhere|conform)\b\s?(?:with|by|to)?[^.]{0,80}\b(?:laws?|legislation|international\s+law|legal\s+obligations)\b",
    r"\b(?:respect|observe)\b[^.]{0,40}\b(?:laws?|international\s+law)\b",
    r"(?:국내법|국제법|법령|법률|법규)[^.]{0,24}준수(?:한다|할|하|를)",
)
OPERATIVE = _any(
    r"署名[^。]{0,8}日[^。]{0,4}(?:に|から|より)[^。]{0,8}開始",
    r"署名[^。]{0,6}日(?:から|より)[^。]{0,16}(?:有効|効力|適用|継続)",
    r"(?:運用|効力|適用|発効|実施|協力)[^。]{0,12}(?:開始|生ずる|生じる|発生|発効|される|する)|発効(?:する|日)|有効となる",
    r"\b(?:comes?|enters?|goes?|come|enter|put|brought)\b[^.]{0,20}\binto\s+(?:force|effect|operation)\b|\b(?:becomes?|become|is|be|are|takes?|take)\s+(?:intended\s+to\s+(?:be|become)\s+)?(?:effective|operational|operative|applicable|effect)\b|\b(?:commences?|begins?|starts?|commence)\b|\b(?:valid|effective|in\s+(?:force|effect))\b[^.]{0,60}\b(?:from|upon|on)\b[^.]{0,30}\bsign",
    r"서명[^.]{0,12}(?:부터|에|로)[^.]{0,16}(?:유효|효력|적용|개시|시작|시행)|협력[^.]{0,40}(?:개시|시작)(?:된다|한다|하며|되며)|발효|효력[^.]{0,8}(?:발생|가진|갖)|(?:운영|운용|시행|적용|협력)[^.]{0,10}(?:개시|시작|된다|한다)",
)
UNTIL = _any(r"まで", r"\b(?:until|unless)\b", r"때까지|까지")
SIGNATURE = _any(r"署名", r"\bsign(?:ature|ed|ing|s)?\b", r"서명")
LAST_SIGNATURE = _any(
    r"最後の署名|後の署名|最後に署名|署名が(?:全て|すべて)|双方の署名が完了",
    r"\b(?:last|latter|later|final|second)\s+(?:\w+\s+)?(?:signature|signing|of\s+the\s+(?:two\s+)?signatures|(?:participant|party|side)\s+(?:signs|to\s+sign))|\bsigned\s+by\s+the\s+last",
    r"(?:마지막|최종|나중)[^.]{0,10}서명|서명이?\s?완료",
)
BY_NOTIFICATION = _any(
    r"(?:通告|通知|公文|書簡)[^。]{0,60}(?:効力|発効|開始|運用)",
    r"\b(?:notif(?:y|ied|ication|ications)|exchange\s+of\s+(?:diplomatic\s+)?notes|diplomatic\s+notes|instruments?\s+of\s+ratification)\b",
    r"(?:통보|통고|통지|공한|각서\s?교환)",
)
DATE = _any(
    r"年[^。]{0,12}日(?:に|から|より)",
    r"\bon\s+(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)|\bdate\b",
    r"년[^.]{0,14}일(?:에|부터)",
)
MODIFY = _any(
    r"修正|改正|改定|変更",
    r"\b(?:modif(?:y|ied|ication|ications)|amend(?:ed|ments?)?|revis(?:e|ed|ions?))\b",
    r"수정|개정|변경",
)
MAY_CHANGE = _any(
    r"できる|得る|行(?:う|われる)|される|する",
    r"\b(?:may|can|will|shall|intends?|be|is|are)\b",
    r"수\s?있|한다|된다|하여야",
)
WRITTEN = _any(r"書面|文書", r"\b(?:in\s+writing|written)\b", r"서면|문서")
MUTUAL = _any(
    r"両(?:当事者|者|国|参加者|締約国|政府)|相互|双方|合意",
    r"\b(?:mutual(?:ly)?|both|joint(?:ly)?|agree(?:d|ment)?|consent|the\s+Participants|the\s+Parties|the\s+Sides)\b",
    r"상호|양(?:\s?당사자|측|국)|쌍방|합의|당사자(?:들|\s?간)",
)
DISCONTINUE = _any(
    r"中止|終了|廃止|廃棄|脱退|破棄|失効",
    r"\b(?:discontinu(?:e|es|ed|ation|ance)|terminat(?:e|es|ed|ion)|withdraw(?:s|al|n)?|cease(?:s|d)?|denounc\w+)\b",
    r"중단|종료|폐기|탈퇴|해지|종결|파기",
)
EITHER = _any(
    r"いずれ(?:か)?(?:の|一方)|一方の(?:当事者|参加者|締約国)|各(?:当事者|参加者|締約国)|どちら",
    r"\b(?:either|any|each|one|a)\s+(?:of\s+the\s+)?(?:participants?|part(?:y|ies)|sides?|governments?|signator(?:y|ies))\b",
    r"어느\s?(?:한|일방|당사[자국]|체약국|쪽|참여자|참가자|서명자|참여기관|기관)|일방|한쪽|각\s?(?:당사자|측|참여자|참가자)|어느\s?측",
)
WRITTEN_NOTICE = _any(
    r"書面(?:で|による|により|にて|をもって)[^。]{0,24}(?:通知|通告)|(?:通知|通告)[^。]{0,12}書面",
    r"\bwritten\b[^.]{0,30}\bnoti(?:ce|fication)|\bnoti(?:ce|fy|fying|fied|fication)\b[^.]{0,50}\bin\s+writing\b|\bin\s+writing\b[^.]{0,30}\bnoti",
    r"서면[^.]{0,24}(?:통지|통보|통고|고지)|(?:통지|통보|통고)[^.]{0,10}서면",
)
DIPLOMATIC = _any(r"外交上の経路", r"\bdiplomatic\s+channels?\b", r"외교\s?경로")
NOTICE = _any(
    r"通知|通告|予告", r"\bnoti(?:ce|fy|fying|fied|fication)\b", r"통지|통보|통고|예고|고지"
)
DECIDED_DATE = _any(
    r"(?:相互に|共同で|両[^。]{1,6}が)(?:決定|合意)(?:した|する)(?:日|期日|時)|合意(?:した|する)(?:日|期日)",
    r"\b(?:mutually|jointly)\s+(?:decided|determined|agreed)[^.]{0,24}\b(?:date|time)|\b(?:date|time)\b[^.]{0,40}\b(?:mutually|jointly)\s+(?:decided?|determined?|agreed?)|\bdate\s+(?:decided|determined|agreed)\s+(?:up)?on?\s*(?:mutually|jointly|by\s+(?:both|the))|\b(?:mutually|jointly)\s+(?:decide|determine|agree)\b[^.]{0,40}\bdate",
    r"상호[^.]{0,20}(?:결정|합의|정)[^.]{0,12}(?:날|일자|날짜|시점|일에)|(?:합의|결정)(?:한|하는|된)\s?(?:날|일자|날짜|시점)",
)
COUNTED = _any(
    r"後|前|経過|予告|以内|もって|までに",
    r"\b(?:after|following|from|prior|before|advance|notice|upon|later|elapsed?|expiry)\b|'",
    r"후|전|이전|경과|지난|뒤|예고",
)
RECEIPT = _any(r"(?:受領|受け取)", r"\breceipt|receiv(?:ed|es|ing)\b", r"접수|수령|받은\s?날")
TERM = _any(
    r"(?:年|月)間?[^。]{0,24}(?:有効|効力を(?:有|持|失)|継続|存続|失効|終了する|満了|実施され)|有効期間[^。]{0,30}(?:年|月)|まで(?:有効|効力を有|継続)",
    r"\b(?:remains?|continues?|stays?|be|is|are|have)\b[^.]{0,40}\b(?:in\s+(?:force|effect|operation)|valid|effective|operative|operational|effect)\b[^.]{0,60}\b(?:for|until|through)\b|\b(?:continues?|remains?)\s+(?:\w+\s+){0,3}for\b[^.]{0,24}\b(?:years?|months?)\b|\b(?:expires?|lapses?)\b|\b(?:term|period|duration)\s+of\b[^.]{0,30}\byears?\b|\b(?:for\s+(?:a|an)\s+(?:initial\s+)?(?:period|term))",
    r"(?:년|개월)\s?(?:간|동안)?[^.]{0,24}(?:유효|효력|존속|지속|만료)|유효\s?기간[^.]{0,30}(?:년|개월)|까지\s?(?:유효|효력)",
)
INDEFINITE = _any(
    r"無期限(?:に|で)?[^。]{0,10}(?:有効|効力|継続)",
    r"\b(?:remain|continue|stay)s?\b[^.]{0,40}\b(?:indefinitely|for\s+an\s+indefinite)",
    r"무기한[^.]{0,10}(?:유효|효력|지속)",
)
RENEWAL = _any(
    r"更新|延長|引き続き効力",
    r"\bcontinues?\s+in\s+force\b|\b(?:renew(?:ed|al|able|s)?|extend(?:ed|s)?|extension)\b",
    r"갱신|연장|계속\s?(?:유효|효력)",
)
AUTOMATIC = _any(
    r"自動|引き続き効力",
    r"\bautomatic(?:ally)?\b|\btacit|\bcontinues?\s+in\s+force\b",
    r"자동|계속\s?(?:유효|효력)",
)
AGREED = _any(
    r"(?:本|この)(?:MO[CU]|[一-鿿]{0,4}(?:覚書|協定|取極))",
    r"\b(?:this|the)\s+(?:MO[CU]|memorandum|agreement|arrangement)\b",
    r"(?:본|이)\s?(?:양해각서|각서|협정|약정|MO[CU])",
)
WORKING_GROUP = _any(
    r"(?:作業部会|ワーキング・?グループ|(?:合同|共同|運営|調整)委員会|タスクフォース)[^。]{0,30}(?:設置|設け|設立|立ち上げ|構成)",
    r"\b(?:establish|set\s+up|convene|create|form)\w*\b[^.]{0,60}\b(?:working\s+groups?|joint\s+committees?|steering\s+(?:committee|group)|coordinating\s+committee|joint\s+(?:\w+\s+){0,3}(?:group|commission|committee|board|council|taskforce)|task\s+force|steering\s+\w+)",
    r"\b(?:working\s+groups?|joint\s+committees?|steering\s+(?:committee|group))\b[^.]{0,40}\b(?:established|set\s+up|convened|created|formed)",
    r"(?:실무\s?(?:그룹|작업반|협의체)|작업반|워킹\s?그룹|(?:공동|합동|운영|조정)\s?위원회|태스크\s?포스)[^.]{0,24}(?:설치|설립|구성|운영|신설)",
)
CONSULTATION = _any(
    r"(?:紛争|相違|疑義|見解の相違)[^。]{0,80}(?:協議|交渉|話し合い)",
    r"\b(?:disputes?|differences?|disagreements?)\b[^.]{0,120}\b(?:consult\w*|negotiat\w*|amicabl\w*|discussions?)",
    r"(?:분쟁|이견|견해\s?차이|의견\s?차이|해석)[^.]{0,60}(?:협의|협상|우호적)",
)
DISPUTE = _any(
    r"(?:仲裁|国際司法裁判所)",
    r"\b(?:arbitration|arbitral|international\s+court)\b",
    r"중재|국제사법재판소",
)
SIGNATORY = _any(
    r"政府|府|省|局|庁|院|機構|大臣|長官|国|委員会|評議会|会議",
    r"\b(?:government|ministry|department|office|agency|republic|kingdom|states|japan|council|institute|commission|secretary|minister)\b",
    r"정부|부|처|청|원|대한민국|미합중국|위원회|평의회|장관|국|대표하여|위하여",
)
SIGNING_FOR = _any(
    r"のため(?:に)?(?=[:：]?$)|を代表して(?=[:：]?$)|代表(?=[:：]?$)",
    r"^(?:for|on\s+behalf\s+of)\s+(?:the\s+)?",
    r"(?:을|를)?\s?(?:위하여|대표하여)(?=[:：]?$)",
)
UNLESS = _any(r"ない限り|なければ", r"\bunless\b", r"아니하는\s?한|않는\s?한")
PERMITTED = _any(
    r"(?:設ける|設置する|設立する|構成する)ことができる",
    r"\b(?:may|can)\b[^.]{0,40}\b(?:establish|set\s+up|convene|create|form|be)\b",
    r"(?:설치|설립|구성|운영)할\s?수\s?있",
)
