"""The paths that are told apart before anything is imported are those of the registry."""

from dashboard.api import paths
from dashboard.api.addresses import ADDRESSES


def test_they_are_those_of_the_registry():
    known = [one.path.lstrip("/") for one in ADDRESSES]
    assert {path.split("{")[0] for path in known if "{" in path} | {"claims/"} == set(paths.FOLDERS)
    assert {path for path in known if "{" not in path} == set(paths.FILES)
