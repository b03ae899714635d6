"""What Terraform made and Zappa filled."""

import json

from .cloud import RESERVED, Cloud
from .deployment import Deployment


def test_zappa_changed_the_code_and_nothing_that_terraform_set(cloud: Cloud, production: Deployment) -> None:
    found = cloud.aws("lambda", "get_function_configuration", FunctionName=production.name)
    assert found["CodeSize"] > 10_000_000
    assert {name: found[name] for name in ("Handler", "MemorySize", "Timeout", "Architectures")} == {
        "Handler": "chatproject.lambda_function.handler",
        "MemorySize": 1024,
        "Timeout": 60,
        "Architectures": ["x86_64"],
    }
    assert found["TracingConfig"] == {"Mode": "Active"}
    assert found["Role"].endswith(f":role/{production.name}")
    reserved = cloud.aws("lambda", "get_function_concurrency", FunctionName=production.name)
    assert reserved["ReservedConcurrentExecutions"] == RESERVED


def test_no_secret_is_in_the_function_or_the_state(cloud: Cloud, production: Deployment) -> None:
    name = production.variables["SECRETS_PARAMETER"]
    parameter = cloud.aws("ssm", "get_parameter", Name=name, WithDecryption=True)["Parameter"]
    assert parameter["Type"] == "SecureString"
    secrets = json.loads(parameter["Value"])
    assert set(secrets) == {"DATABASE_URL", "SECRET_KEY"}
    for secret in secrets.values():
        assert secret not in cloud.state
        assert secret not in str(production.variables)
