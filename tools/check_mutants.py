"""Check that every mutant of tests/faults/mutants still applies; with `--run`, that the tests named in it kill it.

A mutant is a patch that breaks one of the promises of docs/reliability.md. A line `Killed by:` above the patch names a
test that must fail with it. `--run` tries each in a copy of the tree; in another one the same tests have to pass.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTANTS = ROOT / "tests" / "faults" / "mutants"
KILLED_BY = re.compile(r"^Killed by: (?P<test>\S+)$", re.MULTILINE)
LEFT_OUT = (".*", "node_modules", "__pycache__", "*.sqlite3*")
AT_ONCE = 2
TEST_SECONDS = 140.0
"""With eleven mutants, and the tests without one, two at a time: less than 15 minutes whatever happens."""
FAILED, PASSED = re.compile(r"\b[1-9]\d* failed\b"), re.compile(r"\b[1-9]\d* (?:passed|error)")


@dataclass(frozen=True)
class Mutant:
    patch: Path

    @property
    def name(self) -> str:
        return self.patch.stem

    @property
    def killers(self) -> list[str]:
        return KILLED_BY.findall(self.patch.read_text())


def mutants() -> list[Mutant]:
    return [Mutant(patch) for patch in sorted(MUTANTS.glob("*.patch"))]


def problems(root: Path = ROOT) -> list[str]:
    """Return one sentence for each mutant that does not apply to the tree at `root`, or names no test that is there."""
    found = [f"{MUTANTS}: there are no mutants"] if not mutants() else []
    for mutant in mutants():
        refused = _git_apply(root, mutant, "--check")
        if refused:
            found.append(f"{mutant.name}: does not apply any more: {refused}")
        if not mutant.killers:
            found.append(f"{mutant.name}: names no test that kills it")
        missing = [test for test in mutant.killers if not _there(root, test)]
        found += [f"{mutant.name}: there is no {test}" for test in missing]
    return found


def run(chosen: Sequence[str]) -> list[str]:
    """Try the mutants named, by default all, some at a time, and return one sentence for each that survives."""
    selected = [mutant for mutant in mutants() if not chosen or mutant.name in chosen]
    with (
        tempfile.TemporaryDirectory(prefix="parley-mutants-") as directory,
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        unbroken = threads.submit(_passes_unbroken, Path(directory), selected)
        killed = list(threads.map(lambda mutant: _is_killed(Path(directory), mutant), selected))
        if not unbroken.result():
            return ["the tests fail without any mutant"]
    return [f"{mutant.name} survived" for mutant, dead in zip(selected, killed, strict=True) if not dead]


def _passes_unbroken(directory: Path, selected: Sequence[Mutant]) -> bool:
    tests = list(dict.fromkeys(test for mutant in selected for test in mutant.killers))
    passed, said, seconds = _pytest(_copy(directory, "unbroken"), tests)
    print(f"without any mutant {'passed' if passed else said[-2000:]} in {seconds:.0f} s", flush=True)
    return passed


def _is_killed(directory: Path, mutant: Mutant) -> bool:
    tree = _copy(directory, mutant.name)
    refused = _git_apply(tree, mutant)
    if refused:
        print(f"{mutant.name}: {refused}", flush=True)
        return False
    passed, said, seconds = _pytest(tree, mutant.killers)
    # All of them have to fail, and by what they assert: not because something cannot be imported.
    verdict = said.rstrip().rpartition("\n")[2]
    killed = not passed and FAILED.search(verdict) is not None and PASSED.search(verdict) is None
    print(f"{mutant.name}: {'killed' if killed else f'SURVIVED: {verdict}'} in {seconds:.0f} s", flush=True)
    return killed


def _copy(directory: Path, name: str) -> Path:
    return Path(shutil.copytree(ROOT, directory / name, ignore=shutil.ignore_patterns(*LEFT_OUT)))


def _pytest(tree: Path, tests: Sequence[str]) -> tuple[bool, str, float]:
    """Return whether the tests passed, what was said, and the seconds that it took."""
    options = ["-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider"]
    began = time.monotonic()
    try:
        done = subprocess.run(  # noqa: S603 (the tests that the patches name)
            [sys.executable, "-m", "pytest", *options, *tests],
            cwd=tree,
            capture_output=True,
            text=True,
            check=False,
            timeout=TEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return False, "the tests did not end in time", TEST_SECONDS
    return done.returncode == 0, done.stdout, time.monotonic() - began


def _git_apply(root: Path, mutant: Mutant, *options: str) -> str:
    """Apply a patch, and return why it could not be."""
    command = ["git", "apply", *options, str(mutant.patch)]
    # A copy inside of some other checkout is none of its business: git would leave out what lies elsewhere.
    environ = {**os.environ, "GIT_CEILING_DIRECTORIES": str(root.parent)}
    done = subprocess.run(  # noqa: S603 (ours)
        command, cwd=root, env=environ, capture_output=True, text=True, check=False
    )
    return done.stderr.strip() if done.returncode else ""


def _there(root: Path, test: str) -> bool:
    file, _, name = test.partition("::")
    source = root / file
    return source.exists() and f"def {name.partition('[')[0]}(" in source.read_text()


def main() -> int:
    """Print the problems; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.check_mutants", description=__doc__)
    parser.add_argument("--run", action="store_true", help="try them")
    parser.add_argument("names", nargs="*", help="those to try; all by default")
    chosen = parser.parse_args()
    found = problems()
    if chosen.run and not found:
        found = run(chosen.names)
    said = f"{len(chosen.names) or len(mutants())} mutants: all {'are killed' if chosen.run else 'apply'}"
    print("\n".join(found) or said)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
