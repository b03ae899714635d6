"""An AWS of the test's own: ministack, to which Terraform and Zappa deploy as docs/deploy-serverless.md has it."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.live import ROOT
from tools.check_infra import terraform
from tools.ministack import Ministack

# What an operator keeps beside the modules: it leads to a real account.
OPERATORS_OWN = shutil.ignore_patterns(
    ".terraform*", "*.tfstate*", "terraform.tfvars", "*.auto.tfvars", "backend.tf"
)
VARIABLES = ROOT / "tests" / "serverless" / "emulator.tfvars"
STAGE = "emulator"
"""The stage of those variables."""
RESERVED = 40
"""Invocations at once: what `zappa update` takes away, unless it is told."""
COMMAND_SECONDS = 300
BOTO3 = """
import boto3, json, sys
service, operation, asked = sys.argv[1:]
print(json.dumps(getattr(boto3.client(service), operation)(**json.loads(asked)), default=str))
"""


class CommandError(Exception):
    """A command of the deployment failed; the message ends with what it said."""


@dataclass(frozen=True)
class Cloud:
    """The emulator, a PostgreSQL database in the place of one elsewhere, and a folder for what the tools leave."""

    emulator: Ministack
    database_url: str
    directory: Path

    @property
    def environ(self) -> dict[str, str]:
        # Whatever the caller's shell says of accounts and variables has no part in a test.
        foreign = ("AWS_", "TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE", "TF_DATA_DIR", "DJANGO_SETTINGS_MODULE")
        mine = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return {**mine, **self.emulator.environ}

    def zappa(self, command: str, stage: str, *arguments: str) -> str:
        """Run a command of Zappa's on `stage`, and return what it printed."""
        settings = self.directory / "zappa_settings.json"
        settings.write_text(json.dumps(self._settings()), "utf-8")
        line = [str(ROOT / ".lambda" / "bin" / "zappa"), command, stage, *arguments, "-s", str(settings)]
        return run(line, self.environ)

    def terraform(self, command: str, *arguments: str) -> str:
        """Run a command of Terraform's on a copy of infra/serverless, and return what it printed."""
        stack = self.directory / "infra" / "serverless"
        # The secret goes by the environment, as the documentation has it: it is in no state and on no command line.
        environ = {**self.environ, "TF_VAR_database_url": self.database_url, "TF_IN_AUTOMATION": "1"}
        return run([terraform().program, f"-chdir={stack}", command, *arguments], environ)

    def apply(self) -> dict[str, Any]:
        """Make all of infra/serverless, and return its outputs."""
        shutil.copytree(ROOT / "infra", self.directory / "infra", ignore=OPERATORS_OWN)
        plugins = terraform().plugins
        self.terraform("init", "-input=false", *([f"-plugin-dir={plugins}"] if plugins else []))
        endpoint = json.dumps({"AWS_ENDPOINT_URL": self.emulator.url})
        reserved = f"-var=reserved_concurrency={RESERVED}"
        variables = [f"-var-file={VARIABLES}", f"-var=environment={endpoint}", reserved]
        self.terraform("apply", "-input=false", "-auto-approve", *variables)
        outputs = json.loads(self.terraform("output", "-json"))
        return {name: output["value"] for name, output in outputs.items()}

    @property
    def state(self) -> str:
        """Return what Terraform keeps of what it made."""
        return (self.directory / "infra" / "serverless" / "terraform.tfstate").read_text("utf-8")

    def aws(self, service: str, operation: str, **asked: object) -> dict[str, Any]:
        """Return what AWS's own client, which comes with Zappa, says of the emulator."""
        line = [str(ROOT / ".lambda" / "bin" / "python"), "-c", BOTO3, service, operation, json.dumps(asked)]
        said: dict[str, Any] = json.loads(run(line, self.environ))
        return said

    def _settings(self) -> dict[str, Any]:
        """Return zappa_settings.json for this machine's processor, with the name that the variables give the stage."""
        settings: dict[str, Any] = json.loads((ROOT / "zappa_settings.json").read_text("utf-8"))
        settings["dev"]["architecture"] = "x86_64"
        settings["dev"]["aws_environment_variables"]["AWS_ENDPOINT_URL"] = self.emulator.url
        return {**settings, STAGE: settings["production"]}


def run(line: list[str], environ: dict[str, str]) -> str:
    """Run a command in the checkout and return what it printed; raise `CommandError` where it fails."""
    done = subprocess.run(
        line, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=COMMAND_SECONDS
    )
    if done.returncode:
        raise CommandError(f"{' '.join(line)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout
