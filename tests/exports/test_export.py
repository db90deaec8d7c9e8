"""Cards as files: names, figures, packages and notes, without a browser; and pictures, where there is one."""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.spec import CARDS
from dashboard.cli import main
from dashboard.exports import bundle, files, headless_browser, selection
from dashboard.exports.selection import Card
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.store.store import Store
from tests.exports.studio import Open

CLAIM = "vix-inversion"
Answer = Callable[..., Result]


@pytest.fixture(scope="module")
def dealt(store: Store) -> list[Card]:
    """The cards of one claim: lines, dots, groups, a curve and a table."""
    return selection.deal(store, [CLAIM])[0]


@pytest.fixture
def claimboard(store: Store, monkeypatch: pytest.MonkeyPatch) -> Answer:
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    return lambda *arguments: CliRunner().invoke(main.app, list(map(str, arguments)))


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")


def outside(page: str) -> list[str]:
    """What a page would fetch from elsewhere. Plotly's own script names addresses and asks for none."""
    bare = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    return re.findall(r"(?:src|href|url)\s*[=(]\s*['\"]?(?!data:|#|['\"]?#)(https?:[^'\") ]+)", bare)


# --- which cards ----------------------------------------------------------------------------------


def test_a_claim_brings_its_indicators_and_an_indicator_its_first_claim(store: Store):
    whole, lacking = selection.deal(store, [CLAIM])
    its = [one.id for one in registry.indicators().values() if CLAIM in one.serves]
    assert [card.indicator.id for card in whole] == [id for id in its if id not in lacking]
    assert set(lacking) < set(its) and all("refresh" in why for why in lacking.values())
    (one,), _ = selection.deal(store, ["futures-positions"])
    assert (one.claim.id, one.indicator.id) == ("cta-trend", "futures-positions")


def test_what_is_asked_for_twice_is_dealt_once(store: Store):
    assert len(selection.deal(store, ["vix-ratio", CLAIM, "vix-ratio"])[0]) == len(selection.deal(store, [CLAIM])[0])


def test_a_card_without_figures_is_left_out_and_says_which_series_it_lacks(store: Store):
    found, missing = selection.deal(store, ["cut-odds-swing"])
    assert found and "ZQ_FRONT" in missing["next-meeting-odds"]


def test_on_a_past_day_a_card_knows_nothing_later(store: Store):
    day = date(2025, 12, 1)
    for card in selection.deal(store, ["capex-dependence"], day)[0]:
        assert card.panel.as_of == day and card.frame.x.max().date() <= day
        assert f"asof={day}" in card.link
        assert card.panel.through is not None and card.panel.through <= day


# --- names and links ------------------------------------------------------------------------------


def test_a_name_says_claim_indicator_and_how_far_the_data_reaches(dealt: list[Card]):
    assert dealt[0].name == f"{CLAIM}-vix-ratio-{dealt[0].panel.through}"
    assert all(re.fullmatch(r"[a-z0-9-]+", card.name) for card in dealt)
    assert len({card.name for card in dealt}) == len(dealt)


# --- figures --------------------------------------------------------------------------------------


def test_csv_has_every_row_of_every_line(dealt: list[Card]):
    for card in dealt:
        head, *rows = csv.reader(io.StringIO(bundle.as_csv(card)))
        dated = card.frame.x.dtype.kind == "M"
        assert head[:3] == ["Entity", "Day" if dated else "Label", card.indicator.title]
        assert len(rows) == len(card.frame)
        assert [float(row[2]) for row in rows] == pytest.approx(card.frame.value.tolist())
        assert {row[0] for row in rows} == set(map(str, card.frame.line))
        assert not dated or all(re.fullmatch(r"\d{4}-\d\d-\d\d", row[1]) for row in rows)


def test_a_csv_says_its_unit_source_terms_and_dates_where_pandas_and_a_spreadsheet_read_them(dealt: list[Card]):
    for card in dealt:
        table = pd.read_csv(io.StringIO(bundle.as_csv(card)))
        assert table[card.indicator.title].dtype.kind == "f" and set(table.Unit) == {card.indicator.unit}
        first = table.iloc[0]
        assert first.Source.startswith("Source: ") and "ata through" in first.Dates
        assert all(origin.series.terms in first.Terms for origin in card.panel.provenance.values())
        assert table.Source[1:].isna().all()


def test_an_interval_has_its_columns(dealt: list[Card]):
    split = next(card for card in dealt if "high" in card.frame)
    head, first, *_ = csv.reader(io.StringIO(bundle.as_csv(split)))
    low, value, high = (float(first[head.index(name)]) for name in ("Low", split.indicator.title, "High"))
    assert low <= value <= high


