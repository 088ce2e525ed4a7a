"""Descriptions: what each name in a criteria file means, for the editor that shows it beside the cursor."""

from domain.texts import Text


def _(vi: str, en: str) -> Text:
    return Text(vi=vi, en=en)


# By name; where one name means different things, “Shape.name” comes first.
DESCRIPTIONS = {
    "all": _("Mọi phần được áp dụng đều đạt", "Every part that applies is met"),
    "among": _("Các lựa chọn được chấp nhận", "The choices that are accepted"),
    "and": _("Các tiêu chí bắt buộc phải đạt bên cạnh điểm", "Criteria that must be met besides the points"),
    "answer": _("Câu trả lời có/không", "A yes-no answer"),
    "any": _("Ít nhất một phần được áp dụng đạt", "At least one part that applies is met"),
    "applies_to": _(
        "Loại đối tượng, như residential-area", "The kind of applicant, such as residential-area"
    ),
    "applies_when": _(
        "Chỉ áp dụng khi quy tắc này đúng; nơi khác là không áp dụng, khác với đạt",
        "Applies only where this rule holds; elsewhere it is not applicable, which is not the same as met",
    ),
    "appraises": _("Ai thẩm định", "Who appraises"),
    "ask": _(
        "Câu hỏi mà người kiểm tra trả lời được ngay tại chỗ",
        "A question that an inspector can answer on the spot",
    ),
    "at_least": _("Ít nhất chừng này (đạt từ mức này)", "At least so much: reaching it is enough"),
    "at_most": _("Nhiều nhất chừng này", "At most so many"),
    "attested_by": _(
        "Chỉ cơ quan này hoặc người kiểm tra mới được xác nhận",
        "Only this office or the inspector may say so",
    ),
    "authority": _("Ai có thẩm quyền công nhận, từ ngày nào", "Who may recognise, since which day"),
    "before": _(
        "Trước ngày này: ngày cuối hợp lệ là hôm trước",
        "Before this day: the last valid day is the day before",
    ),
    "cases": _("Nhiều trường hợp trong một tệp", "Several cases in one file"),
    "choice": _("Một lựa chọn trong thang không có thứ tự", "A choice from a scale without order"),
    "chosen": _("Dữ kiện là một trong các lựa chọn “among”", "The fact is one of the choices “among”"),
    "cites": _("Điều, khoản, điểm của văn bản", "The article, clause and point of the text"),
    "code": _("Mã theo số của văn bản, như KDC-3đ", "The law's own numbering, such as KDC-3đ"),
    "Include.code": _(
        "Có mã: các tiêu chí được dẫn thuộc khoản này (XA-2:KDC-3a); không có: giữ mã riêng",
        "With a code the included criteria are part of that clause (XA-2:KDC-3a); without, they keep their own",
    ),
    "count": _("Đếm cái gì: một từ trong nouns", "What is counted: a word of nouns"),
    "counted": _("Số này đạt giới hạn at_least hoặc at_most", "The number reaches at_least, or at_most"),
    "criteria": _("Các tiêu chí", "The criteria"),
    "Expectation.criteria": _("Kết quả mong đợi của từng tiêu chí", "The finding expected of each criterion"),
    "Include.criteria": _(
        "Những tiêu chí nào của tệp kia; KDC-3 gồm KDC-3a đến KDC-3g",
        "Which criteria of the other file; KDC-3 takes KDC-3a to KDC-3g",
    ),
    "dated": _(
        "Văn bản có ngày nằm trong kỳ “within”", "A document whose date lies inside the period “within”"
    ),
    "deadline": _("Hạn quyết định", "The deadline for the decision"),
    "deadlines": _("Hạn quyết định theo loại đối tượng", "Deadlines by kind of applicant"),
    "decides": _("Ai quyết định công nhận", "Who decides"),
    "document": _("Một văn bản có số và ngày", "A document with its number and date"),
    "edition_of": _("Là một bản của bộ nào, như vn/antt", "What this is an edition of, such as vn/antt"),
    "en": _("Tiếng Anh", "English"),
    "evaluation": _("Kỳ đánh giá theo loại đối tượng", "Evaluation windows by kind of applicant"),
    "every": _(
        "Tỷ lệ điểm ít nhất của mỗi tiêu chí", "The least share of its points that every criterion needs"
    ),
    "evidence": _("Giấy tờ nào là đủ", "What evidence suffices"),
    "excluded": _(
        "Mọi trường hợp loại trừ phải xảy ra, theo thứ tự: một phần của câu",
        "Every exclusion that must apply, in order: a part of the sentence",
    ),
    "excused_when": _(
        "Các lý do miễn trừ cho vụ việc có ngày; miễn trừ nào cũng cần lý do",
        "Excuses for dated entries; each of them needs a reason",
    ),
    "excuses": _("Các lý do miễn trừ", "The excuses there are"),
    "expect": _("Kết quả phải có", "What the standard must say"),
    "extends": _("Mở rộng bộ tiêu chí nào", "The standard that this extends"),
    "in": _("Nơi có đơn vị, như /20/", "The place whose units it judges, such as /20/"),
    "tighten": _(
        "Siết chặt thêm tiêu chí nào; không bao giờ nới", "Which criteria become stricter; never looser"
    ),
    "Tightening.attested_by": _(
        "Dữ kiện nào cần cơ quan nào xác nhận", "Which fact needs which office's attestation"
    ),
    "facts": _("Các dữ kiện cần ghi nhận", "What is recorded"),
    "Case.facts": _("Các dữ kiện khác với chỗ bắt đầu", "The facts that differ from the start"),
    "ExampleFile.facts": _("Các dữ kiện khác với chỗ bắt đầu", "The facts that differ from the start"),
    "for": _("Cho những loại đối tượng nào", "For which kinds of applicant"),
    "for_each": _("Trừ điểm cho mỗi vụ", "Deducted for each incident"),
    "for_each_kind": _("Trừ điểm cho mỗi loại xảy ra", "Deducted for each kind that occurred"),
    "from": _(
        "Từ ngày (1 Nov (Y-1) là của năm trước), hoặc từ năm đánh giá",
        "From this day (1 Nov (Y-1) is of the year before), or season",
    ),
    "future": _(
        "Đã công bố, chưa biết từ năm nào: chưa tính", "Announced, nobody knows since when: not yet counted"
    ),
    "given": _("Điểm do người chấm cho", "The points that a scorer gave"),
    "grades": _("Các bậc theo điểm, từ cao xuống thấp", "Grades by points, from the best down"),
    "group": _("Thuộc nhóm nào", "The group of this row"),
    "groups": _("Các nhóm dòng và điểm tối đa", "Groups of rows and their maximum"),
    "if_both_zero": _("Cả hai năm đều là 0 thì sao", "What 0 in both years means"),
    "if_equal": _("Bằng năm trước (khác 0) thì sao", "What an equal number other than 0 means"),
    "in_force_from": _("Có hiệu lực từ ngày", "In force from"),
    "in_force_until": _("Có hiệu lực đến ngày", "In force until"),
    "include": _("Dẫn tiêu chí của tệp khác", "Take criteria of another file"),
    "instrument": _("Văn bản gốc", "The legal text"),
    "issuer": _("Cơ quan ban hành", "Who issued it"),
    "judged": _("Một người nhận định rằng đúng, có căn cứ", "A person says that it holds, on named evidence"),
    "judgement": _("Một nhận định, có căn cứ hoặc không cần", "A judgement, with evidence or alone"),
    "level": _("Cấp", "The level"),
    "may_delegate_to": _("Cấp được ủy quyền", "The level that it may delegate to"),
    "met_when": _("Đạt khi nào", "When the criterion is met"),
    "minus": _("Trừ bao nhiêu điểm", "How many points are deducted"),
    "more_than": _("Phải vượt quá mức này; bằng là chưa đủ", "More than this: reaching it is not enough"),
    "must_be_full": _("Phải đạt điểm tối đa", "Must reach its maximum"),
    "no": _("Câu trả lời là không", "The answer is no"),
    "none": _("Không có vụ nào: mọi số đếm đều là 0", "Nothing happened: every count is 0"),
    "not_applicable_rows": _("Dòng không áp dụng tính điểm thế nào", "How a row that does not apply counts"),
    "not_eligible_when": _("Ai không thuộc đối tượng", "Who cannot apply at all"),
    "not_known": _("Chưa biết quy định: luôn là chưa rõ", "The text is not known to us: always unknown"),
    "nouns": _("Những gì được đếm", "What is counted"),
    "number": _("Số văn bản", "The number of the text"),
    "of": _("Tổng điểm tối đa", "The most points there are"),
    "offices": _("Ai xác nhận", "Who attests"),
    "only_where": _("Chỉ nơi quy tắc này đúng mới xét “then”", "Only where this holds is “then” asked"),
    "pending": _("Số còn chờ quyết định", "How many are still undecided"),
    "points": _("Điểm", "Points"),
    "process": _("none: không đợt nào đăng ký theo bộ này", "none: no season registers under it"),
    "rated": _("Xếp loại từ bậc at_least trở lên", "The step at_least of its scale, or a higher one"),
    "rating": _("Một bậc của thang xếp loại", "A step of a scale"),
    "recognised_when": _(
        "Công nhận khi nào: all, hoặc theo điểm", "When it is recognised: all, or by points"
    ),
    "recorded_only": _("Chỉ ghi nhận, không quy tắc nào dùng", "Only recorded, no rule reads it"),
    "reduced": _("Mỗi loại [năm nay, năm trước] đều giảm", "Every series [this year, last year] fell"),
    "registration": _("Kỳ đăng ký", "The period of registration"),
    "replaces": _("Thay thế văn bản nào", "Which text it replaces"),
    "said": _(
        "Động từ trong câu giải thích, như “đăng ký”", "The verb in the explanation, such as “registered”"
    ),
    "says": _("Câu nói với người bị từ chối", "The sentence for whoever is refused"),
    "scales": _("Các thang, từ bậc thấp đến bậc cao", "The scales, from the lowest step to the highest"),
    "scored": _("Chấm điểm thế nào", "How the row is scored"),
    "season": _("Năm đánh giá", "The evaluation year"),
    "seasons": _("Các năm đánh giá mà bản này dùng cho", "The evaluation years that this edition judges"),
    "share": _("Hai số [phần, tổng], so sánh chính xác", "Two numbers [part, whole], compared exactly"),
    "signed": _("Ngày ký", "The day it was signed"),
    "standard": _(
        "Bộ tiêu chí nào, nếu không phải theo tên thư mục",
        "Which standards, unless the folder's name says it",
    ),
    "starts_from": _(
        "all-met: mọi tiêu chí đạt, chỉ khác ở facts; nothing: chưa ai ghi nhận gì",
        "all-met: every criterion met, but for facts; nothing: nobody has recorded anything",
    ),
    "under": _("Chỉ đếm đơn vị trực thuộc của những loại này", "Only units of these kinds are counted"),
    "Fact.title": _("Danh hiệu được tra, như vn/antt", "The title that is looked up, such as vn/antt"),
    "pool": _(
        "Tỷ lệ tính gộp mọi loại (all) hay riêng từng loại (per-kind)",
        "Whether a share holds over all kinds together (all) or for each by itself (per-kind)",
    ),
    "supplied_by": _("Hệ thống tự tính", "Worked out by the system"),
    "then": _("Quy tắc được xét nơi có áp dụng", "The rule that is asked there"),
    "title": _("Tên gọi", "The title"),
    "unit": _("Thuộc tính của đối tượng", "Attributes of the applicant"),
    "until": _("Đến hết ngày, hoặc năm đánh giá", "Until this day, or season, included"),
    "unverified": _("Điều văn bản chưa nói rõ; đừng bịa", "What the law leaves open; never invent it"),
    "verdict": _("Kết quả", "The verdict"),
    "vi": _("Tiếng Việt", "Vietnamese"),
    "when": _("Khi nào bị loại trừ", "When it is excluded"),
    "why": _("Lý do phải có câu này (một phần là đủ)", "What the reason must say; a part is enough"),
    "window": _("Kỳ đánh giá", "The evaluation window"),
    "windows": _("Các kỳ của một năm đánh giá", "The periods of a season"),
    "within": _("Kỳ nào được tính", "Which period counts"),
    "yes": _("Câu trả lời là có", "The answer is yes"),
}
