"""`python -m tests.map [FOLDER]`: the rooms of the code, how many modules each has, and the arrows between them.

An arrow is that a module of one room imports a module of another; rooms that lead back to each other are a circle.
FOLDER is a checkout; without one, this.
"""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("indicators", "dashboard")
#: Within it each folder is a room.
THESES = "indicators.theses"


def modules(root: Path) -> dict[str, Path]:
    """Every module of the two packages by its full name."""
    files = (file for package in PACKAGES for file in sorted((root / package).rglob("*.py")))
    return {_name(file.relative_to(root)): file for file in files}


def _name(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def imports(name: str, file: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules that one imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{one.name}" for one in node.names]
            yield from (one if one in known else node.module for one in inner if node.module in known or one in known)


def room(name: str) -> str:
    """The folder of a module, or itself where it lies in the package's own."""
    parts = name.split(".")
    return ".".join(parts[: 3 if name.startswith(f"{THESES}.") else 2])


def arrows(root: Path) -> set[tuple[str, str]]:
    """Which module imports which."""
    known = modules(root)
    return {(name, one) for name, file in known.items() for one in imports(name, file, known) if one != name}


def circle(edges: set[tuple[str, str]]) -> list[str]:
    """One circle among the arrows; empty where there is none."""
    graph = defaultdict(set)
    for start, end in edges:
        graph[start].add(end)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def main(root: Path = ROOT) -> None:
    found = arrows(root)
    between = {(room(a), room(b)) for a, b in found if room(a) != room(b) and b not in PACKAGES}
    for name, count in Counter(room(one) for one in modules(root) if one not in PACKAGES).items():
        print(f"{count:4} {name}")
    print(f"{len({room(one) for one in modules(root)} - set(PACKAGES))} rooms, {len(between)} arrows between them")
    own = {edge for edge in found if edge[1] not in PACKAGES}
    print("circle of rooms:", " > ".join(circle(between)) or "none")
    print("circle of modules:", " > ".join(circle(own)) or "none")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
