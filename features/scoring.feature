# language: vi
Tính năng: Chấm theo tiêu chuẩn
  Kết quả kiểm tra được đối chiếu với từng tiêu chí của Thông tư 124/2021/TT-BCA. Phải đạt mọi tiêu chí áp dụng; không
  có điểm bù. Mỗi tiêu chí có một trong bốn kết quả: đạt, chưa đạt, chưa rõ, không áp dụng. Điều chưa ai xác nhận là
  chưa rõ, và chưa rõ không bao giờ là đạt. Tỷ lệ tính chính xác, không làm tròn.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và các đơn vị sau:
      | mã       | tên                  | loại           | thuộc | cấp học         |
      | 20       | Tỉnh Lạng Sơn        | tỉnh           |       |                 |
      | 06613    | Xã Đình Lập          | xã             | 20    |                 |
      | 06613-01 | Thôn Nà Pàn          | khu dân cư     | 06613 |                 |
      | CQ-01    | Trung tâm Y tế       | cơ quan        | 06613 |                 |
      | GD-01    | Trường THCS Đình Lập | cơ sở giáo dục | 06613 | trung học cơ sở |
      | GD-02    | Trường Cao đẳng Nghề | cơ sở giáo dục | 06613 | cao đẳng        |
      | 06625    | Xã Kiên Mộc          | xã             | 20    |                 |
    Và những cán bộ sau:
      | cán bộ                      | vai trò                       | nơi                  |
      | Trưởng thôn Nà Pàn          | người đăng ký                 | Thôn Nà Pàn          |
      | Giám đốc Trung tâm Y tế     | người đăng ký                 | Trung tâm Y tế       |
      | Hiệu trưởng Trường THCS     | người đăng ký                 | Trường THCS Đình Lập |
      | Hiệu trưởng Trường Cao đẳng | người đăng ký                 | Trường Cao đẳng Nghề |
      | Văn phòng UBND xã Đình Lập  | người đăng ký                 | Xã Đình Lập          |
      | Văn phòng UBND xã Kiên Mộc  | người đăng ký                 | Xã Kiên Mộc          |
      | Tổ kiểm tra tỉnh Lạng Sơn   | người kiểm tra                | Tỉnh Lạng Sơn        |
      | Chủ tịch UBND xã Đình Lập   | người có thẩm quyền công nhận | Xã Đình Lập          |
      | Chủ tịch UBND xã Kiên Mộc   | người có thẩm quyền công nhận | Xã Kiên Mộc          |

  Quy tắc: Phải đạt mọi tiêu chí; một tiêu chí chưa đạt là chưa đạt

    Tình huống: Mọi tiêu chí đều đạt
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Thì kết quả chấm của thôn Nà Pàn là “đạt”

    Tình huống: Một tiêu chí chưa đạt nặng hơn một tiêu chí chưa rõ
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận      |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | chưa xác nhận |
        | KDC-5    | Cá nhân bị kỷ luật               | 1             |
      Thì kết quả chấm của thôn Nà Pàn là “chưa đạt”
      Và tiêu chí KDC-4b của thôn Nà Pàn là “chưa rõ”
      Và tiêu chí KDC-5 của thôn Nà Pàn là “chưa đạt”

  Quy tắc: 100% hộ gia đình đang cư trú đăng ký (Điều 4 khoản 1)

    Khung tình huống: Số hộ đăng ký trên số hộ đang cư trú
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận      |
        | KDC-1c   | Số hộ đăng ký     | <đăng ký>     |
        | KDC-1c   | Số hộ đang cư trú | <đang cư trú> |
      Thì tiêu chí KDC-1c của thôn Nà Pàn là “<tiêu chí>” vì “<lý do>”
      Và kết quả chấm của thôn Nà Pàn là “<kết quả>”

      Dữ liệu:
        | đăng ký | đang cư trú | tiêu chí | lý do                                             | kết quả        |
        | 250     | 250         | đạt      | 250 trên 250 hộ đăng ký (100 %), cần 100 %.       | đạt            |
        | 249     | 250         | chưa đạt | 249 trên 250 hộ đăng ký (99,6 %), cần 100 %.      | chưa đạt       |
        | 9.999   | 10.000      | chưa đạt | 9.999 trên 10.000 hộ đăng ký (99,9 %), cần 100 %. | chưa đạt       |
        | 0       | 0           | chưa rõ  | Số hộ đang cư trú là 0 nên không tính được tỷ lệ. | chưa đủ căn cứ |

  Quy tắc: Nghị quyết và bản đăng ký phải trong Quý I (Điều 4 khoản 1)

    Khung tình huống: Ngày của nghị quyết chi bộ và của bản đăng ký phấn đấu
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí   | nội dung  | ghi nhận |
        | <tiêu chí> | <văn bản> | <ngày>   |
      Thì tiêu chí <tiêu chí> của thôn Nà Pàn là “<kết quả>”
      Và kết quả chấm của thôn Nà Pàn là “<kết quả>”

      Dữ liệu:
        | tiêu chí | văn bản               | ngày       | kết quả  |
        | KDC-1a   | Nghị quyết của chi bộ | 31/12/2025 | chưa đạt |
        | KDC-1a   | Nghị quyết của chi bộ | 01/01/2026 | đạt      |
        | KDC-1a   | Nghị quyết của chi bộ | 31/03/2026 | đạt      |
        | KDC-1a   | Nghị quyết của chi bộ | 01/04/2026 | chưa đạt |
        | KDC-1b   | Bản đăng ký phấn đấu  | 31/12/2025 | chưa đạt |
        | KDC-1b   | Bản đăng ký phấn đấu  | 01/01/2026 | đạt      |
        | KDC-1b   | Bản đăng ký phấn đấu  | 31/03/2026 | đạt      |
        | KDC-1b   | Bản đăng ký phấn đấu  | 01/04/2026 | chưa đạt |

  Quy tắc: Kỳ đánh giá của khu dân cư từ 01/11 năm trước đến hết 31/10; của xã từ 16/11 năm trước đến hết 15/11 (Điều 8)

    Khung tình huống: Mâu thuẫn phức tạp, kéo dài trong khu dân cư
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí | ngày   |
        | KDC-3e   | <ngày> |
      Thì tiêu chí KDC-3e của thôn Nà Pàn là “<kết quả>” vì “<lý do>”
      Và kết quả chấm của thôn Nà Pàn là “<kết quả>”

      Dữ liệu:
        | ngày       | kết quả  | lý do                                                                                              |
        | 31/10/2025 | đạt      | Số vụ xảy ra: 0 trong kỳ 01/11/2025–31/10/2026, cần 0; vụ ngày 31/10/2025 ngoài kỳ nên không tính. |
        | 01/11/2025 | chưa đạt | Số vụ xảy ra: 1 trong kỳ 01/11/2025–31/10/2026, cần 0; vụ ngày 01/11/2025 được tính.               |
        | 31/10/2026 | chưa đạt | Số vụ xảy ra: 1 trong kỳ 01/11/2025–31/10/2026, cần 0; vụ ngày 31/10/2026 được tính.               |
        | 01/11/2026 | đạt      | Số vụ xảy ra: 0 trong kỳ 01/11/2025–31/10/2026, cần 0; vụ ngày 01/11/2026 ngoài kỳ nên không tính. |

    Khung tình huống: Cùng nội dung ấy, xét cho xã
      Biết xã Kiên Mộc đã đăng ký
      Khi xã Kiên Mộc được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí    | ngày   |
        | XA-2:KDC-3e | <ngày> |
      Thì tiêu chí XA-2:KDC-3e của xã Kiên Mộc là “<kết quả>”

      Dữ liệu:
        | ngày       | kết quả  |
        | 15/11/2025 | đạt      |
        | 16/11/2025 | chưa đạt |
        | 15/11/2026 | chưa đạt |
        | 16/11/2026 | đạt      |

    Tình huống: Vụ việc từ 01/11 đến 15/11 tính cho xã năm nay, chưa tính cho khu dân cư
      Biết thôn Nà Pàn đã đăng ký
      Và xã Đình Lập đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí | ngày       |
        | KDC-3e   | 10/11/2026 |
      Và xã Đình Lập được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí    | ngày       |
        | XA-2:KDC-3e | 10/11/2026 |
      Thì tiêu chí KDC-3e của thôn Nà Pàn là “đạt”
      Và tiêu chí XA-2:KDC-3e của xã Đình Lập là “chưa đạt”

  Quy tắc: Tội phạm, tệ nạn, vi phạm phải giảm so với năm trước (Điều 4 khoản 4 điểm a)

    Khung tình huống: Số vụ năm nay so với năm trước
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung           | ghi nhận    |
        | KDC-4a   | Tội phạm           | <năm nay>   |
        | KDC-4a   | Tội phạm năm trước | <năm trước> |
      Thì tiêu chí KDC-4a của thôn Nà Pàn là “<kết quả>”

      Dữ liệu:
        | năm nay | năm trước | kết quả  |
        | 4       | 5         | đạt      |
        | 5       | 5         | chưa đạt |
        | 6       | 5         | chưa đạt |
        | 0       | 0         | đạt      |
        | 1       | 0         | chưa đạt |

    Tình huống: Tội phạm giảm không bù được cho tệ nạn tăng
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                | ghi nhận |
        | KDC-4a   | Tội phạm                | 1        |
        | KDC-4a   | Tội phạm năm trước      | 9        |
        | KDC-4a   | Tệ nạn xã hội           | 3        |
        | KDC-4a   | Tệ nạn xã hội năm trước | 2        |
      Thì tiêu chí KDC-4a của thôn Nà Pàn là “chưa đạt” vì “Tệ nạn xã hội: 3 so với 2 năm trước, đã tăng.”

  Quy tắc: Miễn trừ phải đúng trường hợp mà Thông tư cho phép, và phải có lý do (Điều 4 khoản 4 điểm b, d)

    Khung tình huống: Một vụ việc ngày 05/05/2026 có nêu miễn trừ
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí   | ngày       | miễn trừ   | lý do   |
        | <tiêu chí> | 05/05/2026 | <miễn trừ> | <lý do> |
      Thì tiêu chí <tiêu chí> của thôn Nà Pàn là “<kết quả>”
      Và kết quả chấm của thôn Nà Pàn là “<kết quả>”

      Dữ liệu: Tội phạm nghiêm trọng trở lên: cả hai trường hợp miễn trừ
        | tiêu chí | miễn trừ                                                            | lý do                 | kết quả  |
        | KDC-4b   |                                                                     |                       | chưa đạt |
        | KDC-4b   | bất khả kháng                                                       | Lũ quét, mất liên lạc | đạt      |
        | KDC-4b   | bất khả kháng                                                       |                       | chưa đạt |
        | KDC-4b   | phát hiện kịp thời, có biện pháp giảm thiểu hậu quả và báo cáo ngay | Báo cáo số 12/BC-CAX  | đạt      |
        | KDC-4b   | phát hiện kịp thời, có biện pháp giảm thiểu hậu quả và báo cáo ngay |                       | chưa đạt |

      Dữ liệu: Cháy, nổ, tai nạn lao động chết người: chỉ bất khả kháng
        | tiêu chí | miễn trừ                                                            | lý do                | kết quả  |
        | KDC-4d   | bất khả kháng                                                       | Sét đánh cháy kho    | đạt      |
        | KDC-4d   | bất khả kháng                                                       |                      | chưa đạt |
        | KDC-4d   | phát hiện kịp thời, có biện pháp giảm thiểu hậu quả và báo cáo ngay | Báo cáo số 12/BC-CAX | chưa đạt |

      Dữ liệu: Hoạt động nêu tại khoản 3: không có miễn trừ
        | tiêu chí | miễn trừ      | lý do                 | kết quả  |
        | KDC-3a   | bất khả kháng | Lũ quét, mất liên lạc | chưa đạt |

    Tình huống: Hai vụ, một vụ được miễn trừ thì vẫn còn một vụ
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí | ngày       | miễn trừ      | lý do   |
        | KDC-4b   | 05/05/2026 | bất khả kháng | Lũ quét |
        | KDC-4b   | 06/06/2026 |               |         |
      Thì tiêu chí KDC-4b của thôn Nà Pàn là “chưa đạt” vì “Vụ phạm tội nghiêm trọng trở lên: 1 trong kỳ 01/11/2025–31/10/2026, cần 0; vụ ngày 05/05/2026 được miễn trừ: trường hợp bất khả kháng (lý do: Lũ quét); vụ ngày 06/06/2026 được tính.”

    Tình huống: Miễn trừ không có lý do thì vụ việc được tính
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí | ngày       | miễn trừ      |
        | KDC-4b   | 05/05/2026 | bất khả kháng |
      Thì tiêu chí KDC-4b của thôn Nà Pàn là “chưa đạt” vì “Vụ phạm tội nghiêm trọng trở lên: 1 trong kỳ 01/11/2025–31/10/2026, cần 0; vụ ngày 05/05/2026 được tính vì miễn trừ “trường hợp bất khả kháng” không có lý do.”

  Quy tắc: “Không xảy ra” là điều Công an xã xác nhận; chưa xác nhận là chưa đủ căn cứ

    Tình huống: Thiếu xác nhận của Công an xã
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận      |
        | KDC-3a   | Số vụ xảy ra                     | chưa xác nhận |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | chưa xác nhận |
      Thì kết quả chấm của thôn Nà Pàn là “chưa đủ căn cứ”
      Và tiêu chí KDC-4b của thôn Nà Pàn là “chưa rõ”
      Và thôn Nà Pàn còn thiếu:
        | tiêu chí | nội dung                         |
        | KDC-3a   | Số vụ xảy ra                     |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên |

    Tình huống: Khu dân cư tự khai “không có vụ nào” không thay được xác nhận của Công an xã
      Biết thôn Nà Pàn đã đăng ký
      Và Trưởng thôn Nà Pàn đã nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận      |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | chưa xác nhận |
      Thì kết quả chấm của thôn Nà Pàn là “chưa đủ căn cứ”
      Và thôn Nà Pàn còn thiếu:
        | tiêu chí | nội dung                         |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên |

    Tình huống: Điều không cần xác nhận thì lấy theo kê khai, khi người kiểm tra không ghi khác
      Biết thôn Nà Pàn đã đăng ký
      Và Trưởng thôn Nà Pàn đã nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận  |
        | KDC-1c   | Số hộ đăng ký     | không ghi |
        | KDC-1c   | Số hộ đang cư trú | không ghi |
      Thì kết quả chấm của thôn Nà Pàn là “đạt”

    Tình huống: Người kiểm tra ghi khác kê khai thì lấy theo người kiểm tra
      Biết thôn Nà Pàn đã đăng ký
      Và Trưởng thôn Nà Pàn đã nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận |
        | KDC-1c   | Số hộ đăng ký     | 250      |
        | KDC-1c   | Số hộ đang cư trú | 250      |
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận |
        | KDC-1c   | Số hộ đăng ký     | 249      |
        | KDC-1c   | Số hộ đang cư trú | 250      |
      Thì kết quả chấm của thôn Nà Pàn là “chưa đạt”

    Khung tình huống: Nhận xét “thực hiện đầy đủ” phải có căn cứ
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                     | ghi nhận   |
        | KDC-2    | Triển khai, thực hiện đầy đủ | <nhận xét> |
      Thì tiêu chí KDC-2 của thôn Nà Pàn là “<kết quả>”

      Dữ liệu:
        | nhận xét                      | kết quả  |
        | đạt, căn cứ BC 31/BC-KDC      | đạt      |
        | đạt                           | chưa rõ  |
        | chưa đạt, căn cứ BB 02/BB-KDC | chưa đạt |
        | không ghi                     | chưa rõ  |

  Quy tắc: Lực lượng bảo vệ an ninh, trật tự ở cơ sở từ “hoàn thành nhiệm vụ” trở lên, không ai bị kỷ luật (Điều 4 khoản 5)

    Khung tình huống: Xếp loại và kỷ luật
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung           | ghi nhận   |
        | KDC-5    | Xếp loại lực lượng | <xếp loại> |
        | KDC-5    | Cá nhân bị kỷ luật | <kỷ luật>  |
      Thì tiêu chí KDC-5 của thôn Nà Pàn là “<kết quả>”

      Dữ liệu:
        | xếp loại                     | kỷ luật       | kết quả  |
        | hoàn thành nhiệm vụ          | 0             | đạt      |
        | hoàn thành xuất sắc nhiệm vụ | 0             | đạt      |
        | không hoàn thành nhiệm vụ    | 0             | chưa đạt |
        | hoàn thành xuất sắc nhiệm vụ | 1             | chưa đạt |
        | chưa xác nhận                | 0             | chưa rõ  |
        | hoàn thành nhiệm vụ          | chưa xác nhận | chưa rõ  |

  Quy tắc: Cơ quan không có tổ chức Đảng thì không xét nghị quyết; không áp dụng khác với đạt (Điều 6 khoản 1)

    Khung tình huống: Tổ chức Đảng và nghị quyết Quý I của cơ quan
      Biết Trung tâm Y tế đã đăng ký
      Khi Trung tâm Y tế được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                    | ghi nhận     |
        | CQ-1a    | Có tổ chức Đảng             | <có>         |
        | CQ-1a    | Nghị quyết của tổ chức Đảng | <nghị quyết> |
      Thì tiêu chí CQ-1a của Trung tâm Y tế là “<tiêu chí>”
      Và kết quả chấm của Trung tâm Y tế là “<kết quả>”

      Dữ liệu:
        | có        | nghị quyết | tiêu chí      | kết quả        |
        | không     | không ghi  | không áp dụng | đạt            |
        | có        | 31/03/2026 | đạt           | đạt            |
        | có        | 01/04/2026 | chưa đạt      | chưa đạt       |
        | có        | không ghi  | chưa rõ       | chưa đủ căn cứ |
        | không ghi | không ghi  | chưa rõ       | chưa đủ căn cứ |

  Quy tắc: Từ 70% đơn vị trực thuộc cơ quan trở lên đạt danh hiệu (Điều 6 khoản 5), tính chính xác

    Khung tình huống: Số đơn vị đạt trên số đơn vị trực thuộc
      Biết Trung tâm Y tế đã đăng ký
      Khi Trung tâm Y tế được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận |
        | CQ-5     | Đơn vị đạt        | <đạt>    |
        | CQ-5     | Đơn vị trực thuộc | <tổng>   |
      Thì tiêu chí CQ-5 của Trung tâm Y tế là “<kết quả>”

      Dữ liệu:
        | đạt  | tổng  | kết quả  |
        | 7    | 10    | đạt      |
        | 6    | 10    | chưa đạt |
        | 7    | 11    | chưa đạt |
        | 8    | 11    | đạt      |
        | 6999 | 10000 | chưa đạt |

  Quy tắc: Cơ sở giáo dục có điều kiện theo cấp học (Điều 7)

    Khung tình huống: Phối hợp với Ban đại diện cha mẹ học sinh chỉ đòi hỏi ở cấp phổ thông
      Biết <trường> đã đăng ký
      Khi <trường> được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                                               | ghi nhận |
        | GD-2     | Có hình thức phối hợp với Ban đại diện cha mẹ học sinh | không    |
      Thì tiêu chí GD-2 của <trường> là “<kết quả>”

      Dữ liệu:
        | trường               | kết quả  |
        | Trường THCS Đình Lập | chưa đạt |
        | Trường Cao đẳng Nghề | đạt      |

    Tình huống: Một vụ bạo lực học đường
      Biết Trường THCS Đình Lập đã đăng ký
      Khi Trường THCS Đình Lập được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung             | ghi nhận |
        | GD-4     | Vụ bạo lực học đường | 1        |
      Thì kết quả chấm của Trường THCS Đình Lập là “chưa đạt”

  Quy tắc: Xã có 100% đơn vị trực thuộc đăng ký và từ 70% trở lên được công nhận (Điều 5 khoản 4)

    Khung tình huống: Số khu dân cư được công nhận
      Biết xã Kiên Mộc có <tổng> khu dân cư đều đã đăng ký: <được> được công nhận, <không> không được công nhận
      Và xã Kiên Mộc đã đăng ký
      Khi xã Kiên Mộc được kiểm tra, mọi nội dung đều đạt
      Thì tiêu chí XA-4 của xã Kiên Mộc là “<tiêu chí>”
      Và kết quả chấm của xã Kiên Mộc là “<kết quả>”

      Dữ liệu: Mọi khu dân cư đã có quyết định
        | tổng | được | không | tiêu chí | kết quả  |
        | 10   | 7    | 3     | đạt      | đạt      |
        | 10   | 6    | 4     | chưa đạt | chưa đạt |
        | 11   | 7    | 4     | chưa đạt | chưa đạt |
        | 11   | 8    | 3     | đạt      | đạt      |

      Dữ liệu: Còn khu dân cư chờ quyết định
        | tổng | được | không | tiêu chí | kết quả        |
        | 10   | 6    | 3     | chưa rõ  | chưa đủ căn cứ |
        | 10   | 7    | 0     | đạt      | đạt            |
        | 10   | 0    | 4     | chưa đạt | chưa đạt       |
        | 10   | 0    | 3     | chưa rõ  | chưa đủ căn cứ |

    Tình huống: Một khu dân cư chưa đăng ký thì xã chưa đạt, dù chưa khu nào có quyết định
      Biết xã Kiên Mộc có 10 khu dân cư, trong đó 9 khu dân cư đã đăng ký
      Và xã Kiên Mộc đã đăng ký
      Khi xã Kiên Mộc được kiểm tra, mọi nội dung đều đạt
      Thì tiêu chí XA-4 của xã Kiên Mộc là “chưa đạt” vì “9 trên 10 đơn vị đăng ký (90 %), cần 100 %.”

    Tình huống: Khu dân cư rút hồ sơ là khu dân cư chưa đăng ký
      Biết xã Kiên Mộc có 10 khu dân cư, trong đó 10 khu dân cư đã đăng ký
      Và xã Kiên Mộc đã đăng ký
      Khi Trưởng khu dân cư 10 rút hồ sơ của khu dân cư 10
      Và xã Kiên Mộc được kiểm tra, mọi nội dung đều đạt
      Thì tiêu chí XA-4 của xã Kiên Mộc là “chưa đạt” vì “9 trên 10 đơn vị đăng ký (90 %), cần 100 %.”

    Tình huống: Đơn vị không thuộc đối tượng không tính vào tổng số
      Biết xã Kiên Mộc có 10 khu dân cư đều đã đăng ký: 7 được công nhận, 3 không được công nhận
      Và các đơn vị sau:
        | mã    | tên                | loại           | thuộc | cấp học |
        | GD-09 | Trường Mầm non 1-6 | cơ sở giáo dục | 06625 | mầm non |
      Và những cán bộ sau:
        | cán bộ                  | vai trò       | nơi                |
        | Hiệu trưởng Mầm non 1-6 | người đăng ký | Trường Mầm non 1-6 |
      Và Trường Mầm non 1-6 đã đăng ký
      Và xã Kiên Mộc đã đăng ký
      Khi xã Kiên Mộc được kiểm tra, mọi nội dung đều đạt
      Thì kết quả chấm của xã Kiên Mộc là “đạt”

    Tình huống: Không có đơn vị trực thuộc nào thì không tính được tỷ lệ
      Biết xã Kiên Mộc đã đăng ký
      Khi xã Kiên Mộc được kiểm tra, mọi nội dung đều đạt
      Thì tiêu chí XA-4 của xã Kiên Mộc là “chưa rõ”
      Và kết quả chấm của xã Kiên Mộc là “chưa đủ căn cứ”

  Quy tắc: Vì sao chưa đạt, và cần gì để đạt: ít thay đổi nhất, bằng con số cụ thể

    Khung tình huống: Còn thiếu hộ đăng ký
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận      |
        | KDC-1c   | Số hộ đăng ký     | <đăng ký>     |
        | KDC-1c   | Số hộ đang cư trú | <đang cư trú> |
      Thì kết quả chấm của thôn Nà Pàn là “chưa đạt”
      Và để đạt, thôn Nà Pàn cần:
        | tiêu chí | việc cần làm   |
        | KDC-1c   | <việc cần làm> |
      Và chỉ riêng những dữ kiện sau quyết định kết quả của thôn Nà Pàn:
        | tiêu chí | nội dung          |
        | KDC-1c   | Số hộ đăng ký     |
        | KDC-1c   | Số hộ đang cư trú |

      Dữ liệu:
        | đăng ký | đang cư trú | việc cần làm                              |
        | 249     | 250         | Số hộ đăng ký: thêm 1 hộ, 249 → 250       |
        | 247     | 250         | Số hộ đăng ký: thêm 3 hộ, 247 → 250       |
        | 7.837   | 7.840       | Số hộ đăng ký: thêm 3 hộ, 7.837 → 7.840   |
        | 0       | 10.000      | Số hộ đăng ký: thêm 10.000 hộ, 0 → 10.000 |

    Tình huống: Mỗi tiêu chí chưa đạt góp việc cần làm của mình; không dữ kiện nào quyết định một mình
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận      |
        | KDC-1a   | Nghị quyết của chi bộ            | không ghi     |
        | KDC-1c   | Số hộ đăng ký                    | 249           |
        | KDC-1c   | Số hộ đang cư trú                | 250           |
        | KDC-2    | Triển khai, thực hiện đầy đủ     | đạt           |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | chưa xác nhận |
      Thì để đạt, thôn Nà Pàn cần:
        | tiêu chí | việc cần làm                                                                  |
        | KDC-1a   | cần ghi nhận: Nghị quyết của chi bộ: ngày trong Quý I (01/01/2026–31/03/2026) |
        | KDC-1c   | Số hộ đăng ký: thêm 1 hộ, 249 → 250                                           |
        | KDC-2    | Triển khai, thực hiện đầy đủ: nêu căn cứ (số, ngày văn bản)                   |
        | KDC-4b   | cần xác nhận của Công an cấp xã: Vụ phạm tội nghiêm trọng trở lên: 0          |
      Và chỉ riêng những dữ kiện sau quyết định kết quả của thôn Nà Pàn:
        | tiêu chí | nội dung          |
        | KDC-1c   | Số hộ đăng ký     |
        | KDC-1c   | Số hộ đang cư trú |

    Tình huống: Điều đã xảy ra trong kỳ thì năm nay không thay đổi được
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí | ngày       |
        | KDC-4b   | 05/05/2026 |
      Thì năm nay thôn Nà Pàn không còn cách nào để đạt, vì:
        | tiêu chí | điều không thay đổi được                                                                              |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên: bớt 1 vụ, 1 → 0 (năm nay không thay đổi được nữa; phấn đấu năm sau) |

    Tình huống: Miễn trừ thiếu lý do thì ghi lý do là đủ
      Biết thôn Nà Pàn đã đăng ký
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí | ngày       | miễn trừ      |
        | KDC-4b   | 05/05/2026 | bất khả kháng |
      Thì để đạt, thôn Nà Pàn cần:
        | tiêu chí | việc cần làm                                                                |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên: ghi lý do miễn trừ của vụ ngày 05/05/2026 |

    Tình huống: Nghị quyết ngày 31/12/2025 còn làm lại được đến ngày cuối Quý I
      Biết thôn Nà Pàn đã đăng ký
      Và hôm nay là ngày 31/03/2026
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung              | ghi nhận   |
        | KDC-1a   | Nghị quyết của chi bộ | 31/12/2025 |
      Thì để đạt, thôn Nà Pàn cần:
        | tiêu chí | việc cần làm                                                                 |
        | KDC-1a   | Nghị quyết của chi bộ: 31/12/2025 → ngày trong Quý I (01/01/2026–31/03/2026) |

    Tình huống: Sang Quý II thì không làm lại được nữa
      Biết thôn Nà Pàn đã đăng ký
      Và hôm nay là ngày 01/04/2026
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung              | ghi nhận   |
        | KDC-1a   | Nghị quyết của chi bộ | 31/12/2025 |
      Thì năm nay thôn Nà Pàn không còn cách nào để đạt, vì:
        | tiêu chí | điều không thay đổi được                                                                                                         |
        | KDC-1a   | Nghị quyết của chi bộ: 31/12/2025 → ngày trong Quý I (01/01/2026–31/03/2026) (năm nay không thay đổi được nữa; phấn đấu năm sau) |

    Tình huống: Xã còn đơn vị chờ quyết định thì còn cơ hội
      Biết xã Kiên Mộc có 10 khu dân cư đều đã đăng ký: 6 được công nhận, 3 không được công nhận
      Và xã Kiên Mộc đã đăng ký
      Khi xã Kiên Mộc được kiểm tra, mọi nội dung đều đạt
      Thì để đạt, xã Kiên Mộc cần:
        | tiêu chí | việc cần làm                                |
        | XA-4     | Đơn vị được công nhận: thêm 1 đơn vị, 6 → 7 |

    Tình huống: Xã đã hết đơn vị chờ quyết định thì đợi năm sau
      Biết xã Kiên Mộc có 10 khu dân cư đều đã đăng ký: 6 được công nhận, 4 không được công nhận
      Và xã Kiên Mộc đã đăng ký
      Khi xã Kiên Mộc được kiểm tra, mọi nội dung đều đạt
      Thì năm nay xã Kiên Mộc không còn cách nào để đạt, vì:
        | tiêu chí | điều không thay đổi được                                                                        |
        | XA-4     | Đơn vị được công nhận: thêm 1 đơn vị, 6 → 7 (năm nay không thay đổi được nữa; phấn đấu năm sau) |

  Quy tắc: Mỗi dữ kiện cho biết ai ghi, ngày nào; khi kê khai và kiểm tra khác nhau thì thấy cả hai, và thấy bên nào được tính

    Tình huống: Người kiểm tra ghi khác kê khai
      Biết thôn Nà Pàn đã đăng ký
      Và hôm nay là ngày 10/02/2026
      Và Trưởng thôn Nà Pàn đã nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận |
        | KDC-1c   | Số hộ đăng ký     | 250      |
        | KDC-1c   | Số hộ đang cư trú | 250      |
      Và hôm nay là ngày 05/11/2026
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận  |
        | KDC-1c   | Số hộ đăng ký     | 249       |
        | KDC-1c   | Số hộ đang cư trú | không ghi |
      Thì “Số hộ đăng ký” của tiêu chí KDC-1c của thôn Nà Pàn được chứng minh là “Số hộ đăng ký: 249 (người kiểm tra ghi: Tổ kiểm tra tỉnh Lạng Sơn, 05/11/2026); không tính: đơn vị kê khai 250”
      Và “Số hộ đang cư trú” của tiêu chí KDC-1c của thôn Nà Pàn được chứng minh là “Số hộ đang cư trú: 250 (đơn vị kê khai: Trưởng thôn Nà Pàn, 10/02/2026)”

    Tình huống: Lời tự khai về điều phải xác nhận được ghi lại mà không được tính
      Biết thôn Nà Pàn đã đăng ký
      Và Trưởng thôn Nà Pàn đã nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt
      Khi thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                         | ghi nhận      |
        | KDC-4b   | Vụ phạm tội nghiêm trọng trở lên | chưa xác nhận |
      Thì “Vụ phạm tội nghiêm trọng trở lên” của tiêu chí KDC-4b của thôn Nà Pàn được chứng minh là “Vụ phạm tội nghiêm trọng trở lên: chưa có; không tính: đơn vị kê khai 0”
