# language: vi
Tính năng: Kiểm tra, thẩm định
  Mỗi hồ sơ đăng ký được giao cho một người kiểm tra của nơi quản lý, có hạn nộp kết quả. Người kiểm tra xem xét từng
  tiêu chí tại chỗ và ghi lại số liệu, văn bản làm căn cứ, xác nhận của Công an xã. Không ai kiểm tra hồ sơ do chính
  mình đăng ký, và không ai ghi kết quả thay người được phân công.

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
      | 06625-01 | Thôn Bản Pàng   | khu dân cư | 06625 |
    Và những cán bộ sau:
      | cán bộ                              | vai trò                 | nơi             |
      | Trưởng thôn Nà Pàn                  | người đăng ký           | Thôn Nà Pàn     |
      | Trưởng thôn Bản Chuông              | người đăng ký           | Thôn Bản Chuông |
      | Trưởng thôn Pò Tấu                  | người đăng ký           | Thôn Pò Tấu     |
      | Văn phòng UBND xã Đình Lập          | người đăng ký           | Xã Đình Lập     |
      | Thường trực Ban Chỉ đạo xã Đình Lập | thường trực Ban Chỉ đạo | Xã Đình Lập     |
      | Tổ 1 xã Đình Lập                    | người kiểm tra          | Xã Đình Lập     |
      | Tổ 2 xã Đình Lập                    | người kiểm tra          | Xã Đình Lập     |
      | Tổ kiểm tra tỉnh Lạng Sơn           | người kiểm tra          | Tỉnh Lạng Sơn   |
      | Công an xã Kiên Mộc                 | thường trực Ban Chỉ đạo | Xã Kiên Mộc     |
      | Công an xã Kiên Mộc                 | người kiểm tra          | Xã Kiên Mộc     |

  Quy tắc: Hồ sơ đến tay người kiểm tra của nơi gần nhất, ai ít việc hơn thì nhận trước

    Tình huống: Việc được chia đều trong một xã
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Bản Chuông đã đăng ký
      Và thôn Pò Tấu đã đăng ký
      Thì người kiểm tra thôn Nà Pàn là Tổ 1 xã Đình Lập
      Và người kiểm tra thôn Bản Chuông là Tổ 2 xã Đình Lập
      Và người kiểm tra thôn Pò Tấu là Tổ 1 xã Đình Lập

    Tình huống: Người đã kiểm tra xong lại là người ít việc hơn
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Và thôn Bản Chuông đã đăng ký
      Thì người kiểm tra thôn Bản Chuông là Tổ 1 xã Đình Lập

    Tình huống: Xã do cấp tỉnh kiểm tra
      Biết xã Đình Lập đã đăng ký
      Thì người kiểm tra xã Đình Lập là Tổ kiểm tra tỉnh Lạng Sơn

    Tình huống: Nơi nào chưa có người kiểm tra thì hồ sơ chờ, có người thì được giao ngay
      Cho các đơn vị sau:
        | mã       | tên           | loại       | thuộc |
        | 04       | Tỉnh Cao Bằng | tỉnh       |       |
        | 01290    | Xã Bảo Lạc    | xã         | 04    |
        | 01290-01 | Thôn Nà Van   | khu dân cư | 01290 |
      Và những cán bộ sau:
        | cán bộ             | vai trò       | nơi         |
        | Trưởng thôn Nà Van | người đăng ký | Thôn Nà Van |
      Khi Trưởng thôn Nà Van đăng ký cho thôn Nà Van
      Thì hồ sơ của thôn Nà Van ở trạng thái “đã đăng ký”
      Và hệ thống báo còn vướng: “Chưa có người kiểm tra nào cho /04/01290/ và các cấp trên, nên hồ sơ 2026-000001 chưa được phân công.”
      Khi có thêm cán bộ:
        | cán bộ                 | vai trò        | nơi        |
        | Tổ kiểm tra xã Bảo Lạc | người kiểm tra | Xã Bảo Lạc |
      Và đến ngày 21/01/2026
      Thì hồ sơ của thôn Nà Van ở trạng thái “đang kiểm tra”
      Và người kiểm tra thôn Nà Van là Tổ kiểm tra xã Bảo Lạc

  Quy tắc: Không ai kiểm tra hồ sơ do chính mình đăng ký

    Tình huống: Công an xã đăng ký thay khu dân cư thì cấp trên kiểm tra
      Khi Công an xã Kiên Mộc đăng ký cho thôn Bản Pàng
      Thì người kiểm tra thôn Bản Pàng là Tổ kiểm tra tỉnh Lạng Sơn

    Tình huống: Người đăng ký không được ghi kết quả kiểm tra
      Biết Công an xã Kiên Mộc đã đăng ký cho thôn Bản Pàng
      Khi Công an xã Kiên Mộc ghi kết quả kiểm tra thôn Bản Pàng, mọi nội dung đều đạt
      Thì việc đó bị từ chối: “Người đăng ký hồ sơ không được kiểm tra chính hồ sơ đó.”

    Tình huống: Người đăng ký không được phân công cho chính mình
      Biết Công an xã Kiên Mộc đã đăng ký cho thôn Bản Pàng
      Khi Công an xã Kiên Mộc phân công Công an xã Kiên Mộc kiểm tra thôn Bản Pàng
      Thì việc đó bị từ chối: “Người được phân công không phải là người kiểm tra của nơi này, hoặc chính là người đăng ký.”

  Quy tắc: Chỉ người được phân công ghi kết quả

    Tình huống: Người kiểm tra khác cùng xã không được ghi thay
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 2 xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Thì việc đó bị từ chối: “Hồ sơ này đã phân công cho người kiểm tra khác.”

    Tình huống: Cấp tỉnh không ghi thay cấp xã
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ kiểm tra tỉnh Lạng Sơn ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Thì việc đó bị từ chối: “Hồ sơ này đã phân công cho người kiểm tra khác.”

    Tình huống: Người kiểm tra của xã khác
      Biết thôn Nà Pàn đã đăng ký
      Khi Công an xã Kiên Mộc ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Thì việc đó bị từ chối: “Công an xã Kiên Mộc không được ghi kết quả kiểm tra ở đây: việc này thuộc người kiểm tra của nơi đó.”

    Tình huống: Trưởng khu dân cư không tự ghi kết quả kiểm tra
      Biết thôn Nà Pàn đã đăng ký
      Khi Trưởng thôn Nà Pàn ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Thì việc đó bị từ chối: “Trưởng thôn Nà Pàn không được ghi kết quả kiểm tra ở đây: việc này thuộc người kiểm tra của nơi đó.”

    Tình huống: Thường trực Ban Chỉ đạo phân công lại
      Biết thôn Nà Pàn đã đăng ký
      Khi Thường trực Ban Chỉ đạo xã Đình Lập phân công Tổ 2 xã Đình Lập kiểm tra thôn Nà Pàn
      Thì người kiểm tra thôn Nà Pàn là Tổ 2 xã Đình Lập

    Tình huống: Chỉ phân công cho người kiểm tra của nơi đó
      Biết thôn Nà Pàn đã đăng ký
      Khi Thường trực Ban Chỉ đạo xã Đình Lập phân công Công an xã Kiên Mộc kiểm tra thôn Nà Pàn
      Thì việc đó bị từ chối: “Người được phân công không phải là người kiểm tra của nơi này, hoặc chính là người đăng ký.”

    Tình huống: Người kiểm tra không tự chuyển việc cho người khác
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 1 xã Đình Lập phân công Tổ 2 xã Đình Lập kiểm tra thôn Nà Pàn
      Thì việc đó bị từ chối: “Tổ 1 xã Đình Lập không được phân công kiểm tra ở đây: việc này thuộc thường trực Ban Chỉ đạo của nơi đó.”

    Tình huống: Kiểm tra xong thì không phân công lại
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Thường trực Ban Chỉ đạo xã Đình Lập phân công Tổ 2 xã Đình Lập kiểm tra thôn Nà Pàn
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “đã chấm, chờ quyết định”; việc này chỉ làm được khi hồ sơ đã đăng ký hoặc đang kiểm tra.”

  Quy tắc: Có xung đột lợi ích thì từ chối kiểm tra, nêu lý do

    Tình huống: Người khác được giao, và không bao giờ giao lại cho người đã từ chối
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 1 xã Đình Lập từ chối kiểm tra thôn Nà Pàn vì “Tổ trưởng là người thôn Nà Pàn”
      Thì người kiểm tra thôn Nà Pàn là Tổ 2 xã Đình Lập
      Khi Tổ 2 xã Đình Lập từ chối kiểm tra thôn Nà Pàn vì “Đang giải quyết khiếu nại của thôn”
      Thì người kiểm tra thôn Nà Pàn là Tổ kiểm tra tỉnh Lạng Sơn
      Và hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”

    Tình huống: Từ chối phải có lý do
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 1 xã Đình Lập từ chối kiểm tra thôn Nà Pàn
      Thì việc đó bị từ chối: “Việc này cần ghi rõ lý do.”

    Tình huống: Không từ chối thay người khác
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 2 xã Đình Lập từ chối kiểm tra thôn Nà Pàn vì “Tổ 1 bận”
      Thì việc đó bị từ chối: “Hồ sơ này đã phân công cho người kiểm tra khác.”

  Quy tắc: Hạn kiểm tra là ngày cuối còn quyết định được (trước 15/11), nhưng không ai có ít hơn 7 ngày

    Khung tình huống: Đăng ký sát hạn
      Cho hôm nay là ngày <ngày>
      Khi Trưởng thôn Nà Pàn đăng ký cho thôn Nà Pàn
      Thì hạn kiểm tra thôn Nà Pàn là ngày <hạn>

      Dữ liệu:
        | ngày       | hạn        |
        | 31/03/2026 | 14/11/2026 |
        | 07/11/2026 | 14/11/2026 |
        | 08/11/2026 | 15/11/2026 |

  Quy tắc: Kết quả kiểm tra ghi một lần, đủ và đúng dạng

    Tình huống: Nộp kết quả thì hồ sơ được chấm ngay
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 1 xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đã chấm, chờ quyết định”
      Và lịch sử hồ sơ của thôn Nà Pàn gồm:
        | việc                        | người làm          |
        | Đã đăng ký                  | Trưởng thôn Nà Pàn |
        | Đã phân công người kiểm tra | hệ thống           |
        | Đã nộp kết quả kiểm tra     | Tổ 1 xã Đình Lập   |
        | Đã chấm theo tiêu chuẩn     | hệ thống           |

    Tình huống: Gửi hai lần là một
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 1 xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, gửi hai lần
      Thì cả hai lần đều nhận hồ sơ số 2026-000001
      Và lịch sử hồ sơ của thôn Nà Pàn gồm:
        | việc                        | người làm          |
        | Đã đăng ký                  | Trưởng thôn Nà Pàn |
        | Đã phân công người kiểm tra | hệ thống           |
        | Đã nộp kết quả kiểm tra     | Tổ 1 xã Đình Lập   |
        | Đã chấm theo tiêu chuẩn     | hệ thống           |

    Tình huống: Số liệu sai dạng bị trả lại, nêu từng chỗ sai
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 1 xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung                       | ghi nhận |
        | KDC-1c   | Số hộ đăng ký                  | -1       |
        | KDC-4c   | Tụ điểm phức tạp mới phát sinh | -2       |
      Thì việc đó bị từ chối: “KDC-1c.registered không thể là số âm (-1). KDC-4c.new_hot_spots không thể là số âm (-2).”

    Tình huống: Đã nộp kết quả thì không ghi lại, trừ khi hồ sơ được trả lại
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Tổ 1 xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “đã chấm, chờ quyết định”; việc này chỉ làm được khi hồ sơ đang kiểm tra.”
      Khi Thường trực Ban Chỉ đạo xã Đình Lập trả lại hồ sơ của thôn Nà Pàn vì “Kiểm tra lại số hộ đang cư trú”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”
      Và người kiểm tra thôn Nà Pàn là Tổ 1 xã Đình Lập
      Khi Tổ 1 xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt, riêng:
        | tiêu chí | nội dung          | ghi nhận |
        | KDC-1c   | Số hộ đăng ký     | 249      |
        | KDC-1c   | Số hộ đang cư trú | 250      |
      Thì kết quả chấm của thôn Nà Pàn là “chưa đạt”

    Tình huống: Hồ sơ đã rút thì không kiểm tra nữa
      Biết thôn Nà Pàn đã đăng ký
      Khi Trưởng thôn Nà Pàn rút hồ sơ của thôn Nà Pàn
      Thì việc đó được chấp nhận
      Khi Tổ 1 xã Đình Lập ghi kết quả kiểm tra thôn Nà Pàn, mọi nội dung đều đạt
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “đã rút”; việc này chỉ làm được khi hồ sơ đang kiểm tra.”

  Quy tắc: Thường trực Ban Chỉ đạo yêu cầu bổ sung giấy tờ còn thiếu, có lý do; hồ sơ vẫn ở trạng thái đó

    Tình huống: Yêu cầu bổ sung rồi kiểm tra như thường
      Biết thôn Nà Pàn đã đăng ký
      Khi Thường trực Ban Chỉ đạo xã Đình Lập yêu cầu thôn Nà Pàn bổ sung “Báo cáo kết quả” vì “Hồ sơ mới có tờ trình”
      Thì hồ sơ của thôn Nà Pàn ở trạng thái “đang kiểm tra”
      Khi Trưởng thôn Nà Pàn nộp hồ sơ của thôn Nà Pàn, kê khai mọi nội dung đều đạt
      Và thôn Nà Pàn được kiểm tra, mọi nội dung đều đạt
      Thì kết quả chấm của thôn Nà Pàn là “đạt”

    Tình huống: Giấy tờ mà tiêu chuẩn không có
      Biết thôn Nà Pàn đã đăng ký
      Khi Thường trực Ban Chỉ đạo xã Đình Lập yêu cầu thôn Nà Pàn bổ sung “Giấy khen” vì “Cho đẹp hồ sơ”
      Thì việc đó bị từ chối: “Bộ tiêu chí của hồ sơ này không có giấy tờ: Giấy khen.”

    Tình huống: Người kiểm tra không tự yêu cầu bổ sung
      Biết thôn Nà Pàn đã đăng ký
      Khi Tổ 1 xã Đình Lập yêu cầu thôn Nà Pàn bổ sung “Báo cáo kết quả” vì “Thiếu báo cáo”
      Thì việc đó bị từ chối: “Tổ 1 xã Đình Lập không được yêu cầu bổ sung hồ sơ ở đây: việc này thuộc thường trực Ban Chỉ đạo của nơi đó.”

    Tình huống: Đã kiểm tra xong thì trả lại, không yêu cầu bổ sung
      Biết thôn Nà Pàn đã đăng ký
      Và thôn Nà Pàn đã được kiểm tra, mọi nội dung đều đạt
      Khi Thường trực Ban Chỉ đạo xã Đình Lập yêu cầu thôn Nà Pàn bổ sung “Báo cáo kết quả” vì “Thiếu báo cáo”
      Thì việc đó bị từ chối: “Hồ sơ 2026-000001 đang ở trạng thái “đã chấm, chờ quyết định”; việc này chỉ làm được khi hồ sơ đã đăng ký hoặc đang kiểm tra.”
