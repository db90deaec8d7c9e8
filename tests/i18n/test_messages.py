"""Sentences in four languages: what is said, what is extracted, what is translated, and what findings become."""

import ast
import copy
import json
import pickle
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from dashboard.i18n import labels
from dashboard.i18n.locale import speaking, translate_or_mark
from dashboard.templates import marked, told_marked
from indicators.catalogue import catalogue
from indicators.i18n.messages import (
    LANGUAGES,
    LOCALES,
    Message,
    fill,
    is_translated,
    joined,
    message,
    quarter,
    translated,
)
from indicators.i18n.number_words import FORMS
from indicators.judging import evaluate, registry
from indicators.model import Finding
from indicators.panel import panel
from indicators.store.store import Store
from tests.conftest import ROOT, python
from tests.translations import OTHERS, Gap, catalog, extracted, gaps, tiers, translations

DAY = date(2026, 8, 19)
PUBLICATION = date(2025, 12, 1)
#: Ways to write a date: a translation may choose another of them, and may not touch the form of a number.
DATES = {"day", "date", "month", "monthname", "quarter", "year"}
#: What a name is looked up for in vain, and may be: ids of series, and numbers that came as text.
UNTRANSLATED = re.compile(r"[A-Z0-9_]+|\d+|S&P 500|M2")


# --- what is said ---------------------------------------------------------------------------------


def test_words_are_their_english_sentence():
    words = message("In {day:quarter} the share was {share:.2f}%.", day=DAY, share=5.054)
    assert words == "In 2026Q3 the share was 5.05%." and hash(words) == hash(str(words))
    assert json.dumps({"sentence": words}) == '{"sentence": "In 2026Q3 the share was 5.05%."}'
    assert type(str(words)) is str


@pytest.mark.parametrize("kept", [copy.deepcopy, lambda words: pickle.loads(pickle.dumps(words))])
def test_a_copy_can_still_be_translated(kept: Any):
    words = kept(message("GDP {share:,.1f}", share=1234.5))
    assert words == "GDP 1,234.5" and translated(words, "vi") == "GDP 1.234,5"


@pytest.mark.parametrize(
    ("template", "value", "en", "ja", "ko", "vi"),
    [
        ("{x:,.1f}", 12345.67, "12,345.7", "12,345.7", "12,345.7", "12.345,7"),
        ("{x:+.2f}", -0.5, "−0.50", "−0.50", "−0.50", "−0,50"),
        ("{x:±.1f}", -0.5, "−0.5", "−0.5", "−0.5", "−0,5"),
        ("{x:g}", 95.5, "95.5", "95.5", "95.5", "95,5"),
        ("{x}", 2026, "2026", "2026", "2026", "2026"),
        ("{x:+bn}", 228.4e9, "+$228bn", "+2,280億ドル", "+2,280억 달러", "+228 tỷ USD"),
        ("{x:bn}", -1.6e9, "−$2bn", "−20億ドル", "−20억 달러", "−2 tỷ USD"),
        ("{x:.1bn}", 142.14e9, "$142.1bn", "1,421億ドル", "1,421억 달러", "142,1 tỷ USD"),
        ("{x}", DAY, "2026-08-19", "2026年8月19日", "2026년 8월 19일", "19/8/2026"),
        ("{x:day}", DAY, "19 August 2026", "2026年8月19日", "2026년 8월 19일", "19/8/2026"),
        ("{x:date}", DAY, "19 August", "8月19日", "8월 19일", "19/8"),
        ("{x:month}", DAY, "August 2026", "2026年8月", "2026년 8월", "tháng 8/2026"),
        ("{x:monthname}", DAY, "August", "8月", "8월", "tháng 8"),
        ("{x:quarter}", DAY, "2026Q3", "2026年第3四半期", "2026년 3분기", "quý 3/2026"),
        ("{x:year}", DAY, "2026", "2026", "2026", "2026"),
        ("{x:lower}", "Copper", "copper", "銅", "구리", "đồng"),
        ("{x:inline}", "S&P 500", "S&P 500", "S&P 500", "S&P 500", "S&P 500"),
        ("{x:and lower}", ["Gold", "Houses"], "gold and houses", "金と住宅", "금 및 주택", "vàng và nhà ở"),
        ("{x:comma +.1f}", (0.25, -1.0), "+0.2, −1.0", "+0.2、−1.0", "+0.2, −1.0", "+0,2, −1,0"),
    ],
)
def test_numbers_dates_names_and_lists_are_written_as_each_language_does(
    template: str, value: Any, en: str, ja: str, ko: str, vi: str
):
    words = message(template, x=value)
    assert [translated(words, language) for language in LANGUAGES] == [en, ja, ko, vi]


def test_words_within_words_are_translated_with_them():
    reason = message("{series}: {reason}", series="GDP", reason=message("no figure in the store; a refresh brings it"))
    words = message("Cannot be judged: {reason}.", reason=reason)
    assert words == "Cannot be judged: GDP: no figure in the store; a refresh brings it."
    assert translated(words, "ja") == "判定できない：GDP：データがまだ保存されていない。更新すれば取得できる。"


