import { Rejection } from '../rejection';

/** One leading Chinese province character. */
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领';
const READABLE = new RegExp(`^[${PROVINCES}]?[0-9A-ZĐ]{1,16}[挂学警港澳]?$`, 'u');

/** Forms seen at the gates; a plate of another form is accepted with a warning (foreign and temporary plates). */
const USUAL = [
  /^[0-9]{2}[A-ZĐ]{1,2}[0-9]{4,5}$/u,
  /^[0-9]{2}[A-Z][0-9][0-9]{4,5}$/u,
  /^[A-Z]{2}[0-9]{4}$/u,
  /^[0-9]{5}(?:NG|QT|NN|CV)[0-9]{2}$/u,
  new RegExp(`^[${PROVINCES}][A-HJ-NP-Z][0-9A-HJ-NP-Z]{4,6}[挂学警港澳]?$`, 'u'),
];

const LONGEST = 16;

/** Longer text is no plate; normalising long runs of combining marks takes quadratic time (F-42). */
const LONGEST_TEXT = 64;

export interface ReadPlate {
  readonly plate: string;
  /** Allowed, but of no known form. */
  readonly unusual: boolean;
}

/**
 * The one spelling of a plate (api.md): NFKC, upper case, without spaces, dashes and dots (the bullets of Chinese
 * plates among them), so that two spellings are one truck. `pointer` says where in a body the text stands.
 * @throws Rejection PLATE_UNREADABLE for anything else than the allowed characters.
 */
export function readPlate(text: string, pointer?: string): ReadPlate {
  const plate = text
    .slice(0, LONGEST_TEXT)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{Zs}\p{Pd}.·•・]/gu, '');
  if (text.length > LONGEST_TEXT || Array.from(plate).length > LONGEST || !READABLE.test(plate)) {
    throw new Rejection(
      'PLATE_UNREADABLE',
      'a plate has 1 to 16 of 0-9, A-Z, Đ and the Chinese plate characters',
      {},
      pointer,
    );
  }
  return { plate, unusual: !USUAL.some((form) => form.test(plate)) };
}
