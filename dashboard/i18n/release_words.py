"""A release to come in words: its name, what hangs on it, and the print that would turn a verdict."""

from dashboard.i18n import labels
from dashboard.i18n.locale import format_number, translate, translate_list
from dashboard.theme.tokens import VERDICTS
from indicators.catalogue import catalogue
from indicators.judging.radar import Bearing, Coming, Print


def name(one: Coming) -> str:
    """A release and its period: gross domestic product, 2026Q3, advance."""
    parts = [_called(one), _period(one), translate(one.estimate) if one.estimate else ""]
    return translate_list([part for part in parts if part])


def _called(one: Coming) -> str:
    """The release; of one series without a release its own title, for its agency publishes others too."""
    is_series = not one.on_calendar and len(one.series) == 1 and not catalogue.find_series(one.series[0]).calendar
    return translate(catalogue.find_series(one.series[0]).title if is_series else one.name)


def _period(one: Coming) -> str:
    if one.period is None or not one.series:
        return ""
    return labels.period_name(one.period, catalogue.find_series(one.series[0]).frequency)


def day(one: Coming) -> str:
    """Whose day it is: the agency's own, or expected."""
    return "" if one.on_calendar else translate("expected")


def next_line(one: Coming) -> str:
    """What comes next, and how much hangs on it."""
    return translate(
        "Next: {release} on {day:date}, which {count} verdict hangs on",
        "Next: {release} on {day:date}, which {count} verdicts hang on",
        release=_called(one),
        day=one.day,
        count=len(one.claims),
    )


def distance(one: Bearing) -> str:
    """How far the number is from the nearest bar."""
    if not one.distance:
        return ""
    far = labels.amount(abs(one.distance.by), one.unit)
    if one.distance.deviations is None:
        return translate("{far} from its bar", far=far)
    return translate(
        "{far} from its bar: {deviations:.1f} standard deviations", far=far, deviations=abs(one.distance.deviations)
    )


def prints(one: Bearing) -> list[str]:
    """What would turn the verdict, a line a print."""
    return [_print(each) for each in one.prints]


def _print(one: Print) -> str:
    series = catalogue.find_series(one.series)
    told = {
        "series": translate(series.title),
        "value": labels.number(one.value, series.unit, 1 if abs(one.value) < 1000 else 0),
        "word": translate(VERDICTS[one.status].word),
    }
    if one.change is not None:
        told["value"] = translate("{value} ({change}%)", value=told["value"], change=format_number(one.change, "+.1f"))
    if one.is_floor:
        return translate("{word} if {series} comes at {value} or more", **told)
    return translate("{word} if {series} comes at {value} or less", **told)
