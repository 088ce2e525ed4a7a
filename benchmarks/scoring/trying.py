"""Trying: runs `antoan simulate` with a draft on the cases of a folder, as a person would, and reports its seconds."""

import contextlib
import io
import json
import os
import sys
import time
from pathlib import Path

# What the cases are of. They stand here, because making cases reads modules that trying a draft does not need.
STANDARD = "vn/antt-2021/residential-area"
SEASON = 2025


def main() -> None:
    began = time.perf_counter()
    home = Path(sys.argv[1])
    os.environ["ANTOAN_HOME"] = str(home)
    from portal.cli import simulate as command
    from portal.cli.printing import Format

    start = time.perf_counter() - began
    from domain.settings import settings

    text = (settings().criteria / f"{STANDARD}.yaml").read_text(encoding="utf-8")
    draft = home / f"{Path(STANDARD).name}.yaml"
    draft.write_text(
        text.replace("at_least: 100%", "at_least: 99%", 1).replace("if_equal: not_met", "if_equal: met", 1),
        encoding="utf-8",
    )
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        command.simulate(
            str(draft), SEASON, to_csv=home / "flips.csv", to_svg=home / "flips.svg", how=Format.JSON
        )
    whole = time.perf_counter() - began
    flips = sum(one["cases"] for one in json.loads(said.getvalue())["flips"])
    print(json.dumps({"whole": whole, "start": start, "flips": flips}), flush=True)


if __name__ == "__main__":
    main()
