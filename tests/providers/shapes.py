"""Answers in the wire format of each provider, made for one locator and some figures.

`say(provider, locator, series, rows)` lets the provider give the rows as it would for that locator: its
own path, file, columns, codes, units and dates. `rows` are (day, value), ascending, a step of the
series' frequency apart. What is made here has the keys and columns of recorded answers (test_proofs
compares them where the recordings are).
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote

from indicators.model import Series, periods
from indicators.providers import indeed, proofs
from indicators.providers import tic as sources
from tests.providers import workbooks
from tests.providers.server import Answer, Asked, Provider, as_csv, as_json

Rows = Sequence[tuple[date, float]]
Facts = list[dict[str, Any]]
#: What EIA calls the unit of a column.
EIA_UNITS = {
    "sales": "million kilowatt hours",
    "price": "cents per kilowatt-hour",
    "generation": "thousand megawatthours",
    "capability": "megawatts",
}
INDEED = {
    "aggregate": "date,jobcountry,indeed_job_postings_index_SA,indeed_job_postings_index_NSA,variable",
    "sector": "date,jobcountry,indeed_job_postings_index,variable,display_name",
    "ai": "date,jobcountry,AI_share_postings",
}


def say(provider: Provider, locator: str, series: Series, rows: Rows) -> None:
    """Let the provider answer for a locator, with and without a key."""
    name, _, id = locator.partition(":")
    id, _, average = id.partition("@")
    if average:
        rows = [(month + timedelta(days=n), value) for month, value in rows for n in range(_length(month))]
    SAYS[name](provider, id, series, rows)


def _length(month: date) -> int:
    return periods.period_end(month, "monthly").day


def fred(provider: Provider, id: str, series: Series, rows: Rows) -> None:
    """With a key: figures, and what FRED states of the series; without: the graph download."""
    proof = next(one for locator, one in proofs.proofs().items() if locator.partition("@")[0] == f"fred:{id}")
    about = {"id": id, "title": series.title, "units": proof.unit, "frequency": proof.frequency}
    points = [{"realtime_start": "2026-11-22", "date": day.isoformat(), "value": str(value)} for day, value in rows]
    provider.say("/fred/series", as_json({"seriess": [about]}))
    provider.say("/fred/series/observations", as_json({"count": len(points), "observations": points}))
    provider.say("/fredgraph/fredgraph.csv", as_csv(_lines(f"observation_date,{id}", rows)))


def _lines(header: str, rows: Rows, line: str = "{day},{value}", day: str = "%Y-%m-%d") -> str:
    return "\n".join([header, *(line.format(day=one.strftime(day), value=value) for one, value in rows), ""])


def cboe(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    table = _lines("DATE,OPEN,HIGH,LOW,CLOSE", rows, "{day},1.0,1.0,1.0,{value}", "%m/%d/%Y")
    provider.say(f"/cboe/{id}_History.csv", as_csv(table))


def sec(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    company, _, tag = id.partition("/")
    facts = [fact(day, value) for day, value in rows]
    answer = {"cik": int(company), "taxonomy": "us-gaap", "tag": tag, "label": "", "units": {"USD": facts}}
    provider.say(f"/sec/companyconcept/CIK{company.zfill(10)}/us-gaap/{tag}.json", as_json(answer))


def fact(day: date, value: float) -> dict[str, Any]:
    """A quarter as a quarterly report has it."""
    end = periods.add_months(day, 3) - timedelta(days=1)
    filed = {"accn": f"{end}", "fy": end.year, "fp": "Q1", "form": "10-Q", "filed": f"{end + timedelta(days=30)}"}
    return {"start": f"{day}", "end": f"{end}", "val": value} | filed


def eia(provider: Provider, id: str, series: Series, rows: Rows) -> None:
    """The rows of each code for itself: a sum is spread over its codes."""
    route, _, query = id.partition("?")
    chosen = dict(parse_qsl(query))
    column, frequency = chosen.pop("data"), chosen.pop("frequency")
    codes = {facet: value.split() for facet, value in chosen.items()}
    (many,) = [facet for facet, values in codes.items() if len(values) > 1] or [next(iter(codes))]
    found = [
        {"period": day.strftime("%Y" if frequency == "annual" else "%Y-%m")}
        | {facet: values[0] for facet, values in codes.items()}
        | {many: code, column: str(value / len(codes[many])), f"{column}-units": EIA_UNITS[column]}
        for day, value in rows
        for code in codes[many]
    ]
    response = {"total": str(len(found)), "dateFormat": "YYYY", "frequency": frequency, "data": found}
    provider.say(f"/eia/{route}/data/", as_json({"response": response, "request": {}, "apiVersion": "2.1.13"}))


def treasury(provider: Provider, id: str, series: Series, rows: Rows) -> None:
    endpoint, _, query = id.partition("?")
    chosen = dict(parse_qsl(query))
    column = chosen.pop("field")
    dated = "operation_date" if "buybacks" in endpoint else "record_date"

    def answer(asked: Asked) -> Answer:
        named = all(f"{name}:eq:{value}" in asked.query.get("filter", "") for name, value in chosen.items())
        days = [(periods.period_end(day, series.frequency), value) for day, value in rows] if named else []
        data = [chosen | {dated: f"{day}", column: str(value)} for day, value in days]
        return as_json({"data": data, "meta": {"count": len(data), "total-count": len(data), "total-pages": 1}})

    provider.say(f"/treasury/{endpoint}", answer)


def nyfed(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    kind = id.rpartition("/")[2].upper()
    rates = [
        {"effectiveDate": f"{day}", "type": kind, "percentRate": value, "revisionIndicator": ""} for day, value in rows
    ]
    provider.say(f"/nyfed/rates/{id}/search.json", as_json({"refRates": rates[::-1]}))


def cftc(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    dataset, contract, columns = id.split("/", 2)
    first, *rest = columns.split("-")
    found = [
        {"report_date_as_yyyy_mm_dd": f"{day}T00:00:00.000", "cftc_contract_market_code": contract}
        | {first: str(value + 1e6 * len(rest))}
        | {name: str(1e6) for name in rest}
        for day, value in rows
    ]
    provider.say(f"/cftc/{dataset}.json", as_json(found))


def dfa(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    name, categories, column = id.split("/", 2)
    parts = categories.split("+")
    lines = [
        f"{day.year}:Q{day.month // 3 + 1},{category},{value / len(parts)},9"
        for day, value in rows
        for category in parts
    ]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(f"dfa-{name}.csv", "\r\n".join([f"Date,Category,{column},Other assets", *lines, ""]))
    provider.say("/dfa/dfa.zip", Answer(stream.getvalue(), type="application/zip"))


def cmdi(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    provider.say("/cmdi/Market%20CMDI.xlsx", workbooks.answer(workbooks.cmdi(rows, id)))


def ads(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    provider.say("/ads/ads_index_most_current_vintage.xlsx", workbooks.answer(workbooks.ads(rows)))


def btos(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    """The dates of all files are in one of them."""
    file, sheet, *_ = id.split("/")
    sheets = workbooks.btos(rows, sheet, workbooks.NEW if file == "National" else workbooks.OLD)
    for name in {"National", file}:
        provider.say(f"/btos/{quote(name)}.xlsx", workbooks.answer(sheets))


def bls(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    data = [
        {"year": f"{day.year}", "period": f"M{day.month:02}", "periodName": "", "value": str(value), "footnotes": [{}]}
        for day, value in reversed(rows)
    ]
    head = {"status": "REQUEST_SUCCEEDED", "responseTime": 1, "message": []}
    none = head | {"Results": {"series": [{"seriesID": id, "data": []}]}}
    provider.say(
        "/bls/v1/timeseries/data/",
        as_json(head | {"Results": {"series": [{"seriesID": id, "data": data}]}}),
        as_json(none),
    )


def of_indeed(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    path, column, wanted = indeed.question(id)
    header = INDEED[id.split("/")[1]]
    cells = [
        "{day}" if name == "date" else "{value}" if name == column else wanted.get(name, "1")
        for name in header.split(",")
    ]
    provider.say(f"/indeed/{path}", Answer(_lines(header, rows, ",".join(cells)).encode(), type="text/plain"))


def owid(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    table = _lines("Entity,Code,Month,Data center construction", rows, "United States,USA,{day},{value}", "%Y-%m")
    provider.say(f"/owid/{id}.csv", as_csv(table.removesuffix("\n")))


def census(provider: Provider, id: str, series: Series, rows: Rows) -> None:
    """A share is the first variable over the first below the line; what is added or taken away besides is nothing."""
    dataset, formula = re.split(r"/(?=[A-Z])", id, maxsplit=1)
    tops = [part.partition("+")[0].partition("-")[0] for part in formula.split("/")]
    table = dict(rows)

    def answer(year: int) -> Callable[[Asked], Answer]:
        def said(asked: Asked) -> Answer:
            names = asked.query["get"].split(",")
            values = dict.fromkeys(names, "0") | {tops[-1]: "100"} | {tops[0]: str(table[date(year, 1, 1)])}
            return as_json([[*names, "us"], [*values.values(), "1"]])

        return said

    for year in {day.year for day in table}:
        provider.say(f"/census/{year}/{dataset}", answer(year))


def tic(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    table, code, column = id.split("/")
    provider.say(f"/tic/{table}.txt", Answer(tic_table({code: rows}, column).encode(), type="text/plain"))


def tic_table(blocks: Mapping[str, Rows], column: str) -> str:
    """A table of the Treasury's, newest month first, with a column before those asked for as the file has."""
    lines = [
        f"{code}\t{code}\t{day:%Y-%m}\t9\t{value}" for code, rows in blocks.items() for day, value in reversed(rows)
    ]
    told = ["Table 1: U.S. Long-Term Securities Held by Foreign Residents", sources.SIGN, "Millions of dollars", ""]
    people = ["\t\t\tU.S. Corp. Equity\tU.S. Corp. Equity", "Country\tCountry Code\tDate\tHoldings\tNet U.S. Sales"]
    header = "\t".join([*sources.KEYS, "for_lt_eqty_pos", column])
    return "\r\n".join(
        [*(f"{one}\t\t\t\t" for one in told), *people, header, *lines, "\t\t\t\t", "Definitions:\t\t\t\t", ""]
    )


