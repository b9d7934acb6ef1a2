"""schemathesis over the whole API: whatever is sent, the server does not fail."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st


def _fuzz(client, examples):
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", client.app)
    failures: list[tuple] = []
    sent = 0
    for operation in schema.get_all_operations():
        cases = operation.ok().as_strategy()

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def send(case):
            case.headers = {**(case.headers or {}), "host": "testserver"}
            answer = case.call()
            if answer.status_code >= 500 and answer.status_code != 503:
                failures.append((case.method, case.path, answer.status_code, answer.text[:300]))

        send()
        sent += 1
    assert failures == []
    assert sent == sum(len(m) for m in client.app.openapi()["paths"].values())


def test_no_server_error_short(client):
    _fuzz(client, 3)


@pytest.mark.slow
def test_no_server_error_long(client):
    _fuzz(client, 60)


@settings(max_examples=60, deadline=None)
@given(path=st.text(max_size=30), query=st.text(max_size=60))
def test_no_page_fails_on_any_address(client, path, query):
    from urllib.parse import quote

    for place in ("/areas/", "/inputs/", "/documents/", "/download/", "/findings/", "/compare/"):
        answer = client.get(f"{place}{quote(path, safe='')}?{quote(query, safe='=&')}")
        assert answer.status_code < 500
