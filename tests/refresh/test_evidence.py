"""Evidence that only a refresh brings: answered in the providers' own forms, published, drawn and judged on."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from dashboard.charts import drawing
from dashboard.charts.spec import NARROW, WIDE, Frame, Sketch
from dashboard.theme.tokens import DARK, LIGHT, Look
from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model.periods import add_months
from indicators.panel import panel
from indicators.refresh import engine
from indicators.refresh.due import due
from indicators.store.store import Store, open_store
from indicators.theses.flows import buybacks
from tests.contracts.test_every_indicator import unmarked
from tests.providers.conftest import KEY
from tests.providers.server import Answer, Asked, as_json
from tests.providers.shapes import facets, fec_page, fec_report, tic_table
from tests.refresh.conftest import Fred

NOW = datetime.now(UTC)
#: The first days of the last three years of months, and of quarters, that are over.
MONTHS = [add_months(NOW.date().replace(day=1), n) for n in range(-36, 0)]
QUARTERS = [date(NOW.year - 3 + n // 4, n % 4 * 3 + 1, 1) for n in range(12)]
CLAIMS = ("policy-backs-ai", "inequality-drives-policy", "crypto-political")
CHARTS = (
    "foreign-equity-purchases",
    "documents-on-ai",
    "documents-on-inequality",
    "crypto-committee-receipts",
    "equity-purchases",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The figures that ship, which are without this evidence."""
    return open_store(tmp_path / "store.sqlite")


@pytest.fixture
def answering(fred: Fred, monkeypatch: pytest.MonkeyPatch) -> Fred:
    """Providers with made-up figures, each in its own form."""
    monkeypatch.setenv("FEC_API_KEY", KEY)
    bought = [(day, 10_000 + 1_000 * (n % 5)) for n, day in enumerate(MONTHS)]
    table = tic_table({"10189": [(MONTHS[0], 1)], "99996": bought}, "for_lt_eqty_net")
    fred.say("/tic/slt_table1.txt", Answer(table.encode(), type="text/plain"))
    fred.say("/federalregister/documents/facets/monthly", counted)
    for n, committee in enumerate(("C00835959", "C00836221", "C00848440"), start=1):
        fred.say(f"/fec/committee/{committee}/reports/", fec_page(reports(committee, 1e6 * n)))
    for n, id in enumerate(buybacks.SECTORS | buybacks.BESIDE):
        fred.has[id] = {f"{day}": (-900_000.0 if n == 0 else 100_000.0 * n) + q for q, day in enumerate(QUARTERS)}
    return fred


def counted(asked: Asked) -> Answer:
    """Documents: 50 a month of every kind, of which 1 to 5 name artificial intelligence, and 1 to 3 another word."""
    first, last = (date.fromisoformat(asked.query[f"conditions[publication_date][{edge}]"]) for edge in ("gte", "lte"))
    term = asked.query.get("conditions[term]", "")
    many = {"": 50, '"artificial intelligence"': 5}.get(term, 3)
    days = facets(first, last, {})
    counts = {date.fromisoformat(day): 50 if not term else 1 + n % many for n, day in enumerate(reversed(days))}
    if not term:
        counts[first] = 51  # a count that never moves is no series
        counts[add_months(first, 1)] = 49
    return as_json(facets(first, last, counts))


