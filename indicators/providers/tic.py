"""Treasury International Capital, securities held abroad: `tic:<table>/<country code>/<column>`, 99996 for all countries.

One text file a table, split by tabs: what it is in sentences, a header for people, one for machines, a block of months
for each country, newest first, and definitions below. Quirks: net sales to foreigners are their purchases; transactions
of before February 2023 were another survey's and are "n.a."; a code without a country is a group of them, or a part.
"""

from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, http
from indicators.providers.response import Body

KEYS = ["country", "country_code", "date"]
MONTH = r"(?P<y>\d{4})-(?P<m>\d\d)"
ABSENT = ("n.a.",)
SIGN = "A positive number for net U.S. sales to foreigners denotes an increase in a foreign position"


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    table, code, column = id.split("/")
    body = http.ask(f"{PROVIDERS['tic'].base}/{table}.txt", form="csv")
    return Observed(read(body, code, column), f"tic:{id}", unit=unit(body))


def read(body: Body, code: str, column: str) -> Rows:
    """The months of one country. A block at the very end was cut: definitions follow the last."""
    told, header, lines = _parts(body)
    if column not in header:
        body.fail(f"sent a table without the column {column!r}")
    if SIGN not in told:
        body.fail("sent a table that does not say what a positive number is")
    block = [cells for cells in lines if cells[1:2] == [code]]
    if not block:
        body.fail(f"has no rows of {code}")
    if any(len(cells) != len(header) for cells in block):
        body.fail("sent a table whose lines differ in length")
    if lines[-1] is block[-1]:
        body.fail(f"sent a table that ends in the rows of {code}")
    place = header.index(column)
    found = ((body.day(cells[2], MONTH), body.number(cells[place], ABSENT)) for cells in block)
    return body.rows(found, newest_first=True)


def unit(body: Body) -> str:
    """The unit of all amounts, as the file states it above them."""
    told, _, _ = _parts(body)
    stated = [words for words in told if words.endswith(" of dollars")]
    return stated[0] if stated else body.fail("sent a table that does not state its unit")


def _parts(body: Body) -> tuple[list[str], list[str], list[list[str]]]:
    """What stands above the header, the header for machines, and the lines below it."""
    text = body.text()
    if not body.whole and not text.endswith("\n"):
        body.fail("sent a table that ends in the middle of a line")
    table = [line.split("\t") for line in text.splitlines()]
    headers = [number for number, cells in enumerate(table) if cells[:3] == KEYS]
    if len(headers) != 1:
        body.fail(f"sent a table with {len(headers)} headers of {', '.join(KEYS)}")
    (at,) = headers
    return [cells[0] for cells in table[:at]], table[at], table[at + 1 :]
