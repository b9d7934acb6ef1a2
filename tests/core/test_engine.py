import polars as pl
import pytest

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
