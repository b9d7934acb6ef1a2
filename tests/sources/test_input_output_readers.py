"""Made-up miniatures of each published layout, and what is wrong with them."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import xlsxwriter
from numpy.testing import assert_allclose

from techpact.errors import DataError, InputError, TechpactError
from techpact.registry import get_source
from techpact.sources import adb_mrio, exiobase3, figaro, oecd_icio, wiod2013, wiod2016
from techpact.sources.euro import USD_PER_EUR
from techpact.sources.flow_tables import from_tables
from techpact.tables import validate

Z = np.array([[5.0, 2, 1, 0], [3, 8, 2, 4], [1, 0, 6, 2], [2, 3, 1, 9]])
Y = np.array([[10.0, -1, 3, 2], [4, 1, 5, 6], [2, 0, 12, 1], [7, 2, 8, -2]])
X = Z.sum(axis=1) + Y.sum(axis=1)


def matrix_csv(rows: list[str], columns: list[str], values: Any, corner: str = "V1") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([corner, *columns])
    for name, line in zip(rows, values, strict=True):
        writer.writerow([name, *line])
    return out.getvalue()


def icio_csv() -> str:
    """Mexico's main rows are zero; MX1 and MX2 carry its industries; blanks stand for zero."""
    countries = ["JPN", "MEX", "MX1", "MX2", "ROW"]
    names = [f"{c}_{s}" for c in countries for s in ("A01", "C26")]
    n = len(names)
    random = np.random.default_rng(2)
    flows = random.integers(0, 9, (n, n)).astype(float)
    flows[2:4] = flows[:, 2:4] = 0
    final = random.integers(5, 60, (n, 6)).astype(float)
    final[2:4] = 0
    output = flows.sum(axis=1) + final.sum(axis=1)
    rows = [*map(list, np.hstack([flows, final, output[:, None]]))]
    rows.append([1.0] * n + [0.0] * 6 + [""])
    rows.append([2.0] * n + [0.0] * 6 + [""])
    rows.append([*output.tolist(), *[0.0] * 6, ""])
    columns = [*names, *(f"{c}_{f}" for c in ("JPN", "MEX", "ROW") for f in ("HFCE", "GFCF"))]
    return matrix_csv([*names, "TLS", "VA", "OUT"], [*columns, "OUT"], rows)


def test_icio_zip_of_years(tmp_path: Path) -> None:
    path = tmp_path / "2018-2019_SML.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2018_SML.csv", icio_csv())
        archive.writestr("2019_SML.csv", icio_csv())
        archive.writestr("ReadMe.txt", "…")
    tables = oecd_icio.read(path)
    assert tables["output"]["year"].unique().sort().to_list() == [2018, 2019]
    only = oecd_icio.read(path, year=2019)
    assert only["flows"]["year"].unique().to_list() == [2019]
    mexico = only["output"].filter(pl.col("country") == "MEX")["sector"].to_list()
    assert mexico == ["A01", "C26", "A01@MX1", "C26@MX1", "A01@MX2", "C26@MX2"]
    assert set(only["final_demand"]["buyer_country"]) == {"JPN", "MEX", "ROW"}
    assert (
        only["flows"].filter(pl.col("supplier_sector") == "A01")["supplier_country"].n_unique() == 2
    )


