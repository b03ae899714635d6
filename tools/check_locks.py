"""Check the lock files: every requirement pinned with hashes, none naming where it was downloaded from."""

import json
import re
import sys
from pathlib import Path
from typing import Any

LOCKS = {
    f"{name}.txt": f"{name}.in"
    for name in (
        "requirements",
        "requirements-dev",
        "bench/peers/requirements",
        "bench/peers/synapse-requirements",
        "infra/checkov/requirements",
        "serverless/package",
        "serverless/zappa",
        "tests/serverless/requirements",
    )
}
NPM_LOCKS = {
    "package-lock.json": "package.json",
    "bench/peers/package-lock.json": "bench/peers/package.json",
}
PIN = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==[^\s;]+(?:\s*;\s*[^\\]+)?$")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(?=\s|$)")
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
VERSION = re.compile(r"^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$")
ADDRESS = re.compile(r"://|file:|^-|(?:^|\s)@\s|--(?:index-url|extra-index-url|find-links|trusted-host)")


def problems(root: Path) -> list[str]:
    """Return one sentence for each fault in the lock files below `root`."""
    found: list[str] = []
    for lock_name, source_name in LOCKS.items():
        lock, source = (root / lock_name).read_text("utf-8"), (root / source_name).read_text("utf-8")
        faults = lock_faults(lock) + missing(lock, source)
        found += [f"{lock_name}: {fault}" for fault in faults]
    for lock_name, source_name in NPM_LOCKS.items():
        npm_lock, package = (
            json.loads((root / name).read_text("utf-8")) for name in (lock_name, source_name)
        )
        found += [f"{lock_name}: {fault}" for fault in npm_faults(npm_lock, package)]
    return found


def lock_faults(lock: str) -> list[str]:
    """Return what is wrong with the text of a lock file: addresses, loose versions, absent hashes."""
    faults = [f"names an address: {line.strip()}" for line in lock.splitlines() if ADDRESS.search(line)]
    for entry in _entries(lock):
        pin = entry.partition("--hash")[0].strip()
        if not PIN.match(pin):
            faults.append(f"is not pinned: {pin}")
        elif not HASH.search(entry):
            faults.append(f"has no hash: {pin}")
    return faults


def missing(lock: str, source: str) -> list[str]:
    """Return the requirements of a source file that its lock file does not have."""
    locked = {_normal(entry) for entry in _entries(lock)}
    wanted = {_normal(line) for line in _entries(source) if not line.startswith("-")}
    return [f"lacks {name}; run `make lock`" for name in sorted(wanted - locked)]


def npm_faults(lock: dict[str, Any], package: dict[str, Any]) -> list[str]:
    """Return what is wrong with npm's lock: addresses, absent hashes, other versions than `package.json` pins."""
    packages = lock["packages"]
    installed = {path: about for path, about in packages.items() if path}
    faults = [f"names an address: {path}" for path, about in installed.items() if "resolved" in about]
    faults += [f"has no hash: {path}" for path, about in installed.items() if "integrity" not in about]
    for name, version in {**package.get("dependencies", {}), **package.get("devDependencies", {})}.items():
        if not VERSION.match(version):
            faults.append(f"is not pinned: {name} {version}")
        elif installed.get(f"node_modules/{name}", {}).get("version") != version:
            faults.append(f"lacks {name} {version}; run `npm install`")
    return faults


def _entries(text: str) -> list[str]:
    """Join continued lines and drop comments: one string a requirement."""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n?", "", text))
    return [line.strip() for line in joined.splitlines() if line.strip()]


def _normal(requirement: str) -> str:
    match = NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", match.group().lower()) if match else requirement


def main() -> int:
    """Print the problems of the lock files; return the exit status."""
    found = problems(Path(__file__).resolve().parent.parent)
    print("\n".join(found) if found else "lock files: every requirement has its hashes and no address")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
