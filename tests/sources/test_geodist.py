from pathlib import Path

import pytest

from techpact.errors import InputError
from techpact.sources import geodist

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "cepii_geodist" / "dist_cepii.csv.gz"


def test_former_codes_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "dist_cepii.csv"
    path.write_text(
        "iso_o,iso_d,contig,dist,distw,colony\nJPN,ROM,0,8900.5,8950,0\nYUG,JPN,0,9000,9000,0\n"
        "FRA,DEU,1.0,400,.,0\n"
    )
    tables = geodist.read(path)
    assert tables["distances"].rows() == [
        ("JPN", "ROU", 8900.5, 8950.0, False),
        ("FRA", "DEU", 400.0, None, True),
    ]
    assert tables["left_out"].rows() == [("YUG", None, 1, None)]
    path.write_text("iso_o,iso_d,dist,distw,moon\n")
    with pytest.raises(InputError, match="missing: contig; unknown: moon"):
        geodist.read(path)


@pytest.mark.skipif(not REAL.is_file(), reason="the table is not here")
def test_real_table() -> None:
    distances = geodist.read(REAL)["distances"]
    assert len(distances) > 47_000
    assert distances["distance_km"].max() < 20_100  # half the way round the earth
