"""What Zappa is told beyond zappa_settings.json: by the stages' `callbacks`, in Zappa's own process.

`dev` belongs to Zappa: it gets a role that may do what the function does and no more, and the function learns the
addresses that Zappa made for it. `production` belongs to Terraform: there `zappa update` writes back the configuration
that it finds, so that nothing but the code changes.
"""

import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

# Zappa loads a callback by its path, and knows no package around it.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import lambda_package, zappa_files, zappa_role

LOG_DAYS = 30


def settings(zappa: Any) -> None:
    """Before every command: what is zipped and where it is uploaded; the function's role, or what it is set to."""
    os.environ["VIRTUAL_ENV"] = str(lambda_package.environment(zappa.architecture))
    if zappa.load_credentials:
        _settings_of_account(zappa)


def _settings_of_account(zappa: Any) -> None:
    account = zappa.zappa.sts_client.get_caller_identity()["Account"]
    # Buckets share one name space with everybody's.
    zappa.s3_bucket_name = f"{zappa.lambda_name}-packages-{account}"
    if zappa.manage_roles:
        zappa.zappa.assume_policy = json.dumps(zappa_role.TRUST)
        zappa.zappa.attach_policy = json.dumps(_policy(zappa, account))
        zappa.zappa.extra_permissions = []
    else:
        _keep_configuration(zappa)


def package(zappa: Any) -> None:
    """After Zappa zipped: finish the package, and refuse one that Lambda could not load."""
    archive = Path(zappa.zip_path)
    lambda_package.finish(archive, lambda_package.site(Path(os.environ["VIRTUAL_ENV"])))
    if faults := lambda_package.faults(archive, zappa.architecture):
        raise lambda_package.PackageError("; ".join(faults))


def deployed(zappa: Any) -> None:
    """After `zappa deploy dev` and `update dev`: the addresses, the right to post to sockets, and the logs' end."""
    account = zappa.zappa.sts_client.get_caller_identity()["Account"]
    gateway = zappa.zappa.boto_client("apigatewayv2")
    rest, socket = (_api(zappa, logical) for logical in ("ApiV2", "WsApi"))
    address = gateway.get_api(ApiId=rest)["ApiEndpoint"]
    _serve_at_root(gateway, rest)
    document = json.dumps(_policy(zappa, account))
    name = zappa.zappa.role_name
    zappa.zappa.iam_client.put_role_policy(
        RoleName=name, PolicyName="zappa-permissions", PolicyDocument=document
    )
    addresses = _addresses(address, f"{gateway.get_api(ApiId=socket)['ApiEndpoint']}/{zappa.api_stage}")
    _set(zappa, {**addresses, **_files(zappa, account, address)})
    _keep_logs(zappa)
    print(f"Parley answers at {address}/")


def _region(zappa: Any) -> str:
    return str(zappa.zappa.boto_session.region_name)


def _api(zappa: Any, logical: str) -> str | None:
    """Return the id of the API that Zappa's stack has under that name; None before the stack is made."""
    formation = zappa.zappa.cf_client
    try:
        found = formation.describe_stack_resources(StackName=zappa.lambda_name)["StackResources"]
    except formation.exceptions.ClientError as error:
        if "does not exist" not in str(error):
            raise
        return None
    ids = {resource["LogicalResourceId"]: str(resource["PhysicalResourceId"]) for resource in found}
    return ids.get(logical)


def _policy(zappa: Any, account: str) -> dict[str, Any]:
    environ = zappa.aws_environment_variables
    policy = zappa_role.policy(
        f"{_region(zappa)}:{account}",
        function=zappa.lambda_name,
        tables=environ["DYNAMODB_PREFIX"],
        files=zappa_files.name(zappa.lambda_name, account),
        parameter=environ["SECRETS_PARAMETER"],
        socket=_api(zappa, "WsApi"),
    )
    policy["Statement"] += zappa.stage_config.get("extra_permissions", [])
    return policy


def _keep_configuration(zappa: Any) -> None:
    """Have Zappa write what Terraform wrote: it sets all of the configuration with each update."""
    client = zappa.zappa.lambda_client
    try:
        found = client.get_function_configuration(FunctionName=zappa.lambda_name)
    except client.exceptions.ResourceNotFoundException:
        where = _region(zappa)
        raise SystemExit(
            f"There is no function {zappa.lambda_name} in {where}: `terraform apply` makes it."
        ) from None
    zappa.zappa.credentials_arn = found["Role"]
    zappa.lambda_handler = found["Handler"]
    zappa.lambda_description = found.get("Description", "")
    zappa.timeout_seconds = found["Timeout"]
    zappa.memory_size = found["MemorySize"]
    zappa.ephemeral_storage = found.get("EphemeralStorage", zappa.ephemeral_storage)
    zappa.runtime = found["Runtime"]
    zappa.layers = [layer["Arn"] for layer in found.get("Layers", [])]
    zappa.aws_kms_key_arn = found.get("KMSKeyArn", "")
    zappa.snap_start = found.get("SnapStart", {}).get("ApplyOn", "None")
    zappa.zappa.xray_tracing = found.get("TracingConfig", {}).get("Mode") == "Active"
    zappa.architecture = zappa.zappa.architecture = found["Architectures"][0]
    reserved = client.get_function_concurrency(FunctionName=zappa.lambda_name)
    zappa.lambda_concurrency = reserved.get("ReservedConcurrentExecutions")


def _serve_at_root(gateway: Any, api: str | None) -> None:
    """Have the API answer at `/` too: Zappa's own stage is `/dev`, and the client's addresses begin at the root."""
    names = {stage["StageName"] for stage in gateway.get_stages(ApiId=api)["Items"]}
    if "$default" not in names:
        gateway.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)


def _addresses(address: str, socket: str) -> dict[str, str]:
    """Return what the function cannot know before it is deployed."""
    scheme, _, host = address.partition("://")
    return {
        "ALLOWED_HOSTS": host.partition(":")[0],
        "CSRF_TRUSTED_ORIGINS": address,
        "HTTPS": "1" if scheme == "https" else "0",
        # API Gateway writes the caller's address last.
        "TRUSTED_PROXIES": "1",
        # AWS gives it with wss://, and ministack with http://.
        "WEBSOCKET_URL": re.sub("^http", "ws", socket),
    }


def _files(zappa: Any, account: str, address: str) -> dict[str, str]:
    """Make the bucket for files, and return what the function is told of it."""
    bucket, region = zappa_files.name(zappa.lambda_name, account), _region(zappa)
    zappa_files.make(zappa.zappa.s3_client, bucket, region, address)
    return {"FILES_BUCKET": bucket, "FILES_REGION": region}


def _set(zappa: Any, variables: dict[str, str]) -> None:
    client, name = zappa.zappa.lambda_client, zappa.lambda_name
    zappa.zappa.wait_until_lambda_function_is_updated(name)
    before = client.get_function_configuration(FunctionName=name).get("Environment", {}).get("Variables", {})
    client.update_function_configuration(
        FunctionName=name, Environment={"Variables": {**before, **variables}}
    )
    zappa.zappa.wait_until_lambda_function_is_updated(name)


def _keep_logs(zappa: Any) -> None:
    logs, group = zappa.zappa.logs_client, f"/aws/lambda/{zappa.lambda_name}"
    with suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_group(logGroupName=group)
    logs.put_retention_policy(logGroupName=group, retentionInDays=LOG_DAYS)
