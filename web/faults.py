"""What the line says of a person's mistake, said in Korean too. Pure; what it does not know stays as it was said.

The line and its rules speak English in one sentence, as logs and programs read it. Here is that sentence for a page.
"""

from __future__ import annotations

import re

_WHOLE_LINE: dict[str, str] = {
    # addresses of sources
    r"'(.*)' is no address: .*": r"'\1': 주소가 아닙니다. https://example.org/rss.xml 처럼 적으세요.",
    r"there is no host (\S+): .*": r"\1: 그런 호스트가 없습니다. 주소를 확인하세요.",
    r"(\S+) takes no connections: .*": r"\1: 연결을 받지 않습니다. 주소가 맞는지, 서버가 켜져 있는지 확인하세요.",
    r"(\S+) is refused: (\S+) is this machine's own address.*": (
        r"\1: 이 서버 자신의 주소(\2)라서 웹 포트가 아니면 열지 않습니다. SOKBO_ALLOW_ADDRESSES 로 열 수 있습니다."
    ),
    r"(\S+) is refused: (\S+) is asked at port (\d+),.*": r"\1: \3번은 웹이 아닌 다른 서비스의 포트라서 열지 않습니다.",
    r"(\S+) is refused: (\S+) is .*": (
        r"\1: 사설망 주소(\2)라서 열지 않습니다. SOKBO_ALLOW_ADDRESSES 로 열 수 있습니다."
    ),
    r"(\S+) sends more than (\S+) MB": r"\1: \2 MB가 넘게 보냅니다.",
    r"(\S+) redirects more than (\d+) times": r"\1: \2번 넘게 다른 주소로 돌립니다.",
    r"(\S+) sends too slowly": r"\1: 너무 느리게 보냅니다.",
    r"(\S+) (?:made no connection|gave no whole answer|could not be looked up) within (\S+) s": (
        r"\1: \2초 안에 대답하지 않았습니다."
    ),
    r"(\S+) has no safe connection to offer: (.*)": r"\1: 안전한 연결을 할 수 없습니다(\2).",
    r"(\S+) answers 401: .*": (
        r"\1: 401. 사용자와 비밀번호가 필요합니다. sokbo source set 의 --auth 로 주거나 주소에 넣으세요."
    ),
    r"it asks for a login now: .*": "로그인을 하라고 합니다. sokbo source set 의 --auth 나 --cookie 로 주세요.",
    r"this was a feed and is a web page now: .*": (
        "피드였는데 이제 웹 쪽입니다. 주소를 확인하세요. 다시 시작하면 지금 있는 대로 읽습니다."
    ),
    r"the robots\.txt of (\S+) keeps it from us \((.*)\): .*": (
        r"\1: robots.txt가 우리에게 이 쪽을 막습니다(\2). 그곳에 물어보거나 --ignore-robots 를 쓰세요."
    ),
    r"(\S+) gives no robots\.txt now.*": r"\1: 지금 robots.txt를 주지 않아 게시판을 읽지 않고 기다립니다.",
    r"the same content since (.*): about (\d+) headlines are missing": (
        r"\1부터 내용이 그대로입니다. 평소라면 새 소식이 \2건쯤 있었을 때입니다."
    ),
    r"(\S+) answers 403: .*": r"\1: 403. 우리를 막습니다. 브라우저에서 확인하거나 그곳에 피드를 물어보세요.",
    r"(\S+) answers 404: .*": r"\1: 404. 그런 쪽이 없습니다. 주소를 확인하세요.",
    r"(\S+) answers 410: .*": r"\1: 410. 아주 없어진 쪽입니다.",
    r"(\S+) answers 429: .*": r"\1: 429. 덜 자주 오라고 합니다.",
    r"(\S+) answers (5\d\d): .*": r"\1: \2. 그쪽 서버에 문제가 있습니다.",
    r"(\S+) answers (\d+): .*": r"\1: \2. 브라우저에서 주소를 확인하세요.",
    # documents
    r"(\S+): no listing found: .*": r"\1: 목록을 찾지 못했습니다. 피드나, 제목이 늘어선 쪽의 주소를 넣으세요.",
    r"(\S+): the listing is empty.*": r"\1: 목록이 비어 있습니다.",
    r"(\S+): a login page, .*": r"\1: 로그인하는 쪽입니다. 로그인 없이 열리는 주소를 넣으세요.",
    r"(\S+): an article, .*": r"\1: 기사 한 편입니다. 그 기사가 실린 목록의 주소를 넣으세요.",
    r"(\S+): neither a feed nor a page: .*": r"\1: 피드도 웹 쪽도 아닙니다.",
    r"(\S+): a list of sources \(OPML\), .*": r"\1: 소스 목록(OPML)입니다. `sokbo opml import` 로 들이세요.",
    r"(\S+): the document is empty": r"\1: 빈 문서입니다.",
    r"(\S+): (?:broken JSON|JSON, but no JSON Feed).*": r"\1: JSON Feed가 아닌 JSON입니다.",
    # what sources ask for
    r"(\S+) answers 429: it asks us to come less often; asked again in (.*)": (
        r"\1: 덜 자주 오라고 합니다(429). 다시 묻기까지 \2."
    ),
    r"(\S+) is closed for now; asked again in (.*)": r"\1: 지금은 닫혀 있습니다(503). 다시 묻기까지 \2.",
    r"asks for (\d+) s between two visits": r"\1초에 한 번만 오라고 합니다.",
    r"asks for (\d+) min between two visits": r"\1분에 한 번만 오라고 합니다.",
    r"asks for (\d+) h between two visits": r"\1시간에 한 번만 오라고 합니다.",
    r"asks for no visits at (.*) h UTC": r"\1시(UTC)에는 오지 말라고 합니다.",
    r"asks for no visits on (.*)": r"\1에는 오지 말라고 합니다.",
    r"says that it moves to (\S+) \((\d+) of (\d+) times in a row\)": (
        r"\1 로 옮긴다고 합니다(\3번 잇달아 말하면 따릅니다, 지금 \2번)."
    ),
    # how boards are read
    r"found by itself": "스스로 찾은 것입니다.",
    r"not found yet": "아직 찾지 않았습니다.",
    r"written by hand: .*": "손으로 적은 것입니다. 스스로 바뀌지 않습니다.",
    r"no recipe reads it: .*": "한 가지로 적을 수 없어 볼 때마다 줄을 새로 찾습니다.",
    r"it is no board: .*": "게시판이 아니라서 찾을 것이 없습니다.",
    r"that finds nothing on the page as it is now": "지금의 쪽에서 아무것도 찾지 못합니다.",
    r"the recipe that was written for it finds nothing here: .*": (
        "손으로 적은 읽는 법이 아무것도 찾지 못합니다. 고치거나 새로 찾게 하세요."
    ),
    r"no JSON: (.*) in line (\d+)": r"JSON이 아닙니다. \2번째 줄을 보세요(\1).",
    r"all (\d+) entries are new: .*": r"\1건이 모두 새것입니다. 다음에 볼 때도 있으면 받습니다.",
    r"the page has changed its shape and all (\d+) entries are new: .*": (
        r"쪽의 모양이 바뀌었고 \1건이 모두 새것입니다. 다음에 볼 때 알리지 않고 지난 소식으로 담습니다."
    ),
    # what a search leaves out
    r"nothing to follow here": "따라갈 것이 없습니다.",
    r"a web page, not a feed": "피드가 아니라 웹 쪽입니다.",
    r"the feed has no entries": "피드가 비어 있습니다.",
    r"it holds readers' comments": "독자 댓글입니다.",
    r"it holds no headlines now": "지금은 제목이 없습니다.",
    r"the same headlines as (\S+)": r"\1 과(와) 같은 제목들입니다.",
    r"there was no time left to ask": "시간이 모자라 묻지 못했습니다.",
    r"(\S+) did not answer in time": r"\1: 제때 대답하지 않았습니다.",
    r"a sitemap without news: .*": "제목이 없는 사이트맵이라 소식을 알 수 없습니다.",
    r"an index of sitemaps: .*": "사이트맵 목록입니다. 그 안의 뉴스 사이트맵 주소를 넣으세요.",
    # what a document leaves out
    r"notice": "공지",
    r"advertisement": "광고",
    r"repeated": "되풀이",
    r"no title": "제목 없음",
    r"unlike the others": "다른 줄과 다름",
    # hubs
    r"not subscribed: a private source is told to no hub": "비공개 소스라서 허브에 알리지 않습니다.",
    r"not subscribed: SOKBO_BASE_URL is not set, .*": (
        "SOKBO_BASE_URL 이 없어서 허브가 이곳에 닿을 수 없으므로 구독하지 않습니다."
    ),
    r"not subscribed: SOKBO_BASE_URL (.*)": r"SOKBO_BASE_URL 이 공개 주소가 아니라서 구독하지 않습니다(\1).",
    r"about to subscribe at (\S+)": r"곧 \1 에서 구독합니다.",
    r"(\S+) is asked to push, .*": r"\1 에 구독을 청했고 아직 확인을 기다립니다.",
    r"(\S+) pushes, at least until (.*)": r"\1 에서 바로 받습니다(\2까지).",
    r"(\S+) does not push; it is asked again (.*)": r"\1 에서 보내 주지 않습니다. \2에 다시 청합니다.",
    r"(\S+) is given up; it is asked again (.*)": r"\1 은(는) 대답이 없어 접었습니다. \2에 다시 청합니다.",
    r"(\S+) is asked to push no more": r"\1 에서 구독을 그만두는 중입니다.",
    r"polled seldom, since pushes come first": "푸시가 늘 먼저 와서 드물게 봅니다.",
    r"the hub says no: (.*)": r"허브가 거절했습니다: \1",
    r"the hub says no": "허브가 거절했습니다.",
    r"the hub took the subscription and never asked back: .*": (
        "허브가 구독을 받고는 확인하러 오지 않습니다. SOKBO_BASE_URL 이 밖에서 열립니까?"
    ),
    r"a push that was not signed by its hub was dropped": "허브의 서명이 없거나 틀린 푸시를 버렸습니다.",
    # channels
    r"its reader unsubscribed": "받는 사람이 메일에서 그만 받기를 눌렀습니다.",
    r"(.*): it wants no more, so the channel is paused": r"\1: 더는 받지 않겠다고 합니다.",
    r"(.*): redirects are not followed, give the channel the new address": (
        r"\1: 다른 주소로 돌립니다. 채널에 새 주소를 주세요."
    ),
    r"SOKBO_SMTP_URL is not set, so no mail goes out": "SOKBO_SMTP_URL 이 없어서 메일이 나가지 않습니다.",
    r"given up: the channel took nothing for a day": "하루 동안 채널이 아무것도 받지 않아 접었습니다.",
    r"the channel was removed": "없앤 채널입니다.",
    r"that is no address of (.*): write it like (.*)": r"\1 주소가 아닙니다. \2 처럼 적으세요.",
    r"one room or person a channel: .*": "채널 하나에 방이나 사람 하나만 적으세요.",
    r"a browser makes this address.*": "이 주소는 브라우저가 만듭니다. 그 브라우저에서 단추를 누르세요.",
    r"a template knows no (\{\{.*\}\}): .*": r"본문 틀에 \1 은(는) 없습니다.",
    r"the template begins like JSON but is none: .*": "본문 틀이 JSON 처럼 시작하지만 JSON 이 아닙니다.",
    r"NAVER WORKS wants its secret as JSON .*": "네이버웍스 비밀 값을 JSON 으로 적으세요.",
    r"the secret of NAVER WORKS lacks (.*)": r"네이버웍스 비밀 값에 \1 이(가) 없습니다.",
    r"the private_key of NAVER WORKS is no RSA key .*": "private_key 가 RSA 열쇠(PEM)가 아닙니다.",
    r"write naverworks://BOT.*": "naverworks://봇번호/channels/방번호 처럼 적으세요.",
    r"KakaoTalk takes no messages .*": "카카오톡으로는 보낼 수 없습니다. 복사하시거나 텔레그램, 웹 푸시를 쓰세요.",
    # searches
    r"Naver: ([\d,]+) of today's ([\d,]+) calls are used, by (\d+) search(?:es)?": (
        r"네이버: 오늘 \2번 가운데 \1번을 썼습니다. 검색어 \3개."
    ),
    r"Naver: ([\d,]+) of today's ([\d,]+) calls are used, by (\d+) search(?:es)?; this one is asked every (\d+) s": (
        r"네이버: 오늘 \2번 가운데 \1번을 썼습니다. 검색어 \3개, 이 검색어는 \4초마다."
    ),
    r"a search at Naver takes a key of your own: .*": (
        "네이버 검색에는 자기 열쇠가 필요합니다. developers.naver.com 에서 받아 "
        "SOKBO_NAVER_CLIENT_ID 와 SOKBO_NAVER_CLIENT_SECRET 로 주세요."
    ),
    r"a search at Naver is written .*": "naver: 뒤에 찾을 말을 적으세요. 예: naver:삼성전자 반도체",
    r"a search at Naver is one line .*": "찾을 말이 너무 깁니다. 200자까지 됩니다.",
    r"Naver is not asked: .*": "오늘 쓸 네이버 검색 횟수를 다 썼습니다. 한국 시간 자정에 새로 시작합니다.",
    r"Naver says no \((.*)\): today's calls are used up, .*": (
        r"네이버가 오늘 검색 횟수가 끝났다고 합니다(\1). 한국 시간 자정에 새로 시작합니다."
    ),
    r"Naver says no \((.*)\): it does not know the key: .*": (
        r"네이버가 열쇠를 모른다고 합니다(\1). SOKBO_NAVER_CLIENT_ID 와 SOKBO_NAVER_CLIENT_SECRET 을 확인하세요."
    ),
    r"Naver says no \((.*)\): the key may not search: .*": (
        r"이 열쇠로는 검색할 수 없다고 합니다(\1). developers.naver.com 의 내 애플리케이션에서 검색 API를 더하세요."
    ),
    r"Naver says no \((.*)\): it (?:does not take|can't read) this search: .*": (
        r"네이버가 이 검색어를 받지 않습니다(\1). 찾을 말을 바꾸세요."
    ),
    r"Naver says no \((.*)\): it asks us to slow down": r"네이버가 천천히 물으라고 합니다(\1).",
    r"Naver says no \((.*)\): there is no search there: .*": (
        r"그 주소에는 네이버 검색이 없습니다(\1). SOKBO_NAVER_URL 을 확인하세요."
    ),
    r"Naver says no \((.*)\): it has trouble of its own": r"네이버에 문제가 있습니다(\1).",
    r"Naver says no \((.*)\)": r"네이버가 거절했습니다(\1).",
    # addresses of channels
    r"(.*) has no scheme: write (.*)": r"\1: 앞에 mailto: 를 붙여 \2 처럼 적으세요.",
    r"(.*) is no address of a channel: .*": (
        r"\1: 채널의 주소가 아닙니다. 위에서 고른 것의 보기처럼 적으세요. 웹훅은 https://…, 메일은 mailto:…"
    ),
    r"that is no mail address: .*": "메일 주소가 아닙니다. mailto:name@example.org 처럼 적으세요.",
    # rules
    r"the rule is empty: .*": "규칙이 비어 있습니다. 찾을 말을 하나는 적으세요.",
    r"no parenthesis is open here: .*": "여는 괄호가 없습니다. ) 를 지우거나 앞에 ( 를 넣으세요.",
    r"this parenthesis is not closed: .*": "괄호가 닫히지 않았습니다. 마지막 말 뒤에 ) 를 넣으세요.",
    r"this quote is not closed: .*": '따옴표가 닫히지 않았습니다. 마지막 말 뒤에 " 를 넣으세요.',
    r"the rule says only what it does not want: .*": "빼는 말뿐입니다. 찾을 말을 더하세요.",
    r"a word is missing here: .*": "여기에 말이 빠졌습니다. 말을 넣거나 앞뒤의 기호를 지우세요.",
    r"this - belongs to no word: .*": "이 - 는 어느 말에도 붙지 않았습니다. -말 처럼 바로 앞에 붙이세요.",
    r"there is no letter or number in this: .*": "글자나 숫자가 없습니다. 찾을 말을 적으세요.",
    r"there is a broken character here: .*": "깨진 글자가 있습니다. 새로 적으세요.",
    r"a word is missing behind (\S+): .*": r"\1 뒤에 말이 빠졌습니다. 쌍점 바로 뒤에 적으세요.",
    r"a word is missing (?:before|behind) near:.*": "near: 앞뒤에 말이 있어야 합니다. 예: 금리 near:3 인하",
    r"near: stands between words: .*": "near: 는 말 사이에 둡니다. 예: 금리 near:3 인하",
    r"near: counts words: .*": "near: 뒤에는 낱말 수를 적습니다. 예: 금리 near:3 인하",
    r"this / is not closed: .*": "정규식이 닫히지 않았습니다. 끝에 / 를 넣거나 말을 따옴표로 묶으세요.",
    r"the expression can't be read: .*": "정규식을 읽을 수 없습니다. 괄호와 기호를 확인하세요.",
    r"(.*) is no language here: write one of (.*)": r"\1: 모르는 언어입니다. \2 가운데 하나를 적으세요.",
    r"parentheses are nested over (\d+) deep: .*": r"괄호가 \1겹을 넘습니다. 줄이세요.",
    r"the rule has over ([\d,]+) (?:characters|words): .*": r"규칙이 너무 깁니다(\1 넘음). 키워드 여럿으로 나누세요.",
}
_KOREAN = [(re.compile(said), korean) for said, korean in _WHOLE_LINE.items()]

_SEARCHED = re.compile(r"(\S+): (.*); no feed of it was found either")
"""Where nothing on a site can be followed: why not the address itself."""


def told(language: str, said: str) -> str:
    """A fault in the language of the page; a rule that is shown above it, with its caret, stays as it was typed."""
    shown, end, line = said.rpartition("\n")
    if language != "ko":
        return said
    if searched := _SEARCHED.fullmatch(line):
        return f"{searched[1]}: {told(language, searched[2])} 이곳의 피드도 찾지 못했습니다."
    for pattern, korean in _KOREAN:
        if found := pattern.fullmatch(line):
            return shown + end + found.expand(korean)
    return said


def left_out(language: str, url: str, reason: str) -> str:
    """Why an address was left out, with the address."""
    for said in (reason, f"{url} {reason}", f"{url}: {reason}"):
        if (here := told(language, said)) != said:
            return here if url in here else f"{url}: {here}"
    return f"{url}: {reason}"
