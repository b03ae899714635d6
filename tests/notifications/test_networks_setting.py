"""WEBHOOK_NETWORKS, as the environment spells it."""

from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatproject.env import read

KEY = {"SECRET_KEY": "k" * 32}


def test_networks_are_named_by_commas() -> None:
    assert read(KEY).webhook_networks == ()
    assert read({**KEY, "WEBHOOK_NETWORKS": "10.1.0.0/16, fd00::/64"}).webhook_networks == (
        ip_network("10.1.0.0/16"),
        ip_network("fd00::/64"),
    )


@pytest.mark.parametrize("text", ["intranet", "10.1.2.3/16", "10.0.0.0/40"])
def test_what_is_no_network_is_named(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="WEBHOOK_NETWORKS"):
        read({**KEY, "WEBHOOK_NETWORKS": text})
