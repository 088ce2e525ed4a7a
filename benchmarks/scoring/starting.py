"""Starting: in a process of its own, how long the catalogue takes to load, and a changed threshold to count.

Prints one JSON object: seconds of the first load, and of each change.
"""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.scoring.applications import CRITERIA, SEASON
from domain.catalogue import load
from domain.scorecard import judge
from domain.settings import Settings


def main() -> None:
    began = time.perf_counter()
    catalogue = load(Settings().criteria)
    loaded = time.perf_counter() - began
    assert not catalogue.problems, catalogue.problems
    changes = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "criteria"
        shutil.copytree(CRITERIA, root)
        file = root / "bench" / "peers" / "area.yaml"
        text = file.read_text(encoding="utf-8")
        standing = load(root)
        for limit in range(6, 6 + int(sys.argv[1])):
            file.write_text(
                text.replace("{counted: thefts, at_most: 5}", f"{{counted: thefts, at_most: {limit}}}"),
                encoding="utf-8",
            )
            facts = {"C09": {"thefts": limit}}
            began = time.perf_counter()
            standing = standing.refreshed()
            card = judge(standing.get("bench/peers/area"), SEASON, {}, facts)
            changes.append(time.perf_counter() - began)
            assert card.letters[8] == "m"
    print(
        json.dumps({"loaded": loaded, "standards": len(catalogue.standards), "changes": changes}), flush=True
    )


if __name__ == "__main__":
    main()
