import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { HealthCheckResult, HealthIndicatorResult } from '@nestjs/terminus';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Drain } from '../shutdown/drain';
import type { Probe } from './readiness';
import { Readiness } from './readiness';

/** `/livez`: the process answers. `/startupz`: it has been ready once. `/readyz`: it wants requests now. */
@Controller()
@ApiExcludeController()
export class HealthController {
  private started = false;

  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Drain) private readonly drain: Drain,
  ) {}

  @Get('livez')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('startupz')
  async startup(): Promise<HealthCheckResult> {
    const result = await this.check(this.started ? [] : [...this.readiness.probes]);
    this.started = true;
    return result;
  }

  @Get('readyz')
  ready(): Promise<HealthCheckResult> {
    const serving: Probe = () => ({ up: !this.drain.signal.aborted });
    return this.check([['serving', serving], ...this.readiness.probes]);
  }

  private check(probes: readonly (readonly [string, Probe])[]): Promise<HealthCheckResult> {
    return this.health.check(
      probes.map(
        ([name, probe]) =>
          () =>
            this.ask(name, probe),
      ),
    );
  }

  private async ask(name: string, probe: Probe): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    const { up, detail } = await probe();
    return up ? indicator.up(detail) : indicator.down(detail);
  }
}
