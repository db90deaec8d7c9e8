"""The corporate bond distress index, the ADS index and the survey of businesses, each in its workbook's form."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from indicators.providers import workbook
from indicators.providers.fetching import fetch
from indicators.providers.response import Body
from tests.conftest import series
from tests.providers import workbooks
from tests.providers.conftest import DAILY, failure, rows
from tests.providers.server import HTML, Answer, Provider

WEEKLY, IRREGULAR = series(frequency="weekly"), series(frequency="irregular")
CMDI, ADS = "/cmdi/Market%20CMDI.xlsx", "/ads/ads_index_most_current_vintage.xlsx"
NATIONAL, CORE = "/btos/National.xlsx", "/btos/AI%20Core%20Questions.xlsx"
NEW, OLD = "btos:National/Response Estimates/7/Yes", "btos:AI Core Questions/National Estimates/7/Yes"
FRIDAYS = [(date(2026, 10, 23), 0.25), (date(2026, 10, 30), 0.5)]
DAYS = [(date(2026, 10, 30), -0.25), (date(2026, 10, 31), "4.6676039626174906E-2")]
ENDS = [(date(2026, 8, 23), 23.1), (date(2026, 9, 6), 23.8)]


def packed(sheets: dict[str, list[list[Any]]], **parts: bytes) -> Answer:
    """A workbook with some of its parts replaced or added, by the end of their names."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbooks.book(sheets))) as whole,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in whole.namelist():
            made.writestr(name, parts.pop(name.rpartition("/")[2].partition(".")[0], whole.read(name)))
        for name, content in parts.items():
            made.writestr(name, content)
    return Answer(stream.getvalue(), type=workbooks.TYPE)


# the corporate bond distress index


def test_a_workbook_is_fetched_once_for_its_three_columns_and_notes_stand_above_them(provider: Provider):
    sheets = workbooks.cmdi(FRIDAYS)
    sheets["Index Data"] += [[None], ["Source: Federal Reserve Bank of New York"]]
    provider.say(CMDI, workbooks.answer(sheets))
    assert rows(fetch("cmdi:Market CMDI", WEEKLY)) == {"2026-10-23": 0.25, "2026-10-30": 0.5}
    assert rows(fetch("cmdi:HY CMDI", WEEKLY)) == {"2026-10-23": 0.5, "2026-10-30": 0.5}
    assert len(provider.requests) == 1


def test_a_date_may_be_the_number_of_one(provider: Provider):
    sheets = workbooks.cmdi([])
    sheets["Index Data"] += [[38359, 0.25, 0.5, 0.5], [38366.0, None, 0.5, 0.5]]
    provider.say(CMDI, workbooks.answer(sheets))
    assert rows(fetch("cmdi:Market CMDI", WEEKLY)) == {"2005-01-07": 0.25}
    assert rows(fetch("cmdi:IG CMDI", WEEKLY)) == {"2005-01-07": 0.5, "2005-01-14": 0.5}


def changed(**cells: Any) -> dict[str, list[list[Any]]]:
    """The index with some cells of its newest week or of its header changed."""
    sheets = workbooks.cmdi(FRIDAYS)
    header, newest = sheets["Index Data"][5], sheets["Index Data"][-1]
    header[1], newest[0], newest[1] = (cells.get(name, old) for name, old in _CELLS.items())
    return sheets


_CELLS = {"name": "Market CMDI", "day": datetime(2026, 10, 30), "value": 0.5}


