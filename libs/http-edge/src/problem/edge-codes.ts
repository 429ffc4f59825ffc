/** A title in the three languages of the gates. */
export interface Title {
  readonly vi: string;
  readonly zh: string;
  readonly en: string;
}

/** What is the same of every refusal with one code. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Title;
}

const problem = (status: number, en: string, vi: string, zh: string): ProblemKind => ({
  status,
  title: { vi, zh, en },
});

/** Refusals of the HTTP edge: the closed list, with status and title. Codes never change meaning. */
export const EDGE_PROBLEMS = {
  REQUEST_MALFORMED: problem(400, 'The request is malformed', 'Yêu cầu không hợp lệ', '请求格式错误'),
  BODY_MISSING: problem(400, 'The body is missing', 'Thiếu nội dung yêu cầu', '缺少请求正文'),
  BODY_MALFORMED: problem(
    400,
    'The body is not well-formed JSON',
    'Nội dung không phải JSON hợp lệ',
    '正文不是有效的 JSON',
  ),
  BODY_TOO_DEEP: problem(400, 'The body is nested too deeply', 'Nội dung lồng nhau quá sâu', '正文嵌套过深'),
  COMMAND_UNKNOWN: problem(400, 'There is no such command', 'Không có lệnh này', '没有此命令'),
  ID_MISPLACED: problem(
    400,
    'The id does not fit the command',
    'Mã không phù hợp với lệnh',
    '标识与命令不符',
  ),
  BODY_INVALID: problem(400, 'The body was refused', 'Nội dung bị từ chối', '正文被拒绝'),
  KEY_DUPLICATE: problem(400, 'A key stands twice', 'Khóa bị lặp lại', '键重复'),
  KEY_FORBIDDEN: problem(400, 'A key is forbidden', 'Khóa không được phép', '不允许的键'),
  NUMBER_OUT_OF_RANGE: problem(
    400,
    'A number cannot be kept exactly',
    'Số không thể lưu chính xác',
    '数字无法精确保存',
  ),
  QUERY_INVALID: problem(
    400,
    'A query parameter was refused',
    'Tham số truy vấn không hợp lệ',
    '查询参数无效',
  ),
  CURSOR_INVALID: problem(400, 'The cursor is not one of ours', 'Con trỏ trang không hợp lệ', '分页游标无效'),
  AFTER_BEYOND_LOG: problem(
    400,
    'The position lies beyond the log',
    'Vị trí nằm ngoài nhật ký',
    '位置超出日志末尾',
  ),
  RANGE_TOO_LONG: problem(400, 'The range of days is too long', 'Khoảng ngày quá dài', '日期范围过长'),
  RANGE_EMPTY: problem(400, 'The range of days is empty', 'Khoảng ngày trống', '日期范围为空'),
  AT_IN_FUTURE: problem(400, 'The time lies ahead', 'Thời điểm ở tương lai', '时间在未来'),
  AT_IMPLAUSIBLE: problem(400, 'The time lies before 2000', 'Thời điểm trước năm 2000', '时间早于2000年'),
  HEADER_INVALID: problem(400, 'A header was refused', 'Tiêu đề không hợp lệ', '请求头无效'),
  IDEMPOTENCY_KEY_MISSING: problem(
    400,
    'Idempotency-Key is missing',
    'Thiếu Idempotency-Key',
    '缺少 Idempotency-Key',
  ),
  IDEMPOTENCY_KEY_INVALID: problem(
    400,
    'Idempotency-Key was refused',
    'Idempotency-Key không hợp lệ',
    'Idempotency-Key 无效',
  ),
  TOKEN_MISSING: problem(401, 'A token is needed', 'Cần có mã truy cập', '需要令牌'),
  TOKEN_INVALID: problem(401, 'The token was refused', 'Mã truy cập bị từ chối', '令牌被拒绝'),
  FORBIDDEN: problem(403, 'The role does not allow this', 'Vai trò không được phép', '角色无权限'),
  NOT_FOUND: problem(404, 'There is no such thing', 'Không tìm thấy', '未找到'),
  ROUTE_NOT_FOUND: problem(404, 'There is no such address', 'Không có địa chỉ này', '没有该地址'),
  METHOD_NOT_ALLOWED: problem(
    405,
    'The address knows other methods',
    'Phương thức không được hỗ trợ',
    '不支持该方法',
  ),
  NOT_ACCEPTABLE: problem(
    406,
    'None of the accepted forms exists',
    'Không có định dạng được chấp nhận',
    '没有可接受的格式',
  ),
  REVISION_CONFLICT: problem(
    409,
    'Others were faster; send it again',
    'Có thay đổi đồng thời, hãy gửi lại',
    '并发冲突，请重试',
  ),
  STREAM_DAMAGED: problem(
    409,
    'The record was changed from outside',
    'Hồ sơ đã bị thay đổi từ bên ngoài',
    '记录被外部更改',
  ),
  CURSOR_OF_ANOTHER_LOG: problem(
    410,
    'The position belongs to another log',
    'Vị trí thuộc nhật ký khác',
    '位置属于另一份日志',
  ),
  REVISION_STALE: problem(412, 'The record has moved on', 'Bản ghi đã thay đổi', '记录已变更'),
  BODY_TOO_LARGE: problem(413, 'The body is too large', 'Nội dung quá lớn', '正文过大'),
  URI_TOO_LONG: problem(414, 'The address is too long', 'Địa chỉ quá dài', '地址过长'),
  CONTENT_TYPE_NOT_SUPPORTED: problem(
    415,
    'The content type is not supported',
    'Không hỗ trợ kiểu nội dung',
    '不支持的内容类型',
  ),
  CONTENT_ENCODING_NOT_SUPPORTED: problem(
    415,
    'Encoded bodies are not accepted',
    'Không nhận nội dung nén',
    '不接受压缩的正文',
  ),
  IDEMPOTENCY_KEY_REUSED: problem(
    422,
    'The key belongs to another request',
    'Khóa đã dùng cho yêu cầu khác',
    '该键已用于其他请求',
  ),
  RATE_LIMITED: problem(429, 'Too many requests', 'Quá nhiều yêu cầu', '请求过多'),
  INTERNAL_ERROR: problem(500, 'Something broke on our side', 'Lỗi máy chủ', '服务器错误'),
  NOT_READY: problem(503, 'Not ready', 'Chưa sẵn sàng', '尚未就绪'),
  VIEW_BEHIND: problem(503, 'The view has not caught up', 'Dữ liệu chưa cập nhật kịp', '视图尚未更新'),
  STORE_UNAVAILABLE: problem(503, 'The store does not answer', 'Kho dữ liệu không phản hồi', '存储不可用'),
  NOT_ATTEMPTED: problem(503, 'Nothing of it was done', 'Chưa thực hiện', '尚未执行'),
  STORE_FULL: problem(507, 'The disk is full', 'Ổ đĩa đã đầy', '磁盘已满'),
} as const satisfies Record<string, ProblemKind>;

export type EdgeCode = keyof typeof EDGE_PROBLEMS;
