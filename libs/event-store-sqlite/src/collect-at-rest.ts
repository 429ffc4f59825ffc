/** Long enough to be the end of an import or a rush, short enough to be over before somebody looks. */
const REST_MILLISECONDS = 20_000;

/**
 * A thread at rest allocates nothing, so V8 never collects there and keeps every page that the last rush needed. This
 * collects once when the returned function was not called for a while, and gives the pages back. It needs
 * `--expose-gc`; without it nothing is done.
 */
export function collectAtRest(): () => void {
  const timer = setTimeout(() => {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }, REST_MILLISECONDS).unref();
  return () => {
    timer.refresh();
  };
}
