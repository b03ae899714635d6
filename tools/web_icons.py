"""Draw the client's PNG icons from their SVGs, with Chromium: `python -m tools.web_icons` after changing one."""

import subprocess
import tempfile
from pathlib import Path

from tools.chromium import chromium

ICONS = Path(__file__).resolve().parent.parent / "web" / "icons"
DRAWN = {
    "parley-192.png": "parley.svg",
    "parley-512.png": "parley.svg",
    "parley-maskable-512.png": "parley-maskable.svg",
}
SECONDS = 60


def draw(source: Path, target: Path, size: int) -> None:
    """Write `source` as a PNG of `size` pixels each way, on a transparent ground."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(
            f'<style>body{{margin:0}}</style><img src="{source.as_uri()}" width="{size}" height="{size}">',
            "utf-8",
        )
        subprocess.run(  # noqa: S603 (nothing from outside)
            [
                chromium(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--default-background-color=00000000",
                f"--user-data-dir={folder}/profile",
                f"--window-size={size},{size}",
                f"--screenshot={target}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )


if __name__ == "__main__":
    for name, drawing in DRAWN.items():
        draw(ICONS / drawing, ICONS / name, int(name.removesuffix(".png").rpartition("-")[2]))
