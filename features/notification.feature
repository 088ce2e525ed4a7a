# language: vi
Tính năng: Thông báo
  Ở mỗi giai đoạn, đúng những người có liên quan được báo bằng thư, bằng ngôn ngữ của họ: có việc gì, và phải làm gì tiếp
  theo. Nhiều việc cùng lúc thì gộp thành một thư. Một địa chỉ hỏng không làm chậm thư của người khác, và không làm mất
  thư của chính người đó.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên                | loại           | thuộc | cấp học |
      | 20       | Tỉnh Lạng Sơn      | tỉnh           |       |         |
      | 06613    | Xã Đình Lập        | xã             | 20    |         |
      | 06613-01 | Thôn Nà Pàn        | khu dân cư     | 06613 |         |
      | 06613-02 | Thôn Bản Chuông    | khu dân cư     | 06613 |         |
      | 06613-03 | Thôn Pò Tấu        | khu dân cư     | 06613 |         |
      | DN-01    | Công ty Sao Mai    | doanh nghiệp   | 06613 |         |
      | GD-01    | Trường Mầm non 1-6 | cơ sở giáo dục | 06613 | mầm non |
    Và những cán bộ sau:
      | cán bộ                       | vai trò                       | nơi                | thư điện tử           | ngôn ngữ   |
      | Trưởng thôn Nà Pàn           | người đăng ký                 | Thôn Nà Pàn        | napan@langson.vn      | tiếng Việt |
      | Trưởng thôn Bản Chuông       | người đăng ký                 | Thôn Bản Chuông    | banchuong@langson.vn  | tiếng Việt |
      | Trưởng thôn Pò Tấu           | người đăng ký                 | Thôn Pò Tấu        |                       | tiếng Việt |
      | Giám đốc Công ty Sao Mai     | người đăng ký                 | Công ty Sao Mai    | director@saomai.vn    | tiếng Anh  |
      | Hiệu trưởng Mầm non 1-6      | người đăng ký                 | Trường Mầm non 1-6 | mamnon@langson.vn     | tiếng Việt |
      | Văn phòng UBND xã Đình Lập   | người đăng ký                 | Xã Đình Lập        | vanphong@dinhlap.vn   | tiếng Việt |
      | Thường trực Ban Chỉ đạo xã   | thường trực Ban Chỉ đạo       | Xã Đình Lập        | thuongtruc@dinhlap.vn | tiếng Việt |
      | Thường trực Ban Chỉ đạo tỉnh | thường trực Ban Chỉ đạo       | Tỉnh Lạng Sơn      | thuongtruc@langson.vn | tiếng Việt |
      | Tổ 1                         | người kiểm tra                | Xã Đình Lập        | to1@dinhlap.vn        | tiếng Việt |
      | Tổ 2                         | người kiểm tra                | Xã Đình Lập        | to2@dinhlap.vn        | tiếng Việt |
      | Tổ kiểm tra tỉnh             | người kiểm tra                | Tỉnh Lạng Sơn      | kiemtra@langson.vn    | tiếng Việt |
      | Chủ tịch UBND xã Đình Lập    | người có thẩm quyền công nhận | Xã Đình Lập        | chutich@dinhlap.vn    | tiếng Việt |
      | Chủ tịch UBND tỉnh Lạng Sơn  | người có thẩm quyền công nhận | Tỉnh Lạng Sơn      | chutich@langson.vn    | tiếng Việt |

  Quy tắc: Mỗi giai đoạn báo cho đúng người

    Tình huống: Đăng ký
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                                           |
        | Trưởng thôn Nà Pàn         | 2 tin về hồ sơ “An toàn về an ninh, trật tự”                      |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: Thôn Nà Pàn đăng ký đợt 2026                   |
        | Tổ 1                       | Hồ sơ 2026-000001: phân công kiểm tra Thôn Nà Pàn, hạn 14/11/2026 |
      Và thư gửi Tổ 1 có câu “Nếu có xung đột lợi ích, xin từ chối ngay trên hệ thống để phân công người khác.”

    Tình huống: Đăng ký nhưng không thuộc đối tượng
      Khi Hiệu trưởng Mầm non 1-6 đăng ký cho Trường Mầm non 1-6
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                      |
        | Hiệu trưởng Mầm non 1-6    | 2 tin về hồ sơ “An toàn về an ninh, trật tự” |
        | Thường trực Ban Chỉ đạo xã | 2 tin về hồ sơ “An toàn về an ninh, trật tự” |
      Và thư gửi Hiệu trưởng Mầm non 1-6 có câu “lý do: Cơ sở giáo dục tiểu học, mầm non, nhà trẻ không thuộc đối tượng áp dụng (Thông tư 124/2021/TT-BCA, Điều 1).”

    Tình huống: Nộp hồ sơ
      Biết thôn Nà Pàn đã đăng ký
      Và các thư trước đó đã gửi
      Khi Trưởng thôn Nà Pàn nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                                       |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: Thôn Nà Pàn đã nộp hồ sơ đề nghị công nhận |
        | Tổ 1                       | Hồ sơ 2026-000001: Thôn Nà Pàn đã nộp hồ sơ                   |

    Tình huống: Thường trực yêu cầu bổ sung giấy tờ
      Biết thôn Nà Pàn đã đăng ký
      Và các thư trước đó đã gửi
      Khi Thường trực Ban Chỉ đạo xã yêu cầu thôn Nà Pàn bổ sung “Báo cáo kết quả” vì “Hồ sơ mới có tờ trình”
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận         | tiêu đề                                              |
        | Trưởng thôn Nà Pàn | Hồ sơ 2026-000001: Thôn Nà Pàn cần bổ sung giấy tờ   |
      Và thư gửi Trưởng thôn Nà Pàn có câu “Lý do: Hồ sơ mới có tờ trình”

    Tình huống: Người kiểm tra từ chối, người khác được giao
      Biết thôn Nà Pàn đã đăng ký
      Và các thư trước đó đã gửi
      Khi Tổ 1 từ chối kiểm tra thôn Nà Pàn vì “Tổ trưởng là người thôn Nà Pàn”
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                                                   |
        | Trưởng thôn Nà Pàn         | Hồ sơ 2026-000001: đã phân công người kiểm tra Thôn Nà Pàn                |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: người kiểm tra Thôn Nà Pàn từ chối vì xung đột lợi ích |
        | Tổ 2                       | Hồ sơ 2026-000001: phân công kiểm tra Thôn Nà Pàn, hạn 14/11/2026         |

    Tình huống: Kiểm tra xong, hồ sơ chờ quyết định
      Biết thôn Nà Pàn đã đăng ký
      Và các thư trước đó đã gửi
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                | tiêu đề                                                                 |
        | Trưởng thôn Nà Pàn        | Hồ sơ 2026-000001: đã có kết quả kiểm tra Thôn Nà Pàn                   |
        | Chủ tịch UBND xã Đình Lập | Hồ sơ 2026-000001: Thôn Nà Pàn chờ quyết định (đạt tất cả các tiêu chí) |

    Khung tình huống: Người có thẩm quyền biết ngay kết quả chấm từ tiêu đề thư
      Biết thôn Nà Pàn đã đăng ký
      Và các thư trước đó đã gửi
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận   |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | <ghi nhận> |
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                | tiêu đề                                                   |
        | Trưởng thôn Nà Pàn        | Hồ sơ 2026-000001: đã có kết quả kiểm tra Thôn Nà Pàn     |
        | Chủ tịch UBND xã Đình Lập | Hồ sơ 2026-000001: Thôn Nà Pàn chờ quyết định (<kết quả>) |

      Dữ liệu:
        | ghi nhận      | kết quả                    |
        | 1             | chưa đạt                   |
        | chưa xác nhận | chưa đủ căn cứ để kết luận |

    Tình huống: Công nhận
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Và các thư trước đó đã gửi
      Khi Chủ tịch UBND xã Đình Lập công nhận thôn Nà Pàn
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận         | tiêu đề                                       |
        | Trưởng thôn Nà Pàn | 2 tin về hồ sơ “An toàn về an ninh, trật tự”  |
        | Tổ 1               | Hồ sơ 2026-000001: Thôn Nà Pàn được công nhận |
      Và thư gửi Trưởng thôn Nà Pàn có câu “giấy công nhận số 1/2026”

    Khung tình huống: Không công nhận, trả lại: thư nói rõ lý do
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Và các thư trước đó đã gửi
      Khi Chủ tịch UBND xã Đình Lập <việc> thôn Nà Pàn vì “Nhân dân còn ý kiến về số hộ”
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận         | tiêu đề              |
        | Trưởng thôn Nà Pàn | <báo người đăng ký>  |
        | Tổ 1               | <báo người kiểm tra> |
      Và thư gửi Trưởng thôn Nà Pàn có câu “Lý do: Nhân dân còn ý kiến về số hộ”
      Và thư gửi Tổ 1 có câu “Lý do: Nhân dân còn ý kiến về số hộ”

      Dữ liệu:
        | việc              | báo người đăng ký                                               | báo người kiểm tra                                 |
        | không công nhận   | Hồ sơ 2026-000001: Thôn Nà Pàn chưa được công nhận              | Hồ sơ 2026-000001: Thôn Nà Pàn chưa được công nhận |
        | trả lại hồ sơ của | Hồ sơ 2026-000001: Thôn Nà Pàn được trả lại để kiểm tra bổ sung | Hồ sơ 2026-000001: kiểm tra bổ sung Thôn Nà Pàn    |

    Tình huống: Rút hồ sơ
      Biết thôn Nà Pàn đã đăng ký
      Và các thư trước đó đã gửi
      Khi Trưởng thôn Nà Pàn rút hồ sơ của thôn Nà Pàn
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                               |
        | Trưởng thôn Nà Pàn         | Hồ sơ 2026-000001: Thôn Nà Pàn đã rút |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: Thôn Nà Pàn đã rút |
        | Tổ 1                       | Hồ sơ 2026-000001: Thôn Nà Pàn đã rút |

    Tình huống: Thu hồi một khu dân cư làm kết quả của xã phải xem xét lại, rồi được giữ nguyên
      Cho các đơn vị sau:
        | mã       | tên           | loại       | thuộc |
        | 06625    | Xã Kiên Mộc   | xã         | 20    |
        | 06625-01 | Thôn Bản Pàng | khu dân cư | 06625 |
      Và những cán bộ sau:
        | cán bộ                     | vai trò                       | nơi           | thư điện tử         |
        | Trưởng thôn Bản Pàng       | người đăng ký                 | Thôn Bản Pàng | banpang@langson.vn  |
        | Văn phòng UBND xã Kiên Mộc | người đăng ký                 | Xã Kiên Mộc   | vanphong@kienmoc.vn |
        | Chủ tịch UBND xã Kiên Mộc  | người có thẩm quyền công nhận | Xã Kiên Mộc   | chutich@kienmoc.vn  |
      Và thôn Bản Pàng đã được công nhận
      Và xã Kiên Mộc đã được công nhận
      Và các thư trước đó đã gửi
      Khi Chủ tịch UBND xã Kiên Mộc thu hồi công nhận thôn Bản Pàng vì “Phát hiện tụ điểm phức tạp”
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                   | tiêu đề                                                          |
        | Trưởng thôn Bản Pàng         | Hồ sơ 2026-000001: thu hồi công nhận Thôn Bản Pàng               |
        | Thường trực Ban Chỉ đạo tỉnh | Hồ sơ 2026-000001: thu hồi công nhận Thôn Bản Pàng               |
        | Văn phòng UBND xã Kiên Mộc   | Hồ sơ 2026-000002: kết quả công nhận Xã Kiên Mộc cần xem xét lại |
        | Chủ tịch UBND tỉnh Lạng Sơn  | Hồ sơ 2026-000002: xem xét lại kết quả công nhận Xã Kiên Mộc     |
      Khi Chủ tịch UBND tỉnh Lạng Sơn giữ nguyên công nhận xã Kiên Mộc vì “Xảy ra sau kỳ đánh giá”
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                             |
        | Văn phòng UBND xã Kiên Mộc | Hồ sơ 2026-000002: giữ nguyên công nhận Xã Kiên Mộc |

    Tình huống: Xã chưa có thường trực Ban Chỉ đạo thì báo thường trực của cấp trên gần nhất
      Cho các đơn vị sau:
        | mã       | tên           | loại       | thuộc |
        | 06625    | Xã Kiên Mộc   | xã         | 20    |
        | 06625-01 | Thôn Bản Pàng | khu dân cư | 06625 |
      Và những cán bộ sau:
        | cán bộ               | vai trò       | nơi           | thư điện tử        |
        | Trưởng thôn Bản Pàng | người đăng ký | Thôn Bản Pàng | banpang@langson.vn |
      Khi Trưởng thôn Bản Pàng đăng ký cho thôn Bản Pàng
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                   | tiêu đề                                                             |
        | Trưởng thôn Bản Pàng         | 2 tin về hồ sơ “An toàn về an ninh, trật tự”                        |
        | Thường trực Ban Chỉ đạo tỉnh | Hồ sơ 2026-000001: Thôn Bản Pàng đăng ký đợt 2026                   |
        | Tổ kiểm tra tỉnh             | Hồ sơ 2026-000001: phân công kiểm tra Thôn Bản Pàng, hạn 14/11/2026 |

    Tình huống: Việc của xã thì báo thường trực Ban Chỉ đạo tỉnh, không báo thường trực xã
      Khi Văn phòng UBND xã Đình Lập đăng ký cho xã Đình Lập
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                   | tiêu đề                                                           |
        | Văn phòng UBND xã Đình Lập   | 2 tin về hồ sơ “An toàn về an ninh, trật tự”                      |
        | Thường trực Ban Chỉ đạo tỉnh | Hồ sơ 2026-000001: Xã Đình Lập đăng ký đợt 2026                   |
        | Tổ kiểm tra tỉnh             | Hồ sơ 2026-000001: phân công kiểm tra Xã Đình Lập, hạn 19/11/2026 |

  Quy tắc: Nhiều việc cùng lúc thì gộp thành một thư

    Tình huống: Ba hồ sơ cùng chờ một người quyết định
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Bản Chuông đã đăng ký
      Và Công ty Sao Mai đã đăng ký
      Và các thư trước đó đã gửi
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Và thôn Bản Chuông được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung           | ghi nhận |
        | KDC-5    | Cá nhân bị kỷ luật | 1        |
      Và Công ty Sao Mai được kiểm tra, mọi nội dung đều đạt
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                | tiêu đề                                                                |
        | Trưởng thôn Nà Pàn        | Hồ sơ 2026-000001: đã có kết quả kiểm tra Thôn Nà Pàn                  |
        | Trưởng thôn Bản Chuông    | Hồ sơ 2026-000002: đã có kết quả kiểm tra Thôn Bản Chuông              |
        | Giám đốc Công ty Sao Mai  | Application 2026-000003: the inspection of Công ty Sao Mai is complete |
        | Chủ tịch UBND xã Đình Lập | 3 tin về hồ sơ “An toàn về an ninh, trật tự”                           |
      Và thư gửi Chủ tịch UBND xã Đình Lập có câu “- 2026-000001 · Thôn Nà Pàn · đợt 2026 · đạt tất cả các tiêu chí”
      Và thư gửi Chủ tịch UBND xã Đình Lập có câu “- 2026-000002 · Thôn Bản Chuông · đợt 2026 · chưa đạt”
      Và thư gửi Chủ tịch UBND xã Đình Lập có câu “- 2026-000003 · Công ty Sao Mai · đợt 2026 · đạt tất cả các tiêu chí”

    Tình huống: Một người giữ hai nhiệm vụ được báo một lần về một việc
      Cho những cán bộ sau:
        | cán bộ                     | vai trò        | nơi         |
        | Thường trực Ban Chỉ đạo xã | người kiểm tra | Xã Đình Lập |
      Và thôn Nà Pàn đã đăng ký
      Và các thư trước đó đã gửi
      Khi Trưởng thôn Nà Pàn nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                     |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: Thôn Nà Pàn đã nộp hồ sơ |

  Quy tắc: Thư viết bằng ngôn ngữ của người nhận

    Tình huống: Người dùng tiếng Anh nhận thư tiếng Anh, người khác về cùng hồ sơ nhận thư tiếng Việt
      Biết Công ty Sao Mai đã đăng ký
      Và Công ty Sao Mai đã được kiểm tra, mọi nội dung đều đạt
      Và các thư trước đó đã gửi
      Khi Chủ tịch UBND xã Đình Lập không công nhận Công ty Sao Mai vì “Chưa đủ mô hình”
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận               | tiêu đề                                                    |
        | Giám đốc Công ty Sao Mai | Application 2026-000001: Công ty Sao Mai is not recognised |
        | Tổ 1                     | Hồ sơ 2026-000001: Công ty Sao Mai chưa được công nhận     |
      Và thư gửi Giám đốc Công ty Sao Mai có câu “Reason: Chưa đủ mô hình”

  Quy tắc: Một địa chỉ hỏng không làm chậm người khác, và không mất thư

    Tình huống: Hộp thư từ chối nhận; sửa địa chỉ thì thư đến
      Cho hộp thư của Trưởng thôn Nà Pàn từ chối nhận thư
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                                           |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: Thôn Nà Pàn đăng ký đợt 2026                   |
        | Tổ 1                       | Hồ sơ 2026-000001: phân công kiểm tra Thôn Nà Pàn, hạn 14/11/2026 |
      Và thư gửi Trưởng thôn Nà Pàn còn chờ gửi lại vì “no such user”
      Khi hộp thư của Trưởng thôn Nà Pàn nhận thư trở lại
      Và 5 giây sau thư được gửi đi
      Thì thư đã đến:
        | người nhận         | tiêu đề                                      |
        | Trưởng thôn Nà Pàn | 2 tin về hồ sơ “An toàn về an ninh, trật tự” |

    Tình huống: Chưa đến lúc thì chưa gửi lại
      Cho hộp thư của Trưởng thôn Nà Pàn từ chối nhận thư
      Và thôn Nà Pàn đã đăng ký
      Và các thư trước đó đã gửi
      Khi hộp thư của Trưởng thôn Nà Pàn nhận thư trở lại
      Và 4 giây sau thư được gửi đi
      Thì không có thư nào đến

    Tình huống: Hộp thư trả lời rất chậm
      Cho hộp thư của Trưởng thôn Nà Pàn chỉ trả lời khi 2 thư khác đã đến
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Và thư được gửi đi
      Thì thư gửi Trưởng thôn Nà Pàn đến sau cùng
      Và thư đã đến:
        | người nhận                 | tiêu đề                                                           |
        | Trưởng thôn Nà Pàn         | 2 tin về hồ sơ “An toàn về an ninh, trật tự”                      |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: Thôn Nà Pàn đăng ký đợt 2026                   |
        | Tổ 1                       | Hồ sơ 2026-000001: phân công kiểm tra Thôn Nà Pàn, hạn 14/11/2026 |

    Tình huống: Người không có địa chỉ thì không có thư, việc vẫn đi tiếp
      Khi Trưởng thôn Pò Tấu đăng ký cho thôn Pò Tấu
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                                           |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: Thôn Pò Tấu đăng ký đợt 2026                   |
        | Tổ 1                       | Hồ sơ 2026-000001: phân công kiểm tra Thôn Pò Tấu, hạn 14/11/2026 |
      Và không còn thư nào chờ gửi
      Và hồ sơ của thôn Pò Tấu ở trạng thái “đang kiểm tra”

    Tình huống: Thư đã đến thì không gửi lại
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Và thư được gửi đi
      Thì thư đã đến:
        | người nhận                 | tiêu đề                                                           |
        | Trưởng thôn Nà Pàn         | 2 tin về hồ sơ “An toàn về an ninh, trật tự”                      |
        | Thường trực Ban Chỉ đạo xã | Hồ sơ 2026-000001: Thôn Nà Pàn đăng ký đợt 2026                   |
        | Tổ 1                       | Hồ sơ 2026-000001: phân công kiểm tra Thôn Nà Pàn, hạn 14/11/2026 |
      Khi 3600 giây sau thư được gửi đi
      Thì không có thư nào đến

    Tình huống: Việc bị từ chối thì không báo cho ai
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Bản Chuông
      Và thư được gửi đi
      Thì việc đó bị từ chối: “Trưởng thôn Nà Pàn không được đăng ký ở đây: việc này thuộc người đăng ký hoặc thường trực Ban Chỉ đạo của nơi đó.”
      Và không có thư nào đến