def test_icio_faults_are_named_together(tmp_path: Path) -> None:
    path = tmp_path / "ICIO2023_2019.csv"
    text = icio_csv().replace("JPN_C26,", "JPN_C27,", 1).replace("ROW_HFCE", "EU28_HFCE")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        oecd_icio.read(path)
    said = str(caught.value)
    assert "column JPN_C27 is no row" in said
    assert "row JPN_C26 is no column" in said
    assert "'EU28' is no country: an aggregate or an unknown code" in said


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("ICIO2021_2018.csv", "V1,JPN_A,OUT\nJPN_A,abc,5\n", "not a matrix of numbers.*abc"),
        ("ICIO2021_2018.csv", "V1,JPN_A,OUT\nJPN_A,1\n", "line 2 has not as many cells"),
        ("ICIO2021_2018.csv", "V1,JPN_A,JPN_HFCE,OUT\nJPN_A,1,2,3\nTLS,1\n", "line 3 has not"),
        ("table.csv", "V1,JPN_A,OUT\nJPN_A,1,5\n", "holds no year"),
        ("ICIO2021_2018.csv", "V1\n", "no header"),
        ("ICIO2021_2018.csv", "V1,JPN_A,OUT\n", "no rows|empty"),
        ("ICIO2021_2018.zip", "no zip", "not a readable zip"),
    ],
)
def test_broken_matrices(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(TechpactError, match=f"(?s){message}"):
        oecd_icio.read(tmp_path / name)


NACE = [("DE", "C26"), ("DE", "J62_63"), ("FIGW1", "C26"), ("FIGW1", "J62_63")]


def figaro_labels() -> tuple[list[str], list[str]]:
    rows = [f"{c}_{s}" for c, s in NACE]
    return rows, [*rows, *(f"{c}_{f}" for c in ("DE", "FIGW1") for f in ("P3_S14", "P5M"))]


def test_figaro_matrix_and_flat_file_agree(tmp_path: Path) -> None:
    rows, columns = figaro_labels()
    values = np.vstack([np.hstack([Z, Y]), np.ones((1, 8))])
    matrix = tmp_path / "matrix_eu-ic-io_ind-by-ind_25ed_2022.csv"
    matrix.write_text(matrix_csv([*rows, "W2_D1"], columns, values, "rowLabels"))
    flat = tmp_path / "flatfile_eu-ic-io_ind-by-ind_25ed_2022.csv"
    heads = ["icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue"]
    with flat.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        for i, row in enumerate([*rows, "W2_D1"]):
            for j, column in enumerate(columns):
                r, c = row.split("_", 1), column.split("_", 1)
                writer.writerow([row, column, *r, *c, values[i, j]])
    one, two = figaro.read(matrix), figaro.read(flat)
    for name in one:
        assert one[name].equals(two[name])
    assert set(one["output"]["country"]) == {"DEU", "ROW"}
    assert_allclose(one["output"]["output_musd"], X * USD_PER_EUR[2022])
    # Tables product by product: other names of columns, CPA before the codes.
    text = flat.read_text().replace("icioi", "iciop").replace("rowIi", "rowPi")
    products = tmp_path / "flatfile_eu-ic-io_prod-by-prod_25ed_2022.csv"
    products.write_text(text.replace("colIi", "colPi").replace(",C26", ",CPA_C26"))
    assert figaro.read(products)["flows"].equals(one["flows"])


def test_figaro_without_a_rate_or_with_a_strange_row(tmp_path: Path) -> None:
    rows, columns = figaro_labels()
    values = np.vstack([np.hstack([Z, Y]), np.ones((1, 8))])
    path = tmp_path / "matrix_eu-ic-io_ind-by-ind_25ed_2022.csv"
    path.write_text(matrix_csv([*rows, "W2_X9"], columns, values, "rowLabels"))
    with pytest.raises(DataError, match="row W2_X9 is no column"):
        figaro.read(path)
    with pytest.raises(InputError, match="no euro rate for 1970"):
        figaro.read(path, year=1970)


def workbook(path: Path, top: list[list[Any]], heads: list[list[Any]], body: list[Any]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for i, line in enumerate([*top, *heads, *body]):
        for j, value in enumerate(line):
            if value is not None:
                sheet.write(i, j, value)
    book.add_worksheet("Notes")
    book.close()
    return path


def wiod2013_book(path: Path, **changes: Any) -> Path:
    industries = [
        ("AUS", "AtB", "c1"),
        ("AUS", "C", "c2"),
        ("RoW", "AtB", "c1"),
        ("RoW", "C", "c2"),
    ]
    finals = [(c, f, f) for c in ("AUS", "RoW") for f in ("c37", "c42")]
    heads = [*industries, *finals, ("TOT", None, "c60")]
    top: list[list[Any]] = [["World Input-Output Table"], ["industry by industry"]]
    four = [None] * 4
    head_rows = [
        [*four, *(h[1] for h in heads)],
        [*four, *("name" for _ in heads)],
        [*four, *(h[0] for h in heads)],
        [*four, *(h[2] for h in heads)],
    ]
    values = np.hstack([Z, Y, X[:, None]])
    body = [[i[1], "name", i[0], i[2], *v] for i, v in zip(industries, values, strict=True)]
    for code, label in (("r60", "Total"), ("r99", "Taxes"), ("r64", "Value added"), ("r69", "Out")):
        body.append([None, label, "TOT", code, *[1.0] * 9])
    body += [[None], ["Source: made up"]]
    for (i, j), value in changes.get("cells", {}).items():
        body[i][j] = value
    return workbook(path, top, head_rows, body)


def check(tables: dict[str, pl.DataFrame], countries: set[str], sectors: list[str]) -> None:
    assert set(tables["output"]["country"]) == countries
    assert tables["output"]["sector"].unique(maintain_order=True).to_list() == sectors
    assert_allclose(tables["output"]["output_musd"], X)
    year = tables["output"]["year"][0]
    import narwhals as nw

    frames = {k: nw.from_native(t, eager_only=True) for k, t in tables.items()}
    system = from_tables(frames["flows"], frames["final_demand"], frames["output"], year)
    assert_allclose(system.Z.sum(), Z.sum())
    assert_allclose(system.Y.sum(axis=1).sum(), Y.sum())


def test_wiod2013_workbook(tmp_path: Path) -> None:
    tables = wiod2013.read(wiod2013_book(tmp_path / "wiot95_row_apr12.xlsx"))
    check(tables, {"AUS", "ROW"}, ["c1", "c2"])
    assert tables["flows"]["year"].unique().to_list() == [1995]
    assert set(tables["final_demand"]["category"]) == {"CONS_h", "INVEN"}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({(2, 2): "AUX"}, "row AUX_c1 is no column"),
        ({(1, 5): "n/a"}, "no number in row AUS_c2, column AUS_c2: 'n/a'"),
        ({(0, 3): "x1"}, "no header row starts with 'RoW'"),
        ({(4, 3): "r77"}, "row TOT_r77 is no column"),
    ],
)
def test_wiod2013_faults(tmp_path: Path, cells: dict[Any, Any], message: str) -> None:
    path = wiod2013_book(tmp_path / "wiot11_row_sep12.xlsx", cells=cells)
    with pytest.raises(InputError, match=message):
        wiod2013.read(path)


