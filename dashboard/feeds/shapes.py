"""Changed verdicts in the shapes that the hooks of Slack, Discord and Teams take."""

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.feeds.changes import Told, subject
from dashboard.i18n.locale import translate

#: The most letters of a text: of Slack's sections, of Discord's titles, descriptions and contents.
SECTION, TITLE, DESCRIPTION, CONTENT = 3000, 256, 4000, 2000
ADAPTIVE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


def slack(changes: list[Told]) -> dict[str, Any]:
    """A message of blocks; the text stands for them in a notification."""
    return {"text": _slack_text(subject(changes)), "blocks": [_section(one) for one in changes]}


def _section(one: Told) -> dict[str, Any]:
    title = _slack_text(one.headline)
    head = f"*<{_slack_text(one.address)}|{title}>*" if one.address else f"*{title}*"
    words = [head, *map(_slack_text, filter(None, (one.why, one.sentence)))]
    return {"type": "section", "text": {"type": "mrkdwn", "text": _cut("\n".join(words), SECTION)}}


def _slack_text(words: str) -> str:
    """Text with Slack's three signs escaped."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def discord(changes: list[Told]) -> dict[str, Any]:
    """A message of embeds that mentions nobody."""
    embeds = [_embed(one) for one in changes]
    return {"content": _cut(subject(changes), CONTENT), "embeds": embeds, "allowed_mentions": {"parse": []}}


def _embed(one: Told) -> dict[str, Any]:
    words = _cut("\n".join(filter(None, (one.why, one.sentence))), DESCRIPTION)
    own = {"title": _cut(one.headline, TITLE), "description": words, "color": int(one.word.light[1:], 16)}
    links = {"url": one.address, "image": {"url": one.card}} if one.address else {}
    return own | links | {"timestamp": one.moment.isoformat()}


def teams(changes: list[Told]) -> dict[str, Any]:
    """A message with one adaptive card."""
    body = [{"type": "TextBlock", "size": "Medium", "weight": "Bolder", "wrap": True, "text": subject(changes)}]
    card = {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body + [_container(o) for o in changes],
    }
    return {"type": "message", "attachments": [{"contentType": ADAPTIVE, "contentUrl": None, "content": card}]}


def _container(one: Told) -> dict[str, Any]:
    texts = filter(None, (one.headline, one.why, one.sentence))
    items: list[dict[str, Any]] = [{"type": "TextBlock", "wrap": True, "text": _plain(text)} for text in texts]
    items[0] |= {"weight": "Bolder"}
    if one.address:
        opened = {"type": "Action.OpenUrl", "title": translate("Open the claim"), "url": one.address}
        items.append({"type": "ActionSet", "actions": [opened]})
    return {"type": "Container", "separator": True, "items": items}


def _plain(words: str) -> str:
    """Text whose signs are none of Markdown's, of which a card reads some."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]" else letter for letter in words)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


SHAPES: Mapping[str, Callable[[list[Told]], dict[str, Any]]] = {"slack": slack, "discord": discord, "teams": teams}
