"""Modules that the first paint does not need are imported when something of theirs is first asked for.

A hundred small value classes take longer to make than the screen takes to draw: what a workstation only needs
once a key is pressed is made then.
"""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

UNTIL_USED = ("ccpro_desk.domain.commands",)
"""Known to others by `from package import module`; an `import module` would load them."""


def defer(*names: str) -> None:
    """From here on `from package import module` costs nothing until an attribute of it is read."""
    for name in names:
        spec = None if name in sys.modules else find_spec(name)
        if spec is None or spec.loader is None:
            continue
        spec.loader = LazyLoader(spec.loader)
        module = module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        package, _, child = name.rpartition(".")
        setattr(sys.modules[package], child, module)
