"""What the lectures show: figures, tables, claims and text, in the notebook."""

import doctest

import numpy as np
import pytest

from solutions.lectures import exhibits, figures
from solutions.report import Claim, Figure, Table


def test_examples_are_true():
    failed, tried = doctest.testmod(figures)
    assert (failed, tried > 0) == (0, True)


@pytest.fixture
def shown(monkeypatch):
    """What ``show`` displays."""
    found = []
    monkeypatch.setattr(exhibits, "display", lambda item, **_: found.append(item))
    return found


def test_show_escapes_and_keeps_dollars_from_the_typesetter(shown):
    exhibits.show(Table("a < b", ["$x"], [["<script>"]]), Claim("$1 is $2", "1 & 2", False))
    table, claim = (item["text/html"] for item in shown)
    assert "<script>" not in table
    assert "a &lt; b" in table
    assert "<b>Measured:</b> 1 &amp; 2" in claim
    assert "does not hold" in claim
    assert "$" not in (table + claim).replace("<span>$</span>", "")


def test_show_gives_a_figure_its_alternative_text(shown):
    figure = figures.bars_figure({"a": 0.5, "b": np.nan}, "title", "share", "a caption")
    exhibits.show(figure, "text")
    image, caption, text = shown
    assert image.data.startswith(b"\x89PNG")
    assert image.alt == "Bars of share: a 50.0%, b diverged."
    assert caption.data == "*a caption*"
    assert text.data == "text"


def test_show_refuses_what_it_does_not_know(shown):
    with pytest.raises(TypeError, match="Received: an item of type int"):
        exhibits.show(3)


def test_layers_of_networks_share_one_scale():
    figure = figures.layers_figure({"small": {"a": 1e-9, "b": 0.5}, "large": {"a": 1e5, "b": 1.0}})
    first, second = figure.figure.axes
    assert first.get_ylim() == second.get_ylim()
    assert "small: 1.0e-09 at the first layer, 5.0e-01 at the last" in figure.alt


def test_curves_and_lsuv_tell_how_they_end():
    curves = figures.curves_figure({"a": [1.0, 0.25], "b": [0.5]}, "t", "epoch", "loss", "c")
    assert curves.alt == "loss over epoch; at the end: a 0.25, b 0.5."
    reports = [figures.LayerReport("relu_1", 0.2, 1.0, 1, True)]
    stuck = [figures.LayerReport("sigmoid_2", 0.02, 0.02, 10, False)]
    lsuv = figures.lsuv_figure({"before": reports, "after": stuck})
    assert isinstance(lsuv, Figure)
    assert "before: reached by all layers" in lsuv.alt
    assert "before: reached by all layers, divisions by layer 1×" in lsuv.alt
    assert "after: not reached by ['sigmoid_2'], divisions by layer 10× in vain" in lsuv.alt
    assert [text.get_text() for axis in lsuv.figure.axes for text in axis.texts] == [
        "1×",
        "10× in vain",
    ]
