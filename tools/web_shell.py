"""List the files of the client's shell: `web/shell.js` for the service worker, and the links in `web/index.html`.

`python -m tools.web_shell` writes both, `--check` says whether they are what they should be.
"""

import hashlib
import html
import posixpath
import re
import sys
from collections.abc import Iterable
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "web"
INDEX = "index.html"
LIST = "shell.js"
MAIN = "main.js"
IMPORT = re.compile(r"""(?m)^(?:import|export)\b(?:[^"';]*\bfrom)?\s*["'](\.{1,2}/[^"']+)["']""")
# The worker and its list are kept by the browser itself; declarations and documents are for developers.
LEFT_OUT = frozenset({LIST, "service-worker.js"})
LEFT_OUT_ENDINGS = (".d.ts", ".json", ".md")
# Loaded by name before the areas' own styles, which build on them.
FIRST_STYLES = tuple(
    f"styles/{name}.css" for name in ("tokens", "base", "workspace", "controls", "dialogs", "menus")
)
# Loaded by whoever needs them (web/components/styles.js), not with the page.
LATER_STYLES = "styles/later/"


def shell_files(web: Path) -> list[str]:
    """Return the paths of the shell below `web`, sorted."""
    found = (path.relative_to(web).as_posix() for path in web.rglob("*") if path.is_file())
    return sorted(
        path
        for path in found
        if path not in LEFT_OUT and not path.endswith(LEFT_OUT_ENDINGS) and not _hidden(path)
    )


def index_text(web: Path) -> str:
    """Return what `index.html` should say: a link for every style, and for every module that `main.js` loads."""
    files = shell_files(web)
    styles = page_styles(files)
    styles.sort(
        key=lambda path: (FIRST_STYLES.index(path) if path in FIRST_STYLES else len(FIRST_STYLES), path)
    )
    text = (web / INDEX).read_text("utf-8")
    text = _between(text, "styles", (f'<link rel="stylesheet" href="/{_safe(path)}">' for path in styles))
    links = (f'<link rel="modulepreload" href="/{_safe(path)}">' for path in loaded_modules(web, MAIN))
    return _between(text, "modules", links)


def page_styles(files: Iterable[str]) -> list[str]:
    """Return those of these files that are styles of the page."""
    return [path for path in files if path.endswith(".css") and not path.startswith(LATER_STYLES)]


def loaded_modules(web: Path, first: str) -> list[str]:
    """Return the paths of what the module at `first` imports, and what those import, sorted: without a build step
    a browser would learn of each layer only after loading the one above."""
    seen, waiting = {first}, [first]
    while waiting:
        module = web / waiting.pop()
        text = module.read_text("utf-8") if module.is_file() else ""
        imported = (
            posixpath.normpath(module.relative_to(web).parent / name) for name in IMPORT.findall(text)
        )
        new = set(imported) - seen
        seen |= new
        waiting += new
    return sorted(path for path in seen - {first} if (web / path).is_file())


def list_text(web: Path, index: str) -> str:
    """Return what `shell.js` should say, with `index` as the text of `index.html`."""
    contents = {f"/{path}": (web / path).read_bytes() for path in shell_files(web) if path != INDEX}
    contents["/"] = index.encode()
    paths = sorted(contents)
    parts = (path.encode() + hashlib.sha256(contents[path]).digest() for path in paths)
    return "\n".join(
        (
            "/** The files of the shell, and the hash over all of them: written by `make web`. */",
            "",
            f'export const VERSION = "{hashlib.sha256(b"".join(parts)).hexdigest()}";',
            "",
            "/** @type {readonly string[]} */",
            "export const FILES = [",
            *(f'  "{path}",' for path in paths),
            "];",
            "",
        )
    )


def write(web: Path) -> None:
    """Bring `index.html` and `shell.js` up to date."""
    for name, text in _wanted(web).items():
        if _text(web / name) != text:
            (web / name).write_text(text, "utf-8")


def problems(web: Path) -> list[str]:
    """Return one sentence for each of the two files that is not up to date."""
    return [
        f"web/{name} is not up to date; run `make web`"
        for name, text in _wanted(web).items()
        if _text(web / name) != text
    ]


def _wanted(web: Path) -> dict[str, str]:
    index = index_text(web)
    return {INDEX: index, LIST: list_text(web, index)}


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _between(text: str, what: str, lines: Iterable[str]) -> str:
    start, end = f"<!-- {what}: written by `make web` -->", f"<!-- end of {what} -->"
    body = "".join(f"  {line}\n" for line in lines)
    return re.sub(
        rf"({re.escape(start)}\n).*?([ ]*{re.escape(end)})",
        lambda match: f"{match[1]}{body}{match[2]}",
        text,
        flags=re.DOTALL,
    )


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _safe(path: str) -> str:
    return html.escape(path, quote=True)


def main(arguments: list[str]) -> int:
    """Write, or with `--check` compare; return the exit status."""
    if arguments != ["--check"]:
        write(WEB)
        return 0
    found = problems(WEB)
    print("\n".join(found) if found else f"web/shell.js: {len(shell_files(WEB))} files and their hash")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
