"""Where changed verdicts are told: real hooks and a real mail server, on this machine."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.feeds.targets import TargetError, target, targets
from indicators.providers import SourceError
from tests.feeds.conftest import AT, BASE, change
from tests.feeds.smtp import Mailbox
from tests.providers.proxy import certificate as certified
from tests.providers.server import Answer, Provider

SAID = "Turned by gross domestic product (new: 2026Q2)."


@pytest.fixture(autouse=True)
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMBOARD_PUBLIC_URL", f"{BASE}/")
    for name in ("CLAIMBOARD_NOTIFY", "CLAIMBOARD_SMTP", "CLAIMBOARD_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)


def bodies(hook: Provider, path: str) -> list[dict]:
    return [json.loads(one.body) for one in hook.asked(path)]


@pytest.mark.parametrize("form", ["{}", "file:{}", "file://{}"])
def test_to_a_file_a_line_of_json_a_change_is_appended(tmp_path: Path, form: str):
    path = tmp_path / "changed.jsonl"
    path.write_text('{"before": 1}\n')
    target(form.format(path)).tell([change(), change("low-skill-third")], AT)
    _, *lines = map(json.loads, path.read_text().splitlines())
    assert [one["claim"] for one in lines] == ["capex-dependence", "low-skill-third"]
    assert lines[0]["at"] == "2026-11-22T12:00:00+00:00" and lines[0]["said"] == SAID
    assert (lines[0]["from"], lines[0]["to"]) == (
        {"status": "mixed", "value": 0.74},
        {"status": "supported", "value": 1.76},
    )
    assert lines[0]["address"] == f"{BASE}/ai-capex?claim=capex-dependence"
    assert lines[0]["card"] == f"{BASE}/claims/capex-dependence.png"
    (move,) = lines[0]["why"]["moves"]
    assert (move["day"], move["releases"], move["flips"]) == ("2026-07-30", ["gross domestic product"], True)


def test_to_an_address_changes_are_posted_as_json_with_a_key_against_repetition(hook: Provider):
    hook.say("/hook", Answer(b"", 204))
    target(f"{hook.url}/hook").tell([change()], AT)
    (asked,) = hook.asked("/hook")
    assert [one["claim"] for one in json.loads(asked.body)["changed"]] == ["capex-dependence"]
    assert {name.lower(): value for name, value in asked.headers.items()}["idempotency-key"] == change().id


def test_slack_takes_blocks_with_its_three_signs_escaped(hook: Provider):
    hook.say("/slack", Answer(b"ok"))
    target(f"slack:{hook.url}/slack").tell([change()], AT)
    (told,) = bodies(hook, "/slack")
    (block,) = told["blocks"]
    head, why, sentence = block["text"]["text"].split("\n")
    assert (block["type"], block["text"]["type"], why) == ("section", "mrkdwn", SAID)
    assert head.startswith(f"*<{BASE}/ai-capex?claim=capex-dependence|") and head.endswith(
        "Mixed, 0.74% → Supported, 1.76%>*"
    )
    assert sentence == "Investment &lt;rose&gt; &amp; *rose*." and "→" in told["text"]


def test_discord_takes_embeds_and_mentions_nobody(hook: Provider):
    hook.say("/discord", Answer(b"", 204))
    target(f"discord:{hook.url}/discord").tell([change()], AT)
    (told,) = bodies(hook, "/discord")
    (embed,) = told["embeds"]
    assert told["allowed_mentions"] == {"parse": []} and told["content"]
    assert (embed["url"], embed["image"]["url"]) == (
        f"{BASE}/ai-capex?claim=capex-dependence",
        f"{BASE}/claims/capex-dependence.png",
    )
    assert isinstance(embed["color"], int) and embed["timestamp"] == "2026-11-22T12:00:00+00:00"


def test_teams_takes_an_adaptive_card(hook: Provider):
    hook.say("/teams", Answer(b"1"))
    target(f"teams:{hook.url}/teams").tell([change(), change("low-skill-third")], AT)
    (told,) = bodies(hook, "/teams")
    (attached,) = told["attachments"]
    card = attached["content"]
    assert (told["type"], attached["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    assert (card["type"], card["version"], len(card["body"])) == ("AdaptiveCard", "1.4", 3)
    *texts, links = card["body"][1]["items"]
    assert [one["type"] for one in texts] == ["TextBlock"] * 3 and texts[2]["text"] == "Investment <rose> & \\*rose\\*."
    assert links["actions"][0]["url"] == f"{BASE}/ai-capex?claim=capex-dependence"


@pytest.mark.parametrize("shape", ["slack", "discord", "teams"])
def test_without_a_public_address_nothing_is_linked(hook: Provider, monkeypatch: pytest.MonkeyPatch, shape: str):
    monkeypatch.delenv("CLAIMBOARD_PUBLIC_URL")
    hook.say("/hook", Answer(b"ok"))
    target(f"{shape}:{hook.url}/hook").tell([change()], AT)
    (asked,) = hook.asked("/hook")
    assert b"capex-dependence" not in asked.body and b'"url"' not in asked.body


@pytest.mark.parametrize("shape", ["slack", "discord"])
def test_what_is_long_is_cut_to_what_a_hook_takes(hook: Provider, shape: str):
    one = change()
    hook.say("/hook", Answer(b"ok"))
    target(f"{shape}:{hook.url}/hook").tell([replace(one, now=replace(one.now, sentence="long " * 2000))] * 10, AT)
    (told,) = bodies(hook, "/hook")
    blocks = told.get("blocks", [])
    assert all(len(block["text"]["text"]) <= 3000 for block in blocks)
    assert all(len(embed["description"]) <= 4096 for embed in told.get("embeds", [])) and (blocks or told["embeds"])


def test_a_hook_that_fails_in_passing_is_tried_again_and_one_that_refuses_is_not(hook: Provider):
    hook.say("/hook", Answer(b"", 503), Answer(b"", 429, headers={"Retry-After": "0"}), Answer(b"ok"))
    target(f"slack:{hook.url}/hook").tell([change()], AT)
    assert len(hook.asked("/hook")) == 3
    hook.say("/s3cret/gone", Answer(b"no", 404))
    with pytest.raises(SourceError, match="answered 404") as refused:
        target(f"slack:{hook.url}/s3cret/gone").tell([change()], AT)
    assert "s3cret" not in str(refused.value) and len(hook.asked("/s3cret/gone")) == 1


# --- e-mail ---------------------------------------------------------------------------------------

TO = "mailto:ana@example.org,bo@example.org?cc=cy@example.org&bcc=di@example.org&subject=Our%20board"


def test_an_e_mail_says_what_changed_and_why(hurry: None, monkeypatch: pytest.MonkeyPatch):
    with Mailbox() as box:
        monkeypatch.setenv("CLAIMBOARD_SMTP", f"smtp://127.0.0.1:{box.port}")
        monkeypatch.setenv("CLAIMBOARD_MAIL_FROM", "board@example.org")
        target(TO).tell([change()], AT)
    (letter,) = box.received
    assert letter["Subject"].startswith("Our board: ") and letter["Subject"].endswith("Mixed, 0.74% → Supported, 1.76%")
    assert (letter["From"], letter["To"], letter["Cc"], letter["Bcc"]) == (
        "board@example.org", "ana@example.org, bo@example.org", "cy@example.org", None,
    )  # fmt: skip
    assert sorted(box.recipients) == ["ana@example.org", "bo@example.org", "cy@example.org", "di@example.org"]
    headline, why, sentence, address = letter.get_content().strip().splitlines()
    assert (why, sentence) == (SAID, "Investment <rose> & *rose*.")
    assert address == f"{BASE}/ai-capex?claim=capex-dependence" and headline in letter["Subject"]
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Message-ID"].endswith("@example.org>")


def test_a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not(hurry: None, monkeypatch: pytest.MonkeyPatch):
    with Mailbox() as box:
        monkeypatch.setenv("CLAIMBOARD_SMTP", f"smtp://127.0.0.1:{box.port}")
        monkeypatch.setenv("CLAIMBOARD_MAIL_FROM", "board@example.org")
        box.says |= {"MAIL": ["451 later", "421 later"], "QUIT": ["250 odd", "250 odd", "250 odd"]}
        target("mailto:ana@example.org").tell([change()], AT)
        assert len(box.received) == 1
        box.says["RCPT"] = ["550 nobody", "250 fine"]
        with pytest.raises(SourceError, match=r"127\.0\.0\.1 refused the recipients \(550\)"):
            target("mailto:nobody@example.org").tell([change()], AT)
    with pytest.raises(SourceError, match=r"127\.0\.0\.1 cannot be reached"):
        target("mailto:ana@example.org").tell([change()], AT)


def test_a_password_goes_by_tls_and_by_nothing_else(hurry: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    trusted, key = certified(tmp_path)
    monkeypatch.setenv("CLAIMBOARD_MAIL_FROM", "board@example.org")
    with Mailbox(names={"me": "s3cret!"}) as bare:
        monkeypatch.setenv("CLAIMBOARD_SMTP", f"smtp://me:s3cret%21@127.0.0.1:{bare.port}")
        with pytest.raises(SourceError, match="offers no TLS, and a password is not sent without"):
            target("mailto:ana@example.org").tell([change()], AT)
    assert bare.logins == [] and bare.received == []
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with Mailbox((trusted, key), names={"me": "s3cret!"}) as box:
        monkeypatch.setenv("CLAIMBOARD_SMTP", f"smtp://me:s3cret%21@127.0.0.1:{box.port}")
        target("mailto:ana@example.org").tell([change()], AT)
        assert box.logins == [("me", True)] and len(box.received) == 1
        monkeypatch.setenv("CLAIMBOARD_SMTP", f"smtp://me:wr0ng-s3cret@127.0.0.1:{box.port}")
        with pytest.raises(SourceError, match=r"refused the name or the password \(535\)") as refused:
            target("mailto:ana@example.org").tell([change()], AT)
        assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("server", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port"])
def test_a_server_that_is_none_is_said_by_its_variable(monkeypatch: pytest.MonkeyPatch, server: str):
    monkeypatch.setenv("CLAIMBOARD_SMTP", server)
    monkeypatch.setenv("CLAIMBOARD_MAIL_FROM", "board@example.org")
    with pytest.raises(SourceError, match="CLAIMBOARD_SMTP must name the server"):
        target("mailto:ana@example.org").tell([change()], AT)


def test_who_sends_must_be_known(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_SMTP", "smtp://me:s3cret@mail.example.org")
    with pytest.raises(SourceError, match="CLAIMBOARD_MAIL_FROM must name") as refused:
        target("mailto:ana@example.org").tell([change()], AT)
    assert "s3cret" not in str(refused.value)


# --- their names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://hooks.example.org/T0/s3cret", "https:hooks.example.org"),
        ("slack:https://hooks.slack.example/services/s3cret", "slack:hooks.slack.example"),
        ("https://me:s3cret@hooks.example.org/x", "https:hooks.example.org"),
        ("mailto:ana@example.org?bcc=s3cret@example.org", "mailto:ana@example.org"),
    ],
)
def test_the_name_of_a_target_has_no_secret(text: str, name: str):
    assert target(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "file:",
            "https://",
            "slack:",
            "slack:hooks",
            "slack:ftp://s3cret",
            "https://host:port/s3cret",
            "https:///s3cret",
        ),
        *("mailto:", "mailto:ana", "mailto:a@b@c, d", "mailto:ana@example.org?body=s3cret", "mailto:a%0d%0aBcc:x@y"),
        *("gopher://s3cret", "a\0b"),
    ],
)
def test_a_target_that_is_none_is_refused_in_a_sentence_without_its_secret(text: str):
    with pytest.raises(TargetError, match="--notify") as refused:
        target(text)
    assert "s3cret" not in str(refused.value) and "\n" not in str(refused.value)


def test_they_are_told_in_the_language_chosen_and_in_english_without_one(
    hook: Provider, monkeypatch: pytest.MonkeyPatch
):
    hook.say("/slack", Answer(b"ok"), Answer(b"ok"), Answer(b"ok"))
    for language, variable in ((None, ""), ("ja", "ko"), (None, "ja")):
        monkeypatch.setenv("CLAIMBOARD_NOTIFY_LANGUAGE", variable)
        (one,) = targets([f"slack:{hook.url}/slack"], language)
        one.tell([change()], AT)
    english, *japanese = [told["blocks"][0]["text"]["text"] for told in bodies(hook, "/slack")]
    assert SAID in english and "Supported" in english
    assert japanese[0] == japanese[1] and "支持" in japanese[0] and "Turned by" not in japanese[0]
    assert f"{BASE}/ai-capex?claim=capex-dependence&amp;lang=ja|" in japanese[0]


def test_a_file_and_a_letter_are_in_it_too(tmp_path: Path):
    (one,) = targets([str(tmp_path / "changed.jsonl")], "vi")
    one.tell([change()], AT)
    line = json.loads((tmp_path / "changed.jsonl").read_text())
    assert line["said"] and line["said"] != SAID and line["to"]["status"] == "supported"
    assert line["card"].endswith(".png?lang=vi")


def test_a_language_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(TargetError, match="en, ja, ko, vi, not 'xx'"):
        targets([], "xx")
    monkeypatch.setenv("CLAIMBOARD_NOTIFY_LANGUAGE", "de")
    with pytest.raises(TargetError, match="'de'"):
        targets([])


def test_targets_of_the_environment_come_beside_those_given_each_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_NOTIFY", "slack:https://a.example/x  https://b.example/y ")
    found = [one.name for one in targets(["https://b.example/y", "https://b.example/y"])]
    assert found == ["https:b.example", "slack:a.example"]
