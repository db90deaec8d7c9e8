"""The settings of the addresses that others read."""

import pytest

from dashboard.urls import access


@pytest.mark.parametrize(
    "told", ["example.org", "javascript:x", "https://", "https://a.org;", "https://a.org/x", "* none"]
)
def test_a_setting_that_names_no_origin_is_refused(monkeypatch, told: str):
    monkeypatch.setenv(access.EMBED_FROM, told)
    with pytest.raises(ValueError, match="not an origin"):
        access.framers()


@pytest.mark.parametrize("told", ["many", "-1", "1.5", "²"])
def test_a_setting_that_is_no_number_is_refused(monkeypatch, told: str):
    monkeypatch.setenv(access.ANSWERS, told)
    with pytest.raises(ValueError, match="not a whole number"):
        access.answers_a_minute()


def test_without_settings_anyone_may_frame_and_readers_are_rationed(monkeypatch):
    monkeypatch.delenv(access.EMBED_FROM, raising=False)
    monkeypatch.delenv(access.ANSWERS, raising=False)
    assert (access.framers(), access.answers_a_minute()) == ("*", access.USUAL)
