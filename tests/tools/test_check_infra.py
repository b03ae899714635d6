"""What `make check-infra` accepts, and where the Terraform says the same as the application."""

import base64
import io
import re
import zipfile
from pathlib import Path

import pytest

from apps.core.dynamodb.tables import INDEXES, KEYS
from apps.realtime.commands import COMMANDS
from apps.web.headers import ANSWERS, FILES, SHELL
from tools import check_infra
from tools.check_infra import INFRA, FaultError, Finding, NotCheckedError

REASON = "Nothing waits for a file to appear in these buckets."


def hcl(path: str) -> str:
    """Return a file of `infra/` with every run of blanks as one, since `terraform fmt` aligns."""
    return re.sub(r"[ \t]+", " ", (INFRA / path).read_text("utf-8"))


def test_a_finding_with_a_reason_is_allowed() -> None:
    allowed = check_infra.allowances(f"# comment\n\nCKV2_AWS_62 modules/bucket/main.tf: {REASON}\n")
    assert check_infra.judge({Finding("CKV2_AWS_62", "modules/bucket/main.tf")}, allowed) == []


@pytest.mark.parametrize(
    "entry", ["CKV_AWS_18 modules/bucket/main.tf:", "CKV_AWS_18 modules/bucket/main.tf: no", "CKV_AWS_18"]
)
def test_an_allowance_without_a_reason_is_refused(entry: str) -> None:
    with pytest.raises(FaultError, match="gives no reason: CKV_AWS_18"):
        check_infra.allowances(f"{entry}\n")


def test_findings_beyond_the_list_and_allowances_beyond_the_findings_are_told() -> None:
    found = {Finding("CKV_AWS_53", "modules/bucket/main.tf")}
    assert check_infra.judge(found, {Finding("CKV_AWS_18", "modules/bucket/main.tf")}) == [
        "modules/bucket/main.tf: CKV_AWS_53 fails",
        "modules/bucket/main.tf: nothing needs the allowance of CKV_AWS_18",
    ]


def test_what_checkov_found_is_read_from_its_report() -> None:
    failed = [{"check_id": "CKV_AWS_18", "file_path": "/modules/bucket/main.tf"}]
    report = {"summary": {"passed": 7, "parsing_errors": 0}, "results": {"failed_checks": failed}}
    assert check_infra.findings(report) == ({Finding("CKV_AWS_18", "modules/bucket/main.tf")}, 7)


@pytest.mark.parametrize(
    "report",
    [{}, {"summary": {"passed": 0, "parsing_errors": 0}}, {"summary": {"passed": 9, "parsing_errors": 1}}],
)
def test_a_report_that_judged_nothing_or_not_all_is_a_fault(report: dict[str, object]) -> None:
    with pytest.raises(FaultError, match="could not read everything"):
        check_infra.findings(report)


def test_tests_that_ran_are_counted_and_none_is_a_fault() -> None:
    assert check_infra.passed("\nSuccess! 28 passed, 0 failed.\n") == 28
    with pytest.raises(FaultError, match="ran nothing"):
        check_infra.passed("\nSuccess! 0 passed, 0 failed.\n")


@pytest.mark.parametrize(
    "layout",
    [
        "aws/5.100.0/linux_arm64/terraform-provider-aws_v5.100.0_x5",
        "aws/terraform-provider-aws_5.100.0_linux_arm64.zip",
    ],
)
def test_a_mirror_of_providers_is_found_by_the_name_of_the_provider(tmp_path: Path, layout: str) -> None:
    provider = tmp_path / "plugins" / "registry.terraform.io" / "hashicorp" / layout
    assert check_infra.mirror({}, [tmp_path]) is None
    provider.parent.mkdir(parents=True)
    assert check_infra.mirror({}, [tmp_path]) is None
    provider.touch()
    assert check_infra.mirror({}, [tmp_path]) == tmp_path / "plugins"


def test_a_named_mirror_goes_first(tmp_path: Path) -> None:
    assert check_infra.mirror({"TERRAFORM_PLUGIN_DIR": "/srv/plugins"}, [tmp_path]) == Path("/srv/plugins")


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_what_could_not_be_checked_is_said_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, ci: str, status: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(check_infra, "CHECKOV", tmp_path / "checkov")
    assert check_infra.main() == status
    said = capsys.readouterr().err
    assert "NOT CHECKED: Terraform is not installed" in said
    assert "NOT CHECKED: checkov is not installed" in said


