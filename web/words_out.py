"""What the pages of channels, deliveries and clippings say, in Korean and English: one line a thing."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "how_to_hook": (
        "서명된 POST를 받을 프로그램의 주소입니다. 서명 열쇠는 더한 뒤 한 번만 보입니다. 본문을 바꾸려면 틀을 적습니다.",
        "The address of a program that takes a signed POST. The signing secret is shown once, when it is added. A template changes the body.",
    ),
    "how_to_mail": (
        "받을 메일 주소입니다. 보내는 서버는 운영자가 SOKBO_SMTP_URL 로 정합니다.",
        "The address that receives. The operator names the server with SOKBO_SMTP_URL.",
    ),
    "how_to_push": (
        "이 브라우저에 알림을 띄웁니다. 창이 닫혀 있어도 옵니다. HTTPS 주소나 이 컴퓨터에서만 됩니다.",
        "Shows notices in this browser, its window open or not. It takes an HTTPS address, or this very machine.",
    ),
    "how_to_slack": (
        "api.slack.com/apps 에서 앱을 만들고 Incoming Webhooks 를 켠 뒤 채널을 고르면 주소가 나옵니다. 이어지는 소식을 한 스레드에 모으려면 봇 토큰으로 slack://xoxb-…/#채널",
        "Make an app at api.slack.com/apps, switch Incoming Webhooks on and choose a channel: that gives the address. For one thread a story use a bot's token: slack://xoxb-…/#channel",
    ),
    "how_to_telegram": (
        "@BotFather 에게 /newbot 을 보내 토큰을 받고, 봇에게 말을 건 뒤 @userinfobot 으로 대화 번호를 알아냅니다.",
        "Send /newbot to @BotFather for the token, write to the bot once, and ask @userinfobot for the chat's number.",
    ),
    "how_to_jandi": (
        "토픽의 잔디 커넥트에서 ‘웹훅 수신(Incoming Webhook)’을 연동하면 주소가 나옵니다.",
        "In the topic's JANDI Connect add “Incoming Webhook”: that gives the address.",
    ),
    "how_to_dooray": (
        "메신저 대화방의 설정 → 서비스 연동 → Incoming 에서 주소를 만듭니다.",
        "In the chat room's settings, under integrations, add Incoming: that gives the address.",
    ),
    "how_to_kakaowork": (
        "대화방 메뉴 → Webhook 봇을 더하면 주소가 나옵니다. 글은 500자까지 갑니다.",
        "Add the Webhook bot in the room's menu: that gives the address. It takes 500 letters.",
    ),
    "how_to_naverworks": (
        "developers.worksmobile.com 에서 앱(범위 bot.message)과 서비스 계정, 비밀 열쇠를 만들고 봇을 등록해 방에 초대합니다. 방 번호는 방 정보에 있습니다. 네 값을 JSON 으로 적습니다.",
        "At developers.worksmobile.com make an app (scope bot.message) with a service account and private key, register a bot and invite it to the room, whose id its info shows. Write the four values as JSON.",
    ),
    "how_to_teams": (
        "채널의 ⋯ → 워크플로 → ‘웹후크 요청을 받으면 채널에 게시’를 만들면 주소가 나옵니다.",
        "In the channel's ⋯ menu choose Workflows, “Post to a channel when a webhook request is received”: that gives the address.",
    ),
    "how_to_discord": (
        "채널 편집 → 연동 → 웹후크에서 주소를 복사합니다.",
        "In the channel's settings, Integrations, Webhooks, copy the address.",
    ),
    "how_to_ntfy": (
        "주제 이름을 정해 앱에서 구독합니다. ntfy.sh 에서는 ntfys://TOPIC, 남이 알아맞히지 못할 이름으로.",
        "Choose a topic and subscribe to it in the app. On ntfy.sh write ntfys://TOPIC, with a name nobody guesses.",
    ),
    "how_to_matrix": (
        "봇으로 쓸 계정을 방에 초대하고 방의 내부 번호(!…)를 적습니다.",
        "Invite an account for the bot to the room, and write the room's internal id (!…).",
    ),
    "how_to_gotify": (
        "서버의 Apps 에서 앱을 만들면 토큰이 나옵니다.",
        "Make an app under Apps on the server: that gives the token.",
    ),
    "how_to_pushover": (
        "pushover.net 의 사용자 열쇠와, 앱을 만들어 받은 토큰입니다.",
        "The user key of pushover.net, and the token of an app made there.",
    ),
    "how_to_kakaotalk": (
        "카카오는 개인 설치본이 카카오톡으로 알림을 보내는 길을 열어 두지 않았습니다. 알림톡은 사업자 계약과 문구 심사가, ‘나에게 보내기’는 여섯 시간마다 갱신할 로그인이 필요합니다. 알림과 클리핑마다 ‘카카오톡용 복사’가 있고, 저절로 받으시려면 텔레그램이나 웹 푸시를 쓰세요.",
        "Kakao gives private installations no way to send alerts to KakaoTalk: Alimtalk takes a business contract and approved texts, “send to me” a login renewed every six hours. Every alert and clipping has “Copy for KakaoTalk”; to be told by itself, take Telegram or Web Push.",
    ),
    "how_to_other": (
        "Apprise 주소로 적습니다. 쓸 수 있는 것은 docs/channels.md 에 있습니다.",
        "Write it as an Apprise address; docs/channels.md lists those that are allowed.",
    ),
    "settle": ("옛 열쇠 버리기", "Drop the old secret"),
    "settled": ("새 열쇠만 씁니다.", "It signs with the new secret alone."),
    "rotate": ("열쇠 바꾸기", "Change the secret"),
    "template": ("본문 틀", "A body of your own"),
    "template_hint": (
        "본문. {{title}} {{url}} {{outlet}} {{byline}} {{watch}} {{why}} {{text}} 자리에 내용이 들어갑니다. 비우면 우리 JSON 을 보냅니다.",
        "The body, in which {{title}} {{url}} {{outlet}} {{byline}} {{watch}} {{why}} {{text}} stand for what is told. Empty: our own JSON.",
    ),
    "secret_json": ("비밀 값(JSON)", "The secret, as JSON"),
    "push_unable": (
        "이 브라우저에서는 웹 푸시를 켤 수 없습니다. HTTPS 주소로 여세요.",
        "Web Push can't be switched on in this browser. Open the page over HTTPS.",
    ),
    "push_denied": (
        "알림이 막혀 있습니다. 주소창의 자물쇠에서 알림을 허용하세요.",
        "Notices are blocked. Allow them at the lock beside the address.",
    ),
    "unsubscribe": ("메일 그만 받기", "Receive no more mails"),
    "unsubscribe_do": ("그만 받기", "Stop them"),
    "unsubscribe_ask": (
        "이 주소로 가는 알림 메일을 멈춥니다. 채널 쪽에서 다시 켤 수 있습니다.",
        "This stops the alerts that are mailed to you. They can be resumed on the Channels page.",
    ),
    "unsubscribe_done": (
        "멈췄습니다. 채널 쪽에서 다시 켤 수 있습니다.",
        "They are stopped. They can be resumed on the Channels page.",
    ),
    "unsubscribe_unknown": (
        "이 링크는 맞지 않습니다. 메일의 링크를 끝까지 복사했는지 보세요.",
        "This link is not one of ours. See that it was copied whole.",
    ),
    "copy_kakao": ("카카오톡용 복사", "Copy for KakaoTalk"),
    "copied": ("복사했습니다", "Copied"),
    "state_folded": ("요약에 담음", "in a summary"),
    "all": ("모두", "All"),
    "resend_dead": ("포기한 것 모두 다시 보내기", "Send all that were given up again"),
    "resent_n": ("{n}건을 다시 보냅니다.", "{n} go out again."),
    "told_in": ("요약 {n}에서 알렸습니다", "Told in summary {n}"),
    "held_for": ("두는 까닭: {why}", "Held for: {why}"),
    "attempt_at": ("때", "At"),
    "attempt_status": ("번호", "Status"),
    "attempt_took": ("걸린 시간", "Took"),
    "attempt_answer": ("대답", "Answer"),
    "clippings": ("클리핑", "Clippings"),
    "clipping": ("클리핑", "Clipping"),
    "clipping_add": ("클리핑 더하기", "Add a clipping"),
    "empty_clippings": (
        "아직 클리핑이 없습니다. 아침마다 키워드별로 모아 보내 드립니다.",
        "No clippings yet. One gathers each morning what your watches caught.",
    ),
    "clipping_sections": ("섹션. 한 줄에 하나: 이름: 키워드, 키워드", "Sections, one a line: name: watch, watch"),
    "clipping_sections_like": (
        "자사: 우리 회사\n경쟁사: 경쟁사 가, 경쟁사 나\n업계: 반도체\n정책: 규제",
        "Own: our company\nRivals: rival a, rival b\nIndustry: chips\nPolicy: regulation",
    ),
    "clipping_opens": ("창이 열리는 때(지난 근무일)", "The window opens (on the last working day)"),
    "clipping_closes": ("창이 닫히고 보내는 때", "It closes and goes out"),
    "clipping_by_itself": (
        "닫히면 바로 보내기 (끄면 사람이 보낼 때까지 기다립니다)",
        "Send it when the window closes (else it waits for a person)",
    ),
    "clipping_now": ("지금 창 보기", "See the window as it is now"),
    "clipping_send": ("보내기", "Send it"),
    "clipping_sent": ("보냈습니다.", "It is sent."),
    "clipping_sent_at": ("보낸 때", "Sent"),
    "clipping_open": ("고르는 중", "Being chosen"),
    "clipping_keep": ("고른 대로 두기", "Keep this choice"),
    "clipping_order": ("차례", "Order"),
    "clipping_text": ("글로 복사", "Copy as text"),
    "clipping_none": ("이 창에는 소식이 없습니다.", "Nothing fell into this window."),
    "clipping_bad_time": ("{text}: 07:00 처럼 적으세요.", "{text} is no time of the day. Write it like 07:00."),
    "clipping_bad_watch": ("{text}: 그런 키워드가 없습니다.", "There is no watch named {text}."),
    "clipping_bad_section": (
        "섹션을 한 줄에 하나, ‘이름: 키워드’로 적으세요.",
        "Write the sections one a line, as “name: watch”.",
    ),
    "clipping_next": ("다음 {time}", "Next {time}"),
    "sources_well": ("소스 {well}/{all} 정상", "sources {well}/{all} well"),
}
