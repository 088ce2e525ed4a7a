# language: vi
Tính năng: Công nhận
  Chủ tịch Ủy ban nhân dân cấp xã công nhận khu dân cư, cơ quan, doanh nghiệp, cơ sở giáo dục thuộc thẩm quyền; cấp tỉnh
  công nhận xã, phường, đặc khu. Chỉ công nhận đơn vị đạt mọi tiêu chí. Người có thẩm quyền không quyết định trên hồ sơ
  do chính mình đăng ký hoặc kiểm tra. Mỗi đơn vị được công nhận nhận một giấy công nhận đánh số liên tục trong năm.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên             | loại       | thuộc |
      | 20       | Tỉnh Lạng Sơn   | tỉnh       |       |
      | 06613    | Xã Đình Lập     | xã         | 20    |
      | 06613-01 | Thôn Nà Pàn     | khu dân cư | 06613 |
      | 06613-02 | Thôn Bản Chuông | khu dân cư | 06613 |
      | 06613-03 | Thôn Pò Tấu     | khu dân cư | 06613 |
      | 06625    | Xã Kiên Mộc     | xã         | 20    |
      | 06601    | Xã Lợi Bác      | xã         | 20    |
      | 06601-01 | Thôn Bản Mới    | khu dân cư | 06601 |
    Và những cán bộ sau:
      | cán bộ                              | vai trò                       | nơi             |
      | Trưởng thôn Nà Pàn                  | người đăng ký                 | Thôn Nà Pàn     |
      | Trưởng thôn Bản Chuông              | người đăng ký                 | Thôn Bản Chuông |
      | Trưởng thôn Pò Tấu                  | người đăng ký                 | Thôn Pò Tấu     |
      | Trưởng thôn Bản Mới                 | người đăng ký                 | Thôn Bản Mới    |
      | Văn phòng UBND xã Đình Lập          | người đăng ký                 | Xã Đình Lập     |
      | Văn phòng UBND xã Kiên Mộc          | người đăng ký                 | Xã Kiên Mộc     |
      | Thường trực Ban Chỉ đạo xã Đình Lập | thường trực Ban Chỉ đạo       | Xã Đình Lập     |
      | Tổ kiểm tra xã Đình Lập             | người kiểm tra                | Xã Đình Lập     |
      | Tổ kiểm tra tỉnh Lạng Sơn           | người kiểm tra                | Tỉnh Lạng Sơn   |
      | Chủ tịch UBND xã Đình Lập           | người có thẩm quyền công nhận | Xã Đình Lập     |
      | Chủ tịch UBND xã Kiên Mộc           | người có thẩm quyền công nhận | Xã Kiên Mộc     |
      | Chủ tịch UBND xã Lợi Bác            | người có thẩm quyền công nhận | Xã Lợi Bác      |
      | Chủ tịch UBND tỉnh Lạng Sơn         | người có thẩm quyền công nhận | Tỉnh Lạng Sơn   |

  Quy tắc: Chỉ công nhận khi đạt mọi tiêu chí

    Tình huống: Từ đăng ký đến giấy công nhận
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”
      Và giấy công nhận của thôn Nà Pàn mang số 1/2026
      Và lịch sử hồ sơ của thôn Nà Pàn gồm:
        | việc                        | người làm                 |
        | Đã đăng ký                  | Trưởng thôn Nà Pàn        |
        | Đã phân công người kiểm tra | hệ thống                  |
        | Đã nộp kết quả kiểm tra     | Tổ kiểm tra xã Đình Lập   |
        | Đã chấm theo tiêu chuẩn     | hệ thống                  |
        | Đã phê duyệt công nhận      | Chủ tịch UBND xã Đình Lập |
        | Đã cấp giấy công nhận       | hệ thống                  |

    Khung tình huống: Chưa đạt hoặc chưa đủ căn cứ thì không công nhận được
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận   |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | <ghi nhận> |
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Không thể công nhận Thôn Nà Pàn (hồ sơ 2026-000001): chỉ công nhận khi đạt mọi tiêu chí.”
      Và thôn Nà Pàn không có giấy công nhận còn giá trị

      Dữ liệu:
        | ghi nhận      |
        | 1             |
        | chưa xác nhận |

    Tình huống: Chưa kiểm tra thì chưa quyết định
      Biết thôn Nà Pàn đã đăng ký
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “đang kiểm tra”; việc này chỉ làm được khi hồ sơ đã chấm, chờ quyết định.”

    Tình huống: Không công nhận
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung           | ghi nhận |
        | KDC-5    | Cá nhân bị kỷ luật | 1        |
      Khi Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Có thành viên bị kỷ luật”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “không được công nhận”
      Và thôn Nà Pàn không có giấy công nhận còn giá trị

    Tình huống: Trả lại để kiểm tra bổ sung, rồi công nhận
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận      |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | chưa xác nhận |
      Khi Chủ tịch UBND xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Thiếu xác nhận của Công an xã”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

  Quy tắc: Trả lại, không công nhận, giữ nguyên, thu hồi đều phải có lý do

    Khung tình huống: Quyết định về hồ sơ đang chờ mà không nêu lý do
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập <việc> thôn Nà Pàn
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”

      Dữ liệu:
        | việc              |
        | không công nhận   |
        | trả lại hồ sơ của |

    Tình huống: Thu hồi mà không nêu lý do
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”
      Và giấy công nhận của thôn Nà Pàn mang số 1/2026

    Tình huống: Lý do toàn khoảng trắng không phải là lý do
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “   ”
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”

  Quy tắc: Thẩm quyền thuộc về một nơi (Điều 10); cấp trên không quyết định thay

    Khung tình huống: Người không có thẩm quyền đối với khu dân cư của xã Đình Lập
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi <người> công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “<người> không được phê duyệt công nhận ở đây: việc này thuộc người có thẩm quyền công nhận của nơi đó.”

      Dữ liệu:
        | người                               |
        | Chủ tịch UBND tỉnh Lạng Sơn         |
        | Chủ tịch UBND xã Kiên Mộc           |
        | Thường trực Ban Chỉ đạo xã Đình Lập |
        | Trưởng thôn Nà Pàn                  |
        | Tổ kiểm tra xã Đình Lập             |

    Tình huống: Chủ tịch xã không công nhận chính xã mình
      Biết xã Đình Lập đã đăng ký
      Và xã Đình Lập đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập công nhận xã Đình Lập
      Thì việc đó bị từ chối: “Chủ tịch UBND xã Đình Lập không được phê duyệt công nhận ở đây: việc này thuộc người có thẩm quyền công nhận của nơi đó.”

    Tình huống: Thường trực Ban Chỉ đạo được trả lại hồ sơ, dù không được quyết định
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Thiếu biên bản họp”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”

  Quy tắc: Không ai quyết định trên hồ sơ do chính mình kiểm tra hoặc đăng ký

    Khung tình huống: Người kiểm tra đồng thời có thẩm quyền
      Cho những cán bộ sau:
        | cán bộ                    | vai trò        | nơi         |
        | Chủ tịch UBND xã Đình Lập | người kiểm tra | Xã Đình Lập |
      Và thôn Nà Pàn đã đăng ký
      Khi Thường trực Ban Chỉ đạo xã Đình Lập phân công Chủ tịch UBND xã Đình Lập kiểm tra thôn Nà Pàn
      Và Chủ tịch UBND xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Và Chủ tịch UBND xã Đình Lập <việc> thôn Nà Pàn vì “Theo kết quả kiểm tra”
      Thì việc đó bị từ chối: “Người kiểm tra hồ sơ không được phê duyệt chính hồ sơ đó.”

      Dữ liệu:
        | việc              |
        | công nhận         |
        | không công nhận   |
        | trả lại hồ sơ của |

    Tình huống: Người từng kiểm tra, dù sau đó người khác kiểm tra lại
      Cho những cán bộ sau:
        | cán bộ                    | vai trò        | nơi         |
        | Chủ tịch UBND xã Đình Lập | người kiểm tra | Xã Đình Lập |
      Và thôn Nà Pàn đã đăng ký
      Khi Thường trực Ban Chỉ đạo xã Đình Lập phân công Chủ tịch UBND xã Đình Lập kiểm tra thôn Nà Pàn
      Và Chủ tịch UBND xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Và Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Cần người khác kiểm tra”
      Và Thường trực Ban Chỉ đạo xã Đình Lập phân công Tổ kiểm tra xã Đình Lập kiểm tra thôn Nà Pàn
      Và Tổ kiểm tra xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Người kiểm tra hồ sơ không được phê duyệt chính hồ sơ đó.”

    Tình huống: Người đăng ký đồng thời có thẩm quyền
      Cho những cán bộ sau:
        | cán bộ                    | vai trò                 | nơi         |
        | Chủ tịch UBND xã Đình Lập | thường trực Ban Chỉ đạo | Xã Đình Lập |
      Và Chủ tịch UBND xã Đình Lập đã đăng ký cho thôn Nà Pàn
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Người đăng ký hồ sơ không được phê duyệt chính hồ sơ đó.”

  Quy tắc: Quyết định gắn với hồ sơ như người quyết định đã xem, và chỉ có một

    Tình huống: Hồ sơ thay đổi sau khi được xem
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Và Chủ tịch UBND xã Đình Lập đã xem hồ sơ của thôn Nà Pàn
      Khi Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Kiểm tra lại số hộ”
      Và thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Và Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn, theo hồ sơ đã xem
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đã thay đổi sau khi được xem (sự kiện 4, nay là 7); hãy xem lại rồi quyết định.”

    Tình huống: Hồ sơ vẫn như khi được xem
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Và Chủ tịch UBND xã Đình Lập đã xem hồ sơ của thôn Nà Pàn
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn, theo hồ sơ đã xem
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “được công nhận”

    Tình huống: Gửi hai lần là một
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn, gửi hai lần
      Thì cả hai lần đều nhận hồ sơ số 2026-000001
      Và giấy công nhận của thôn Nà Pàn mang số 1/2026

    Tình huống: Đã công nhận thì không quyết định khác đi, chỉ có thể thu hồi
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn vì “Xem lại”
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “được công nhận”; việc này chỉ làm được khi hồ sơ đã chấm, chờ quyết định.”

  Quy tắc: Giấy công nhận đánh số liên tục theo nơi cấp và theo năm

    Tình huống: Hồ sơ không được công nhận không chiếm số
      Biết thôn Nà Pàn đã được công nhận
      Và thôn Bản Chuông đã đăng ký
      Và thôn Bản Chuông đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập không công nhận thôn Bản Chuông vì “Nhân dân còn ý kiến”
      Thì việc đó được chấp nhận
      Khi thôn Pò Tấu và thôn Bản Mới được công nhận
      Thì giấy công nhận của thôn Nà Pàn mang số 1/2026
      Và giấy công nhận của thôn Pò Tấu mang số 2/2026
      Và giấy công nhận của thôn Bản Mới mang số 1/2026

    Tình huống: Số của giấy đã thu hồi không dùng lại
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Phát hiện vụ án nghiêm trọng bị che giấu”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “bị thu hồi công nhận”
      Và thôn Nà Pàn không có giấy công nhận còn giá trị
      Khi thôn Bản Chuông và thôn Pò Tấu được công nhận
      Thì giấy công nhận của thôn Bản Chuông mang số 2/2026
      Và giấy công nhận của thôn Pò Tấu mang số 3/2026

    Tình huống: Sang năm đánh số lại từ đầu
      Biết thôn Nà Pàn đã được công nhận
      Và thôn Bản Chuông đã được công nhận
      Và hôm nay là ngày 20/01/2027
      Và đợt 2027 đã mở
      Và thôn Bản Chuông đã đăng ký
      Và thôn Bản Chuông đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Bản Chuông
      Thì giấy công nhận của thôn Bản Chuông mang số 1/2027

  Quy tắc: Mỗi quyết định một số, liên tục theo nơi ký và theo năm; một quyết định có thể kèm danh sách

    Tình huống: Duyệt nhiều hồ sơ là một quyết định kèm danh sách, nêu cả đơn vị không được công nhận
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Và thôn Bản Chuông đã đăng ký
      Và thôn Bản Chuông đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập ký một quyết định:
        | đơn vị          | kết quả         | lý do               |
        | Thôn Nà Pàn     | công nhận       |                     |
        | Thôn Bản Chuông | không công nhận | Nhân dân còn ý kiến |
      Thì quyết định số 1/QĐ-UBND của xã Đình Lập gồm:
        | đơn vị          | kết quả         | lý do               |
        | Thôn Bản Chuông | Không công nhận | Nhân dân còn ý kiến |
        | Thôn Nà Pàn     | Công nhận       |                     |

    Tình huống: Hai người có thẩm quyền cùng ký trong một giây
      Cho những cán bộ sau:
        | cán bộ                        | vai trò                       | nơi         |
        | Phó Chủ tịch UBND xã Đình Lập | người có thẩm quyền công nhận | Xã Đình Lập |
      Và thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Và thôn Bản Chuông đã đăng ký
      Và thôn Bản Chuông đã được kiểm tra, mọi nội dung đều đạt
      Khi cùng một giây, Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn còn Phó Chủ tịch UBND xã Đình Lập công nhận thôn Bản Chuông
      Thì các quyết định của xã Đình Lập mang số 1/QĐ-UBND, 2/QĐ-UBND

    Tình huống: Việc bị từ chối không chiếm số
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Đình Lập không công nhận thôn Nà Pàn
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Thì các quyết định của xã Đình Lập mang số 1/QĐ-UBND

    Tình huống: Mỗi nơi một sổ, sang năm đánh số lại
      Biết thôn Nà Pàn đã được công nhận
      Và thôn Bản Mới đã được công nhận
      Khi đến ngày 04/01/2027
      Và Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Khai không đúng”
      Thì các quyết định của xã Đình Lập mang số 1/QĐ-UBND, 1/QĐ-UBND
      Và các quyết định của xã Lợi Bác mang số 1/QĐ-UBND

  Quy tắc: Kết quả của xã theo quyết định về các đơn vị trực thuộc (Điều 5 khoản 4)

    Tình huống: Xã chờ đủ quyết định về các đơn vị trực thuộc
      Biết xã Kiên Mộc có 3 khu dân cư, trong đó 3 khu dân cư đã đăng ký
      Và xã Kiên Mộc đã đăng ký
      Và xã Kiên Mộc đã được kiểm tra, mọi nội dung đều đạt
      Thì kết quả chấm của xã Kiên Mộc là “chưa đủ căn cứ”
      Khi Chủ tịch UBND tỉnh Lạng Sơn công nhận xã Kiên Mộc
      Thì việc đó bị từ chối: “Không thể công nhận Xã Kiên Mộc (hồ sơ 2026-000004): chỉ công nhận khi đạt mọi tiêu chí.”
      Khi khu dân cư 1 và khu dân cư 2 được công nhận
      Thì kết quả chấm của xã Kiên Mộc là “chưa đủ căn cứ”
      Khi khu dân cư 3 được công nhận
      Thì kết quả chấm của xã Kiên Mộc là “đạt”
      Khi Chủ tịch UBND tỉnh Lạng Sơn công nhận xã Kiên Mộc
      Thì giấy công nhận của xã Kiên Mộc mang số 1/2026

    Tình huống: Một khu dân cư không được công nhận làm xã không còn đạt nổi
      Biết xã Kiên Mộc có 3 khu dân cư, trong đó 3 khu dân cư đã đăng ký
      Và xã Kiên Mộc đã đăng ký
      Và xã Kiên Mộc đã được kiểm tra, mọi nội dung đều đạt
      Và khu dân cư 1 đã được kiểm tra, mọi nội dung đều đạt
      Khi Chủ tịch UBND xã Kiên Mộc không công nhận khu dân cư 1 vì “Nhân dân còn ý kiến”
      Thì kết quả chấm của xã Kiên Mộc là “chưa đạt”

    Tình huống: Xã đã được công nhận và vẫn còn đúng 70% thì không phải xem xét lại
      Biết xã Kiên Mộc có 10 khu dân cư đều đã đăng ký: 8 được công nhận, 2 không được công nhận
      Và xã Kiên Mộc đã được công nhận
      Khi Chủ tịch UBND xã Kiên Mộc thu hồi công nhận khu dân cư 1 vì “Phát hiện tụ điểm phức tạp”
      Thì hồ sơ của xã Kiên Mộc ở trạng thái “được công nhận”

    Tình huống: Thu hồi thêm một khu dân cư, xã còn 6 trên 10 thì phải xem xét lại
      Biết xã Kiên Mộc có 10 khu dân cư đều đã đăng ký: 7 được công nhận, 3 không được công nhận
      Và xã Kiên Mộc đã được công nhận
      Khi Chủ tịch UBND xã Kiên Mộc thu hồi công nhận khu dân cư 1 vì “Phát hiện tụ điểm phức tạp”
      Thì hồ sơ của khu dân cư 1 ở trạng thái “bị thu hồi công nhận”
      Và hồ sơ của xã Kiên Mộc ở trạng thái “đang xem xét lại”
      Và tiêu chí XA-4 của xã Kiên Mộc là “chưa đạt” vì “6 trên 10 đơn vị được công nhận (60 %), cần 70 %.”
      Và giấy công nhận của xã Kiên Mộc mang số 1/2026

    Tình huống: Giữ nguyên công nhận của xã, có lý do
      Biết xã Kiên Mộc có 10 khu dân cư đều đã đăng ký: 7 được công nhận, 3 không được công nhận
      Và xã Kiên Mộc đã được công nhận
      Khi Chủ tịch UBND xã Kiên Mộc thu hồi công nhận khu dân cư 1 vì “Phát hiện tụ điểm phức tạp”
      Và Chủ tịch UBND tỉnh Lạng Sơn giữ nguyên công nhận xã Kiên Mộc
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”
      Khi Chủ tịch UBND tỉnh Lạng Sơn giữ nguyên công nhận xã Kiên Mộc vì “Vụ việc xảy ra sau kỳ đánh giá”
      Thì hồ sơ của xã Kiên Mộc ở trạng thái “được công nhận”
      Và giấy công nhận của xã Kiên Mộc mang số 1/2026

    Tình huống: Thu hồi công nhận của xã
      Biết xã Kiên Mộc có 10 khu dân cư đều đã đăng ký: 7 được công nhận, 3 không được công nhận
      Và xã Kiên Mộc đã được công nhận
      Khi Chủ tịch UBND xã Kiên Mộc thu hồi công nhận khu dân cư 1 vì “Phát hiện tụ điểm phức tạp”
      Và Chủ tịch UBND tỉnh Lạng Sơn thu hồi công nhận xã Kiên Mộc vì “Không còn đủ 70% khu dân cư”
      Thì hồ sơ của xã Kiên Mộc ở trạng thái “bị thu hồi công nhận”
      Và xã Kiên Mộc không có giấy công nhận còn giá trị

    Tình huống: Không giữ nguyên điều chưa bị xem xét lại
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập giữ nguyên công nhận thôn Nà Pàn vì “Vẫn tốt”
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “được công nhận”; việc này chỉ làm được khi hồ sơ đang xem xét lại.”
