# language: vi
Tính năng: Bảng điểm
  Có tiêu chuẩn được chấm bằng điểm: tổng điểm từ một mức trở lên, mỗi tiêu chí ít nhất một phần điểm tối đa, có dòng phải
  đủ điểm, có dòng trừ điểm theo vụ việc, có điều kiện mà không điểm nào bù được. Điểm chưa biết là một khoảng; chỉ kết
  luận khi mọi giá trị trong khoảng đều cho cùng một kết quả. Bảng chưa đọc được hết thì không công nhận ai.
  Bảng điểm chợ dưới đây là hư cấu, chỉ để minh họa.

  Bối cảnh:
    Cho hôm nay là ngày 20/01/2026
    Và đợt 2026 đã mở
    Và địa phương ban hành bảng điểm vn/cho-cham-diem/cho-truyen-thong.yaml:
      """
      # HƯ CẤU: không phải quy định của địa phương nào.
      applies_to: cho-truyen-thong
      title: {vi: Chợ an toàn theo bảng điểm (hư cấu), en: Safe market by points (fictional)}
      cites: Quy định hư cấu, Điều 5
      recognised_when: {points: 80, of: 100, every: 50%, and: [CHO-5]}

      seasons: {from: 2026}
      registration: {from: 1 Jan, until: 31 Mar, vi: Quý I, en: Quarter I}
      window: {from: 16 Nov (Y-1), until: 15 Nov, vi: kỳ đánh giá, en: the evaluation window}
      deadline: {before: 20 Nov}

      nouns:
        points: {vi: điểm, en: points}
        incidents: {vi: vụ, en: incidents}
        people: {vi: người, en: people}
      offices:
        commune-police: {vi: Công an cấp xã, en: the commune police}

      criteria:
        - code: CHO-1
          cites: khoản 1
          ask: {vi: Tuyên truyền phòng cháy, en: Fire prevention campaigns}
          facts: {score: {count: points, vi: Điểm tuyên truyền, en: Score of the campaigns}}
          scored: {given: score}
          points: 40
        - code: CHO-2
          cites: khoản 2
          ask: {vi: Mỗi vụ cháy trừ 6 điểm, en: 6 points off for each fire}
          facts:
            fires: {count: incidents, within: window, attested_by: commune-police, vi: Vụ cháy, en: Fires}
          scored: {minus: 6, for_each: fires}
          points: 30
        - code: CHO-3
          cites: khoản 3
          ask: {vi: Đăng ký (phải đủ điểm), en: Registration (must be full)}
          facts: {score: {count: points, vi: Điểm đăng ký, en: Score of the registration}}
          scored: {given: score}
          points: 10
          must_be_full: true
        - code: CHO-4
          cites: khoản 4
          ask: {vi: Có đội chữa cháy, en: There is a fire team}
          facts: {team: {answer: yes-no, vi: Đội chữa cháy, en: Fire team}}
          met_when: {yes: team}
          points: 20
        - code: CHO-5
          cites: khoản 5
          ask: {vi: Không có người đứng đầu bị kỷ luật, en: No head was disciplined}
          facts:
            heads: {count: people, within: window, attested_by: commune-police, vi: Người đứng đầu bị kỷ luật, en: Heads disciplined}
          met_when: {none: heads}
      """
    Và các đơn vị sau:
      | mã     | tên           | loại             | thuộc |
      | 20     | Tỉnh Lạng Sơn | tỉnh             |       |
      | 06613  | Xã Đình Lập   | xã               | 20    |
      | CHO-01 | Chợ Đình Lập  | chợ truyền thống | 06613 |
    Và những cán bộ sau:
      | cán bộ                    | vai trò                       | nơi          |
      | Ban quản lý chợ Đình Lập  | người đăng ký                 | Chợ Đình Lập |
      | Tổ kiểm tra xã Đình Lập   | người kiểm tra                | Xã Đình Lập  |
      | Chủ tịch UBND xã Đình Lập | người có thẩm quyền công nhận | Xã Đình Lập  |
    Và chợ Đình Lập đã đăng ký

  Quy tắc: Từ 80 điểm trở lên

    Khung tình huống: 80 điểm là đạt, 79 điểm là chưa đạt
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận |
        | CHO-1    | Điểm tuyên truyền | <điểm>   |
        | CHO-2    | Vụ cháy           | 1        |
      Thì chợ Đình Lập được <tổng> điểm
      Và kết quả chấm của chợ Đình Lập là “<kết quả>”

      Dữ liệu:
        | điểm | tổng | kết quả  |
        | 26   | 80   | đạt      |
        | 25   | 79   | chưa đạt |

    Tình huống: Đủ điểm thì đi đến giấy công nhận như mọi tiêu chuẩn khác
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt
      Thì chợ Đình Lập được 100 điểm
      Khi Chủ tịch UBND xã Đình Lập công nhận chợ Đình Lập
      Thì giấy công nhận của chợ Đình Lập mang số 1/2026

  Quy tắc: Mỗi tiêu chí đạt từ 50% điểm tối đa, dù tổng điểm cao

    Khung tình huống: Một tiêu chí dưới một nửa
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí   | nội dung   | ghi nhận   |
        | <tiêu chí> | <nội dung> | <ghi nhận> |
      Thì chợ Đình Lập được <tổng> điểm
      Và kết quả chấm của chợ Đình Lập là “<kết quả>”

      Dữ liệu:
        | tiêu chí | nội dung          | ghi nhận | tổng | kết quả  |
        | CHO-1    | Điểm tuyên truyền | 20       | 80   | đạt      |
        | CHO-2    | Vụ cháy           | 2        | 88   | đạt      |
        | CHO-2    | Vụ cháy           | 3        | 82   | chưa đạt |
        | CHO-4    | Đội chữa cháy     | không    | 80   | chưa đạt |

  Quy tắc: Không điểm nào bù được cho một điều kiện bắt buộc

    Khung tình huống: Người đứng đầu bị kỷ luật
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                  | ghi nhận   |
        | CHO-5    | Người đứng đầu bị kỷ luật | <ghi nhận> |
      Thì chợ Đình Lập được 100 điểm
      Và kết quả chấm của chợ Đình Lập là “<kết quả>”

      Dữ liệu:
        | ghi nhận      | kết quả        |
        | 0             | đạt            |
        | 1             | chưa đạt       |
        | chưa xác nhận | chưa đủ căn cứ |

    Khung tình huống: Dòng phải đủ điểm nặng hơn mọi điểm khác
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung     | ghi nhận |
        | CHO-3    | Điểm đăng ký | <điểm>   |
      Thì chợ Đình Lập được <tổng> điểm
      Và kết quả chấm của chợ Đình Lập là “<kết quả>”

      Dữ liệu:
        | điểm | tổng | kết quả  |
        | 10   | 100  | đạt      |
        | 9    | 99   | chưa đạt |

  Quy tắc: Mỗi vụ việc trừ đúng số điểm của nó, không bao giờ dưới 0

    Khung tình huống: Trừ 6 điểm mỗi vụ cháy trong kỳ
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung | ghi nhận |
        | CHO-2    | Vụ cháy  | <vụ>     |
      Thì dòng CHO-2 của chợ Đình Lập được <điểm> điểm

      Dữ liệu:
        | vụ | điểm |
        | 0  | 30   |
        | 1  | 24   |
        | 4  | 6    |
        | 5  | 0    |
        | 6  | 0    |

    Tình huống: Vụ cháy ngoài kỳ đánh giá không bị trừ
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, nhưng có vụ việc:
        | tiêu chí | ngày       |
        | CHO-2    | 15/11/2025 |
        | CHO-2    | 16/11/2025 |
      Thì dòng CHO-2 của chợ Đình Lập được 24 điểm

  Quy tắc: Điểm chưa biết là một khoảng

    Khung tình huống: Chưa ai xác nhận số vụ cháy: dòng ấy còn được từ 0 đến 30 điểm
      Khi chợ Đình Lập được kiểm tra, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận      |
        | CHO-1    | Điểm tuyên truyền | <điểm>        |
        | CHO-2    | Vụ cháy           | chưa xác nhận |
      Thì kết quả chấm của chợ Đình Lập là “<kết quả>”

      Dữ liệu:
        | điểm | kết quả        |
        | 40   | chưa đủ căn cứ |
        | 20   | chưa đủ căn cứ |
        | 19   | chưa đạt       |

  Quy tắc: Bảng chưa đọc được hết thì không công nhận ai

    Tình huống: Bảng Lạng Sơn 2012, mọi dòng đọc được đều đủ điểm
      Khi chấm theo vn/lang-son-2012/commune, mọi dòng đọc được đều đủ điểm
      Thì bảng ấy kết luận “chưa đủ căn cứ” vì “Từ 60 đến 100 trên 100 điểm; Mức điểm để được công nhận chưa đọc được.”

    Tình huống: Điều đã biết là bắt buộc thì vẫn đủ để kết luận chưa đạt
      Khi chấm theo vn/lang-son-2012/commune, mọi dòng đọc được đều đủ điểm, riêng dòng III-4 có 1 vụ
      Thì bảng ấy kết luận “chưa đạt” vì “Từ 55 đến 95 trên 100 điểm; Mức điểm để được công nhận chưa đọc được; III-4 phải đủ 5 điểm, chỉ có 0.”

    Khung tình huống: Mọi bảng và tiêu chí mới biết một phần
      Khi chấm theo <bộ>, mọi dòng đọc được đều đủ điểm
      Thì bảng ấy kết luận “chưa đủ căn cứ”

      Dữ liệu:
        | bộ                                 |
        | vn/muong-cha-2014/residential-area |
        | vn/phong-trao-510/agency           |
        | vn/phong-trao-510/enterprise       |
        | vn/phong-trao-510/school           |
        | vn/do-thi-van-minh-2022/commune    |
        | vn/kon-tum-2025/province           |
