"""Fixed wording of codes. `N_` marks a text for the catalogues; it is translated where shown."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message for extraction; returns it unchanged."""
    return message


GAPS = {
    "EXPOSED_NOT_PROMISED": N_("Exposed, but no standing commitment covers it: {subjects}"),
    "PROMISED_NOT_MEASURED": N_("Promised, but no exposure is measured: {subjects}"),
    "CONTROLLED_BY_ONE": N_("Controlled by one member only: {subjects}"),
    "STATUS_PAUSED": N_("Agreement paused: {subjects}"),
    "INPUT_NO_DATA": N_("No public figure: {subjects}"),
}
GAP_LABELS = {
    "EXPOSED_NOT_PROMISED": N_("exposed, not promised"),
    "PROMISED_NOT_MEASURED": N_("promised, not measured"),
    "CONTROLLED_BY_ONE": N_("controlled by one"),
    "STATUS_PAUSED": N_("paused"),
    "INPUT_NO_DATA": N_("no data"),
}
METRICS = {
    "hhi": N_("Herfindahl–Hirschman index"),
    "top_share": N_("share of the top producer"),
    "concern_share": N_("share of countries of concern"),
    "alliance_share": N_("share of members"),
    "partner_share": N_("share of partners"),
    "known_share": N_("share that is known"),
    "measures_in_force": N_("measures in force"),
    "commitments": N_("commitments"),
}
STANDINGS = {
    "in_effect": N_("in effect"),
    "paused": N_("paused"),
    "ended": N_("ended"),
    "not_yet": N_("not yet in effect"),
    "unknown": N_("unknown"),
    "document": N_("from the document given"),
}
STATES = {
    "in_force": N_("in force"),
    "suspended": N_("suspended"),
    "ended": N_("ended"),
    "future": N_("not yet in force"),
    "unknown": N_("unknown"),
}
OCCURRENCES = {
    "planned": N_("planned"),
    "reported": N_("reported"),
    "actual": N_("actual"),
}
STATUSES = {
    "confirmed": N_("confirmed"),
    "unconfirmed": N_("unconfirmed"),
    "inferred": N_("inferred"),
    "no_data": N_("no data"),
}
MODALITIES = {
    "intend": N_("intend"),
    "declarative": N_("declare"),
    "intended_passive": N_("is intended"),
    "expect": N_("expect"),
    "scope": N_("in scope"),
    "shall": N_("shall"),
    "may": N_("may"),
}
EVENTS = {
    "announced": N_("announced"),
    "signed": N_("signed"),
    "in_force": N_("in force"),
    "meeting": N_("meeting"),
    "reviewed": N_("reviewed"),
    "renewed": N_("renewed"),
    "amended": N_("amended"),
    "paused": N_("paused"),
    "resumed": N_("resumed"),
    "ended": N_("ended"),
    "joined": N_("joined"),
    "planned": N_("planned"),
    "control": N_("control measure"),
}
PLEDGE_STATUSES = {
    "announced": N_("announced"),
    "signed": N_("signed"),
    "legislated": N_("legislated"),
    "disbursing": N_("disbursing"),
    "withdrawn": N_("withdrawn"),
}
MEASURE_KINDS = {
    "export_control": N_("export control"),
    "investment_screening": N_("investment screening"),
    "end_use": N_("end-use control"),
    "import_ban": N_("import ban"),
    "party_list": N_("party list"),
    "outbound_investment": N_("outbound investment rule"),
}
RELATIONS = {
    "contradiction": N_("contradiction"),
    "refinement": N_("refinement"),
    "variant": N_("variant"),
}
STAGES = {
    "mine": N_("mine"),
    "refinery": N_("refinery"),
    "smelter": N_("smelter"),
    "production": N_("production"),
    "capacity": N_("capacity"),
    "sales": N_("sales"),
    "exports": N_("exports"),
    "launches": N_("launches"),
    "fleet": N_("fleet"),
    "installed": N_("installed"),
    "procurement": N_("procurement"),
    "expenditure": N_("expenditure"),
    "registrations": N_("registrations"),
    "sites": N_("sites"),
    "sole_source": N_("sole source"),
    "units": N_("units"),
    "landings": N_("landings"),
}
AGREEMENT_KINDS = {
    "memorandum": N_("memorandum"),
    "treaty": N_("treaty"),
    "dialogue": N_("dialogue"),
    "initiative": N_("initiative"),
    "code": N_("code of conduct"),
    "agreement": N_("agreement"),
}
ROLES = {
    "member": N_("member"),
    "partner": N_("partner"),
    "concern": N_("country of concern"),
    "other": N_("other country"),
}
INPUT_KINDS = {
    "material": N_("material"),
    "equipment": N_("equipment"),
    "component": N_("component"),
    "service": N_("service"),
    "product": N_("product"),
}
INSTITUTION_KINDS = {
    "ministry": N_("ministry"),
    "agency": N_("agency"),
    "funder": N_("funder"),
    "laboratory": N_("laboratory"),
    "university": N_("university"),
    "company": N_("company"),
    "dialogue": N_("dialogue"),
    "standards_body": N_("standards body"),
    "international": N_("international body"),
    "facility": N_("facility"),
    "programme": N_("programme"),
    "think_tank": N_("think tank"),
    "media": N_("media"),
}
ALIAS_KINDS = {
    "abbreviation": N_("abbreviation"),
    "former": N_("former name"),
    "short": N_("short name"),
    "variant": N_("variant"),
    "mistranslation": N_("mistranslation"),
}
BASES = {
    "location": N_("place of production"),
    "headquarters": N_("seat of the firm"),
}
DECISIONS = {
    "match": N_("match"),
    "review": N_("for review"),
    "no": N_("weak likeness"),
}
LINKS = {
    "same": N_("same"),
    "different": N_("different"),
    "changed": N_("changed"),
    "moved": N_("moved"),
    "merged": N_("merged"),
    "split": N_("split"),
    "dropped": N_("only in the first"),
    "inserted": N_("only in the second"),
    "only_ours": N_("only in the first"),
    "only_theirs": N_("only in the second"),
    "both_lack": N_("in neither"),
}
PRESENCE = {
    "present": N_("present"),
    "absent": N_("absent"),
    "not seen": N_("not seen in the excerpt"),
    "True": N_("yes"),
    "False": N_("no"),
}
RECORD_KINDS = {
    "commitments": N_("Commitments"),
    "facts": N_("Legal facts"),
    "events": N_("Events"),
    "dates": N_("Dates"),
    "amounts": N_("Amounts"),
    "mentions": N_("Names"),
    "recommendations": N_("Recommendations"),
}
LOADED = {
    "lookthrough_foreign": N_("exposure to all foreign production, through all tiers"),
    "lookthrough_concern": N_("exposure to countries of concern, through all tiers"),
    "dependent_products": N_("products on which the alliance depends on outsiders"),
    "outside_imports_usd": N_("imports from outside the alliance"),
    "dependent_imports_share": N_("share of these imports in products of dependency"),
    "concern_imports_share": N_("share of imports from countries of concern"),
}
AGAINST = {
    "numbers differ": N_("numbers differ"),
    "a number on one side only": N_("a number on one side only"),
    "places differ": N_("places differ"),
    "legal forms differ": N_("legal forms differ"),
    "initials only": N_("initials only"),
    "spelling differs": N_("spelling differs"),
    "the listed party is no firm": N_("the listed party is no firm"),
    "names differ in a rare word": N_("names differ in a rare word"),
}
LIST_NAMES = {
    "CAP": "CAPTA List",
    "CMIC": "NS-CMIC List",
    "DPL": "Denied Persons List",
    "DTC": "AECA Debarred List",
    "EL": "Entity List",
    "FSE": "Foreign Sanctions Evaders List",
    "ISN": "Nonproliferation Sanctions",
    "MEU": "Military End User List",
    "NS-MBS": "NS-MBS List",
    "PLC": "Palestinian Legislative Council List",
    "SDN": "Specially Designated Nationals",
    "SSI": "Sectoral Sanctions Identifications",
    "UVL": "Unverified List",
}
"""Names behind the abbreviations of the US Consolidated Screening List; names stay as they are."""
FACT_KEYS = {
    "legally_binding": N_("Legally binding"),
    "commits_funds": N_("Commits funds"),
    "affects_existing_agreements": N_("Affects existing agreements"),
    "within_respective_legal_frameworks": N_("Within each side's law"),
    "compliance_with_law_declared": N_("Compliance with law declared"),
    "operative_from": N_("Takes effect on"),
    "modification": N_("Changed by"),
    "discontinuation_right": N_("Who may end it"),
    "discontinuation_form": N_("Ended by"),
    "discontinuation_effect_primary": N_("End takes effect on"),
    "discontinuation_effect_default": N_("Otherwise"),
    "term_or_expiry": N_("Term"),
    "renewal": N_("Renewal"),
    "dispute_settlement": N_("Settlement of disputes"),
    "working_group": N_("Working group"),
    "signed_date": N_("Signed on"),
    "signed_place": N_("Place"),
    "copies": N_("Copies"),
    "languages_signed": N_("Languages signed"),
    "signatories": N_("Signed by"),
}
FACT_VALUES = {
    "signature": N_("signature"),
    "last_signature": N_("the last signature"),
    "mutual_written_decision": N_("mutual written decision"),
    "mutual_decision": N_("mutual decision"),
    "mutually_decided_date": N_("a day decided by both"),
    "either_party": N_("either side"),
    "written_notice": N_("written notice"),
    "written_decision": N_("written decision"),
    "notice": N_("notice"),
    "notification": N_("notification"),
    "receipt": N_("receipt"),
    "consultation": N_("consultation"),
    "diplomatic_channels": N_("diplomatic channels"),
    "indefinite": N_("no end set"),
    "automatic": N_("by itself"),
    "by_decision": N_("by decision"),
    "established": N_("established"),
}
PERIODS = {
    "D": N_("{n} days"),
    "W": N_("{n} weeks"),
    "M": N_("{n} months"),
    "Y": N_("{n} years"),
}
STAGE_KINDS = {
    "process": N_("process"),
    "design_resource": N_("design"),
    "tool_resource": N_("tool"),
    "material_resource": N_("material"),
    "ultimate_output": N_("final product"),
}
MEASURES = {
    "inventory": N_("inventory"),
    "resourcing": N_("re-sourcing"),
    "both": N_("inventory and re-sourcing"),
}
COVER_STATUSES = {
    "nothing_needed": N_("Nothing is needed: the loss is under the bound already."),
    "optimal": N_("The cheapest: it costs what every cover costs at least."),
    "optimal_among_chosen": N_("No cheaper point of the grid holds only these inputs."),
    "no_step_down": N_("No single input can be held a step less; a cheaper mix may exist."),
    "out_of_reach": N_("Out of reach: even the most stock does not keep the bound."),
    "stopped": N_(
        "The time was up: the cheapest cover found so far, not proven to be the cheapest."
    ),
    "nothing_found": N_("The time was up before any cover was found; there may be one."),
}
TEXT_KINDS = {
    "memorandum": N_("memorandum"),
    "joint_statement": N_("joint statement"),
    "fact_sheet": N_("fact sheet"),
    "agreement": N_("agreement"),
    "policy_paper": N_("policy paper"),
    "news": N_("news"),
}
TEXT_EVENTS = {
    "signing": N_("signing"),
    "legislation": N_("legislation"),
    "pledge": N_("pledge"),
    "call": N_("call"),
    "meeting": N_("meeting"),
    "visit": N_("visit"),
    "dispatch": N_("dispatch of people"),
    "establishment": N_("establishment"),
    "announcement": N_("announcement"),
}
MENTION_KINDS = {
    "PERSON": N_("person"),
    "ORG": N_("organisation"),
    "BODY": N_("public body"),
    "GPE": N_("country or place"),
    "FACILITY": N_("facility"),
    "PROGRAMME": N_("programme"),
    "AGREEMENT": N_("agreement"),
}
PRECISIONS = {"day": N_("day"), "month": N_("month"), "year": N_("year")}
LANGUAGES = {"en": N_("English"), "ja": N_("Japanese"), "ko": N_("Korean")}
ADVICE_GROUPS = {
    "access_restriction": N_("restriction of access"),
    "joint_innovation": N_("joint innovation"),
    "third_country_engagement": N_("work with third countries"),
}
