import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Metrics } from '#libs/platform';

/** The publisher's numbers. No token: they name no person, vehicle or company, and the port is not for the public. */
@Controller()
export class MetricsController {
  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
