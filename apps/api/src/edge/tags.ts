/** One noun a tag, in the order of the work: the first segment of a path says which. */
const TAGS = {
  'truck-visits': 'A truck with its goods at a gate, from arrival to crossing and return: every step of it',
  consignments: 'Goods, wherever they are, and the trail of who did what with them',
  'gate-boards':
    'What stands before a gate now and at any time: boards, queues, waits, throughput, deviations',
  yards: 'Yards, what stands in them, and their capacity',
  'border-gates': 'Gates: status, hours, lanes, handover modes, and who changed them',
  'dedicated-drivers': 'Drivers who take trucks across the line',
  policies: 'Rules of the gates: the order of the line, calls, targets, and when each is in force',
  'legal-bases': 'Decisions, circulars and letters on which rules and prices rest',
  corrections: 'What was corrected at the gates, by whom and why',
  'fee-simulations': 'What other prices would bring',
  tariffs: 'What parking, infrastructure and gate service cost',
  'movement-imports': 'Many movements at once',
  feed: 'Every event in the order of the log, for machines',
  public: 'What everybody may see',
  me: 'Who a token is, and what it may do',
  catalogues: 'Types of events and codes of refusals',
} as const;

export type Tag = keyof typeof TAGS;

export const TAG_DESCRIPTIONS = Object.entries(TAGS).map(([name, description]) => ({ name, description }));

const CATALOGUES: ReadonlySet<string> = new Set(['event-types', 'rejection-codes', 'answer-codes']);

/** @throws Error for a path of a noun that has no tag. */
export function tagOf(path: string): Tag {
  const noun = path.replace('/api/v1/', '').split('/')[0] ?? '';
  if (CATALOGUES.has(noun)) return 'catalogues';
  if (!Object.hasOwn(TAGS, noun)) throw new Error(`no tag for ${path}`);
  return noun as Tag;
}
