"""What `schedule --print` prints, run as it is printed, in the bare environment that schedulers give."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from indicators.store.store import Store, connect
from tests import pack
from tests.conftest import ROOT
from tests.programs import needs
from tests.refresh.conftest import Fred
from tests.refresh.test_commands import MAIN, filled, has, own, until
from tests.refresh.test_scheduler_units import by_cron, part, service, words_of_systemd

pytestmark = pytest.mark.served

__all__ = ["filled", "has", "own"]

#: Starts a service manager of root's own in rooms of its own: a /run and control groups that nobody else sees.
MANAGER = """
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system /run/user/0
mount -t tmpfs tmpfs /sys/fs/cgroup
mkdir -p /sys/fs/cgroup/systemd /sys/fs/cgroup/unified
mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified
mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd 2>/dev/null || true
for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    mkdir -p $tree/$GROUP && echo $$ > $tree/$GROUP/cgroup.procs || true
done
exec env -i HOME="$HOME" PATH=/usr/bin:/bin XDG_RUNTIME_DIR=/run/user/0 \
    timeout 250 /lib/systemd/systemd --user --unit=claimboard-refresh.service
"""


@pytest.fixture
def place(own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store on a path that every format has its own mind about."""
    path = tmp_path / 'a %h "disk" $HOME' / "it's.sqlite"
    path.parent.mkdir()
    shutil.copy(own.name, path)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))
    return connect(path)


def printed(kind: str, *more: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "schedule", "--every", "6h", "--print", kind, *more],
        # What it names is in the unit too, and the tests' figures are in a folder that the unit does not see.
        env=os.environ | {"PYTHONPATH": str(ROOT), pack.VARIABLE: ""} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def is_refreshed(store: Store) -> None:
    """The figures are in the store that was named, and they came from the provider that was named."""
    found = store.attempts(["UNRATE", "PAYEMS"])
    assert {id: one.outcome for id, one in found.items()} == {"UNRATE": "new", "PAYEMS": "new"}


def test_the_line_of_crontab_refreshes_the_store_of_who_printed_it(place: Store, has: Fred, tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    notify = tmp_path / "changed 100%.json"
    done = by_cron(printed("cron", "--notify", str(notify)), home, PYTHONPATH=str(ROOT))
    assert done.returncode in (0, 1), done.stderr
    is_refreshed(place)
    assert not list(home.rglob("*.sqlite"))


def test_the_service_refreshes_the_store_of_who_printed_it(place: Store, has: Fred, tmp_path: Path):
    found = service(printed("systemd"))
    given = dict(words_of_systemd(line)[0].split("=", 1) for line in found["Environment"])
    command = [word.replace("$$", "$") for word in words_of_systemd(found["ExecStart"][0])]
    environment = given | {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
    assert done.returncode in (0, int(found["SuccessExitStatus"][0])), done.stderr
    is_refreshed(place)


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that is no home and not in /tmp: the service sees neither as we do."""
    with tempfile.TemporaryDirectory(prefix="claimboard-", dir="/srv") as folder:
        yield Path(folder)


@needs("unshare", "systemctl")
@pytest.mark.skipif(os.geteuid() != 0, reason="a service manager of its own needs root")
def test_systemd_itself_runs_the_service_with_all_that_is_taken_from_it(has: Fred, own: Store, room: Path):
    place = room / 'a %h "disk" $HOME' / "it's.sqlite"
    place.parent.mkdir()
    shutil.copy(own.name, place)
    group = f"claimboard-{os.getpid()}"
    unit = room / "home" / ".config" / "systemd" / "user" / "claimboard-refresh.service"
    more = unit.with_name("claimboard-refresh.service.d") / "test.conf"
    more.parent.mkdir(parents=True)
    unit.write_text(part(printed("systemd", CLAIMBOARD_STORE=str(place)), "service"))
    ends = f"ExecStopPost=sh -c 'echo $EXIT_STATUS > \"{room}/ended\"'\nStandardError=append:{room}/said"
    more.write_text(f'[Service]\nEnvironment="PYTHONPATH={ROOT}"\nReadWritePaths={room}\n{ends}\n')
    with subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", MANAGER],
        env={"HOME": str(room / "home"), "PATH": os.environ["PATH"], "GROUP": group},
        stderr=subprocess.PIPE,
        text=True,
    ) as manager:
        until(lambda: (room / "ended").exists() or manager.poll() is not None, 240)
        manager.terminate()
    for tree in Path("/sys/fs/cgroup").glob(f"*/{group}"):
        with suppress(OSError):  # the kernel may still be ending what was in it
            tree.rmdir()
    assert (room / "ended").read_text() in ("0\n", "1\n"), (room / "said").read_text()
    is_refreshed(connect(place))