def federal_register(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    """Every month that is asked for, as it does; 0 where the rows have none."""
    held = {day: int(value) for day, value in rows}

    def answer(asked: Asked) -> Answer:
        first, last = (
            date.fromisoformat(asked.query[f"conditions[publication_date][{edge}]"]) for edge in ("gte", "lte")
        )
        return as_json(facets(first, last, held))

    provider.say("/federalregister/documents/facets/monthly", answer)


def facets(first: date, last: date, counts: Mapping[date, int]) -> dict[str, dict[str, Any]]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    days = [periods.add_months(first, n) for n in range(months)]
    return {f"{day}": {"count": counts.get(day, 0), "name": f"{day:%B %Y}"} for day in days}


def fec(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    committee, column = id.split("/")
    starts = [rows[0][0], *(day + timedelta(days=1) for day, _ in rows)]
    reports = [
        fec_report(committee, start, day, value, column) for start, (day, value) in zip(starts, rows, strict=False)
    ]
    provider.say(f"/fec/committee/{committee}/reports/", fec_page(reports))


def fec_report(
    committee: str, start: date, end: date, value: Any, column: str = "total_receipts_period"
) -> dict[str, Any]:
    covered = {"coverage_start_date": f"{start}T00:00:00", "coverage_end_date": f"{end}T00:00:00"}
    about = {"committee_id": committee, "report_form": "Form 3X", "is_amended": False, "most_recent": True}
    return about | covered | {column: value}


def fec_page(reports: list[dict[str, Any]], **other: Any) -> Answer:
    count = {"count": len(reports), "is_count_exact": True, "page": 1, "pages": 1, "per_page": 100} | other
    return as_json({"api_version": "1.0", "pagination": count, "results": reports})


def coinbase(provider: Provider, id: str, _: Series, rows: Rows) -> None:
    def answer(asked: Asked) -> Answer:
        inside = [(day, v) for day, v in rows if asked.query["start"] <= f"{day}" <= asked.query["end"]]
        stamps = [(int(datetime(d.year, d.month, d.day, tzinfo=UTC).timestamp()), v) for d, v in reversed(inside)]
        return as_json([[stamp, 1, 9, 2, value, 7.5] for stamp, value in stamps])

    provider.say(f"/coinbase/products/{id}/candles", answer)


SAYS: dict[str, Callable[[Provider, str, Series, Rows], None]] = {
    one.__name__: one
    for one in (
        *(fred, cboe, sec, eia, treasury, nyfed, cmdi, ads, cftc),
        *(dfa, bls, owid, census, btos, tic, fec, coinbase),
    )
} | {"indeed": of_indeed, "federalregister": federal_register}
