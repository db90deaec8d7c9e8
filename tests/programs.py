"""Programs of the machine that some tests start: nginx, HAProxy, faketime and the like."""

import os
import shutil

import pytest

REQUIRED = "CLAIMBOARD_REQUIRE_PROGRAMS"


def needs(*names: str) -> pytest.MarkDecorator:
    """The mark of a test that starts these programs: it is skipped where one is missing, unless all are required."""
    missing = [name for name in names if not shutil.which(name)]
    return pytest.mark.skipif(
        bool(missing) and os.environ.get(REQUIRED) != "1", reason=f"not installed: {', '.join(missing)}"
    )
