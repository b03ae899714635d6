"""What the Lambda function is made of: the packages of serverless/package.txt for its processor, and our own code.

Zappa zips an environment and a checkout as they are. Here the environment is made for Lambda's platform and not for
this machine's, stripped of what no request reads, and compiled; of the checkout only what runs is taken.

Python compares the time of a source with its bytecode, and a zip has one time for all: only bytecode that is not
compared is used at all.
"""

import compileall
import json
import py_compile
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "serverless" / "package.txt"
HOME = ROOT / ".lambda"
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
"""Lambda's names of processors, and those of wheels."""
ELF_MACHINES = {"arm64": 183, "x86_64": 62}
"""What `e_machine` says in the header of a shared library: elf.h."""
PYTHON = (3, 11)
GLIBC = ("manylinux2014", "manylinux_2_17", "manylinux_2_24", "manylinux_2_26")
"""Lambda's Python 3.11 stands on Amazon Linux 2, which has glibc 2.26."""
ZIPPED_BYTES = 35_000_000
TASK_ROOT = "/var/task"

PROJECT = ("apps", "chatproject", "web")
ZAPPA = ("zappa_settings.py",)
UNREAD = (
    "bin",
    "django/contrib/gis",
    "drf_spectacular_sidecar/static/drf_spectacular_sidecar/redoc",
    "**/tests",
    "**/*.po",
    "**/locale/*/LC_MESSAGES/*.mo",
)
"""What is in the packages and no request reads, as glob patterns."""
READ = re.compile(r"/locale/en(_\w+)?/")
"""Django does not start without the messages of its own language."""


class PackageError(Exception):
    """What stands in the way of a package, as a sentence."""


def environment(architecture: str) -> Path:
    """Return the environment to zip for `architecture`, installed from the lock file if that has changed."""
    if sys.version_info[:2] != PYTHON:
        raise PackageError("The package holds bytecode of Python 3.11: make .lambda with python3.11.")
    made = HOME / architecture
    stamp = made / "package.txt"
    if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        shutil.rmtree(made, ignore_errors=True)
        _install(site(made), architecture)
        shutil.copy(LOCK, stamp)
    return made


def site(made: Path) -> Path:
    """Return where an environment keeps its packages."""
    return made / "lib" / f"python{PYTHON[0]}.{PYTHON[1]}" / "site-packages"


def finish(archive: Path, packages: Path) -> None:
    """Leave in Zappa's `archive` what stands in `packages`, what runs of the checkout, and the bytecode of that."""
    wanted = {entry.name for entry in packages.iterdir()} | set(PROJECT) | set(ZAPPA)
    unfinished = archive.with_suffix(".unfinished")
    archive.rename(unfinished)
    with ZipFile(unfinished) as old, ZipFile(archive, "w", ZIP_DEFLATED) as new:
        for name in sorted(set(old.namelist())):
            top = name.split("/", 1)[0]
            if top not in wanted or (top in PROJECT and name.endswith(".pyc")):
                continue
            _add(new, name, old.read(name))
            if top in (*PROJECT, *ZAPPA) and name.endswith(".py"):
                _add(new, _bytecode_name(name), _bytecode(name, old.read(name)))
    unfinished.unlink()


def foreign(archive: Path, architecture: str) -> list[str]:
    """Return the shared libraries of a package that another processor would have to run."""
    with ZipFile(archive) as package:
        machines = {name: _machine(package, name) for name in package.namelist()}
    return [name for name, machine in machines.items() if machine not in {None, ELF_MACHINES[architecture]}]


def _machine(package: ZipFile, name: str) -> int | None:
    """Return `e_machine` of a shared library; None for any other file."""
    with package.open(name) as file:
        header = file.read(20)
    return int.from_bytes(header[18:20], "little") if header.startswith(b"\x7fELF") else None


def _install(packages: Path, architecture: str) -> None:
    machine = MACHINES[architecture]
    platforms = [part for glibc in GLIBC for part in ("--platform", f"{glibc}_{machine}")]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--target", str(packages), *platforms, "--python-version", "3.11", "--implementation", "cp"]
    # The lock file leaves out what of Zappa only deploys: nothing beside it is to be resolved.
    command += ["--only-binary=:all:", "--no-deps", "--no-compile", "--require-hashes", "-r", str(LOCK)]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 (the command is ours)
        raise PackageError(f"The packages for {architecture} cannot be installed.")
    for path in _unread(packages):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(packages, stripdir=packages, prependdir=TASK_ROOT, quiet=2, invalidation_mode=mode)


def _unread(packages: Path) -> Iterator[Path]:
    for pattern in UNREAD:
        yield from (path for path in list(packages.glob(pattern)) if not READ.search(path.as_posix()))


def _add(package: ZipFile, name: str, content: bytes) -> None:
    # The date of ZipInfo's default, 1980: the same code gives the same package.
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content)


def _bytecode_name(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/__pycache__/{file[:-3]}.cpython-311.pyc".lstrip("/")


def _bytecode(name: str, source: bytes) -> bytes:
    with TemporaryDirectory() as folder:
        file, compiled = Path(folder, "source.py"), Path(folder, "source.pyc")
        file.write_bytes(source)
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(
            str(file), str(compiled), f"{TASK_ROOT}/{name}", doraise=True, invalidation_mode=mode
        )
        return compiled.read_bytes()


def build(architecture: str) -> Path:
    """Have Zappa make the package of `dev` for `architecture`, and return it."""
    HOME.mkdir(exist_ok=True)
    settings = json.loads((ROOT / "zappa_settings.json").read_text("utf-8"))
    settings["dev"]["architecture"] = architecture
    file = HOME / f"settings-{architecture}.json"
    file.write_text(json.dumps(settings), "utf-8")
    package = HOME / f"parley-{architecture}.zip"
    command = [str(HOME / "bin" / "zappa"), "package", "dev", "--settings_file", str(file)]
    command += ["--output", str(package.relative_to(ROOT))]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:  # noqa: S603 (the command is ours)
        raise PackageError(f"Zappa made no package for {architecture}.")
    return package


def faults(package: Path, architecture: str) -> list[str]:
    """Return one sentence for each thing that keeps a package from Lambda."""
    found = [f"{name} is not for {architecture}" for name in foreign(package, architecture)]
    size = package.stat().st_size
    if size > ZIPPED_BYTES:
        found.append(f"{package.name} has {size / 1e6:.1f} MB, more than {ZIPPED_BYTES / 1e6:.0f}")
    return found


def main() -> int:
    """Make the package for each processor, and judge it."""
    found = []
    for architecture in MACHINES:
        try:
            package = build(architecture)
        except PackageError as error:
            found.append(str(error))
            continue
        print(f"{architecture}: {package.stat().st_size / 1e6:.1f} MB zipped")
        found += faults(package, architecture)
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
