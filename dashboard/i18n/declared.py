"""What a declared test says of its own making."""

from dashboard.i18n.locale import translate
from indicators.model.declaration import Declaration


def seen(test: Declaration) -> str:
    """The clause on what of a test was chosen when its reading was known; empty where nothing was."""
    return translate("Chosen with its reading known: {choice}.", choice=translate(test.seen)) if test.seen else ""
