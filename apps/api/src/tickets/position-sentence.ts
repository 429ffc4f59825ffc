/* What a driver is told of his place, as one sentence or two in each language. */

import type { Language } from '#libs/http-edge';
import type { Stage, StepName } from '#libs/truck-flow';

/** What the sentences are made of. `gate`: its name in each language. */
export interface ToldPosition {
  readonly gate: Readonly<Record<Language, string>>;
  readonly stage: Stage;
  readonly onHand: boolean;
  readonly rank: number | null;
  readonly held: boolean;
  readonly missing: readonly StepName[];
}

export type Sentences = Readonly<Record<Language, string>>;

interface Words {
  readonly inLine: (rank: number, gate: string) => string;
  readonly pastLine: (gate: string) => string;
  readonly called: (gate: string) => string;
  readonly ended: (gate: string) => string;
  readonly held: string;
  readonly missing: (steps: string) => string;
  readonly comma: string;
  readonly between: string;
  readonly steps: Partial<Readonly<Record<StepName, string>>>;
}

const WORDS: Readonly<Record<Language, Words>> = {
  vi: {
    inLine: (rank, gate) => `Xe đứng thứ ${rank} trong hàng chờ tại ${gate}, có ${rank - 1} xe phía trước.`,
    pastLine: (gate) => `Xe đã rời hàng chờ tại ${gate} và đang tại cửa khẩu.`,
    called: (gate) => `Xe đã được gọi vào cửa khẩu ${gate}.`,
    ended: (gate) => `Lượt xe tại ${gate} đã kết thúc.`,
    held: 'Xe đang bị giữ.',
    missing: (steps) => `Trước khi qua biên giới còn thiếu: ${steps}.`,
    comma: ', ',
    between: ' ',
    steps: {
      'customs-clearance': 'thông quan',
      disinfection: 'khử khuẩn',
      handover: 'bàn giao',
      'container-cut': 'cắt container',
      'container-lift': 'cẩu container',
      transload: 'sang tải',
    },
  },
  zh: {
    inLine: (rank, gate) => `在${gate}口岸排第 ${rank} 位，前面有 ${rank - 1} 辆车。`,
    pastLine: (gate) => `车辆已离开${gate}口岸的排队，仍在口岸。`,
    called: (gate) => `${gate}口岸已叫号，请前往口岸。`,
    ended: (gate) => `在${gate}口岸的车次已结束。`,
    held: '车辆被扣留。',
    missing: (steps) => `过境前还缺：${steps}。`,
    comma: '、',
    between: '',
    steps: {
      'customs-clearance': '通关',
      disinfection: '消毒',
      handover: '交接',
      'container-cut': '甩挂',
      'container-lift': '吊装',
      transload: '换装',
    },
  },
  en: {
    inLine: (rank, gate) => `Number ${rank} in the line at ${gate}, with ${rank - 1} ahead.`,
    pastLine: (gate) => `The truck has left the line at ${gate} and is still there.`,
    called: (gate) => `The truck is called to the gate at ${gate}.`,
    ended: (gate) => `This visit at ${gate} has ended.`,
    held: 'The truck is held.',
    missing: (steps) => `Still missing before the crossing: ${steps}.`,
    comma: ', ',
    between: ' ',
    steps: {
      'customs-clearance': 'customs clearance',
      disinfection: 'disinfection',
      handover: 'handover',
      'container-cut': 'container cut',
      'container-lift': 'container lift',
      transload: 'transload',
    },
  },
};

/** In all languages at once: whoever reads to the driver knows which is his. */
export function positionSentences(position: ToldPosition): Sentences {
  const say = (language: Language) => sentenceIn(language, position);
  return { vi: say('vi'), zh: say('zh'), en: say('en') };
}

function sentenceIn(language: Language, { gate, ...position }: ToldPosition): string {
  const words = WORDS[language];
  const { rank, stage, onHand, held, missing } = position;
  const name = gate[language];
  if (!onHand) return words.ended(name);
  const steps = missing.map((step) => words.steps[step] ?? step).join(words.comma);
  return [
    ...(rank === null ? [] : [words.inLine(rank, name)]),
    ...(stage === 'CALLED_FORWARD' ? [words.called(name)] : rank === null ? [words.pastLine(name)] : []),
    ...(held ? [words.held] : []),
    ...(missing.length === 0 ? [] : [words.missing(steps)]),
  ].join(words.between);
}
