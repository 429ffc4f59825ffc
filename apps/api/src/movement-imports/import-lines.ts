import { Refusal } from '#libs/http-edge';

/** More than 8 MiB of commands can have; what has more is no import, and its answer would be a hundred times as long. */
const MAX_LINES = 100_000;
const NEWLINE = 0x0a;

/** @throws Refusal BODY_TOO_LARGE for more than 100,000 lines, blank ones included. */
export function refuseTooManyLines(body: Buffer): void {
  let lines = 1;
  for (let at = body.indexOf(NEWLINE); at >= 0; at = body.indexOf(NEWLINE, at + 1)) {
    if (++lines > MAX_LINES) throw new Refusal('BODY_TOO_LARGE', `an import has at most ${MAX_LINES} lines`);
  }
}

/** The lines that are not blank, numbered from 1 by their place in the body. */
export function* linesOf(body: Buffer): Generator<{ readonly bytes: Buffer; readonly line: number }> {
  for (let begin = 0, line = 1; begin < body.length; line += 1) {
    const newline = body.indexOf(NEWLINE, begin);
    const end = newline < 0 ? body.length : newline;
    const bytes = withoutMark(body.subarray(begin, end));
    if (bytes.length > 1 || (bytes.length === 1 && bytes[0] !== 0x0d)) yield { bytes, line };
    begin = end + 1;
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Editors put the mark at the beginning of a file, and joined files have it at the beginning of a later line. */
function withoutMark(line: Buffer): Buffer {
  const mark = BYTE_ORDER_MARK.length;
  return line.subarray(0, mark).equals(BYTE_ORDER_MARK) ? line.subarray(mark) : line;
}
