"""A site is put in place whole, and what stands there stays until then."""

from pathlib import Path

import pytest

from dashboard.publishing import draft
from dashboard.publishing.addresses import Page
from dashboard.publishing.cache import Cache


def site(out: Path, **files: str) -> None:
    with draft.written(out) as made:
        for name, text in files.items():
            made.put(f"{name}.html", text.encode())


def test_an_interrupted_run_leaves_the_last_site_as_it_was(tmp_path: Path):
    out = tmp_path / "site"
    site(out, index="old", other="old")
    with pytest.raises(RuntimeError), draft.written(out) as made:
        made.put("index.html", b"new")
        raise RuntimeError
    assert (out / "index.html").read_text() == (out / "other.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_that_stood_aside_when_the_run_was_killed_comes_back(tmp_path: Path):
    out = tmp_path / "site"
    site(out, index="old")
    out.rename(tmp_path / ".site.last")
    with pytest.raises(RuntimeError), draft.written(out):
        raise RuntimeError
    assert (out / "index.html").read_text() == "old"


def test_what_is_as_it_was_stays_the_same_file_and_what_is_gone_goes(tmp_path: Path):
    out = tmp_path / "site"
    site(out, index="old", kept="same", gone="")
    before = (out / "kept.html").stat()
    with draft.written(out) as made:
        made.put("index.html", b"new")
        made.put("kept.html", b"same")
    assert made.changed == ["index.html"]
    assert (out / "kept.html").stat().st_mtime_ns == before.st_mtime_ns and not (out / "gone.html").exists()


def test_a_folder_with_something_else_in_it_is_not_replaced(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(draft.NotOurs, match="something else in it"):
        site(tmp_path, index="new")
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_pages_lead_to_one_another_relatively_and_name_the_file():
    page = Page("claims/x", "ja")
    assert page.file == "ja/claims/x/index.html" and page.address == "ja/claims/x/"
    assert page.to(Page("", "en").file) == "../../../index.html"
    assert page.to("ja/claims/x.png") == "../x.png"
    assert Page("", "en").address == ""


def test_the_cache_makes_a_content_once_and_forgets_what_nothing_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    cache = Cache(tmp_path / "cache")
    assert cache.of(lambda: b"made", "a", 1) == cache.of(lambda: b"again", "a", 1) == b"made"
    assert cache.of(lambda: b"other", "a", 2) == b"other" and cache.made == 2
    monkeypatch.setattr("dashboard.publishing.cache.KEPT", -1)
    cache.sweep()
    assert cache.kept("a", 1) is None
