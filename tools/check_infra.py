"""Check the Terraform of `infra/`: format, validity, tests with a mocked AWS, and checkov with a reasoned allow-list.

Without Terraform, its AWS provider or checkov it says what was not checked; where `CI` is set, that is a failure.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
INFRA = ROOT / "infra"
CHECKOV = ROOT / ".checkov" / "bin" / "checkov"
CHECKOV_OPTIONS = (
    "--framework",
    "terraform",
    "--output",
    "json",
    "--quiet",
    "--compact",
    "--skip-download",
    "--soft-fail",
)
ALLOWED = INFRA / "checkov" / "allowed.txt"

STEP_SECONDS = 900
"""A step that takes longer hangs."""
REGISTRY = "registry.terraform.io"
MIRROR_ROOTS = (Path("/opt"), Path("/usr/share/terraform"), Path("/usr/local/share/terraform"))
PROVIDER = "hashicorp/aws/**/terraform-provider-aws_*"
OPERATORS_OWN = (".terraform*", "*.tfstate*", "*.auto.tfvars", "terraform.tfvars", "backend.tf")
CALLERS_OWN = ("AWS_", "TF_CLI_ARGS", "TF_DATA_DIR", "TF_VAR_", "TF_WORKSPACE")
NO_PROVIDER = ("Failed to query available provider packages", "Failed to install provider")
PASSED = re.compile(r"Success! (\d+) passed, 0 failed")
ENTRY = re.compile(r"^(?P<check>CKV\w+) (?P<file>\S+):(?P<reason>.*)$")
REASON_CHARS = 20


class NotCheckedError(Exception):
    """What a check needs is not here."""


class FaultError(Exception):
    """A check found something."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check of checkov that fails in a file, given from `infra/` on."""

    check: str
    file: str


@dataclass(frozen=True, slots=True)
class Terraform:
    """The program, and the folder that it takes its provider from; None for wherever it finds one."""

    program: str
    plugins: Path | None

    def run(self, directory: Path, *arguments: str) -> str:
        """Return what it prints; raise `FaultError` with that when it fails."""
        # What the caller's shell says of an account or of values has no part in a check.
        environ = {name: value for name, value in os.environ.items() if not name.startswith(CALLERS_OWN)}
        # Go's collector takes a third of the time of these short runs at its default of 100.
        environ |= {"CHECKPOINT_DISABLE": "1", "GOGC": "400", "TF_IN_AUTOMATION": "1"}
        command = [self.program, f"-chdir={directory}", *arguments]
        return _run(command, environ)


def _run(command: Sequence[str], environ: Mapping[str, str] | None = None) -> str:
    """Return the output of a command of ours; raise `FaultError` with its output when it fails."""
    done = subprocess.run(  # noqa: S603 (ours)
        command, env=environ, capture_output=True, text=True, timeout=STEP_SECONDS, check=False
    )
    if done.returncode:
        raise FaultError(f"{done.stdout}{done.stderr}".strip())
    return done.stdout


def mirror(environ: Mapping[str, str], roots: Iterable[Path]) -> Path | None:
    """Return the folder of providers: `TERRAFORM_PLUGIN_DIR`, or one under `roots` that has AWS's; None without."""
    if named := environ.get("TERRAFORM_PLUGIN_DIR"):
        return Path(named)
    for registry in (
        found for root in roots for depth in ("", "*/") for found in root.glob(depth + REGISTRY)
    ):
        if next(registry.glob(PROVIDER), None):
            return registry.parent
    return None


def terraform() -> Terraform:
    """Return Terraform as it is installed here."""
    program = shutil.which("terraform")
    if not program:
        raise NotCheckedError("Terraform is not installed: format, validity and tests")
    return Terraform(program, mirror(os.environ, (*MIRROR_ROOTS, Path.home() / ".terraform.d")))


def check_terraform() -> Iterator[str]:
    """Check format and validity, and run the tests, in a copy without what an operator has beside the code."""
    tool = terraform()
    with tempfile.TemporaryDirectory() as copy:
        infra = shutil.copytree(INFRA, Path(copy) / "infra", ignore=shutil.ignore_patterns(*OPERATORS_OWN))
        stack = infra / "serverless"
        tool.run(infra, "fmt", "-check", "-recursive", "-diff")
        yield "terraform fmt: as it should be"
        _initialise(tool, stack)
        tool.run(stack, "validate", "-no-color")
        yield "terraform validate: valid"
        yield from _test(tool, stack)


