"""One factorisation of I - A, from which every analysis of an input-output table is answered.

The factors (and, where blocks of the inverse are asked for, their inverses) stay in the one array
that I - A was written to. The Leontief inverse itself is never multiplied out: any row, column,
block or diagonal of it is read from the two triangles, at half the work of an inversion.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from techpact.errors import DataError
from techpact.sources.input_output import Array, InputOutputSystem

Index = NDArray[np.intp]

BASE = 128
"""Triangles up to this size are inverted by LAPACK directly; above, by halves."""

STRIP = 128


class Leontief:
    """The Leontief inverse L = (I - A)^-1 of a table, held as triangular factors.

    Parameters
    ----------
    system
        The table. A is Z with each column divided by the buyer's output.
    blocks
        Whether blocks of L will be read (extraction, cut-off). They need the inverses of the
        factors, as much work again as the factorisation; otherwise these are made on demand.

    Raises
    ------
    DataError
        When L does not exist or, in a table without negative flows, is not positive: some
        industries use up more than they make (the worst are named).
    """

    def __init__(self, system: InputOutputSystem, *, blocks: bool = True) -> None:
        from scipy.linalg import lapack

        self.system = system
        # C order of I - A is Fortran order of its transpose: LAPACK works on that in place.
        matrix = np.divide(system.Z, -system.divisor, order="C")
        matrix.reshape(-1)[:: system.n + 1] += 1.0
        factors, pivots, info = lapack.dgetrf(matrix.T, overwrite_a=1)
        self._factors, self._pivots = factors, pivots
        self._inverted = False
        order = np.arange(system.n)
        for i, j in enumerate(pivots):
            if i != j:
                order[[i, j]] = order[[j, i]]
        self._place = np.empty_like(order)
        """Where each industry stands among the rows that pivoting exchanged."""
        self._place[order] = np.arange(system.n)
        if info != 0:
            raise self._no_inverse()
        self.multipliers: Array = self.left(np.ones((1, system.n)))[0]
        """Output called forth everywhere by one unit of final demand: column sums of L."""
        if not np.isfinite(self.multipliers).all() or (
            (self.multipliers < 1 - 1e-9).any() and not (system.Z < 0).any()
        ):
            raise self._no_inverse()
        if blocks:
            self._invert()
            # Every extraction needs the country sums; they cost less than a tenth of the factors.
            self.output_sums, self.value_added_sums  # noqa: B018 - cached from here on

    def _no_inverse(self) -> DataError:
        system = self.system
        use = system.Z.sum(axis=0) / system.divisor
        named = ", ".join(f"{system.label(i)} {use[i]:.3g}" for i in np.argsort(-use)[:5])
        return DataError(
            "flows",
            [f"the table has no Leontief inverse; inputs for one unit of output: {named}"],
            where=f"year {system.year}",
        )

    def _invert(self) -> None:
        if not self._inverted:
            n = self.system.n
            _invert_triangle(self._factors, 0, n, lower=1)
            _invert_triangle(self._factors, 0, n, lower=0)
            self._inverted = True

    def left(self, rows: Array) -> Array:
        """Return `rows` L, for rows of shape (k, n)."""
        return self._apply(np.array(np.atleast_2d(rows).T, order="F"), transposed=False).T

    def right(self, columns: Array) -> Array:
        """Return L `columns`, for a vector (n,) or columns (n, k)."""
        given = np.array(columns, order="F", ndmin=1)
        flat = given.reshape(-1, 1) if given.ndim == 1 else given
        out = self._apply(np.array(flat, order="F"), transposed=True)
        return out[:, 0] if given.ndim == 1 else out

    def _apply(self, given: Any, *, transposed: bool) -> Array:
        """Solve with the factors of (I - A)^T; `given` is overwritten."""
        from scipy.linalg import lapack

        if not self._inverted:
            out, _ = lapack.dgetrs(
                self._factors, self._pivots, given, trans=int(transposed), overwrite_b=1
            )
            return np.asarray(out)
        if transposed:  # P Li' Ui'
            half = self._times(given, lower=0, trans=1)
            return np.asarray(self._times(half, lower=1, trans=1)[self._place])
        moved = np.empty_like(given)
        moved[self._place] = given
        return np.asarray(self._times(self._times(moved, lower=1, trans=0), lower=0, trans=0))

    def _times(self, given: Any, *, lower: int, trans: int) -> Any:
        """Multiply by an inverted triangle; `given` is overwritten."""
        from scipy.linalg import blas

        factors = self._factors
        if given.shape[1] == 1:  # half the time of dtrmm, which packs the whole triangle first
            vector = np.ascontiguousarray(given[:, 0])
            done = blas.dtrmv(factors, vector, lower=lower, diag=lower, trans=trans)
            return np.asarray(done)[:, None]
        return blas.dtrmm(
            1.0, factors, given, lower=lower, diag=lower, trans_a=trans, overwrite_b=1
        )

    def block(self, rows: Index, columns: Index) -> Array:
        """Return L[rows, columns]."""
        self._invert()
        # Rows of P Li' are zero before their place, columns of Ui' before their position: the sum
        # starts at the later of the two, and only its head needs the other triangle blanked out.
        places = self._place[rows]
        first = max(_low(places), _low(columns))
        last = max(first, _high(places), _high(columns))
        head = self._lower_rows(places, first, last) @ self._upper_columns(columns, first, last)
        both = self._factors.T
        return np.asarray(head + both[_span(places), last:] @ both[last:, _span(columns)])

    def _lower_rows(self, places: Index, first: int, last: int) -> Array:
        """Rows of Li', its columns from `first` to before `last`."""
        taken = self._factors.T[_span(places), first:last].copy()
        taken[np.arange(first, last) < places[:, None]] = 0.0
        inside = np.flatnonzero((places >= first) & (places < last))
        taken[inside, places[inside] - first] = 1.0
        return np.asarray(taken)

    def _upper_columns(self, columns: Index, first: int, last: int) -> Array:
        """Columns of Ui', its rows from `first` to before `last`."""
        taken = self._factors.T[first:last, _span(columns)].copy()
        taken[np.arange(first, last)[:, None] < columns] = 0.0
        return np.asarray(taken)

    def columns(self, index: Index) -> Array:
        """Return L[:, index]."""
        unit = np.zeros((self.system.n, len(index)), order="F")
        unit[index, np.arange(len(index))] = 1.0
        return self.right(unit)

    def rows(self, index: Index) -> Array:
        """Return L[index, :]."""
        unit = np.zeros((len(index), self.system.n))
        unit[np.arange(len(index)), index] = 1.0
        return self.left(unit)

    def diagonal(self) -> Array:
        """Return the diagonal of L."""
        self._invert()
        n = self.system.n
        out = np.empty(n)
        both = self._factors.T
        for start in range(0, n, STRIP):
            part = np.arange(start, min(start + STRIP, n))
            places = self._place[part]
            first = max(_low(places), _low(part))
            last = max(first, _high(places), _high(part))
            lower = self._lower_rows(places, first, last)
            out[part] = np.einsum("ij,ji->i", lower, self._upper_columns(part, first, last))
            tails = both[_span(places), last:], both[last:, _span(part)]
            out[part] += np.einsum("ij,ji->i", *tails)
        return out

    def by_country(self, weights: Array | None = None) -> Array:
        """Return the country sums of the columns of L, weighted by row: (countries, n)."""
        system = self.system
        selector = np.zeros((len(system.country_list), system.n))
        selector[system.country_index, np.arange(system.n)] = 1.0 if weights is None else weights
        return self.left(selector)

    @cached_property
    def output_sums(self) -> Array:
        """Output by country called forth by one unit of each product, (countries, n)."""
        return self.by_country()

    @cached_property
    def value_added_sums(self) -> Array:
        """Value added by country called forth by one unit of each product, (countries, n)."""
        return self.by_country(self.system.value_added_ratio)


