"""What nobody could find out of the law is said by `antoan criteria show`, question by question, and nowhere guessed.

Broken and seen to fail: each sentence taken out of its file.
"""

import pytest
from typer.testing import CliRunner

from domain.settings import settings
from portal.cli.app import app

# The open questions of the project's study of the law, each with a standard and what it says of it.
OPEN = [
    ("48/2025: its date, its phrases", "vn/antt-2021/residential-area", "Thông tư 48/2025/TT-BCA"),
    ("who receives the dossier now", "vn/antt-2021/residential-area", "tên nơi nhận mới chưa rõ"),
    ("who recognises communes now", "vn/antt-2021/commune", "Cấp huyện kết thúc ngày 01/07/2025"),
    ("2012: Điều 5 khoản 4 và 5", "vn/antt-2012/residential-area", "khoản 5 Điều 5"),
    ("2012: Điều 7", "vn/antt-2012/agency", "khoản 4 Điều 7"),
    ("2012: Điều 8", "vn/antt-2012/school", "Điều 8"),
    ("2012: classification", "vn/antt-2012/commune", "phân loại"),
    ("2012: authority", "vn/antt-2012/commune", "Thẩm quyền công nhận theo Thông tư 23/2012/TT-BCA chưa đọc được"),
    ("2012: deadlines", "vn/antt-2012/commune", "Thời hạn quyết định theo Thông tư 23/2012/TT-BCA chưa đọc được"),
    ("2021: Điều 12 khoản 2, annexes", "vn/antt-2021/school", "mẫu Giấy công nhận"),
    ("510: the tables and the grades", "vn/phong-trao-510/agency", "mọi mức điểm chưa biết"),
    ("12/HD-BCA-V05 items 2–6", "vn/do-thi-van-minh-2022/commune", "12/HD-BCA-V05"),
    ("04/HD-BCA-V05", "vn/nong-thon-moi-19-2/commune", "04/HD-BCA-V05"),
    ("51/2025", "vn/nong-thon-moi-19-2/commune", "51/2025"),
    ("70 %: pooled or each kind", "vn/antt-2021/commune", "tính gộp cả bốn loại đối tượng"),
    ("late, new and merged units", "vn/antt-2021/commune", "sáp nhập giữa năm"),
    ("criteria of provinces", "vn/antt-2021/enterprise", "Ủy ban nhân dân cấp tỉnh bổ sung"),
    ("withdrawal and correction", "vn/antt-2021/agency", "Thu hồi, đính chính quyết định công nhận"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "standard", "said"), OPEN, ids=[one[0] for one in OPEN])
def test_an_open_question_of_the_law_is_shown_with_the_standard(question, standard, said, monkeypatch):
    monkeypatch.setenv("COLUMNS", "500")
    settings.cache_clear()
    shown = CliRunner().invoke(app, ["criteria", "show", standard])
    assert shown.exit_code == 0
    text = " ".join(shown.output.split())
    assert said in text
    assert "chưa kiểm chứng" in text
