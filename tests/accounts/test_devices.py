"""What a device is called."""

import pytest

from apps.accounts.devices import device_name

AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox on Linux",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0": "Edge on Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1": "Safari on iPhone",
    "curl/8.5.0": "curl",
    "Mozilla/5.0 (Linux; U)": "Linux",
    "": "Unknown device",
}


@pytest.mark.parametrize(("agent", "name"), AGENTS.items())
def test_a_browser_tells(agent: str, name: str) -> None:
    assert device_name("", agent) == name


def test_a_given_name_is_kept_short() -> None:
    assert device_name(" Kitchen ", "curl/8.5.0") == "Kitchen"
    assert device_name("x" * 200, "") == "x" * 120
