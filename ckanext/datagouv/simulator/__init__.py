"""What data.gouv.fr will make of a feed, foreseen without asking it: kept, dropped, doubled or archived; its quality.

The rules are those of udata's harvester (`udata/harvest/backends/dcat.py`, `udata/core/dataset/rdf.py`, 17.18.0), which
is data.gouv.fr's own software; `tests/udata/test_simulator.py` harvests the same feeds with both and compares.
Nothing here knows CKAN: `simulate` reads the graphs of a feed's pages, whoever wrote them.
"""

from ckanext.datagouv.simulator.circumstances import Circumstances, Held, Schema
from ckanext.datagouv.simulator.feed import Forecast, simulate
from ckanext.datagouv.simulator.findings import Effect, Finding
from ckanext.datagouv.simulator.forecast import DatasetForecast, FileForecast
from ckanext.datagouv.simulator.quality import CRITERIA

__all__ = [
    "CRITERIA",
    "Circumstances",
    "DatasetForecast",
    "Effect",
    "FileForecast",
    "Finding",
    "Forecast",
    "Held",
    "Schema",
    "simulate",
]
