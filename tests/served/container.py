"""The image that the Dockerfile describes, without Docker: built by its own lines, run in a root that is empty but for it.

The root holds the machine's /usr, the interpreter and /opt/claimboard, is read-only but for /tmp, has no /etc, and so
no name for the user that the last stage names. Needs root, for mounts that nobody else sees.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser import ROOT
from tests.served.test_files import DOCKERFILE, FINAL, is_sent

PLACE = "/opt/claimboard"
BUILD = DOCKERFILE.rpartition("\nFROM ")[0]
#: Mounts of its own; $1 is the folder of the new root, $2 a folder that is there, read-only, as /data.
EMPTY = """
set -e
mount -t tmpfs tmpfs "$1"
for one in /usr /bin /sbin /lib /lib64; do
    if [ -L $one ]; then ln -s "$(readlink $one)" "$1$one"
    elif [ -d $one ]; then mkdir "$1$one"; mount --rbind $one "$1$one"; mount -o remount,bind,ro "$1$one"; fi
done
for pair in "$PYTHON:$PYTHON" "$IMAGE:/opt/claimboard" "$2:/data"; do
    mkdir -p "$1${pair##*:}"
    mount --bind "${pair%%:*}" "$1${pair##*:}"
    mount -o remount,bind,ro "$1${pair##*:}"
done
mkdir "$1/proc" "$1/dev" "$1/tmp"
mount --rbind /proc "$1/proc"
mount --rbind /dev "$1/dev"
mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
mount -o remount,ro "$1"
new=$1
shift 2
exec chroot "$new" /usr/bin/setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all \\
    /usr/bin/env --chdir=/tmp "$@"
"""


def lines(stage: str, word: str) -> list[str]:
    """What follows a word of the Dockerfile in a stage, each line once its continuations are joined."""
    return re.findall(rf"^{word} (.*)$", stage.replace("\\\n", " "), re.M)


def environment(stage: str) -> dict[str, str]:
    """The variables that a stage sets, over a plain search path."""
    found = {"PATH": "/usr/bin:/bin"}
    for line in lines(stage, "ENV"):
        for name, value in re.findall(r"(\w+)=(\S+)", line):
            found[name] = value.replace("$PATH", found["PATH"])
    return found


def command() -> list[str]:
    """ENTRYPOINT and CMD."""
    return [*json.loads(lines(FINAL, "ENTRYPOINT")[0]), *json.loads(lines(FINAL, "CMD")[0])]


def health(port: int) -> list[str]:
    """HEALTHCHECK's command, at another port."""
    (line,) = (line for line in lines(FINAL, "HEALTHCHECK"))
    return [word.replace("8501", str(port)) for word in json.loads(line.partition("CMD ")[2])]


def build(folder: Path) -> Path:
    """Run the lines of the first stage on what .dockerignore lets through; the folder that becomes /opt/claimboard."""
    context, image, tools = folder / "context", folder / "image", folder / "tools"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(is_sent, filter(None, tracked.split("\0"))):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, context / name)
    image.mkdir()
    tools.mkdir()
    own = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    (tools / "python").write_text(f'#!/bin/sh\nexec "{own}" "$@"\n')  # not a link: it would be the image's too
    (tools / "python").chmod(0o755)
    made = not Path(PLACE).exists()
    Path(PLACE).mkdir(parents=True, exist_ok=True)
    try:
        given = environment(BUILD)
        script = "\n".join(["set -e", f'mount --bind "{image}" {PLACE}', *lines(BUILD, "RUN")])
        subprocess.run(
            ["unshare", "--mount", "sh", "-c", script],
            cwd=context,
            env=os.environ | given | {"PATH": f"{PLACE}/bin:{tools}:/usr/bin:/bin"},
            check=True,
            capture_output=True,
        )
    finally:
        if made:
            Path(PLACE).rmdir()
    return image


def run(image: Path, root: Path, data: Path, words: list[str], told: dict[str, str], forget: str = "") -> list[str]:
    """What runs a command in the empty root as the last stage's user, with its environment and what it is told."""
    root.mkdir(exist_ok=True)
    given = {name: value for name, value in environment(FINAL).items() if name != forget} | told
    return [
        "env", f"PYTHON={sys.base_prefix}", f"IMAGE={image}",
        "unshare", "--mount", "--kill-child", "--fork", "sh", "-c", EMPTY, "sh", str(root), str(data),
        "-i", *(f"{name}={value}" for name, value in given.items()), *words,
    ]  # fmt: skip
