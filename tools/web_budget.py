"""Add up what the client's script and style weigh compressed, file by file, and hold it against the budget.

What counts is what a browser loads: the page's modules and styles, and the service worker with its list.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from apps.web.compression import brotli_of, gzip_of
from tools.web_shell import LEFT_OUT, MAIN, loaded_modules, page_styles, shell_files

WEB = Path(__file__).resolve().parent.parent / "web"
BUDGET_BYTES = 150 * 1024


def weights(web: Path, encode: Callable[[bytes], bytes]) -> dict[str, int]:
    """Return the path of each script and style that a browser loads from `web`, with its bytes as `encode`d."""
    styles = page_styles(shell_files(web))
    paths = [MAIN, *loaded_modules(web, MAIN), *sorted(LEFT_OUT), *styles]
    return {path: len(encode((web / path).read_bytes())) for path in paths}


def main() -> int:
    """Print the weight of each folder and of all; return 1 if that is above the budget."""
    found = weights(WEB, brotli_of)
    folders: Counter[str] = Counter()
    for path, size in found.items():
        folders[path.partition("/")[0]] += size
    total = sum(found.values())
    print(", ".join(f"{name} {size / 1024:.1f}" for name, size in folders.most_common()))
    as_gzip = sum(weights(WEB, gzip_of).values())
    print(
        f"web: {total / 1024:.1f} KiB of script and style as Brotli, at most {BUDGET_BYTES // 1024}; "
        f"{as_gzip / 1024:.1f} KiB as gzip"
    )
    return 1 if total > BUDGET_BYTES else 0


if __name__ == "__main__":
    sys.exit(main())
