/* Whoever works a line of trucks, and the servers that share its log. */
import { ApiClient, tokenFor } from '../server/api-client';

const CLAIMS = {
  manager: { roles: ['gate-manager', 'manager'], agency: 'GATE_BOARD' },
  forces: { roles: ['task-force'], agency: 'TASK_FORCE' },
  operator: { roles: ['gate-operator'], agency: 'GATE_BOARD' },
  colleague: { roles: ['border-guard'], agency: 'GATE_BOARD' },
  guard: { roles: ['border-guard'], agency: 'BORDER_GUARD' },
  yard: { roles: ['yard-operator'] },
} as const;
type Caller = keyof typeof CLAIMS;

/** What was answered to a command: its status and its code where it was refused. */
export interface Told {
  readonly status: number;
  readonly id: string;
  readonly position?: string;
  readonly code?: string;
  readonly passed?: number;
  readonly ticket?: { readonly code: string };
}

/** The servers of one log and whoever calls them; what is said to one is read from any, by its position. */
export class Line {
  private said = 0;
  private last = -1n;

  private constructor(
    private readonly addresses: readonly string[],
    private readonly tokens: Readonly<Record<Caller, string>>,
  ) {}

  static async at(...addresses: readonly string[]): Promise<Line> {
    const tokens = await Promise.all(
      Object.entries(CLAIMS).map(async ([sub, claims]) => {
        return [
          sub,
          await tokenFor({ sub, gates: ['*'], yards: ['*'], ...claims, roles: [...claims.roles] }),
        ];
      }),
    );
    return new Line(addresses, Object.fromEntries(tokens) as Record<Caller, string>);
  }

  /** How far the log is with what was said. */
  get position(): bigint {
    return this.last;
  }

  get commands(): number {
    return this.said;
  }

  get servers(): number {
    return this.addresses.length;
  }

  /** A command and its answer, whatever it is. */
  async say(caller: Caller, path: string, body: object, server = 0): Promise<Told> {
    this.said += 1;
    const answer = await this.client(caller, server).post(path, `said-${this.said}`, body);
    const told = { status: answer.status, ...((await answer.json()) as Omit<Told, 'status'>) };
    if (told.position !== undefined) this.last = BigInt(told.position);
    return told;
  }

  /** A command that is taken. @throws Error with the answer when it is not. */
  async tell(caller: Caller, path: string, body: object, server = 0): Promise<Told> {
    const told = await this.say(caller, path, body, server);
    if (told.status >= 300) throw new Error(`${path}: ${JSON.stringify(told)}`);
    return told;
  }

  /** What a server shows once it has seen all that was said. */
  read<Answer>(path: string, server = 0): Promise<Answer> {
    const after = `${path.includes('?') ? '&' : '?'}after=${this.last}`;
    return this.client('manager', server).get<Answer>(`${path}${after}`);
  }

  private client(caller: Caller, server: number): ApiClient {
    return new ApiClient(this.addresses[server] ?? '', this.tokens[caller]);
  }
}