def test_joined_words_can_be_translated():
    both = joined([message("GDP {x:.1f}", x=1.5), message("GDP {x:.1f}", x=2.5)], "sentences")
    assert both == "GDP 1.5 GDP 2.5" and translated(both, "vi") == "GDP 1,5 GDP 2,5"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_a_translation_stays_english(language: str):
    assert translated(message("Never said elsewhere."), language) == "Never said elsewhere."
    assert translated("a plain {text}", language) == "a plain {text}"


def test_what_has_no_translation_is_known():
    known, new = (
        message("{count} quarters since {first:quarter}", count=3, first=DAY),
        message("{n} of a new kind", n=1),
    )
    assert is_translated(known, "ja") and is_translated(joined([known, known], "sentences"), "ko")
    assert not is_translated(new, "ja") and not is_translated(joined([known, new], "sentences"), "vi")
    assert is_translated("supported", "ja") and not is_translated("Never said", "ja") and is_translated("", "ja")
    assert is_translated(new, "en")


@pytest.mark.parametrize("language", OTHERS)
def test_english_that_is_left_is_marked(language: str):
    with speaking(language):
        assert told_marked("A < new method") == "<span lang='en' class='cb-english'>A &lt; new method</span>"
        assert translate_or_mark("A new method") == "[EN] A new method"
        assert marked("注: [EN] A <") == "注: <span lang='en' class='cb-english'>A &lt;</span>"
        assert "lang" not in told_marked("supported") and "[EN]" not in translate_or_mark("supported")
    assert told_marked("A new method") == translate_or_mark("A new method") == "A new method"


def test_an_unknown_language_is_refused_by_name():
    with pytest.raises(LookupError, match="no language 'fr'; there are en, ja, ko, vi"):
        translated(message("supported"), "fr")


def test_english_loads_no_translation():
    run = python(
        "import sys; from indicators.i18n.messages import message, translated; from indicators.judging import registry; registry.tests();"
        "translated(message('{x:.1f}', x=1), 'en'); sys.exit('babel' in sys.modules)"
    )
    assert run.wait() == 0


@pytest.mark.parametrize(
    "count, english, japanese",
    [
        (1, "A and 1 other agency", "Aほか1機関"),
        (2, "A and 2 other agencies", "Aほか2機関"),
        (0, "A and 0 other agencies", "Aほか0機関"),
    ],
)
def test_a_count_has_the_words_that_go_with_it(count: int, english: str, japanese: str):
    words = message("{names} and {count} other agency", "{names} and {count} other agencies", names="A", count=count)
    assert words == english and translated(words, "ja") == japanese


def test_no_count_of_one_is_followed_by_words_for_many(findings: list[Finding], store: Store):
    """As "and 1 other agencies" was: in what every finding and the source line of every chart says."""
    many = re.compile(r"(?<![\d.,])1 (?:other|more)?\s?(?:agencies|claims|verdicts|are|weeks|years|quarters)\b")
    sources = [
        labels.source_line(panel.read(store, one.series), most=most)
        for one in registry.indicators().values()
        for most in (1, 2, 3)
    ]
    assert any("1 other agency" in one for one in sources)
    assert not [said for said in [*sources, *(one.stale for one in findings)] if many.search(said)]


@pytest.mark.parametrize(("day", "name"), [(date(2026, 1, 1), "2026Q1"), (date(2026, 12, 31), "2026Q4")])
def test_a_quarter_is_named_as_the_field_names_it(day: date, name: str):
    assert quarter(day) == name


# --- what is extracted, and what is translated ----------------------------------------------------


