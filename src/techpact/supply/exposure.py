"""Area exposure: the measures of this part rolled up to areas by the concordances."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import InputError
from techpact.facts.tables import AREA_PRODUCTS
from techpact.supply.concentration import INPUT_CONCENTRATION
from techpact.supply.dependency import IMPORT_DEPENDENCY
from techpact.tables import Column, Table

AREA_EXPOSURE = Table(
    "area_exposure",
    "Exposure of the alliance by area",
    (
        Column("area", "string", "Area code."),
        Column("measure", "string", "What is measured."),
        Column(
            "value",
            "number",
            "The value; empty when there is no data.",
            unit="as in unit",
            nullable=True,
        ),
        Column("low", "number", "Lower bound.", unit="as in unit", nullable=True),
        Column("high", "number", "Upper bound.", unit="as in unit", nullable=True),
        Column("unit", "string", "Unit: 1 for shares and counts, USD."),
        Column("n", "integer", "Inputs or products that the value rests on.", unit="1"),
        Column("n_missing", "integer", "Inputs or products without data.", unit="1"),
        Column("names", "string", "The inputs or products that stand out.", nullable=True),
        Column("source_analysis", "string", "Analysis that the value comes from."),
        Column("caveats", "string", "Caveat codes, joined by ';'.", nullable=True),
    ),
    key=("area", "measure"),
)


@analysis(
    name="area_exposure",
    part="supply",
    inputs=(
        Input("input_concentration", INPUT_CONCENTRATION),
        Input("area_products", AREA_PRODUCTS, optional=True),
        Input("import_dependency", IMPORT_DEPENDENCY, optional=True),
    ),
    output=AREA_EXPOSURE,
    references=("ec_swd2021_352", "hirschman1964"),
    caveats=("SHARES_PARTLY_UNKNOWN", "HS6_COARSE"),
)
def area_exposure(
    input_concentration: Frame,
    area_products: Frame | None,
    import_dependency: Frame | None,
    *,
    alliance: Alliance,
    concentrated_above: float = 0.25,
    majority_above: float = 0.5,
) -> Result:
    """How exposed is the alliance in each technology area, and which inputs make it so?

    Parameters
    ----------
    input_concentration
        Result of `input_concentration`.
    area_products
        Concordance from areas to products.
    import_dependency
        Result of `import_dependency` for the same alliance.
    alliance
        Members, partners and countries of concern.
    concentrated_above
        Index above which the supply of an input counts as concentrated.
    majority_above
        Share above which countries of concern hold the majority of an input.

    Returns
    -------
    table
        One row for each area and measure, with bounds where shares are not wholly known.

    Notes
    -----
    Of several stages or bases of an input the one with the largest share of countries of concern
    counts, since one stopped stage stops the input. Bounds add the unknown rest to that share.
    Trade measures take the alliance as one importer and weigh products by imports from outside; a
    product code that holds other goods too (`part`) adds the caveat HS6_COARSE.

    References
    ----------
    ec_swd2021_352, hirschman1964
    """
    lines: list[dict[str, Any]] = []
    inputs: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in input_concentration.iter_rows(named=True):
        inputs[row["area"]][row["input"]].append(row)
    for area in sorted(inputs):
        lines += _of_inputs(area, inputs[area], concentrated_above, majority_above)
    if import_dependency is not None:
        if area_products is None:
            raise InputError("import_dependency needs the table area_products to be rolled up")
        lines += _of_products(area_products, import_dependency, alliance)
    return Result({c.name: [line[c.name] for line in lines] for c in AREA_EXPOSURE.columns})


def _line(area: str, measure: str, value: float | None, **given: Any) -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(c.name for c in AREA_EXPOSURE.columns)
    blank |= {"unit": "1", "n": 0, "n_missing": 0}
    return blank | {"area": area, "measure": measure, "value": value} | given


def _of_inputs(
    area: str, inputs: dict[str, list[dict[str, Any]]], concentrated: float, majority: float
) -> list[dict[str, Any]]:
    worst: dict[str, dict[str, Any]] = {}
    for name, rows in inputs.items():
        known = [r for r in rows if r["hhi"] is not None]
        if known:
            worst[name] = max(known, key=lambda r: (r["concern_share"], r["hhi"], r["stage"]))
    share = {n: r["concern_share"] for n, r in worst.items()}
    ceiling = {n: min(1.0, s + max(0.0, 1 - worst[n]["known_share"])) for n, s in share.items()}
    tight = sorted(n for n, r in worst.items() if r["hhi"] > concentrated)
    maybe = sum(r["hhi_high"] > concentrated for r in worst.values())
    held = sorted(n for n, s in share.items() if s > majority)
    missing = len(inputs) - len(worst)
    caveats = (
        {"SHARES_PARTLY_UNKNOWN"} if missing or any(ceiling[n] > share[n] for n in share) else set()
    )
    if any(r["basis"] == "headquarters" for r in worst.values()):
        caveats.add("SHARES_BY_HEADQUARTERS")
    common: dict[str, Any] = {
        "n": len(worst),
        "n_missing": missing,
        "source_analysis": "input_concentration",
        "caveats": ";".join(sorted(caveats)) or None,
    }
    if not worst:
        names = ("concentrated_inputs", "concern_majority_inputs", "largest_concern_share")
        return [_line(area, name, None, **common) for name in names]
    top = max(share, key=lambda n: (share[n], n))
    return [
        _line(
            area,
            "concentrated_inputs",
            len(tight),
            low=len(tight),
            high=maybe + missing,
            names=";".join(tight) or None,
            **common,
        ),
        _line(
            area,
            "concern_majority_inputs",
            len(held),
            low=len(held),
            high=sum(s > majority for s in ceiling.values()) + missing,
            names=";".join(held) or None,
            **common,
        ),
        _line(
            area,
            "largest_concern_share",
            share[top],
            low=share[top],
            high=1.0 if missing else max(ceiling.values()),
            names=top,
            **common,
        ),
    ]


def _of_products(
    area_products: Frame, import_dependency: Frame, alliance: Alliance
) -> list[dict[str, Any]]:
    joint = {
        row["hs6"]: row
        for row in import_dependency.iter_rows(named=True)
        if row["unit"] == "alliance" and row["importer"] == alliance.name
    }
    if not joint:
        raise InputError(
            f"import_dependency holds no row of the alliance {alliance.name!r}",
            mend="run import_dependency for the same alliance first",
        )
    areas: dict[str, dict[str, str]] = defaultdict(dict)
    for row in area_products.iter_rows(named=True):
        # Of a code listed under two revisions the broader reading counts.
        known = areas[row["area"]].get(row["hs6"])
        areas[row["area"]][row["hs6"]] = "part" if known == "part" else row["specificity"]
    lines = []
    for area, products in sorted(areas.items()):
        rows = {p: joint[p] for p in products if p in joint}
        missing = len(products) - len(rows)
        coarse = any(products[p] == "part" for p in rows)
        codes = ["EXPORTS_AS_CAPACITY", "TRADE_GROSS", *(["HS6_COARSE"] if coarse else [])]
        common: dict[str, Any] = {
            "n": len(rows),
            "n_missing": missing,
            "source_analysis": "import_dependency",
            "caveats": ";".join(sorted(codes)),
        }
        dependent = sorted(p for p, r in rows.items() if r["eu_dependent"])
        outside = sum(r["outside_usd"] for r in rows.values())
        imports = sum(r["imports_usd"] for r in rows.values())
        concern = sum((r["concern_share"] or 0.0) * r["imports_usd"] for r in rows.values())
        held = sum(rows[p]["outside_usd"] for p in dependent)
        names = ";".join(dependent) or None
        none = not rows
        lines += [
            _line(
                area,
                "dependent_products",
                None if none else len(dependent),
                names=names,
                **common,
            ),
            _line(
                area, "outside_imports_usd", None if none else outside, **{**common, "unit": "USD"}
            ),
            _line(
                area,
                "dependent_imports_share",
                held / outside if outside else None,
                names=names,
                **common,
            ),
            _line(area, "concern_imports_share", concern / imports if imports else None, **common),
        ]
    return lines
