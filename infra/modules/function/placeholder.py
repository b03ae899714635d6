"""What answers until `zappa update` has shipped the code."""  # noqa: INP001 - packed as chatproject/lambda_function.py


def handler(_event: object, _context: object) -> dict[str, object]:
    """Answer every call as a server without its database does."""
    return {
        "statusCode": 503,
        "headers": {"Content-Type": "application/json", "Retry-After": "60"},
        "body": '{"status": "unavailable", "failing": ["code"]}',
    }
