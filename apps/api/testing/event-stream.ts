const PATIENCE_MILLISECONDS = 60_000;

/** One block of a stream of server-sent events; `comment` is what stands after a colon. */
export interface SentEvent {
  readonly event?: string;
  readonly id?: string;
  readonly data?: string;
  readonly retry?: string;
  readonly comment?: string;
}

/** A client of server-sent events, as strict as the format: fields it does not know are an error. */
export class EventStream {
  private buffered = '';
  private reader: ReadableStreamDefaultReader<string> | undefined;

  private constructor(
    readonly response: Response,
    private readonly stop: AbortController,
  ) {}

  /** Answers once the head of the answer is there. */
  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
    const stop = new AbortController();
    const response = await fetch(url, { headers, signal: stop.signal });
    return new EventStream(response, stop);
  }

  /** The next event for which `wanted` holds; undefined when the stream ends before. */
  async next(wanted: (event: SentEvent) => boolean = () => true): Promise<SentEvent | undefined> {
    for (;;) {
      const event = await this.block();
      if (event === undefined || wanted(event)) return event;
    }
  }

  /** The data of the next event of this type. */
  async data<Data>(type: string): Promise<Data> {
    const event = await this.next((one) => one.event === type);
    return JSON.parse(event?.data ?? 'null') as Data;
  }

  close(): void {
    this.stop.abort();
  }

  private async block(): Promise<SentEvent | undefined> {
    for (;;) {
      const end = this.buffered.indexOf('\n\n');
      if (end >= 0) {
        const text = this.buffered.slice(0, end).trim();
        this.buffered = this.buffered.slice(end + 2);
        if (text !== '') return parsed(text);
      } else if (!(await this.more())) return undefined;
    }
  }

  private async more(): Promise<boolean> {
    this.reader ??= this.response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const timer = setTimeout(() => {
      this.stop.abort(new Error(`nothing came for ${PATIENCE_MILLISECONDS} ms`));
    }, PATIENCE_MILLISECONDS);
    try {
      const chunk = await this.reader?.read();
      if (chunk === undefined || chunk.done) return false;
      this.buffered += chunk.value;
      return true;
    } finally {
      clearTimeout(timer);
    }
  }
}

function parsed(text: string): SentEvent {
  const fields = text.split('\n').map((line) => {
    const [, name, value] = /^(event|id|data|retry|): (.*)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`no field of an event: ${line}`);
    return [name === '' ? 'comment' : name, value ?? ''];
  });
  return Object.fromEntries(fields) as SentEvent;
}
