import { commandIdOf, DamagedStreams, settingAside, uuidV5 } from '#libs/event-sourcing';
import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* An id that is taken out of the caller's sight tells nothing, and nobody keeps another's id. */

let border: ApiUnderTest;
let trucks = 0;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
});

afterAll(() => border.close());

const id = (n: number) => `7d1f6a52-3c4e-4b6a-9f10-${String(n).padStart(12, '0')}`;
const plate = () => `12C-05${String((trucks += 1)).padStart(3, '0')}`;
const at = (hour: string) => `2021-12-25T${hour}:00+07:00`;
const of = (gate: string, sub = `operator-of-${gate}`) =>
  border.token('gate-operator', { gates: [gate], sub });

const arrive = async (gate: string, data: object, token?: string) => {
  const body = arrivalOf(plate(), at('06:00'), { gate, ...data });
  return border.post('/truck-visits', body, token ?? (await of(gate)));
};

interface Shown {
  readonly visitId: string;
  readonly gate: string;
  readonly steps: readonly { readonly type: string; readonly eventId: string }[];
}

async function visit(visitId: string, token?: string): Promise<Shown> {
  await border.settle();
  return (await border.get(`/truck-visits/${visitId}`, token)).json<Shown>();
}

describe('an arrival with an id that is taken at a gate out of reach', () => {
  test('is answered as with an id that nobody has', async () => {
    await arrive('HUU_NGHI', { visitId: id(1) });
    const taken = await arrive('CHI_MA', { visitId: id(1) });
    const fresh = await arrive('CHI_MA', { visitId: id(2) });
    const shape = (answer: typeof taken) => {
      const { position: _, ticket, ...said } = answer.json<Record<string, unknown>>();
      return { ...said, ticket: typeof ticket, status: answer.statusCode, tag: answer.headers['etag'] };
    };
    const other = shape(fresh);
    const own = shape(taken);
    expect(Object.keys(own)).toEqual(Object.keys(other));
    expect({ ...own, eventIds: null, recordTime: null }).toEqual({
      ...other,
      id: id(1),
      eventIds: null,
      recordTime: null,
    });
  });

  test('is a visit of its own, read and reported on by that id', async () => {
    await arrive('HUU_NGHI', { visitId: id(3) });
    await arrive('CHI_MA', { visitId: id(3) });
    const body = { at: at('07:00'), declarationNumber: 'D1' };
    const answer = await border.post(`/truck-visits/${id(3)}/customs-clearance`, body, await of('CHI_MA'));
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { id: id(3) }]);
    const shown = await visit(id(3), await of('CHI_MA'));
    expect(shown).toMatchObject({ visitId: id(3), gate: 'CHI_MA', steps: [{}, {}] });
    expect(await visit(id(3), await of('HUU_NGHI'))).toMatchObject({ gate: 'HUU_NGHI', steps: [{}] });
    const corrected = arrivalOf('12C-059.99', at('06:05'), { gate: 'CHI_MA', visitId: id(3) });
    const correction = {
      at: at('19:00'),
      eventId: shown.steps[0]?.eventId,
      reason: 'INCORRECT_DATA',
      corrected,
    };
    const manager = await border.token('gate-manager', { gates: ['CHI_MA'] });
    const said = await border.post(`/truck-visits/${id(3)}/correction`, correction, manager);
    expect([said.statusCode, said.json<{ id: string }>().id]).toEqual([200, id(3)]);
  });

  test('may be named by that id as the visit before and as the one that takes goods over', async () => {
    await arrive('HUU_NGHI', { visitId: id(4) });
    const tractor = { plate: plate() };
    await arrive('CHI_MA', { visitId: id(4), tractor });
    expect((await arrive('CHI_MA', { previousVisitId: id(4) })).statusCode).toBe(201);
    const giver = (await arrive('CHI_MA', {})).json<{ id: string }>().id;
    const transload = {
      at: at('08:00'),
      yard: 'CHI_MA_YARD',
      toVehicle: { ...tractor, country: 'VN', visitId: id(4) },
      observed: true,
      observation: 'seen in the yard',
    };
    const answer = await border.post(`/truck-visits/${giver}/transload`, transload, await of('CHI_MA'));
    expect(answer.statusCode).toBe(200);
  });

  test('is refused to a caller who sees the visit that has it', async () => {
    await arrive('HUU_NGHI', { visitId: id(5) });
    const both = await border.token('gate-operator', { gates: ['CHI_MA', 'HUU_NGHI'] });
    const answer = await arrive('CHI_MA', { visitId: id(5) }, both);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'ALREADY_ARRIVAL']);
  });

  test('is recorded though the substitutes are taken too', async () => {
    const first = uuidV5(id(6), 'visit at CHI_MA');
    for (const visitId of [id(6), first]) await arrive('HUU_NGHI', { visitId });
    expect((await arrive('CHI_MA', { visitId: id(6) })).statusCode).toBe(201);
    expect(await visit(id(6), await of('CHI_MA'))).toMatchObject({ gate: 'CHI_MA', visitId: id(6) });
    expect(await visit(first)).toMatchObject({ gate: 'HUU_NGHI' });
  });

  test('tells nothing either where the record of that visit was damaged', async () => {
    await arrive('HUU_NGHI', { visitId: id(8) });
    await border.settle();
    const damaged = new DamagedStreams();
    settingAside(border.store, damaged);
    damaged.show([{ stream: `truckVisit-${id(8)}`, reason: 'TOMBSTONED', isAccepted: false }]);
    const known = await arrive('HUU_NGHI', { visitId: id(8) });
    expect([known.statusCode, known.json()]).toMatchObject([409, { code: 'STREAM_DAMAGED' }]);
    const named = await arrive('CHI_MA', { previousVisitId: id(8) });
    expect([named.statusCode, named.json()]).toMatchObject([404, { code: 'VISIT_NOT_FOUND' }]);
    const taken = await arrive('CHI_MA', { visitId: id(8) });
    expect([taken.statusCode, taken.json()]).toMatchObject([201, { id: id(8) }]);
    const body = { at: at('07:00'), declarationNumber: 'D1' };
    const answer = await border.post(`/truck-visits/${id(8)}/customs-clearance`, body, await of('CHI_MA'));
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { id: id(8) }]);
    const after = await arrive('CHI_MA', { previousVisitId: id(8) });
    expect(after.statusCode).toBe(201);
  });

  test('is imported and reported on as in any import', async () => {
    await arrive('HUU_NGHI', { visitId: id(7) });
    const cleared = { at: at('07:00'), declarationNumber: 'D1' };
    const lines = [
      {
        key: 'a',
        command: 'truck-visits',
        body: arrivalOf(plate(), at('06:00'), { gate: 'CHI_MA', visitId: id(7) }),
      },
      { key: 'b', command: 'truck-visits/customs-clearance', id: id(7), body: cleared },
    ];
    const token = await border.token('integration', { gates: ['CHI_MA'] });
    const send = async () => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
      const body = lines.map((line) => JSON.stringify(line)).join('\n');
      const url = `${await border.app.getUrl()}/api/v1/movement-imports`;
      return (await fetch(url, { method: 'POST', headers, body })).text();
    };
    const answers = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
    const first = answers(await send());
    expect(first).toMatchObject([
      { status: 200, id: id(7), events: ['truckVisit.TruckArrived.v1'] },
      { status: 200, id: id(7) },
    ]);
    expect(answers(await send())).toEqual(first);
  });
});

