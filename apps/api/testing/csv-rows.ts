/** Rows of a CSV by the names of its columns (RFC 4180, with a byte order mark), as a spreadsheet would read it. */
export function parse(text: string): Record<string, string>[] {
  if (!text.startsWith('\ufeff')) throw new Error('the CSV has no byte order mark');
  const [names = [], ...rows] = text
    .slice(1)
    .replace(/\r\n$/, '')
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map(cellsOf);
  return rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])));
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
