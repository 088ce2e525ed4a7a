"""`python -m benchmarks.scoring`: what scoring costs beside its peers, as one table; about two minutes on two quiet cores.

SMALL=1 tries the benchmark itself; its numbers mean nothing.
"""

import os

from rich.console import Console

from benchmarks.scoring.measuring import sections
from benchmarks.table import show


def main() -> None:
    for name in [name for name in os.environ if name.startswith(("ANTOAN_", "PREFECT_"))]:
        del os.environ[name]
    out = Console(width=None if Console().is_terminal else 130)
    with out.status("scoring"):
        found = sections()
    show(found, "An Toàn · scoring", out)


if __name__ == "__main__":
    main()