CELLS = st.text(max_size=20) | st.builds(str.__add__, st.sampled_from(bundle.FORMULA), st.text(max_size=20))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_cell_runs_as_a_formula_and_none_loses_a_letter(rows: list[list[str]]):
    written = list(csv.reader(io.StringIO(bundle.table(rows), newline="")))
    for cells, originals in zip(written, rows, strict=True):
        for cell, original in zip(cells, originals, strict=True):
            assert cell in (original, f"'{original}")
            if cell.startswith(bundle.FORMULA):
                float(cell)  # a number, which a spreadsheet may have as one


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_number_stays_a_number(value: float):
    assert bundle.harmless(value) is value
    assert bundle.harmless(str(value)) == str(value)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-1_000", "+٣"])
def test_known_injections_are_text(cell: str):
    assert bundle.harmless(cell) == f"'{cell}"


def test_json_says_what_the_figures_are_and_has_them(dealt: list[Card]):
    card = dealt[0]
    table = json.loads(bundle.as_json(card))
    assert table["finding"]["id"] == CLAIM and table["claim"]["ja"] == card.claim.ja
    assert [one["id"] for one in table["series"]] == list(card.panel.provenance)
    assert all(one["terms"] and one["vintage"] for one in table["series"])
    assert len(table["observations"]) == len(card.frame)
    assert table["chart"]["originalChartUrl"] == card.link


def test_a_package_has_figures_metadata_and_readme_and_the_same_bytes_each_time(dealt: list[Card]):
    content = bundle.as_zip(dealt)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        assert set(package.namelist()) == {*(f"{card.name}.csv" for card in dealt), "metadata.json", "README.md"}
        about = json.loads(package.read("metadata.json"))
        readme = package.read("README.md").decode()
        assert package.read(f"{dealt[0].name}.csv").decode() == bundle.as_csv(dealt[0])
    assert set(about) == {f"{card.name}.csv" for card in dealt}
    for card in dealt:
        assert card.indicator.title in readme and card.name in readme and card.indicator.formula in readme
        for origin in card.panel.provenance.values():
            assert origin.series.terms in readme
    assert "FRED® data but is not endorsed" in readme
    assert bundle.as_zip(dealt) == content


def test_a_readme_begins_with_a_table_of_its_files(dealt: list[Card]):
    readme = bundle.readme(dealt)
    index = readme[: readme.index("## CSV structure")]
    for card in dealt:
        row = f"| `{card.stem}.csv` | {card.indicator.title} | `{CLAIM}` | {card.panel.through} |"
        assert index.count(row) == 1, card.stem
    assert index.count("\n| ") == len(dealt) + 2


def test_words_of_a_title_end_no_cell_of_that_table(dealt: list[Card]):
    card = replace(dealt[0], indicator=replace(dealt[0].indicator, title="S&P | 500"))
    assert r"| S&P \| 500 |" in bundle.readme([card])


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (["2024-01-01", "2025-01-01"], "the first of its year"),
        (["2025-01-01", "2025-04-01"], "the first of its quarter"),
        (["2025-04-01", "2025-05-01"], "the first of its month"),
        (["2025-04-01", "2025-04-02"], "the day itself"),
        (["2025-03-31", "2025-04-30"], "the day itself"),
    ],
)
def test_a_readme_says_what_the_days_of_a_file_are(dealt: list[Card], days: list[str], says: str):
    frame = pd.DataFrame({"x": pd.to_datetime(days), "line": "one", "value": 1.0})
    assert f", {days[0]}..{days[1]}, `Day` is {says}." in bundle.readme([replace(dealt[0], frame=frame)])


def test_lines_of_one_file_can_have_other_days(dealt: list[Card]):
    days = pd.to_datetime(["2025-04-01", "2025-05-01", "2025-04-01", "2025-04-02"])
    frame = pd.DataFrame({"x": days, "line": ["months", "months", "days", "days"], "value": 1.0})
    assert "`Day` is the first of its month or the day itself." in bundle.readme([replace(dealt[0], frame=frame)])


def test_figures_without_days_say_how_far_their_data_reaches(dealt: list[Card]):
    labelled = next(card for card in dealt if card.frame.x.dtype.kind != "M")
    assert f"a row a label, from data through {labelled.panel.through}." in bundle.readme([labelled])
    (column,) = bundle.metadata(labelled)["columns"].values()
    assert column["timespan"] == f"..{labelled.panel.through}"


# --- the command line -----------------------------------------------------------------------------


