"""The names that readers have for series: each means one thing, and the one it says."""

from collections import Counter

import pytest

from indicators.catalogue import aliases, catalogue
from indicators.catalogue.catalogue import SeedError


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("core PCE", ("PCEPILFE",)), ("CORE-pce", ("PCEPILFE",)), ("repo", ("RRPONTSYD",)), ("oil", ("DCOILWTICO",)),
        ("TGA", ("WTREGEN",)), ("fed balance sheet", ("WALCL",)), ("S&P 500", ("SPX_CLOSE",)),
        ("walcl", ("WALCL",)), ("Unemployment rate", ("UNRATE",)), ("10y-2y", ("DGS10", "DGS2")),
        ("T10Y2Y", ("DGS10", "DGS2")), ("net liquidity", ("WALCL", "WTREGEN", "RRPONTSYD")), ("nonsense", ()), ("", ()),
    ],
)  # fmt: skip
def test_a_name_means_what_readers_mean_by_it(words: str, ids: tuple[str, ...]):
    assert aliases.meant(words) == ids


def test_no_name_means_two_things():
    called = [aliases.plain(one) for words in aliases.names().values() for one in words]
    called += [aliases.plain(one) for view in aliases.views().values() for one in (view.title, *view.names)]
    called += [aliases.plain(id) for id in catalogue.series()]
    assert [words for words, count in Counter(called).items() if count > 1] == []


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        ({"names": {"NO_SUCH": ["x"]}}, aliases.names),
        ({"agencies": {"No Such": ["x"]}}, aliases.agencies),
        ({"view": [{"id": "v", "title": "V", "names": [], "series": ["NO_SUCH"], "formula": "a"}]}, aliases.views),
    ],
)
def test_a_name_of_nothing_is_told_with_its_file(monkeypatch: pytest.MonkeyPatch, table: dict, asked):
    monkeypatch.setattr(catalogue, "load", lambda name: table)
    with pytest.raises(SeedError, match=r"seeds/aliases\.toml: no (series NO_SUCH|agency No Such)"):
        asked.__wrapped__()
