/** Codes to count; as keys, so that the compiler finds the one that is missing. */
export type CountedCodes<Code extends string> = Readonly<Record<Code, true>>;

/** SQL: a column a code with the number of rows that have it. One pass over the rows, nothing is sorted into groups. */
export function countColumns(name: string, expression: string, codes: CountedCodes<string>): string {
  return Object.keys(codes)
    .map((code) => `count(*) FILTER (WHERE ${expression} = '${code}') AS ${name}_${code}`)
    .join(', ');
}

/** The counts from a row with such columns, codes in the order of the alphabet; a code without rows is absent. */
export function countsIn<Code extends string>(
  row: Readonly<Record<string, unknown>>,
  name: string,
  codes: CountedCodes<Code>,
): Partial<Record<Code, number>> {
  const counts: Partial<Record<Code, number>> = {};
  for (const code of (Object.keys(codes) as Code[]).sort()) {
    const count = row[`${name}_${code}`] as number;
    if (count > 0) counts[code] = count;
  }
  return counts;
}
