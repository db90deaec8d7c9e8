"""Which paths are addresses, for who has to know it before what answers them is imported."""

#: Below these folders, and at these files, the paths are ours; `tests/api/test_paths.py` holds them to the registry.
FOLDERS = ("claims/", "embed/", "series/")
FILES = (
    "board.png",
    "calendar.ics",
    "claims.json",
    "feed.atom",
    "oembed",
    "openapi.json",
    "robots.txt",
    "sitemap.xml",
)


def is_own(path: str, root: str = "") -> bool:
    """Whether a path is one of the addresses, or below a folder of theirs."""
    own = path.removeprefix(root).removeprefix("/")
    return own in FILES or own.startswith(FOLDERS)
