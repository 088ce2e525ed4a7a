# language: vi
Tính năng: Giấy công nhận mà ai cũng kiểm tra được
  Mã trên giấy công nhận được cơ quan ký bằng khóa riêng. Bất kỳ ai có khóa công khai và danh sách thu hồi đều tự kiểm tra
  được, không cần hỏi máy chủ. Kết quả không bao giờ nói nhiều hơn điều đã biết: danh sách lập lúc nào thì chỉ biết đến lúc ấy.
  Mã chỉ có khi quyết định đã có hiệu lực. Mã bị sửa dù một ký tự đều bị từ chối.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên             | loại       | thuộc |
      | 20       | Tỉnh Lạng Sơn   | tỉnh       |       |
      | 06613    | Xã Đình Lập     | xã         | 20    |
      | 06613-01 | Thôn Nà Pàn     | khu dân cư | 06613 |
      | 06613-02 | Thôn Bản Chuông | khu dân cư | 06613 |
    Và những cán bộ sau:
      | cán bộ                              | vai trò                       | nơi             |
      | Trưởng thôn Nà Pàn                  | người đăng ký                 | Thôn Nà Pàn     |
      | Trưởng thôn Bản Chuông              | người đăng ký                 | Thôn Bản Chuông |
      | Thường trực Ban Chỉ đạo xã Đình Lập | thường trực Ban Chỉ đạo       | Xã Đình Lập     |
      | Tổ kiểm tra xã Đình Lập             | người kiểm tra                | Xã Đình Lập     |
      | Chủ tịch UBND xã Đình Lập           | người có thẩm quyền công nhận | Xã Đình Lập     |

  Quy tắc: Mã chỉ có khi quyết định đã có hiệu lực

    Tình huống: Chưa quyết định thì chưa có mã
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Thì thôn Nà Pàn chưa có mã kiểm tra

    Tình huống: Đã công nhận thì có mã, và bao giờ cũng là mã ấy
      Biết thôn Nà Pàn đã được công nhận
      Khi lập mã của thôn Nà Pàn
      Và lập mã của thôn Nà Pàn
      Thì hai lần lập ra cùng một mã
      Và mã nêu “Thôn Nà Pàn”, mã đơn vị 06613-01, giấy số 1/2026, quyết định số 1/QĐ-UBND, nơi công nhận “Xã Đình Lập”

    Tình huống: Đã thu hồi thì không cấp mã nữa
      Biết thôn Nà Pàn đã được công nhận
      Khi Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Khai không đúng”
      Thì thôn Nà Pàn chưa có mã kiểm tra

  Quy tắc: Không nói nhiều hơn điều đã biết

    Tình huống: Không có danh sách thì chỉ biết chữ ký đúng
      Biết thôn Nà Pàn đã được công nhận
      Khi lập mã của thôn Nà Pàn
      Thì ai không có danh sách thu hồi thấy giấy “thật, chưa biết còn hiệu lực không”

    Tình huống: Danh sách lập trước khi ký thì không biết gì về giấy
      Biết cơ quan công bố danh sách thu hồi
      Khi đến ngày 21/01/2026
      Và thôn Nà Pàn được công nhận
      Và lập mã của thôn Nà Pàn
      Thì người kiểm tra ngày 21/01/2026 thấy giấy “thật, chưa biết còn hiệu lực không”

    Khung tình huống: Danh sách có giá trị bảy ngày
      Biết thôn Nà Pàn đã được công nhận
      Khi lập mã của thôn Nà Pàn
      Và cơ quan công bố danh sách thu hồi
      Thì người kiểm tra ngày <ngày> thấy giấy “<kết quả>”

      Dữ liệu:
        | ngày       | kết quả                         |
        | 20/01/2026 | thật và đang có hiệu lực        |
        | 26/01/2026 | thật và đang có hiệu lực        |
        | 27/01/2026 | thật, nhưng danh sách đã cũ     |

    Tình huống: Thu hồi rồi mà danh sách còn cũ thì chỉ biết đến ngày của danh sách
      Biết thôn Nà Pàn đã được công nhận
      Khi lập mã của thôn Nà Pàn
      Và cơ quan công bố danh sách thu hồi
      Và đến ngày 22/01/2026
      Và Chủ tịch UBND xã Đình Lập thu hồi công nhận thôn Nà Pàn vì “Khai không đúng”
      Thì người kiểm tra ngày 22/01/2026 thấy giấy “thật và đang có hiệu lực”
      Và kết quả ấy theo danh sách ngày 20/01/2026
      Khi cơ quan công bố danh sách thu hồi
      Thì người kiểm tra ngày 22/01/2026 thấy giấy “bị thu hồi”
      Và giấy bị thu hồi ngày 22/01/2026 theo quyết định số 2/QĐ-UBND

  Quy tắc: Sửa một chữ cũng bị phát hiện

    Khung tình huống: Làm giả
      Biết thôn Nà Pàn đã được công nhận
      Khi lập mã của thôn Nà Pàn
      Và cơ quan công bố danh sách thu hồi
      Và kẻ gian <cách làm giả>
      Thì người kiểm tra ngày 20/01/2026 thấy giấy “<kết quả>”

      Dữ liệu:
        | cách làm giả                         | kết quả                  |
        | đổi tên đơn vị trong mã              | giả: chữ ký sai          |
        | tự ký bằng khóa của mình             | không phải do nơi này ký |
        | tự ký và ghi mã khóa của cơ quan     | giả: chữ ký sai          |
        | bỏ chữ ký                            | không đọc được           |
        | bỏ ký tự cuối của mã                 | không đọc được           |
        | thêm một dấu bằng vào cuối mã        | không đọc được           |

  Quy tắc: Thay khóa thì giấy cũ vẫn kiểm tra được, trừ khi khóa bị lộ

    Tình huống: Thay khóa
      Biết thôn Nà Pàn đã được công nhận
      Khi lập mã của thôn Nà Pàn
      Và đến ngày 22/01/2026
      Và cơ quan thay khóa ký
      Và cơ quan công bố danh sách thu hồi
      Thì người kiểm tra ngày 22/01/2026 thấy giấy “thật và đang có hiệu lực”

    Tình huống: Khóa bị lộ
      Biết thôn Nà Pàn đã được công nhận
      Khi lập mã của thôn Nà Pàn
      Và đến ngày 22/01/2026
      Và cơ quan báo khóa ký bị lộ và thay khóa
      Và cơ quan công bố danh sách thu hồi
      Thì người kiểm tra ngày 22/01/2026 thấy giấy “ký bằng khóa bị lộ”
      Khi lập mã của thôn Nà Pàn
      Và cơ quan công bố danh sách thu hồi
      Thì người kiểm tra ngày 22/01/2026 thấy giấy “thật và đang có hiệu lực”
