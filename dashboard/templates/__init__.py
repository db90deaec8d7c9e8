"""HTML is made here, by the templates beside this file: every value is escaped, and one that was not given is an error.

A template lays out what it is given. What is said, in the reader's language, is settled before; only words of a
declaration, a seed or a finding may come as they are and be translated by a filter.
"""

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from dashboard.i18n import labels
from dashboard.i18n.locale import as_html, language, translate, translate_or_mark
from dashboard.theme.tokens import VERDICTS


def render(template: str, /, **values: Any) -> Markup:
    """A template of this folder, filled. Raises jinja2.UndefinedError for a value that it wants and was not given."""
    return Markup(_environment().get_template(template).render(values))


def marked(said: str) -> Markup:
    """Words that `told_or_marked` said: what comes behind its mark is English, to who reads and to what reads aloud."""
    return Markup(as_html(said))


def told_marked(text: str) -> Markup:
    """Words of a declaration, translated; what has no translation is marked as English."""
    return marked(translate_or_mark(text))


class _Joined(Extension):
    """Line breaks and indentation of a template are for who edits it: as comments they count lines and say nothing."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\n[ \t]*", "{#\n#}", source)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[_Joined],
        auto_reload=False,
    )
    made.filters |= {"told": translate, "marked": marked, "told_marked": told_marked}
    made.filters |= {"amount": labels.amount, "quoted": labels.quoted, "unit_beside": labels.unit_beside}
    made.filters |= {"day_name": labels.day_name}
    made.globals |= {"verdicts": VERDICTS, "language": language}
    return made
