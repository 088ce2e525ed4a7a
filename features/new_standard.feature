# language: vi
Tính năng: Tiêu chuẩn mới
  Một địa phương muốn xét một loại đối tượng mà hệ thống chưa từng biết. Chỉ cần đặt một tệp tiêu chí vào thư mục
  criteria; loại đối tượng ấy đăng ký, được kiểm tra, được chấm và được công nhận như mọi đối tượng khác. Tệp viết
  nhầm được báo đúng tệp, đúng dòng, bằng một câu dễ hiểu, và không ảnh hưởng đến tiêu chuẩn nào khác.
  Tiêu chuẩn chợ dưới đây là hư cấu, chỉ để minh họa.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và địa phương đặt tệp vn/cho-an-toan/cho-truyen-thong.yaml:
      """
      # HƯ CẤU: không phải quy định của địa phương nào.
      applies_to: cho-truyen-thong
      title: {vi: Chợ an toàn về an ninh trật tự (hư cấu), en: Safe market (fictional)}
      cites: Quy định hư cấu, Điều 3
      recognised_when: all

      seasons: {from: 2026}
      registration: {from: 1 Jan, until: 31 Mar, vi: Quý I, en: Quarter I}
      window: {from: 16 Nov (Y-1), until: 15 Nov, vi: kỳ đánh giá, en: the evaluation window}
      deadline: {before: 20 Nov}

      nouns:
        traders: {vi: hộ kinh doanh, en: traders}
        incidents: {vi: vụ, en: incidents}
      offices:
        commune-police: {vi: Công an cấp xã, en: the commune police}

      unit:
        households: {count: traders, vi: Số hộ kinh doanh, en: Traders}
      not_eligible_when:
        - cites: Quy định hư cấu, Điều 1
          says: {vi: Chợ dưới 20 hộ kinh doanh không thuộc đối tượng, en: Markets under 20 traders are not covered}
          when: {counted: unit.households, at_most: 19}

      criteria:
        - code: CHO-1
          cites: khoản 1
          ask: {vi: Từ 80% hộ kinh doanh trở lên ký cam kết phòng cháy, en: 80% of the traders sign a fire pledge}
          facts:
            signed: {count: traders, vi: Số hộ ký cam kết, en: Traders who signed}
            trading: {count: traders, vi: Số hộ đang kinh doanh, en: Traders}
          met_when: {share: [signed, trading], at_least: 80%}
        - code: CHO-2
          cites: khoản 2
          ask: {vi: Không để xảy ra cháy nổ nghiêm trọng, en: No serious fire}
          facts:
            fires: {count: incidents, within: window, attested_by: commune-police, vi: Vụ cháy nổ, en: Fires}
          met_when: {none: fires}
      """
    Và các đơn vị sau:
      | mã       | tên           | loại             | thuộc | số hộ |
      | 20       | Tỉnh Lạng Sơn | tỉnh             |       |       |
      | 06613    | Xã Đình Lập   | xã               | 20    |       |
      | 06613-01 | Thôn Nà Pàn   | khu dân cư       | 06613 | 250   |
      | CHO-01   | Chợ Đình Lập  | chợ truyền thống | 06613 | 100   |
    Và những cán bộ sau:
      | cán bộ                     | vai trò                       | nơi          |
      | Trưởng thôn Nà Pàn         | người đăng ký                 | Thôn Nà Pàn  |
      | Ban quản lý chợ Đình Lập   | người đăng ký                 | Chợ Đình Lập |
      | Tổ kiểm tra xã Đình Lập    | người kiểm tra                | Xã Đình Lập  |
      | Thường trực Ban Chỉ đạo xã | thường trực Ban Chỉ đạo       | Xã Đình Lập  |
      | Chủ tịch UBND xã Đình Lập  | người có thẩm quyền công nhận | Xã Đình Lập  |

  Quy tắc: Loại đối tượng mới đi đủ bốn giai đoạn

    Tình huống: Một chợ từ đăng ký đến giấy công nhận
      Biết thôn Nà Pàn đã được công nhận
      Khi Ban quản lý chợ Đình Lập đăng ký cho chợ Đình Lập
      Thì người kiểm tra chợ Đình Lập là Tổ kiểm tra xã Đình Lập
      Và hạn kiểm tra chợ Đình Lập là ngày 19/11/2026
      Khi Tổ kiểm tra xã Đình Lập ghi kết quả kiểm tra chợ Đình Lập, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung              | ghi nhận |
        | CHO-1    | Số hộ ký cam kết      | 80       |
        | CHO-1    | Số hộ đang kinh doanh | 100      |
      Thì kết quả chấm của chợ Đình Lập là “đạt”
      Khi Chủ tịch UBND xã Đình Lập công nhận chợ Đình Lập
      Thì giấy công nhận của chợ Đình Lập mang số 2/2026
      Và lịch sử hồ sơ của chợ Đình Lập gồm:
        | việc                        | người làm                 |
        | Đã đăng ký                  | Ban quản lý chợ Đình Lập  |
        | Đã phân công người kiểm tra | hệ thống                  |
        | Đã nộp kết quả kiểm tra     | Tổ kiểm tra xã Đình Lập   |
        | Đã chấm theo tiêu chuẩn     | hệ thống                  |
        | Đã phê duyệt công nhận      | Chủ tịch UBND xã Đình Lập |
        | Đã cấp giấy công nhận       | hệ thống                  |

    Khung tình huống: Tỷ lệ, kỳ đánh giá và xác nhận theo đúng tệp
      Biết chợ Đình Lập đã đăng ký
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung              | ghi nhận  |
        | CHO-1    | Số hộ ký cam kết      | <ký>      |
        | CHO-1    | Số hộ đang kinh doanh | 100       |
        | CHO-2    | Vụ cháy nổ            | <cháy nổ> |
      Thì kết quả chấm của chợ Đình Lập là “<kết quả>”

      Dữ liệu:
        | ký | cháy nổ       | kết quả        |
        | 80 | 0             | đạt            |
        | 79 | 0             | chưa đạt       |
        | 80 | 1             | chưa đạt       |
        | 80 | chưa xác nhận | chưa đủ căn cứ |

    Khung tình huống: Vụ cháy trong kỳ và ngoài kỳ
      Biết chợ Đình Lập đã đăng ký
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí | ngày   |
        | CHO-2    | <ngày> |
      Thì kết quả chấm của chợ Đình Lập là “<kết quả>”

      Dữ liệu:
        | ngày       | kết quả  |
        | 15/11/2025 | đạt      |
        | 16/11/2025 | chưa đạt |
        | 15/11/2026 | chưa đạt |
        | 16/11/2026 | đạt      |

    Khung tình huống: Đối tượng áp dụng theo đúng tệp
      Cho các đơn vị sau:
        | mã     | tên       | loại             | thuộc | số hộ   |
        | CHO-02 | Chợ phiên | chợ truyền thống | 06613 | <số hộ> |
      Khi Thường trực Ban Chỉ đạo xã đăng ký cho chợ phiên
      Thì hồ sơ của chợ phiên ở trạng thái “<trạng thái>”

      Dữ liệu:
        | số hộ | trạng thái            |
        | 19    | không thuộc đối tượng |
        | 20    | đang kiểm tra         |

    Tình huống: Chưa có tệp thì chưa có loại đối tượng đó
      Khi địa phương bỏ tệp vn/cho-an-toan/cho-truyen-thong.yaml
      Và Ban quản lý chợ Đình Lập đăng ký cho chợ Đình Lập
      Thì việc đó bị từ chối: “Không có bộ tiêu chí nào cho “cho-truyen-thong” trong năm đánh giá 2026; hiện có cho: cơ quan (2012–), xã (2012–), doanh nghiệp (2012–), khu dân cư (2012–), cơ sở giáo dục (2012–).”

  Quy tắc: Tệp viết nhầm chỉ dừng chính nó

    Khung tình huống: Lỗi được báo đúng dòng, bằng một câu; khu dân cư vẫn đăng ký bình thường
      Khi tệp vn/cho-an-toan/cho-truyen-thong.yaml bị viết nhầm, “<đúng>” thành “<nhầm>”
      Thì tệp vn/cho-an-toan/cho-truyen-thong.yaml bị báo lỗi ở dòng <dòng>: “<câu>”
      Và không tệp nào khác bị báo lỗi
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”
      Khi Ban quản lý chợ Đình Lập đăng ký cho chợ Đình Lập
      Thì việc đó bị từ chối: “Không có bộ tiêu chí nào cho “cho-truyen-thong” trong năm đánh giá 2026; hiện có cho: cơ quan (2012–), xã (2012–), doanh nghiệp (2012–), khu dân cư (2012–), cơ sở giáo dục (2012–).”

      Dữ liệu:
        | đúng                      | nhầm                     | dòng | câu                                                                                                                                                            |
        | at_least: 80%             | at_least: 0.8            | 32   | “0.8” không phải là tỷ lệ; viết như 70%, 66,67% hoặc 2/3, lớn hơn 0 và không quá 100%.                                                                         |
        | [signed, trading]         | [signed, traders]        | 32   | Không có dữ kiện nào tên “traders”; được dùng: signed, trading, unit.households.                                                                               |
        | cites: khoản 2            | cite: khoản 2            | 34   | Không có mục nào tên “cite” ở đây; có phải là “cites”? được dùng: applies_when, ask, cites, code, evidence, excused_when, facts, from, future, group, met_when, must_be_full, points, pool, scored, until, unverified. |
        | vi: Vụ cháy nổ, en: Fires | vi: Vụ cháy nổ           | 37   | Thiếu “en”.                                                                                                                                                    |
        | recognised_when: all      | recognised_when: 80 điểm | 5    | “recognised_when” không thể là “80 điểm”; chỉ được là: all.                                                                                                    |

  Quy tắc: Hồ sơ được xét theo đúng bản tiêu chuẩn khi đăng ký; quy định mới là một tệp mới

    Tình huống: Tệp bị sửa sau khi đã có hồ sơ: việc không cần đến tiêu chuẩn vẫn làm được
      Biết chợ Đình Lập đã đăng ký
      Khi tệp vn/cho-an-toan/cho-truyen-thong.yaml bị sửa, “at_least: 80%” thành “at_least: 90%”
      Và Ban quản lý chợ Đình Lập rút hồ sơ của chợ Đình Lập
      Thì hồ sơ của chợ Đình Lập ở trạng thái “đã rút”

    Tình huống: Tệp bị sửa sau khi đã có hồ sơ: không ai bị xét theo bản sửa
      Biết chợ Đình Lập đã đăng ký
      Khi tệp vn/cho-an-toan/cho-truyen-thong.yaml bị sửa, “at_least: 80%” thành “at_least: 90%”
      Và Tổ kiểm tra xã Đình Lập ghi kết quả kiểm tra chợ Đình Lập, 80 trên 100 hộ ký cam kết
      Thì việc đó bị từ chối: “Tệp tiêu chí vn/cho-an-toan/cho-truyen-thong đã bị sửa sau khi có hồ sơ đăng ký theo nó; hãy khôi phục bản cũ và đưa nội dung mới vào một tệp mới.”
      Khi tệp vn/cho-an-toan/cho-truyen-thong.yaml được khôi phục
      Và Tổ kiểm tra xã Đình Lập ghi kết quả kiểm tra chợ Đình Lập, 80 trên 100 hộ ký cam kết
      Thì kết quả chấm của chợ Đình Lập là “đạt”

    Khung tình huống: Quy định mới từ năm 2027 nằm trong một tệp mới, bản cũ còn nguyên
      Cho địa phương ban hành vn/cho-an-toan-2027/cho-truyen-thong.yaml áp dụng từ năm 2027, nâng “80%” lên “90%”
      Và hôm nay là ngày 20/01/<năm>
      Và đợt <năm> đang mở
      Và chợ Đình Lập đã đăng ký
      Khi Tổ kiểm tra xã Đình Lập ghi kết quả kiểm tra chợ Đình Lập, <ký> trên 100 hộ ký cam kết
      Thì kết quả chấm của chợ Đình Lập là “<kết quả>”

      Dữ liệu:
        | năm  | ký | kết quả  |
        | 2026 | 80 | đạt      |
        | 2027 | 80 | chưa đạt |
        | 2027 | 90 | đạt      |
