"""Check that every link between the Markdown documents leads to a file and a heading that exist."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

# And every hidden one: what was installed or cached.
SKIPPED_FOLDER = "node_modules"
FENCE = re.compile(r"^ {0,3}(?P<fence>```+|~~~+)")
HEADING = re.compile(r"^ {0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*$")
NAMED_ANCHOR = re.compile(r"""<a\s+(?:id|name)=["']([^"']+)["']""")
CODE_SPAN = re.compile(r"(`+)(.+?)\1")
INLINE_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]*)>?(?:\s+[\"'][^)]*)?\)")
DEFINED_LINK = re.compile(r"^ {0,3}\[[^\]]+\]:\s+<?(\S+?)>?(?:\s+.*)?$")
MARKUP_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EXTERNAL = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)
SOURCE_LINES = re.compile(r"^L\d+(?:-L\d+)?$")


def problems(root: Path) -> list[str]:
    """Return one sentence for each link that leads nowhere, as `file:line: …`."""
    return [
        f"{document.relative_to(root)}:{line}: {fault}"
        for document in documents(root)
        for line, target in links(document.read_text(encoding="utf-8"))
        if (fault := _fault(root, document, target))
    ]


def documents(root: Path) -> list[Path]:
    """Return the Markdown files below `root`, sorted."""
    return sorted(path for path in root.rglob("*.md") if not _is_skipped(path.relative_to(root)))


def _is_skipped(path: Path) -> bool:
    return any(part == SKIPPED_FOLDER or part.startswith(".") for part in path.parts)


def links(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line number, target) of the links and images in Markdown text."""
    for number, line in _prose(text):
        bare = CODE_SPAN.sub("", line)
        for match in INLINE_LINK.finditer(bare):
            yield number, match.group(1)
        if defined := DEFINED_LINK.match(bare):
            yield number, defined.group(1)


def anchors(text: str) -> set[str]:
    """Return the anchors of Markdown text: GitHub's of its headings, and those written as `<a id>`."""
    found: set[str] = set()
    seen: Counter[str] = Counter()
    for _, line in _prose(text):
        found.update(NAMED_ANCHOR.findall(line))
        if match := HEADING.match(line):
            slug = slugify(match.group("text"))
            found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
    return found


def slugify(heading: str) -> str:
    """Return GitHub's anchor for a heading: lower case, punctuation dropped, a hyphen for each space."""
    words = MARKUP_LINK.sub(r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines outside fenced code."""
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        match = FENCE.match(line)
        if not fence and not match:
            yield number, line
        elif not fence and match:
            fence = match.group("fence")
        elif match and match.group("fence").startswith(fence):
            fence = ""


def _fault(root: Path, document: Path, target: str) -> str | None:
    if EXTERNAL.match(target):
        return None
    path, _, anchor = target.partition("#")
    place = _place(root, document, unquote(path))
    if not place.is_relative_to(root):
        return f"{target} leads out of the repository"
    if not place.exists():
        return f"{target}: there is no such file"
    return _anchor_fault(place, target, anchor)


def _place(root: Path, document: Path, path: str) -> Path:
    if not path:
        return document
    # GitHub reads a leading slash as the repository's root.
    base = root if path.startswith("/") else document.parent
    return (base / path.lstrip("/")).resolve()


def _anchor_fault(place: Path, target: str, anchor: str) -> str | None:
    if not anchor:
        return None
    if place.suffix != ".md":
        return None if SOURCE_LINES.match(anchor) else f"{target}: only documents have headings"
    if unquote(anchor) in anchors(place.read_text(encoding="utf-8")):
        return None
    return f"{target}: there is no such heading"


def main() -> int:
    """Print the problems of the repository; return the exit status."""
    root = Path(__file__).resolve().parent.parent
    found = problems(root)
    print("\n".join(found) if found else f"{len(documents(root))} documents: every link leads somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
