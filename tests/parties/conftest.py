import pytest

from techpact.parties.index import build
from techpact.parties.listing import Party
from techpact.parties.matcher import Matcher

PARTIES = [
    Party("a1", "EL", "Huawei Technologies Co., Ltd.", ("Huawei Tech",), "CN"),
    Party("a2", "EL", "Hongda Precision Machinery Factory 601", (), "CN"),
    Party("a3", "SDN", "JSC Scientific Production Association Zvezdochka",
          ("NPO Zvezdochka",), "RU"),
    Party("a4", "SDN", "Korea Ryonha Machinery Joint Venture Corporation", (), "KP"),
    Party("a5", "EL", "Harbin Institute of Technology", (), "CN"),
    Party("a6", "UVL", "Brightwater Logistics GmbH", ("Brightwater Spedition",), "DE"),
    Party("a7", "EL", "China Electronics Technology Group Corporation 14th Research Institute",
          (), "CN"),
    Party("a8", "SDN", "AL-HASSANI, Karim Yusuf", ("Karim al Hassani",), "IQ"),
    Party("a9", "EL", "Shenzhen Tianlu Semiconductor Technology Co., Ltd.", (), "CN"),
    Party("a10", "EL", "Wuhan Tianlu Semiconductor Technology Co., Ltd.", (), "CN"),
    Party("b1", "MEU", "Huawei Technologies Co., Ltd.", (), "CN"),
    Party("b2", "SDN", "Iran Electronics Industries", ("Sherkat Sanayeh Electronics Iran",), "IR"),
    Party("b3", "SDN", "Federal State Unitary Enterprise Volna Radio Plant", (), "RU"),
]  # fmt: skip


@pytest.fixture(scope="session")
def parties():
    return PARTIES


@pytest.fixture(scope="session")
def matcher():
    return Matcher(build(PARTIES), threads=2)
