"""The products of an area, by the concordance."""

from __future__ import annotations

from collections.abc import Sequence

from techpact.analysis import Frame
from techpact.errors import InputError, NotFoundError


def products_of_area(
    area_products: Frame | None, area: str, products: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the HS6 codes of an area, of all revisions; `products` narrows them.

    Raises
    ------
    InputError
        Without a concordance, or when no product is in both.
    NotFoundError
        For an area without products.
    """
    if area_products is None:
        raise InputError(
            "an area needs the concordance of its products",
            mend="give --table area_products=FILE, or name products",
        )
    rows = [(r["area"], r["hs6"]) for r in area_products.iter_rows(named=True)]
    if area not in {a for a, _ in rows}:
        raise NotFoundError("area with products", area, {a for a, _ in rows})
    codes = sorted({h for a, h in rows if a == area and (not products or h in products)})
    if not codes:
        raise InputError(
            f"none of the products belongs to {area}", where="products", mend="drop one of the two"
        )
    return tuple(codes)
