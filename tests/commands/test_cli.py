"""The command line as a user meets it: a process, its output, its exit code."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

EVIDENCE = "source_id,locator,as_of,status\n"


@pytest.fixture
def techpact(tmp_path):
    """Run the program in an empty directory; returns (exit code, stdout, stderr)."""

    def run(*args, timeout=120):
        done = subprocess.run(
            [sys.executable, "-m", "techpact.cli", *map(str, args)],
            cwd=tmp_path,
            capture_output=True,
            timeout=timeout,
            check=False,
            env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "HOME": str(tmp_path)},
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['techpact', '--help']\n"
        "from techpact.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'polars', 'duckdb', 'numpy', 'scipy', 'numba', 'fastapi', 'jinja2', 'lxml',\n"
        "    'narwhals', 'pyarrow', 'rich.markdown', 'babel', 'vl_convert'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"brief" in done.stdout


def test_brief_trace_and_lists(techpact, tmp_path):
    code, _, err = techpact("brief", "--alliance", "JPN,KOR,TWN", "--partners", "NLD,DEU",
                            "--concern", "CHN,RUS", "--out", "b")  # fmt: skip
    assert code == 0, err
    record = json.loads((tmp_path / "b" / "brief.json").read_text(encoding="utf-8"))
    assert record["alliance"]["partners"] == ["DEU", "NLD"]
    code, out, _ = techpact("trace", record["findings"][0]["id"], "--brief", "b")
    assert code == 0
    assert "source:" in out
    gap = next(g for a in record["areas"] for g in a["gaps"])
    assert "source:" in techpact("trace", gap["id"], "--brief", "b/brief.json")[1]
    for kind in ("analyses", "sources", "areas", "alliances", "tables"):
        code, out, err = techpact("list", kind)
        assert code == 0, err
        assert len(out.splitlines()) > 4


def test_run_describe_and_sql(techpact, tmp_path):
    code, out, err = techpact("run", "input_concentration", "--alliance", "us-japan")
    assert out.startswith("area,"), "a program reads it: no byte order mark"
    assert code == 0, err
    rows = pl.read_csv(out.encode())
    assert rows.height > 80
    code, out, _ = techpact("run", "input_concentration", "--help")
    assert code == 0
    assert "--alliance" in out
    code, out, _ = techpact("describe", "input_concentration")
    assert "hhi" in out
    code, out, err = techpact(
        "sql", "select count(*) as n from inputs", "--format", "json", "--out", "n.json"
    )
    assert code == 0, err
    assert json.loads((tmp_path / "n.json").read_text())[0]["n"] > 80


def test_add_and_use_a_table_of_the_workspace(techpact, tmp_path):
    inputs = "input,area,kind,name_en,text_en,text_ja,text_ko," + EVIDENCE
    (tmp_path / "mine.csv").write_text(inputs + "x,ai,material,X,a,b,c,s,p,2025,confirmed\n")
    shares = "input,stage,country,share,basis," + EVIDENCE
    (tmp_path / "s.csv").write_text(shares + "x,mine,CHN,0.9,location,s,p,2025,confirmed\n")
    code, _, err = techpact("add", "mine.csv", "--table", "inputs")
    assert code == 0, err
    assert techpact("add", "s.csv", "--name", "own_shares")[0] == 0
    code, out, err = techpact(
        "run", "input_concentration", "--alliance", "us-japan",
        "--table", "inputs=mine.csv", "--table", "input_shares=own_shares", "--format", "json",
    )  # fmt: skip
    assert code == 0, err
    assert json.loads(out)[0]["top_share"] == 0.9
    code, out, _ = techpact("doctor")
    assert code == 0
    assert "2 entries" in out


def test_doctor_checks_a_record_of_screenings(techpact, tmp_path):
    from techpact.parties.queries import Question
    from techpact.parties.record import Record

    path = tmp_path / "record.jsonl"
    for name in ("Huawei", "Hikvision"):
        asked = [(Question(name, name), [])]
        Record(path).append(asked, editions={"own": "1"}, options={}, by="tester")
    code, out, err = techpact("doctor", "--record", "record.jsonl")
    assert code == 0, err
    assert "every line follows" in out
    path.write_text(path.read_text("utf-8").replace("Huawei", "Another"), "utf-8")
    code, out, _ = techpact("doctor", "--record", "record.jsonl")
    assert code == 1
    assert "line 1: was changed" in out
    code, _, err = techpact("doctor", "--record", "none.jsonl")
    assert code == 2
    assert "is not a file" in err


WRONG = [
    (("brief", "--alliance", "JPM,USA"), "nearest"),
    (("brief", "--alliance", "us-japn"), "us-japan"),
    (("brief", "--lang", "de"), "language not found"),
    (("brief", "--as-of", "yesterday"), "is not a date"),
    (("brief", "missing.txt"), "missing.txt"),
    (("brief", "empty.txt"), "empty"),
    (("run", "nothing"), "analysis not found"),
    (("run", "input_concentration", "--alliance", "us-japan", "--table", "inputs"), "no file"),
    (("run", "input_concentration", "--alliance", "us-japan", "--table", "inputs=empty.csv"),
     "is empty"),
    (("run", "input_concentration", "--alliance", "us-japan", "--table", "inputs=binary.csv"),
     "binary"),
    (("run", "input_concentration", "--alliance", "us-japan", "--table", "inputs=columns.csv"),
     "missing column"),
    (("run", "input_concentration", "--alliance", "us-japan", "--table", "x=columns.csv"),
     "not found: 'x'"),
    (("run", "input_concentration", "--alliance", "us-japan", "--format", "pdf"), "available"),
    (("describe", "input_concentratio"), "nearest: input_concentration"),
    (("list", "things"), "available"),
    (("sql", "drop table inputs"), "SELECT"),
    (("trace", "f0", "--brief", "nowhere"), "not found"),
    (("trace", "f0", "--brief", "columns.csv"), "not a brief.json"),
    (("add", "binary.csv"), "binary"),
    (("add", "http://127.0.0.1:9/list.csv"), "127.0.0.1"),
    (("add", "https://[::1]/list.csv", "--source", "us_csl"), "::1"),
    (("add", "columns.csv", "--table", "inputs"), "missing column"),
    (("add", "columns.csv", "--table", "inptus"), "nearest: inputs"),
    (("add", "columns.csv", "binary.csv", "--table", "inputs"), "goes with one file"),
    (("add", "columns.csv", "./columns.csv"), "several files would be named columns"),
    (("add", ".", "--source", "eto_chips"), "inputs.csv is missing"),
    (("read", "."), "is a directory"),
    (("read", "http://[bad/"), "not an address"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "message"), WRONG)
def test_a_users_mistake_is_one_readable_block(techpact, tmp_path, args, message):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "columns.csv").write_text("input,area\nx,ai\n")
    code, _, err = techpact(*args)
    assert code == 2, err
    assert message in err
    assert "Traceback" not in err
    assert len(err.splitlines()) < 30
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written_is_a_failure(techpact, tmp_path):
    code, _, err = techpact("brief", "--out", "/proc/techpact")
    assert code == 1
    assert "cannot write" in err
    (tmp_path / "columns.csv").write_text("a,b\n1,2\n")
    (tmp_path / "text.txt").write_text("The parties will cooperate on fusion energy.\n")
    for args in (
        ("add", "columns.csv", "--workspace", "/proc/techpact"),
        ("add", "columns.csv", "--workspace", "columns.csv/below"),
        ("read", "text.txt", "--out", "columns.csv/below"),
    ):
        code, _, err = techpact(*args)
        assert code == 1, err
        assert "techpact failed" not in err
        assert "where:" in err
    (tmp_path / "out").write_text("kept")
    code, _, err = techpact("brief")
    assert code == 2
    assert (tmp_path / "out").read_text() == "kept"


def test_a_dataset_that_is_a_folder_is_added(techpact, tmp_path):
    folder = tmp_path / "chips"
    folder.mkdir()
    for name, text in {
        "inputs": "input_id,input_name,type,stage_id\nA,Tool,tool_resource,T1\n",
        "stages": "stage_id,stage_name\nT1,Making\n",
        "providers": "provider_id,provider_name,provider_type,country\np1,JPN,country,\n",
        "provision": "provider_id,provided_id,share_provided,year\np1,A,60.5,2025\n",
        "sequence": "input_id,goes_into_id,is_type_of_id\nA,T1,\n",
    }.items():
        (folder / f"{name}.csv").write_text(text)
    code, _, err = techpact("add", "chips", "--source", "eto_chips")
    assert code == 0, err
    code, out, _ = techpact("sql", "select country, share from stage_shares")
    assert code == 0
    assert "JPN" in out
    assert techpact("add", "chips")[0] == 2


def test_unknown_options_end_with_code_2(techpact):
    assert techpact("brief", "--nonsense")[0] == 2
    assert techpact("run", "input_concentration", "--nonsense", "1")[0] == 2
    assert techpact("nonsense")[0] == 2


def test_the_version_is_shown(techpact):
    from techpact import __version__

    assert techpact("--version")[1].strip() == f"techpact {__version__}"


def test_a_reader_that_goes_away_is_no_failure(tmp_path):
    script = (
        f"{sys.executable} -m techpact.cli run input_concentration --alliance us-japan | head -1"
    )
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert b"Traceback" not in done.stderr


def test_readme_names_only_commands_that_exist():
    import re

    from techpact.commands import COMMANDS

    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.S)) + "\n".join(
        re.findall(r"`(techpact [^`]+)`", text)
    )
    named = set(re.findall(r"techpact ([a-z]+)", blocks))
    assert named
    assert named <= {c.name for c in COMMANDS}


def test_a_matrix_is_added_whole(techpact, tmp_path):
    (tmp_path / "ess.csv").write_text("0,2\n1,0\n")
    code, out, err = techpact("add", "ess.csv", "--table", "essentiality")
    assert code == 0, err
    assert "essentiality: 2 rows" in out + err
