/** How much of a long proof runs: all of it under `npm run proof`, which sets PROOF, else a part that fits `npm test`. */
export function proofSize(sizes: { readonly test: number; readonly proof: number }): number {
  return process.env['PROOF'] === undefined ? sizes.test : sizes.proof;
}
