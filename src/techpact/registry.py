"""A literal list that joins the parts. Nothing heavy is imported until something is asked for."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from techpact.errors import NotFoundError

if TYPE_CHECKING:
    from techpact.analysis import Analysis
    from techpact.sources.card import Source
    from techpact.tables import Table


@dataclass(frozen=True)
class Part:
    """A part: the question it answers and its analyses (name to `module:attribute`)."""

    name: str
    question: str
    analyses: dict[str, str]


PARTS = (
    Part(
        "agreements",
        "What do the texts say, and how do they differ?",
        {"commitment_coverage": "techpact.agreements.coverage:commitment_coverage"},
    ),
    Part(
        "supply",
        "Where does the alliance depend on outsiders, and who inside could replace what?",
        {
            "input_concentration": "techpact.supply.concentration:input_concentration",
            "import_dependency": "techpact.supply.dependency:import_dependency",
            "stage_map": "techpact.supply.stages:stage_map",
            "minerals": "techpact.supply.minerals:minerals",
            "resourcing": "techpact.supply.resourcing:resourcing",
            "lookthrough_exposure": "techpact.supply.lookthrough:lookthrough_exposure",
            "area_lookthrough": "techpact.supply.area_lookthrough:area_lookthrough",
            "value_added_content": "techpact.supply.value_added:value_added_content",
            "extraction": "techpact.supply.extraction:extraction",
            "cutoff": "techpact.supply.cutoff:cutoff",
            "dependency_probability": "techpact.supply.noise:dependency_probability",
            "hs_conversion": "techpact.supply.revision:hs_conversion",
            "shared_dependency": "techpact.supply.mutual:shared_dependency",
            "reverse_dependency": "techpact.supply.mutual:reverse_dependency",
            "membership": "techpact.supply.membership:membership",
            "area_exposure": "techpact.supply.exposure:area_exposure",
        },
    ),
    Part(
        "controls",
        "Which controls does each member have, are they aligned, do they bite, where do they leak?",
        {
            "measures_in_force": "techpact.controls.measures:measures_in_force",
            "control_alignment": "techpact.controls.alignment:control_alignment",
            "coalition_effect": "techpact.controls.coalition:coalition_effect",
            "control_package": "techpact.controls.package:control_package",
            "diversion": "techpact.controls.diversion:diversion",
            "retaliation": "techpact.controls.retaliation:retaliation",
        },
    ),
    Part(
        "parties",
        "Is this name, or an owner of it, restricted by any member?",
        {
            "ownership": "techpact.parties.ownership:ownership",
            "list_delta": "techpact.parties.delta:list_delta",
        },
    ),
    Part(
        "shocks",
        "What happens when a supplier, a sector or a country stops?",
        {
            "cascade": "techpact.shocks.cascade:cascade",
            "cascade_path": "techpact.shocks.cascade_path:cascade_path",
            "ario": "techpact.shocks.ario:ario",
            "ario_path": "techpact.shocks.ario_path:ario_path",
            "ario_spread": "techpact.shocks.ario_spread:ario_spread",
            "loss_comparison": "techpact.shocks.loss_comparison:loss_comparison",
            "cheapest_cover": "techpact.shocks.cheapest_cover:cheapest_cover",
            "static_shock": "techpact.shocks.static:static_shock",
        },
    ),
)

SOURCES: dict[str, str] = {
    "adb_mrio": "techpact.sources.adb_mrio",
    "plain_list": "techpact.sources.plain_list",
    "us_csl": "techpact.sources.us_csl",
    "us_bis_entity_list": "techpact.sources.us_bis_entity_list",
    "us_bis_meu": "techpact.sources.us_bis_meu",
    "us_dow_1260h": "techpact.sources.us_dow_1260h",
    "us_dow_1286": "techpact.sources.us_dow_1286",
    "us_ofac_nscmic": "techpact.sources.us_ofac_nscmic",
    "us_dhs_uflpa": "techpact.sources.us_dhs_uflpa",
    "us_fcc_covered": "techpact.sources.us_fcc_covered",
    "us_ofac_sdn": "techpact.sources.us_ofac_sdn",
    "jp_meti_end_user": "techpact.sources.jp_meti_end_user",
    "jp_meti_designated": "techpact.sources.jp_meti_designated",
    "cn_mofcom": "techpact.sources.cn_mofcom",
    "un_consolidated": "techpact.sources.un_consolidated",
    "eu_consolidated": "techpact.sources.eu_consolidated",
    "uk_sanctions": "techpact.sources.uk_sanctions",
    "opensanctions": "techpact.sources.opensanctions",
    "baci": "techpact.sources.baci",
    "comtrade": "techpact.sources.comtrade",
    "hs_correlation": "techpact.sources.hs_correlation",
    "geodist": "techpact.sources.geodist",
    "eto_chips": "techpact.sources.eto_chips",
    "exiobase3": "techpact.sources.exiobase3",
    "figaro": "techpact.sources.figaro",
    "oecd_icio": "techpact.sources.oecd_icio",
    "usgs_mcs": "techpact.sources.usgs_mcs",
    "wiod2013": "techpact.sources.wiod2013",
    "wiod2016": "techpact.sources.wiod2016",
}
"""Source name to module; each module has `SOURCE`, a `sources.card.Source`."""


def analysis_names() -> list[str]:
    """Return the names of all analyses."""
    return [name for part in PARTS for name in part.analyses]


def get_analysis(name: str) -> Analysis:
    """Import and return an analysis.

    Raises
    ------
    NotFoundError
        Names the nearest and the available ones.
    """
    for part in PARTS:
        if name in part.analyses:
            module, attribute = part.analyses[name].split(":")
            found: Analysis = getattr(importlib.import_module(module), attribute)
            return found
    raise NotFoundError("analysis", name, analysis_names())


def get_source(name: str) -> Source:
    """Import and return a source.

    Raises
    ------
    NotFoundError
        Names the nearest and the available ones.
    """
    if name not in SOURCES:
        raise NotFoundError("source", name, SOURCES)
    found: Source = importlib.import_module(SOURCES[name]).SOURCE
    return found


def declared_tables() -> dict[str, Table]:
    """Return every declared table by name: facts, sources, inputs and outputs of analyses."""
    from techpact.facts.tables import LOCATIONS

    tables = {name: table for name, (table, _) in LOCATIONS.items()}
    for name in SOURCES:
        tables |= {t.name: t for t in get_source(name).tables}
    for name in analysis_names():
        analysis = get_analysis(name)
        for table in (*(i.table for i in analysis.inputs), analysis.output, *analysis.extras):
            tables[table.name] = table
    return tables


def matrix_tables() -> frozenset[str]:
    """Return the names of tables that are a square of numbers alone, without a header row."""
    return frozenset(
        i.table.name for name in analysis_names() for i in get_analysis(name).inputs if i.matrix
    )
