"""The Census Bureau's Business Trends and Outlook Survey: `btos:<file>/<sheet>/<question>/<answer>`, percent of businesses.

A sheet has a row an answer and a column a collection, which lasts two weeks: 202619 is the 19th of 2026. What two weeks
it asks about, and when it was published, is in a sheet of National.xlsx. An observation is dated by the last day asked
about and known from its publication. Quirks: percents are texts, `S` is suppressed, `.` was not asked. The question
about AI was worded anew in November 2025, under its old number: it is known by its words, and each wording has a file.
A file that is not there is a web page with status 200.
"""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Revision, shared_file, workbook
from indicators.providers.response import Body

NATIONAL, DATES = "National", "Collection and Reference Dates"
#: What the question on AI says in each file.
WORDS = {NATIONAL: "in any of its business functions", "AI Core Questions": "in producing goods or services"}
QUESTION = ("Question ID", "Question", "Answer")
COLLECTION = re.compile(r"20\d{4}", re.ASCII)
ABSENT = ("", ".", "S")

#: The last day asked about and the day of publication, by collection.
Dates = Mapping[str, tuple[date, date]]


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    file, row = id.split("/", 1)
    dates = read_dates(_file(NATIONAL))
    body = _file(file)
    revisions = read(body, row, WORDS[file], dates)
    rows = body.rows((date.fromordinal(day), value) for _, new in revisions for day, value in sorted(new))
    return Observed(rows, f"btos:{id}", vintages=revisions)


def read(body: Body, row: str, words: str, dates: Dates) -> tuple[Revision, ...]:
    """What each publication added of one answer to the question with these words, oldest first."""
    sheet, number, answer = row.split("/")
    rows = workbook.rows(body, sheet)
    columns = [name for name in map(workbook.text, rows[0] if rows else ()) if COLLECTION.fullmatch(name)]
    found = [
        cells
        for asked, question, answered, *cells in workbook.table(body, rows, *QUESTION, *columns)
        if (workbook.text(asked), workbook.text(answered)) == (number, answer) and words in workbook.text(question)
    ]
    if len(found) != 1:
        body.fail(f"sent {len(found)} rows of answer {answer!r} to a question {number} that says {words!r}")
    new: dict[date, dict[int, float | None]] = {}
    for name, cell in zip(columns, found[0], strict=True):
        if (value := _percent(body, workbook.text(cell))) is not None:
            if name not in dates:
                body.fail(f"sent figures of {name}, which has no dates")
            ended, published = dates[name]
            new.setdefault(published, {})[ended.toordinal()] = value
    return tuple((published, tuple(sorted(rows.items()))) for published, rows in sorted(new.items()))


def read_dates(body: Body) -> Dates:
    """The collections that have been or will be published; those of the lapse of 2025 never were."""
    found = workbook.table(body, workbook.rows(body, DATES), "Smpdt", "Ref End", "Publication Date")
    return {
        workbook.text(name): (workbook.day(body, ended), workbook.day(body, published))
        for name, ended, published in found
        if name is not None and published is not None
    }


def _percent(body: Body, said: str) -> float | None:
    if said not in ABSENT and not said.endswith("%"):
        body.fail(f"sent {said[:40]!r} where a percent belongs")
    return body.number(said.removesuffix("%"), ABSENT)


def _file(name: str) -> Body:
    return shared_file.ask(f"{PROVIDERS['btos'].base}/{quote(name)}.xlsx", form="xlsx")
