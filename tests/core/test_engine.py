import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techpact import engine
from techpact.errors import InputError, LimitError, UnavailableError


def test_csv_stays_text(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("hs6,v\n010121,1\n")
    assert engine.read_frame(path).row(0) == ("010121", "1")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\x00\x01\x02" * 100, "binary"),
        ("a.parquet", b"no parquet at all", "not a readable PARQUET"),
        ("a.xlsx", b"no zip at all", "not a readable XLSX"),
        ("a.json", b"{", "not a readable JSON"),
        ("a.csv", b"a,b\n1,2\n\xff\xfe\xff,4\n", "not a readable CSV"),
        ("a.pdf", b"%PDF", "cannot read a table"),
    ],
)
def test_a_file_that_is_no_table_is_one_clear_error(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        engine.read_frame(path)
    assert str(path) in str(caught.value)
    assert caught.value.mend


def test_bounds_and_places(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n" + "1\n" * 100)
    with pytest.raises(LimitError):
        engine.read_frame(path, limit_bytes=50)
    with pytest.raises(InputError, match="directory"):
        engine.read_frame(tmp_path)
    with pytest.raises(InputError, match="not found"):
        engine.read_frame(tmp_path / "b.csv")


def test_atomic_write_keeps_the_old_file_when_the_block_fails(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail_half_way():
        with engine.atomic_write(path) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_atomic_write_into_a_file_as_directory(tmp_path):
    (tmp_path / "f").write_text("x")
    with pytest.raises(UnavailableError), engine.atomic_write(tmp_path / "f" / "a.txt"):
        pass


def test_query_reads_and_only_reads(tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"v": [1, 2]}).write_parquet(path)
    secret = tmp_path.parent / "secret.csv"
    secret.write_text("a\n1\n")
    frames = {"facts": pl.DataFrame({"v": [5]})}

    def run(sql):
        return engine.query(sql, frames=frames, files={"t": path})

    assert run("SELECT sum(v) s FROM t").row(0) == (3,)
    assert run("SELECT v FROM facts").row(0) == (5,)
    for sql in (
        f"SELECT * FROM read_csv('{secret}')",  # noqa: S608
        "COPY t TO 'x.csv'",
        "CREATE TABLE x AS SELECT 1",
        "SELECT 1; SELECT 2",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT nothing FROM t",
        "",
    ):
        with pytest.raises(InputError):
            run(sql)


@pytest.mark.parametrize("look", [4, 7, 1 << 20])
@pytest.mark.parametrize(
    ("text", "regular"),
    [
        ("a,b\n1,2\n3,4\n", True),
        ("a,b\n1,2\n3,4", True),
        ("a,b\r\n1,2\r\n", True),
        ("é,b\n1,é\n", True),
        ("a\n1\n2\n", True),
        ("a,b\n1,2,\n3\n", False),  # as many separators, in the wrong lines
        ("a,b\n1\n,2,3\n", False),
        ("a,b\n1,2\n\n3,4\n", False),
        ("a,b\n1,2\n3", False),
        ("a\n1\n\n", False),
    ],
)
def test_a_quick_look_tells_lines_like_the_header(tmp_path, monkeypatch, look, text, regular):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    monkeypatch.setattr(engine, "LOOK_BYTES", look)
    # A block without a whole line is not judged either.
    assert engine._quick_look(path, b",") in ({False} if regular and look > 7 else {False, None})
    if not regular:
        assert engine._quick_look(path, b",") is None
    path.write_bytes(text.encode().replace(b"1", b'"1"'))
    assert engine._has_quotes(path, ",") is True


@given(
    lines=st.lists(st.text("ab,é", max_size=6), min_size=1, max_size=8),
    last=st.text("ab,é", max_size=6),
    look=st.integers(16, 40),
)
def test_a_quick_look_never_passes_a_broken_line(tmp_path_factory, lines, last, look):
    path = tmp_path_factory.mktemp("look") / "a.csv"
    path.write_bytes(("\n".join([*lines, last])).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "LOOK_BYTES", look)
        found = engine._quick_look(path, b",")
    held = [*lines, last] if last else lines
    same = all(line and line.count(",") == lines[0].count(",") for line in held)
    assert found is (False if same else None)


def test_a_scanned_table_that_is_not_utf8_is_one_clear_error(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n\xff\xfe\xff,4\n")
    with pytest.raises(InputError, match="not a readable CSV"):
        engine.scan_frame(path)
