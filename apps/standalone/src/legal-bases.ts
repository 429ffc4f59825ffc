import type { LegalBasisData } from '#libs/truck-flow';

/** The legal bases that the sources of 2021 and 2022 name, with the days on which they are in force. */
export const LEGAL_BASES: readonly LegalBasisData[] = [
  {
    number: '128/NQ-CP',
    date: '2021-10-11',
    issuer: 'Chính phủ',
    title: 'Quy định tạm thời thích ứng an toàn, linh hoạt, kiểm soát hiệu quả dịch COVID-19',
    validFrom: '2021-10-11',
  },
  {
    number: '2015/UBND-KT',
    date: '2021-11-29',
    issuer: 'UBND tỉnh Lạng Sơn',
    title: 'Khuyến cáo điều tiết hàng hóa đưa lên cửa khẩu',
    validFrom: '2021-11-29',
  },
  {
    number: '2089/UBND-KT',
    date: '2021-12-14',
    issuer: 'UBND tỉnh Lạng Sơn',
    title: 'Khuyến cáo điều tiết hàng hóa đưa lên cửa khẩu',
    validFrom: '2021-12-14',
  },
  {
    number: 'TCOCD 1199',
    date: '2021-12-16',
    issuer: 'Đại sứ quán Việt Nam tại Trung Quốc',
    title: 'Điện báo về thông quan tại các cửa khẩu biên giới',
    validFrom: '2021-12-16',
  },
  {
    number: '575/BC-UBND',
    date: '2021-12-18',
    issuer: 'UBND tỉnh Lạng Sơn',
    title: 'Báo cáo tình hình xuất nhập khẩu hàng hóa qua các cửa khẩu',
    validFrom: '2021-12-18',
  },
  {
    number: '578/BC-UBND',
    date: '2021-12-19',
    issuer: 'UBND tỉnh Lạng Sơn',
    title: 'Báo cáo tình hình xuất nhập khẩu hàng hóa qua các cửa khẩu',
    validFrom: '2021-12-19',
  },
  {
    number: '1915/VPCP-TH',
    date: '2021-12-25',
    issuer: 'Văn phòng Chính phủ',
    title: 'Công điện về ùn ứ hàng hóa tại các cửa khẩu biên giới',
    validFrom: '2021-12-25',
  },
  {
    number: '2515/QĐ-UBND',
    date: '2021-12-25',
    issuer: 'UBND tỉnh Lạng Sơn',
    title: 'Giảm giá dịch vụ lưu xe tại bến bãi cho xe chờ xuất khẩu',
    validFrom: '2021-12-25',
    validTo: '2022-03-31',
  },
  {
    number: 'GACC 248',
    date: '2022-01-01',
    issuer: 'Tổng cục Hải quan Trung Quốc',
    title: 'Lệnh về đăng ký doanh nghiệp sản xuất thực phẩm nhập khẩu',
    validFrom: '2022-01-01',
  },
  {
    number: 'GACC 249',
    date: '2022-01-01',
    issuer: 'Tổng cục Hải quan Trung Quốc',
    title: 'Lệnh về biện pháp an toàn thực phẩm xuất nhập khẩu',
    validFrom: '2022-01-01',
  },
];
