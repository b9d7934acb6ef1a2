"""The words that give a commitment its modality, in Japanese, English and Korean."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re

JA = re.compile(
    r"""(?P<intended_passive>(?:(?<=れる)|(?<=われる))(?:こと|もの)(?:を|が|と)意図(?:して(?:おり|いる)|する|される|されて(?:いる|おり))|意図されて(?:いる|おり)|(?<=れる)予定(?:である|となっている|だ)|ことが(?:予定|計画)されて(?:いる|おり))
    | (?P<intend>(?<=[るくすうつぶむ])(?:意向|意図|意思|つもり|考え)(?:である|であり|だ|を(?:有|持|共有|示|表明)|がある)|(?:こと)を意図(?:する|して(?:いる|おり))|意向(?:である|であり|を(?:有する|表明する|確認する|表明した|確認した|共有した))|(?:こと)を計画(?:する|して(?:いる|おり))|(?:こと)を目指(?:す|して(?:いる|おり))(?=[。;、]|$)|予定である)
    | (?P<expect>(?:こと|もの)?(?:が|を|と)?(?:期待|想定|予期)(?:する|される|されて(?:いる|おり)|して(?:いる|おり))(?!こと|ところ)|期待を(?:表明|示|述べ)|見込まれる|見込みである)
    | (?P<scope>(?:以下|次|分野|範囲|対象|活動|領域|形態|内容|項目|事項)(?:の(?:もの|事項|分野|活動|とおり))?(?:に|と)?(?:は|が|を)?、?[^。]{0,400}?(?:が含まれる|を含め(?:るものとする|ることができる|得る)|を含むことができる|を含む(?:もの)?(?:とする|である)?[。:]|を含むが、?これ(?:ら)?に限(?:定されない|られない)[。:]|以下が含まれる|(?:以下|次)の(?:とおり|通り)(?:である|とする)))
    | (?P<shall>(?:なければならない|ねばならない|ては(?:なら|いけ)ない|ではならない)(?!と|こと|旨)|(?<=[るすくうつぶむ])(?:もの|こと)とする|義務を負う)
    | (?P<may>(?:ことができる|ことが出来る|し得る|することを妨げない)(?!よう|こと|もの|環境|機会|[ぁ-ん一-鿿]{0,3}ため))
    """,
    re.VERBOSE,
)
JA_DECLARATIVE = re.compile(
    r"[一-鿿ァ-ヴー]{0,8}[ぁ-ん]{0,4}[うくすつぶむるた](?=[。;:]?$)|[一-鿿ァ-ヴー]{1,8}[しわられかさたばまげせ]ない(?=[。;]?$)"
)
JA_NEGATIVE = re.compile(
    r"(?<!なければなら)(?<!ねばなら)(?<!ては)(?<!てはなら)(?<!ではなら)(?:ない|ません|ず)(?:もの(?:とする|である))?[。;]?$"
)

EN = re.compile(
    r"""(?i:\b(?P<intended_passive>(?:is|are|was|were)\s+(?:also\s+|further\s+)?(?:intended|meant|designed)\s+(?:to|that)|(?:is|are)\s+(?:currently\s+|tentatively\s+)?(?:planned|scheduled|slated)\s+(?:to|for)|it\s+is\s+(?:the\s+)?intent(?:ion|ded)?\b)
    | \b(?P<intend>(?:do\s+)?(?:also\s+|further\s+|jointly\s+|mutually\s+)?(?:intends?|plans?|aims?|seeks?|endeavou?rs?|strives?|desires?)\s+(?:also\s+|further\s+|jointly\s+)?to\b|intends?\s+(?:for|that)\b|(?:intends?|plans?|aims?),\s[^.;]{1,140}?,\s+to\b|(?:have|has|express)\s+(?:the(?:ir)?|its)\s+inten(?:t|tion)\s+to\b)
    | \b(?P<expect>look(?:s|ed)?\s+forward\s+to\b|(?:(?:is|are)\s+)?expect(?:s|ed\s+(?:to|that))?\b|(?:is|are)\s+anticipated|anticipates?\b|should\b)
    | \b(?P<scope>(?:areas?|activities|fields?|forms?|topics?|priorities|scope|subjects?|cooperation|collaboration|efforts)\b[^.;:]{0,80}?\b(?:(?:will|may|shall|can|is\s+to|are\s+to|is\s+intended\s+to|are\s+intended\s+to)\s+)?(?:includ(?:es?|ing)|consists?\s+of|comprises?|covers?|encompass(?:es)?|(?:is|are)\s+as\s+follows|(?:is|are)\s*:))
    | \b(?P<shall>shall|must|(?:is|are)\s+obliged\s+to|(?:is|are)\s+required\s+to)\b
    | \b(?P<may>may|can)\b
    | \b(?P<declarative>will|(?:agreed|decided|committed|resolved|pledged)\s+(?:to|that|on)\b|(?:is|are)\s+(?:committing|committed)\s+to\b|(?:pledges?|resolves?|undertakes?)\s+to\b|(?:re)?affirmed|welcomed|endorse[ds]?|announces?|underscored|emphasi[sz]ed|recogni[sz]ed|acknowledged|confirmed|agrees?|reaffirms?|affirms?|decides?|declares?|confirms?|shares?|deepens?|instructs?|directs?|launch(?:es)?|commits?|concurs?|determines?|supports?|welcomes?|encourages?|promotes?|continues?|cooperates?|collaborates?|work|advance|strengthens?|establish(?:es)?|recogni[sz]es?|note|emphasi[sz]es?|acknowledges?)\b)
    """,
    re.VERBOSE,
)
_RIEUL = "".join(chr(c) for c in range(0xAC00, 0xD7A4) if (c - 0xAC00) % 28 == 8)
"""Hangul syllables that end in ㄹ, as a verb does before 수 있다."""
KO = re.compile(
    rf"""(?P<intended_passive>(?:되는|이루어지는|받는|되도록\s?하는|뒷받침되는|수행되는)\s?것(?:을|으로)\s?(?:의도|계획|목표로)(?:한다|하며|하고|된다)|의도(?:된다|되며|되어)|[가-힣]*(?:될|열릴|이루어질|치러질|만들어질|받을)\s?(?:예정|계획)\s?(?:이다|이며|임))
    | (?P<intend>(?:의향|의도|의사|계획|예정)\s?(?:이다|이며|이고|임을|을\s?(?:가진다|가지며|갖는다|가지고|표명|확인|밝)|이\s?있(?:다|으며))|(?:하고자|하려고|고자)\s?(?:한다|하며|하고)|(?:할|하는)\s?것을\s?의도(?:한다|하며)|것을\s?목표로\s?한다|계획하고\s?있다)
    | (?P<expect>(?:것을|것으로|것이|을|를|이|가)?\s?(?:기대|예상|전망|고대)(?:한다|된다|하며|되며|하였다|했다)(?!는))
    | (?P<scope>(?:분야|범위|활동|영역|대상|의제|사항|내용|형태|협력)(?:에는|에|는|은|으로는)[^.]{{0,400}}?(?:포함(?:된다|한다|되며|하며|하되|될\s?수\s?있다|할\s?수\s?있다)|다음과\s?같다)|다음(?:이|을|의\s?\S{{1,8}}(?:이|가|을|를))\s?포함(?:된다|한다))
    | (?P<shall>(?:하여야|해야|되어야|지켜야|야)\s?(?:한다|하며|하고)(?!는|고)|(?:하여서는|해서는|어서는|아서는)\s?(?:아니|안)\s?된다|의무를\s?진다|(?:하는|한)\s?것으로\s?한다)
    | (?P<may>[{_RIEUL}]\s?수\s?있(?:다|으며|으나|고)(?!는|도록))
    """,
    re.VERBOSE,
)
NIEUN = "".join(chr(c) for c in range(0xAC00, 0xD7A4) if (c - 0xAC00) % 28 == 4)
"""Hangul syllables that end in ㄴ, as the present of a verb does before 다."""
KO_DECLARATIVE = re.compile(
    r"(?:뜻|의견)을\s모았다(?=[.;:]?$)|합의를\s이루었다(?=[.;:]?$)|[가-힣]*기로\s?(?:한다|하였다|했다)(?=[.;:]?$)|[가-힣]*(?:한다|된다|진다|운다|인다|합니다|하였다|했다|시킨다|높인다|간다|춘다|는다|린다|긴다|친다|것이다|것임|기로\s?함)(?=[.;:]?$)"
    + f"|[가-힣]*[{NIEUN}]다(?=[.;:]?$)"
)
KO_NEGATIVE = re.compile(r"(?:아니한다|않는다|아니다|없다|못한다|않음|않습니다)[.;]?$")
EN_NEGATIVE = re.compile(
    r"(?i:\b(?:does|do|is|are|will|shall|should|may)\s+not\b|\bnothing\s+in\b|\bno\s+(?:provision|part|rights?)\b|\bneither\b)"
)

SCOPE_WORDS = re.compile(
    r"(?:以下が)?含まれる|含める(?:ものとする|ことができる)?|含むことができる|含む(?:もの)?(?:とする|である)?|(?:以下|次)の(?:とおり|通り)(?:である|とする)"
    r"|(?i:\b(?:includ\w+|consists?\s+of|comprises?|covers?|encompass\w*|(?:is|are)\s+as\s+follows))"
    r"|포함[가-힣\s]{1,8}|다음과\s?같다"
)
"""The words of a scope statement that are its cue."""

CHANNEL = re.compile(
    r"を(?:通じ(?:て|た|(?=、))|通して|介して|経由して|窓口として|(?:主導|実施|中心|調整|代表|指定|担当|推進)(?:の)?(?:機関|主体|拠点|窓口)?として)"
    r"|による(?=[^、。]{0,24}(?:共同|合同|研究|開発|実証|試験|交流|連携|協力|研修|訓練|育成|評価|調査|整備))|の間(?:で|の|に)|の主導(?:により|の下で?|で)|において(?=[^。、]{0,16}(?:検討|協議|議論|調整))|が(?:主導|主催|運営)する|が[^、。]{1,40}(?:よう(?:に)?|ことを)(?=(?:支援|奨励|促進|推進|後押し))|によ(?:って|り)(?:支援|主導|実施|推進|運営|資金提供|裏付け)(?:され)"
    r"|(?:とのパートナーシップ|のパートナーシップ|との連携|との協力|との協働|の間の(?:協力|連携|対話|協議))(?=[をのがにで、]|に|$)"
    r"|(?i:\b(?:through|via|(?:intends?|wish|wishes)\s+for(?=\s+(?-i:the\s+[A-Z]|[A-Z]))|by\s+means\s+of|under\s+the\s+(?:lead|leadership|auspices)\s+of|supported\s+by|led\s+by|funded\s+by|facilitated\s+by|partnerships?\s+(?:between|of|with)|\bbetween(?=\s+(?-i:the\s+[A-Z]|[A-Z]))|\bwith(?=\s+(?-i:the\s+[A-Z]|[A-Z]))|(?:joint\s+\w+|\bwork|efforts?|cooperation|collaboration|engagement)\s+(?:of|by)(?=\s+(?-i:the\s+[A-Z]|[A-Z]))|(?:working|engaging)\s+through|conducted\s+by|(?:coordinated|operated|administered|managed|overseen|hosted)\s+by|delivered\s+through|carried\s+out\s+by|implemented\s+by))\b"
    r"|(?:을|를)\s?(?:통해|통하여|통한|거쳐|매개로)|(?:이|가)\s(?:총괄|주관|담당|운영)(?:한다|하여)|(?:이|가|에\s?의해|으로부터)\s?(?:지원|주도|주관|시행|추진|운영|수행|담당)(?:하는|되는|되고|하여|받는)|(?:와|과)의?\s?(?:파트너십|협력|연계)(?=[을를의은이])|의\s?주도(?:로|하에|\s아래)|간의?\s?(?:파트너십|협력|교류|연계|공동\s?(?:연구|개발|사업))(?=[을를의은이 ])|(?:와|과)\s\S{2,24}(?:\s\S{2,12})?\s간(?:의|에)?\s?(?=[^.]{0,30}(?:교류|협력|연계|연구|개발|실증|실험|탐사|시험|사업|평가|실시|비교|교환|수행|설계|측정|세미나|계약))"
    r"|(?:이|가)\s[^,.]{1,60}(?:하도록|수행하는\s?것을|하는\s?것을)(?=\s?(?:장려|지원|촉진|권장|독려))|(?:을|를)\s(?:주도|실시|중심|전담|담당)\s?(?:기관|창구)으?로"
)
"""Words that name a body as the means by which something is done."""

NARRATIVE = re.compile(
    r"(?:会談|会合|面談|訪問|意見交換|開催)(?:した|しました|を行った|を(?:開催|実施)した)。?$|会った。?$"
    r"|(?:立ち上げた|発足させた|署名した|調印した|締結した|迎えた|謝意を(?:表明した|表した|述べた)|感謝(?:の意を(?:表明|表)した|した|を述べた)|(?:強調|説明|言及|評価|意見を交換|意見交換を|報告)した|採択した|説明を受けた|報告を受けた|紹介した|視察した|務めた|に触れた|光栄を有します|敬意を表します)。?$"
    r"|(?:출범시켰다|출범하였다|서명하였다|서명했다|체결하였다|체결했다|수행하였다|수행했다|주재하였다|주재했다|사의를\s?표(?:하였다|했다)|감사를\s?표(?:하였다|했다)|보고하였다|보고했다|주목하였다|주목했다|점검하였다|점검했다|시찰하였다|시찰했다|성공하였다|성공했다|완료하였다|완료했다|평가하였다|평가했다|강조하였다|강조했다|교환하였다|교환했다|설명하였다|설명했다|언급하였다|언급했다)\.?$"
    r"|(?:회담|회의|면담|방문|개최|만남)[가-힣]{0,6}(?:하였다|했다|가졌다)\.?$|만났다\.?$"
    r"|^(?:met|held|gathered|convened|visited|spoke|discussed|thank|thanks|thanked)$"
)
"""Plain verbs that tell what happened at a meeting rather than what will be done."""
DATED_PAST = re.compile(
    r"[0-9０-９一二三四五六七八九十]{4}年[^。]*(?<!確認)(?<!歓迎)(?<!決定)(?<!合意)(?<!一致)(?<!支持)した。?$"
    r"|\d{4}년[^.]*(?<!합의)(?<!결정)(?<!확인)(?<!환영)(?<!하기로 )(?<!선언)(?<!지지)(?:하였다|했다)\.?$"
)
"""A deed of an earlier year."""
STATIVE = re.compile(
    r"(?:有(?:する|している)|持つ|持っている|である|占める|位置する|ある|いる|いた|あった|なった|なる)。?$"
    r"|(?:이다|있다|있었다|된다|되었다|갖는다|지닌다|차지한다)\.?$"
)
PASSIVE = re.compile(r"(?:される|られる|れる|された|された)。?$|(?:된다|되었다|받는다|진다)\.?$")
"""Verbs by which a body that is no party does nothing of its own."""

CLAUSE_START = re.compile(
    r"(?:は|し|て|り|め|き|ため|つつ|ながら|ほか|において(?:も)?|認識し|強調し|活用し)、|[。:;]|(?:고|며|여|위해|위하여|는|은|서),?\s(?=\S{0,30}(?:와|과|및|,|을|를))|,\s(?=(?:in|by|with|to|and\s+to)\s)"
)
DEADLINE = (
    (
        re.compile(
            r"(?P<y>\d{4})年(?:度)?(?:(?P<m>\d{1,2})月)?(?:(?P<d>\d{1,2})日)?(?:末|中)?まで(?:に|の)"
        ),
        None,
    ),
    (
        re.compile(
            r"(?i:\b(?:by|no\s+later\s+than|before)\s+(?:the\s+end\s+of\s+)?(?:[A-Z][a-z]+\s+)?(?:\d{1,2},?\s+)?(?P<y>(?:19|20)\d{2})\b)"
        ),
        None,
    ),
    (
        re.compile(r"(?P<y>\d{4})년(?:\s?(?P<m>\d{1,2})월)?(?:\s?(?P<d>\d{1,2})일)?\s?(?:말)?까지"),
        None,
    ),
    (re.compile(r"(?P<n>\d{1,4})(?P<u>日|週間|か月|ヶ月|カ月|箇月|年)以内"), "within"),
    (
        re.compile(r"(?i:\bwithin\s+(?P<n>\d{1,4})\s+(?P<u>days?|weeks?|months?|years?))\b"),
        "within",
    ),
    (re.compile(r"(?P<n>\d{1,4})\s?(?P<u>일|주|개월|년)\s?이내"), "within"),
)
