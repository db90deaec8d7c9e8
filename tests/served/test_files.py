"""Dockerfile, compose.yaml and what they refer to: what a container is given, and what is kept from it."""

import re
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from indicators.settings import SETTINGS
from tests.conftest import ROOT
from tests.programs import needs

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
FINAL = DOCKERFILE.rpartition("\nFROM ")[2]
KEPT_OUT = (
    ".env", ".env.local", ".streamlit/secrets.toml", "secrets/database", "store.sqlite", "data/store.sqlite-wal", ".git/config",
    ".venv/bin/python", "tests/conftest.py", "dashboard/.env", "seeds/secrets.toml", "seeds/old.sqlite", "keys.env",
    "dashboard/__pycache__/cli.pyc", "compose.yaml", "deploy/reader.sh",
)  # fmt: skip
SENT = ("dashboard/cli/main.py", "seeds/claims.toml", "seeds/figures/GDP.csv", ".streamlit/config.toml", "pyproject.toml",
        "requirements/server.txt", "indicators/refresh/templates/cron.txt", "LICENSE", "README.md")  # fmt: skip


def is_sent(path: str) -> bool:
    """Whether Docker would send a file to the builder: the last line that matches it or a folder above it counts."""
    sent = True
    places = [str(one) for one in (PurePosixPath(path), *PurePosixPath(path).parents)][:-1]
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.lstrip("!")
        anywhere = pattern.removeprefix("**/")
        names = [PurePosixPath(one).name if anywhere != pattern else one for one in places]
        if line and not line.startswith("#") and any(fnmatch(one, anywhere) for one in names):
            sent = line.startswith("!")
    return sent


@pytest.mark.parametrize("path", KEPT_OUT)
def test_what_is_secret_or_of_no_use_never_reaches_the_image(path: str):
    assert not is_sent(path)


@pytest.mark.parametrize("path", SENT)
def test_what_the_image_is_built_from_reaches_it(path: str):
    assert is_sent(path)


def test_the_last_stage_holds_the_installed_package_and_no_source():
    copied = re.findall(r"^COPY (.*)$", FINAL, re.M)
    assert copied == ["--from=build /opt/claimboard /opt/claimboard"]
    assert re.search(r"^USER 10001:10001$", FINAL, re.M) and "HEALTHCHECK" in FINAL


def test_every_image_is_pinned_by_its_digest():
    named = re.findall(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.M)
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.M) == ["${PYTHON}", "${PYTHON}"]
    named += [re.sub(r"^\$\{\w+:-|\}$", "", one["image"]) for one in SERVICES.values() if "build" not in one]
    assert len(named) == 3 and all(re.search(r":[\w.-]+@sha256:[0-9a-f]{64}$", one) for one in named)


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_held_as_tightly_as_it_can_be(name: str):
    one = SERVICES[name]
    assert one["read_only"] is True and one["cap_drop"] == ["ALL"] and "cap_add" not in one
    assert one["security_opt"] == ["no-new-privileges:true"] and "/tmp" in one["tmpfs"]
    assert one["pids_limit"] and one["mem_limit"] and "privileged" not in one and "network_mode" not in one
    # Compose can put no secret or configuration into a read-only container but a file of the machine's.
    for secret in one.get("secrets", []):
        assert set(COMPOSE["secrets"][secret]) == {"file"}
    assert "configs" not in COMPOSE


def test_no_secret_is_in_an_environment():
    secret = {one.name for one in SETTINGS if one.secret} | {"POSTGRES_PASSWORD"}
    for name, one in SERVICES.items():
        given = one.get("environment", {})
        assert set(given) & secret <= {"CLAIMBOARD_STORE"}, name
        assert ":" not in str(given.get("CLAIMBOARD_STORE", "")).removeprefix("postgresql://"), "a password"


def test_dashboards_have_no_key_no_way_out_and_a_login_that_may_only_read():
    one = SERVICES["dashboard"]
    assert one["secrets"] == ["reader_password"] and one["networks"] == ["inside"]
    assert not [name for name in one["environment"] if "API_KEY" in name]
    assert one["environment"]["CLAIMBOARD_STORE"] == "postgresql://claimboard_reader@database/claimboard"
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == ["inside"] and "ports" not in SERVICES["database"]
    made = (ROOT / "deploy" / "reader.sh").read_text(encoding="utf-8")
    assert "GRANT pg_read_all_data TO claimboard_reader" in made


def test_the_refresher_is_handed_every_variable_that_it_reads_and_no_other_is():
    given = set(SERVICES["refresher"]["environment"])
    #: Files of this machine that a container has not.
    files = {"SSL_CERT_FILE", "SSL_CERT_DIR"}
    wanted = {one.name for one in SETTINGS if one.reader == "figures" and not one.secret} - files
    wanted |= {f"{one.name}_FILE" for one in SETTINGS if one.reader == "figures" and one.secret}
    assert given == wanted | {"CLAIMBOARD_STORE", "PGPASSWORD_FILE"}
    assert set(SERVICES["dashboard"]["environment"]) & wanted == set()


@needs("haproxy")
def test_haproxy_takes_its_configuration_and_holds_off_the_slow():
    file = ROOT / "deploy" / "haproxy.cfg"
    assert f"./{file.relative_to(ROOT)}:/usr/local/etc/haproxy/haproxy.cfg:ro" in SERVICES["proxy"]["volumes"]
    subprocess.run(["haproxy", "-c", "-f", file], check=True, capture_output=True)
    text = file.read_text(encoding="utf-8")
    for line in (
        "timeout http-request",
        "timeout queue",
        "maxconn",
        "Strict-Transport-Security",
        "del-header X-Forwarded-For",
    ):
        assert line in text


@pytest.mark.parametrize("name", ["run", "server", "test"])
def test_every_package_that_pip_installs_has_its_hash(name: str):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 40 and all(re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line) for line in lines)
    assert re.search(r"^hatchling==(\S+)", text, re.M)


def test_every_package_that_the_project_names_is_locked_and_hashed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    named = {
        "run": extras["export"],
        "server": extras["postgres"],
        "test": [one for each in extras.values() for one in each],
    }
    for file, more in named.items():
        text = (ROOT / "requirements" / f"{file}.txt").read_text(encoding="utf-8")
        for one in [*project["project"]["dependencies"], *more, *project["dependency-groups"]["build"]]:
            name = re.split(r"[\[<>=~! ]", one)[0]
            assert re.search(rf"^{re.escape(name)}(\[\w+\])?==", text, re.M), f"{name}: make lock"


def test_what_builds_the_package_is_the_version_that_has_a_hash():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (wanted,) = re.findall(r'^requires = \["(hatchling==[\d.]+)"\]$', project, re.M)
    for name in ("run", "server", "test"):
        assert f"{wanted} " in (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    for line in (*DOCKERFILE.splitlines(), *(ROOT / "Makefile").read_text(encoding="utf-8").splitlines()):
        if "pip install" in line:
            assert "--require-hashes" in line or "--no-deps --no-build-isolation" in line
