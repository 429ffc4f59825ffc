import { Injectable } from '@nestjs/common';

/** What one part of the process says about itself; `detail` is shown, so it names no person or vehicle. */
export interface ProbeResult {
  readonly up: boolean;
  readonly detail?: Readonly<Record<string, string | number>>;
}

export type Probe = () => ProbeResult | Promise<ProbeResult>;

/** The parts that must be up before requests are welcome. Stores and projections register themselves here. */
@Injectable()
export class Readiness {
  readonly probes = new Map<string, Probe>();

  /** @throws Error when the name is taken. */
  register(name: string, probe: Probe): void {
    if (this.probes.has(name)) throw new Error(`readiness probe ${name} is registered twice`);
    this.probes.set(name, probe);
  }
}
