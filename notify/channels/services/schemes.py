"""Which of Apprise's services are allowed: those that speak plain HTTP, so that our way out carries them. Pure.

Left out are all that open sockets of their own (IRC, MQTT, XMPP, syslog, mail), that act on this machine (D-Bus), and
that would post anywhere in any form (json://, xml://, form://, apprise://): a web hook of ours does that.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """A service, and how its address is written."""

    name: str
    plugin: str
    """Of `apprise.plugins`: the module and its class."""
    schemes: str
    """How its addresses begin, with spaces between."""
    example: str
    """With capitals where a person's own words go."""
    space_s: float = 1.0
    """Between two messages: what the service lets through at length."""
    own: bool = False
    """Whether it runs on a server of one's own, which its address names first."""


ALLOWED = (
    Service(
        "Slack", "slack.NotifySlack", "slack", "https://hooks.slack.com/services/T…/B…/… or slack://BOT-TOKEN/#CHANNEL"
    ),
    Service("Telegram", "telegram.NotifyTelegram", "tgram", "tgram://BOT-TOKEN/CHAT-ID", 3.0),
    Service("Discord", "discord.NotifyDiscord", "discord", "https://discord.com/api/webhooks/ID/TOKEN", 2.0),
    Service("ntfy", "ntfy.NotifyNtfy", "ntfy ntfys", "ntfys://ntfy.example.org/TOPIC or ntfy://TOPIC", own=True),
    Service(
        "Matrix",
        "matrix.base.NotifyMatrix",
        "matrix matrixs",
        "matrixs://USER:PASSWORD@matrix.example.org/!ROOM-ID",
        own=True,
    ),
    Service("Gotify", "gotify.NotifyGotify", "gotify gotifys", "gotifys://gotify.example.org/TOKEN", 0.2, own=True),
    Service("Pushover", "pushover.NotifyPushover", "pover", "pover://USER-KEY@APP-TOKEN"),
    Service("Google Chat", "google_chat.NotifyGoogleChat", "gchat", "https://chat.googleapis.com/v1/spaces/…"),
    Service("Webex", "webexteams.NotifyWebexTeams", "wxteams", "wxteams://TOKEN"),
    Service("Zulip", "zulip.NotifyZulip", "zulip", "zulip://BOT@ORGANIZATION/TOKEN/STREAM"),
    Service("LINE", "line.NotifyLine", "line", "line://TOKEN/USER-ID"),
    Service("Lark", "lark.NotifyLark", "lark", "lark://TOKEN"),
    Service("Feishu", "feishu.NotifyFeishu", "feishu", "feishu://TOKEN"),
    Service("DingTalk", "dingtalk.NotifyDingTalk", "dingtalk", "dingtalk://TOKEN", 3.0),
    Service("Mattermost", "mattermost.NotifyMattermost", "mmost mmosts", "mmosts://chat.example.org/TOKEN", own=True),
    Service(
        "Rocket.Chat",
        "rocketchat.NotifyRocketChat",
        "rocket rockets",
        "rockets://TOKEN@chat.example.org/#CHANNEL",
        own=True,
    ),
    Service("Bark", "bark.NotifyBark", "bark barks", "barks://bark.example.org/DEVICE-KEY", own=True),
    Service(
        "Signal", "signal_api.NotifySignalAPI", "signal signals", "signals://signal-api.example.org/FROM/TO", own=True
    ),
    Service(
        "Nextcloud Talk",
        "nextcloudtalk.NotifyNextcloudTalk",
        "nctalk nctalks",
        "nctalks://USER:PASSWORD@cloud.example.org/ROOM",
        own=True,
    ),
    Service(
        "Synology Chat", "synology.NotifySynology", "synology synologys", "synologys://nas.example.org/TOKEN", own=True
    ),
    Service(
        "Home Assistant",
        "home_assistant.NotifyHomeAssistant",
        "hassio hassios",
        "hassios://home.example.org/TOKEN",
        own=True,
    ),
    Service("Pushbullet", "pushbullet.NotifyPushBullet", "pbul", "pbul://TOKEN"),
    Service("Prowl", "prowl.NotifyProwl", "prowl", "prowl://API-KEY"),
    Service("Pushsafer", "pushsafer.NotifyPushSafer", "psafer psafers", "psafers://PRIVATE-KEY"),
    Service("ServerChan", "serverchan.NotifyServerChan", "schan", "schan://SENDKEY"),
    Service("SimplePush", "simplepush.NotifySimplePush", "spush", "spush://API-KEY"),
    Service("Join", "join.NotifyJoin", "join", "join://API-KEY/DEVICE"),
    Service("Twist", "twist.NotifyTwist", "twist", "twist://PASSWORD:EMAIL/#CHANNEL"),
    Service("PagerDuty", "pagerduty.NotifyPagerDuty", "pagerduty", "pagerduty://INTEGRATION-KEY@API-KEY"),
    Service("Opsgenie", "opsgenie.NotifyOpsgenie", "opsgenie", "opsgenie://API-KEY"),
    Service("Threema", "threema.NotifyThreema", "threema", "threema://GATEWAY-ID@SECRET/TO"),
)

SERVICES = {scheme: service for service in ALLOWED for scheme in service.schemes.split()}
"""By scheme."""

PLAIN = {
    "hooks.slack.com": "slack",
    "discord.com": "discord",
    "discordapp.com": "discord",
    "ntfy.sh": "ntfys",
    "chat.googleapis.com": "gchat",
    "oapi.dingtalk.com": "dingtalk",
    "open.larksuite.com": "lark",
    "open.feishu.cn": "feishu",
}
"""Hosts whose plain https: addresses belong to a service."""
