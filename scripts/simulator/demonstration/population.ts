/** Population of each province of 2025-07-01 (published with the merger): how the demonstration shares out a national sum. */
export const POPULATION: Record<string, number> = {
  '01': 8718000, // Hà Nội
  '04': 555809, // Cao Bằng
  '08': 1865270, // Tuyên Quang
  '11': 653422, // Điện Biên
  '12': 494626, // Lai Châu
  '14': 1327430, // Sơn La
  '15': 1778785, // Lào Cai
  '19': 1799489, // Thái Nguyên
  '20': 813978, // Lạng Sơn
  '22': 1429841, // Quảng Ninh
  '24': 3619433, // Bắc Ninh
  '25': 4022638, // Phú Thọ
  '31': 4664124, // Hải Phòng
  '33': 3567943, // Hưng Yên
  '37': 4412264, // Ninh Bình
  '38': 3760650, // Thanh Hóa
  '40': 3470988, // Nghệ An
  '42': 1622901, // Hà Tĩnh
  '44': 1870845, // Quảng Trị
  '46': 1236393, // Huế
  '48': 3065628, // Đà Nẵng
  '51': 2161755, // Quảng Ngãi
  '52': 3583693, // Gia Lai
  '56': 2243554, // Khánh Hòa
  '66': 3346853, // Đắk Lắk
  '68': 3872999, // Lâm Đồng
  '75': 4491408, // Đồng Nai
  '79': 14002598, // Hồ Chí Minh
  '80': 3254170, // Tây Ninh
  '82': 4370046, // Đồng Tháp
  '86': 4257581, // Vĩnh Long
  '91': 4952238, // An Giang
  '92': 4199824, // Cần Thơ
  '96': 2606672, // Cà Mau
}