def test_wiod2013_arrays(tmp_path: Path) -> None:
    (tmp_path / "countries.csv").write_text("position,iso3\n0,AUS\n1,ROW\n")
    (tmp_path / "sectors.csv").write_text("position,code,name\n0,c1,One\n1,c2,Two\n")
    wide = np.zeros((4, 10))
    wide[:, [0, 4, 5, 9]] = Y
    path = tmp_path / "wiot_2003.npz"
    np.savez(path, Z=Z.astype(np.int32), Y=wide, x=X, year=2003)
    check(wiod2013.read(path), {"AUS", "ROW"}, ["c1", "c2"])
    np.savez(path, Z=Z[:3], Y=wide, x=X, year=2003)
    with pytest.raises(InputError, match=r"Z \(3, 4\).*do not fit 2 countries"):
        wiod2013.read(path)
    path.write_bytes(b"no arrays")
    with pytest.raises(InputError, match="not an array file"):
        wiod2013.read(path)


def test_wiod2016_workbook(tmp_path: Path) -> None:
    industries = [("AUS", "A01"), ("AUS", "J62_J63"), ("ROW", "A01"), ("ROW", "J62_J63")]
    finals = [(c, f) for c in ("AUS", "ROW") for f in ("CONS_h", "INVEN")]
    heads = [*industries, *finals, ("TOT", "GO")]
    four = [None] * 4
    head_rows = [
        ["IndustryCode", None, None, None, *(h[1] for h in heads)],
        [*four, *("name" for _ in heads)],
        [*four, *(h[0] for h in heads)],
        ["", "", "", "RNr", *(f"c{j}" for j in range(1, 10))],
    ]
    values = np.hstack([Z, Y, X[:, None]])
    body = [
        [i[1], "name", i[0], f"r{k % 2 + 1}", *v]
        for k, (i, v) in enumerate(zip(industries, values, strict=True))
    ]
    body += [[c, "name", "TOT", f"r{65 + k}", *[1.0] * 9] for k, c in enumerate(("II_fob", "VA"))]
    top: list[list[Any]] = [["Intercountry Input-Output Table"], ["millions of US dollars"]]
    path = workbook(tmp_path / "WIOT2014_Nov16_ROW.xlsx", top, head_rows, body)
    tables = wiod2016.read(path)
    check(tables, {"AUS", "ROW"}, ["A01", "J62_J63"])
    assert tables["flows"]["year"].unique().to_list() == [2014]


