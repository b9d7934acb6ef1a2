"""Capitalised English words that by themselves name neither a person nor a company."""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re

from techpact.agreements.lexicon import words

COMMON_NOUNS = words(
    "Access Accord Act Action Advanced Agenda Aid Alliance Alliances Analysis Area Areas Artificial Asset Atomic Base Basic Bay Beach "
    "Bill Bio Block Blue Book Bridge Budget Building Business Cabinet Canal Capital Care Case Century Chain Chains Change Chapter "
    "Chemical Chip Chips Circle City Civil Clean Climate Cloud Coast Code Common Compact Computing Control Controls Core Cost County "
    "Critical Cross Customs Cyber Data Deep Design Digital Doctrine Dollar Domestic Draft Dual Early Earth East Economic Economy "
    "Edge Edition Electric Emergency Emerging Environment Era Event Export Exports Facility Fair Federal Field Final Finance Financial "
    "First Fiscal Five Force Forces Foreign Four Free Frontier Fuel Fusion Future Gas Gate General Global Gold Good Grand Grant Green "
    "Grid Group Growth Guide Hall Harbour Hard Head Health High Hill Home Horizon Horizons Hub Human Hydrogen Idea Impact Import Index "
    "Industrial Industry Information Innovation Inner Input Inside Intelligence Interim International Island Islands Issue Item Key Lab "
    "Labour Lake Land Large Last Law Leader Legal Level Licence License Life Light Line Link List Little Local Logistics Long Low Machine Main "
    "Major Map Marine Maritime Market Markets Media Medical Metal Metals Mineral Minerals Mission Mobile Model Modern Monetary Money Mount "
    "Mutual Natural Network New News Next Night Nine Nuclear Ocean Office Oil Old One Open Order Outlook Outer Own Page Paper Park "
    "Peace Peninsula Phase Pilot Place Plan Plans Plant Platform Point Policy Politics Port Power Press Price Primary Prime Principle "
    "Private Project Property Proposal Public Quality Quantum Question Radio Rail Rapid Rare Raw Reactor Real Red Reform Region Regional "
    "Report Republic Research Reserve Resource Resources Review Right Rights Rim Ring River Road Round Route Rule Rules Rural Safe Safety "
    "Sample School Science Sea Second Sector Secure Security Seven Shared Shield Ship Side Signal Silicon Site Six Skills Small "
    "Smart Social Software Solar Source South Space Special Spectrum Square Stage Standard Standards Star State Steel Step Straits Strait "
    "Strategic Strategy Street Strong Studio Study Summit Super Supply System Table Talent Tariff Task Tax Team Tech Technical Technologies Technology Ten "
    "Term Territory Test Third Three Tier Top Total Town Track Trade Training Transition Transport Treaty Trust Two Under Unit Universal "
    "Upper Urban Valley Value Venture Village Vision Visitor Volume Wall War Water Wave Week West White Wide Wind Wing Work Working World "
    "Year Yellow Young Zero Zone Ordinance Initiative Programme Program Framework Partnership Dialogue Forum Declaration Statement Memorandum Protocol "
    "Energy Bioscience Biosciences Sciences Satellites Satellite Rockets Lunar Orbital Genomics Cybersecurity Subsea Offshore Onshore "
    "Annex Figure Section Article Guidelines Roadmap Charter Pact Deal Scheme Fund Corridor Works Gulf Ocean Compute Fellowship Award Prize "
    "Bioeconomy Biotech Semiconductor Semiconductors Reactors Materials Manufacturing Pharma Robotics Photonics Aviation Shipping "
    "Cooperation Investment Development Agreement Association"
)
"""What headings, topics and programmes are called by."""
NOUN_SURNAMES = words(
    "Rim King Young Price Hill Lake Law West Page Park Field Bridge Wood Day Power Long Little Small Strong Rice Green White Gold "
    "Case Cross Hall Head Key Land Light Major Moon Good Grant Rule Street Town Star Sharp Sea Wise Wing North Love Fair Gray "
    "Black Brown Blue Yellow Road Ring Gates Gate Last Line Book Mission Ocean Rich Round Ship Stone Team Wall Waters Winter Ten"
)
"""Those of them that are family names too."""
DEMONYM = re.compile(
    r"^(?:American|British|Japanese|Korean|Chinese|Taiwanese|Indian|Australian|Canadian|German|French|Italian|Dutch|Spanish|Portuguese|Swedish"
    r"|Norwegian|Danish|Finnish|Polish|Czech|Swiss|Austrian|Belgian|Irish|Israeli|Russian|Ukrainian|Turkish|Mexican|Brazilian|Indonesian"
    r"|Malaysian|Vietnamese|Thai|Filipino|Philippine|Singaporean|European|Asian|African|Pacific|Atlantic|Arctic|Indo-Pacific|Western|Eastern"
    r"|Northern|Southern|Central|Nordic|Baltic|Chilean|Kazakh|Saudi|Emirati|Egyptian|Kenyan|Nigerian|Estonian|Latvian|Lithuanian|Greek|Hungarian"
    r"|Romanian|Bulgarian|Croatian|Slovak|Slovenian|Icelandic|Scottish|Welsh|English|Latin|Republican|Democratic|Democrat|Liberal|Conservative)s?$"
)
MONTHS_AND_DAYS = words(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
