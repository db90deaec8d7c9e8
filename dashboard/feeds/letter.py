"""Changed verdicts as an e-mail."""

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from dashboard.feeds.changes import Told, subject


def letter(
    changes: list[Told], sender: str, recipients: dict[str, list[str]], about: str, at: datetime
) -> EmailMessage:
    """A message in plain text; `about` is what its subject begins with. Raises ValueError for an address that is none.

    Its id is that of what it says: a repetition is the same message.
    """
    message = EmailMessage()
    message["From"] = _address(sender)
    for name, to in recipients.items():
        message[name] = [_address(one) for one in to]
    message["Subject"] = f"{about}: {subject(changes)}"
    message["Date"] = format_datetime(at)
    names = hashlib.sha256(" ".join(one.id for one in changes).encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{names}@{_address(sender).domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(_paragraph(one) for one in changes) + "\n")
    return message


def _address(text: str) -> Address:
    """An address. Raises ValueError."""
    name, at, domain = text.strip().rpartition("@")
    if not (name and at and domain) or any(letter.isspace() or not letter.isprintable() for letter in text.strip()):
        raise ValueError("an address is name@domain")
    return Address(username=name, domain=domain)


def _paragraph(one: Told) -> str:
    return "\n".join(filter(None, (one.headline, one.why, one.sentence, one.address)))
