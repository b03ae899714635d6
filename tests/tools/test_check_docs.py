"""Links between the documents."""

from pathlib import Path

import pytest

from tools.check_docs import anchors, problems, slugify


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Where to look next", "where-to-look-next"),
        ("`make run`, and what it does", "make-run-and-what-it-does"),
        ("6. The promise", "6-the-promise"),
        ("A [link](docs/x.md) inside", "a-link-inside"),
        ("Fan-out — measured", "fan-out--measured"),
        ("snake_case stays", "snake_case-stays"),
    ],
)
def test_a_heading_has_githubs_anchor(heading: str, anchor: str) -> None:
    assert slugify(heading) == anchor


def test_a_repeated_heading_is_numbered_and_fenced_code_has_none() -> None:
    assert anchors("# One\n\n```\n# Not one\n```\n\n# One\n") == {"one", "one-1"}


def test_links_that_lead_somewhere_pass(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(
        "# Here\n[up](../README.md#top) [root](/README.md) [here](#here)\n"
    )
    (tmp_path / "README.md").write_text(
        "# Top\n[a](docs/a.md#here) [folder](docs) [out](https://example.org/x#y) `[code](nowhere.md)`\n"
        "```\n[fenced](nowhere.md)\n```\n[ref]: docs/a.md\n"
    )
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("[x](nowhere.md)", "there is no such file"),
        ("[x](#nowhere)", "there is no such heading"),
        ("[x](../outside.md)", "leads out of the repository"),
        ("[x]: nowhere.md", "there is no such file"),
        ("[x](code.py#heading)", "only documents have headings"),
    ],
)
def test_a_link_that_leads_nowhere_is_named_with_its_line(tmp_path: Path, link: str, fault: str) -> None:
    (tmp_path / "code.py").touch()
    (tmp_path / "README.md").write_text(f"# Top\n\n{link}\n")
    (found,) = problems(tmp_path)
    assert found.startswith("README.md:3: ")
    assert fault in found
