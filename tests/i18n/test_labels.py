"""Words and numbers for people are derived from the data and read right."""

import calendar
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.i18n import labels
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.model import Hints, Indicator
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel, Provenance
from indicators.store.store import SHIPPED, Store
from tests.conftest import series

BANK = "CC BY 4.0 (World Bank)"
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
SCALE = {"": 1, "k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}


def origin(
    id: str = "GDP", vintage: date = date(2026, 10, 1), last: date = date(2026, 4, 1), **more: object
) -> Provenance:
    """Where a quarterly series of ours comes from, as shipped, but for what is given."""
    plain = {"agency": "Agency", "frequency": "quarterly", "sources": (f"fred:{id}",), "terms": "public domain"}
    known = {name: more.pop(name) for name in list(more) if name in plain}
    ends = pd.Timestamp(last) + pd.offsets.QuarterEnd(0)
    return Provenance(
        series(id, **(plain | known)), "current", vintage, str(more.get("source", SHIPPED)), ends.date(), last
    )


def of(*origins: Provenance, as_of: date | None = None) -> Panel:
    return Panel({}, {one.series.id: one for one in origins}, {}, as_of)


def indicator(**changed: object) -> Indicator:
    plain = {
        "id": "x", "thesis": "ai_capex", "title": "Title", "unit": "percent", "formula": "f", "series": (), "serves": (),
        "compute": print, "hints": Hints(),
    }  # fmt: skip
    return Indicator(**(plain | changed))  # type: ignore[arg-type]


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "reads"),
    [
        (5.4e12, "dollars", 1, "$5.4tn"),
        (-5.4e12, "dollars", 1, "−$5.4tn"),
        (50e9, "dollars a quarter", 0, "$50bn"),
        (999.0, "dollars", 0, "$999"),
        (0.0, "dollars", 1, "$0.0"),
        (2.04, "percent", 1, "2.0%"),
        (-0.04, "percent", 1, "0.0%"),
        (-2.5, "percent, year on year", 1, "−2.5%"),
        (1.25, "percentage points", 2, "1.25"),
        (1234.5, "index", 1, "1,234.5"),
        (0.98, "ratio of VIX to VIX3M", 2, "0.98"),
        (1234567.0, "persons", 0, "1,234,567"),
    ],
)
def test_a_number_reads_as_a_label_has_it(value: float, unit: str, decimals: int, reads: str):
    assert labels.number(value, unit, decimals) == reads


@pytest.mark.parametrize(
    ("value", "reads"), [(999_999.0, "$1m"), (999.7e9, "$1tn"), (999.99, "$1k"), (-999_600.0, "−$1m")]
)
def test_a_number_that_rounds_up_to_the_next_scale_takes_its_name(value: float, reads: str):
    assert labels.number(value, "dollars", 0) == reads


@given(st.floats(-1e15, 1e15), st.sampled_from(["dollars", "percent", "index", "percentage points"]), st.integers(0, 3))
def test_a_number_keeps_its_value_to_the_decimals_it_shows(value: float, unit: str, decimals: int):
    shown = labels.number(value, unit, decimals)
    parts = re.fullmatch(r"(−?)\$?([\d,]+(?:\.\d+)?)(k|m|bn|tn|)%?", shown)
    assert parts, shown
    sign, digits, scale = parts.groups()
    read = float(digits.replace(",", "")) * SCALE[scale] * (-1 if sign else 1)
    assert read == pytest.approx(value, abs=0.5000001 * SCALE[scale] / 10**decimals, rel=1e-9)
    assert not (sign and read == 0), "no minus before zero"
    assert ("%" in shown) == (unit == "percent") and ("$" in shown) == (unit == "dollars")
    if scale != "tn" and unit == "dollars":
        assert abs(float(digits.replace(",", ""))) < 1000


# --- days and periods -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "frequency", "name"),
    [
        (date(2026, 4, 1), "quarterly", "2026Q2"),
        (date(2026, 12, 1), "quarterly", "2026Q4"),
        (date(2026, 8, 1), "monthly", "August 2026"),
        (date(2025, 1, 1), "annual", "2025"),
        (date(2025, 12, 1), "daily", "1 December 2025"),
        (date(2025, 12, 5), "weekly", "5 December 2025"),
        (date(2025, 12, 5), "irregular", "5 December 2025"),
    ],
)
def test_a_period_is_named_as_the_field_names_it(day: date, frequency: str, name: str):
    assert labels.period_name(day, frequency) == name  # type: ignore[arg-type]


@given(DAYS)
def test_a_days_name_is_that_day(day: date):
    number, month, year = labels.day_name(day).split()
    assert (int(number), [*calendar.month_name].index(month), int(year)) == (day.day, day.month, day.year)


@given(DAYS)
def test_a_quarter_holds_its_day(day: date):
    period = pd.Period(labels.period_name(day, "quarterly"))
    assert period.start_time.date() <= day <= period.end_time.date()


