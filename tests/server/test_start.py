"""What the server brings before its first answer."""

import subprocess
import sys

from tests.browser import ROOT


def test_the_first_answer_waits_for_no_pandas():
    code = "import sys, dashboard.server.serving, dashboard.server.app; print(*{n.split('.')[0] for n in sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"pandas", "numpy", "pyarrow", "jinja2"} & set(found.stdout.split())
