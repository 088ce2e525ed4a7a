"""Open words: what each field of the open data means, in Vietnamese for who reads the page and in English for the schema."""

from domain.texts import Text

MEANINGS: dict[str, Text] = {
    "unit": Text(
        vi="Mã đơn vị; không đổi khi đơn vị đổi tên",
        en="Code of the unit; it stays when the unit is renamed",
    ),
    "name": Text(
        vi="Tên đơn vị khi được công nhận",
        en="What the unit was called when it was recognised",
    ),
    "kind": Text(
        vi="Loại đơn vị: residential-area (khu dân cư), commune (xã, phường, đặc khu), agency (cơ quan), enterprise (doanh nghiệp),"
        " school (cơ sở giáo dục) hoặc loại khác của tiêu chuẩn",
        en="residential-area, commune, agency, enterprise, school, or another of the standard's",
    ),
    "province": Text(vi="Tên tỉnh, thành phố", en="Name of the province"),
    "commune": Text(
        vi="Tên xã, phường, đặc khu; để trống khi đơn vị không thuộc xã nào",
        en="Name of the commune, ward or special zone; empty where the unit is none of one",
    ),
    "place": Text(
        vi="Đường dẫn bằng mã: /tỉnh/xã/đơn vị/",
        en="Path of codes: /province/commune/unit/",
    ),
    "year": Text(vi="Năm đánh giá mà đơn vị được công nhận", en="Season in which the unit was recognised"),
    "standing": Text(
        vi="Tình trạng vào ngày as_of: in-force (đang có hiệu lực), in-question (đang xem xét lại), revoked (đã bị thu hồi),"
        " expired (đã hết thời hạn)",
        en="What the recognition is worth on the day as_of",
    ),
    "certificate": Text(
        vi="Số giấy công nhận trong sổ của cơ quan cấp, theo năm",
        en="Number of the certificate in its authority's book of the year",
    ),
    "issued_on": Text(vi="Ngày cấp giấy công nhận", en="Day on which the certificate was issued"),
    "decision": Text(vi="Số quyết định, nếu có ghi", en="Number of the decision, where one is recorded"),
    "valid_until": Text(
        vi="Ngày cuối còn giá trị; null khi không đặt thời hạn",
        en="Last day of its validity; null where none is set",
    ),
    "revoked_on": Text(
        vi="Ngày thu hồi; null khi không bị thu hồi",
        en="Day of the revocation; null where there is none",
    ),
    "standard": Text(
        vi="Đường dẫn của tiêu chuẩn: /tieu-chuan/{standard}",
        en="Path of the standard: /tieu-chuan/{standard}",
    ),
    "standard_sha256": Text(
        vi="SHA-256 của đúng bản tiêu chuẩn đã áp dụng",
        en="Of the very edition that was applied",
    ),
    "sample": Text(
        vi="true: đơn vị hư cấu của bản dùng thử, không có giá trị",
        en="True: an invented unit of a trial installation, without any value",
    ),
    "url": Text(vi="Trang của đơn vị, không đổi địa chỉ", en="Page of the unit, which stays where it is"),
    "criteria": Text(
        vi="Chỉ có trong tệp riêng của đơn vị, khi công nhận đang có hiệu lực: tiêu chí đã đạt, và tiêu chí không xem xét hoặc không"
        " áp dụng; nơi quyết định bằng điểm thì chỉ những tiêu chí bắt buộc phải đạt. null: không nêu",
        en="In a unit's own file, of a recognition in force: the criteria that it was found to meet, and those that were"
        " not examined or do not apply; where points decide, only those without which nobody is recognised. Null: not told",
    ),
}
