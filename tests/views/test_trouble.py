"""Pages when something goes wrong: a damaged store, and words of a provider that would be markup."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indicators.catalogue import aliases, catalogue
from indicators.judging import registry
from indicators.model import Claim, Series
from indicators.store.store import Store
from tests.views.running import MARKUP, Open, clean, figures, fresh, markup, opened, unfold, visit

__all__ = ["fresh", "visit"]  # fixtures


def test_a_damaged_store_is_a_sentence_and_no_trace(tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch):
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"this was a database once " * 500)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(damaged))
    page = opened("board")
    assert not page.exception
    assert [one.value for one in page.error] == ["The store of figures is damaged."]
    assert "<h1>" not in markup(page)


@pytest.mark.parametrize("name", ["board", "ai_capex"])
def test_a_store_damaged_under_a_running_server_is_a_sentence_and_no_trace(
    name: str,
    store: Store,
    tmp_path: Path,
    fresh: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(Path(store.name).read_bytes())
    monkeypatch.setenv("CLAIMBOARD_STORE", str(copy))
    page = clean(opened(name))
    for beside in tmp_path.glob("copy.sqlite-*"):
        beside.unlink()
    copy.write_bytes(b"this was a database once " * 500)
    page.run()
    assert not page.exception
    assert [one.value for one in page.error] == ["The store of figures is damaged."]
    assert str(copy) in caplog.text, "who runs the board finds the whole sentence in its log"


@pytest.fixture
def smuggled(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every title, agency and quote as a hostile provider might write it."""
    series = {id: marked(one) for id, one in catalogue.series().items()}
    claims = {id: marked(one) for id, one in catalogue.claims().items()}
    aliases.agencies()  # checked against the seeds, of which agencies have no such names
    monkeypatch.setattr(catalogue, "series", lambda: series)
    monkeypatch.setattr(catalogue, "claims", lambda: claims)


def marked(one: Series | Claim) -> Any:
    words = ("title", "agency", "terms") if isinstance(one, Series) else ("en", "ja", "caveat", "measure", "fails_if")
    return replace(one, **{name: getattr(one, name) + MARKUP for name in words})


@pytest.mark.parametrize("name", ["board", "ai_capex", "explorer"])
def test_no_word_of_a_provider_is_markup(visit: Open, smuggled: None, name: str):
    page = visit(name)
    assert "<img src=x" not in markup(page)
    assert all("<img src=x" not in block.value for block in page.markdown if block.proto.allow_html)
    for figure in figures(page):
        assert all("<img" not in note["text"] for note in figure["layout"].get("annotations", []))


def test_words_of_a_provider_are_not_read_as_markdown(visit: Open, fresh: None, monkeypatch: pytest.MonkeyPatch):
    link = "![x](https://evil.example/p.png) [y](https://evil.example) $a$ :material/bolt:"
    series = {id: replace(one, agency=f"{one.agency} {link}") for id, one in catalogue.series().items()}
    monkeypatch.setattr(catalogue, "series", lambda: series)
    page = visit("ai_capex")
    page = unfold(
        page, *(f"method-{one.id}" for one in registry.indicators().values() if "gdp-without-ai" in one.serves)
    )
    assert "[y](https://evil.example)" in markup(page), "it is shown as it was written"
    for block in page.markdown:
        assert not re.search(r"(?<!\\)\]\(https://evil", block.value), block.value
