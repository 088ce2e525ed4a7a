"""Used editions: what an application of this installation was registered under is not edited any more.

`frozen.yaml` guards what an office froze; this guards what has been used, frozen or not. A file whose content is no longer
what some application is pinned to is told of at start-up and by `antoan criteria check`, and nobody registers under it. Two
ways lead on: a new edition beside the old, or, for applications that are still open, `antoan criteria migrate`, which moves
them with a reason; from then on the new content is in use.
"""

from collections.abc import Iterator
from weakref import WeakSet

from domain.catalogue import Catalogue
from domain.database import Session, Sql
from domain.errors import Unready
from domain.rulebook.freezing import gone
from domain.rulebook.yamlfile import Problem
from domain.standards import Standard
from domain.texts import Text

_USED = Sql("select standard, sha256, count(*) from application group by standard, sha256")
_THIS = Sql("select 1 from application where standard = :standard and sha256 = :sha256 limit 1")
_ANOTHER = Sql("select sha256 from application where standard = :standard limit 1")

# Contents that applications are pinned to: once true, it stays true, and to ask reads many rows.
_IN_USE: WeakSet[Standard] = WeakSet()


def changed(session: Session, catalogue: Catalogue) -> Iterator[Problem]:
    """Every edition in use whose file says something else now, or is gone."""
    used: dict[str, dict[str, int]] = {}
    for path, sha256, many in session.rows(_USED):
        used.setdefault(path, {})[sha256] = many
    blamed = {problem.file for problem in catalogue.problems}
    for path, contents in sorted(used.items()):
        file = str(catalogue.root / f"{path}.yaml")
        if (standard := catalogue.standards.get(path)) is not None:
            if standard.sha256 not in contents:
                yield Problem(file, 1, _changed(path, sum(contents.values())))
        elif file not in blamed:
            yield Problem(file, 1, gone(path))


def require_unchanged(session: Session, standard: Standard) -> None:
    """Raises Unready where applications were registered under another content of this file and none under this one."""
    if standard in _IN_USE:
        return
    if session.row(_THIS, standard=standard.path, sha256=standard.sha256) is not None:
        _IN_USE.add(standard)
    elif session.row(_ANOTHER, standard=standard.path) is not None:
        text = _changed(standard.path, None)
        raise Unready(text.vi, text.en)


def _changed(path: str, many: int | None) -> Text:
    """That an edition in use was edited, and what to do instead."""
    folder, _, kind = path.rpartition("/")
    return Text(
        vi="{many} hồ sơ đã đăng ký theo {path}, nhưng nội dung tệp đã bị sửa. Khôi phục bản cũ; điều mới đưa vào một bản mới:"
        " chép {folder} sang một thư mục khác, ghi seasons: {{from: <năm>}} và cùng edition_of, rồi sửa {kind}.yaml ở đó. Nếu"
        " chỉ sửa lỗi và hồ sơ còn mở: antoan criteria migrate {path} {path}.",
        en="{many} applications were registered under {path}, but what its file says was changed. Restore it; what is new is a"
        " new edition: copy {folder} to another folder, write seasons: {{from: <year>}} and the same edition_of, and edit"
        " {kind}.yaml there. To mend a mistake while applications are open: antoan criteria migrate {path} {path}.",
    ).filled(many=Text(vi="Đã có", en="Some") if many is None else many, path=path, folder=folder, kind=kind)
