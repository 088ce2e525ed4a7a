"""Whereabouts: in which file, and on which line, a standard says what it says; what it includes stands in another."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.rulebook.loading import FOLDER_FILE
from domain.rulebook.yamlfile import Place, Reading, read


@dataclass
class Whereabouts:
    """The lines of the files under one criteria folder, read when they are asked for."""

    root: Path
    _readings: dict[Path, Reading] = field(default_factory=dict)

    def file(self, path: str) -> Path:
        return self.root / f"{path}.yaml"

    def reading(self, file: Path) -> Reading:
        if file not in self._readings:
            self._readings[file] = read(file) if file.is_file() else Reading()
        return self._readings[file]

    def line(self, path: str, place: Place, code: str | None = None) -> tuple[str, int]:
        """File and line of a place: inside the criterion `code`, or, without one, inside the standard's file or the
        `standard.yaml` beside it."""
        if code is not None:
            file, at = self._criterion(path, code)
            return str(file), self.reading(file).line((*at, *place))
        own = self.file(path)
        if (shared := own.with_name(FOLDER_FILE)).is_file() and not self._said(own, place):
            return str(shared), self.reading(shared).line(_SHARED.get(place[0], place) if place else place)
        return str(own), self.reading(own).line(place)

    def _said(self, file: Path, place: Place) -> bool:
        return not place or place[:1] in self.reading(file).lines

    def _criterion(self, path: str, code: str) -> tuple[Path, Place]:
        """The file that spells a criterion out, and its place there; the including entry where no file does."""
        file = self.file(path)
        data = self.reading(file).data
        entries: Any = data.get("criteria") if isinstance(data, dict) else None
        entries = [entry if isinstance(entry, dict) else {} for entry in entries or ()]
        for number, entry in enumerate(entries):
            if entry.get("code") == code and "include" not in entry:
                return file, ("criteria", number)
        for entry in entries:
            if not isinstance(source := entry.get("include"), str):
                continue
            inner = code.removeprefix(f"{entry['code']}:") if "code" in entry else code
            found = self._criterion(source, inner)
            if found[1]:
                return found
        base = data.get("extends") if isinstance(data, dict) else None
        return self._criterion(base, code) if isinstance(base, str) and base != path else (file, ())


# Where the shared file says what a kind's own file may say in one word.
_SHARED: dict[str | int, Place] = {
    "registration": ("windows", "registration"),
    "window": ("windows", "evaluation"),
    "deadline": ("deadlines",),
}
