# language: vi
Tính năng: Thu hồi, khôi phục, đính chính và hết thời hạn công nhận
  Công nhận đã cấp chỉ thay đổi bằng một quyết định khác, có lý do, có số, của người có thẩm quyền không tham gia đăng ký
  hay kiểm tra. Thông tư không quy định thời hạn của công nhận; nơi nào quy định thì công nhận có giá trị đến hết ngày cuối.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên             | loại       | thuộc |
      | 20       | Tỉnh Lạng Sơn   | tỉnh       |       |
      | 06613    | Xã Đình Lập     | xã         | 20    |
      | 06613-01 | Thôn Nà Pàn     | khu dân cư | 06613 |
      | 06613-02 | Thôn Bản Chuông | khu dân cư | 06613 |
      | 06625    | Xã Kiên Mộc     | xã         | 20    |
    Và những cán bộ sau:
      | cán bộ                              | vai trò                       | nơi             | thư điện tử        |
      | Trưởng thôn Nà Pàn                  | người đăng ký                 | Thôn Nà Pàn     | na-pan@example.vn  |
      | Trưởng thôn Bản Chuông              | người đăng ký                 | Thôn Bản Chuông |                    |
      | Văn phòng UBND xã Kiên Mộc          | người đăng ký                 | Xã Kiên Mộc     |                    |
      | Thường trực Ban Chỉ đạo xã Đình Lập | thường trực Ban Chỉ đạo       | Xã Đình Lập     |                    |
      | Tổ kiểm tra xã Đình Lập             | người kiểm tra                | Xã Đình Lập     |                    |
      | Tổ kiểm tra tỉnh Lạng Sơn           | người kiểm tra                | Tỉnh Lạng Sơn   |                    |
      | Chủ tịch UBND xã Đình Lập           | người có thẩm quyền công nhận | Xã Đình Lập     |                    |
      | Chủ tịch UBND xã Kiên Mộc           | người có thẩm quyền công nhận | Xã Kiên Mộc     |                    |
      | Chủ tịch UBND tỉnh Lạng Sơn         | người có thẩm quyền công nhận | Tỉnh Lạng Sơn   |                    |

  Quy tắc: Thu hồi và khôi phục đều là quyết định, có lý do, có số

    Tình huống: Thu hồi rồi khôi phục, giấy công nhận có giá trị trở lại
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Có đơn tố giác che giấu vụ việc”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “bị thu hồi công nhận”
      Và thôn Nà Pàn không có giấy công nhận còn giá trị
      Khi Chủ tịch UBND xã Đình Lập khôi phục công nhận thôn Nà Pàn vì “Công an xã kết luận: không có vụ việc”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”
      Và giấy công nhận của thôn Nà Pàn mang số 1/2026
      Và các quyết định về thôn Nà Pàn là:
        | số        | loại               |
        | 1/QĐ-UBND | công nhận          |
        | 2/QĐ-UBND | thu hồi công nhận  |
        | 3/QĐ-UBND | khôi phục công nhận |

    Tình huống: Khôi phục mà không nêu lý do
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Có đơn tố giác”
      Và Chủ tịch UBND xã Đình Lập khôi phục công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”
      Và thôn Nà Pàn không có giấy công nhận còn giá trị

    Tình huống: Chưa bị thu hồi thì không có gì để khôi phục
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập khôi phục công nhận thôn Nà Pàn vì “Nhầm”
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “được công nhận”; việc này chỉ làm được khi hồ sơ bị thu hồi công nhận.”

    Tình huống: Cấp trên không khôi phục thay
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Có đơn tố giác”
      Và Chủ tịch UBND tỉnh Lạng Sơn khôi phục công nhận thôn Nà Pàn vì “Không đúng”
      Thì việc đó bị từ chối: “Chủ tịch UBND tỉnh Lạng Sơn không được khôi phục công nhận ở đây: việc này thuộc người có thẩm quyền công nhận của nơi đó.”

    Tình huống: Thu hồi một khu dân cư đưa xã vào diện xem xét lại, khôi phục thì xã lại đủ
      Biết xã Kiên Mộc có 10 khu dân cư đều đã đăng ký: 7 được công nhận, 3 không được công nhận
      Và xã Kiên Mộc đã được công nhận
      Khi Chủ tịch UBND xã Kiên Mộc thu hồi công nhận khu dân cư 1 vì “Có đơn tố giác”
      Thì hồ sơ của xã Kiên Mộc ở trạng thái “đang xem xét lại”
      Khi Chủ tịch UBND xã Kiên Mộc khôi phục công nhận khu dân cư 1 vì “Không có vụ việc”
      Và Chủ tịch UBND tỉnh Lạng Sơn giữ nguyên công nhận xã Kiên Mộc vì “Đủ 70% khu dân cư”
      Thì hồ sơ của xã Kiên Mộc ở trạng thái “được công nhận”

  Quy tắc: Điều ghi sai được đính chính bằng quyết định, công nhận giữ nguyên

    Tình huống: Đính chính tên đơn vị
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập đính chính “name” của thôn Nà Pàn từ “Thôn Nà Pán” thành “Thôn Nà Pàn” vì “Sai dấu”
      Thì việc đó được chấp nhận
      Và hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”
      Và giấy công nhận của thôn Nà Pàn mang số 1/2026
      Và các quyết định về thôn Nà Pàn là:
        | số        | loại       |
        | 1/QĐ-UBND | công nhận  |
        | 2/QĐ-UBND | đính chính |

    Tình huống: Kết quả chấm không phải là điều đính chính được
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập đính chính “verdict” của thôn Nà Pàn từ “đạt” thành “chưa đạt” vì “Xem lại”
      Thì việc đó bị từ chối: “Không đính chính được “verdict”; chỉ đính chính được: name, place, title, day, other.”

  Quy tắc: Nơi quy định thời hạn thì công nhận có giá trị đến hết ngày cuối

    Tình huống: Ngày cuối vẫn còn giá trị, hôm sau thì hết
      Biết xã Đình Lập quy định công nhận có giá trị đến hết “31 Dec (Y+1)”
      Và thôn Nà Pàn đã được công nhận
      Khi hệ thống xem lịch ngày 31/12/2027
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”
      Khi hệ thống xem lịch ngày 01/01/2028
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “công nhận đã hết thời hạn”

    Tình huống: Nhắc trước 60 ngày, mỗi đơn vị một lần
      Biết xã Đình Lập quy định công nhận có giá trị đến hết “31 Dec (Y+1)”
      Và thôn Nà Pàn đã được công nhận
      Khi hệ thống xem lịch ngày 31/10/2027
      Thì thôn Nà Pàn chưa được nhắc là sắp hết thời hạn
      Khi hệ thống xem lịch ngày 01/11/2027
      Và hệ thống xem lịch ngày 02/11/2027
      Thì thôn Nà Pàn được nhắc 1 lần là sắp hết thời hạn

    Tình huống: Nơi không quy định thì không hết thời hạn
      Biết thôn Nà Pàn đã được công nhận
      Khi hệ thống xem lịch ngày 01/01/2036
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Đã bị thu hồi thì không còn gì để hết thời hạn; khôi phục sau ngày cuối thì hết ngay
      Biết xã Đình Lập quy định công nhận có giá trị đến hết “31 Dec”
      Và thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Có đơn tố giác”
      Và hệ thống xem lịch ngày 02/01/2027
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “bị thu hồi công nhận”
      Khi Chủ tịch UBND xã Đình Lập khôi phục công nhận thôn Nà Pàn vì “Không có vụ việc”
      Và hệ thống xem lịch ngày 02/01/2027
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “công nhận đã hết thời hạn”
