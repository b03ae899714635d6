"""ministack, run by its own Python, as far as it knows the versions of a function: it takes `function:<name>:<version>`
for the name of one, as AWS does and Zappa writes it, and hands out the code of the version that was asked for.

https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
"""

from ministack.app import main  # type: ignore[import-not-found]  # in an environment of its own
from ministack.services import lambda_svc  # type: ignore[import-not-found]

Answer = tuple[int, dict[str, str], bytes]

resolve = lambda_svc._resolve_name_and_qualifier  # noqa: SLF001 (what it does not offer)
get_function = lambda_svc._get_function  # noqa: SLF001
serve_code = lambda_svc.serve_function_code


def _resolved(name: str) -> tuple[str, str | None]:
    found: tuple[str, str | None] = resolve(name.removeprefix("function:"))
    return found


def _function(name: str, version: str | None = None) -> Answer:
    status, headers, body = get_function(name, version)
    of_version = body.replace(f"/{name}?".encode(), f"/{name}:{version}?".encode()) if version else body
    return status, headers, of_version


def _code(name: str, account_id: str | None = None, region: str | None = None) -> Answer:
    plain, _, version = name.partition(":")
    if not version:
        answer: Answer = serve_code(name, account_id, region)
        return answer
    function = lambda_svc._functions.get_scoped(account_id, region, plain)  # noqa: SLF001
    return 200, {"Content-Type": "application/zip"}, function["versions"][version]["code_zip"]


lambda_svc._resolve_name_and_qualifier = _resolved  # noqa: SLF001
lambda_svc._get_function = _function  # noqa: SLF001
lambda_svc.serve_function_code = _code

if __name__ == "__main__":
    main()
