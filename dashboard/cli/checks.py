"""`claimboard doctor`: checks of the installation, each with its result in a sentence."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from dashboard.exports.headless_browser import HOW_TO_GET
from indicators.catalogue import catalogue
from indicators.judging import evaluate, proof
from indicators.providers import PROVIDERS, SourceError, http, key
from indicators.providers.fetching import ready
from indicators.refresh import clock_check
from indicators.store.store import StoreError, open_store

FONTS = Path(__file__).resolve().parents[1] / "static" / "fonts"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True)
class Check:
    """The result of a check. `missing` is an optional part."""

    name: str
    state: Literal["fine", "missing", "wrong"]
    says: str


def everything() -> list[Check]:
    """Every check, in the order in which a user would repair them."""
    checks: tuple[Callable[[], Check], ...] = (
        python,
        store,
        ledger,
        clock,
        figures,
        claims,
        streamlit,
        fonts,
        keys,
        network,
        pictures,
        browser,
    )
    return [check() for check in checks]


def python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("python", "fine" if sys.version_info >= (3, 11) else "wrong", f"{found} (3.11 or later is needed)")


def store() -> Check:
    try:
        opened = open_store()
        damage = opened.damage()
    except StoreError as error:
        return Check("store", "wrong", str(error))
    if damage:
        return Check("store", "wrong", f"{opened.name} is damaged: {damage}; move it away and start again")
    if trouble := opened.trouble():
        return Check("store", "wrong", f"{opened.name}: {trouble}")
    return Check("store", "fine", f"{opened.name}, {opened.database.about()}, sound")


def ledger() -> Check:
    """Whether the ledger's chain is whole."""
    try:
        found = proof.prove(open_store())
    except StoreError as error:
        return Check("ledger", "wrong", f"cannot be proved: {error}")
    if found.broken:
        return Check("ledger", "wrong", f"broken: {found.broken}; `claimboard verify` says more")
    return Check("ledger", "fine", f"{len(found.chain.links)} entries, chain whole")


def clock() -> Check:
    """Whether figures are dated in the future: a clock was ahead, or is behind now."""
    try:
        late = clock_check.future(open_store(), datetime.now(UTC))
    except StoreError as error:
        return Check("clock", "wrong", str(error))
    if not late:
        return Check("clock", "fine", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, after all figures that are held")
    named = ", ".join(f"{id} ({known[-1].day})" for id, known in list(late.items())[:5])
    return Check(
        "clock",
        "wrong",
        f"{len(late)} series are dated in the future, such as {named}: if this machine's clock is right, "
        "`claimboard redate` dates them by now",
    )


def figures() -> Check:
    held = len(list(catalogue.FIGURES.glob("*.csv")))
    known = catalogue.series()
    shipping = sum(one.ships for one in known.values())
    state: Literal["fine", "wrong"] = "fine" if held == shipping else "wrong"
    return Check(
        "figures",
        state,
        f"{held} of {shipping} series that ship; {len(known) - shipping} more come by refresh",
    )


def claims() -> Check:
    """Whether every claim is judged without a fault; missing data is no fault."""
    try:
        found = evaluate.findings(open_store())
    except StoreError as error:
        return Check("claims", "wrong", f"none can be judged: {error}")
    if errors := evaluate.errors(found):
        return Check("claims", "wrong", "; ".join(f"{id}: {why}" for id, why in errors.items()))
    return Check("claims", "fine", f"all {len(found)} judged")


def streamlit() -> Check:
    try:
        return Check("streamlit", "fine", version("streamlit"))
    except PackageNotFoundError:
        return Check("streamlit", "wrong", "not installed: pip install claimboard")


def fonts() -> Check:
    found = sorted(FONTS.glob("*.woff2"))
    if not found:
        return Check("fonts", "wrong", "none beside the package: reinstall it")
    return Check("fonts", "fine", f"{len(found)} files served from the package")


def pictures() -> Check:
    if find_spec("kaleido"):
        return Check("pictures", "fine", f"kaleido {version('kaleido')}, for claimboard export")
    return Check("pictures", "missing", f"no kaleido, for pictures by the command line: {HOW_TO_GET}")


def keys() -> Check:
    named = [one.key for one in PROVIDERS.values() if one.key and key(one.name)]
    says = f"{', '.join(named)} set" if named else "none set; none is needed to open the board"
    return Check("keys", "fine" if named else "missing", says)


def network() -> Check:
    """Whether the settings of proxies, certificates and limits are valid. No request is made."""
    try:
        ready()
    except SourceError as error:
        return Check("network", "wrong", str(error))
    if unread := http.environment.unread():
        return Check("network", "wrong", f"NO_PROXY: {', '.join(unread)[:80]} means no host; the other entries hold")
    proxies = {str(found) for provider in PROVIDERS.values() if (found := http.environment.proxy(provider.base))}
    return Check("network", "fine", f"providers are asked through {', '.join(sorted(proxies)) or 'no proxy'}")


def browser() -> Check:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return Check("browser", "fine", f"{found}, for the browser test and batch export")
    return Check("browser", "missing", "no Chromium found: the board needs none on this machine")
