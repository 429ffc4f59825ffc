import { status } from '@grpc/grpc-js';

/** The calls a fault can be scripted for. */
export type CallKind = 'append' | 'read' | 'subscribe' | 'features';

/** What goes wrong with one call. `code` is a gRPC status. */
export type Fault =
  /** Refused before anything is done. */
  | { readonly kind: 'fail'; readonly code: status; readonly details?: string }
  /** Done, and then the answer is an error. */
  | { readonly kind: 'loseAnswer'; readonly code: status }
  /** Accepted and never answered; done first when `isDone`. */
  | { readonly kind: 'hang'; readonly isDone: boolean }
  /** Refused: another node leads. */
  | { readonly kind: 'notLeader'; readonly host: string; readonly port: number }
  /** A read or subscription that breaks off after so many events: with an error, or just ended without one. */
  | { readonly kind: 'breakOff'; readonly after: number; readonly code: status | null };

/** Decides call by call; `number` counts the calls of this kind from 1. */
export type FaultPlan = (number: number) => Fault | undefined;

/** The script of what goes wrong, kind by kind. */
export class Faults {
  private readonly plans = new Map<CallKind, FaultPlan>();
  private readonly counts = new Map<CallKind, number>();

  /** Replaces the plan of one kind of call; its calls are counted anew. */
  plan(kind: CallKind, plan: FaultPlan): void {
    this.plans.set(kind, plan);
    this.counts.set(kind, 0);
  }

  /** The next `times` calls of one kind meet this fault. */
  next(kind: CallKind, fault: Fault, times = 1): void {
    this.plan(kind, (number) => (number <= times ? fault : undefined));
  }

  /** Everything works again. */
  clear(): void {
    this.plans.clear();
  }

  /** To be called by the server once a call. */
  meet(kind: CallKind): Fault | undefined {
    const number = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, number);
    return this.plans.get(kind)?.(number);
  }

  countOf(kind: CallKind): number {
    return this.counts.get(kind) ?? 0;
  }
}

const LOST_ANSWERS = [status.UNAVAILABLE, status.CANCELLED, status.DEADLINE_EXCEEDED, status.ABORTED];

/** Loses this share of answers, half of them after the deed. */
export function losingAnswers(share: number, random: () => number): FaultPlan {
  return () => {
    if (random() >= share) return undefined;
    const code = LOST_ANSWERS[Math.floor(random() * LOST_ANSWERS.length)] ?? status.UNAVAILABLE;
    return random() < 0.5 ? { kind: 'loseAnswer', code } : { kind: 'fail', code };
  };
}
