"""The shape of the tree: files that fit a head, names that say something, packages that list what is in them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("sokbo", "worker", "notify", "feeds", "web", "cli")
MODULES = [path for package in (*PACKAGES, "bench", "tests") for path in sorted((ROOT / package).rglob("*.py"))]
LISTED = [path for package in (*PACKAGES, "bench") for path in sorted((ROOT / package).rglob("__init__.py"))]
NAMELESS = {"utils", "helpers", "common", "misc", "base", "manager"}
LONGEST = 400
NOTHING_BUT_TABLES = ROOT / "sokbo/tables.py"
LONGEST_FUNCTION = 60


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text())) or ""


def modules_of(package: Path) -> list[str]:
    """The names of what is in a package, but for what the tools of others look for by name."""
    beside = package.parent.iterdir()
    inside = [path for path in beside if path.suffix == ".py" or (path / "__init__.py").exists()]
    return sorted(path.stem for path in inside if path.stem not in {"__init__", "__main__", "env"})


def test_no_file_is_longer_than_a_head_can_hold() -> None:
    told = [path for path in MODULES if path != NOTHING_BUT_TABLES]
    assert [named(path) for path in told if path.read_text().count("\n") > LONGEST] == []


def test_every_function_fits_a_screen() -> None:
    def long(path: Path) -> list[str]:
        nodes = ast.walk(ast.parse(path.read_text()))
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        return [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= LONGEST_FUNCTION]

    # A step of the schema's history is told in one piece.
    steps = ROOT / "sokbo/migrations/versions"
    assert {named(path): long(path) for path in MODULES if steps not in path.parents and long(path)} == {}


def test_every_module_has_a_name_of_its_own_and_says_what_it_is() -> None:
    assert [named(path) for path in MODULES if path.stem in NAMELESS] == []
    assert [named(path) for path in MODULES if not path.stem.startswith("test_") and not docstring(path)] == []


def test_every_package_lists_its_modules() -> None:
    def forgotten(path: Path) -> list[str]:
        said = docstring(path)
        return [name for name in modules_of(path) if not re.search(rf"\b{name}\b", said)]

    assert {named(path): forgotten(path) for path in LISTED if forgotten(path)} == {}
