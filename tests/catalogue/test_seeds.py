"""The catalogue, the figures and the claims hold to each other and to the world."""

import re
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue import catalogue, figure_pack
from indicators.model.unit import UNITS
from indicators.providers import PROVIDERS

#: Where a source may be: with a provider that is fetched from, or with one whose points are carried over by hand.
SOURCE = re.compile(rf"(?:{'|'.join([*PROVIDERS, 'finra', 'published', 'worldbank'])}):\S(?:.*\S)?")

ARTICLE = date(2025, 12, 1)

KANA = re.compile("[\u3041-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7a3]")
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")

# the article


def test_every_thesis_has_claims_and_every_claim_a_thesis():
    assert {c.thesis for c in catalogue.claims().values()} == set(catalogue.theses())


def test_ids_are_unique_in_the_file_itself():
    for name, header in (("series.toml", r"\[([A-Z0-9_]+)\]"), ("claims.toml", r'id = "(.+)"')):
        ids = re.findall(rf"^{header}$", (catalogue.SEEDS / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert len(ids) == len(set(ids)) > 30, name


def test_the_article_is_dated_and_says_that_the_day_is_inferred():
    article = catalogue.article()
    assert article.published == ARTICLE
    assert "inferred" in article.published_note
    assert article.author and article.editor and article.publisher and article.title


@pytest.mark.parametrize("language, script", [("ja", KANA), ("ko", HANGUL), ("vi", VIETNAMESE)])
def test_every_quote_is_in_its_own_script(language: str, script: re.Pattern[str]):
    others = {KANA, HANGUL, VIETNAMESE} - {script}
    for claim in catalogue.claims().values():
        quote = getattr(claim, language)
        assert script.search(quote), (claim.id, language, quote)
        assert not any(other.search(quote) for other in others), (claim.id, language, quote)


#: What a quote that stops in the middle of a sentence ends in: a mark, or a form of a verb that another follows.
UNENDED = re.compile(r"[:,、,;–-]$|(招き|[며고]|는데)$")


@pytest.mark.parametrize("language", ["en", "ja", "ko", "vi"])
def test_no_quote_stops_in_the_middle(language: str):
    quotes = {claim.id: getattr(claim, language) for claim in catalogue.claims().values()}
    assert {id for id, quote in quotes.items() if UNENDED.search(quote)} == set()


def test_what_english_judges_item_by_item_is_quoted_item_by_item():
    quoted = catalogue.claims()["bigger-bottlenecks"]
    for words in (quoted.ja, quoted.ko, quoted.vi):
        items = re.split("。|[.:] ", words)[1]
        assert len(re.split("[、,]", items)) == 6, words


def test_every_claim_has_its_test_in_words_and_a_kind():
    for claim in catalogue.claims().values():
        assert claim.kind in {"fact", "mechanism", "forecast"}
        assert claim.en and claim.measure and claim.holds_if and claim.fails_if and claim.caveat, claim.id


def test_theses_say_what_they_ask_in_one_sentence():
    for thesis in catalogue.theses().values():
        assert thesis.title and thesis.lead.endswith(".") and ". " not in thesis.lead, thesis.id


# the catalogue


def test_every_series_is_fully_described():
    for one in catalogue.series().values():
        assert one.unit in UNITS, one.id
        assert one.frequency in {"daily", "weekly", "monthly", "quarterly", "annual", "irregular"}, one.id
        assert one.title and one.agency and one.terms and one.adjustment, one.id
        assert one.adjustment == one.adjustment.lower(), one.id
        assert one.lag > 0 or one.calendar == "senior loan officer survey", one.id  # published within its quarter
        assert one.id not in re.split(r"[^A-Z0-9_]+", one.title), one.id


def test_every_source_names_a_known_provider_and_its_id():
    for one in catalogue.series().values():
        assert one.sources and len(one.sources) == len(set(one.sources)), one.id
        for source in one.sources:
            assert SOURCE.fullmatch(source), (one.id, source)


def test_no_source_serves_two_series():
    sources = [s for one in catalogue.series().values() for s in one.sources if not s.startswith("published:")]
    assert len(sources) == len(set(sources))


def test_titles_are_not_used_twice():
    titles = [one.title for one in catalogue.series().values()]
    assert sorted(t for t in set(titles) if titles.count(t) > 1) == []


def test_what_claims_name_exists():
    for claim in catalogue.claims().values():
        for id in claim.series:
            assert id in catalogue.series(), (claim.id, id)
        assert claim.series, claim.id


def test_no_series_is_an_orphan():
    from indicators.judging.registry import indicators

    used = {id for claim in catalogue.claims().values() for id in claim.series}
    used |= {id for one in indicators().values() for id in one.series}
    assert sorted(set(catalogue.series()) - used) == []


def test_there_is_one_registry_of_series():
    known = {
        "aliases.toml",
        "claims.toml",
        "corrections.toml",
        "events.toml",
        "figures",
        "proofs.csv",
        "releases.csv",
        "reproductions.toml",
        "series.toml",
        "tables",
    }
    assert {path.name for path in catalogue.SEEDS.iterdir()} <= known
    for path in catalogue.SEEDS.glob("*.toml"):
        if path.name != "series.toml":
            words = r"^(agency|frequency|terms|lag|adjustment) ="
            assert not re.search(words, path.read_text(encoding="utf-8"), re.MULTILINE), path.name


def test_seeds_name_agencies_and_never_a_copy_of_theirs():
    for path in sorted([*catalogue.SEEDS.glob("*.toml"), catalogue.SEEDS / "releases.csv"]):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"github|git commit|/work|mirror of|Weiland|Mguten", text, re.IGNORECASE), path.name


def test_national_accounts_are_one_release():
    bea = [one for one in catalogue.series().values() if one.agency == "U.S. Bureau of Economic Analysis"]
    assert bea and {one.release for one in bea} == {"national accounts"}


def test_construction_totals_and_data_centres_are_not_one_release():
    series = catalogue.series()
    assert series["TLPWRCONS"].release == "construction spending"
    assert series["DATACENTER_CONSTRUCTION_REAL"].release == ""
    assert series["DATACENTER_CONSTRUCTION_REAL"].calendar == "construction spending", "it is made from that release"
    assert UNITS[series["DATACENTER_CONSTRUCTION_REAL"].unit].base != "dollars", "constant dollars are not dollars"


def test_what_is_rewritten_throughout_says_so():
    for id in ("NFCI", "STLFSI4", "IHLIDXUS", "WFRBST01134"):
        assert catalogue.series()[id].revised_throughout, id
    assert not catalogue.series()["PAYEMS"].revised_throughout


def test_ages_20_to_24_are_not_20_and_over():
    assert "20-24" in catalogue.series()["LNS14000036"].title
    assert "16-24" in catalogue.series()["LNS14024887"].title
    assert "LNS14000024" not in catalogue.series(), "that is 20 years and over"


def test_releases_that_must_not_be_spliced_have_no_entry():
    assert not [id for id in catalogue.series() if re.search(r"VINTAGE|^DERIVED|_OCT2026|SUM_LISTED", id)]


# what is said of a claim


def test_a_caveat_is_for_readers_and_gives_no_orders():
    order = re.compile(r"(^|[:;,.] )(say|use|name|count|separate|compare|show|mind|keep)\b", re.IGNORECASE)
    for claim in catalogue.claims().values():
        assert not order.search(claim.caveat), claim.id
        assert claim.caveat.endswith("."), claim.id


# a figure file


def test_a_bad_figure_file_is_named_with_its_line(tmp_path: Path):
    bad = tmp_path / "X.csv"
    bad.write_text("date,value\nvintage,2026-01-02\n2025-01-01,n/a\n", encoding="utf-8")
    with pytest.raises(figure_pack.FigureError, match=r"X\.csv, line 3"):
        figure_pack.read(bad)
