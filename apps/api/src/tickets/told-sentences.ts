/* What a driver is told of his truck: its place in the order of calls, else how far it is, and what it misses. */

import type { Language } from '#libs/http-edge';
import type { Position } from '#libs/read-models';
import type { Stage, StepName } from '#libs/truck-flow';
import { positionSentence } from '../truck-visits/position-sentence';
import type { InThreeLanguages } from '../truck-visits/position-sentence';

/** What is known of a truck. */
export interface KnownTruck {
  readonly place: Position;
  readonly stage: Stage;
  readonly onHand: boolean;
  readonly held: boolean;
  readonly missing: readonly StepName[];
}

interface Words {
  readonly called: (gate: string) => string;
  readonly pastLine: (gate: string) => string;
  readonly ended: (gate: string) => string;
  readonly held: string;
  readonly missing: (steps: string) => string;
  readonly comma: string;
  readonly between: string;
  readonly steps: Partial<Readonly<Record<StepName, string>>>;
}

const WORDS: Readonly<Record<Language, Words>> = {
  vi: {
    called: (gate) => `Xe đã được gọi vào cửa khẩu ${gate}.`,
    pastLine: (gate) => `Xe đã rời hàng chờ tại ${gate} và đang tại cửa khẩu.`,
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
    called: (gate) => `${gate}口岸已叫号，请前往口岸。`,
    pastLine: (gate) => `车辆已离开${gate}口岸的排队，仍在口岸。`,
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
    called: (gate) => `The truck is called to the gate at ${gate}.`,
    pastLine: (gate) => `The truck has left the line at ${gate} and is still there.`,
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
export function toldSentences(truck: KnownTruck, gate: InThreeLanguages): InThreeLanguages {
  const inLine = positionSentence(truck.place, gate);
  const say = (language: Language) => sentenceIn(language, truck, gate[language], inLine[language]);
  return { vi: say('vi'), zh: say('zh'), en: say('en') };
}

function sentenceIn(language: Language, truck: KnownTruck, gate: string, inLine: string): string {
  const words = WORDS[language];
  if (!truck.onHand) return words.ended(gate);
  const steps = truck.missing.map((step) => words.steps[step] ?? step).join(words.comma);
  const past = truck.stage === 'CALLED_FORWARD' ? words.called(gate) : words.pastLine(gate);
  return [
    ...(truck.place.rank === null ? [past, ...(truck.held ? [words.held] : [])] : [inLine]),
    ...(truck.missing.length === 0 ? [] : [words.missing(steps)]),
  ].join(words.between);
}
