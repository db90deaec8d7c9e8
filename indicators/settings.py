"""Every environment variable, in one place: its meaning, its readers, and whether it is a secret.

A secret may be in a file instead: `FRED_API_KEY_FILE=/run/secrets/fred` is equivalent to `FRED_API_KEY=…`, and
appears in no listing of processes or containers.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indicators.providers import PROVIDERS
from indicators.store.store import default_place

#: figures: commands that fetch; board: `run`; pictures: `export` and `note`.
Reader = Literal["all", "figures", "board", "pictures"]
STORE = "CLAIMBOARD_STORE"


class SettingError(ValueError):
    """An invalid variable. The message names it and the reason, never its value."""


@dataclass(frozen=True)
class Setting:
    """An environment variable."""

    name: str
    says: str
    reader: Reader
    secret: bool = False
    #: A file or folder, which a scheduler needs as an absolute path.
    path: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(
        STORE, "the store: a path, or `postgresql://…`; without it a file in the user's data directory", "all", True
    ),
    Setting(
        "CLAIMBOARD_FIGURES", "a folder of figures that `snapshot` wrote, in place of those that ship", "all", path=True
    ),
    Setting("PGPASSWORD", "the password of the PostgreSQL address, where it has none", "all", True),
    *(Setting(one.key, one.key_brings, "figures", True) for one in PROVIDERS.values() if one.key),
    Setting("CLAIMBOARD_CONTACT", "an e-mail address for the SEC, which wants to know who asks", "figures"),
    Setting("CLAIMBOARD_DEADLINE", "seconds for one series, pages and retries included; 120", "figures"),
    Setting(
        "CLAIMBOARD_RATE", "requests a second to one host, in place of each provider's own; 0: no limit", "figures"
    ),
    *(
        Setting(f"CLAIMBOARD_{name.upper()}_URL", f"a mirror in place of {one.home}", "figures")
        for name, one in PROVIDERS.items()
    ),
    Setting(
        "CLAIMBOARD_NOTIFY",
        "targets of every refresh beside those of `--notify`, by blanks: hooks are secrets",
        "figures",
        True,
    ),
    Setting("CLAIMBOARD_NOTIFY_LANGUAGE", "what they are told in: en, ja, ko, vi; en", "figures"),
    Setting(
        "CLAIMBOARD_SMTP", "the server for e-mail: `smtp://name:password@host:587`, or `smtps://…`", "figures", True
    ),
    Setting("CLAIMBOARD_MAIL_FROM", "the address e-mail comes from; the name at that server", "figures"),
    Setting("HTTPS_PROXY", "the proxy that providers are asked through", "figures"),
    Setting("HTTP_PROXY", "the same for mirrors without TLS", "figures"),
    Setting("ALL_PROXY", "the same for both", "figures"),
    Setting("NO_PROXY", "hosts that are asked directly, by commas", "figures"),
    Setting("SSL_CERT_FILE", "certificates that are trusted, in place of the usual ones", "figures", path=True),
    Setting("SSL_CERT_DIR", "a folder of such certificates", "figures", path=True),
    Setting("CLAIMBOARD_ALLOWED_HOSTS", "the names that the board is served under, where others reach it", "board"),
    Setting(
        "CLAIMBOARD_PUBLIC_URL",
        "how links begin, also in what is exported and told: `https://board.example.org`",
        "all",
    ),
    Setting("STREAMLIT_SERVER_BASE_URL_PATH", "the folder that a proxy in front serves the board in", "board"),
    Setting(
        "CLAIMBOARD_LOG",
        "where a line of JSON a request and a refresh goes: `-` for standard output, a file, or `off`; without it `-` "
        "where others reach the board, else `off`",
        "board",
    ),
    Setting("CLAIMBOARD_LOG_LEVEL", "what goes to standard error: debug, info, warning or error; warning", "board"),
    Setting("STREAMLIT_LOGGER_LEVEL", "the same for Streamlit's own; that of `CLAIMBOARD_LOG_LEVEL`", "board"),
    Setting("CLAIMBOARD_CONNECTIONS", "connections that may be open at once; 1000", "board"),
    Setting(
        "CLAIMBOARD_EMBED_FROM",
        "who may frame `/embed`: origins as `https://example.org`, by commas, `*` for anyone, `none`; `*`",
        "board",
    ),
    Setting(
        "CLAIMBOARD_ANSWERS", "answers of addresses that one reader may have computed in a minute; 240; 0: any", "board"
    ),
    Setting("CLAIMBOARD_CHART_MEMORY", "megabytes of finished charts that are kept for all readers; 64", "board"),
    Setting("CLAIMBOARD_METRICS_TOKEN", "the bearer token for `/metrics`; without it there are none", "board", True),
    Setting("CLAIMBOARD_REFRESH_EVERY", "what `run --refresh-every` sets", "board"),
    Setting("HOME", "the default store is below it, and settings that Streamlit has of its own", "board"),
    Setting("MALLOC_ARENA_MAX", "heaps of the server; 2 where nothing else is set, which saves a fifth", "board"),
    Setting("BROWSER_PATH", "the Chromium or Chrome that draws pictures", "pictures"),
)


def read_files(environment: MutableMapping[str, str]) -> None:
    """Give each secret the content of the file that NAME_FILE names. Raises SettingError."""
    for one in SETTINGS:
        path = environment.get(f"{one.name}_FILE", "").strip() if one.secret else ""
        if not path:
            continue
        text = _line(one.name, path)
        if environment.get(one.name, text) not in ("", text):
            raise SettingError(f"{one.name} and {one.name}_FILE are both set, and differ; unset one")
        environment[one.name] = text


def _line(name: str, path: str) -> str:
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"{name}_FILE: {path} cannot be read ({error.strerror})") from None
    except ValueError:
        raise SettingError(f"{name}_FILE: {path} is no text") from None
    if len(text.splitlines()) > 1 or (name == STORE and not text):
        raise SettingError(f"{name}_FILE: {path} must hold one line, and nothing else")
    return text


def for_figures(environment: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The variables with which another process refreshes the same store in the same way, and the names of its secrets.

    A secret in a file is given by that file's variable. The store is always included, without its password, as the
    default place depends on the user.
    """
    told = dict(_store(environment))
    untold = ["PGPASSWORD"] if STORE in told and told[STORE] != str(default_place()) else []
    for name, one in _readers(environment):
        if one.secret and (file := environment.get(f"{name}_FILE", "").strip()):
            told[f"{name}_FILE"] = str(Path(file).absolute())
        elif one.secret or has_password(environment[name]):
            untold += [name] if name not in untold else []
        else:
            value = environment[name].strip()
            told[name] = str(Path(value).absolute()) if one.path else value
    return told, untold


def _store(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if file := environment.get(f"{STORE}_FILE", "").strip():
        yield f"{STORE}_FILE", str(Path(file).absolute())
    else:
        yield STORE, without_password(str(default_place()))


def _readers(environment: Mapping[str, str]) -> Iterator[tuple[str, Setting]]:
    """The set variables for fetching, by their actual name: proxies are often in lower case."""
    for one in SETTINGS:
        if one.reader in ("all", "figures") and one.name != STORE:
            yield from ((name, one) for name in (one.name, one.name.lower()) if environment.get(name, "").strip())


def has_password(value: str) -> bool:
    """Whether a value is, or may be, an address with a password."""
    return without_password(value) != value


def without_password(value: str) -> str:
    """An address without its password; any other value unchanged."""
    head, sign, rest = value.partition("://")
    if not sign:
        return value
    place, slash, tail = rest.partition("/")
    who, at, host = place.rpartition("@")
    path, asked, query = tail.partition("?")
    kept = "&".join(one for one in query.split("&") if not one.lower().startswith("password="))
    return f"{head}://{who.partition(':')[0]}{at}{host}{slash}{path}{asked if kept or not query else ''}{kept}"
