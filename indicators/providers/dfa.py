"""The Fed's Distributional Financial Accounts: `dfa:<file>/<category, + adds>/<column>`.

One zip holds all files, and the forty series share it. A file is
stacked by category, dated 1989:Q3; levels are millions of dollars, shares percent. The whole
history is revised each quarter, and quarters after the last survey are extrapolated. The host
answers nobody without a User-Agent.
"""

import io
import zipfile
import zlib
from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, http, shared_file
from indicators.providers.response import Body

QUARTER = r"(?P<y>\d{4}):Q(?P<q>[1-4])"


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    name, categories, column = id.split("/", 2)
    body = shared_file.ask(f"{PROVIDERS['dfa'].base}/dfa.zip", form="zip")
    return Observed(read(_member(body, f"dfa-{name}.csv"), categories.split("+"), column), f"dfa:{id}")


def read(body: Body, categories: list[str], column: str) -> Rows:
    """The sum of some categories by quarter; a quarter that lacks one of them is an error."""
    table = body.csv("Date", "Category", column)
    absent = set(categories) - {category for _, category, _ in table}
    if absent:
        body.fail(f"has no category {min(absent)!r}")
    sums: dict[date, list[float]] = {}
    for quarter, category, value in table:
        if category in categories:
            sums.setdefault(body.day(quarter, QUARTER), []).append(body.number(value) or 0.0)
    uneven = [day for day, parts in sums.items() if len(parts) != len(categories)]
    if uneven:
        body.fail(f"sent {uneven[0]} with categories twice or not at all")
    return body.rows((day, round(sum(parts), 6)) for day, parts in sums.items())


def _member(body: Body, name: str) -> Body:
    try:
        with zipfile.ZipFile(io.BytesIO(body.content)) as archive:
            large = archive.getinfo(name).file_size > http.limits.patience.largest
            content = b"" if large else archive.read(name)
    except KeyError:
        body.fail(f"sent a zip without {name}")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        body.fail("sent a broken or truncated zip")
    if large:
        body.fail(f"sent {name} too large to unpack")
    return Body(content, body.host, "csv", whole=True)  # by its checksum
