"""What a cold start costs: Lambda's own runtime client loads the package and answers one request, in a fresh process.

Lambda's runtime API is played by this process, after
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html; the processor is one core of this machine.
"""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import zipfile
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from apps.accounts.models import User
from apps.accounts.services.sessions import start_session
from apps.accounts.services.tokens import issue_access
from tests.live import ROOT, Installation
from tools import lambda_package
from tools.ministack import ministack

from .figure import Figure
from .process import cpu_seconds

RUNS = 5
REQUESTS = 51
"""To each process: the first, and as many as the kernel's ticks of 10 ms need to tell what one takes."""
PATIENCE = 20.0
"""Seconds after which a function that does not answer is given up."""
RUNTIME = ROOT / ".serverless" / "venv" / "bin" / "python"
PREFIX = "bench"
AS_ON_LAMBDA = {"PYTHONDONTWRITEBYTECODE": "1"}
"""The package's folder cannot be written to there."""


def measure(stage: Installation) -> list[Figure]:
    """Return the CPU of a first request, with the package's bytecode and without, and that of the following ones."""
    bearer = _bearer()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parley-cold-")))
        environ = {
            **stage.environ,
            **stack.enter_context(ministack(directory)).environ,
            "DYNAMODB_PREFIX": PREFIX,
        }
        del environ["REDIS_URL"]
        Installation(environ, directory).manage("create_tables")
        compiled, source = _unpacked(directory)
        first, further = _median(compiled, environ, bearer)
        without, _ = _median(source, environ, bearer)
    return [
        Figure("cold start: import and first request, CPU", f"{first:.2f} s", "≤ 1 s"),
        Figure("cold start without the package's bytecode, CPU", f"{without:.2f} s"),
        Figure("each further request of that process, CPU", f"{1000 * further:.1f} ms"),
    ]


class _Runtime(ThreadingHTTPServer):
    """Lambda's runtime API for some invocations with the same event."""

    def __init__(self, event: dict[str, object]) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        self.event = json.dumps(event).encode()
        self.pid = 0
        self.used: list[float] = []
        """CPU seconds of the function after each of its answers."""
        self.answers: list[dict[str, object]] = []
        self.done = threading.Event()


class _Exchange(BaseHTTPRequestHandler):
    server: _Runtime

    def do_GET(self) -> None:
        """Hand out the event. The last question is not answered: the function waits until it is ended."""
        if len(self.server.used) == REQUESTS:
            self.server.done.set()
            return
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", f"request-{len(self.server.used)}")
        self.send_header("Lambda-Runtime-Deadline-Ms", "4102444800000")
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:0:function:bench")
        self.send_header("Lambda-Runtime-Trace-Id", "Root=1-0-0")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.server.event)))
        self.end_headers()
        self.wfile.write(self.server.event)

    def do_POST(self) -> None:
        """Take an answer."""
        self.server.used.append(cpu_seconds(self.server.pid))
        self.server.answers.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its parent's)
        """Say nothing: the figures are printed."""


def _median(task: Path, environ: dict[str, str], bearer: str) -> tuple[float, float]:
    runs = [_run(task, environ, bearer) for _ in range(RUNS)]
    first, further = zip(*runs, strict=True)
    return statistics.median(first), statistics.median(further)


def _run(task: Path, environ: dict[str, str], bearer: str) -> tuple[float, float]:
    """Return the CPU seconds up to the first answer, and those of each further one."""
    with _Runtime(_request(bearer)) as runtime, tempfile.TemporaryFile() as log:
        threading.Thread(target=runtime.serve_forever, daemon=True).start()
        address = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{runtime.server_port}",
            "LAMBDA_TASK_ROOT": str(task),
        }
        command = [str(RUNTIME), "-m", "awslambdaric", "chatproject.lambda_function.handler"]
        function = subprocess.Popen(
            command, cwd=task, env={**environ, **address, **AS_ON_LAMBDA}, stdout=log, stderr=log
        )
        runtime.pid = function.pid
        os.sched_setaffinity(function.pid, {0})
        answered = runtime.done.wait(PATIENCE)
        function.kill()
        function.wait()
        runtime.shutdown()
        log.seek(0)
        assert answered, log.read().decode()
    assert all(answer["statusCode"] == 200 for answer in runtime.answers), runtime.answers
    return runtime.used[0], (runtime.used[-1] - runtime.used[0]) / (REQUESTS - 1)


def _request(bearer: str) -> dict[str, object]:
    """Return the event of a request that reads the database: version 2.0 of API Gateway's payload."""
    path = "/api/conversations"
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "127.0.0.1", "authorization": f"Bearer {bearer}", "x-forwarded-for": "192.0.2.1"},
        "requestContext": {"stage": "$default", "http": {"method": "GET", "path": path}},
        "isBase64Encoded": False,
    }


def _bearer() -> str:
    user = User.objects.create_user("cold", password=None)
    return issue_access(start_session(user, name="bench", address="192.0.2.1"))


def _unpacked(directory: Path) -> tuple[Path, Path]:
    """Return the package's folder as Lambda has it, and a copy without bytecode, neither to be written to."""
    compiled, source = directory / "compiled", directory / "source"
    with zipfile.ZipFile(lambda_package.build("x86_64")) as package:
        package.extractall(compiled)
    shutil.copytree(compiled, source, ignore=shutil.ignore_patterns("__pycache__"))
    return compiled, source
