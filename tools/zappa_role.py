"""What the function of a stage that Zappa owns may do: Zappa's own policy allows everything on a dozen services."""

from typing import Any

Statement = dict[str, Any]

TRUST: Statement = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            # Zappa names this role in the rules of the schedule, and EventBridge takes none that it cannot assume.
            "Principal": {"Service": ["lambda.amazonaws.com", "events.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}
TABLES = ("realtime", "rate-limits", "sessions")
TABLE_ACTIONS = (
    "BatchGetItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "UpdateItem",
)


FILE_ACTIONS = (
    "AbortMultipartUpload",
    "DeleteObject",
    "GetObject",
    "ListMultipartUploadParts",
    "PutObject",
)


def policy(
    where: str, *, function: str, tables: str, files: str, parameter: str, socket: str | None
) -> Statement:
    """Return the policy of a function in `where` (region:account).

    `files` is the bucket for what people send, `socket` the WebSocket API, once there is one.
    """
    statements = [
        _allow(
            [f"dynamodb:{action}" for action in TABLE_ACTIONS],
            *(f"arn:aws:dynamodb:{where}:table/{tables}-{table}" for table in TABLES),
        ),
        _allow([f"s3:{action}" for action in FILE_ACTIONS], f"arn:aws:s3:::{files}/*"),
        # Without it S3 answers 403 for what is not there.
        _allow(["s3:ListBucket"], f"arn:aws:s3:::{files}"),
        _allow(["ssm:GetParameter"], f"arn:aws:ssm:{where}:parameter/{parameter.lstrip('/')}"),
        _allow(
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            f"arn:aws:logs:{where}:log-group:/aws/lambda/{function}",
            f"arn:aws:logs:{where}:log-group:/aws/lambda/{function}:*",
        ),
    ]
    if socket:
        connections = f"arn:aws:execute-api:{where}:{socket}/*/*/@connections/*"
        statements.append(_allow(["execute-api:ManageConnections"], connections))
    return {"Version": "2012-10-17", "Statement": statements}


def _allow(actions: list[str], *resources: str) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": list(resources)}
