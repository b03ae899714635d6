"""Copy the client's libraries out of `node_modules` into `web/vendor/`, or check that the copies are what they were.

A browser loads them as they stand there: bare specifiers become relative ones, and what only bundlers read is dropped.
`web/vendor/LIBRARIES.json` names each with its version, licence and SHA-256.
"""

import hashlib
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
INVENTORY = "LIBRARIES.json"
SOURCE_MAP = re.compile(r"\s*//# sourceMappingURL=\S+\s*$")
IMPORT = re.compile(r"""(?P<before>\b(?:from|import)\s*)(?P<quote>["'])(?P<name>[^"'./][^"']*)(?P=quote)""")


@dataclass(frozen=True, slots=True)
class Library:
    """One module to copy, and what its `.d.ts` says: as a rule, everything that the package's own types say."""

    file: str
    specifier: str
    package: str
    source: str
    types: str = 'export * from "{specifier}";'


# htm's types are those of a CommonJS module, whose default export TypeScript finds one level down.
DEFAULT_EXPORT = """\
import * as module from "{specifier}";
declare const exported: typeof module.default.default;
export default exported;"""

LIBRARIES = (
    Library("preact.js", "preact", "preact", "dist/preact.mjs"),
    Library("hooks.js", "preact/hooks", "preact", "hooks/dist/hooks.mjs"),
    Library("htm.js", "htm", "htm", "dist/htm.mjs", DEFAULT_EXPORT),
    Library("signals-core.js", "@preact/signals-core", "@preact/signals-core", "dist/signals-core.mjs"),
    Library("idb.js", "idb", "idb", "build/index.js"),
)


class Entry(TypedDict):
    """One file in the inventory."""

    file: str
    package: str
    version: str
    licence: str
    licence_text: str
    sha256: str


def vendor(packages: Path, target: Path) -> None:
    """Write every library, its types and the inventory below `target`."""
    target.mkdir(parents=True, exist_ok=True)
    entries = [_copy(library, packages, target) for library in LIBRARIES]
    inventory = json.dumps({"libraries": entries}, indent=2, ensure_ascii=False)
    (target / INVENTORY).write_text(f"{inventory}\n", "utf-8")


def problems(target: Path, pins: dict[str, str]) -> list[str]:
    """Return one sentence for each file below `target` that is not what the inventory and `package.json` say."""
    entries: list[Entry] = json.loads((target / INVENTORY).read_text("utf-8"))["libraries"]
    found = [fault for entry in entries for fault in _entry_faults(entry, target, pins)]
    listed = {entry["file"] for entry in entries}
    strangers = {path.name for path in target.glob("*.js")} - listed
    return found + [f"{name} is not in {INVENTORY}" for name in sorted(strangers)]


def browser_module(text: str, files: dict[str, str]) -> str:
    """Return a module's text with its bare specifiers replaced by `files`' paths and without its source map."""

    def relative(match: re.Match[str]) -> str:
        return f"{match['before']}{match['quote']}./{files[match['name']]}{match['quote']}"

    return IMPORT.sub(relative, SOURCE_MAP.sub("", text)).strip() + "\n"


def _copy(library: Library, packages: Path, target: Path) -> Entry:
    package = packages / library.package
    about = json.loads((package / "package.json").read_text("utf-8"))
    files = {each.specifier: each.file for each in LIBRARIES}
    head = f"/*! {library.specifier} {about['version']}, {about['license']}: see {INVENTORY} */\n"
    body = head + browser_module((package / library.source).read_text("utf-8"), files)
    (target / library.file).write_text(body, "utf-8")
    _write_types(library, target)
    return {
        "file": library.file,
        "package": library.package,
        "version": about["version"],
        "licence": about["license"],
        "licence_text": (package / "LICENSE").read_text("utf-8"),
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
    }


def _write_types(library: Library, target: Path) -> None:
    types = library.types.replace("{specifier}", library.specifier)
    (target / f"{Path(library.file).stem}.d.ts").write_text(f"{types}\n", "utf-8")


def _entry_faults(entry: Entry, target: Path, pins: dict[str, str]) -> list[str]:
    name, path = entry["file"], target / entry["file"]
    if not path.exists():
        return [f"{name} is missing; run `make vendor`"]
    faults = []
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
        faults.append(f"{name} is not what {INVENTORY} says; run `make vendor`")
    if pins.get(entry["package"]) != entry["version"]:
        faults.append(f"{name} is {entry['version']}, package.json pins {pins.get(entry['package'])}")
    return faults


def main(arguments: list[str]) -> int:
    """Copy, or with `--check` compare; return the exit status."""
    target = ROOT / "web" / "vendor"
    if arguments != ["--check"]:
        vendor(ROOT / "node_modules", target)
        return 0
    pins = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    found = problems(target, pins)
    print("\n".join(found) if found else f"web/vendor: {len(LIBRARIES)} modules with the listed hashes")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