def _test(tool: Terraform, stack: Path) -> Iterator[str]:
    """Run the tests, half of the files beside the other half; then say how many runs passed."""
    stages = [*sorted(stack.glob("environments/*.tfvars")), stack / "terraform.tfvars.example"]
    (stack / "tests" / "stages.tftest.hcl").write_text(stage_tests(stages), "utf-8")
    files = [f"-filter=tests/{file.name}" for file in sorted(stack.glob("tests/*.tftest.hcl"))]
    with ThreadPoolExecutor(2) as pool:
        halves = pool.map(lambda half: tool.run(stack, "test", "-no-color", *half), (files[::2], files[1::2]))
        count = sum(passed(output) for output in halves)
    yield f"terraform test: {count} runs passed, {len(stages)} of them with the values of a stage"


def stage_tests(stages: Iterable[Path]) -> str:
    """Return tests that plan the stack with the values of each file: variable files have the syntax of a block."""
    providers = 'mock_provider "aws" {\n  source = "./tests/mocks"\n}\n'
    providers += providers.replace("{", '{\n  alias = "us_east_1"', 1)
    runs = [
        f'run "{stage.name.partition(".")[0]}" {{\n  command = plan\n  variables {{\n{stage.read_text("utf-8")}}}\n}}\n'
        for stage in stages
    ]
    return providers + "".join(runs)


def _initialise(tool: Terraform, stack: Path) -> None:
    plugins = [f"-plugin-dir={tool.plugins}"] if tool.plugins else []
    try:
        tool.run(stack, "init", "-backend=false", "-input=false", "-no-color", *plugins)
    except FaultError as fault:
        if any(sign in str(fault) for sign in NO_PROVIDER):
            raise NotCheckedError(
                "Terraform's AWS provider is not here; TERRAFORM_PLUGIN_DIR names a folder with it: validity and tests"
            ) from fault
        raise


def passed(output: str) -> int:
    """Return how many runs `terraform test` counts; raise `FaultError` if it counts none."""
    match = PASSED.search(output)
    if not match or match.group(1) == "0":
        raise FaultError(f"terraform test ran nothing:\n{output}")
    return int(match.group(1))


def check_security() -> Iterator[str]:
    """Check that checkov finds only what the allow-list has, and the allow-list only what checkov finds."""
    if not CHECKOV.exists():
        raise NotCheckedError("checkov is not installed, `make .checkov/.stamp` does that: its findings")
    output = _run([str(CHECKOV), "--directory", str(INFRA), *CHECKOV_OPTIONS])
    found, count = findings(json.loads(output))
    faults = judge(found, allowances(ALLOWED.read_text("utf-8")))
    if faults:
        raise FaultError("\n".join(faults))
    yield f"checkov: {count} checks passed, {len(found)} findings allowed with their reasons"


def findings(report: dict[str, Any]) -> tuple[set[Finding], int]:
    """Return what fails in checkov's report, and how many checks passed; raise `FaultError` if it judged nothing."""
    summary = report.get("summary", {})
    if not summary.get("passed") or summary["parsing_errors"]:
        raise FaultError(f"checkov could not read everything: {summary}")
    failed = report["results"]["failed_checks"]
    return {Finding(check["check_id"], check["file_path"].lstrip("/")) for check in failed}, summary["passed"]


def allowances(text: str) -> set[Finding]:
    """Return the entries of the allow-list; raise `FaultError` for one without a reason."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    entries = [(line, ENTRY.match(line)) for line in lines]
    bad = [line for line, entry in entries if not entry or len(entry["reason"].strip()) < REASON_CHARS]
    if bad:
        raise FaultError("\n".join(f"the allow-list gives no reason: {line}" for line in bad))
    return {Finding(entry["check"], entry["file"]) for _, entry in entries if entry}


def judge(found: set[Finding], allowed: set[Finding]) -> list[str]:
    """Return one sentence for each finding that is not allowed, and for each allowance that nothing needs."""
    faults = [f"{finding.file}: {finding.check} fails" for finding in found - allowed]
    faults += [
        f"{finding.file}: nothing needs the allowance of {finding.check}" for finding in allowed - found
    ]
    return sorted(faults)


def main() -> int:
    """Print what was checked, and what not; return the exit status."""
    status = 0
    for checks in (check_terraform, check_security):
        try:
            for sentence in checks():
                print(sentence)
        except NotCheckedError as lack:
            print(f"NOT CHECKED: {lack}.", file=sys.stderr)
            status = status or int(bool(os.environ.get("CI")))
        except FaultError as fault:
            print(fault, file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
