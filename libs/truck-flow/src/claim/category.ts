import type { Category } from '#libs/event-sourcing';
import { CLAIMED, GOODS_BROUGHT } from './events';

export const CLAIM = {
  name: 'claim',
  types: [],
  meanings: {},
  internalTypes: [CLAIMED, GOODS_BROUGHT],
  upcasters: {},
} as const satisfies Category;
