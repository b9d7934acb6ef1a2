"""Words and shapes by which a page's furniture is known, in Japanese, English and Korean."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re

END_MARKERS = re.compile(
    r"""^[\[【〈<「\s■●▼▶#*]*(?:
      コメント\s*\d*\s*(?:件|を書く|する|欄|一覧|投稿)?$ | \d+\s*(?:件の)?コメント | コメント(?:を(?:残す|投稿|書く)|欄)
    | (?:\[?[^\s\]]{1,12}\]?\s*)?(?:アクセス)?ランキング$ | (?:人気|注目|最新|新着|おすすめ|オススメ|関連|あわせて)[^。、]{0,6}(?:記事|ニュース|読みたい|コンテンツ|ランキング|タグ|リンク|情報)
    | (?:こんな|この|ほかの|他の|次の|前の)[^。]{0,8}記事(?:も|を|へ|$)[^。]{0,16}$ | 関連(?:記事|リンク|項目|タグ|している|ニュース|キーワード)?\s*[:：]?$ | 話題(?:の記事)?$
    | シェア(?:する)?$ | この記事を(?:シェア|共有|書いた|印刷) | 著者(?:について|紹介|プロフィール)?\s*[:：]?$ | 著者\s*[:：]\s*\S{1,30}(?:\s\S{1,20}){0,3}$ | (?:執筆者|筆者|ライター|著者)(?:について|紹介|プロフィール|情報)
    | (?:前|次)の(?:記事|ページ)|ページ(?:の)?(?:トップ|先頭)(?:へ|に) | サイトマップ | プライバシーポリシー | 利用規約 | お問い?合わせ | 運営会社 | 無断転載 | 購読(?:する|はこちら)
    | READ(?:\s+MORE|\s+ALSO|\s{2,}|\s*[:：]) | Read\s(?:more|also|next)\b | Related(?:\s(?:articles?|stories|posts|news|content|links|topics|coverage))?\s*[:：]?$ | RELATED\b | (?:See|You\smay)\salso\b.{0,12}$ | You\smay\salso\slike | You\smight\salso\slike | More\s(?:from|on|in|stories|news|like\sthis)\b.{0,40}$ | Recommended(?:\s\w+){0,3}$ | Most\s(?:read|popular|viewed|shared) | Trending(?:\s\w+)?$ | Popular\s(?:posts|articles|stories|now)
    | \d*\s*Comments?(?:\s*\(?\d+\)?)?$ | Leave\sa\s(?:reply|comment) | Post\sa\scomment | Share(?:\s(?:this|on|via)\b.{0,30})?\s*[:：]?$ | Follow\sus\b | Subscribe\b.{0,60}$ | Sign\sup\b.{0,60}$ | Newsletter | About\sthe\sauthors?\b | Written\sby\b.{0,60}$ | Privacy\s(?:policy|notice) | Terms\s(?:of|and)\b.{0,30}$ | Contact\sus | All\srights\sreserved | Back\sto\stop | Tags?\s*[:：] | Filed\sunder | Previous\s(?:article|post)|Next\s(?:article|post)
    | 댓글(?:\s*\(?\d+\)?|\s?쓰기|\s?달기|\s?남기기)?$ | \d+\s*개?의?\s*댓글 | 관련\s?(?:기사|뉴스|글|링크|태그)\s*[:：]?$ | (?:많이\s?본|인기|추천|최신|주요)\s?(?:뉴스|기사|글|콘텐츠|기사\s?순위)\s*(?:\S{0,6})?$ | 랭킹\s?뉴스 | 공유하기$ | 이\s?기사를?\s?(?:공유|추천) | 구독(?:하기|신청)?$ | 무단\s?전재 | 저작권자 | 기자\s?(?:프로필|정보|페이지) | 이전\s?기사|다음\s?기사 | 개인정보\s?처리방침 | 이용약관 | 좋아요\s?\d*$
    | (?:©|\(c\)\s?(?:19|20)\d\d|Copyright\b|ⓒ)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""A line that opens the furniture below a text."""

BOX = re.compile(
    r"^(?:Sign\sup|Subscribe|Newsletter|Related|Read\s(?:more|also)|RELATED|READ|Share|(?:あわせて|こんな|この)"
    r"|関連|관련|구독|공유)",
    re.IGNORECASE,
)
"""A marker that also opens a box in the middle of an article."""

QUOTED_BOX = re.compile(r"^[■◆●◇□▼【<〈\[]\s?(?:コメント|Comments?|코멘트)")
"""The heading above what is quoted of those who announce something; no readers' comments."""

WHOLE_BOX = re.compile(
    r"^(?:Related|Read\s\w+|See\salso|関連[^:：]{0,6}|관련[^:：]{0,6})\s?\w{0,8}\s?[:：]\s?\S.{8,}$",
    re.I,
)
"""A marker line that holds its box's only entry."""

WITHIN = re.compile(
    r"""^[\[【〈<(（\s]*(?:広告|スポンサー(?:ド)?(?:リンク)?|PR|ＰＲ|AD|Ads?|Advertisements?|ADVERTISEMENTS?|Sponsored(?:\s\w+)?|광고|스폰서)[\]】〉>)）\s]*$
    | ^(?:引用|出典|写真|画像|イメージ|撮影|写真提供|提供|出所|Photo(?:graph)?|Image|Picture|Credit|Caption|Photo\sby|사진|이미지|출처|그래픽|▲\s?사진)\s*[:：=＝/]\s*.{0,60}$
    | ^(?:画像を拡大|拡大(?:する|画像)|写真を見る|続きを読む|全文表示|クリックして拡大|Enlarge|View\sgallery|Listen\sto\sthis|Click\sto\senlarge|사진\s?확대|이미지\s?크게\s?보기|본문\s?듣기|글자\s?크기.*)$
    | ^[^\s@]+@[\w.-]+\.\w{2,}$ | ^https?://\S+$ | ^\[[a-z_]+(?:\s+\w+="[^"]*")*\s*/?\]$
    | ^(?:メインメニュー|メインコンテンツ|本文へ|コンテンツへ|ナビゲーション).*(?:スキップ|移動|ジャンプ) | ^Skip\sto\b.{0,30}$ | ^본문\s?(?:바로가기|으로)
    | ^(?:\#\S+\s*)+$ | ^\d+\s*/\s*\d+$ | .{0,40}\d+\s?分で読め(?:る|ます)$ | .{0,40}\b\d+\s?min(?:ute)?s?\s?read$
    | ^(?:ホーム|トップ|HOME|Home|홈)\s*(?:[>＞»›/|]|$)
    | ^(?:(?:등록일|작성일|게시일|조회\s?수|담당\s?부서|부서명|첨부\s?파일|掲載日|閲覧数|担当課)\s?[:：]?\s?\S+\s*){2,}$
    | ^첨부\s?파일\(?\d.{0,40}$ | ^Share\son\b.{0,60}$
    | ^(?:印刷用ページ|印刷|ポストする|シェアする|ツイート|공유하기|인쇄|페이스북|엑스|카카오톡)(?:[\s\u3000|]+\S{1,10}){0,6}$
    | ^(?:Ref(?:erence)?|No|Doc)\.?\s?[:：]?\s?[A-Z0-9][A-Z0-9/().-]{3,30}$ | ^(?:첨부\s?파일|添付ファイル|Attachments?)\s?[:：].{0,80}$
    | ^Share(?:\sthis(?:\spage)?)?\s?:.{0,60}$ | ^(?:Published|Updated)\s.{6,40}\|.{0,40}$ | ^(?:Media|News|Press)\s[Rr]elease$
    | ^(?:入力|登録|등록|수정)\s?:?\s?\d{4}[-.年]
    | ^(?:ログイン|会員登録|検索|メニュー|印刷|保存|文字サイズ|Login|Log\sin|Search|Menu|Print|로그인|회원가입|검색|메뉴|인쇄(?:하기)?|글자\s?크기\s?설정|공유|스크랩|スクラップ|クリップ)(?:\s\S{1,8}){0,6}$
    """,
    re.VERBOSE,
)
"""A line that is furniture wherever it stands."""

CREDIT = re.compile(
    r"""[(（\[【][^()（）\[\]]{0,60}(?:©|ⓒ|写真|撮影|提供|画像|出典|通信|時事|共同(?![議主研開声代提])|新聞社|ロイター|REUTERS|Reuters|\bAFP\b|\bAP\b|\bEPA\b|Getty|Kyodo|Jiji|Photo|photo|Image|courtesy|Courtesy|[Vv]ia\s|経由|사진|제공|연합뉴스|뉴시스|뉴스1|로이터|촬영)[^()（）\[\]]{0,60}[)）\]】]\s*$
    | (?:写真|撮影|사진|그래픽)\s?[=＝:]\s?[^。.=＝]{2,60}$
    | (?:©|ⓒ)\s?\S.{0,50}$ | (?:Photo|Image|Picture)(?:\s(?:by|credit|courtesy))?\s*[:：]\s*[^.]{2,60}$ | [=＝/]\s?(?:写真|撮影|共同|時事|ロイター|AP|AFP|연합뉴스|사진)[^。]{0,20}$
    """,
    re.VERBOSE,
)
"""The credit at the end of a short line that makes it a caption."""

METADATA = re.compile(
    r"^\s*[\[【<〔](?:文書名|場所|年月日|出典|備考|全文|掲載誌|文献|資料名|日付|分類|仮訳|Title|Date|Source|Place|Notes?|제목|출처|일자|문서명|전문)[\]】>〕]"
)
"""A catalogue entry of a document database."""

THANKS = re.compile(
    r"シェア|掲載|転載|感謝|ありがとう|より$|リポスト|thanks|repost|via\s@", re.IGNORECASE
)
CLOSING = re.compile(
    r"^[(（［\[〔]?\s?(?:了|終わり?|以上|完|끝|End|END|###|# # #|-30-|終)\s?[)）］\]〕]?$"
)
FOOTNOTE = re.compile(r"^(?:\[?\d{1,3}\]?[.)）]?|[*†‡※]\d?|注\s?\d{0,3}[:：)）]?)\s+\S")
TABLE_HEAD = re.compile(
    r"^(?:[<〈〔【\[(（■◆▼▶☞]\s?(?:表|図表|付表|別表|一覧|표|도표|일람)\s?\d{0,2}\s?[>〉〕】\])）:：]?|(?:Table|TABLE|Exhibit|Box|表|別表|표)\s?\d{1,2}\b"
    r"|[○□■◇◆●・-]\s?(?:참석자|참가자|출석자?|명단|붙임|出席者|参加者|参加機関)|AT A GLANCE$|At a glance$|Key facts$|☞)"
)
"""The heading of a table that may stand below a text."""
SEPARATOR = re.compile(r"(?:[*＊※★☆◇◆─━=~＝-]\s*){1,20}")
HEADING_OF_NOTHING = re.compile(
    r"^(?:参考文献|参照|脚注|References?|Notes?|Sources?|Bibliography|참고\s?문헌|각주)\s*[:：]?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"[。！？!?][」』）)\]]?|(?<=[a-z0-9)\"'”’%])[.]['\"”’)]*(?=\s|$)|(?<=[다요음함임됨])[.](?=\s|$)"
)


def count_sentences(text: str) -> int:
    """Count the sentence ends of a text."""
    return len(_SENTENCE_END.findall(text))


def is_caption(text: str) -> bool:
    """Whether a text is a caption: short, with a credit at its end."""
    return (
        len(text) <= 240
        and text[-1] not in "。;:、"
        and bool(CREDIT.search(text[-140:]))
        and count_sentences(text) <= 2
    )
