import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("mcp")

from mcp import Client

from techpact.facts import FactBase
from techpact.mcp import Tools, make_server
from techpact.registry import analysis_names
from techpact.workspace import Workspace


def ask(tmp_path, work, lists=()):
    async def run():
        server = make_server(Tools(FactBase(), Workspace(tmp_path / "workspace"), lists))
        async with Client(server) as client:
            return await work(client)

    # A thread of its own: a browser test may have left a running loop in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, run()).result()


def content(result):
    assert not result.is_error, result.content
    return result.structured_content or json.loads(result.content[0].text)


def test_every_analysis_is_a_tool_with_its_options(tmp_path):
    async def work(client):
        return (await client.list_tools()).tools

    tools = {t.name: t for t in ask(tmp_path, work)}
    assert set(analysis_names()) < set(tools)
    assert "alliance" in tools["input_concentration"].input_schema["properties"]


def test_an_analysis_answers_with_rows_caveats_and_citations(tmp_path):
    async def work(client):
        return await client.call_tool("input_concentration", {"alliance": "us-japan"})

    answer = content(ask(tmp_path, work))
    assert answer["rows"]
    assert answer["sources"]
    assert len(answer["inputs"]["inputs"]) == 64


def test_a_user_error_says_how_to_mend_it(tmp_path):
    async def work(client):
        return await client.call_tool("area_assessment", {"alliance": "us-jappan"})

    result = ask(tmp_path, work)
    assert result.is_error
    assert "us-japan" in result.content[0].text


def test_a_document_is_read_to_quotes_that_stand_in_it(tmp_path):
    text = (
        "MEMORANDUM\n\nThe Participants intend to share quantum clocks.\n\n"
        "Signed at Tokyo on 5 May 2026.\n"
    )
    path = tmp_path / "memo.txt"
    path.write_text(text)

    async def work(client):
        return await client.call_tool("read_document", {"name_or_path": str(path)})

    answer = content(ask(tmp_path, work))
    for record in answer["commitments"]:
        assert record["quote"] == text[record["start"] : record["end"]]


def test_screening_is_recorded(tmp_path):
    listed = tmp_path / "plain.csv"
    listed.write_text(
        "id,list,name,aliases_json,countries\nx1,Own list,Kestrel Optics Works,[],CN\n"
    )

    async def work(client):
        return await client.call_tool("screen_names", {"names": ["Kestrel Optics Works"]})

    answer = content(ask(tmp_path, work, (listed,)))
    assert answer["results"][0]["hits"][0]["id"] == "x1"
    lines = (tmp_path / "workspace" / "screenings.jsonl").read_text().splitlines()
    assert json.loads(lines[0])["by"] == "mcp"
