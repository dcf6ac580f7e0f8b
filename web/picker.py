"""What a person chooses a channel from; `how_to_KEY` in `web.words` says where its address is to be had. Pure.

KakaoTalk stands among them, and says what Kakao lets a private installation do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the picker."""

    key: str
    name: str
    korean: str
    example: str
    """An address as it is written."""
    form: str = "address"
    """An ``address`` alone, a ``template`` or a ``secret`` beside it, a ``browser``'s button, or ``none``."""


CHOICES = (
    Choice("hook", "Web hook", "웹훅", "https://example.org/hook", "template"),
    Choice("mail", "Mail", "메일", "mailto:kim@example.org"),
    Choice("push", "This browser (Web Push)", "이 브라우저 (웹 푸시)", "", "browser"),
    Choice("slack", "Slack", "슬랙", "https://hooks.slack.com/services/T…/B…/…"),
    Choice("telegram", "Telegram", "텔레그램", "tgram://123456:ABC…/987654321"),
    Choice("jandi", "JANDI", "잔디", "https://wh.jandi.com/connect-api/webhook/…"),
    Choice("dooray", "Dooray", "두레이", "https://hook.dooray.com/services/…"),
    Choice("kakaowork", "KakaoWork", "카카오워크", "https://kakaowork.com/bots/hook/…"),
    Choice("naverworks", "NAVER WORKS", "네이버웍스", "naverworks://BOT/channels/ID", "secret"),
    Choice("teams", "Microsoft Teams", "팀즈", "https://….logic.azure.com/workflows/…"),
    Choice("discord", "Discord", "디스코드", "https://discord.com/api/webhooks/…"),
    Choice("ntfy", "ntfy", "ntfy", "ntfys://ntfy.example.org/TOPIC"),
    Choice("matrix", "Matrix", "매트릭스", "matrixs://USER:PASSWORD@HOST/!ROOM"),
    Choice("gotify", "Gotify", "고티파이", "gotifys://HOST/TOKEN"),
    Choice("pushover", "Pushover", "푸시오버", "pover://USER@TOKEN"),
    Choice("kakaotalk", "KakaoTalk", "카카오톡", "", "none"),
    Choice("other", "Another service", "다른 서비스", "gchat://… zulip://… line://… mmosts://…"),
)


def choice(key: str) -> Choice:
    """The choice of this key, else the first."""
    return next((one for one in CHOICES if one.key == key), CHOICES[0])