def reports(committee: str, value: float) -> list[dict[str, object]]:
    """Half a year each from 2023 to the last that is over; what comes in rises by the value."""
    starts = [date(2023 + n // 2, n % 2 * 6 + 1, 1) for n in range(2 * (NOW.year - 2023) + NOW.month // 7 + 1)]
    spans = [(start, add_months(start, 6) - timedelta(days=1)) for start in starts]
    over = [span for span in spans if span[1] < NOW.date()]
    return [fec_report(committee, *span, value * n) for n, span in enumerate(over, start=1)]


@pytest.fixture
def refreshed(store: Store, answering: Fred) -> Store:
    """After a refresh of all the evidence, which the gate let pass."""
    wanted = [id for chart in CHARTS for id in registry.indicators()[chart].series]
    found = engine.run(store, due(store, NOW, dict.fromkeys(wanted)))
    assert {one.id: one.cause for one in found.attempts if one.outcome != "new"} == {}
    return store


def frame(store: Store, chart: str, **chosen: object) -> pd.DataFrame:
    one = registry.indicators()[chart]
    found, _ = registry.run(one, panel.read(store, one.series), **chosen)
    return found.pivot(index="x", columns="line", values="value")


def test_foreigners_purchases_are_dollars_over_a_year_or_a_quarter(refreshed: Store):
    """By hand: five months of 10 to 14 billion go round and round, from the first month on."""
    months = pd.Series([10e9 + 1e9 * (n % 5) for n in range(36)])
    for chosen, over in (({}, 12), ({"months": 3}, 3)):
        found = frame(refreshed, "foreign-equity-purchases", **chosen)["Foreigners, by month"].dropna()
        assert found.iloc[-1] == pytest.approx(months[-over:].sum()) and len(found) == 36 - over + 1
    yearly = frame(refreshed, "foreign-equity-purchases")
    assert yearly["Nonfinancial companies"].dropna().iloc[-1] == pytest.approx(900e9, rel=1e-3)
    assert yearly["Rest of the world, by quarter"].dropna().iloc[-1] == pytest.approx(200e9, rel=1e-3)


def test_documents_are_a_share_of_all_of_their_kind(refreshed: Store):
    """By hand: the last twelve of 1, 2, 3, 4, 5 going round backwards, of 600; of the other words, of 1,200."""
    found = frame(refreshed, "documents-on-ai")
    assert set(found) == {"Presidential documents", "Rules, final and proposed", "Notices"}
    assert found["Notices"].iloc[-1] == pytest.approx(100 * sum(1 + n % 5 for n in range(12)) / 600)
    found = frame(refreshed, "documents-on-inequality", months=3)
    assert set(found) == {"Affordability", "Inequality"}
    assert found["Inequality"].iloc[-1] == pytest.approx(100 * (1 + 2 + 3) / 300)


def test_receipts_are_added_up_within_an_election_cycle(refreshed: Store):
    """By hand: 2, then 2 + 4 and so on millions, by the months into the two years."""
    found = frame(refreshed, "crypto-committee-receipts", committee="FEC_DEFEND_AMERICAN_JOBS_RECEIPTS")
    assert found["2023–2024"].to_dict() == {6: 2e6, 12: 6e6, 18: 12e6, 24: 20e6}
    assert found["2025–2026"].loc[12] == pytest.approx(10e6 + 12e6)


@pytest.mark.parametrize(("look", "size"), [(LIGHT, WIDE), (LIGHT, NARROW), (DARK, WIDE)])
def test_each_chart_is_drawn(refreshed: Store, look: Look, size: Frame):
    for chart in CHARTS:
        one = registry.indicators()[chart]
        found, view = registry.run(one, panel.read(refreshed, one.series))
        fig = drawing.figure(Sketch(one, found, view, look, size))
        assert {str(trace.name) for trace in fig.data if trace.name} >= set(found.line), chart
        assert not unmarked(one, found), "a name that nobody is asked to translate"


def test_no_count_and_no_receipt_moves_what_cannot_be_decided(store: Store, answering: Fred):
    before = {id: evaluate.finding(store, catalogue.claims()[id]) for id in CLAIMS}
    wanted = [id for chart in CHARTS for id in registry.indicators()[chart].series]
    engine.run(store, due(store, NOW, dict.fromkeys(wanted)))
    for id, one in before.items():
        after = evaluate.finding(store, catalogue.claims()[id])
        assert (after.status, after.sentence) == (one.status, one.sentence) and after.status == "untestable"


def test_the_largest_buyer_is_judged_once_all_sectors_came(refreshed: Store):
    """Companies buy 900 billion a year net of issuance, both kinds of funds together 700."""
    found = evaluate.finding(refreshed, catalogue.claims()["buybacks-largest-buyer"])
    assert (found.status, found.value) == ("supported", pytest.approx(900e9 - 700e9, rel=1e-2))


def test_the_largest_buyer_waits_for_a_sector_that_did_not_come(store: Store, answering: Fred):
    answering.has["ROWCEAQ027S"] = Answer(b"gone", 404)
    engine.run(store, due(store, NOW, list(buybacks.SECTORS)))
    assert evaluate.finding(store, catalogue.claims()["buybacks-largest-buyer"]).status == "no data"
