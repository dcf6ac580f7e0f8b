"""Mail over SMTP, by the operator's own server (`SOKBO_SMTP_URL`): a person chooses the address, never the server.

Every attempt carries the delivery's own Message-ID and date, so that a mail that comes twice is one to a mailbox that
looks, and all mails of a story refer to one root, so that they stand in one thread.

What the receiver says of this message with 5xx is permanent; where it knows no such mailbox, the channel pauses too:
who goes on writing to one is soon refused everywhere. What the operator can put right (the server is away, its password
is wrong, the sender is refused) is tried again.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote

from notify import wording
from notify.channels import smtp
from notify.channels.protocol import AddressError, Envelope, Means, SendError, Sent, host_name, no_secret, one_line

SCHEMES = ("mailto",)
OK, FORWARDED, PERMANENT = 250, 251, 500
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""What stands before the @, without the quoted forms of RFC 5321 that nobody's address has."""
_LINES = SMTP.clone(cte_type="7bit")
"""CRLF, Korean in encoded words and base64: a server of any age takes it."""


# --- addresses --------------------------------------------------------------------------------------------------------


def parse(address: str) -> str:
    """`mailto:` and one bare address, its host in ASCII; raises `AddressError`."""
    bare = unquote(address.partition(":")[2])
    if "?" in bare or "," in bare:
        raise AddressError("one mail address a channel, with nothing after it: mailto:name@example.org")
    return f"mailto:{_bare(bare)}"


def _bare(address: str) -> str:
    local, _, host = address.strip().rpartition("@")
    try:
        if _LOCAL.fullmatch(local):
            return f"{local}@{host_name(host)}"
    except ValueError:
        pass
    raise AddressError("that is no mail address: write it like mailto:name@example.org")


def hint(address: str) -> str:
    """The first letter and the host."""
    local, _, host = address.partition(":")[2].rpartition("@")
    return f"mailto:{local[:1]}…@{host}"


def secret(given: str) -> None:
    """None: mails are not signed here."""
    no_secret(given, "a mail address")


# --- the message ------------------------------------------------------------------------------------------------------


def compose(envelope: Envelope, sender: str) -> EmailMessage:
    """The mail, the same bytes at every attempt. Raises `SendError` for a sender that is none."""
    name, address = parseaddr(sender)
    host = address.rpartition("@")[2]
    if "@" not in address:
        raise SendError(f"SOKBO_MAIL_FROM {sender!r} is no address: write it like sokbo@example.org")
    words = wording.words(envelope.kind, envelope.told, envelope.language, envelope.zone, envelope.unsubscribe)
    mail = EmailMessage(policy=_LINES)
    mail["From"] = Address(name or "Sokbo", addr_spec=address)
    mail["To"] = Address(addr_spec=envelope.address.partition(":")[2])
    mail["Subject"] = words.subject
    mail["Date"] = format_datetime(envelope.created)
    mail["Message-ID"] = f"<{envelope.key}@{host}>"
    if (story := envelope.told.story.id) and not envelope.told.collected:
        root = f"<story-{story}.{envelope.installation}@{host}>"
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["List-Id"] = f"Sokbo <sokbo.{host}>"
    if envelope.unsubscribe:
        mail["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in answer
    mail["X-Auto-Response-Suppress"] = "All"  # the same to Exchange
    mail.set_content(words.text)
    mail.add_alternative(words.html, subtype="html")
    mail.set_boundary(f"=_{envelope.key}")  # neither base64 nor quoted-printable can hold "=_"
    return mail


# --- sending ----------------------------------------------------------------------------------------------------------


def send(envelope: Envelope, means: Means, limit_s: float) -> Sent:
    """The server's answer to the message; raises `SendError`."""
    mail = compose(envelope, means.settings.mail_from)
    domain = mail["From"].addresses[0].domain
    try:
        with smtp.conversation(smtp.parse(means.settings.smtp_url), domain, limit_s) as talk:
            return _hand_over(talk, mail)
    except smtplib.SMTPResponseException as error:
        raise SendError(_said(error.smtp_code, error.smtp_error), status=error.smtp_code) from None
    except smtp.ServerError as error:
        raise SendError(one_line(str(error))) from None


def _hand_over(talk: smtplib.SMTP, mail: EmailMessage) -> Sent:
    code, said = talk.mail(mail["From"].addresses[0].addr_spec)
    if code != OK:
        raise SendError(f"the sender is refused: {_said(code, said)}", status=code)
    code, said = talk.rcpt(mail["To"].addresses[0].addr_spec)
    if code not in {OK, FORWARDED}:
        raise SendError(_said(code, said), permanent=code >= PERMANENT, gone=_no_mailbox(code, said), status=code)
    try:
        code, said = talk.data(mail.as_bytes())
    except smtplib.SMTPDataError as error:
        raise _refused(error.smtp_code, error.smtp_error) from None
    if code != OK:
        raise _refused(code, said)
    with suppress(smtplib.SMTPException, OSError):
        talk.quit()  # it has said yes: what it says to a goodbye changes nothing
    return Sent(_said(code, said), code)


def _refused(code: int, said: bytes | str) -> SendError:
    return SendError(_said(code, said), permanent=code >= PERMANENT, status=code)


def _no_mailbox(code: int, said: bytes | str) -> bool:
    """Whether there is no such mailbox, by the enhanced status code (RFC 3463) where one is given."""
    text = said if isinstance(said, str) else said.decode("utf-8", "replace")
    enhanced = re.match(r"5\.(\d+)\.(\d+)\b", text)
    if enhanced:
        return (enhanced[1], enhanced[2]) in {("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")}
    return code in {550, 551, 553} and re.search(r"user|mailbox|recipient|address", text, re.IGNORECASE) is not None


def _said(code: int, said: bytes | str) -> str:
    return one_line(f"{code} {said if isinstance(said, str) else said.decode('utf-8', 'replace')}")
