"""E-mail, for notifications: one message by SMTP, as environment variables say.

`CLAIMBOARD_SMTP` is `smtp://name:password@host:587`, or `smtps://` for TLS from the first byte. With `smtp://` the
connection turns to TLS where the server offers it, and a password is never sent without.
"""

import os
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

import stamina

from indicators.providers import SourceError, redact
from indicators.providers.http import environment, limits

SERVER = "CLAIMBOARD_SMTP"
SENDER = "CLAIMBOARD_MAIL_FROM"
#: By scheme the usual port.
PORTS = {"smtp": 587, "smtps": 465}


class Passing(SourceError):
    """A transient failure."""


def sender() -> str:
    """The address that messages come from: as set, else the name at the server where that is one. Raises SourceError."""
    asked = os.environ.get(SENDER, "").strip() or unquote(server().username or "")
    if "@" not in asked:
        raise SourceError("setting", f"{SENDER} must name the address that e-mail comes from")
    return asked


def server() -> SplitResult:
    """The server. Raises SourceError (setting)."""
    place = urlsplit(os.environ.get(SERVER, "").strip())
    try:
        usable = place.scheme in PORTS and place.hostname and (place.port or True)
    except ValueError:
        usable = False
    if not usable:
        raise SourceError("setting", f"{SERVER} must name the server for e-mail: smtp://name:password@host:587")
    return place


def send(message: EmailMessage) -> None:
    """Send a message; transient failures are tried again. Raises SourceError, which names the host only."""
    place, patience = server(), limits.patience
    for attempt in stamina.retry_context(
        on=Passing,
        attempts=patience.attempts,
        timeout=patience.deadline,
        wait_initial=patience.first_wait,
        wait_max=patience.longest_wait,
        wait_jitter=patience.first_wait,
    ):
        with attempt, _named(place.hostname or ""):
            with _connected(place) as connection:
                refused = connection.send_message(message)
            if refused:
                raise SourceError("refused", f"{place.hostname} refused {len(refused)} of the recipients")


@contextmanager
def _connected(place: SplitResult) -> Iterator[smtplib.SMTP]:
    host, port = place.hostname or "", place.port or PORTS[place.scheme]
    seconds = limits.patience.connect * 2
    if place.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=environment.trusted())
    else:
        connection = smtplib.SMTP(host, port, timeout=seconds)
    try:
        connection.ehlo()
        if place.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=environment.trusted())
            connection.ehlo()
        if place.username:
            if not isinstance(connection.sock, ssl.SSLSocket):
                raise SourceError("refused", f"{host} offers no TLS, and a password is not sent without")
            connection.login(unquote(place.username), unquote(place.password or ""))
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):  # what was taken is taken, however it parts
            connection.quit()
        connection.close()


@contextmanager
def _named(host: str) -> Iterator[None]:
    """Context that turns errors into a SourceError naming the host."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise SourceError("refused", f"{host} refused the name or the password ({error.smtp_code})") from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        kind = Passing if all(code < 500 for code in codes) else SourceError
        raise kind("refused", f"{host} refused the recipients ({', '.join(map(str, codes))})") from None
    except smtplib.SMTPResponseException as error:
        said = f"{host} answered {error.smtp_code} {redact(_text(error.smtp_error), 80)}".rstrip()
        raise (Passing if error.smtp_code < 500 else SourceError)("refused", said) from None
    except smtplib.SMTPNotSupportedError:
        raise SourceError("refused", f"{host} does not take a name and password, or such addresses") from None
    except ssl.SSLError:
        raise SourceError("unreachable", f"{host} cannot be reached: its certificate or TLS is not accepted") from None
    except (OSError, smtplib.SMTPException) as error:
        late = isinstance(error, TimeoutError | socket.timeout)
        said = "did not answer in time" if late else "cannot be reached"
        raise Passing("late" if late else "unreachable", f"{host} {said}") from None


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