describe('an id derived from a command', () => {
  const sub = 'border-system';
  const derived = (key: string) => uuidV5(commandIdOf(sub, key), 'visit');
  const send = async (key: string, body: object) => {
    const authorization = `Bearer ${await of('CHI_MA', sub)}`;
    const headers = { authorization, 'idempotency-key': key };
    return border.app.inject({ method: 'POST', url: '/api/v1/truck-visits', headers, payload: body });
  };

  test.each(['HUU_NGHI', 'CHI_MA'])('is kept from nobody by who guesses it at %s', async (gate) => {
    const key = `arrival-${gate}`;
    expect((await arrive(gate, { visitId: derived(key) })).statusCode).toBe(201);
    const body = arrivalOf(plate(), at('06:30'), { gate: 'CHI_MA' });
    const first = await send(key, body);
    expect(first.statusCode).toBe(201);
    const { id: visitId } = first.json<{ id: string }>();
    expect(visitId).not.toBe(derived(key));
    expect(await visit(visitId)).toMatchObject({ gate: 'CHI_MA', steps: [{}] });
    expect((await send(key, body)).json()).toEqual(first.json());
  });

  test("is the visit's own where nobody has it", async () => {
    const answer = await send('free', arrivalOf(plate(), at('06:30'), { gate: 'CHI_MA' }));
    expect(answer.json()).toMatchObject({ id: derived('free') });
  });
});
