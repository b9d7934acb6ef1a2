"""Compile kernels with Numba; machine code is kept on disk, in a folder named after the sources.

Numba looks only at the file of a function when it decides whether stored code is stale. Kernels
call one another across files, so the folder carries a hash of all sources of their package.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

config: Any = import_module("numba.core.config")


@cache
def _folder(here: Path) -> str:
    """Folder for a package's code; empty for Numba's own choice when it cannot be written."""
    digest = hashlib.sha256()
    for path in sorted(here.glob("*.py")):
        digest.update(path.read_bytes())
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(chosen) if chosen else here / "__pycache__"
    place = root / f"kernels-{digest.hexdigest()[:16]}"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return ""
    return str(place) if os.access(place, os.W_OK) else ""


def compiled(function: Callable[..., Any]) -> Any:
    """Compile on first use, free of the global interpreter lock."""
    before = config.CACHE_DIR
    config.CACHE_DIR = _folder(Path(function.__code__.co_filename).parent) or before
    try:
        return numba.njit(nogil=True, cache=True)(function)
    finally:
        config.CACHE_DIR = before


def inner(function: Callable[..., Any]) -> Any:
    """Compile for calls from compiled code alone, for functions that make no arrays.

    Without the door to Python, which unpacks every array of every argument, and without counting
    references, which the caller holds, compiling takes half the time and calls cost less.
    """
    njit: Any = numba.njit  # its stubs lack these options
    return njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)(function)


def inlined(function: Callable[..., Any]) -> Any:
    """Compile into the callers, for bodies of inner loops."""
    return numba.njit(nogil=True, inline="always")(function)


def stored(dispatcher: Any) -> bool:
    """Say whether a compiled function is ready: compiled in this process, or kept on disk."""
    if dispatcher.signatures:
        return True
    code = dispatcher.py_func.__code__
    path = Path(code.co_filename)
    folder = _folder(path.parent)
    pattern = f"{path.stem}.{dispatcher.py_func.__name__}-{code.co_firstlineno}.*.nbi"
    return bool(folder) and any(Path(folder).glob(pattern))


def interpreted(dispatcher: Any) -> Callable[..., Any]:
    """Return a compiled function as plain Python, with all compiled functions that it calls.

    For a handful of calls this is much faster than compiling first.
    """
    plain: Callable[..., Any] = _interpreted(dispatcher, {})
    return plain


def _interpreted(dispatcher: Any, done: dict[int, Any]) -> Any:
    if id(dispatcher) not in done:
        source = dispatcher.py_func
        names = dict(source.__globals__)
        plain = FunctionType(source.__code__, names, source.__name__, source.__defaults__)
        done[id(dispatcher)] = plain
        for name, value in list(names.items()):
            if hasattr(value, "py_func") and name in source.__code__.co_names:
                names[name] = _interpreted(value, done)
    return done[id(dispatcher)]


def _type_fetch(typing: Any, array: Any, row: Any) -> Any:
    """Have the line of `array[row]` brought into the cache; for kernels, without any effect.

    A row far away costs some hundred steps of the processor when it is read; asked for early
    enough, it costs nearly none. The row is not checked.
    """
    del typing

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        held = context.make_array(signature.args[0])(context, builder, args[0])
        row = context.cast(builder, args[1], signature.args[1], types.int64)
        step = builder.extract_value(held.strides, 0)
        byte = ir.IntType(8).as_pointer()
        place = builder.gep(builder.bitcast(held.data, byte), [builder.mul(row, step)])
        prefetch_line(builder, place)
        return context.get_dummy_value()

    return types.void(array, row), code


def prefetch_line(builder: Any, place: Any) -> None:
    """Emit LLVM's request to bring the line at a pointer into all levels of the cache."""
    byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
    prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
    # For reading, into all levels, data.
    builder.call(prefetch, [builder.bitcast(place, byte), number(0), number(3), number(1)])


# Numba's decorator hides the arguments from type checkers: calls pass all but the first.
fetch: Any = intrinsic(_type_fetch)
