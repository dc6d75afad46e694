"""The pages of the demonstrations, and the command that writes them."""

from __future__ import annotations

import html.parser
import re

import pytest
from matplotlib.figure import Figure as MatplotlibFigure

from solutions import __main__ as command
from solutions import report
from solutions.topics import TOPICS


def demonstration(title="A title") -> report.Demonstration:
    figure = MatplotlibFigure(figsize=(2, 2))
    figure.subplots().plot([1, 2])
    return report.Demonstration(
        title=title,
        summary="1 < 2 & 3",
        tables=[report.Table("Norms", ("layer", "norm"), [("dense", 0.000123456), ("none", 2)])],
        figures=[report.Figure("line", figure, "What it is", 'A line that "rises"')],
        claims=[
            report.Claim("It is so.", "2 of 2", True),
            report.Claim("It is not so.", "0 of 2", False),
        ],
    )


class Page(html.parser.HTMLParser):
    """The tags of a page, with their attributes, and its text."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_a_page_stands_alone_and_shows_everything(tmp_path):
    page = Page(report.write(demonstration(), tmp_path / "new"))
    [image] = [attributes for tag, attributes in page.tags if tag == "img"]
    assert image["alt"] == 'A line that "rises"'
    assert image["src"].startswith("data:image/png;base64,")
    assert (tmp_path / "new" / "line.png").read_bytes().startswith(b"\x89PNG")
    assert "1 < 2 & 3" in page.text
    assert "0.0001235" in page.text
    assert not any("href" in attributes for _, attributes in page.tags)


def test_a_verdict_is_text_not_decoration(tmp_path):
    text = Page(report.write(demonstration(), tmp_path)).text
    assert re.search(r"✓ holds:\s+It is so\.", text)
    assert re.search(r"✗ does not hold:\s+It is not so\.", text)
    assert "[does not hold] It is not so." in str(demonstration())


@pytest.fixture
def toys(monkeypatch):
    """Let each topic show a toy, and the second one fail."""

    def show(topic, out):
        if topic is TOPICS[1]:
            raise RuntimeError("broken on purpose")
        return demonstration(topic.title), report.write(demonstration(topic.title), out)

    monkeypatch.setattr(command, "show", show)


def test_all_writes_an_index_even_when_a_topic_fails(toys, tmp_path, capsys):
    assert command.main(["all", "--out", str(tmp_path)]) == 2
    assert "broken on purpose" in (said := capsys.readouterr().err)
    assert f"failed: {TOPICS[1].id}" in said
    page = Page(tmp_path / "index.html")
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert links == [f"{topic.id}/index.html" for topic in TOPICS if topic is not TOPICS[1]]
    assert all((tmp_path / link).is_file() for link in links)
    assert "1 of 2" in page.text


def test_one_topic(toys, tmp_path, capsys):
    assert command.main(["a01", "--out", str(tmp_path)]) == 0
    assert str(tmp_path / "index.html") in capsys.readouterr().out
    assert command.main(["a02", "--out", str(tmp_path)]) == 2


def test_an_unknown_topic_is_the_users_mistake(capsys):
    assert command.main(["a99"]) == 1
    assert "unknown topic 'a99'; the topics are: a01 a02" in capsys.readouterr().err
