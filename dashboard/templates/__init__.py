"""HTML from the templates beside this file: every value is escaped, and a missing one is an error.

A template only lays out its values. Texts are translated before; only texts of a declaration, a seed or a finding
may be passed as they are and translated by a filter.
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
    """Render a template of this folder. Raises jinja2.UndefinedError for a missing value."""
    return Markup(_environment().get_template(template).render(values))


def marked(said: str) -> Markup:
    """A result of `translate_or_mark`: text after the mark is tagged as English, also for screen readers."""
    return Markup(as_html(said))


def told_marked(text: str) -> Markup:
    """A text of a declaration, translated; untranslated text is marked as English."""
    return marked(translate_or_mark(text))


class _Joined(Extension):
    """Removes line breaks and indentation of a template; as comments they keep the line numbers."""

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
