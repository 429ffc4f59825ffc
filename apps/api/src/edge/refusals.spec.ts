import { problemCatalogue } from '#libs/http-edge';
import { ViewsNotReady } from '#libs/projections';
import { CursorUnreadable } from '#libs/read-models';
import { Rejection, REJECTIONS } from '#libs/truck-flow';
import type { RejectionCode } from '#libs/truck-flow';
import { refusalProblem, REFUSALS } from './refusals';

test('the catalogue lists every code once, with its class and a status that is no success', () => {
  const catalogue = problemCatalogue(REFUSALS);
  const codes = catalogue.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).toEqual(expect.arrayContaining([...Object.keys(REJECTIONS), 'FORBIDDEN', 'STORE_FULL']));
  for (const { status, title } of catalogue) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect([title.vi, title.zh, title.en].every((text) => text.length > 0)).toBe(true);
  }
});

test('rules of the border are conflicts, malformed reports are not', () => {
  const statuses = (codes: readonly RejectionCode[]) =>
    codes.map((code) => refusalProblem(new Rejection(code, 'd')).status);
  expect(statuses(['GATE_SUSPENDED', 'DRIVER_BUSY', 'ALREADY_CROSSING'])).toEqual([409, 409, 409]);
  expect(statuses(['PLATE_UNREADABLE', 'VISIT_NOT_FOUND'])).toEqual([400, 404]);
});

test('views that are not built are to be asked again, and a cursor of none is refused', () => {
  expect(refusalProblem(new ViewsNotReady('held'))).toMatchObject({
    code: 'NOT_READY',
    members: { retryAfter: 2 },
  });
  expect(refusalProblem(new CursorUnreadable('x'))).toMatchObject({ code: 'CURSOR_INVALID', status: 400 });
});
