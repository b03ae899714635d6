"""The relay that the tests run is the one that is shipped."""

import yaml

from tools import coturn


def test_compose_runs_the_shipped_configuration_in_one_version() -> None:
    text = (coturn.ROOT / "docker-compose.yml").read_text("utf-8")
    (service,) = yaml.safe_load(text)["services"].values()
    _name, _, version = service["image"].partition(":")
    assert version[0].isdigit()
    mounted = f"./{coturn.SHIPPED.relative_to(coturn.ROOT)}:/etc/coturn/turnserver.conf:ro"
    assert mounted in service["volumes"]
    assert service["command"][:2] == ["-c", "/etc/coturn/turnserver.conf"]
    # The secret is on the machine alone.
    assert "static-auth-secret" not in coturn.SHIPPED.read_text("utf-8")
