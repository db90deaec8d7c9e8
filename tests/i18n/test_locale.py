"""The reader's language: how it is chosen, what is said in it, and that an address means the same in every one."""

import ast
import time
from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest

from dashboard.charts.spec import wrap
from dashboard.i18n import labels, locale
from dashboard.i18n.locale import NAMES, negotiated, speaking, translate
from dashboard.server.query import better
from dashboard.urls import view_state
from indicators.catalogue import catalogue
from indicators.i18n.messages import LANGUAGES
from indicators.judging import registry
from tests import cards
from tests.conftest import ROOT

OTHERS = [language for language in LANGUAGES if language != "en"]
DAY = date(2025, 12, 1)


# --- how it is chosen -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "header", "chosen"),
    [
        (None, "", "en"),
        (None, "ja", "ja"),
        (None, "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        (None, "fr-FR,vi;q=0.9", "vi"),
        (None, "fr,de;q=0.5", "en"),
        (None, "JA-jp", "ja"),
        (None, ";;,=,\x00", "en"),
        ("vi", "ja", "vi"),
        ("fr", "ja", "ja"),
        ("", "ko", "ko"),
        ("<script>", "", "en"),
    ],
)
def test_what_the_address_asks_for_is_spoken_else_what_the_browser_does(asked: str | None, header: str, chosen: str):
    assert negotiated(asked, header) == chosen


def test_a_language_that_there_is_not_is_refused_by_name():
    with pytest.raises(LookupError, match="no language 'fr'; there are en, ja, ko, vi"):
        locale.speak("fr")
    assert locale.language() == "en"


def test_every_language_calls_itself_something():
    assert set(NAMES) == set(LANGUAGES)


def test_a_language_is_spoken_for_a_while_only():
    with speaking("ja"):
        assert translate("As known on {day:day}.", day=DAY).startswith("2025年12月1日")
    assert translate("As known on {day:day}.", day=DAY) == "As known on 1 December 2025."


