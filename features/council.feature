# language: vi
Tính năng: Hội đồng
  Nơi nào quy định trong trình tự của mình thì Hội đồng phải xem xét và tán thành trước khi công nhận. Thông tư không nói
  về Hội đồng, nên thành phần, số người tối thiểu và đa số là quy định của địa phương. Kết luận gắn với hồ sơ như các thành
  viên đã xem: hồ sơ thay đổi sau đó thì phải xem xét lại. Ai đăng ký hoặc kiểm tra hồ sơ thì không tham gia xét hồ sơ đó.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên             | loại       | thuộc |
      | 20       | Tỉnh Lạng Sơn   | tỉnh       |       |
      | 06613    | Xã Đình Lập     | xã         | 20    |
      | 06613-01 | Thôn Nà Pàn     | khu dân cư | 06613 |
      | 06613-02 | Thôn Bản Chuông | khu dân cư | 06613 |
      | 06601    | Xã Lợi Bác      | xã         | 20    |
      | 06601-01 | Thôn Bản Mới    | khu dân cư | 06601 |
    Và những cán bộ sau:
      | cán bộ                              | vai trò                       | nơi             |
      | Trưởng thôn Nà Pàn                  | người đăng ký                 | Thôn Nà Pàn     |
      | Trưởng thôn Bản Chuông              | người đăng ký                 | Thôn Bản Chuông |
      | Trưởng thôn Bản Mới                 | người đăng ký                 | Thôn Bản Mới    |
      | Thường trực Ban Chỉ đạo xã Đình Lập | thường trực Ban Chỉ đạo       | Xã Đình Lập     |
      | Tổ kiểm tra xã Đình Lập             | người kiểm tra                | Xã Đình Lập     |
      | Tổ kiểm tra xã Lợi Bác              | người kiểm tra                | Xã Lợi Bác      |
      | Chủ tịch UBND xã Đình Lập           | người có thẩm quyền công nhận | Xã Đình Lập     |
      | Chủ tịch UBND xã Lợi Bác            | người có thẩm quyền công nhận | Xã Lợi Bác      |
      | Phó Chủ tịch xã Đình Lập            | thành viên Hội đồng           | Xã Đình Lập     |
      | Trưởng Công an xã Đình Lập          | thành viên Hội đồng           | Xã Đình Lập     |
      | Chủ tịch Mặt trận xã Đình Lập       | thành viên Hội đồng           | Xã Đình Lập     |
      | Bí thư Đoàn xã Đình Lập             | thành viên Hội đồng           | Xã Đình Lập     |
      | Chủ tịch Hội Nông dân xã Đình Lập   | thành viên Hội đồng           | Xã Đình Lập     |
      | Tổ kiểm tra xã Đình Lập             | thành viên Hội đồng           | Xã Đình Lập     |
    Và xã Đình Lập quy định Hội đồng gồm sáu ghế, ít nhất 2/3 thành viên tham gia, tán thành khi hơn 1/2 đồng ý, mời trước 3 ngày:
      | ghế      | tên ghế            | bắt buộc |
      | chu-tich | Chủ tịch Hội đồng  | có       |
      | cong-an  | Công an xã         | có       |
      | uy-vien  | Ủy viên            | không    |
    Và thôn Nà Pàn đã đăng ký
    Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt

  Quy tắc: Nơi có quy định thì Hội đồng tán thành rồi mới công nhận

    Tình huống: Từ giấy mời đến công nhận
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): Hội đồng chưa xem xét hồ sơ này.”
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, năm thành viên đồng ý
      Thì Hội đồng tán thành thôn Nà Pàn
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Nơi không quy định thì không cần Hội đồng
      Biết thôn Bản Mới đã đăng ký
      Và thôn Bản Mới đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Lợi Bác công nhận thôn Bản Mới
      Thì hồ sơ của thôn Bản Mới ở trạng thái “được công nhận”

    Tình huống: Không công nhận thì không cần Hội đồng
      Khi Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Thôn sáp nhập”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “không được công nhận”

    Tình huống: Giấy mời sát ngày
      Khi Hội đồng được triệu tập ngày 22/01/2026 xét thôn Nà Pàn
      Thì việc đó bị từ chối: “Giấy mời phải gửi trước ít nhất 3 ngày: sớm nhất là họp ngày 23/01/2026.”

    Tình huống: Từng thành viên được mời bằng thư
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Thì lịch sử hồ sơ của thôn Nà Pàn gồm:
        | việc                        | người làm                           |
        | Đã đăng ký                  | Trưởng thôn Nà Pàn                  |
        | Đã phân công người kiểm tra | hệ thống                            |
        | Đã nộp kết quả kiểm tra     | Tổ kiểm tra xã Đình Lập             |
        | Đã chấm theo tiêu chuẩn     | hệ thống                            |
        | Đã đưa ra Hội đồng          | Thường trực Ban Chỉ đạo xã Đình Lập |

  Quy tắc: Đủ người mới kết luận được, và phải có thành phần bắt buộc

    Khung tình huống: Bốn trên sáu là đủ hai phần ba, ba thì chưa
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp với những người sau và mọi người đồng ý: <có mặt>
      Thì kết luận của Hội đồng về thôn Nà Pàn là “<kết luận>”

      Dữ liệu:
        | có mặt                                                                                                                         | kết luận                   |
        | Phó Chủ tịch xã Đình Lập, Trưởng Công an xã Đình Lập, Chủ tịch Mặt trận xã Đình Lập, Bí thư Đoàn xã Đình Lập                   | Tán thành                  |
        | Phó Chủ tịch xã Đình Lập, Trưởng Công an xã Đình Lập, Chủ tịch Mặt trận xã Đình Lập                                            | Không đủ điều kiện kết luận |
        | Phó Chủ tịch xã Đình Lập, Chủ tịch Mặt trận xã Đình Lập, Bí thư Đoàn xã Đình Lập, Chủ tịch Hội Nông dân xã Đình Lập            | Không đủ điều kiện kết luận |

    Tình huống: Không có Công an thì không công nhận được
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp với những người sau và mọi người đồng ý: Phó Chủ tịch xã Đình Lập, Chủ tịch Mặt trận xã Đình Lập, Bí thư Đoàn xã Đình Lập, Chủ tịch Hội Nông dân xã Đình Lập
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): Phiên 1 của Hội đồng, ngày 23/01/2026, không đủ điều kiện kết luận: Không có thành viên bắt buộc nào xét hồ sơ này: Công an xã.”

  Quy tắc: Quá nửa mới là tán thành; người có liên quan không tham gia xét

    Khung tình huống: Số phiếu
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, biểu quyết: <phiếu>
      Thì kết luận của Hội đồng về thôn Nà Pàn là “<kết luận>”

      Dữ liệu:
        | phiếu                                                            | kết luận        |
        | đồng ý, đồng ý, đồng ý, không đồng ý, không đồng ý                | Tán thành       |
        | đồng ý, đồng ý, không đồng ý, không đồng ý, không tham gia xét    | Không tán thành |
        | đồng ý, đồng ý, đồng ý, không đồng ý, không tham gia xét          | Tán thành       |
        | đồng ý, đồng ý, không có ý kiến, không có ý kiến, không có ý kiến | Không tán thành |

    Tình huống: Người kiểm tra ngồi trong Hội đồng không biểu quyết về hồ sơ mình kiểm tra
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và đến ngày 23/01/2026
      Và Tổ kiểm tra xã Đình Lập biểu quyết “đồng ý” về thôn Nà Pàn, ghi “Tôi đã đến tận nơi”
      Thì việc đó bị từ chối: “Người kiểm tra hồ sơ không tham gia xét chính hồ sơ đó.”

    Tình huống: Ý kiến khác được giữ trong biên bản
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Chủ tịch Mặt trận xã Đình Lập biểu quyết “không đồng ý” về thôn Nà Pàn, ghi “Chưa họp dân”
      Và Hội đồng họp với những người sau và mọi người đồng ý: Phó Chủ tịch xã Đình Lập, Trưởng Công an xã Đình Lập, Bí thư Đoàn xã Đình Lập
      Thì kết luận của Hội đồng về thôn Nà Pàn là “Tán thành”
      Và biên bản giữ ý kiến không đồng ý “Chưa họp dân” của Chủ tịch Mặt trận xã Đình Lập

  Quy tắc: Kết luận chỉ có giá trị với hồ sơ như Hội đồng đã xem

    Tình huống: Hồ sơ thay đổi sau phiên họp, phải họp lại
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, năm thành viên đồng ý
      Và Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Thiếu biên bản”
      Và thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Chưa thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): Hồ sơ đã thay đổi sau khi Hội đồng xem xét (phiên 1, ngày 23/01/2026); Hội đồng phải xem xét lại.”
      Khi Hội đồng được triệu tập ngày 28/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, năm thành viên đồng ý
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Hồ sơ thay đổi trước khi phiên họp kết thúc thì không tính trong phiên đó
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Thiếu biên bản”
      Và Hội đồng họp mà không ai biểu quyết được
      Thì kết luận của Hội đồng về thôn Nà Pàn là “Hết hiệu lực”

  Quy tắc: Phiên họp đã kết thúc thì không ai đổi được gì

    Tình huống: Biểu quyết sau khi kết thúc
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, năm thành viên đồng ý
      Và Phó Chủ tịch xã Đình Lập biểu quyết “không đồng ý” về thôn Nà Pàn, ghi “Nghĩ lại”
      Thì việc đó bị từ chối: “Phiên họp 06613-2026-1 đã kết thúc; không ghi thêm và không đổi biểu quyết được nữa.”

    Tình huống: Kết thúc hai lần chỉ ghi một lần
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, năm thành viên đồng ý
      Và Thường trực Ban Chỉ đạo xã Đình Lập kết thúc phiên họp lần nữa
      Thì thôn Nà Pàn được Hội đồng xem xét đúng một lần

    Tình huống: Không tán thành rồi họp lại
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, biểu quyết: không đồng ý, không đồng ý, không đồng ý, không đồng ý, không đồng ý
      Và Hội đồng được triệu tập ngày 27/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, năm thành viên đồng ý
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Hội đồng đã tán thành thì không họp lại về cùng hồ sơ
      Khi Hội đồng được triệu tập ngày 23/01/2026 xét thôn Nà Pàn
      Và Hội đồng họp, năm thành viên đồng ý
      Và Hội đồng được triệu tập ngày 27/01/2026 xét thôn Nà Pàn
      Thì việc đó bị từ chối: “Hội đồng đã tán thành hồ sơ 2026-000001 (phiên 06613-2026-1), và hồ sơ không thay đổi từ đó.”
