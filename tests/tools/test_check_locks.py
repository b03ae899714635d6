"""Lock files: hashes on everything, addresses nowhere."""

from typing import Any

import pytest

from tools.check_locks import lock_faults, missing, npm_faults

HASH = f"--hash=sha256:{'0' * 64}"


def test_a_pinned_and_hashed_lock_passes() -> None:
    lock = f"uvloop==0.23.0 ; sys_platform != 'win32' \\\n    {HASH} \\\n    {HASH}\n    # via uvicorn\n"
    assert lock_faults(lock) == []


@pytest.mark.parametrize(
    ("lock", "fault"),
    [
        ("django==5.2.19\n", "has no hash"),
        (f"django>=5.2 \\\n    {HASH}\n", "is not pinned"),
        (f"--index-url https://example.org/simple\ndjango==5.2.19 \\\n    {HASH}\n", "names an address"),
        (f"django @ file:///wheels/django.whl \\\n    {HASH}\n", "names an address"),
    ],
)
def test_a_faulty_lock_is_told(lock: str, fault: str) -> None:
    assert any(fault in found for found in lock_faults(lock))


def test_a_requirement_that_was_never_locked_is_told() -> None:
    lock = f"drf-spectacular==0.30.0 \\\n    {HASH}\n"
    assert missing(lock, "-r other.in\ndrf_spectacular[sidecar]~=0.30.0\nredis~=8.1.0\n") == [
        "lacks redis; run `make lock`"
    ]


NPM_PACKAGE = {"devDependencies": {"idb": "8.0.4"}}
NPM_ENTRY = {"version": "8.0.4", "integrity": "sha512-x"}


def test_a_lock_of_npm_with_hashes_and_the_pinned_versions_passes() -> None:
    assert npm_faults({"packages": {"": {}, "node_modules/idb": NPM_ENTRY}}, NPM_PACKAGE) == []


@pytest.mark.parametrize(
    ("entry", "package", "fault"),
    [
        ({**NPM_ENTRY, "resolved": "https://example.org/idb.tgz"}, NPM_PACKAGE, "names an address"),
        ({"version": "8.0.4"}, NPM_PACKAGE, "has no hash"),
        ({**NPM_ENTRY, "version": "8.0.3"}, NPM_PACKAGE, "lacks idb 8.0.4"),
        (NPM_ENTRY, {"devDependencies": {"idb": "^8.0.4"}}, "is not pinned"),
    ],
)
def test_a_faulty_lock_of_npm_is_told(entry: dict[str, str], package: dict[str, Any], fault: str) -> None:
    (found,) = npm_faults({"packages": {"": {}, "node_modules/idb": entry}}, package)
    assert found.startswith(fault)
