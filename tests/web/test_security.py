import io

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

PAGES = ["/", "/areas/ai", "/documents", "/search?q=x", "/areas/none", "/static/none.css"]


def test_every_answer_has_the_security_headers(client):
    for path in [*PAGES, "/api/v1/areas", "/api/v1/none"]:
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"]


def test_pages_carry_no_inline_script_or_style(client):
    import re

    for path in PAGES:
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*src=)", text)
        assert "<style" not in text
        assert not re.search(r"\sstyle=", text)
        assert not re.search(r"\son\w+=", text)


def test_a_foreign_host_name_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/", headers={"host": "127.0.0.1:8420"}).status_code == 200
    assert client.get("/", headers={"host": "[::1]:8420"}).status_code == 200


def test_forms_of_other_sites_are_refused(client):
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "null"},
    ):
        assert client.post("/documents", headers=headers).status_code == 403
        answer = client.post("/api/v1/analyses/input_concentration", headers=headers)
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"


def test_token_is_asked_and_taken_from_address_cookie_or_header(own):
    client = own(token="s3cret-token")  # noqa: S106
    assert client.get("/").status_code == 401
    assert client.get("/?token=wrong").status_code == 401
    assert client.get("/", headers={"authorization": "Bearer s3cret-token"}).status_code == 200
    entered = client.get("/?token=s3cret-token", follow_redirects=False)
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/").status_code == 200


def test_too_many_requests_are_told_to_wait(own):
    client = own(requests_per_second=1, request_burst=5)
    answers = [client.get("/api/v1/areas") for _ in range(8)]
    assert [a.status_code for a in answers[:5]] == [200] * 5
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../etc/passwd",
        "/static/..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/tables/..%2fsources",
        "/download/tables/..%2f..%2fetc/passwd.csv",
        "/api/v1/tables/..%2f..%2fetc%2fpasswd",
        "/tables/sources;DROP TABLE x",
        "/documents/%00",
        "/areas/%F0%9F%92%A5",
    ],
)
def test_paths_lead_nowhere_else(client, path):
    answer = client.get(path)
    assert answer.status_code in {400, 404}
    assert "root:" not in answer.text


def test_script_in_the_address_is_inert(client):
    for path in ("/search?q=", "/?alliance=", "/areas/", "/inputs?inputs.q="):
        text = client.get(path + "%3Cscript%3Ealert(1)%3C/script%3E").text
        assert "<script>alert" not in text


def test_a_long_or_strange_address_is_a_clear_error(client):
    assert client.get("/?" + "a" * 9000).status_code == 414
    assert client.get("/", params={"x": "y" * 500}).status_code == 400
    assert client.get("/?lang=xx").status_code == 404
    assert client.get("/?as_of=yesterday").status_code == 400
    assert client.get("/inputs?inputs.page=99999999999&inputs.size=-1").status_code == 200


RUN = "/api/v1/analyses/input_concentration"


def _send(client, name, data, table="input_shares"):
    return client.post(RUN, files={table: (name, data)}, data={"alliance": "us-japan"})


@pytest.mark.parametrize(
    ("data", "status", "word"),
    [
        (b"", 400, "empty"),
        (b"a,b\n1,2,3\n", 400, "line 2"),
        (b"input,stage\ngallium,mine\n", 422, "missing column"),
        ("input,stage\nガリウム,mine\n".encode("cp932"), 400, "UTF-8"),
        ("input,stage\n갈륨,mine\n".encode("euc_kr"), 400, "UTF-8"),
        ("input,stage\ngallium,mine\n".encode("utf-16"), 400, "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 400, "UTF-8"),
        (b"\0" * 1000, 400, "binary"),
        (b'input,"stage\n' * 50, 400, ""),
    ],
)
def test_a_broken_table_is_a_clear_problem(client, data, status, word):
    answer = _send(client, "shares.csv", data)
    assert answer.status_code in {status, 422}
    problem = answer.json()
    assert word.lower() in (problem["detail"] + str(problem.get("mend"))).lower() or (
        answer.status_code == 422
    )
    assert problem["mend"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_parquet_bomb_is_refused_by_its_footer(own):
    buffer = io.BytesIO()
    pl.DataFrame({"input": pl.repeat("gallium", 20_000_000, eager=True)}).write_parquet(buffer)
    assert len(buffer.getvalue()) < 2**20
    answer = _send(own(), "shares.parquet", buffer.getvalue())
    assert answer.status_code == 413
    assert "rows" in answer.json()["detail"]


def test_long_texts_packed_into_few_bytes_are_refused(own):
    buffer = io.BytesIO()
    packed = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000), pa.array(["x" * 100_000]))
    pq.write_table(pa.table({"input": packed}), buffer, compression="zstd")
    assert len(buffer.getvalue()) < 2**20
    answer = _send(own(), "shares.parquet", buffer.getvalue())
    assert answer.status_code == 413


def test_a_false_parquet_file_is_a_clear_error(client):
    for data in (b"PAR1", b"PAR1" + b"\xff" * 100 + b"PAR1", b"not parquet"):
        assert _send(client, "shares.parquet", data).status_code == 400


def test_a_body_over_the_bound_is_refused(own):
    client = own(max_upload_bytes=10_000)
    assert _send(client, "shares.csv", b"a,b\n" + b"1,2\n" * 10_000).status_code == 413
    body = b'{"options":{"alliance":"' + b"x" * 40_000 + b'"}}'
    answer = client.post(RUN, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 413


def test_formulas_in_cells_are_inert_in_downloads(own, tmp_path):
    import openpyxl

    from techpact.facts.base import BUILT_IN  # noqa: F401

    client = own()
    evil = '=HYPERLINK("http://evil.example")'
    name = client.post(
        "/documents", files={"file": ("a.txt", f"{evil} and quantum computing 2025-01-02".encode())}
    ).url.path
    rows = client.get(f"/download{name}/records.csv?kind=dates")
    if rows.status_code == 200:
        assert "\n=" not in rows.text
    sheet = client.get("/download/documents/documents.xlsx").content
    assert openpyxl.load_workbook(io.BytesIO(sheet)).active.max_row == 2
