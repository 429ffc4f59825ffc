/* Import runner: lines concurrently where they are independent, answers in order. */

import { setImmediate } from 'node:timers/promises';
import { BODY_LIMIT, parseStrictBytes, problemDocument, Refusal } from '#libs/http-edge';
import type { AccessTrace, BodyValidator, Caller, CommandAnswer, Commands, Language } from '#libs/http-edge';
import type { VisitRecorder } from '#libs/recording';
import { refusalProblem } from '../edge/refusals';
import { AnswerPieces } from './answer-pieces';
import type { Answer } from './answer-pieces';
import { notAttempted } from './import-course';
import type { ImportCourse } from './import-course';
import { canonicalId } from './import-line';
import type { ImportLine } from './import-line';
import { linesOf } from './import-lines';
import type { LineCommands } from './line-commands';
import { placeOf } from './line-place';
import { RefusedLookUps } from './refused-look-ups';

/** Lines that run side by side; their answers wait for each other. */
const WINDOW = 256;
/** After so many lines others get their turn: lines that are refused at once wait for nothing. */
const LINES_A_TURN = 64;

/** Injection token of the `ImportWork`. */
export const IMPORT_WORK = Symbol('IMPORT_WORK');

/** What an import needs to run its lines. */
export interface ImportWork {
  readonly lines: LineCommands;
  readonly commands: Commands;
  readonly visits: Pick<VisitRecorder, 'lockNames' | 'callOrder'>;
  readonly validate: BodyValidator<ImportLine>;
  readonly trace: AccessTrace;
  /** The way of one import; `gone` aborts when nobody reads its answers any more. */
  readonly course: (gone: AbortSignal) => ImportCourse;
}

export interface ImportRequest {
  readonly body: Buffer;
  readonly caller: Caller;
  readonly language: Language;
  /** Aborts when the connection is closed. */
  readonly gone: AbortSignal;
}

/**
 * Runs the lines of an import as if one after the other and yields their answers in the same order, as NDJSON.
 * Side by side run only lines of different visits, assets and drivers; a line of a gate, yard or driver waits for
 * all before it and is waited for. A refused line stops nothing else; one that the store did not answer, or whose events
 * found no space, ends the import, and so does whoever reads no more.
 */
export async function* runImport(
  work: ImportWork,
  { body, caller, language, gone }: ImportRequest,
): AsyncGenerator<string> {
  const course = work.course(gone);
  const answers = new AnswerPieces();
  const lookUps = new RefusedLookUps(work.trace, caller.principal);
  try {
    for (const { bytes, line } of linesOf(body)) {
      if (line % LINES_A_TURN === 0) await setImmediate();
      const start = await startOf(work, { bytes, line, caller, language, course, lookUps });
      const isAlone = start.isAlone || !course.isAnswered;
      if (isAlone) yield* answers.drained(0);
      answers.add(start.run());
      yield* answers.drained(isAlone ? 0 : WINDOW - 1);
    }
    yield* answers.rest();
  } finally {
    course.stop();
    lookUps.end();
  }
}

interface ReadableLine {
  readonly bytes: Buffer;
  readonly line: number;
  readonly caller: Caller;
  readonly language: Language;
  readonly course: ImportCourse;
  readonly lookUps: RefusedLookUps;
}

interface Start {
  readonly isAlone: boolean;
  /** Takes the line's turn at once, and never rejects. */
  run(): Promise<Answer>;
}

/** Reads one line, and finds its place among the others. */
async function startOf(work: ImportWork, source: ReadableLine): Promise<Start> {
  const { caller, course } = source;
  let line: ImportLine | undefined;
  try {
    if (source.bytes.length > BODY_LIMIT) throw new Refusal('BODY_TOO_LARGE', 'a line has at most 64 KiB');
    const read = (line = work.validate(parseStrictBytes(source.bytes).value));
    if (course.isOver) throw notAttempted();
    const id = canonicalId(read.id);
    const envelope = work.lines.envelopeOf(read, id, caller);
    const { isAlone, names } = await placeOf(work.visits, { command: read.command, id, envelope });
    const execute = () => work.commands.execute(envelope);
    return { isAlone, run: () => answered(source, read, () => course.run(names, execute)) };
  } catch (error) {
    const answer = () => failed(source, line, course.toldUnread(error));
    return { isAlone: false, run: () => Promise.resolve(answer) };
  }
}

async function answered(
  source: ReadableLine,
  line: ImportLine,
  execute: () => Promise<CommandAnswer>,
): Promise<Answer> {
  try {
    const recorded = Object.entries(await execute());
    const answer = text({ line: source.line, key: line.key, status: 200, ...Object.fromEntries(recorded) });
    return () => answer;
  } catch (error) {
    return () => failed(source, line, source.course.told(error));
  }
}

/** `read`: the line, where it could be read. */
function failed(
  { line, language, lookUps }: ReadableLine,
  read: ImportLine | undefined,
  error: unknown,
): string {
  const problem = refusalProblem(error);
  const { status } = problem;
  if (read !== undefined) lookUps.note(line, read, status);
  const frame = { instance: `/api/v1/movement-imports#${line}`, language };
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
    problem: problemDocument(problem, frame, problem.members),
  });
}

function text(answer: object): string {
  return `${JSON.stringify(answer)}\n`;
}
