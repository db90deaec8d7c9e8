"""Why series are not fresh: what several of them share is said once, with their number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.i18n.locale import translate, translate_list
from indicators.panel.freshness import Standing

#: What an attempt names first in its cause: where it asked.
_LOCATOR = re.compile(r"(?:(?<=^)|(?<=; ))[a-z_]+:\S+: ")
_UNREACHED = re.compile(r"(\S+) cannot be reached")


@dataclass(frozen=True)
class Cause:
    """A cause in words, and the series that share it."""

    words: str
    ids: tuple[str, ...]


def own(standing: Standing) -> str:
    """The cause of one series, whole."""
    if standing.freshness in ("late", "due") and standing.due:
        return translate("The next figure was due by {day:day}.", day=standing.due)
    if standing.freshness == "discontinued" and standing.through:
        return translate("Its source answers, and has had nothing since {day:day}.", day=standing.through)
    return translate(standing.cause)


def shared(found: Iterable[Standing]) -> list[Cause]:
    """The causes by the number of series that share them; none for what is fresh or has no schedule."""
    by_words: dict[str, list[str]] = {}
    unreached: dict[str, list[str]] = {}
    for one in found:
        hosts = _unreached(one)
        if hosts:
            unreached.setdefault(translate_list(hosts), []).append(one.series.id)
        elif words := _words(one):
            by_words.setdefault(words, []).append(one.series.id)
    causes = [Cause(words, tuple(ids)) for words, ids in by_words.items()] + _by_network(unreached)
    return sorted(causes, key=lambda one: -len(one.ids))


def _unreached(one: Standing) -> list[str]:
    """The hosts that the last attempt did not reach, where it reached none."""
    if not one.attempt or one.attempt.outcome != "failed":
        return []
    parts = _LOCATOR.sub("", one.attempt.cause).split("; ")
    hosts = [match[1] for part in parts if (match := _UNREACHED.fullmatch(part))]
    return sorted({*hosts}) if len(hosts) == len(parts) else []


def _by_network(unreached: dict[str, list[str]]) -> list[Cause]:
    """Where not one of several hosts was reached, the network is missing; a single host may be down."""
    if len(unreached) > 1:
        ids = tuple(id for some in unreached.values() for id in some)
        return [Cause(translate("No network: none of their sources could be reached."), ids)]
    return [Cause(translate("{host} cannot be reached.", host=host), tuple(ids)) for host, ids in unreached.items()]


def _words(one: Standing) -> str:
    """A cause as several series may share it: without what is of one alone, its day and where it was asked for."""
    attempt = one.attempt
    if attempt and attempt.outcome in ("failed", "held"):
        return translate(_LOCATOR.sub("", attempt.cause))
    if one.freshness in ("late, explained", "failed"):
        return translate(one.cause)
    if one.freshness == "discontinued":
        return translate("Its source answers, and has had nothing for over a year.")
    if one.freshness not in ("late", "due", "no data"):
        return ""
    if attempt:
        return translate("The next figure is past its day; the source was asked and had none yet.")
    return (
        translate("Never asked for: no figure is shipped. A refresh brings it.")
        if one.freshness == "no data"
        else translate("Past the day of the next figure, and not asked for since it was shipped. A refresh brings it.")
    )
