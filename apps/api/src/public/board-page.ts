import type { GateStatus } from '#libs/truck-flow';
import { escapeHtml, policyFor } from '../http/html/plain-page';
import type { Language } from '../http/problem/problem-document';
import type { PublicBoard, PublicBoards } from './get-public-boards';

const REFRESH_SECONDS = 5;

const STYLE = `body{font:18px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;padding-bottom:.5rem}
th,td{padding:.5rem 1rem .5rem 0;text-align:left;border-bottom:1px solid #8888}
td.number{text-align:right;font-variant-numeric:tabular-nums}th.number{text-align:right}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}}`;

/** Allows the page its own style and nothing else. */
export const BOARD_PAGE_POLICY = policyFor(STYLE);

interface Words {
  readonly title: string;
  readonly caption: string;
  readonly gate: string;
  readonly status: string;
  readonly trucksOnHand: string;
  readonly updatedAt: string;
  readonly dataAsOf: string;
  readonly nothing: string;
  readonly statuses: Readonly<Record<GateStatus, string>>;
}

const WORDS: Readonly<Record<Language, Words>> = {
  vi: {
    title: 'Xe hàng tại cửa khẩu',
    caption: 'Tình trạng từng cửa khẩu và số xe đang chờ',
    gate: 'Cửa khẩu',
    status: 'Tình trạng',
    trucksOnHand: 'Số xe tại cửa khẩu',
    updatedAt: 'Cập nhật lúc',
    dataAsOf: 'Dữ liệu ghi nhận đến',
    nothing: 'chưa có dữ liệu',
    statuses: { OPEN: 'Đang hoạt động', REDUCED: 'Hạn chế', SUSPENDED: 'Tạm dừng' },
  },
  zh: {
    title: '口岸货车',
    caption: '各口岸状态与在场车辆',
    gate: '口岸',
    status: '状态',
    trucksOnHand: '在场车辆',
    updatedAt: '更新时间',
    dataAsOf: '数据截至',
    nothing: '暂无数据',
    statuses: { OPEN: '开放', REDUCED: '限行', SUSPENDED: '暂停' },
  },
  en: {
    title: 'Trucks at the border gates',
    caption: 'Status of each gate and trucks on hand',
    gate: 'Gate',
    status: 'Status',
    trucksOnHand: 'Trucks on hand',
    updatedAt: 'Updated',
    dataAsOf: 'Data as of',
    nothing: 'no data yet',
    statuses: { OPEN: 'Open', REDUCED: 'Reduced', SUSPENDED: 'Suspended' },
  },
};

/** The public boards as one page: no script, readable by a screen reader, the same address again every 5 s. */
export function boardPage({ items, asOf }: PublicBoards, language: Language): string {
  const words = WORDS[language];
  const recorded = asOf.recordTime === null ? words.nothing : time(asOf.recordTime);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}"><title>${words.title}</title><style>${STYLE}</style></head>
<body><main><h1>${words.title}</h1>
<table><caption>${words.caption}</caption>
<thead><tr><th scope="col">${words.gate}</th><th scope="col">${words.status}</th>
<th scope="col" class="number">${words.trucksOnHand}</th><th scope="col">${words.updatedAt}</th></tr></thead>
<tbody>
${items.map((board) => row(board, language)).join('\n')}
</tbody></table>
<p>${words.dataAsOf}: ${recorded}</p></main></body></html>
`;
}

function row({ name, status, trucksOnHand, updatedAt }: PublicBoard, language: Language): string {
  return `<tr><th scope="row">${escapeHtml(name[language])}</th><td>${WORDS[language].statuses[status]}</td>
<td class="number">${escapeHtml(String(trucksOnHand))}</td><td>${time(updatedAt)}</td></tr>`;
}

/** Date, time and offset apart, for people: `2021-12-25 23:59:59 +07:00`. */
function time(instant: string): string {
  const text = escapeHtml(instant);
  const [, date = '', clock = '', offset = ''] = /^(.{10})T(.{8})(?:\.\d+)?(Z|[+-].{5})$/.exec(text) ?? [];
  return `<time datetime="${text}">${date} ${clock} ${offset === 'Z' ? 'UTC' : offset}</time>`;
}
