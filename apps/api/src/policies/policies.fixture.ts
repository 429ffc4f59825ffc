/* Invented policies, for the specifications of their routes. */

export const at = (day: number, hour = 0) =>
  `2021-12-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00+07:00`;

export const CALLS = {
  at: at(20),
  policy: 'CALLS',
  kind: 'CALL',
  effectiveFrom: at(21),
  legalBasis: '128/NQ-CP',
  values: { missed: 'END_OF_CLASS', deadlineMinutes: 60 },
};
export const ORDER = {
  ...CALLS,
  policy: 'ORDER',
  kind: 'QUEUE_ORDER',
  gate: 'HUU_NGHI',
  values: {
    classes: [
      { class: 'FRUIT', weight: 3, when: { cargoClass: ['FRESH_PRODUCE'] } },
      { class: 'REST', weight: 1 },
    ],
    window: 5,
    requires: ['CUSTOMS'],
  },
};
