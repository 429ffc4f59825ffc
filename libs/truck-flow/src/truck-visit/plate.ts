import { Rejection } from '../rejection';

/** One leading Chinese province character. */
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领';
/** Trailing Chinese characters: trailer, learner, police, Hong Kong, Macao, consulate, embassy, temporary. */
const ENDINGS = '挂学警港澳领使临';
const READABLE = new RegExp(`^[${PROVINCES}]?[0-9A-ZĐ]{1,16}[${ENDINGS}]?$`, 'u');

/** What may be between the characters of a plate and does not count; `Dash` holds the minus signs, too. */
const SEPARATORS =
  /[\s\p{Z}\p{Dash}\u02d7\u2043\u2500\u2796\u30fc.·•‧∙⋅・●◦▪。⸱⸳\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** An ending or digit in brackets. Brackets round more may hold another plate. */
const BRACKETED = /[\p{Ps}]([^\p{Ps}\p{Pe}])[\p{Pe}]/gu;

/** Series of Vietnamese civil plates: one of twenty letters; two letters for special vehicles. */
const SERIES = '(?:[ABCDEFGHKLMNPSTUVXYZ]|CD|DA|HC|KT|LB|LD|MĐ|MK|RM|TĐ)';

/** Forms seen at the gates; a plate of another form is accepted with a warning (foreign and temporary plates). */
const USUAL = [
  new RegExp(`^[0-9]{2}${SERIES}[0-9]{4,5}$`, 'u'),
  /^[A-Z]{2}[0-9]{4}$/u,
  /^[0-9]{5}(?:NG|QT|NN|CV)[0-9]{2}$/u,
  new RegExp(`^[${PROVINCES}][A-HJ-NP-Z][0-9A-HJ-NP-Z]{4,6}[${ENDINGS}]?$`, 'u'),
];
/** Of trailers. */
const USUAL_TRAILER = /^[0-9]{2}R[0-9]{4,5}$/u;

const LONGEST = 16;

/** Longer text is no plate; normalising long runs of combining marks takes quadratic time (F-42). */
const LONGEST_TEXT = 64;

export interface ReadPlate {
  readonly plate: string;
  /** Allowed, but of no known form. */
  readonly unusual: boolean;
}

/** Where a plate is in the body. */
export interface PlateOf {
  /** JSON pointer into the body. */
  readonly pointer?: string;
  /** May it be a trailer's? Those have a series of their own. */
  readonly trailer?: boolean;
}

/**
 * The one spelling of a plate: NFKC, upper case, without white space (the line feed of a two-line plate included),
 * dashes, dots, bullets and invisible characters, so that two spellings are one truck.
 * @throws Rejection PLATE_UNREADABLE for anything else than the allowed characters.
 */
export function readPlate(text: string, { pointer, trailer = false }: PlateOf = {}): ReadPlate {
  const plate = text
    .slice(0, LONGEST_TEXT)
    .normalize('NFKC')
    .toUpperCase()
    .replace(SEPARATORS, '')
    .replace(BRACKETED, '$1');
  if (text.length > LONGEST_TEXT || Array.from(plate).length > LONGEST || !READABLE.test(plate)) {
    throw new Rejection(
      'PLATE_UNREADABLE',
      'a plate has 1 to 16 of 0-9, A-Z, Đ and the Chinese plate characters',
      {},
      pointer,
    );
  }
  const usual = USUAL.some((form) => form.test(plate)) || (trailer && USUAL_TRAILER.test(plate));
  return { plate, unusual: !usual };
}