def test_figures_and_pages_need_no_browser(claimboard: Answer, tmp_path: Path, no_browser: None):
    result = claimboard("export", "vix-ratio", "--format", "csv,json,html,zip", "--out", tmp_path / "new" / "folder")
    assert result.exit_code == 0, result.stderr
    written = sorted(Path(line) for line in result.stdout.splitlines())
    assert sorted(path.suffix for path in written) == [".csv", ".html", ".json", ".zip"]
    assert {path.stem for path in written} == {written[0].stem} and all(path.stat().st_size for path in written)
    page = next(path for path in written if path.suffix == ".html").read_text(encoding="utf-8")
    assert outside(page) == [] and "Plotly" in page


def complaint(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1 and "Traceback" not in result.stderr
    return result.stderr


def test_without_a_browser_pictures_say_so_in_one_line(claimboard: Answer, tmp_path: Path, no_browser: None):
    pytest.importorskip("kaleido")
    assert "/nowhere/chromium" in complaint(claimboard("export", "vix-ratio", "--out", tmp_path))


def test_without_the_extra_pictures_say_how_to_get_it(
    claimboard: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "kaleido", None)
    assert "pip install 'claimboard[export]'" in complaint(claimboard("export", "vix-ratio", "--out", tmp_path))


@pytest.mark.parametrize("lacks", ["browser", "extra"])
def test_what_needs_no_pictures_is_written_before_they_fail(
    claimboard: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: str
):
    if lacks == "extra":
        monkeypatch.setitem(sys.modules, "kaleido", None)
    else:
        pytest.importorskip("kaleido")
        monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    result = claimboard("export", "vix-ratio", "--format", "png,svg,pdf,csv,json,html,zip", "--out", tmp_path)
    assert result.exit_code == 2
    written = [Path(line) for line in result.stdout.splitlines()]
    assert sorted(path.suffix for path in written) == [".csv", ".html", ".json", ".zip"]
    assert sorted(tmp_path.iterdir()) == sorted(written)
    assert "3 of 3 pictures (png, svg, pdf) not written: " in result.stderr and result.stderr.count("\n") == 1


def test_where_nothing_can_be_written_no_folder_is_left(
    claimboard: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "kaleido", None)
    complaint(claimboard("export", "vix-ratio", "--out", tmp_path / "new" / "folder"))
    assert not list(tmp_path.iterdir())


def test_a_browser_that_fails_midway_leaves_what_was_drawn(
    dealt: list[Card], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class Failing:
        def draw(self, *_: object) -> bytes:
            if list(tmp_path.iterdir()):
                raise headless_browser.StudioError("the browser failed")
            return b"<svg></svg>"

    monkeypatch.setattr(files, "Studio", lambda: Open(Failing()))
    with pytest.raises(
        headless_browser.StudioError, match=r"^1 of 2 pictures \(svg\) not written: the browser failed$"
    ):
        list(files.write(dealt[:1], ["svg"], ["850x600", "540x540"], tmp_path))
    assert len(list(tmp_path.iterdir())) == 1


def test_without_a_browser_a_note_is_drawn_by_script_and_says_so(claimboard: Answer, tmp_path: Path, no_browser: None):
    pytest.importorskip("kaleido")
    out, data = tmp_path / "note.html", tmp_path / "figures.zip"
    result = claimboard("note", "vix-ratio", "--out", out, "--data", data)
    assert result.exit_code == 0 and "by script instead" in result.stderr
    assert "class='figure'" in out.read_text(encoding="utf-8") and zipfile.is_zipfile(data)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("export", "vix-ratoi"), "did you mean vix-ratio?"),
        (("export", "\x1b[31m"), "no claim or indicator"),
        (("export", "vix-ratio", "--format", "gif"), "--format takes png, svg, pdf, csv, json, html, zip, not 'gif'"),
        (("export", "vix-ratio", "--size", "1x1"), "--size takes 1200x628"),
        (("export", "vix-ratio", "--as-of", "soon"), "--as-of"),
        (("export", "next-meeting-odds", "--format", "csv"), "left out"),
        (("note", "vix-ratoi"), "did you mean vix-ratio?"),
    ],
)
def test_what_cannot_be_written_is_said(claimboard: Answer, tmp_path: Path, arguments: tuple[str, ...], says: str):
    result = claimboard(*arguments, "--out", tmp_path / "out")
    assert result.exit_code == 2 and says in result.stderr and "Traceback" not in result.stderr
    assert result.stderr.isprintable() or "\n" in result.stderr
    assert "\x1b" not in result.stderr and not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_is_said(claimboard: Answer, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    assert "cannot write to" in complaint(
        claimboard("export", "vix-ratio", "--format", "csv", "--out", tmp_path / "file")
    )


def test_every_size_has_a_name_that_says_it():
    assert files.SIZES == tuple(CARDS) == tuple(f"{frame.width}x{frame.height}" for frame in CARDS.values())
    assert set(catalogue.theses())