@pytest.mark.parametrize(
    ("says", "error"),
    [
        ("Error: Failed to query available provider packages", NotCheckedError),
        ("Error: Unsupported block type", FaultError),
    ],
)
def test_a_missing_provider_is_told_from_a_fault(tmp_path: Path, says: str, error: type[Exception]) -> None:
    terraform = tmp_path / "terraform"
    terraform.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n")
    terraform.chmod(0o755)
    with pytest.raises(error):
        check_infra._initialise(check_infra.Terraform(str(terraform), None), tmp_path)


def test_terraform_hears_nothing_of_the_callers_account_and_values(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    terraform = tmp_path / "terraform"
    terraform.write_text("#!/bin/sh\nenv\n")
    terraform.chmod(0o755)
    for name in ("AWS_PROFILE", "TF_VAR_stage", "TF_WORKSPACE"):
        monkeypatch.setenv(name, "the operator's")
    assert "the operator's" not in check_infra.Terraform(str(terraform), None).run(tmp_path, "test")


def test_the_values_of_a_stage_become_a_test(tmp_path: Path) -> None:
    stage = tmp_path / "prod.tfvars"
    stage.write_text('stage = "production"\n')
    tests = check_infra.stage_tests([stage])
    assert 'run "prod" {\n  command = plan\n  variables {\nstage = "production"\n}\n}' in tests
    assert tests.count('mock_provider "aws"') == 2


def test_the_example_names_every_variable_but_the_secret_ones() -> None:
    example = hcl("serverless/terraform.tfvars.example")
    files = [hcl(f"serverless/{file.name}") for file in (INFRA / "serverless").glob("variables*.tf")]
    variables = {name for text in files for name in re.findall(r'(?m)^variable "(\w+)"', text)}
    assert set(re.findall(r"(?m)^(\w+) =", example)) == variables - {
        "database_url",
        "turn_secret",
        "s3_path_style",
        "websocket_commands",
    }


def test_every_command_of_the_socket_has_a_route() -> None:
    listed = re.search(
        r'variable "websocket_commands".*?default = \[(.*?)\]',
        hcl("serverless/variables_gateways.tf"),
        re.DOTALL,
    )
    assert listed
    assert set(COMMANDS) <= set(re.findall(r'"(\w+)"', listed[1]))


def test_the_tables_have_the_keys_that_the_application_uses() -> None:
    text = hcl("modules/tables/main.tf")
    for kind, keys in KEYS.items():
        indexed = [key for keys in INDEXES.get(kind, {}).values() for key in keys.items()]
        block = re.search(rf"(?m)^ {kind} = \{{(.*?)^ \}}", text, re.DOTALL)
        assert block
        assert re.findall(r'name = "(\w+)", type = "(\w)"', block[1]) == [*keys.items(), *indexed]


def test_the_site_sends_the_headers_that_the_server_would_send() -> None:
    text = hcl("modules/site/headers.tf")
    shell, static = text.split(" static = {")
    for headers, block in ((SHELL, shell), (ANSWERS, static.partition("resource")[0])):
        security, named = (
            headers["Content-Security-Policy"],
            {"Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"},
        )
        assert f'content_security = "{security}"' in block
        written = dict(re.findall(r'"([\w-]+)" = "([^"]*)"', block))
        assert written == {name: value for name, value in headers.items() if name not in named}
    assert f'referrer_policy = "{SHELL["Referrer-Policy"]}"' in text
    assert "content_type_options {" in text


def test_files_are_fetched_with_the_headers_that_the_server_would_send() -> None:
    text = hcl("modules/files_front/main.tf")
    assert f'content_security_policy = "{FILES["Content-Security-Policy"]}"' in text
    assert "content_type_options {" in text


def test_the_placeholder_is_packed_where_the_handler_is_looked_for() -> None:
    packed = base64.b64decode((INFRA / "modules/function/placeholder.zip.base64").read_text())
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        assert (
            package.read("chatproject/lambda_function.py")
            == (INFRA / "modules/function/placeholder.py").read_bytes()
        )
    assert 'handler = "chatproject.lambda_function.handler"' in hcl("serverless/main.tf")


def test_the_reference_has_every_variable_with_its_default_and_every_output() -> None:
    page = re.sub(r"[ \t]+", " ", (INFRA.parent / "docs" / "infra.md").read_text("utf-8"))
    for file in sorted((INFRA / "serverless").glob("variables*.tf")):
        for name, body in re.findall(r'(?ms)^variable "(\w+)" \{(.*?)^\}', hcl(f"serverless/{file.name}")):
            default = re.search(r"(?m)^ default = (.+)$", body)
            assert default, name
            assert f"| `{name}` | {'all 19' if default[1] == '[' else f'`{default[1]}`'} |" in page
    for name in re.findall(r'(?m)^output "(\w+)"', hcl("serverless/outputs.tf")):
        assert f"| `{name}` |" in page
