"""The pages: one module a subject; ROUTES joins address and builder."""

from __future__ import annotations

from techpact.web.page import Builder
from techpact.web.pages import (
    agreements,
    areas,
    compare,
    controls,
    countries,
    documents,
    inputs,
    institutions,
    methods,
    scenario,
    scorecard,
    screening,
    search,
    stages,
    tables,
    timeline,
)

ROUTES: tuple[tuple[str, Builder], ...] = (
    ("/", scorecard.scorecard),
    ("/areas", areas.area_list),
    ("/areas/{area}", areas.area),
    ("/agreements", agreements.agreement_list),
    ("/agreements/{agreement}", agreements.agreement),
    ("/inputs", inputs.input_list),
    ("/inputs/{input}", inputs.input_page),
    ("/countries", countries.country_list),
    ("/countries/{country}", countries.country),
    ("/institutions", institutions.institution_list),
    ("/institutions/{institution}", institutions.institution),
    ("/controls", controls.controls),
    ("/documents", documents.document_list),
    ("/documents/{document}", documents.document),
    ("/screen", screening.screen),
    ("/screen/results/{screening}", screening.result),
    ("/compare", compare.compare),
    ("/scenario", scenario.scenario),
    ("/stages", stages.stages),
    ("/timeline", timeline.timeline),
    ("/sources", methods.sources),
    ("/sources/{source}", methods.source),
    ("/methods", methods.methods),
    ("/methods/{analysis}", methods.method),
    ("/findings/{finding}", methods.finding),
    ("/tables", tables.table_list),
    ("/tables/{table}", tables.table),
    ("/search", search.search),
)
