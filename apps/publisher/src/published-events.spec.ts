import { linesOf } from './published-events';

it('a fork is told in lines: from where to where, the last that counts, and every id that is gone', () => {
  const gone = Array.from({ length: 150 }, (_, index) => ({ position: BigInt(index), id: `id-${index}` }));
  const lines = linesOf({ position: 149n, lastKept: { position: 7n, id: 'id-kept' }, gone });
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe(
    'FORK from position 149 to 7: the last published event that counts has ce_id id-kept, 150 published after it are gone',
  );
  expect(lines.slice(1).flatMap((line) => line.match(/id-\d+/g))).toEqual(gone.map(({ id }) => id));
  expect(linesOf({ position: 3n, lastKept: undefined, gone: [] })).toEqual([
    'FORK from position 3 to the beginning: of what this process published the log holds nothing, 0 published after it are gone',
  ]);
});
