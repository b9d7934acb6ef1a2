"""Turn a loop written for LLVM into a function, within a tenth of a second in every process.

Numba (`compiled.py`) is the way for kernels that are long or that run for long. Importing it and
loading its stored code takes over half a second, though, more than the whole of a short pass over
some million rows, and compiling anew takes longer still.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir

WIDE, BYTE, NUMBER = ir.IntType(64), ir.IntType(8), ir.IntType(32)
NOTHING = ir.VoidType()


def _machine() -> Any:
    """Make a new one for each loop: the engine takes it over and frees it."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3
    )


class Loop:
    """A function `name(arrays…, numbers…)` whose body runs for rows 0 to before the last number.

    While the body is written, `row` is the number of the row and `last` that of the last row.
    """

    def __init__(self, name: str, arrays: tuple[str, ...], numbers: tuple[str, ...]) -> None:
        self.name, self.module = name, ir.Module(name)
        kinds = [ir.PointerType()] * len(arrays) + [WIDE] * (len(numbers) + 1)
        self.function = ir.Function(self.module, ir.FunctionType(NOTHING, kinds), name)
        given = self.function.args
        self.arrays = dict(zip(arrays, given, strict=False))
        self.numbers = dict(zip(numbers, given[len(arrays) :], strict=False))
        before = self.function.append_basic_block("before")
        self._body = self.function.append_basic_block("body")
        self._end = self.function.append_basic_block("end")
        self.build = ir.IRBuilder(before)
        self._rows = given[-1]
        self.last = self.build.sub(self._rows, self.wide(1))
        self.build.cbranch(
            self.build.icmp_signed(">", self._rows, self.wide(0)), self._body, self._end
        )
        self.build.position_at_end(self._body)
        self.row = self.build.phi(WIDE)
        self.row.add_incoming(self.wide(0), before)

    @staticmethod
    def wide(value: int) -> Any:
        """Return a constant of 64 bits."""
        return ir.Constant(WIDE, value)

    def load(self, array: str, at: Any, kind: Any = WIDE) -> Any:
        """Read one element; small ones are widened without a sign."""
        read = self.build.load(self._place(array, at, kind), typ=kind)
        return read if kind == WIDE else self.build.zext(read, WIDE)

    def change(self, array: str, at: Any, by: Callable[[Any], Any], kind: Any = WIDE) -> None:
        """Replace one element by what `by` makes of it."""
        place = self._place(array, at, kind)
        self.build.store(by(self.build.load(place, typ=kind)), place)

    def store(self, array: str, at: Any, value: Any, kind: Any = WIDE) -> None:
        """Write one element."""
        self.build.store(value, self._place(array, at, kind))

    def add(self, array: str, at: Any, value: Any, kind: Any = WIDE) -> None:
        """Add to one element."""
        self.change(array, at, lambda held: self.build.add(held, value), kind)

    def fetch(self, array: str, at: Any, kind: Any = WIDE) -> None:
        """Have the line of an element, which is about to be written, brought into the cache."""
        pointer = ir.PointerType()
        signature = ir.FunctionType(NOTHING, [pointer, NUMBER, NUMBER, NUMBER])
        prefetch = self.module.declare_intrinsic("llvm.prefetch", [pointer], signature)
        write, all_levels, data = NUMBER(1), NUMBER(3), NUMBER(1)
        self.build.call(prefetch, [self._place(array, at, kind), write, all_levels, data])

    def _place(self, array: str, at: Any, kind: Any) -> Any:
        return self.build.gep(self.arrays[array], [at], source_etype=kind)

    def compiled(self) -> Callable[..., None]:
        """Close the loop; the function takes NumPy arrays, integers and the number of rows.

        Arrays must be contiguous and of the kinds that the body reads; nothing is checked. The
        interpreter's lock is not held while it runs.
        """
        following = self.build.add(self.row, self.wide(1))
        self.row.add_incoming(following, self.build.block)
        more = self.build.icmp_signed("<", following, self._rows)
        self.build.cbranch(more, self._body, self._end)
        self.build.position_at_end(self._end)
        self.build.ret_void()
        module = llvm.parse_assembly(str(self.module))
        module.verify()
        machine = _machine()
        options = llvm.create_pipeline_tuning_options(speed_level=2)
        passes = llvm.create_pass_builder(machine, options)
        passes.getModulePassManager().run(module, passes)
        engine = llvm.create_mcjit_compiler(module, machine)
        engine.finalize_object()
        kinds = [ctypes.c_void_p] * len(self.arrays) + [ctypes.c_int64] * (len(self.numbers) + 1)
        call = ctypes.CFUNCTYPE(None, *kinds)(engine.get_function_address(self.name))

        def run(*given: Any) -> None:
            call(*[x.ctypes.data if isinstance(x, np.ndarray) else x for x in given])

        run.engine = engine  # type: ignore[attr-defined]  # it owns the code
        return run
