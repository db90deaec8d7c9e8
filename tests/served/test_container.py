"""The wheel outside of the checkout, and as the Dockerfile runs it: in an empty, read-only root, without HOME or name."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indicators.store.store import Store
from tests.browser import free_port, started
from tests.conftest import IN_BROWSER
from tests.programs import needs
from tests.served import container
from tests.served.reader import opens, reads

pytestmark = [
    *IN_BROWSER,
    needs("unshare", "setpriv", "git"),
    pytest.mark.skipif(os.geteuid() != 0, reason="mounts of its own need root"),
    pytest.mark.timeout(1500),
]


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """What the first stage of the Dockerfile makes: the package, installed from a wheel outside of the checkout."""
    with tempfile.TemporaryDirectory(prefix="claimboard-", dir="/srv") as folder:
        Path(folder).chmod(0o755)
        yield container.build(Path(folder))


@pytest.fixture
def data(store: Store, tmp_path: Path) -> Path:
    """A disk with a store on it, on a path with a blank."""
    folder = tmp_path / "disk"
    folder.mkdir()
    shutil.copyfile(store.name, folder / "my store.sqlite")
    return folder


def test_the_image_holds_the_package_and_nothing_that_built_it(image: Path):
    (packages,) = image.glob("lib/python3.*/site-packages")
    names = {one.name for one in packages.iterdir()}
    assert {"dashboard", "indicators", "seeds", "psycopg"} <= names
    assert not names & {"pip", "hatchling", "tests", "playwright", "kaleido"}
    assert not list(packages.glob("*/.env")) and not list(image.rglob("*.sqlite"))


def test_the_wheel_serves_a_reader_from_any_folder_and_with_a_home_of_its_own(
    chromium: Any, image: Path, tmp_path: Path
):
    """Nothing of the checkout is near, no variable is set, and the store is made where a user's data belongs."""
    port, home = free_port(), tmp_path / "a home"
    home.mkdir()
    words = ["env", "-i", "-C", str(home), f"HOME={home}", f"PATH={image / 'bin'}:/usr/bin:/bin"]
    words += ["python", str(image / "bin" / "claimboard"), "run", "--port", str(port)]
    with started(words, port, tmp_path / "log", {}):
        reads(chromium, f"http://127.0.0.1:{port}")
        assert "Traceback" not in (tmp_path / "log").read_text()
    assert [one.name for one in home.rglob("*.sqlite")] == ["claimboard.sqlite"]


def test_its_command_serves_a_reader_and_its_health_check_says_so(
    chromium: Any, image: Path, data: Path, tmp_path: Path
):
    port = free_port()
    words = container.run(
        image, tmp_path / "root", data, [*container.command(), "--port", str(port)],
        {"CLAIMBOARD_ALLOWED_HOSTS": "localhost"},
    )  # fmt: skip
    with started(words, port, tmp_path / "log", {}):
        program, *rest = container.health(port)
        subprocess.run([sys.executable if program == "python" else program, *rest], check=True)
        opens(chromium, f"http://localhost:{port}")
        assert "Traceback" not in (tmp_path / "log").read_text()


def test_without_the_names_of_its_readers_it_says_in_a_line_what_to_set(image: Path, data: Path, tmp_path: Path):
    words = container.run(image, tmp_path / "root", data, container.command(), {})
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "CLAIMBOARD_ALLOWED_HOSTS" in done.stderr


def test_a_store_on_a_read_only_disk_is_served_without_a_home_and_without_a_name(
    chromium: Any, image: Path, data: Path, tmp_path: Path
):
    port = free_port()
    words = container.run(
        image, tmp_path / "root", data, ["claimboard", "run", "--port", str(port)],
        {"CLAIMBOARD_STORE": "/data/my store.sqlite"}, forget="HOME",
    )  # fmt: skip
    with started(words, port, tmp_path / "log", {}):
        opens(chromium, f"http://127.0.0.1:{port}")
        assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("command", [("claims", "capex-dependence"), ("series", "GDP"), ("status",), ("doctor",)])
def test_commands_answer_there_too(image: Path, data: Path, tmp_path: Path, command: tuple[str, ...]):
    words = container.run(
        image, tmp_path / "root", data, ["claimboard", *command], {"CLAIMBOARD_STORE": "/data/my store.sqlite"}, "HOME"
    )
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "/data/my store.sqlite" in done.stdout or command[0] in ("claims", "series")


def test_without_a_home_or_a_store_one_line_says_what_to_set(image: Path, data: Path, tmp_path: Path):
    words = container.run(image, tmp_path / "root", data, ["claimboard", "series", "GDP"], {}, forget="HOME")
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "CLAIMBOARD_STORE" in done.stderr
