"""A reader's formula over the chosen series, called a to f: `a - b`, `a / b * 100`.

It is parsed as arithmetic only: numbers, the letters, + − × ÷ ^ and brackets.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.explore.transforms import Unfit
from indicators.i18n.messages import message
from indicators.model.unit import PERCENT, RATIO, Measure, parse

#: Maximum length in characters, which also bounds the nesting.
LONGEST = 80
#: The unit of a result that does not follow from the units of its parts.
CALCULATED = message("calculated")

#: Measures that add up with another: 100 less the price of a future is a rate.
_KINDS: Mapping[Measure, Measure] = {"points": "percent", "quote": "percent"}
#: The unit of a sum within a kind, where its own says too much: percent of GDP less percent of income is no percent of GDP.
_COMMON: Mapping[Measure, str] = {"percent": PERCENT, "index": "index"}

#: A letter by itself: that of 1e3 is none.
_LETTER = re.compile(r"(?<![\w.])[A-Za-z](?!\w)")

_SIGNS: Mapping[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("−", operator.sub),
    ast.Mult: ("×", operator.mul),
    ast.Div: ("÷", operator.truediv),
    ast.Pow: ("^", operator.pow),
}


@dataclass(frozen=True)
class Formula:
    """A parsed formula."""

    tree: ast.expr
    #: The letters it uses, in alphabetical order.
    letters: tuple[str, ...]

    def compute(self, lines: Mapping[str, pd.Series]) -> pd.Series:
        """The result on the dates that every line used has. `lines` by letter, on ascending dates."""
        frame = pd.concat({letter: lines[letter] for letter in self.letters}, axis=1, join="inner")
        with np.errstate(all="ignore"):
            result = _value(self.tree, frame)
        return result[np.isfinite(result)]

    def unit(self, units: Mapping[str, str]) -> str:
        """The unit of the result, as far as the units of the parts give it. Raises Unfit where those do not add up."""
        unit, times = _unit(self.tree, units)
        if times == 1:
            return unit
        return PERCENT if (unit, times) == (RATIO, 100) else CALCULATED

    def written(self, names: Mapping[str, str]) -> str:
        """The formula with names for letters: "GDP ÷ GDPDEF × 100"."""
        plain = re.sub(r"\.0\b", "", ast.unparse(self.tree))
        signed = plain.replace("**", "^").translate(str.maketrans("-*/", "−×÷"))
        return re.sub(r"\b[a-z]\b", lambda letter: names[letter[0]], signed)


def read(text: str, letters: str) -> Formula:
    """The formula in a text, over the `letters` there are. Raises Unfit with what is wrong."""
    if len(text) > LONGEST:
        raise Unfit(message("{what} is longer than {count} characters"), count=LONGEST)
    plain = text.strip().lower().translate(str.maketrans("−–×÷", "--*/"))
    if not re.fullmatch(r"[\sa-z0-9.+\-*/^()]+", plain) or "//" in plain:
        raise Unfit(message("{what} may hold numbers, the letters of series, + - * / ^ and brackets only"))
    if re.search(r"\b0[box]", plain):
        raise Unfit(message("{what} may hold decimal numbers only, such as 0.5 or 1e3"))
    try:
        tree = ast.parse(plain.replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError):
        raise Unfit(message("{what} cannot be read as arithmetic")) from None
    used = _check(tree, letters)
    if not used:
        raise Unfit(message("{what} names no series"))
    return Formula(tree, tuple(sorted(used)))


def moved(text: str, letters: Mapping[str, str]) -> str:
    """A formula with its series under other letters; empty where one of them has none."""
    used = set(map(str.lower, _LETTER.findall(text)))
    return _LETTER.sub(lambda one: letters[one[0].lower()], text) if used <= set(letters) else ""


def _check(node: ast.expr, letters: str) -> set[str]:
    """The letters used. Raises Unfit at anything that is not arithmetic."""
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        return _check(node.left, letters) | _check(node.right, letters)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return _check(node.operand, letters)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return set()
    if isinstance(node, ast.Name):
        if len(node.id) == 1 and node.id in letters:
            return {node.id}
        raise Unfit(
            message("{what} names {name}, and the series are {letters:comma}"), name=node.id, letters=list(letters)
        )
    raise Unfit(message("{what} cannot be read as arithmetic"))


def _value(node: ast.expr, lines: Mapping[str, pd.Series]) -> Any:
    match node:
        case ast.BinOp():
            return _SIGNS[type(node.op)][1](_value(node.left, lines), _value(node.right, lines))
        case ast.UnaryOp():
            value = _value(node.operand, lines)
            return -value if isinstance(node.op, ast.USub) else value
        case ast.Constant():
            return np.float64(node.value)  # type: ignore[arg-type]  # overflows to infinity in constant time
        case ast.Name():
            return lines[node.id]
    raise TypeError(f"{ast.dump(node)} was not checked")


def _unit(node: ast.expr, units: Mapping[str, str]) -> tuple[str, float]:
    """The unit of a part and the number it was multiplied by; a plain number has no unit."""
    if isinstance(node, ast.Name):
        return units[node.id], 1.0
    if isinstance(node, ast.Constant):
        return "", float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.UnaryOp):
        return _unit(node.operand, units)
    if not isinstance(node, ast.BinOp):
        raise TypeError(f"{ast.dump(node)} was not checked")
    (left, times), (right, by) = _unit(node.left, units), _unit(node.right, units)
    match node.op:
        case ast.Add() | ast.Sub():
            return _unit_of_sum((left, times), (right, by))
        case ast.Mult() if not (left and right):
            return left or right, times * by
        case ast.Div() if by and (not right or left == right != CALCULATED):
            return left if not right else RATIO, times / by
    return CALCULATED, 1.0


def _unit_of_sum(left: tuple[str, float], right: tuple[str, float]) -> tuple[str, float]:
    """The unit of a sum or difference; a plain number has that of the other part. Raises Unfit: dollars less percent."""
    units = [unit for unit, _ in (left, right) if unit]
    if left == right or len(units) < 2:
        return left if left[0] else right
    if CALCULATED in units or left[1] != right[1]:
        return CALCULATED, 1.0
    kinds = {_KINDS.get(measure, measure) for measure in (parse(unit).measure for unit in units)}
    if len(kinds) > 1:
        raise Unfit(message("{what} adds or subtracts unlike units, {units:and}"), units=units)
    return _COMMON.get(kinds.pop()) or message("{units:and}", units=units), left[1]
