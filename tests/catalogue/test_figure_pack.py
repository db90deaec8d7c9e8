"""Figure files: what is written is read back, changes are exact, and a mistake is named with its line."""

import filecmp
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import figure_pack
from indicators.catalogue.figure_pack import FigureError
from indicators.model.vintage import Vintage, changes
from tests import pack, renewed

DAYS = st.integers(date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal())
#: The file keeps twelve digits, which is more than any agency publishes.
VALUES = st.floats(allow_nan=False, allow_infinity=False).map(lambda value: float(f"{value:.12g}"))
ROWS = st.dictionaries(DAYS, st.none() | VALUES, max_size=6).map(lambda rows: tuple(sorted(rows.items())))
HISTORIES = st.dictionaries(DAYS.map(date.fromordinal), ROWS, min_size=1, max_size=5).map(
    lambda blocks: [Vintage(day, rows) for day, rows in sorted(blocks.items())]
)


@given(HISTORIES)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, history: list[Vintage]):
    path = tmp_path_factory.getbasetemp() / "round.csv"
    figure_pack.write(path, history)
    assert figure_pack.read(path) == history


def test_a_newer_vintage_only_appends(tmp_path: Path):
    old = Vintage(date(2026, 1, 1), ((1, 1.0), (2, 2.0)))
    figure_pack.write(tmp_path / "old.csv", [old])
    figure_pack.write(tmp_path / "new.csv", [old, Vintage(date(2026, 2, 1), ((2, None),))])
    assert (tmp_path / "new.csv").read_text().startswith((tmp_path / "old.csv").read_text())


SMALL = st.integers(0, 12)
STATES = st.dictionaries(SMALL, st.none() | st.sampled_from([1.0, 2.0]))
PUBLISHED = st.dictionaries(SMALL, st.sampled_from([1.0, 2.0]), min_size=1)


@given(STATES, PUBLISHED)
def test_changes_turn_the_state_into_what_was_published(state: dict, published: dict):
    after = state | dict(changes(state, published))
    for day in range(min(published), max(published) + 1):
        assert after.get(day) == published.get(day)


@given(STATES, PUBLISHED)
def test_changes_say_nothing_outside_the_published_span(state: dict, published: dict):
    assert all(min(published) <= day <= max(published) for day, _ in changes(state, published))


@given(STATES, PUBLISHED)
def test_changes_hold_only_changes_in_order(state: dict, published: dict):
    found = changes(state, published)
    assert all(state.get(day) != value for day, value in found)
    assert [day for day, _ in found] == sorted({day for day, _ in found})
    assert changes(state | dict(found), published) == ()


@pytest.mark.parametrize(
    "text, place",
    [
        ("day,value\nvintage,2026-01-02\n", r"X\.csv: the first line must be date,value"),
        ("", r"X\.csv: the first line must be date,value"),
        ("date,value\n", r"X\.csv: no vintage"),
        ("date,value\nvintage,2026-01-02\n2025-01-01,n/a\n", r"X\.csv, line 3: .*n/a"),
        ("date,value\nvintage,2026-01-02\n2025-01-01\n", r"X\.csv, line 3"),
        ("date,value\nvintage,2026-01-02\n2025-01-01,1,2\n", r"X\.csv, line 3"),
        ("date,value\nvintage,2026-01-02\n2025-02-30,1\n", r"X\.csv, line 3"),
        ("date,value\nvintage,soon\n", r"X\.csv, line 2"),
        ("date,value\nvintage,2026-01-02\nvintage,2026-01-02\n", r"line 3: vintage 2026-01-02 does not come after"),
        ("date,value\nvintage,2026-01-02\nvintage,2026-01-01\n", r"line 3: vintage 2026-01-01 does not come after"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, text: str, place: str):
    path = tmp_path / "X.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FigureError, match=place):
        figure_pack.read(path)


@pytest.mark.parametrize("token", ["nan", "inf", "-Infinity", "1_000"])
def test_a_token_that_is_no_number_is_a_mistake_and_not_a_gap(tmp_path: Path, token: str):
    path = tmp_path / "X.csv"
    path.write_text(f"date,value\nvintage,2026-01-02\n2025-01-01,{token}\n", encoding="utf-8")
    with pytest.raises(FigureError, match=r"X\.csv, line 3"):
        figure_pack.read(path)


def test_an_observation_before_any_vintage_is_a_mistake_and_not_dropped(tmp_path: Path):
    path = tmp_path / "X.csv"
    path.write_text("date,value\n2025-01-01,1\nvintage,2026-01-02\n2025-02-01,2\n", encoding="utf-8")
    with pytest.raises(FigureError, match=r"X\.csv, line 2"):
        figure_pack.read(path)


@pytest.mark.parametrize("second", ["2025-02-01", "2025-01-01"])
def test_dates_that_do_not_ascend_within_a_block_are_a_mistake(tmp_path: Path, second: str):
    path = tmp_path / "X.csv"
    path.write_text(f"date,value\nvintage,2026-01-02\n2025-02-01,1\n{second},2\n", encoding="utf-8")
    with pytest.raises(FigureError, match=r"X\.csv, line 4"):
        figure_pack.read(path)


# the pack that a store is filled from


def claims(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", "from dashboard.cli.main import main; main()", "claims", "--json"],
        env=os.environ | {"CLAIMBOARD_FIGURES": str(folder), "PYTHONPATH": str(pack.ROOT)},
        capture_output=True,
        text=True,
    )


def test_a_store_is_filled_from_the_pack_that_is_named(tmp_path: Path):
    shutil.copy(pack.SHIPPED / "VIXCLS.csv", tmp_path)
    found = json.loads(claims(tmp_path).stdout)
    assert {one["status"] for one in found if one["series"] != ["VIXCLS"]} == {"no data"}


def test_a_pack_without_figures_is_one_sentence(tmp_path: Path):
    said = claims(tmp_path)
    assert (said.returncode, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert f"there are no figures in {tmp_path}, which CLAIMBOARD_FIGURES names" in said.stderr


def test_what_came_after_the_frozen_pack_changes_nothing_in_it(tmp_path: Path):
    names = ("before", "after", "late")
    before, after, late = (tmp_path / name for name in names)
    for folder in (before, after):
        folder.mkdir()
    renewed.write(late)
    (late / "NEW.csv").write_text("date,value\nvintage,2027-01-01\n2026-12-01,1\nvintage,2027-02-01\n2027-01-01,2\n")
    pack.cut(pack.SHIPPED, before)
    pack.cut(late, after)
    (after / "NEW.csv").rename(tmp_path / "NEW.csv")
    assert (tmp_path / "NEW.csv").read_text() == "date,value\nvintage,2027-01-01\n2026-12-01,1\n"
    same, *others = filecmp.cmpfiles(before, after, [file.name for file in before.iterdir()], shallow=False)
    assert len(same) > 200 and others == [[], []]
