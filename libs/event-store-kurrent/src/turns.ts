/** Lets the works of one name run one after the other, in the order in which they were given. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  take<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.last.get(name);
    const running = before === undefined ? work() : before.then(work, work);
    this.last.set(name, running);
    const leave = (): void => {
      if (this.last.get(name) === running) this.last.delete(name);
    };
    running.then(leave, leave);
    return running;
  }
}
