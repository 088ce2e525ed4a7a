"""Advice: which example would notice a change, for whoever has to add it."""

from domain.texts import Text

DATES = Text(
    vi="văn bản ký ngay trước và ngay sau kỳ, và một văn bản ký trong kỳ kia",
    en="a document of the day before and of the day after the period, and one of the other period",
)
SHARE = Text(
    vi="số vừa đủ tỷ lệ và số kém một, trên tổng đủ lớn (như 70 và 69 trên 100)",
    en="a part that just reaches the share and one less, of a whole that is large enough (such as 70 and 69 of 100)",
)
PENDING = Text(
    vi="trường hợp còn chờ quyết định có thể làm đủ tỷ lệ",
    en="a case in which those still open could make the share",
)
ONE = Text(vi="trường hợp chỉ có một vụ loại này", en="a case with one of this kind and nothing else")
EQUAL = Text(vi="trường hợp số vụ hai năm bằng nhau và khác 0", en="a case of equal numbers other than 0")
ZEROS = Text(vi="trường hợp cả hai năm đều là 0", en="a case of 0 in both years")
SERIES = Text(
    vi="trường hợp chỉ riêng loại này tăng, các loại khác giảm",
    en="a case in which this series alone has grown",
)
STEP = Text(
    vi="trường hợp ở đúng bậc này và ở bậc dưới", en="a case at this very step and one at the step below"
)
LIMIT = Text(
    vi="trường hợp ở đúng giới hạn và lệch một đơn vị mỗi phía",
    en="a case at the limit and one at either side of it",
)
ANSWER = Text(vi="trường hợp trả lời ngược lại", en="a case with the opposite answer")
CHOICE = Text(vi="trường hợp với lựa chọn này", en="a case with this choice")
PARTS = Text(
    vi="trường hợp chỉ riêng phần này không đạt (hoặc chỉ riêng phần này đạt)",
    en="a case in which this part alone is not met (or it alone is met)",
)
WHERE = Text(
    vi="trường hợp điều kiện không có mà phần sau không đạt, mong đợi not_applicable",
    en="a case without the condition in which what follows would not be met, expecting not_applicable",
)
EVIDENCE = Text(
    vi="lời khen không có căn cứ (holds: true, không có evidence)",
    en="praise without evidence (holds: true alone)",
)
ENTRIES = Text(
    vi="vụ việc có ngày trong kỳ và vụ việc có ngày ngoài kỳ",
    en="an entry dated inside the period and one outside",
)
SILENCE = Text(
    vi="trường hợp không ai cho dữ kiện này, với lý do nêu ai còn nợ",
    en="a case in which nobody gave this fact, with the reason that names who owes it",
)
EXCUSED = Text(vi="vụ việc có miễn trừ này và có lý do", en="an entry with this excuse and a reason for it")
APPLIES = WHERE
DAYS = Text(
    vi="dữ kiện ở đúng ngày đầu và ngày cuối, và ở ngày liền trước và liền sau",
    en="facts on the very first and last day, and on the days just before and after",
)
DEADLINE = Text(vi="một ví dụ có expect.deadline", en="an example with expect.deadline")
EXCLUSION = Text(vi="một đơn vị bị loại trừ vì lý do này", en="a unit that this excludes")
POINTS = Text(
    vi="trường hợp mà một vụ làm tổng điểm vừa đủ hoặc vừa thiếu",
    en="a case in which one event just makes or breaks the total",
)
FULL = Text(
    vi="trường hợp riêng dòng hoặc khoản này thiếu điểm mà tổng điểm vẫn như cũ so với mức",
    en="a case in which this row or clause alone falls short, and no total decides instead",
)
