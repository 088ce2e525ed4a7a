# language: vi
Tính năng: Đăng ký phấn đấu
  Mỗi năm một lần, khu dân cư, xã, phường, đặc khu, cơ quan, doanh nghiệp và cơ sở giáo dục đăng ký phấn đấu đạt
  tiêu chuẩn “An toàn về an ninh, trật tự” (Thông tư 124/2021/TT-BCA). Đơn vị nào tự đăng ký cho đơn vị đó, hoặc
  thường trực Ban Chỉ đạo của nơi quản lý đăng ký thay. Đơn vị không thuộc đối tượng áp dụng được báo rõ lý do.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên             | loại       | thuộc |
      | 20       | Tỉnh Lạng Sơn   | tỉnh       |       |
      | 06613    | Xã Đình Lập     | xã         | 20    |
      | 06625    | Xã Kiên Mộc     | xã         | 20    |
      | 06613-01 | Thôn Nà Pàn     | khu dân cư | 06613 |
      | 06613-02 | Thôn Bản Chuông | khu dân cư | 06613 |
    Và những cán bộ sau:
      | cán bộ                              | vai trò                       | nơi             |
      | Trưởng thôn Nà Pàn                  | người đăng ký                 | Thôn Nà Pàn     |
      | Trưởng thôn Bản Chuông              | người đăng ký                 | Thôn Bản Chuông |
      | Văn phòng UBND xã Đình Lập          | người đăng ký                 | Xã Đình Lập     |
      | Thường trực Ban Chỉ đạo xã Đình Lập | thường trực Ban Chỉ đạo       | Xã Đình Lập     |
      | Thường trực Ban Chỉ đạo xã Kiên Mộc | thường trực Ban Chỉ đạo       | Xã Kiên Mộc     |
      | Tổ kiểm tra xã Đình Lập             | người kiểm tra                | Xã Đình Lập     |
      | Tổ kiểm tra tỉnh Lạng Sơn           | người kiểm tra                | Tỉnh Lạng Sơn   |
      | Chủ tịch UBND xã Đình Lập           | người có thẩm quyền công nhận | Xã Đình Lập     |

  Quy tắc: Đơn vị tự đăng ký, hoặc thường trực Ban Chỉ đạo của nơi quản lý đăng ký thay

    Tình huống: Trưởng khu dân cư đăng ký cho khu dân cư của mình
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Thì số hồ sơ của thôn Nà Pàn là 2026-000001
      Và hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”
      Và người kiểm tra thôn Nà Pàn là Tổ kiểm tra xã Đình Lập
      Và hạn kiểm tra thôn Nà Pàn là ngày 14/11/2026

    Tình huống: Thường trực Ban Chỉ đạo xã đăng ký thay khu dân cư trong xã
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”

    Tình huống: Trưởng khu dân cư không đăng ký cho khu dân cư khác
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Bản Chuông
      Thì việc đó bị từ chối: “Trưởng thôn Nà Pàn không được đăng ký ở đây: việc này thuộc người đăng ký hoặc thường trực Ban Chỉ đạo của nơi đó.”

    Tình huống: Thường trực Ban Chỉ đạo không đăng ký thay khu dân cư của xã khác
      Khi Thường trực Ban Chỉ đạo xã Kiên Mộc đăng ký cho thôn Nà Pàn
      Thì việc đó bị từ chối: “Thường trực Ban Chỉ đạo xã Kiên Mộc không được đăng ký ở đây: việc này thuộc người đăng ký hoặc thường trực Ban Chỉ đạo của nơi đó.”

    Tình huống: Người có thẩm quyền công nhận không đăng ký thay
      Khi Chủ tịch UBND xã Đình Lập đăng ký cho thôn Nà Pàn
      Thì việc đó bị từ chối: “Chủ tịch UBND xã Đình Lập không được đăng ký ở đây: việc này thuộc người đăng ký hoặc thường trực Ban Chỉ đạo của nơi đó.”

    Tình huống: Thường trực Ban Chỉ đạo xã không đăng ký thay cho chính xã mình
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho xã Đình Lập
      Thì việc đó bị từ chối: “Thường trực Ban Chỉ đạo xã Đình Lập không được đăng ký ở đây: việc này thuộc người đăng ký hoặc thường trực Ban Chỉ đạo của nơi đó.”

  Quy tắc: Mỗi năm đăng ký một lần, trong đợt đang mở

    Tình huống: Đăng ký lần thứ hai trong cùng một đợt
      Biết thôn Nà Pàn đã đăng ký
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho thôn Nà Pàn
      Thì việc đó bị từ chối: “Thôn Nà Pàn đã đăng ký trong đợt 2026, hồ sơ số 2026-000001.”

    Tình huống: Gửi hai lần là một
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn, gửi hai lần
      Thì cả hai lần đều nhận hồ sơ số 2026-000001
      Và lịch sử hồ sơ của thôn Nà Pàn gồm:
        | việc                        | người làm          |
        | Đã đăng ký                  | Trưởng thôn Nà Pàn |
        | Đã phân công người kiểm tra | hệ thống           |

    Tình huống: Đợt chưa mở
      Khi Trưởng thôn Nà Pàn đăng ký vào đợt 2027 cho thôn Nà Pàn
      Thì việc đó bị từ chối: “Đợt 2027 chưa được mở. Mở bằng: antoan season open 2027”

    Tình huống: Đợt đã khóa sổ
      Biết đợt 2025 đã khóa sổ
      Khi Trưởng thôn Nà Pàn đăng ký vào đợt 2025 cho thôn Nà Pàn
      Thì việc đó bị từ chối: “Đợt 2025 đã khóa sổ.”

    Tình huống: Sang năm sau đăng ký lại
      Biết thôn Nà Pàn đã đăng ký
      Và hôm nay là ngày 20/01/2027
      Và đợt 2027 đã mở
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Thì số hồ sơ của thôn Nà Pàn là 2027-000002

    Khung tình huống: Đăng ký sau Quý I vẫn được ghi nhận; chậm hay không là việc của tiêu chí
      Cho hôm nay là ngày <ngày>
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”

      Dữ liệu:
        | ngày       |
        | 31/03/2026 |
        | 01/04/2026 |

  Quy tắc: Đơn vị phải đang tồn tại vào ngày đăng ký

    Khung tình huống: Thôn sáp nhập hết hiệu lực vào cuối ngày 30/06/2026, giờ Việt Nam
      Cho các đơn vị sau:
        | mã       | tên         | loại       | thuộc | hiệu lực đến |
        | 06613-03 | Thôn Pò Tấu | khu dân cư | 06613 | 30/06/2026   |
      Và bây giờ là <giờ> giờ <phút> ngày <ngày>
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho thôn Pò Tấu
      Thì <kết quả>

      Dữ liệu:
        | giờ | phút | ngày       | kết quả                                                                         |
        | 23  | 59   | 30/06/2026 | việc đó được chấp nhận                                                          |
        | 0   | 0    | 01/07/2026 | việc đó bị từ chối: “Không có đơn vị nào mang mã 06613-03 vào ngày 2026-07-01.” |

  Quy tắc: Mỗi loại đơn vị được xét theo điều của mình, trong hạn của mình

    Khung tình huống: Điều khoản và hạn quyết định theo loại đơn vị
      Cho các đơn vị sau:
        | mã    | tên      | loại   | thuộc |
        | 06999 | Đơn vị A | <loại> | 20    |
      Và những cán bộ sau:
        | cán bộ     | vai trò       | nơi      |
        | Đại diện A | người đăng ký | Đơn vị A |
      Khi Đại diện A đăng ký cho đơn vị A
      Thì đơn vị A được xét theo “<điều>”
      Và hạn kiểm tra đơn vị A là ngày <hạn>

      Dữ liệu:
        | loại           | điều                             | hạn        |
        | khu dân cư     | Thông tư 124/2021/TT-BCA, Điều 4 | 14/11/2026 |
        | xã             | Thông tư 124/2021/TT-BCA, Điều 5 | 19/11/2026 |
        | phường         | Thông tư 124/2021/TT-BCA, Điều 5 | 19/11/2026 |
        | đặc khu        | Thông tư 124/2021/TT-BCA, Điều 5 | 19/11/2026 |
        | cơ quan        | Thông tư 124/2021/TT-BCA, Điều 6 | 19/11/2026 |
        | doanh nghiệp   | Thông tư 124/2021/TT-BCA, Điều 6 | 19/11/2026 |
        | cơ sở giáo dục | Thông tư 124/2021/TT-BCA, Điều 7 | 19/11/2026 |

    Tình huống: Tỉnh không phải là đối tượng đăng ký
      Cho những cán bộ sau:
        | cán bộ              | vai trò       | nơi           |
        | Văn phòng UBND tỉnh | người đăng ký | Tỉnh Lạng Sơn |
      Khi Văn phòng UBND tỉnh đăng ký cho tỉnh Lạng Sơn
      Thì việc đó bị từ chối: “Không có bộ tiêu chí nào cho “tỉnh” trong năm đánh giá 2026; hiện có cho: cơ quan (2012–), xã (2012–), doanh nghiệp (2012–), khu dân cư (2012–), cơ sở giáo dục (2012–).”

  Quy tắc: Đơn vị không thuộc đối tượng áp dụng dừng ở bước đăng ký, kèm lý do (Điều 1)

    Tình huống: Đơn vị lực lượng vũ trang
      Cho các đơn vị sau:
        | mã    | tên                 | loại    | thuộc | lực lượng vũ trang |
        | CQ-01 | Ban Chỉ huy quân sự | cơ quan | 06613 | có                 |
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho Ban Chỉ huy quân sự
      Thì hồ sơ của Ban Chỉ huy quân sự ở trạng thái “không thuộc đối tượng”
      Và lý do báo cho Ban Chỉ huy quân sự là “Cơ quan, đơn vị lực lượng vũ trang không thuộc đối tượng áp dụng (Thông tư 124/2021/TT-BCA, Điều 1).”
      Và Ban Chỉ huy quân sự chưa có người kiểm tra

    Khung tình huống: Cấp học của cơ sở giáo dục
      Cho các đơn vị sau:
        | mã    | tên      | loại           | thuộc | cấp học   |
        | GD-01 | Trường A | cơ sở giáo dục | 06613 | <cấp học> |
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho trường A
      Thì hồ sơ của trường A ở trạng thái “<trạng thái>”

      Dữ liệu:
        | cấp học              | trạng thái            |
        | nhà trẻ              | không thuộc đối tượng |
        | mầm non              | không thuộc đối tượng |
        | tiểu học             | không thuộc đối tượng |
        | trung học cơ sở      | đang kiểm tra         |
        | trung học phổ thông  | đang kiểm tra         |
        | giáo dục nghề nghiệp | đang kiểm tra         |
        | đại học              | đang kiểm tra         |

    Khung tình huống: Quy mô doanh nghiệp, theo Điều 5 Nghị định 80/2021/NĐ-CP
      Cho các đơn vị sau:
        | mã    | tên       | loại         | thuộc | lĩnh vực   | số lao động | doanh thu   | nguồn vốn   |
        | DN-01 | Công ty A | doanh nghiệp | 06613 | <lĩnh vực> | <lao động>  | <doanh thu> | <nguồn vốn> |
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho công ty A
      Thì hồ sơ của công ty A ở trạng thái “<trạng thái>”

      Dữ liệu:
        | lĩnh vực                          | lao động | doanh thu       | nguồn vốn      | trạng thái            |
        | công nghiệp và xây dựng           | 10       | 3.000.000.000   | 90.000.000.000 | không thuộc đối tượng |
        | công nghiệp và xây dựng           | 100      | 50.000.000.000  | 20.000.000.001 | không thuộc đối tượng |
        | công nghiệp và xây dựng           | 100      | 50.000.000.001  | 20.000.000.000 | không thuộc đối tượng |
        | công nghiệp và xây dựng           | 100      | 50.000.000.001  | 20.000.000.001 | đang kiểm tra         |
        | nông nghiệp, lâm nghiệp, thủy sản | 101      | 50.000.000.000  | 20.000.000.000 | đang kiểm tra         |
        | thương mại và dịch vụ             | 50       | 100.000.000.000 | 90.000.000.000 | không thuộc đối tượng |
        | thương mại và dịch vụ             | 50       | 100.000.000.001 | 50.000.000.001 | đang kiểm tra         |
        | thương mại và dịch vụ             | 51       | 100.000.000.000 | 50.000.000.000 | đang kiểm tra         |

    Tình huống: Doanh nghiệp siêu nhỏ được báo cả hai lý do
      Cho các đơn vị sau:
        | mã    | tên       | loại         | thuộc | lĩnh vực              | số lao động | doanh thu     | nguồn vốn     |
        | DN-01 | Công ty A | doanh nghiệp | 06613 | thương mại và dịch vụ | 10          | 3.000.000.000 | 3.000.000.000 |
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho công ty A
      Thì hồ sơ của công ty A ở trạng thái “không thuộc đối tượng”
      Và lý do báo cho công ty A là “Doanh nghiệp siêu nhỏ không thuộc đối tượng áp dụng (Thông tư 124/2021/TT-BCA, Điều 1; Nghị định 80/2021/NĐ-CP, Điều 5). Doanh nghiệp nhỏ không thuộc đối tượng áp dụng (Thông tư 124/2021/TT-BCA, Điều 1; Nghị định 80/2021/NĐ-CP, Điều 5).”

    Tình huống: Thiếu thông tin về quy mô thì không ai bị loại
      Cho các đơn vị sau:
        | mã    | tên       | loại         | thuộc |
        | DN-01 | Công ty A | doanh nghiệp | 06613 |
      Khi Thường trực Ban Chỉ đạo xã Đình Lập đăng ký cho công ty A
      Thì hồ sơ của công ty A ở trạng thái “đang kiểm tra”

  Quy tắc: Hồ sơ được nộp và nộp lại cho đến khi kiểm tra xong; trước khi có quyết định thì được rút

    Tình huống: Nộp lại hồ sơ khi đang kiểm tra
      Biết thôn Nà Pàn đã đăng ký
      Và Trưởng thôn Nà Pàn đã nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt
      Khi Trưởng thôn Nà Pàn nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung      | ghi nhận |
        | KDC-1c   | Số hộ đăng ký | 0        |
      Thì việc đó được chấp nhận
      Và hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”

    Tình huống: Kiểm tra xong thì không nộp lại hồ sơ nữa
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Trưởng thôn Nà Pàn nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “đã chấm, chờ quyết định”; việc này chỉ làm được khi hồ sơ đã đăng ký hoặc đang kiểm tra.”

    Tình huống: Mọi sai sót trong hồ sơ được nêu ra cùng một lúc
      Biết thôn Nà Pàn đã đăng ký
      Khi Trưởng thôn Nà Pàn nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận |
        | KDC-1c   | Số hộ đăng ký                    | 251      |
        | KDC-1c   | Số hộ đang cư trú                | 250      |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | -1       |
      Thì việc đó bị từ chối: “KDC-1c: phần lớn hơn tổng: registered = 251, residing = 250. KDC-4b.serious_crimes không thể là số âm (-1).”

    Tình huống: Đơn vị rút hồ sơ trước khi có quyết định
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Trưởng thôn Nà Pàn rút hồ sơ của thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đã rút”

    Tình huống: Đã rút thì đăng ký lại được, hồ sơ đi lại từ đầu
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Trưởng thôn Nà Pàn rút hồ sơ của thôn Nà Pàn
      Và Trưởng thôn Nà Pàn đăng ký vào đợt 2026 cho thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”

    Tình huống: Đã được công nhận thì không rút hồ sơ nữa
      Biết thôn Nà Pàn đã được công nhận
      Khi Trưởng thôn Nà Pàn rút hồ sơ của thôn Nà Pàn
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “được công nhận”; việc này chỉ làm được khi hồ sơ đã đăng ký hoặc đang kiểm tra hoặc đã kiểm tra hoặc đã chấm, chờ quyết định.”

    Tình huống: Thường trực Ban Chỉ đạo không rút thay hồ sơ của khu dân cư
      Biết thôn Nà Pàn đã đăng ký
      Khi Thường trực Ban Chỉ đạo xã Đình Lập rút hồ sơ của thôn Nà Pàn
      Thì việc đó bị từ chối: “Thường trực Ban Chỉ đạo xã Đình Lập không được rút hồ sơ ở đây: việc này thuộc người đăng ký của nơi đó.”
