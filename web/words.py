"""What the pages say, in Korean and English of equal care: one line a thing, both tongues side by side."""

from __future__ import annotations

LANGUAGES = ("ko", "en")

WORDS: dict[str, tuple[str, str]] = {
    "board": ("속보판", "Board"),
    "watches": ("키워드", "Watches"),
    "inbox": ("알림함", "Inbox"),
    "sources": ("소스", "Sources"),
    "channels": ("채널", "Channels"),
    "deliveries": ("발송", "Deliveries"),
    "settings": ("설정", "Settings"),
    "skip": ("본문으로", "Skip to content"),
    "new": ("new", "new"),
    "number": ("번호", "No."),
    "headline": ("제목", "Headline"),
    "others": ("외 {n}곳", "+{n} outlets"),
    "others_one": ("외 1곳", "+1 outlet"),
    "fresh": ("새 소식 {n}건", "{n} new"),
    "lost": ("연결이 끊겼습니다. 다시 잇는 중", "Connection lost. Reconnecting"),
    "older": ("이전 소식", "Older"),
    "newest": ("처음으로", "Newest"),
    "search": ("제목에서 찾기", "Search titles"),
    "search_do": ("찾기", "Search"),
    "empty_board": (
        "아직 소식이 없습니다. 소스를 더하면 여기에 나타납니다.",
        "No headlines yet. Add a source and they appear here.",
    ),
    "nothing_found": ("찾는 말이 든 제목이 없습니다.", "No title has these words."),
    "add_source": ("소스 더하기", "Add a source"),
    "login": ("들어가기", "Log in"),
    "login_do": ("들어가기", "Log in"),
    "login_ready": ("이 링크는 한 번만 쓸 수 있습니다.", "This link works once."),
    "login_bad": (
        "이 링크는 이미 쓰였거나 15분이 지났습니다. 서버에서 sokbo login 으로 새 링크를 만드세요.",
        "This link was used, or is older than 15 minutes. Make a new one on the server with: sokbo login",
    ),
    "login_how": (
        "들어가려면 서버에서 sokbo login 을 실행하고, 나온 링크를 여세요.",
        "To log in, run sokbo login on the server and open the link it prints.",
    ),
    "public_feeds": ("공개 피드", "Public feeds"),
    "logout": ("나가기", "Log out"),
    "feeds": ("피드", "Feeds"),
    "welcome": ("어느 시간대에서 보십니까?", "Which time zone do you read in?"),
    "timezone": ("시간대", "Time zone"),
    "timezone_own": ("내 시간대", "My time zone"),
    "timezone_desk": ("설치 전체의 시간대", "The desk's time zone"),
    "timezone_fixed": ("SOKBO_TIMEZONE 으로 정해져 있습니다.", "Set by SOKBO_TIMEZONE."),
    "timezone_bad": (
        "{zone}: 없는 시간대입니다. Asia/Seoul 처럼 적으세요.",
        "{zone} is no time zone. Write it like Asia/Seoul.",
    ),
    "as_desk": ("설치와 같게", "As the desk"),
    "language": ("언어", "Language"),
    "as_browser": ("브라우저에 맞춤", "As the browser asks"),
    "theme": ("화면", "Theme"),
    "theme_auto": ("기기에 맞춤", "As the device"),
    "theme_light": ("밝게", "Light"),
    "theme_dark": ("어둡게", "Dark"),
    "save": ("저장", "Save"),
    "saved": ("저장했습니다.", "Saved."),
    "begin": ("시작", "Begin"),
    "demo": (
        "데모 뉴스룸입니다. 소식과 매체는 모두 지어낸 것입니다.",
        "This is a demo newsroom: its news and outlets are invented.",
    ),
    "demo_end": ("데모 치우기", "Remove the demo"),
    "who_first": ("{outlet} 먼저", "{outlet} first"),
    "once": ("이전 제목", "Earlier titles"),
    "in_story": ("같은 사건", "The same event"),
    "no_address": ("주소 없음", "no address"),
    "from": ("출처", "From"),
    "open": ("원문 열기", "Open the article"),
    "seen": ("받은 때", "Seen"),
    "published": ("낸 때", "Published"),
    "address": ("주소", "Address"),
    "address_hint": ("피드, 사이트, 게시판의 주소", "A feed, a site, or a news board"),
    "look": ("미리보기", "Preview"),
    "found": ("{n}건을 찾았습니다", "{n} headlines found"),
    "found_one": ("1건을 찾았습니다", "1 headline found"),
    "skipped": ("건너뛴 것", "Left out"),
    "name": ("이름", "Name"),
    "outlet": ("매체", "Outlet"),
    "every": ("간격(초, 비우면 알아서)", "Interval in seconds (empty: as it changes)"),
    "private": ("비공개: 공개 피드에 싣지 않음", "Private: never in public feeds"),
    "add": ("더하기", "Add"),
    "empty_sources": ("아직 소스가 없습니다. 주소 하나면 됩니다.", "No sources yet. One address is enough."),
    "looks_every": ("{span}마다 봅니다.", "Looks every {span}."),
    "last_look": ("마지막 {time}", "Last look {time}"),
    "never_looked": ("아직 보지 않았습니다.", "Not looked at yet."),
    "paused": ("쉬는 중", "Paused"),
    "gone": ("사라짐(410)", "Gone (410)"),
    "held": ("보류", "Held"),
    "pushes": ("푸시(WebSub)", "Pushes (WebSub)"),
    "asked_with": ("이렇게 묻습니다", "Asked with"),
    "troubled": ("문제가 생긴 때 ", "In trouble since "),
    "troubled_n": ("문제가 있는 소스 {n}곳", "{n} sources in trouble"),
    "troubled_n_one": ("문제가 있는 소스 한 곳", "One source in trouble"),
    "failing": ("{n}번 잇달아 실패", "Failed {n} times in a row"),
    "failing_one": ("한 번 실패", "Failed once"),
    "pause": ("쉬기", "Pause"),
    "resume": ("다시", "Resume"),
    "poll_now": ("지금 보기", "Look now"),
    "remove": ("없애기", "Remove"),
    "log": ("기록", "Log"),
    "headlines_n": ("제목 {n}건", "{n} headlines"),
    "headlines_n_one": ("제목 1건", "1 headline"),
    "every_bad": ("{every}: 초로 적으세요. 예: 60", "{every} is no number of seconds. Write it like 60."),
    "source_there": ("이미 있는 소스입니다: {name}", "This source is there already: {name}"),
    "source_added": ("{name}: {n}건을 지난 소식으로 담았습니다.", "{name}: {n} headlines kept as history."),
    "source_added_one": ("{name}: 1건을 지난 소식으로 담았습니다.", "{name}: 1 headline kept as history."),
    "rule": ("규칙", "Rule"),
    "rule_hint": ('지진 | 화재   "금리 인하"   삼성전자 -노조', 'earthquake | fire   "rate cut"   apple -pie'),
    "to": ("받을 곳", "Send to"),
    "inbox_always": ("알림함에는 늘 담깁니다.", "The inbox always keeps them."),
    "add_watch": ("키워드 더하기", "Add a watch"),
    "empty_watches": (
        "아직 키워드가 없습니다. 찾는 말을 적어 두면 알려 드립니다.",
        "No watches yet. Write what you look for, and be told.",
    ),
    "caught": ("지난 7일 {all}건 가운데 {n}건", "{n} of {all} in the last 7 days"),
    "edit": ("고치기", "Edit"),
    "private_feed": ("나만의 피드", "Private feed"),
    "empty_inbox": ("아직 알림이 없습니다.", "No alerts yet."),
    "watch_of": ("키워드 {name}", "Watch {name}"),
    "how_exact": ("적은 그대로", "as written"),
    "how_particle": ("조사가 붙음", "with a particle"),
    "how_ending": ("어미가 붙음", "with an ending"),
    "how_compound": ("합성어 안", "inside a compound"),
    "how_spacing": ("띄어쓰기만 다름", "spaced another way"),
    "how_inflection": ("낱말이 변한 꼴", "an inflected form"),
    "how_plural": ("복수나 소유격", "plural or possessive"),
    "how_label": ("말머리", "a label"),
    "address_channel": ("https:// 웹훅이나 mailto: 주소", "An https:// web hook or a mailto: address"),
    "add_channel": ("채널 더하기", "Add a channel"),
    "empty_channels": (
        "아직 채널이 없습니다. 웹훅이나 메일로 알림을 보낼 수 있습니다.",
        "No channels yet. Alerts can go to a web hook or by mail.",
    ),
    "secret_once": ("서명 열쇠입니다. 지금 한 번만 보입니다.", "The signing secret, shown this once."),
    "test": ("시험", "Test"),
    "test_answer": ("대답: {answer}", "It answered: {answer}"),
    "name_taken": ("같은 이름의 채널이 있습니다.", "There is a channel of that name."),
    "empty_deliveries": ("아직 보낸 것이 없습니다.", "Nothing was sent yet."),
    "attempts": ("시도", "Attempts"),
    "resend": ("다시 보내기", "Send again"),
    "state_pending": ("대기", "waiting"),
    "state_sending": ("보내는 중", "sending"),
    "state_retrying": ("다시 시도", "retrying"),
    "state_sent": ("보냄", "sent"),
    "state_dead": ("포기", "given up"),
    "next_try": ("다음 {time}", "next {time}"),
    "just_now": ("방금", "now"),
    "minutes_ago": ("{n}분 전", "{n}m ago"),
    "seconds": ("{n}초", "{n} s"),
    "minutes": ("{n}분", "{n} min"),
    "hours": ("{n}시간", "{n} h"),
    "not_found": ("여기에는 아무것도 없습니다.", "There is nothing here."),
    "not_taken": (
        "보낸 것을 읽을 수 없습니다. 돌아가서 다시 보내세요.",
        "What was sent can't be read. Go back and send it again.",
    ),
    "back_to_board": ("속보판으로", "To the board"),
    "failed": (
        "서버에서 문제가 생겼습니다. 잠시 뒤 다시 열어 보세요.",
        "Something went wrong on the server. Try again in a moment.",
    ),
}


def say(language: str, key: str, **values: object) -> str:
    """A word or sentence in the language; one thing is said as one where that has a line of its own."""
    if values.get("n") == 1 and f"{key}_one" in WORDS:
        key = f"{key}_one"
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def how(language: str, path: str) -> str:
    """By which path a word was found; the path's own name where it is a newer one."""
    key = f"how_{path}"
    return say(language, key) if key in WORDS else path


def choose(wanted: str | None, accepted: str) -> str:
    """The language: the person's own, else the first of `Accept-Language` that we speak, else English."""
    if wanted in LANGUAGES:
        return str(wanted)
    for part in accepted.lower().split(","):
        tongue = part.strip()[:2]
        if tongue in LANGUAGES:
            return tongue
    return "en"
