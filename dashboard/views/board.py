"""The board: the news in a sentence, the verdicts at publication and now, and a row for every claim.

One block of our own HTML and no Plotly: it renders as fast as an empty page.
"""

import base64
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import streamlit as st

from dashboard.charts import ruler
from dashboard.charts.letter_widths import width
from dashboard.components import copy_link, download_menu
from dashboard.i18n import finding_rows, labels, release_words
from dashboard.i18n.locale import translate, translate_list
from dashboard.session import over_time, pictures, state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS
from dashboard.urls.view_state import FILTERS, MOVED, RELEASES
from dashboard.views import layout
from indicators.catalogue import catalogue
from indicators.judging import faults, radar
from indicators.judging.shared import counted_once
from indicators.model import UNJUDGED, Claim, Finding, Status


def show() -> None:
    findings = state.findings()
    st.html(top(list(findings.values())))
    chosen = st.pills(
        translate("Show"),
        list(FILTERS),
        selection_mode="multi",
        default=[],
        format_func=lambda one: translate(FILTERS[one]),
        key="verdict",
        bind="query-params",
        label_visibility="collapsed",
        help=translate("Only claims of these verdicts; none chosen shows all"),
    )
    shown = [f for f in findings.values() if not chosen or f.status in chosen or (MOVED in chosen and _has_moved(f))]
    if not shown:
        st.write(translate("No claim has this verdict."))
    st.html(rows(shown, are_folded=True))
    if line := next_release():
        st.html(line)
    download_menu.offer()


# --- the news -------------------------------------------------------------------------------------


def top(findings: list[Finding]) -> str:
    """The news in a sentence, and all verdicts at publication and now."""
    return render("board.html", title=headline(findings), lead=lead(findings), bars=list(_bars(findings)))


def headline(findings: list[Finding]) -> str:
    """How many claims hold."""
    now = Counter(counted_once((one.id, one.status) for one in findings))
    return translate(
        "Of {count} claims {held} hold, {failed} fail and {mixed} are mixed",
        count=len(findings),
        held=now["supported"],
        failed=now["contradicted"],
        mixed=now["mixed"],
    )


def lead(findings: list[Finding]) -> str:
    """What moved since the article, and what waits."""
    return translate_list(list(_news(findings)), "sentences")


def next_release() -> str:
    """The next release on which verdicts hang, as a quiet line that leads to all of them; empty where none is known."""
    found = faults.spared("the next release", lambda: radar.next_of(over_time.coming()), lambda _: None)
    line = release_words.next_line(found) if found else ""
    return render("next_release.html", next=line, releases=copy_link.address_of_page(RELEASES)) if line else ""


def _news(findings: list[Finding]) -> Iterator[str]:
    """What was so when the article appeared, what moved since, and what waits."""
    if findings and not finding_rows.is_before_publication(findings[0]):
        then = Counter(counted_once((one.id, one.at_publication["status"]) for one in findings))
        yield translate(
            "When the article appeared, in {day:month}, {held} held.",
            day=catalogue.article().published,
            held=then["supported"],
        )
        yield _count_moved(sum(map(_has_moved, findings)))
    waiting = sum(bool(one.stale) for one in findings)
    if waiting:
        yield translate(
            "{count} of {of} waits for newer figures.",
            "{count} of {of} wait for newer figures.",
            count=waiting,
            of=len(findings),
        )


def _count_moved(count: int) -> str:
    return translate("{count} verdict has moved since.", "{count} verdicts have moved since.", count=count)


def _has_moved(finding: Finding) -> bool:
    """Whether there was another verdict at publication; that there was none then is no move."""
    then = finding.at_publication["status"]
    before = finding_rows.is_before_publication(finding)
    return not before and then not in UNJUDGED and finding.status not in UNJUDGED and then != finding.status


def _stamp() -> str:
    line = translate("{figures}. Every verdict is of the date its data reaches.", figures=layout.shipped_line())
    return translate_list([line, translate("Claims that rest on one statistic count once.")], "sentences")


def _bars(findings: list[Finding]) -> Iterator[dict[str, Any]]:
    """The verdicts at publication and now, as parts of a bar."""
    if findings and not finding_rows.is_before_publication(findings[0]):
        then = ((one.id, one.at_publication["status"]) for one in findings)
        yield {"name": translate("at publication"), "parts": list(_parts(then))}
    yield {"name": translate("now"), "parts": list(_parts((one.id, one.status) for one in findings))}


def _parts(statuses: Iterable[tuple[str, Status]]) -> Iterator[tuple[int, Any, str]]:
    counts = Counter(counted_once(statuses))
    yield from ((counts[one], word, translate(word.word).lower()) for one, word in VERDICTS.items() if counts[one])


# --- the rows -------------------------------------------------------------------------------------


def rows(findings: list[Finding], are_folded: bool = False) -> str:
    """A row for each finding, by thesis; `are_folded`: what a row opens is text until a script makes elements of it.

    A browser sanitizes and builds a quarter fewer elements then.
    """
    sections, longest = list(_sections(findings)), _longest(findings)
    return render("board_rows.html", sections=sections, longest=longest, stamp=_stamp(), are_folded=are_folded)


def _longest(findings: list[Finding]) -> float:
    """The width of the longest number in the reader's language, ems: all rows have room for it."""
    return round(max((width(labels.amount(one.value, one.unit)) for one in findings), default=0), 2)


def _sections(findings: list[Finding]) -> Iterator[dict[str, Any]]:
    for thesis in catalogue.theses().values():
        rows = [_row(catalogue.claims()[one.id], one) for one in findings if one.thesis == thesis.id]
        if rows:
            yield {"thesis": thesis, "rows": rows}


def _row(claim: Claim, finding: Finding) -> dict[str, Any]:
    """A claim in a line, and what it opens under a pointer or the keyboard."""
    return {
        "claim": claim,
        "finding": finding,
        "address": copy_link.address_of(claim),
        "moved": _has_moved(finding),
        "ruler": next(iter(ruler.rulers(finding)), None) if finding.status not in ("untestable", *UNJUDGED) else None,
        "then": _then(finding),
        "spark": _spark(claim, finding),
    }


def _then(finding: Finding) -> str:
    """The verdict at publication in words; empty on a day before it."""
    if finding_rows.is_before_publication(finding):
        return ""
    then = finding.at_publication
    word = translate(VERDICTS[then["status"]].word).lower()
    number = labels.amount(then["value"], then["unit"])
    return translate("at publication: {words}", words=translate_list([*filter(None, (word, number))]))


def _spark(claim: Claim, finding: Finding) -> str:
    """What decided, over time, as the data URL of a picture; empty for a claim without a verdict."""
    indicator = None if finding.status in UNJUDGED else state.headline(claim, finding)
    return pictures.spark(indicator, lambda: _drawn(state.sparkline(indicator))) if indicator else ""


def _drawn(values: list[float]) -> str:
    """A line as the data URL of a picture; empty without at least two points."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high / 2 - low / 2) or 1  # halved first, against overflow
    across, down = 116 / (len(values) - 1), 26
    points = " ".join(f"{2 + n * across:.1f},{30 - (v / 2 - low / 2) / span * down:.1f}" for n, v in enumerate(values))
    end = points.rsplit(" ", 1)[-1].split(",")
    svg = render("sparkline.svg", points=points, end=end)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
