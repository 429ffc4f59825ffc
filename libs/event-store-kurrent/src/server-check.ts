import type { EventStoreDBClient } from '@eventstore/db-client';
import { accessFaultOf, denialIn } from './access-fault';
import type { NeededAccess } from './access-fault';
import { NoAnswer, within } from './back-off';
import { serverVersion } from './client-internals';
import { failureKind, messageOf } from './failures';
import { refusalOf } from './server-version';
import type { Timings } from './settings';
import { tlsFaultOf } from './tls-fault';

/**
 * `connecting`: not reached yet. `connected`. `unreachable`: it failed and is being sought. `refused`: it is there and may
 * not be used, which waiting does not heal. Calls are refused at once unless connected.
 */
export interface StoreState {
  readonly status: 'connecting' | 'connected' | 'unreachable' | 'refused';
  /** Why it is not connected; of `refused` with the setting to look at. */
  readonly reason: string | null;
}

/** The server is there and may not be used; the message says why and what to do. */
export class KurrentRefused extends Error {
  override readonly name = 'KurrentRefused';
}

export interface ServerCheckOptions {
  readonly url: string;
  readonly timings: Timings;
  readonly access: NeededAccess;
}

/** A server that a fresh client has asked, and that has said nothing. */
export const SILENT: StoreState = { status: 'unreachable', reason: 'it is silent' };

export function refused(reason: string): StoreState {
  return { status: 'refused', reason };
}

/** Looks at the server behind a fresh client: its version, its certificate, and what the account may do there. */
export class ServerCheck {
  private isDoubted = true;

  constructor(private readonly options: ServerCheckOptions) {}

  /** Is it not known yet whether the account may do what is needed? */
  get isAccessDoubted(): boolean {
    return this.isDoubted;
  }

  /** The next client asks what the account may do. */
  doubtAccess(): void {
    this.isDoubted = true;
  }

  async stateBehind(client: EventStoreDBClient): Promise<StoreState> {
    const { freshSilence } = this.options.timings;
    try {
      const version = await within(freshSilence, serverVersion(client));
      const reason = refusalOf(version) ?? (await this.accessFault(client));
      return reason === null ? { status: 'connected', reason } : refused(reason);
    } catch (error) {
      if (error instanceof NoAnswer) return SILENT;
      const fault = await this.faultIn(error);
      return fault === null ? { status: 'unreachable', reason: messageOf(error) } : refused(fault);
    }
  }

  /** What the account may not do. A server that is too busy to say is asked with the next fresh client. */
  private async accessFault(client: EventStoreDBClient): Promise<string | null> {
    if (!this.isDoubted) return null;
    const { access, timings } = this.options;
    try {
      const fault = await within(timings.freshSilence, accessFaultOf(client, access));
      this.isDoubted = fault !== null;
      return fault;
    } catch {
      return null;
    }
  }

  /** What cannot heal by waiting. */
  private faultIn(error: unknown): Promise<string | null> {
    const isDenied = failureKind(error) === 'denied';
    return isDenied ? Promise.resolve(denialIn(error, 'connect')) : tlsFaultOf(this.options.url);
  }
}
