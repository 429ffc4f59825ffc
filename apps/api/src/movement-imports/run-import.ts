import { setImmediate } from 'node:timers/promises';
import type { CommandAnswer } from '../http/commands/command-answer';
import type { Commands } from '../http/commands/commands';
import type { Caller } from '../http/context/context-decorators';
import { BODY_LIMIT } from '../http/json/body-parser';
import { parseStrictBytes } from '../http/json/strict-json';
import { problemDocument, statusOf } from '../http/problem/problem-document';
import type { AccessTrace } from '../http/operations/access-trace';
import type { Language } from '../http/problem/problem-document';
import { Refusal } from '../http/problem/refusal';
import { membersOf, refusalOf } from '../http/problem/refusal-of';
import type { BodyValidator } from '../http/validation/body-validator';
import type { HeldThings } from '../truck-visits/held-things';
import { canonicalId } from './import-line';
import type { ImportLine } from './import-line';
import type { LineCommands } from './line-commands';
import { RefusedLookUps } from './refused-look-ups';

/** Lines that run side by side; their answers wait for each other. */
const WINDOW = 256;
/** More than 8 MiB of commands can have; what has more is no import, and its answer would be a hundred times as long. */
const MAX_LINES = 100_000;
/** After so many lines others get their turn: lines that are refused at once wait for nothing. */
const LINES_A_TURN = 64;
/** Answers are written in pieces of about this many characters. */
const PIECE = 16_384;

/** What an import needs to run its lines. */
export interface ImportWork {
  readonly lines: LineCommands;
  readonly commands: Commands;
  readonly held: HeldThings;
  readonly validate: BodyValidator<ImportLine>;
  readonly trace: AccessTrace;
}

export interface ImportRequest {
  readonly body: Buffer;
  readonly caller: Caller;
  readonly language: Language;
}

/**
 * Runs the lines of an import as if one after the other and yields their answers in the same order, as NDJSON.
 * Side by side run only lines of different visits, assets and drivers; a line of a gate, yard or driver waits for
 * all before it and is waited for. A failed line stops nothing else.
 */
export async function* runImport(
  work: ImportWork,
  { body, caller, language }: ImportRequest,
): AsyncGenerator<string> {
  const running: Promise<string>[] = [];
  const lookUps = new RefusedLookUps(work.trace, caller.principal);
  let piece = '';
  for (const { bytes, line } of linesOf(body)) {
    if (line % LINES_A_TURN === 0) await setImmediate();
    const start = await startOf(work, { bytes, line, caller, language, lookUps });
    if (start.barrier) piece += await drained(running, 0);
    running.push(start.run());
    piece += await drained(running, start.barrier ? 0 : WINDOW - 1);
    if (piece.length >= PIECE) {
      yield piece;
      piece = '';
    }
  }
  piece += await drained(running, 0);
  lookUps.end();
  if (piece !== '') yield piece;
}

/** The answers of the first lines, until at most `left` are still running. */
async function drained(running: Promise<string>[], left: number): Promise<string> {
  let answers = '';
  while (running.length > left) answers += await (running.shift() ?? '');
  return answers;
}

const NEWLINE = 0x0a;

/** @throws Refusal BODY_TOO_LARGE for more than 100,000 lines, blank ones included. */
export function refuseTooManyLines(body: Buffer): void {
  let lines = 1;
  for (let at = body.indexOf(NEWLINE); at >= 0; at = body.indexOf(NEWLINE, at + 1)) {
    if (++lines > MAX_LINES) throw new Refusal('BODY_TOO_LARGE', `an import has at most ${MAX_LINES} lines`);
  }
}

/** The lines that are not blank, numbered from 1 by their place in the body. */
function* linesOf(body: Buffer): Generator<{ bytes: Buffer; line: number }> {
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

interface ReadableLine {
  readonly bytes: Buffer;
  readonly line: number;
  readonly caller: Caller;
  readonly language: Language;
  readonly lookUps: RefusedLookUps;
}

interface Start {
  readonly barrier: boolean;
  /** Takes the line's turn at once, and never rejects. */
  run(): Promise<string>;
}

/** Reads one line. What a visit holds is looked up first, so that its turn is right when it is taken. */
async function startOf(work: ImportWork, source: ReadableLine): Promise<Start> {
  let line: ImportLine | undefined;
  try {
    if (source.bytes.length > BODY_LIMIT) throw new Refusal('BODY_TOO_LARGE', 'a line has at most 64 KiB');
    const read = (line = work.validate(parseStrictBytes(source.bytes).value));
    const id = canonicalId(read.id);
    const envelope = work.lines.envelopeOf(read, id, source.caller);
    const visit = read.command.startsWith('truck-visits');
    if (visit && id !== '') await work.held.recall(id);
    // Whether this line counts is known once the one with its key is answered; those after it may depend on it.
    await work.commands.settled(envelope);
    return { barrier: !visit, run: () => answered(source, read, () => work.commands.execute(envelope)) };
  } catch (error) {
    const refused = failed(source, line, error);
    return { barrier: false, run: () => Promise.resolve(refused) };
  }
}

async function answered(
  source: ReadableLine,
  line: ImportLine,
  execute: () => Promise<CommandAnswer>,
): Promise<string> {
  try {
    const { id, revision, position, events, eventIds, recordTime, warnings } = await execute();
    const recorded = { id, revision, position, events, eventIds, recordTime, warnings };
    return text({ line: source.line, key: line.key, status: 200, ...recorded });
  } catch (error) {
    return failed(source, line, error);
  }
}

/** `read`: the line, where it could be read. */
function failed(
  { line, language, lookUps }: ReadableLine,
  read: ImportLine | undefined,
  error: unknown,
): string {
  const refusal = refusalOf(error);
  const { code, detail } = refusal;
  const status = statusOf(code);
  if (read !== undefined) lookUps.note(line, read, status);
  const frame = { detail, instance: `/api/v1/movement-imports#${line}`, language };
  return text({
    line,
    key: read?.key ?? '',
    status,
    id: null,
    revision: null,
    position: null,
    events: [],
    eventIds: [],
    recordTime: null,
    warnings: [],
    problem: problemDocument(code, frame, membersOf(refusal)),
  });
}

function text(answer: object): string {
  return `${JSON.stringify(answer)}\n`;
}