@pytest.mark.parametrize(
    "answer, said",
    [
        (workbooks.answer({"Data": []}), "without the sheet 'Index Data'"),
        (workbooks.answer(changed(name="CMDI")), "no row has the columns 'eow_friday', 'Market CMDI'"),
        (workbooks.answer(workbooks.cmdi([])), "no figure"),
        (workbooks.answer(changed(value="n/a")), "'n/a' where a number belongs"),
        (workbooks.answer(changed(value="#DIV/0!")), "'#DIV/0!' where a number belongs"),
        (workbooks.answer(changed(value=True)), "'True' where a number belongs"),
        (workbooks.answer(changed(value=datetime(2026, 1, 1))), "where a number belongs"),
        (workbooks.answer(changed(day="soon")), "'soon' where a date belongs"),
        (workbooks.answer(changed(day=46325.5)), "'46325.5' where a date belongs"),
        (workbooks.answer(changed(day=10**9)), "where a date belongs"),
        (workbooks.answer(changed(day=None)), "'' where a date belongs"),
        (workbooks.answer(changed(day=datetime(2026, 10, 23))), "2026-10-23 twice"),
        (workbooks.answer(workbooks.cmdi(FRIDAYS[::-1])), "2026-10-23 after 2026-10-30"),
        (Answer(workbooks.book(changed())[:-30], type=workbooks.TYPE), "broken or truncated workbook"),
        (packed(changed(), extra=b" " * 2_000_000), "too large to unpack"),
        (packed(changed(), workbook=b"<workbook"), "a workbook that cannot be read"),
        (packed(changed(), sheet2=b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet>"), "cannot be read"),
        (Answer(HTML, type="text/html"), "web page"),
        (Answer(b"eow_friday,Market CMDI\n", type="text/csv"), "instead of xlsx"),
        (Answer(b"eow_friday,Market CMDI\n", type=workbooks.TYPE), "not xlsx"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_workbook_that_is_not_as_it_must_be_is_an_error(provider: Provider, answer: Answer, said: str):
    provider.say(CMDI, answer)
    error = failure("cmdi:Market CMDI", WEEKLY)
    assert error.kind == "broken" and said in str(error)


def test_a_cell_that_says_to_be_in_the_trillionth_row_is_no_reason_to_count_to_it(provider: Provider):
    row = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    row += b'<row r="999999999999"><c r="A999999999999"><v>1</v></c></row></sheetData></worksheet>'
    provider.say(CMDI, packed(changed(), sheet2=row))
    assert "more than 100,000 rows" in str(failure("cmdi:Market CMDI", WEEKLY))


def test_a_stated_size_of_a_sheet_is_not_believed():
    """Programs that write a sheet row by row state none, or that of its first cell."""
    sent = workbooks.book(workbooks.cmdi(FRIDAYS))
    with zipfile.ZipFile(io.BytesIO(sent)) as whole:
        sheet = whole.read("xl/worksheets/sheet2.xml").replace(b'"A1:D8"', b'"A1"')
    body = Body(packed(workbooks.cmdi(FRIDAYS), sheet2=sheet).body, "host.example", "xlsx")
    assert b'<dimension ref="A1"' in sheet and len(workbook.rows(body, "Index Data")) == 8


def test_a_formula_is_read_as_the_value_it_had():
    made = openpyxl.Workbook()
    made.active.append(["Date", "=1+1"])
    stream = io.BytesIO()
    made.save(stream)
    assert workbook.rows(Body(stream.getvalue(), "host.example", "xlsx")) == [("Date", None)], "nobody computed it"


# the ADS index


def test_the_index_is_taken_from_the_first_sheet_and_from_2000_on(provider: Provider):
    sheets = workbooks.ads([(date(1960, 3, 1), -0.5), (date(1999, 12, 31), 0.5), (date(2000, 1, 1), 0.25), *DAYS])
    provider.say(ADS, workbooks.answer(sheets | {"Notes": [["Date", "ADS_Index"]]}))
    found = rows(fetch("ads:ADS_Index", DAILY))
    assert found == {"2000-01-01": 0.25, "2026-10-30": -0.25, "2026-10-31": 0.046676039626174906}


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("Date", "date", "no row has the columns 'Date', 'ADS_Index'"),
        ("2026:10:31", "2026-10-31x", "where a date belongs"),
        ("2026:10:31", "2026:10:32", "where a date belongs"),
        ("2026:10:31", "2026:10:30", "2026-10-30 twice"),
        (-0.25, "-", "where a number belongs"),
    ],
)
def test_an_index_in_another_form_is_an_error(provider: Provider, old: Any, new: Any, said: str):
    sheets = {
        name: [[new if cell == old else cell for cell in row] for row in found]
        for name, found in workbooks.ads(DAYS).items()
    }
    provider.say(ADS, workbooks.answer(sheets))
    assert said in str(failure("ads:ADS_Index"))


# the survey of businesses


def test_a_share_is_dated_by_what_was_asked_about_and_known_from_its_publication(provider: Provider):
    provider.say(NATIONAL, workbooks.answer(workbooks.btos(ENDS)))
    found = fetch(NEW, IRREGULAR)
    assert rows(found) == {"2026-08-23": 23.1, "2026-09-06": 23.8}
    assert found.vintages == (
        (date(2026, 9, 10), ((date(2026, 8, 23).toordinal(), 23.1),)),
        (date(2026, 9, 24), ((date(2026, 9, 6).toordinal(), 23.8),)),
    )
    assert len(provider.requests) == 1


def test_each_wording_of_a_question_has_its_file_and_both_the_dates_of_one(provider: Provider):
    provider.say(NATIONAL, workbooks.answer(workbooks.btos(ENDS)))
    provider.say(CORE, workbooks.answer(workbooks.btos([(ENDS[0][0], 9.9)], "National Estimates", workbooks.OLD)))
    assert rows(fetch(OLD, IRREGULAR)) == {"2026-08-23": 9.9}
    assert rows(fetch(NEW, IRREGULAR)) == {"2026-08-23": 23.1, "2026-09-06": 23.8}


@pytest.mark.parametrize("mark", [".", "S"])
def test_a_share_that_is_suppressed_or_was_not_asked_is_a_gap(provider: Provider, mark: str):
    sheets = workbooks.btos(ENDS)
    sheets["Response Estimates"][2][-1] = mark
    provider.say(NATIONAL, workbooks.answer(sheets))
    assert rows(fetch(NEW, IRREGULAR)) == {"2026-09-06": 23.8}


def test_the_other_wording_under_the_same_number_is_not_taken_for_it(provider: Provider):
    provider.say(NATIONAL, workbooks.answer(workbooks.btos(ENDS, words=workbooks.OLD)))
    said = "0 rows of answer 'Yes' to a question 7 that says 'in any of its business functions'"
    assert said in str(failure(NEW, IRREGULAR))


@pytest.mark.parametrize(
    "row, place, cell, said",
    [
        (2, -1, "0.231", "'0.231' where a percent belongs"),
        (2, -1, 0.231, "'0.231' where a percent belongs"),
        (2, -1, "x%", "'x' where a number belongs"),
        (3, 3, "Yes", "2 rows of answer 'Yes'"),
        (0, -1, "202603", "figures of 202603, which has no dates"),
        (0, -1, "202521", "figures of 202521, which has no dates"),
        (0, 3, "Reply", "no row has the columns 'Question ID', 'Question', 'Answer'"),
    ],
)
def test_a_survey_in_another_form_is_an_error(provider: Provider, row: int, place: int, cell: Any, said: str):
    sheets = workbooks.btos(ENDS)
    sheets["Response Estimates"][row][place] = cell
    provider.say(NATIONAL, workbooks.answer(sheets))
    assert said in str(failure(NEW, IRREGULAR))


def test_a_file_that_is_not_there_is_a_page_that_says_all_is_well(provider: Provider):
    provider.say(NATIONAL, Answer(HTML, type="text/html"))
    assert "web page" in str(failure(NEW, IRREGULAR))
