"""The rows below a verdict, on its page and in a note: test, falsifier, verdict at publication, data."""

from dashboard.i18n.labels import amount
from dashboard.i18n.locale import translate, translate_list, translate_or_mark
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.judging.shared import with_same_statistic
from indicators.model import UNJUDGED, Finding

BASES = {
    "current": message("latest figures"),
    "point-in-time": message("point in time: as known that day"),
    "reconstructed": message("reconstructed: of some series a later vintage, cut at what had been published"),
}


Rows = list[tuple[str, str]]


def first(finding: Finding) -> Rows:
    """The rows shown at once, as name and text: test, falsifier, verdict at publication, caveat."""
    return _said(
        *_test(finding),
        (translate("Base rate"), _base_rate(finding)),
        (translate("Same statistic"), _same_statistic(finding)),
        (translate("At publication"), _at_publication(finding)),
        (translate("Stale"), translate(finding.stale)),
        (translate("Caution"), translate_or_mark(finding.caveat)),
    )


def more(finding: Finding, linked: bool = False) -> Rows:
    """The further rows; `linked` where the figures are those of a permalink."""
    basis = message("latest figures when the link was made") if linked and finding.basis == "current" else None
    return _said(
        (translate("How firm"), translate(finding.sensitivity)),
        (translate("Null"), amount(finding.worth.null, finding.unit)),
        (translate("Distance"), _distance(finding)),
        (translate("Percentile"), _percentile(finding)),
        (translate("Sample"), translate(finding.sample)),
        (translate("Data"), _reach(finding, basis)),
    )


def beyond_legs(finding: Finding) -> Rows:
    """The rows of a note, which has the legs of the test as rulers: what they do not say."""
    return _said(
        *(() if finding.legs else _test(finding)),
        (translate("How firm"), translate(finding.sensitivity)),
        (translate("Base rate"), _base_rate(finding)),
        (translate("Same statistic"), _same_statistic(finding)),
        (translate("Sample"), translate(finding.sample)),
        (translate("Caution"), translate_or_mark(finding.caveat)),
    )


def _test(finding: Finding) -> Rows:
    """The test in words, and what would overturn the verdict."""
    claim = catalogue.find_claim(finding.id)
    return [
        (translate("Test"), translate(claim.measure)),
        (translate("Holds if"), translate(claim.holds_if)),
        (translate("Fails if"), translate(claim.fails_if)),
    ]


def _base_rate(finding: Finding) -> str:
    rate, bound = finding.worth.base_rate, finding.worth.ordinary
    if not rate:
        return ""
    said = translate(VERDICTS[bound or finding.status].word).lower()
    known = {"share": rate.share, "since": rate.since, "said": said}
    if rate.basis == "hindsight":
        return translate(
            "the same test would have said {said} in {share:.0f}% of months since {since:month}, in hindsight", **known
        )
    if rate.basis == "point-in-time":
        return translate(
            "the same test said {said} in {share:.0f}% of months since {since:month}, each as known at its end", **known
        )
    return translate(
        "the same test would have said {said} in {share:.0f}% of months since {since:month}: {count} of {months} as known "
        "at their end, from {first:month} on, the others in hindsight",
        **known,
        count=rate.known,
        months=rate.months,
        first=rate.known_since,
    )


def _same_statistic(finding: Finding) -> str:
    """The claims that rest on the same number, and so are no further evidence."""
    titles = [catalogue.find_claim(id).title for id in with_same_statistic(finding.id)]
    return translate("decides {claims:and} too; the tally counts them once", claims=titles) if titles else ""


def _distance(finding: Finding) -> str:
    """How far the number is from the nearest bar, in its unit and in deviations of its own changes."""
    far = finding.worth.distance
    if not far:
        return ""
    known = {"by": amount(abs(far.by), finding.unit), "bar": amount(far.bar, finding.unit)}
    said = translate("{by} beyond the bar of {bar}", **known)
    if far.by < 0:
        said = translate("{by} short of the bar of {bar}", **known)
    if far.deviations is None:
        return said
    return translate(
        "{said}: {deviations:.1f} standard deviations of its monthly changes", said=said, deviations=abs(far.deviations)
    )


def _percentile(finding: Finding) -> str:
    percentile = finding.worth.percentile
    return "" if percentile is None else translate("above {percentile:.0f}% of its own past", percentile=percentile)


def _said(*rows: tuple[str, str]) -> Rows:
    """The rows with a text."""
    return [row for row in rows if row[1]]


def _reach(finding: Finding, basis: str | None) -> str:
    if not finding.data_through or not finding.basis:
        return ""
    return translate("through {day:day}, {basis}", day=finding.data_through, basis=basis or BASES[finding.basis])


def is_before_publication(finding: Finding) -> bool:
    """Whether a finding is as of a day before the article."""
    return finding.as_of is not None and finding.as_of < catalogue.article().published


def _at_publication(finding: Finding) -> str:
    if is_before_publication(finding):
        return ""
    then = finding.at_publication
    word, number = VERDICTS[then["status"]].word, amount(then["value"], then["unit"])
    if then["status"] in UNJUDGED:
        return translate("{word}. {sentence}", word=word, sentence=then["sentence"])
    found = translate_list([translate(word), number]) if number else word
    return translate("{found} ({basis})", found=found, basis=BASES[then["basis"]])


def was(finding: Finding) -> str:
    """The verdict at publication, where there was one."""
    then = finding.at_publication
    if is_before_publication(finding) or then["status"] in UNJUDGED:
        return ""
    word = VERDICTS[then["status"]]
    if then["status"] == finding.status:
        return translate("{glyph} {word:lower} at publication too", glyph=word.glyph, word=word.word)
    return translate("was {glyph} {word:lower} at publication", glyph=word.glyph, word=word.word)
