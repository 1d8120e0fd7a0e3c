"""Bar charts: what the page draws is what the numbers say."""

import pytest
from django.template.loader import render_to_string

from netzwerk.charts import BarChart


def test_bars_grow_with_their_value():
    chart = BarChart("a", "Probe", [("Eins", [1]), ("Drei", [3]), ("Fünf", [5])], lowest=1, highest=5, ticks=[1, 5])

    assert [bar.width for bar in chart.bars] == ["0.00%", "42.00%", "84.00%"]
    assert [bar.text for bar in chart.bars] == ["1,0", "3,0", "5,0"]
    assert [tick.x for tick in chart.ticks] == ["0.00%", "84.00%"]


def test_nothing_overlaps_and_long_names_take_more_lines():
    chart = BarChart(
        "a",
        "Probe",
        [("Kurz", [1, 2]), ("Ein Name, der nicht in eine einzige Zeile passt", [3, None])],
        series=("x", "y"),
    )

    places = sorted([*(word.y for word in chart.words), *(bar.y for bar in chart.bars)])
    assert [word.text for word in chart.words] == ["Kurz", "Ein Name, der nicht in eine", "einzige Zeile passt"]
    assert len(chart.bars) == 3
    assert len(set(places)) == len(places)
    assert chart.height >= max(bar.y for bar in chart.bars) + 18


@pytest.mark.parametrize("groups", [[], [("Leer", [0])], [("Leer", [None])]])
def test_nothing_to_show_is_no_fault(groups):
    assert BarChart("a", "Probe", groups).height >= 0


def test_svg_has_title_and_words_and_no_style_of_its_own():
    chart = BarChart("a", "Wer", [("Schulen <1>", [2]), ("Kitas", [4])], decimals=0)

    html = render_to_string("components/bar_chart.html", {"chart": chart})

    assert 'role="img" aria-labelledby="a-titel a-text"' in html
    assert '<title id="a-titel">Wer</title>' in html
    assert "Schulen &lt;1&gt;: 2; Kitas: 4" in html
    assert "style" not in html
    assert "<script" not in html