def _low(positions: Index) -> int:
    return int(positions.min()) if len(positions) else 0


def _high(positions: Index) -> int:
    return int(positions.max()) + 1 if len(positions) else 0


def _span(positions: Index) -> Any:
    """Return a slice where the positions are consecutive: reading it is several times faster."""
    if len(positions) and (np.diff(positions) == 1).all():
        return slice(int(positions[0]), int(positions[-1]) + 1)
    return positions


def _invert_triangle(matrix: Any, start: int, stop: int, *, lower: int) -> None:
    """Invert a triangle of a Fortran-ordered matrix in place, by halves.

    The unit lower and the upper triangle share the array, so only the triangle itself is written.
    LAPACK's own dtrtri is several times slower here.
    """
    from scipy.linalg import blas, lapack

    if stop - start <= BASE:
        here = slice(start, stop)
        both = matrix[here, here]
        done, _ = lapack.dtrtri(both.copy(order="F"), lower=lower, unitdiag=lower, overwrite_c=1)
        matrix[here, here] = (
            np.tril(done, -1) + np.triu(both) if lower else np.triu(done) + np.tril(both, -1)
        )
        return
    middle = (start + stop) // 2
    _invert_triangle(matrix, start, middle, lower=lower)
    _invert_triangle(matrix, middle, stop, lower=lower)
    a, b = slice(start, middle), slice(middle, stop)
    left, right = (b, a) if lower else (a, b)
    corner = matrix[left, right].copy(order="F")
    corner = blas.dtrmm(-1.0, matrix[left, left], corner, lower=lower, diag=lower, overwrite_b=1)
    corner = blas.dtrmm(
        1.0, matrix[right, right], corner, side=1, lower=lower, diag=lower, overwrite_b=1
    )
    matrix[left, right] = corner