@pytest.mark.parametrize("extra", [False, True])
def test_adb_workbook(tmp_path: Path, extra: bool) -> None:
    industries = [("PRC", "c1"), ("PRC", "c2"), ("TAP", "c1"), ("TAP", "c2")]
    heads = [*industries, *((c, f) for c in ("PRC", "TAP") for f in ("F1", "F5"))]
    four = [None] * 4
    head_rows = [
        [*four, *("name" for _ in heads), "TOTAL"],
        [*four, *(h[0] for h in heads), "ToT"],
        [*four, *(h[1] for h in heads)],
    ]
    if extra:
        head_rows.insert(0, [*four, *("0001" for _ in heads)])
    values = np.hstack([Z, Y, X[:, None]])
    body = [[None, "name", *i, *v] for i, v in zip(industries, values, strict=True)]
    body += [[None, "n", "TOT", c, *[0.0] * 9] for c in ("r60", "r99", "r64", "trs", "r69")]
    top: list[list[Any]] = [["Multiregional Input-Output Table 2022"], ["2 economies"], ["US$"]]
    path = workbook(tmp_path / "ADB-MRIO-2022_August 2023.xlsx", top, head_rows, body)
    tables = adb_mrio.read(path)
    check(tables, {"CHN", "TWN"}, ["c1", "c2"])
    assert tables["flows"]["year"].unique().to_list() == [2022]


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "WIOT2014_Nov16_ROW.xlsb"
    path.write_bytes(b"PK\3\4 not really")
    with pytest.raises(InputError, match="not a readable workbook"):
        wiod2016.read(path)


def exiobase_zip(path: Path, *, coefficients: bool = False, blank: bool = True) -> Path:
    labels = [("AT", "Paddy rice"), ("AT", "Computers, n.e.c."), ("WA", "Paddy rice"),
              ("WA", "Computers, n.e.c.")]  # fmt: skip
    finals = [
        (r, c)
        for r in ("AT", "WA")
        for c in ("Final consumption expenditure by households", "Changes in inventories")
    ]

    def text(columns: list[tuple[str, str]], values: Any) -> str:
        lines = [["region", "", *(c[0] for c in columns)], ["sector", "", *(c[1] for c in columns)]]
        if blank:
            lines.append(["region", "sector", *("" for _ in columns)])
        lines += [[*r, *map(str, v)] for r, v in zip(labels, values, strict=True)]
        return "\n".join("\t".join(line) for line in lines) + "\n"

    with zipfile.ZipFile(path, "w") as archive:
        top = "IOT_2011_ixi/"
        if coefficients:
            archive.writestr(top + "A.txt", text(labels, Z / X))
        else:
            archive.writestr(top + "Z.txt", text(labels, Z))
        archive.writestr(top + "Y.txt", text(finals, Y))
        outputs = "".join(f"{r}\t{s}\t{x}\n" for (r, s), x in zip(labels, X, strict=True))
        archive.writestr(top + "x.txt", "region\tsector\tindout\n" + outputs)
        archive.writestr(
            top + "industries.txt",
            "Number\tName\tCodeNr\n1\tPaddy rice\ti01.a\n2\tComputers, n.e.c.\ti30\n",
        )
        archive.writestr(top + "satellite/x.txt", "not this one")
    return path


@pytest.mark.parametrize("coefficients", [False, True])
@pytest.mark.parametrize("blank", [False, True])
def test_exiobase_archive(tmp_path: Path, coefficients: bool, blank: bool) -> None:
    path = exiobase_zip(tmp_path / "IOT_2011_ixi.zip", coefficients=coefficients, blank=blank)
    (system,) = exiobase3.systems(path)
    assert system.countries == ("AUT", "AUT", "ROW_ASIA", "ROW_ASIA")
    assert system.sectors[:2] == ("i01.a", "i30")
    assert_allclose(system.Z, Z * USD_PER_EUR[2011])
    assert_allclose(system.Y, Y * USD_PER_EUR[2011])
    assert "REST_OF_WORLD_AGGREGATE" in system.notes()


def test_exiobase_without_output(tmp_path: Path) -> None:
    path = tmp_path / "IOT_2011_ixi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Z.txt", "")
    with pytest.raises(InputError, match=r"the zip lacks Y\.txt, x\.txt"):
        exiobase3.read(path)


@pytest.mark.parametrize(
    "name", ["adb_mrio", "exiobase3", "figaro", "oecd_icio", "wiod2013", "wiod2016"]
)
def test_cards_declare_what_readers_yield(name: str, tmp_path: Path) -> None:
    source = get_source(name)
    assert {t.name for t in source.tables} == set(source.card.rows)
    if name == "wiod2013":
        import narwhals as nw

        for table in source.tables:
            frame = source.read(wiod2013_book(tmp_path / "wiot95_row_apr12.xlsx"))[table.name]
            validate(nw.from_native(frame, eager_only=True), table)
