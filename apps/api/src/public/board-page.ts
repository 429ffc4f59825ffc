/* HTML page of the public boards in three languages. */

import { escapeHtml, plainPage } from '#libs/http-edge';
import type { Language } from '#libs/http-edge';
import type { GateStatus } from '#libs/truck-flow';
import type { PublicBoard, PublicBoards } from './public-board-answer';

const REFRESH_SECONDS = 5;

interface Words {
  readonly title: string;
  readonly lead: string;
  readonly languages: string;
  readonly trucksOnHand: string;
  readonly arrivedToday: string;
  readonly crossedToday: string;
  readonly daysToClear: string;
  readonly days: (range: string) => string;
  readonly notEstimated: string;
  readonly updatedAt: string;
  readonly statuses: Readonly<Record<GateStatus, string>>;
}

const WORDS: Readonly<Record<Language, Words>> = {
  vi: {
    title: 'Xe hàng tại cửa khẩu',
    lead: 'Tình trạng từng cửa khẩu và số xe đang chờ. Trang tự cập nhật.',
    languages: 'Ngôn ngữ',
    trucksOnHand: 'Số xe tại cửa khẩu',
    arrivedToday: 'Đến hôm nay',
    crossedToday: 'Qua biên giới hôm nay',
    daysToClear: 'Thời gian giải tỏa dự kiến',
    days: (range) => `${range} ngày`,
    notEstimated: 'chưa ước tính',
    updatedAt: 'Cập nhật lúc',
    statuses: { OPEN: 'Đang hoạt động', REDUCED: 'Hạn chế', SUSPENDED: 'Tạm dừng' },
  },
  zh: {
    title: '口岸货车',
    lead: '各口岸状态与在场车辆。本页自动更新。',
    languages: '语言',
    trucksOnHand: '在场车辆',
    arrivedToday: '今日到达',
    crossedToday: '今日过境',
    daysToClear: '预计疏解时间',
    days: (range) => `${range} 天`,
    notEstimated: '暂无估计',
    updatedAt: '更新时间',
    statuses: { OPEN: '开放', REDUCED: '限行', SUSPENDED: '暂停' },
  },
  en: {
    title: 'Trucks at the border gates',
    lead: 'Status of each gate and trucks that wait there. This page updates itself.',
    languages: 'Language',
    trucksOnHand: 'Trucks on hand',
    arrivedToday: 'Arrived today',
    crossedToday: 'Crossed today',
    daysToClear: 'Estimated time to clear',
    days: (range) => `${range} days`,
    notEstimated: 'no estimate',
    updatedAt: 'Updated',
    statuses: { OPEN: 'Open', REDUCED: 'Reduced', SUSPENDED: 'Suspended' },
  },
};

const OWN_NAMES: Readonly<Record<Language, string>> = { vi: 'Tiếng Việt', zh: '中文', en: 'English' };

/** Pages of boards that are still shown, so that all readers of a language share one. */
const rendered = new WeakMap<PublicBoards, Map<Language, string>>();

/**
 * The public boards as one page: no script, readable by a screen reader and on a phone, the same address again every
 * 5 s. `at`: the time asked for, epoch milliseconds, which the links to the other languages keep.
 */
export function boardPage(boards: PublicBoards, language: Language, at: number | undefined): string {
  const pages = rendered.get(boards) ?? new Map<Language, string>();
  rendered.set(boards, pages);
  const page = pages.get(language) ?? render(boards, language, at);
  pages.set(language, page);
  return page;
}

function render({ items }: PublicBoards, language: Language, at: number | undefined): string {
  const words = WORDS[language];
  const body = `${languageLinks(language, at)}
<p>${words.lead}</p>
<ul>
${items.map((board) => card(board, language)).join('\n')}
</ul>
`;
  return plainPage({ language, title: words.title, refresh: REFRESH_SECONDS, body });
}

function languageLinks(language: Language, at: number | undefined): string {
  const kept = at === undefined ? '' : `&amp;at=${encodeURIComponent(new Date(at).toISOString())}`;
  const links = (Object.keys(OWN_NAMES) as Language[]).map((one) => {
    const current = one === language ? ' aria-current="true"' : '';
    return `<a href="/?lang=${one}${kept}" lang="${one}" hreflang="${one}"${current}>${OWN_NAMES[one]}</a>`;
  });
  return `<nav aria-label="${WORDS[language].languages}">${links.join('\n')}</nav>`;
}

function card(board: PublicBoard, language: Language): string {
  const words = WORDS[language];
  const { status, daysToClear } = board;
  return `<li><h2>${escapeHtml(board.name[language])}</h2>
<p class="status ${status}">${words.statuses[status]}</p>
<dl>
<div class="stock"><dt>${words.trucksOnHand}</dt><dd>${escapeHtml(String(board.trucksOnHand))}</dd></div>
<div><dt>${words.arrivedToday}</dt><dd>${escapeHtml(String(board.arrivedToday))}</dd></div>
<div><dt>${words.crossedToday}</dt><dd>${escapeHtml(String(board.crossedToday))}</dd></div>
<div><dt>${words.daysToClear}</dt><dd>${clearing(daysToClear, language)}</dd></div>
</dl>
<p class="soft">${words.updatedAt} ${time(board.updatedAt)}</p></li>`;
}

function clearing({ state, days }: PublicBoard['daysToClear'], language: Language): string {
  const words = WORDS[language];
  if (days === null) return state === 'SUSPENDED' ? words.statuses.SUSPENDED : words.notEstimated;
  return words.days(days.low === days.high ? String(days.low) : `${days.low}–${days.high}`);
}

/** Date, time and offset apart, for people: `2021-12-25 23:59:59 +07:00`. */
function time(instant: string): string {
  const text = escapeHtml(instant);
  const [, date = '', clock = '', offset = ''] = /^(.{10})T(.{8})(?:\.\d+)?(Z|[+-].{5})$/.exec(text) ?? [];
  return `<time datetime="${text}">${date} ${clock} ${offset === 'Z' ? 'UTC' : offset}</time>`;
}
