# language: vi
Tính năng: Công khai và phản ánh
  Nơi nào quy định trong trình tự của mình thì danh sách dự kiến công nhận được công khai đủ số ngày làm việc rồi mới công
  nhận. Ai cũng phản ánh được, không cần cho biết mình là ai; mỗi ý kiến đều được trả lời có lý do, và khi còn ý kiến chưa
  trả lời thì chưa công nhận. Ngày làm việc theo lịch nghỉ đã công bố: ngày công khai không tính, ngày cuối tính đến hết
  ngày (Bộ luật Dân sự 2015, Điều 147).

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên           | loại       | thuộc |
      | 20       | Tỉnh Lạng Sơn | tỉnh       |       |
      | 06613    | Xã Đình Lập   | xã         | 20    |
      | 06613-01 | Thôn Nà Pàn   | khu dân cư | 06613 |
      | 06601    | Xã Lợi Bác    | xã         | 20    |
      | 06601-01 | Thôn Bản Mới  | khu dân cư | 06601 |
    Và những cán bộ sau:
      | cán bộ                              | vai trò                       | nơi          |
      | Trưởng thôn Nà Pàn                  | người đăng ký                 | Thôn Nà Pàn  |
      | Trưởng thôn Bản Mới                 | người đăng ký                 | Thôn Bản Mới |
      | Thường trực Ban Chỉ đạo xã Đình Lập | thường trực Ban Chỉ đạo       | Xã Đình Lập  |
      | Tổ kiểm tra xã Đình Lập             | người kiểm tra                | Xã Đình Lập  |
      | Tổ kiểm tra xã Lợi Bác              | người kiểm tra                | Xã Lợi Bác   |
      | Chủ tịch UBND xã Đình Lập           | người có thẩm quyền công nhận | Xã Đình Lập  |
      | Chủ tịch UBND xã Lợi Bác            | người có thẩm quyền công nhận | Xã Lợi Bác   |
    Và thôn Nà Pàn đã đăng ký
    Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
    Và xã Đình Lập quy định công khai 5 ngày làm việc trước khi công nhận

  Quy tắc: Chưa công khai đủ ngày thì chưa công nhận

    Tình huống: Chưa công khai
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): Dự kiến công nhận chưa được công khai; thường trực Ban Chỉ đạo công khai trong 5 ngày làm việc.”

    Tình huống: Ngày cuối vẫn còn công khai, ngày hôm sau thì công nhận được
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Thì danh sách công khai đến hết ngày 27/01/2026
      Khi đến ngày 27/01/2026
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): Đang công khai đến hết ngày 27/01/2026; chỉ công nhận từ ngày hôm sau.”
      Khi đến ngày 28/01/2026
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Nơi không quy định thì không cần công khai
      Biết thôn Bản Mới đã đăng ký
      Và thôn Bản Mới đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Lợi Bác công nhận thôn Bản Mới
      Thì hồ sơ của thôn Bản Mới ở trạng thái “được công nhận”

    Tình huống: Không công nhận thì không phải công khai
      Khi Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Thôn sáp nhập”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “không được công nhận”

    Tình huống: Hồ sơ thay đổi sau khi công khai thì phải công khai lại
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Và Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Thiếu số liệu”
      Và thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Và đến ngày 28/01/2026
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): Hồ sơ đã thay đổi sau khi công khai ngày 20/01/2026; phải công khai lại.”

    Tình huống: Chưa đạt thì không công khai dự kiến công nhận
      Khi Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Kiểm tra lại”
      Và thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | 1        |
      Và Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Thì việc đó bị từ chối: “Không công khai dự kiến công nhận Thôn Nà Pàn: chỉ khi đạt mọi tiêu chí.”

    Tình huống: Chỉ thường trực của nơi đó công khai
      Khi Trưởng thôn Nà Pàn công khai dự kiến về thôn Nà Pàn
      Thì việc đó bị từ chối: “Trưởng thôn Nà Pàn không được công khai dự kiến công nhận ở đây: việc này thuộc thường trực Ban Chỉ đạo của nơi đó.”

  Quy tắc: Ngày làm việc theo lịch nghỉ, có nghỉ Tết và ngày làm bù

    Khung tình huống: Ngày cuối của thời gian công khai
      Biết hôm nay là ngày <công khai>
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Thì danh sách công khai đến hết ngày <ngày cuối>

      Dữ liệu:
        | công khai  | ngày cuối  |
        # Ngày làm việc cuối cùng trước Tết Bính Ngọ, và ngày đầu tiên sau Tết.
        | 06/02/2026 | 13/02/2026 |
        | 09/02/2026 | 23/02/2026 |
        # Thứ Bảy 22/8 làm bù cho thứ Hai 31/8.
        | 17/08/2026 | 22/08/2026 |
        | 18/08/2026 | 24/08/2026 |
        # Nghỉ 31/8, 01/9 và 02/9.
        | 27/08/2026 | 08/09/2026 |
        # Giỗ Tổ trùng Chủ nhật 26/4 nên nghỉ bù thứ Hai 27/4; nghỉ 30/4 và 01/5.
        | 24/04/2026 | 06/05/2026 |

    Tình huống: Hạn cuối tự giải thích
      Biết hôm nay là ngày 20/08/2026
      Và xã Đình Lập quy định công khai 8 ngày làm việc trước khi công nhận
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Thì danh sách công khai đến hết ngày 03/09/2026
      Và ngày cuối được giải thích là “8 ngày làm việc sau ngày 20/08/2026: hết thứ Năm, 03/09/2026. Không tính: 3 ngày thứ Bảy, Chủ nhật; 31/08/2026 nghỉ hoán đổi dịp Quốc khánh; 01/09/2026–02/09/2026 Quốc khánh. Có tính: thứ Bảy 22/08/2026 (làm bù cho 31/08/2026).”

    Tình huống: Lịch nghỉ chưa công bố thì không đoán
      Biết hôm nay là ngày 25/01/2027
      Và đợt 2027 đã mở
      Và thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa biết ngày 30/01/2027 có làm việc không: lịch làm việc có đến 29/01/2027. Người vận hành ghi thêm lịch vào thư mục calendars khi có thông báo chính thức.”

  Quy tắc: Còn ý kiến chưa trả lời thì chưa công nhận

    Tình huống: Phản ánh vào ngày cuối, trả lời rồi mới công nhận
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Và đến ngày 27/01/2026
      Và một người dân phản ánh về thôn Nà Pàn “Có điểm đánh bạc sau nhà văn hóa”
      Và đến ngày 28/01/2026
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): Còn 1 ý kiến phản ánh chưa trả lời.”
      Khi Thường trực Ban Chỉ đạo xã Đình Lập trả lời phản ánh về thôn Nà Pàn là không đúng “Đã xác minh, không có”
      Thì người phản ánh xem được trả lời “Đã xác minh, không có”
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Hết ngày cuối thì không nhận phản ánh về danh sách nữa
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Và đến ngày 28/01/2026
      Và một người dân phản ánh về thôn Nà Pàn “Có điểm đánh bạc”
      Thì việc đó bị từ chối: “Thời gian công khai đã hết ngày 27/01/2026. Khi đơn vị đã được công nhận, Ông/Bà vẫn có thể phản ánh.”

    Tình huống: Phản ánh đúng thì phải kiểm tra lại và công khai lại
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Và một người dân phản ánh về thôn Nà Pàn “Có vụ trộm chưa ghi nhận”
      Và Thường trực Ban Chỉ đạo xã Đình Lập trả lời phản ánh về thôn Nà Pàn là đúng “Có vụ việc, sẽ kiểm tra lại”
      Và đến ngày 28/01/2026
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): Ý kiến phản ánh được xác định là đúng; phải trả lại hồ sơ để kiểm tra, hoặc không công nhận.”
      Khi Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Theo phản ánh”
      Và thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Và Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Thì danh sách công khai đến hết ngày 04/02/2026
      Khi đến ngày 05/02/2026
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Phản ánh đúng thì Hội đồng cũng phải xem xét lại hồ sơ đã kiểm tra lại
      Biết những cán bộ sau:
        | cán bộ                        | vai trò             | nơi         |
        | Phó Chủ tịch xã Đình Lập      | thành viên Hội đồng | Xã Đình Lập |
        | Trưởng Công an xã Đình Lập    | thành viên Hội đồng | Xã Đình Lập |
        | Chủ tịch Mặt trận xã Đình Lập | thành viên Hội đồng | Xã Đình Lập |
      Và xã Đình Lập còn quy định Hội đồng tán thành trước khi công khai 5 ngày làm việc
      Khi Hội đồng họp ngày 20/01/2026 và tán thành thôn Nà Pàn
      Và Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Và một người dân phản ánh về thôn Nà Pàn “Có vụ trộm chưa ghi nhận”
      Và Thường trực Ban Chỉ đạo xã Đình Lập trả lời phản ánh về thôn Nà Pàn là đúng “Có vụ việc, sẽ kiểm tra lại”
      Và Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Theo phản ánh”
      Và thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Và Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Thì việc đó bị từ chối: “Hồ sơ đã thay đổi sau khi Hội đồng xem xét (phiên 1, ngày 20/01/2026); Hội đồng phải xem xét lại.”
      Khi Hội đồng họp ngày 21/01/2026 và tán thành thôn Nà Pàn
      Và Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Thì danh sách công khai đến hết ngày 28/01/2026
      Khi đến ngày 29/01/2026
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Đã công nhận vẫn phản ánh được; phản ánh đúng thì xem xét lại
      Biết thôn Bản Mới đã đăng ký
      Và thôn Bản Mới đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Lợi Bác công nhận thôn Bản Mới
      Và có thêm cán bộ:
        | cán bộ                             | vai trò                 | nơi        |
        | Thường trực Ban Chỉ đạo xã Lợi Bác | thường trực Ban Chỉ đạo | Xã Lợi Bác |
      Và một người dân phản ánh về thôn Bản Mới “Che giấu vụ việc”
      Thì hồ sơ của thôn Bản Mới ở trạng thái “được công nhận”
      Khi Thường trực Ban Chỉ đạo xã Lợi Bác trả lời phản ánh về thôn Bản Mới là đúng “Có vụ việc”
      Thì hồ sơ của thôn Bản Mới ở trạng thái “đang xem xét lại”

  Quy tắc: Người phản ánh được giữ kín, và không ai trả lời về hồ sơ do mình kiểm tra

    Tình huống: Nội dung và người phản ánh không có trong lịch sử, thư báo và công việc
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Và một người dân phản ánh về thôn Nà Pàn “Có điểm đánh bạc”, để lại cách liên hệ “0912 345 678”
      Thì chỉ người trả lời đọc được “Có điểm đánh bạc” và “0912 345 678”
      Và lịch sử hồ sơ của thôn Nà Pàn gồm:
        | việc                               | người làm                           |
        | Đã đăng ký                         | Trưởng thôn Nà Pàn                  |
        | Đã phân công người kiểm tra        | hệ thống                            |
        | Đã nộp kết quả kiểm tra            | Tổ kiểm tra xã Đình Lập             |
        | Đã chấm theo tiêu chuẩn            | hệ thống                            |
        | Đã công khai dự kiến công nhận     | Thường trực Ban Chỉ đạo xã Đình Lập |
        | Có ý kiến phản ánh                 | hệ thống                            |

    Tình huống: Người đã kiểm tra không trả lời phản ánh, dù cũng là thường trực
      Biết những cán bộ sau:
        | cán bộ                  | vai trò                 | nơi         |
        | Tổ kiểm tra xã Đình Lập | thường trực Ban Chỉ đạo | Xã Đình Lập |
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Và một người dân phản ánh về thôn Nà Pàn “Có điểm đánh bạc”
      Và Tổ kiểm tra xã Đình Lập trả lời phản ánh về thôn Nà Pàn là không đúng “Không có”
      Thì việc đó bị từ chối: “Người kiểm tra hồ sơ không được xem và trả lời phản ánh về chính hồ sơ đó.”

    Tình huống: Trả lời phải có lý do
      Khi Thường trực Ban Chỉ đạo xã Đình Lập công khai dự kiến về thôn Nà Pàn
      Và một người dân phản ánh về thôn Nà Pàn “Có điểm đánh bạc”
      Và Thường trực Ban Chỉ đạo xã Đình Lập trả lời phản ánh về thôn Nà Pàn là không đúng “  ”
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”
