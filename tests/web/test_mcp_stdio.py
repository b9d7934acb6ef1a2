"""A real client session with `techpact mcp` over standard input and output."""

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("mcp")

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client


def test_a_session_over_stdio_lists_tools_and_cites(tmp_path):
    parameters = StdioServerParameters(
        command=sys.executable,
        args=[
            *("-c", "from techpact.cli import main; main()"),
            *("mcp", "--workspace", str(tmp_path / "workspace")),
        ],
    )

    async def session():
        async with Client(stdio_client(parameters)) as client:
            tools = {t.name for t in (await client.list_tools()).tools}
            area = await client.call_tool("area_assessment", {"area": "quantum"})
            table = await client.call_tool("fact_table", {"table": "input_shares", "limit": 3})
            screened = await client.call_tool("screen_names", {"names": ["Nobody"]})
            return tools, area, table, screened

    with ThreadPoolExecutor(1) as pool:
        tools, area, table, screened = pool.submit(asyncio.run, session()).result(timeout=120)
    assert {"area_assessment", "trace_finding", "screen_names"} < tools
    found = area.structured_content or json.loads(area.content[0].text)
    assert all(f["sources"] for f in found["findings"] if f["value"] is not None)
    rows = table.structured_content or json.loads(table.content[0].text)
    assert len(rows["rows"]) == 3
    assert rows["sources"]
    assert screened.is_error
    assert "techpact add" in screened.content[0].text