def test_whatever_streamlit_reruns_by_itself_speaks_the_readers_language():
    """A part of a page that reruns alone has a thread of its own, which speaks English until it is told."""
    alone = 0
    for path in (ROOT / "dashboard").glob("**/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bodies = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for name in rerun_alone(tree):
            first = next(one for one in bodies[name].body if not isinstance(one.value, ast.Constant))  # type: ignore[attr-defined]
            assert ast.unparse(first) == "state.speak()", f"{path.name}: {name}"
            alone += 1
    assert alone >= 3


def rerun_alone(tree: ast.AST) -> list[str]:
    """Functions given to st.fragment or st.dialog, by decorating or by calling."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any("st.fragment" in ast.unparse(one) for one in node.decorator_list):
            found.append(node.name)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.fragment":
            found.append(ast.unparse(node.args[0]))
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Call)
            and ast.unparse(node.func.func) == "st.dialog"
        ):
            found.append(ast.unparse(node.args[0]))
    return found


# --- numbers and dates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "en", "ja", "ko", "vi"),
    [
        (5.4e12, "dollars", 1, "$5.4tn", "5.4兆ドル", "5.4조 달러", "5,4 nghìn tỷ USD"),
        (-228.4e9, "dollars", 0, "−$228bn", "−2284億ドル", "−2284억 달러", "−228 tỷ USD"),
        (329.2, "dollars per megawatt-day", 0, "$329", "329ドル", "329 달러", "329 USD"),
        (5.054, "percent of GDP", 2, "5.05%", "5.05%", "5.05%", "5,05%"),
        (-0.01, "percent", 1, "0.0%", "0.0%", "0.0%", "0,0%"),
        (12345.6, "persons", 0, "12,346", "12,346", "12,346", "12.346"),
    ],
)
def test_a_number_is_written_as_each_language_does(
    value: float, unit: str, decimals: int, en: str, ja: str, ko: str, vi: str
):
    written = []
    for language in LANGUAGES:
        with speaking(language):
            written.append(labels.number(value, unit, decimals))
    assert written == [en, ja, ko, vi]


@pytest.mark.parametrize("language", OTHERS)
def test_a_unit_beside_a_number_has_no_percent_sign_again(language: str):
    units = {test.unit for test in registry.tests().values()}
    with speaking(language):
        for unit in units:
            beside = labels.unit_beside(unit)
            assert bool(beside) == bool(unit) and not ("%" in beside and "%" in labels.number(1.0, unit)), beside
            assert "()" not in beside and "（）" not in beside


def test_a_unit_in_percentage_points_keeps_what_it_is_called():
    with speaking("ko"):
        assert labels.unit_beside("percentage points") == locale.translate("percentage points")
        assert labels.unit_beside("percent of GDP") == "GDP 대비 비중"
    with speaking("ja"):
        assert labels.unit_beside("percent of four-quarter real GDP growth, gross").endswith("割合（グロス）")


@pytest.mark.parametrize(
    ("language", "day", "month", "quarter"),
    [
        ("en", "1 December 2025", "December 2025", "2025Q4"),
        ("ja", "2025年12月1日", "2025年12月", "2025年第4四半期"),
        ("ko", "2025년 12월 1일", "2025년 12월", "2025년 4분기"),
        ("vi", "1/12/2025", "tháng 12/2025", "quý 4/2025"),
    ],
)
def test_a_period_is_named_as_each_language_does(language: str, day: str, month: str, quarter: str):
    with speaking(language):
        assert labels.day_name(DAY) == day
        assert labels.period_name(DAY, "monthly") == month
        assert labels.period_name(DAY, "quarterly") == quarter


def test_a_claim_stands_in_the_words_of_the_readers_edition():
    claim = catalogue.claims()["only-engine"]
    for language in LANGUAGES:
        with speaking(language):
            assert labels.quoted(claim) == getattr(claim, language)


@pytest.mark.parametrize(
    ("language", "year", "separators"), [("ja", "%Y年", ".,"), ("ko", "%Y년", ".,"), ("vi", "%Y", ",.")]
)
def test_a_picture_is_wholly_in_the_language(language: str, year: str, separators: str):
    """Axes too: Plotly itself writes months in English only."""
    with speaking(language):
        figure = cards.card("line").figure("1200x628").to_dict()["layout"]
    assert [stop["value"] for stop in figure["xaxis"]["tickformatstops"]][-1] == year
    assert figure["separators"] == separators
    assert not [
        note["text"] for note in figure["annotations"] if "Source:" in note["text"] or "article," in note["text"]
    ]


def test_long_labels_of_a_scale_have_room_and_hangul_is_not_torn():
    korean = "경제가 인공지능에 대한 자본 지출에 의존하고 있음을 의미합니다."
    assert all(line in korean and line.split(" ")[-1] in korean.split() for line in wrap(korean, 12))
    assert wrap("家計の負担 0.4、2025年", 7.5) == ["家計の負担", "0.4、2025年"]
    assert wrap("同梱の値、データ（直近の認定）。", 9) == ["同梱の値、データ", "（直近の認定）。"]


# --- addresses ------------------------------------------------------------------------------------

PAGES = [
    *catalogue.theses(),
    view_state.BOARD,
    view_state.EXPLORER,
    view_state.DATA,
    view_state.LEDGER,
    view_state.CORRECTIONS,
    view_state.METHOD,
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_reads_back_from_every_language_and_no_two_read_alike(language: str):
    for page in PAGES:
        for key, param in view_state.params(page).items():
            for option in options(param):
                with speaking(language):
                    texts = param.write(option)
                assert param.read(texts) == option, (key, texts)


def options(param: view_state.Param) -> list[object]:
    """What may be chosen of a control with a closed list of options."""
    return [(name,) if isinstance(param.default, tuple) else name for name in param.options]


def test_the_walk_over_options_meets_them():
    assert sum(len(options(one)) for page in PAGES for one in view_state.params(page).values()) > 400


@pytest.mark.parametrize("language", OTHERS)
def test_an_address_is_put_into_the_readers_language_once(language: str):
    asked = {"claim": "gdp-without-ai", "gdp-without-ai-horizon": "A quarter, annualised", "what": "else"}
    there = better(urlencode(asked), language)
    assert there is not None and better(there, language) is None
    texts = parse_qs(there)
    assert texts["what"] == ["else"] and texts["gdp-without-ai-horizon"] != ["A quarter, annualised"]
    assert parse_qs(better(there, "en") or "") == {key: [text] for key, text in asked.items()}


@pytest.mark.parametrize("query", ["", "what=%FF", "a=b&a=c", "&&=&", "data=2025-12-01T00:00:00Z"])
def test_an_address_that_asks_for_nothing_odd_is_left_as_it_is(query: str):
    assert better(query, "en") is None


@pytest.mark.parametrize(
    "query", ["claim=%FF", "gdp-without-ai-horizon=<b>", "quote=%E6%97%A5", "quote=", "quote=ja&quote=ko"]
)
def test_what_no_control_reads_is_taken_out_of_an_address(query: str):
    assert better(f"{query}&a=b", "en") == "a=b"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_alike_in_every_language_reaches_the_page_that_answers_it(language: str):
    assert better("explorer-series=UNRAT&explorer-series=GDP&explorer-from=2015", language) is None
    assert better("explorer-from=02015", language) == "explorer-from=2015"


def test_an_address_of_thousands_of_texts_is_read_at_once():
    query = urlencode({"verdict": ["a"] * 12_000, "note": ["b"] * 12_000}, doseq=True)
    started = time.process_time()
    assert better(query, "ja") == ""
    assert time.process_time() - started < 1, "tried by every option in every language it took three"
