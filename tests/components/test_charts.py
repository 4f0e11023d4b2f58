"""Charts are drawn with the recharts that Reflex knows to work with its React."""

from reflex_components_recharts.recharts import _RECHARTS_LIBRARY

from console.components.charts import bars_chart


def test_charts_are_drawn_with_the_recharts_that_reflex_pins():
    chart = bars_chart(rows=[], series=[], before="", total="", label="", height=1)
    assert _RECHARTS_LIBRARY in chart.lib_dependencies