def placeholders(template: str) -> Counter[str]:
    """What a template asks for; a date or a number in words in whatever form."""
    fields = [(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None]
    free = {*DATES, *FORMS, ","}
    return Counter(f"{name}:{'' if spec in free else spec}" for name, spec in fields)


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in [path for folder in ("dashboard", "indicators") for path in ROOT.glob(f"{folder}/**/*.py")]:
        for node in called(path):
            if node.func.id == name:  # type: ignore[attr-defined]
                yield path, node


@cache
def called(path: Path) -> list[ast.Call]:
    """Every call by a plain name in a module."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]


def test_every_template_is_a_literal_that_can_be_found_by_reading():
    for name in ("message", "translate"):
        found = [(path, call) for path, call in calls(name) if name == "message" or call.keywords]
        assert found
        for path, call in found:
            assert all(isinstance(template, ast.Constant) for template in call.args), f"{path}:{call.lineno}"
            assert call.args[0].value in extracted(), f"{path}:{call.lineno}"


def test_a_template_without_values_stays_as_it_is_until_it_is_filled():
    template = message("{what} names {name}")
    assert template == "{what} names {name}" == translated(template, "en")
    assert fill(template, {"what": "A formula", "name": "q"}) == "A formula names q"


def test_what_must_be_translated_is():
    """The message of a failure is what to do."""
    assert not gaps("must"), "\n".join(map(str, gaps("must")))


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_is_used(language: str):
    unused = translations(language).keys() - extracted().keys()
    assert not unused, f"{unused} are said nowhere: `make messages` takes them out"


def test_what_a_release_still_wants_is_counted():
    """No failure: `make release-check` is one."""
    if wanted := [gap for gap in gaps("optional") if gap.tier != "must"]:
        tally = Counter(f"{gap.language}, {gap.file}" for gap in wanted)
        warnings.warn(f"without words: {dict(tally)}; `make release-check` lists what a release needs", stacklevel=1)


def test_a_gap_names_the_file_the_text_and_the_command():
    said = str(Gap("ko", "Hours worked", "indicators/theses/labor/employment.py", "release"))
    assert "indicators/i18n/locales/ko/LC_MESSAGES/claimboard.po" in said
    assert "'Hours worked' of indicators/theses/labor/employment.py" in said and "`make messages`" in said


def test_tiers_are_as_their_texts_are_used():
    found = tiers()
    assert found["supported"] == found["Figures"] == found["percent"] == "must"
    assert {found[claim.title] for claim in catalogue.claims().values()} == {"must"}
    assert {found[one.formula] for one in registry.indicators().values()} == {"optional"}
    assert found["{count} quarters since {first:quarter}"] == "release"


@pytest.mark.parametrize("language", OTHERS)
def test_no_placeholder_is_lost_or_invented(language: str):
    astray = {
        id for id, forms in translations(language).items() for form in forms if placeholders(id) != placeholders(form)
    }
    assert astray == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_a_guess(language: str):
    guesses = catalog(LOCALES / language / "LC_MESSAGES" / "claimboard.po")
    assert [message.id for message in guesses if message.id and message.fuzzy] == []


@pytest.mark.parametrize("wrong", ["{y:.1f} in {d:quarter}", "{x:.2f} in {d:day}", "in {d:day}", "{x:.1f} {x:.1f} {d}"])
def test_a_placeholder_astray_is_seen(wrong: str):
    assert placeholders(wrong) != placeholders("{x:.1f} in {d:month}")
    assert placeholders("{d:year}: {x:.1f}") == placeholders("{x:.1f} in {d:month}")


# --- what findings become -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def findings(store: Store) -> list[Finding]:
    """Today and at publication, of claims that have a test."""
    both = evaluate.findings(store, today=date(2026, 11, 1)) + evaluate.findings(store, as_of=PUBLICATION)
    return [one for one in both if one.id in registry.tests()]


def said(finding: Finding) -> list[str]:
    """Every text of a finding that has something in it."""
    told = (finding.unit, finding.threshold, finding.falsifier, finding.sentence, finding.sensitivity)
    return [text for text in (*told, finding.sample, finding.stale, finding.at_publication["sentence"]) if text]


def parts(value: Any) -> Iterator[str]:
    """Every template and name that a text is made of."""
    if isinstance(value, Message):
        yield value.template
        for inner in value.values.values():
            yield from parts(inner)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from parts(inner)


def test_every_text_of_a_finding_can_be_translated(findings: list[Finding]):
    for one in findings:
        for text in said(one):
            assert isinstance(text, Message), f"{one.id}: {text}"
            bare = {part for part in parts(text) if re.search(r"\w", re.sub(r"\{.*?\}", "", part))}
            assert {part for part in bare - extracted().keys() if not UNTRANSLATED.fullmatch(part)} == set(), one.id


@pytest.mark.parametrize("language", OTHERS)
def test_every_finding_is_said_in_every_language_with_its_numbers(findings: list[Finding], language: str):
    waiting = {gap.text for gap in gaps("optional") if gap.language == language}
    for one in findings:
        for text in [one for one in said(one) if not waiting & set(parts(one))]:
            there = translated(text, language)
            assert there != text and "{" not in there, f"{one.id}: {there}"
            if language != "vi":  # Vietnamese is written in Latin letters too
                assert not re.search(r"\b[a-z]{3,} [a-z]{2,}\b", there), f"{one.id}: {there}"


def test_a_sentence_of_the_board_in_four_languages(store: Store, findings: list[Finding]):
    one = next(one for one in findings if one.id == "capex-dependence")
    assert "5.05% of GDP in 2026Q2, +1.03 points in three years" in one.sentence
    assert "2026年第2四半期にGDPの5.05%で、3年間の変化は+1.03ポイント" in translated(one.sentence, "ja")
    assert "2026년 2분기에 GDP의 5.05%로, 3년간 +1.03포인트" in translated(one.sentence, "ko")
    assert "5,05% GDP trong quý 2/2026, thay đổi +1,03 điểm trong ba năm" in translated(one.sentence, "vi")
