"""What the client weighs."""

from pathlib import Path

from apps.web.compression import gzip_of
from tools.web_budget import weights


def test_what_a_browser_loads_is_weighed_and_nothing_else(tmp_path: Path) -> None:
    files = {
        "index.html": "<!doctype html>",
        "main.js": 'import "./parts/a.js";\n',
        "parts/a.js": "",
        "parts/types.js": "",
        "styles/base.css": "b" * 10_000,
        "shell.js": "",
        "service-worker.js": "",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    found = weights(tmp_path, gzip_of)
    assert set(found) == set(files) - {"index.html", "parts/types.js"}
    assert 0 < found["styles/base.css"] < 200
