"""Words around headlines that are none: badges, counts, notices, advertisements, labels of dates and names. Pure."""

from __future__ import annotations

import re

_DECORATIONS = (
    r"new!?|n|hot|h|up|hit|best|updated?|새\s?글|신규|최신|인기|핫|첨부(?:파일)?|파일|사진|이미지|동영상|영상|비밀글|모바일|개|댓글|덧글|답글"
    r"|re\s*:?|답변|ㄴ|file|image|img|photo|link|secret|mobile|(?:댓글|덧글|답글|조회|추천|コメント|评论|回复)?\s*[\d,]{1,6}\+?\s*(?:개|件|条|(?:comments?|replies|reply|views?|points?|votes?|likes?|shares?)\b)?|[★☆●◆■▶►·|/•🔥🆕↳└]"
)
BADGE = re.compile(rf"[\[(+]?\s*(?:{_DECORATIONS})\s*[\])]?", re.IGNORECASE)
"""An element of its own at a title's end or start that only decorates it."""
COMMENTS = re.compile(r"\s*\[\d{1,4}\]$")
"""How many comments there are, behind a title."""
NEW = re.compile(r"(?<=\S)\s+(?:new|N)$", re.IGNORECASE)

MORE = re.compile(
    r"[\[(<]?\s*(?:더\s?보기|자세히\s?보기|상세\s?보기|바로\s?가기|기사\s?보기|내용\s?보기|전문\s?보기|원문\s?보기|계속\s?읽기|본문\s?보기"
    r"|(?:read|view|see|learn|show)(?: more| full story| details?| all)?|(?:full )?(?:story|article|details?)"
    r"|more|continue(?: reading)?"
    r"|続きを読む|詳しく(?:見る|はこちら)|もっと見る|阅读更多|查看更多|阅读全文|查看详情|更多|详情|閱讀更多"
    r"|(?:pdf|file|파일|첨부\s?파일)?\s*(?:download|다운로드|내려\s?받기|ダウンロード|下载)"
    r"(?: (?:the )?(?:pdf|file|document))?|pdf)\s*[\])>]?\s*[+>»›→…]*"
    r"(?:\s*[(\[]?(?:opens? in (?:a )?new (?:window|tab)|새\s?창(?:으로)?(?:\s?열(?:림|기))?)[)\]]?)?",
    re.IGNORECASE,
)
"""What a link says that stands below a title."""
NOTICE = re.compile(
    r"[\[【(<]?\s*(?:\S{0,4}\s?공지(?:사항|글)?|필독|알림|안내|상단\s?고정|고정(?:글)?|notice|notification|announcements?|sticky:?|pinned"
    r"|(?:本版|全局|全站|分类|分類)?(?:置顶|置頂)(?:主题|帖|主題)?|公告|通知|お知らせ|固定|重要)\s*[\]】)>]?",
    re.IGNORECASE,
)
NOTICE_TITLE = re.compile(r"\s*[\[【(<]\s*(?:공지(?:사항)?|전체\s?공지|필독|notice)\s*[\]】)>]", re.IGNORECASE)
AD = re.compile(r"[\[(]?\s*(?:ad|ads|광고|sponsored|스폰서|promoted|협찬|PR)\s*[\])]?", re.IGNORECASE)
NOTICE_NAMES = {"notice", "sticky", "announce", "announcement", "global", "pinned", "공지"}
NOTICE_ROW = re.compile(
    r"notice|sticky|stick(?:y|ie)?thread|announce|gongji|공지|pinned|top-?fix|fix-?top|\btop_?notice"
)
"""Within the names of a row."""
NOTICE_FLAG = re.compile(
    r"notice|sticky|\bnoti\b|announce|gongji|공지|\bpin(?:ned)?\b|\bpin_\d|thumb-?tack|pushpin|\bico\w*_?noti"
)
"""Within the names of an icon, or of an image's file."""
REPLY = re.compile(r"\W*(?:re|reply|답글|답변|답|└|↳|->|>)\W*", re.IGNORECASE)
"""What stands in place of the number of an answer."""
AD_NAMES = {"ad", "ads", "advert", "sponsor", "sponsored", "promotion", "banner", "adsbygoogle"}

EMPTY = re.compile(
    r"(?:게시물|게시글|글|자료|기사|뉴스|내용|데이터|콘텐츠|목록|소식|결과)\s*(?:이|가|은|는)?\s*(?:하나도\s*)?"
    r"(?:없습니다|없음|존재하지\s*않습니다|없어요)|등록된\s*\S{1,8}\s*없습니다"
    r"|there are no (?:new |unread )?(?:topics|posts|articles|threads|news|items|results|stories)"
    r"|no (?:\w+ )?(?:topics|posts|articles|threads|news|results|items|entries|stories|content|records|data)\b"
    r"(?: were| have been)? ?(?:found|yet|available|to (?:show|display)|in this)|nothing (?:was )?found"
    r"|(?:記事|投稿|お知らせ|データ)(?:は|が)(?:まだ)?(?:ありません|ございません)"
    r"|暂无(?:数据|内容|文章|信息|帖子|记录|新闻)|没有(?:找到|相关)\S{0,8}|本版块或指定的范围内尚无主题",
    re.IGNORECASE,
)
"""What a listing says that has no rows."""
SECTION = re.compile(
    r"(?:정치|경제|사회|국제|세계|문화|연예|스포츠|생활|it|과학|산업|금융|증권|부동산|지역|전국|사설|칼럼|오피니언|포토|영상|종합|속보|시황|공시"
    r"|보도(?:자료)?|해명|설명|행사|채용|입찰|질문|정보|소식|뉴스|기타|일반|잡담|유머|기사|자유|후기|사건|교육|환경|노동|복지|건강|의료"
    r"|인사|부고|동정|news|politics|business|world|tech|sports?|culture|opinion|economy|local|society|life|science|health|답글|댓글)"
    r"(?:[·/&\s]*(?:정치|경제|사회|국제|문화|연예|스포츠|생활|과학|사고|금융|의료|일반))?",
    re.IGNORECASE,
)
"""Parts of a paper and kinds of posts: they stand where names could."""
NUMBER = re.compile(r"\d[\d,]*")
_LABEL = re.compile(
    r"\(?\d{1,3}\.\d{1,3}(?:\.[\d*x]{1,3}){0,2}\)?|"  # what is shown of a visitor's network address
    r"(?:작성|등록|게시|발행|승인|입력|수정|보도|최종\s?수정)\s?(?:일시|일자|일|시간|시각|자)?(?=\s|:|：|$)\s*[:：]?"
    r"|(?:날짜|일시|일자|글쓴이|작성자|이름|기자명|출처|언론사|매체)(?=\s|:|：|$)\s*[:：]?"
    r"|(?:조회|추천|댓글|의견|좋아요|공감|\b(?:hits?|views?|comments?|replies))\s*수?\s*[:：]?\s*[\d,.]*\s*(?:만|건|회|개)?"
    r"|\b(?:posted|published|written|on|by|at)\b\s*:?",
    re.IGNORECASE,
)
_EDGES = " \t\r\n\xa0|·ㆍ・,/:：-–—()[]<>›»"


def bare(text: str) -> str:
    """The text without the labels and counts of a row (`글쓴이: 홍길동 | 조회 3` is 홍길동) and the marks between."""
    return " ".join(_LABEL.sub(" ", text).split()).strip(_EDGES)


def says(text: str) -> bool:
    """Whether the text could be a title: it has a letter, and is no mere number, mark or badge."""
    return any(c.isalpha() for c in text) and len(text) > 1 and not BADGE.fullmatch(text)
