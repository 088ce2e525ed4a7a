# language: vi
Tính năng: Khiếu nại
  Đơn vị không được công nhận, hoặc bị thu hồi công nhận, được khiếu nại. Thông tư không nói về khiếu nại, nên thời hạn và
  cấp giải quyết là quy định của địa phương; điều không đổi là người giải quyết phải khác người đã quyết định, và khiếu nại
  được chấp nhận thì phải có kết quả thật: quyết định lại, hoặc khôi phục công nhận.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên           | loại       | thuộc |
      | 20       | Tỉnh Lạng Sơn | tỉnh       |       |
      | 06613    | Xã Đình Lập   | xã         | 20    |
      | 06613-01 | Thôn Nà Pàn   | khu dân cư | 06613 |
    Và những cán bộ sau:
      | cán bộ                        | vai trò                       | nơi           |
      | Trưởng thôn Nà Pàn            | người đăng ký                 | Thôn Nà Pàn   |
      | Tổ kiểm tra xã Đình Lập       | người kiểm tra                | Xã Đình Lập   |
      | Chủ tịch UBND xã Đình Lập     | người có thẩm quyền công nhận | Xã Đình Lập   |
      | Phó Chủ tịch UBND xã Đình Lập | người có thẩm quyền công nhận | Xã Đình Lập   |
      | Chủ tịch UBND tỉnh Lạng Sơn   | người có thẩm quyền công nhận | Tỉnh Lạng Sơn |
    Và thôn Nà Pàn đã đăng ký
    Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt

  Quy tắc: Khiếu nại trong thời hạn, ngày cuối vẫn nhận

    Tình huống: Ngày cuối thì nhận
      Biết xã Đình Lập quy định khiếu nại trong 10 ngày
      Và Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi đến ngày 30/01/2026
      Và Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Thì việc đó được chấp nhận
      Và hồ sơ của thôn Nà Pàn ở trạng thái “không được công nhận”

    Tình huống: Sau ngày cuối thì không nhận
      Biết xã Đình Lập quy định khiếu nại trong 10 ngày
      Và Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi đến ngày 31/01/2026
      Và Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Thì việc đó bị từ chối: “Đã hết thời hạn khiếu nại. Khiếu nại được nhận đến hết thứ Sáu, 30/01/2026: 10 ngày sau ngày quyết định 20/01/2026.”

    Khung tình huống: Ngày cuối rơi vào ngày nghỉ thì đến hết ngày làm việc tiếp theo
      Biết hôm nay là ngày <quyết định>
      Và xã Đình Lập quy định khiếu nại trong 10 ngày
      Và Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi đến ngày <ngày cuối>
      Và Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Thì việc đó được chấp nhận

      Dữ liệu:
        | quyết định | ngày cuối  |
        # Thứ Bảy 14/02 là ngày nghỉ, rồi đến Tết.
        | 04/02/2026 | 23/02/2026 |
        # Thứ Bảy 22/8 là ngày làm bù nên không chuyển.
        | 12/08/2026 | 22/08/2026 |

    Tình huống: Ngày làm bù là ngày làm việc, hôm sau đã quá hạn
      Biết hôm nay là ngày 12/08/2026
      Và xã Đình Lập quy định khiếu nại trong 10 ngày
      Và Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi đến ngày 23/08/2026
      Và Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Thì việc đó bị từ chối: “Đã hết thời hạn khiếu nại. Khiếu nại được nhận đến hết thứ Bảy, 22/08/2026: 10 ngày sau ngày quyết định 12/08/2026.”

    Tình huống: Nơi không đặt thời hạn thì lúc nào cũng nhận
      Biết Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi đến ngày 20/12/2026
      Và Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Thì việc đó được chấp nhận

    Tình huống: Mỗi quyết định khiếu nại một lần, có lý do
      Biết Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “ ”
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Và Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Gửi lại”
      Thì việc đó bị từ chối: “Khiếu nại về quyết định này đang được giải quyết.”

    Tình huống: Đã được công nhận thì không có gì để khiếu nại
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Và Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Thử”
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “được công nhận”; việc này chỉ làm được khi hồ sơ không được công nhận hoặc bị thu hồi công nhận.”

  Quy tắc: Người khác với người đã quyết định giải quyết

    Tình huống: Người đã quyết định không giải quyết khiếu nại về quyết định của mình
      Biết Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Và Chủ tịch UBND xã Đình Lập bác khiếu nại của thôn Nà Pàn vì “Đã rõ”
      Thì việc đó bị từ chối: “Người đã ra quyết định không được giải quyết khiếu nại về chính quyết định đó.”

    Tình huống: Nơi quy định cấp trên giải quyết thì người cùng nơi không giải quyết
      Biết xã Đình Lập quy định cấp trên giải quyết khiếu nại
      Và Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Và Phó Chủ tịch UBND xã Đình Lập bác khiếu nại của thôn Nà Pàn vì “Đã rõ”
      Thì việc đó bị từ chối: “Khiếu nại ở nơi này do cấp trên của người đã quyết định giải quyết.”
      Khi Chủ tịch UBND tỉnh Lạng Sơn bác khiếu nại của thôn Nà Pàn vì “Đã xem lại, quyết định đúng”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “không được công nhận”

    Tình huống: Giải quyết phải có lý do
      Biết Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Và Phó Chủ tịch UBND xã Đình Lập chấp nhận khiếu nại của thôn Nà Pàn vì “ ”
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”

  Quy tắc: Khiếu nại được chấp nhận thì có kết quả thật

    Tình huống: Chấp nhận khiếu nại về việc không công nhận thì quyết định lại
      Biết Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Và Phó Chủ tịch UBND xã Đình Lập chấp nhận khiếu nại của thôn Nà Pàn vì “Nhầm thôn”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đã chấm, chờ quyết định”
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì giấy công nhận của thôn Nà Pàn mang số 1/2026

    Tình huống: Chấp nhận khiếu nại về việc thu hồi thì khôi phục công nhận
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Và Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Phát hiện vụ việc”
      Thì thôn Nà Pàn không có giấy công nhận còn giá trị
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Vụ việc ở thôn khác”
      Và Phó Chủ tịch UBND xã Đình Lập chấp nhận khiếu nại của thôn Nà Pàn vì “Nhầm thôn”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”
      Và giấy công nhận của thôn Nà Pàn mang số 1/2026

    Tình huống: Bác khiếu nại thì quyết định giữ nguyên
      Biết Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Nhân dân còn ý kiến”
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Ý kiến đó nói về thôn khác”
      Và Phó Chủ tịch UBND xã Đình Lập bác khiếu nại của thôn Nà Pàn vì “Ý kiến đúng thôn”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “không được công nhận”
      Khi Trưởng thôn Nà Pàn khiếu nại cho thôn Nà Pàn vì “Khiếu nại lần nữa”
      Thì việc đó bị từ chối: “Khiếu nại về quyết định này đã được giải quyết; mỗi quyết định chỉ khiếu nại một lần.”
