"""HTML is made by templates: what is put in is escaped, what is missing is an error, and no module writes its own."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from dashboard.i18n.locale import speaking
from dashboard.templates import marked, render

ROOT = Path(__file__).resolve().parents[2] / "dashboard"
#: A closing tag of what pages are made of; b, br and span are also what Plotly reads in a text.
TAG = re.compile(r"</(div|p|section|header|footer|ol|ul|li|dl|dd|table|tr|td|th|h[1-6]|a|html)>")


def test_a_value_is_escaped_wherever_it_stands():
    said = render("remark.html", words="<img src=x onerror='alert(1)'> & \"so\"")
    assert said == "<p class='cb-note'>&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; &#34;so&#34;</p>"
    linked = render("notice.html", said="", home="?a=' onclick='&b=1", board="")
    assert '<a href="?a=&#39; onclick=&#39;&amp;b=1">' in linked


def test_a_value_that_was_not_given_is_an_error():
    with pytest.raises(UndefinedError, match="lead"):
        render("page.html", title="Ledger")


def test_line_breaks_of_a_template_are_not_in_its_page():
    assert "\n" not in render("page.html", title="Ledger", lead="What changed.")
    assert render("remark.html", words="one\n  two") == "<p class='cb-note'>one\n  two</p>", "those of a value are"


def test_an_error_names_the_line_of_the_template():
    with pytest.raises(UndefinedError) as failed:
        render("page.html", title="Ledger")
    assert any(entry.path.name == "page.html" and entry.lineno == 2 for entry in failed.traceback)


def test_english_among_other_words_is_marked():
    with speaking("ja"):
        assert marked("注: [EN] A < B") == "注: <span lang='en' class='cb-english'>A &lt; B</span>"


def test_no_module_writes_html_by_itself():
    found = {
        f"{path.relative_to(ROOT)}: {node.value[:60]}"
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TAG.search(node.value)
    }
    assert found == set()
