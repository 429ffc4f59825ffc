import type autocannon from 'autocannon';
import { uuidV5 } from '#libs/event-sourcing';

/* Invented trucks at one gate, and the requests that report them. Each request is sent once. */

const NAMESPACE = '7d0d7a3e-5b8f-5f4e-9a4b-3c1f0a2b6d55';
const GATE = 'TAN_THANH';
const ARRIVED = '2021-12-15T06:40:00+07:00';
const CLEARED = '2021-12-15T07:25:00+07:00';
const LETTERS = 'ABCDEFGHKLMNPRSTUVXY';

export class GateRequests {
  private trucks = 0;
  private waiting: string[] = [];

  /** `token`: of somebody who may report at the gate. */
  constructor(private readonly token: string) {}

  /** Import lines of so many arrivals; their trucks then wait for customs. */
  *arrivalLines(count: number, gate = GATE): Generator<string> {
    for (let index = 0; index < count; index += 1) {
      const { visitId, body } = this.truck(gate);
      this.waiting.push(visitId);
      yield `${JSON.stringify({ key: `import-${visitId}`, command: 'truck-visits', body })}\n`;
    }
  }

  /** Customs clearances of so many trucks that wait for them. @throws RangeError when there are not so many. */
  clearances(count: number): autocannon.Request[] {
    const visits = this.waiting.splice(0, count);
    if (visits.length < count) throw new RangeError('not enough trucks wait for customs');
    return visits.map((visitId) => this.clearance(visitId));
  }

  /** The same of trucks that nobody knows, for a server that does not look. */
  strangeClearances(count: number): autocannon.Request[] {
    return Array.from({ length: count }, () => this.clearance(this.truck().visitId));
  }

  /** Arrivals of so many new trucks. */
  arrivals(count: number): autocannon.Request[] {
    return Array.from({ length: count }, () => {
      const { visitId, body } = this.truck();
      return this.post('/api/v1/truck-visits', `arrival-${visitId}`, body);
    });
  }

  private clearance(visitId: string): autocannon.Request {
    return this.post(`/api/v1/truck-visits/${visitId}/customs-clearance`, `clearance-${visitId}`, {
      at: CLEARED,
      place: `${GATE}_YARD`,
      declarationNumber: `30412${visitId.slice(0, 8)}`,
      customsBroker: 'BROKER_7',
    });
  }

  private post(path: string, key: string, body: object): autocannon.Request {
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    };
    return { method: 'POST', path, headers, body: JSON.stringify(body) };
  }

  private truck(gate = GATE): { readonly visitId: string; readonly body: object } {
    const number = this.trucks++;
    const visitId = uuidV5(NAMESPACE, `truck ${number}`);
    const series = LETTERS.charAt(Math.floor(number / 100_000));
    const body = {
      visitId,
      gate,
      direction: 'EXPORT',
      place: `${gate}_YARD`,
      at: ARRIVED,
      tractor: { plate: `12${series}-${(number % 100_000).toString().padStart(5, '0')}` },
      bodyType: 'HOT_BOX',
      payloadTonnes: 18,
      consignments: [
        {
          consignmentId: `goods-${number}`,
          cargoClass: 'FRESH_PRODUCE',
          commodity: 'JACKFRUIT',
          originProvince: 'VN-53',
          tradeForm: 'INFORMAL',
          buyerKnown: false,
        },
      ],
    };
    return { visitId, body };
  }
}
