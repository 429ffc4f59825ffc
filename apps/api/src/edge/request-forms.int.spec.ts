import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Forms of a request that the standards allow beside the usual one: times, conditions, addresses, files. */

const AT = '2021-12-25T08:00:00+07:00';

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

const uri = encodeURIComponent;

describe('a time', () => {
  it.each([
    ['2021-12-25t01:00:00z', '2021-12-25T01:00:00Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['2021-12-25T01:00:00.1234567890123Z', '2021-12-25T01:00:00.123456789Z'],
    ['2021-12-25T01:00:00-00:00', '2021-12-25T01:00:00-00:00'],
  ])('%s is taken as %s', async (at, canonical) => {
    const visitId = await border.arrive(at, `15C-108${at.slice(-3).replace(/\D/g, '')}${at.length}`);
    const [first] = (await border.store.readStream(`truckVisit-${visitId}`)).events;
    expect(first?.metadata.eventTime).toBe(canonical);
    expect((await border.get(`/gate-boards?at=${uri('2021-12-25t20:00:00+07:00')}`)).statusCode).toBe(200);
  });

  it('before 2000 is no time of a query either', async () => {
    const answer = await border.get(`/gate-boards?at=${uri('1999-12-31T23:59:59Z')}`);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'AT_IMPLAUSIBLE' }]);
    expect((await border.get('/gate-boards?at=2000-01-01T00:00:00%2B14:00')).statusCode).toBe(200);
  });
});

describe('a request with If-Match', () => {
  it.each([
    ['*', 200],
    ['"7", "0"', 200],
    ['W/"0"', 412],
    ['"7"', 412],
    ['"of-another-system"', 412],
    ['0', 400],
  ])('%s is answered with %d', async (ifMatch, status) => {
    const visitId = await border.arrive(AT, `15C-109${String(ifMatch.length).padStart(2, '0')}`);
    const answer = await sendTo(`/truck-visits/${visitId}/customs-clearance`, ifMatch, {
      at: AT,
      declarationNumber: '1',
    });
    expect(answer.statusCode).toBe(status);
  });

  it('* is stale where there is nothing yet', async () => {
    expect((await sendTo('/truck-visits', '*', arrivalOf('15C-110.01', AT))).statusCode).toBe(412);
  });

  async function sendTo(path: string, ifMatch: string, payload: object) {
    const headers = {
      authorization: `Bearer ${await border.token('gate-manager', { gates: ['*'], yards: ['*'] })}`,
      'idempotency-key': `${path} ${ifMatch}`.replace(/[^\x21-\x7e]/g, '_'),
      'if-match': ifMatch,
    };
    return border.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
  }
});

test.each(['/gate-boards/', '/truck-visits/', '/gate-boards/CHI_MA/queue/', '/event-types/'])(
  '%s is the route without the slash',
  async (path) => {
    expect((await border.get(path)).statusCode).toBe(200);
  },
);

test('an import may begin with a byte order mark, and so may a line of joined files', async () => {
  const line = (i: number) =>
    JSON.stringify({ key: `marked-${i}`, command: 'truck-visits', body: arrivalOf(`15C-1110${i}`, AT) });
  await border.app.listen(0, '127.0.0.1');
  const answer = await fetch(`${await border.app.getUrl()}/api/v1/movement-imports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await border.token('gate-manager', { gates: ['*'] })}`,
      'content-type': 'application/x-ndjson',
    },
    body: `\ufeff${line(0)}\r\n${line(1)}\n\ufeff${line(2)}\n\ufeff\n`,
  });
  const statuses = (await answer.text())
    .trim()
    .split('\n')
    .map((one) => (JSON.parse(one) as { status: number }).status);
  expect(statuses).toEqual([200, 200, 200]);
});
