import type { BodyType, CargoClass, Consignment } from '#libs/truck-flow';

/* What goods and trucks are told apart by, as bodies name it. */

export const CARGO_CLASSES: readonly CargoClass[] = [
  'FRESH_PRODUCE',
  'FROZEN_SEAFOOD',
  'CHILLED',
  'DRY',
  'OTHER',
];

export const BODY_TYPES: readonly BodyType[] = [
  'HOT_BOX',
  'REEFER_CONTAINER',
  'DRY_CONTAINER',
  'BOX',
  'FLATBED',
  'TANK',
  'OTHER',
];

export const TRADE_FORMS: readonly NonNullable<Consignment['tradeForm']>[] = ['FORMAL', 'INFORMAL'];