# --- source and dates -----------------------------------------------------------------------------


def test_sources_are_grouped_by_agency_in_order_of_use():
    line = labels.source_line(of(origin("B", agency="Two"), origin("A", agency="One"), origin("C", agency="Two")))
    assert line.startswith("Source: Two (B, C); One (A) via FRED")
    assert line.endswith(".")


def test_what_does_not_come_by_fred_does_not_say_so():
    assert "FRED" not in labels.source_line(of(origin(sources=("cboe:VIX3M",))))


def test_via_fred_is_said_of_those_agencies_only_whose_series_come_by_it():
    own = {"agency": "Exchange", "sources": ("cboe:VIX3M",)}
    both = (origin("A", **own), origin("B", agency="Bureau"), origin("C", agency="Bureau", sources=("bls:C",)))
    line = labels.source_line(of(*both), calculated=False)
    assert line == "Source: Bureau (B) via FRED; Exchange (A); Bureau (C)."
    assert labels.source_line(of(*both[1:], both[0]), False, ids=False, most=1) == (
        "Source: Bureau via FRED; Bureau and 1 other agency."
    ), "those that were used first are named"


def test_no_agencys_name_reads_as_two():
    """Agencies are parted by semicolons, and the Census Bureau would seem to stand twice."""
    assert not [one.agency for one in catalogue.series().values() if ";" in one.agency]


def test_a_line_as_published_claims_no_calculation():
    assert "calculations" in labels.source_line(of(origin()))
    assert "calculations" not in labels.source_line(of(origin()), calculated=False)


def test_figures_as_shipped_say_so_with_reach_and_vintage():
    assert labels.date_line(of(origin())) == "Figures as shipped, data through 2026Q2, vintage 1 October 2026."


def test_several_vintages_are_a_span_and_so_are_ends_that_are_a_period_apart():
    late = origin("A", vintage=date(2026, 10, 1), last=date(2026, 7, 1))
    early = origin("B", vintage=date(2026, 7, 31), last=date(2026, 1, 1))
    middle = origin("C", vintage=date(2026, 8, 15))
    line = labels.date_line(of(late, early, middle))
    assert "data through 2026Q1 to 2026Q3, vintage" in line
    assert "31 July 2026 to 1 October 2026" in line


def ends(frequency: str, last: str, through: str) -> Provenance:
    one = series(f"{frequency} {last}", frequency=frequency)
    return Provenance(one, "current", date(2026, 10, 1), "fred", date.fromisoformat(through), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("one", "other", "reach"),
    [
        (("quarterly", "2026-04-01", "2026-06-30"), ("monthly", "2026-06-01", "2026-06-30"), "2026Q2"),
        (("monthly", "2026-07-01", "2026-07-31"), ("daily", "2026-08-20", "2026-08-20"), "July 2026"),
        (("weekly", "2026-08-14", "2026-08-14"), ("daily", "2026-08-20", "2026-08-20"), "14 August 2026"),
        (("monthly", "2026-01-01", "2026-01-31"), ("monthly", "2026-02-01", "2026-02-28"), "January 2026 to February 2026"),
        (("daily", "2026-08-20", "2026-08-20"), ("annual", "2024-01-01", "2024-12-31"), "2024 to 20 August 2026"),
    ],
)  # fmt: skip
def test_series_that_end_in_the_same_period_have_one_end(one: tuple[str, ...], other: tuple[str, ...], reach: str):
    assert labels.date_line(of(ends(*one), ends(*other))).startswith(f"Data through {reach}, vintage")


def test_a_chart_reaches_no_further_than_what_is_drawn():
    data = of(ends("daily", "2026-08-20", "2026-08-20"), ends("quarterly", "2025-07-01", "2025-09-30"))
    days = pd.date_range("2025-01-01", "2025-12-01", freq="MS")
    drawn = pd.DataFrame({"x": days, "line": "Line", "value": 1.0})
    assert "data through 2025Q3 to 20 August 2026" in labels.date_line(data).replace("Data", "data")
    assert "data through 2025Q3 to December 2025" in labels.date_line(data, drawn).replace("Data", "data")
    named = drawn.assign(x="label")
    assert labels.date_line(data, named) == labels.date_line(data), "labels have no end"


def dates(*days: str, **columns: str) -> pd.DataFrame:
    return pd.DataFrame({"x": pd.to_datetime(list(days)), "line": "Line", "value": 1.0, **columns})


