"""Indeed Hiring Lab's postings: `indeed:US/aggregate/total postings/SA`, `indeed:US/sector/<sector>/SA`, `indeed:US/ai`.

Weekly commits to public repositories of CSV files, whole history revised; `@monthly` averages days.
Quirks: total and new postings are stacked in one file; the sectors' file is large, seasonally
adjusted only, and has commas inside quoted names; the share of postings that mention artificial
intelligence is in a file of all countries.
"""

from datetime import date

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, Rows, http
from indicators.providers.response import Body, monthly

INDEX = "indeed_job_postings_index"


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    what, _, average = id.partition("@")
    path, value, wanted = question(what)
    rows = read(http.ask(f"{PROVIDERS['indeed'].base}/{path}", form="csv"), value, wanted)
    return Observed(monthly(rows) if average else rows, f"indeed:{id}")


def question(what: str) -> tuple[str, str, dict[str, str]]:
    """The file, the column of the value, and what other columns must say."""
    country, kind, *rest = what.split("/")
    tracker = f"job_postings_tracker/master/{country}"
    if kind == "ai":
        return "ai-tracker/main/AI_posting.csv", "AI_share_postings", {"jobcountry": country}
    if kind == "sector":
        chosen = {"jobcountry": country, "variable": "total postings", "display_name": rest[0]}
        return f"{tracker}/job_postings_by_sector_{country}.csv", INDEX, chosen
    return (
        f"{tracker}/aggregate_job_postings_{country}.csv",
        f"{INDEX}_{rest[1]}",
        {
            "jobcountry": country,
            "variable": rest[0],
        },
    )


def read(body: Body, value: str, wanted: dict[str, str]) -> Rows:
    table = body.csv("date", value, *wanted)
    chosen = [row for row in table if row[2:] == list(wanted.values())]
    return body.rows(sorted((body.day(day), body.number(number, ("", "NA"))) for day, number, *_ in chosen))
