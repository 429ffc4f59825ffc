/* Load generator: fifty gate operators. */
import { randomUUID } from 'node:crypto';
import { request, Agent } from 'node:http';
import { streamOf } from '#libs/event-sourcing';

const WRITERS = 50;

export interface Writing {
  /** Keeps plates and keys of different rounds apart. */
  readonly round: number;
  /** Log position of every acknowledged event: its stream, revision and type. */
  readonly acknowledged: Map<string, string>;
}

interface Answer {
  readonly id: string;
  readonly revision: string;
  readonly position: string;
  readonly events: readonly string[];
}

/** Fifty gate operators, each logging one truck after the other until the server is gone. */
export class GateWriters {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: WRITERS });
  private answered: () => void = () => undefined;
  private readonly first = new Promise<void>((resolve) => {
    this.answered = resolve;
  });

  constructor(
    private readonly address: string,
    private readonly token: string,
    private readonly writing: Writing,
  ) {}

  /** Resolves with the first acknowledgement. */
  firstAnswer(): Promise<void> {
    return this.first;
  }

  /** Resolves when every writer has lost the server. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => this.write(writer)));
    this.agent.destroy();
  }

  private async write(writer: number): Promise<void> {
    for (let truck = 0; ; truck += 1) {
      const visitId = randomUUID();
      const number = (this.writing.round * WRITERS + writer) * 100 + (truck % 100);
      const arrival = {
        visitId,
        gate: 'HUU_NGHI',
        direction: 'EXPORT',
        place: 'HUU_NGHI_YARD',
        at: '2021-11-01T08:00:00+07:00',
        tractor: { plate: `${10 + (number % 90)}K${truck}W${number.toString(36).toUpperCase()}` },
        bodyType: 'BOX',
        consignments: [{ consignmentId: visitId, cargoClass: 'DRY' }],
      };
      const cleared = { at: '2021-11-01T09:00:00+07:00', declarationNumber: 'D-1' };
      const cleaned = { at: '2021-11-01T09:10:00+07:00', targets: ['CABIN'], procedureVersion: '1' };
      const steps = [
        ['', arrival],
        [`/${visitId}/customs-clearance`, cleared],
        [`/${visitId}/disinfection`, cleaned],
        [`/${visitId}/cancellation`, { at: '2021-11-01T10:00:00+07:00', reason: 'test' }],
      ] as const;
      for (const [path, body] of steps) {
        if (!(await this.send(`/api/v1/truck-visits${path}`, body))) return;
      }
    }
  }

  /** False when the connection broke: the outcome is unknown and nothing was acknowledged. */
  private async send(path: string, body: object): Promise<boolean> {
    const answer = await this.post(path, JSON.stringify(body));
    if (answer === undefined) return false;
    const { id, revision, position, events } = answer;
    this.writing.acknowledged.set(position, `${streamOf('truckVisit', id)} ${revision} ${events[0] ?? ''}`);
    this.answered();
    return true;
  }

  private post(path: string, body: string): Promise<Answer | undefined> {
    const headers = {
      Authorization: `Bearer ${this.token}`,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'Idempotency-Key': randomUUID(),
    };
    return new Promise((resolve, reject) => {
      const broken = (): void => {
        resolve(undefined);
      };
      const sent = request(
        this.address + path,
        { method: 'POST', agent: this.agent, headers },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('error', broken).on('end', () => {
            if (response.statusCode === 200 || response.statusCode === 201)
              resolve(JSON.parse(text) as Answer);
            else reject(new Error(`${path}: ${response.statusCode ?? 0} ${text}`));
          });
          response.on('aborted', broken);
        },
      );
      sent.on('error', broken);
      sent.end(body);
    });
  }
}
