/* What the sentences about a place in the order of calls are put together from, in three languages. */

import type { Position } from '#libs/read-models';

/** A text in the three languages of the border. */
export interface InThreeLanguages {
  readonly vi: string;
  readonly zh: string;
  readonly en: string;
}

type Language = keyof InThreeLanguages;

/** What a sentence is put together from, in one language. */
interface Words {
  readonly place: (rank: number, gate: string) => string;
  readonly gone: (gate: string) => string;
  readonly rule: (name: string, policy: string, version: string) => string;
  readonly noRule: string;
  readonly ahead: (counts: string) => string;
  readonly none: string;
  readonly held: string;
  readonly suspended: string;
  readonly missing: (what: string) => string;
  readonly customs: string;
  readonly ready: string;
  readonly end: string;
  readonly between: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  vi: {
    place: (rank, gate) => `Số ${rank} trong thứ tự gọi xe tại ${gate}`,
    gone: (gate) => `Xe không còn trong hàng chờ gọi tại ${gate}: đã được gọi, đã bàn giao hoặc đã đi`,
    rule: (name, policy, version) => `nhóm ${name} theo quy tắc ${policy}, phiên bản ${version}`,
    noRule: 'chưa có quy tắc nào, xe chờ lâu nhất được gọi trước',
    ahead: (counts) => `phía trước: ${counts}`,
    none: 'không có xe nào',
    held: 'xe đang bị giữ',
    suspended: 'cửa khẩu đang tạm dừng nhận hàng này',
    missing: (what) => `còn thiếu: ${what}`,
    customs: 'thông quan',
    ready: 'không còn thiếu gì',
    end: '.',
    between: '; ',
  },
  zh: {
    place: (rank, gate) => `在${gate}的叫号顺序中排第${rank}位`,
    gone: (gate) => `车辆已不在${gate}的叫号队列中：已叫号、已交接或已离开`,
    rule: (name, policy, version) => `按规则${policy}第${version}版属于${name}类`,
    noRule: '没有生效的规则，等候最久的先叫',
    ahead: (counts) => `前面有：${counts}`,
    none: '没有车辆',
    held: '车辆被扣留',
    suspended: '口岸暂停接收该货物',
    missing: (what) => `还缺：${what}`,
    customs: '通关',
    ready: '手续齐全',
    end: '。',
    between: '；',
  },
  en: {
    place: (rank, gate) => `Number ${rank} in the order of calls at ${gate}`,
    gone: (gate) => `No longer in the line of ${gate}: called, handed over or gone`,
    rule: (name, policy, version) => `class ${name} by rule ${policy}, version ${version}`,
    noRule: 'no rule is in force, the one that queues longest is called first',
    ahead: (counts) => `ahead: ${counts}`,
    none: 'none',
    held: 'the truck is held',
    suspended: 'the gate takes none of these goods now',
    missing: (what) => `missing: ${what}`,
    customs: 'customs clearance',
    ready: 'nothing is missing',
    end: '.',
    between: '; ',
  },
};

/** Where a truck stands and why, in one sentence a language; of others it tells how many there are. */
export function positionSentence(position: Position, gate: InThreeLanguages): InThreeLanguages {
  const inLanguage = (language: Language) => sentenceOf(position, gate[language], WORDS[language]);
  return { vi: inLanguage('vi'), zh: inLanguage('zh'), en: inLanguage('en') };
}

function sentenceOf(position: Position, gate: string, words: Words): string {
  const { rank, rule, held, suspended, missing } = position;
  if (rank === null) return words.gone(gate) + words.end;
  const parts = [
    words.place(rank, gate),
    rule === null ? words.noRule : words.rule(position.class ?? '', rule.policy, rule.version),
    words.ahead(aheadOf(position, words)),
    ...(held ? [words.held] : []),
    ...(suspended ? [words.suspended] : []),
    // What a call waits for is the clearance alone.
    missing.length > 0 ? words.missing(words.customs) : words.ready,
  ];
  return parts.join(words.between) + words.end;
}

function aheadOf({ rank, rule, aheadByClass }: Position, words: Words): string {
  const ahead = (rank ?? 1) - 1;
  if (ahead === 0) return words.none;
  if (rule === null) return ahead.toString(10);
  const counts = Object.entries(aheadByClass).filter(([, count]) => count > 0);
  return counts.map(([name, count]) => `${count} ${name}`).join(', ');
}