@pytest.mark.parametrize(
    ("rows", "series", "frequency"),
    [
        (dates("2024-01-01", "2025-01-01", frequency="quarterly"), ["monthly"], "quarterly"),  # as it declares
        (dates("2024-01-01", "2025-01-01"), ["daily"], "annual"),  # means of years
        (dates("2024-01-01", "2024-01-02"), ["weekly"], "weekly"),  # no finer than its series
        (dates("2024-01-01"), ["annual"], "annual"),
        (dates("2024-01-01"), ["daily", "annual"], "daily"),
        (dates("2024-01-01", "2025-01-01", frequency="irregular"), ["irregular"], "annual"),
        (dates("2024-01-01", "2024-01-09"), ["irregular", "annual"], "daily"),
        (dates("2024-01-01", "2024-04-01"), [], "quarterly"),
        (dates("2024-04-01", "2024-01-01", "2024-04-01"), ["monthly"], "quarterly"),  # two lines
    ],
)
def test_a_frequency_is_as_declared_and_else_as_the_dates_are_apart(
    rows: pd.DataFrame, series: list[str], frequency: str
):
    data = of(*(ends(one, "2026-06-01", "2026-06-30") for one in series))
    assert labels.frequency_of(rows, data) == frequency


def test_the_last_days_of_months_and_a_day_besides_are_monthly_and_told_apart_by_their_days():
    rows = dates("2026-05-29", "2026-06-30", "2026-07-31", "2026-08-14", "2026-08-20")
    assert labels.frequency_of(rows, of(ends("daily", "2026-08-20", "2026-08-20")), of_all=True) == "daily"
    assert labels.frequency_of(rows[:4], of()) == "monthly"


def test_a_refreshed_series_beside_a_shipped_one_is_not_all_as_shipped():
    line = labels.date_line(of(origin("A"), origin("B", source="fred")))
    assert "as shipped" not in line
    assert line.startswith("Data through 2026Q2")


def test_as_of_a_day_the_line_names_the_day_and_how_it_is_known():
    line = labels.date_line(of(origin(), as_of=date(2025, 12, 1)))
    assert "as known on 1 December 2025" in line
    assert line[0].isupper() and line.endswith(".")


def test_without_data_there_is_no_line_of_dates():
    assert labels.date_line(of()) == ""


def test_source_and_dates_of_real_figures_are_those_of_the_panel(store: Store):
    data = panel.read(store, ["GDP", "VIX3M"], date(2025, 12, 1))
    source, dates = labels.source_line(data), labels.date_line(data)
    for id, one in data.provenance.items():
        assert id in source and one.series.agency in source
    assert "1 December 2025" in dates and data.basis in dates


# --- words for a picture --------------------------------------------------------------------------


def monthly(*values: float) -> pd.DataFrame:
    days = pd.date_range("2025-01-01", periods=len(values), freq="MS")
    return pd.DataFrame({"x": days, "line": "Line", "value": values})


def test_a_picture_in_words_has_last_first_highest_and_lowest():
    text = labels.alt_text(indicator(), monthly(2.0, -5.5, 9.25, 3.0), "monthly")
    assert text.startswith("Title, percent.")
    for words in (
        "3.0% in April 2025",
        "from 2.0% in January 2025",
        "highest 9.2% in March",
        "lowest −5.5% in February",
    ):
        assert words in text, words


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=30))
def test_a_picture_in_words_follows_its_data(values: list[float]):
    text = labels.alt_text(indicator(unit="index"), monthly(*values), "monthly")
    told = {"highest": max(values), "lowest": min(values)}
    for word, value in told.items():
        assert f"{word} {labels.number(value, 'index')} in " in text
    assert f"Line: {labels.number(values[-1], 'index')} in " in text


def test_labels_are_told_one_by_one():
    frame = pd.DataFrame({"x": ["2006 to 2021", "Since 2022"], "line": "Inverted", "value": [1.0, 2.0]})
    text = labels.alt_text(indicator(), frame, "daily")
    assert "1.0% in 2006 to 2021" in text or "2006 to 2021" in text
    assert "Since 2022" in text


def test_every_line_of_every_picture_is_told(store: Store):
    for one in registry.indicators().values():
        try:
            frame, data = registry.run(one, panel.read(store, one.series))
        except MissingData:
            continue  # its series come by a refresh
        finest = min((o.series.frequency for o in data.provenance.values()), key=len, default="annual")
        text = labels.alt_text(one, frame, finest)
        assert one.title in text and one.unit in text
        assert all(f"{name}: " in text for name in frame.line.unique())
        assert "nan" not in text.lower().split()


def test_terms_are_named_where_a_series_is_not_in_the_public_domain():
    free = of(origin("A", terms="public domain"), origin("B", terms="public domain; cite FRED"))
    assert labels.terms_line(free) == ""
    own = of(
        *(origin(id, terms=terms) for id, terms in zip("ABC", (BANK, "free with citation (IMF)", BANK), strict=True))
    )
    assert labels.terms_line(own) == "A, C: CC BY 4.0 (World Bank). B: free with citation (IMF)."
    assert labels.terms_line(own, ids=False) == "CC BY 4.0 (World Bank). Free with citation (IMF)."
