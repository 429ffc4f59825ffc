import type { BeforeApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { Config } from '../config/config';

const IDLE_CHECK_MS = 50;

/**
 * The end of the process, in order: `signal` aborts (streams end, `/readyz` says no), the server stops accepting
 * and finishes what is in flight, after DRAIN_SECONDS the connections that are left are cut, and only then do
 * stores close (`onApplicationShutdown`).
 */
@Injectable()
export class Drain implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly controller = new AbortController();

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Aborts when the process is asked to stop; whoever holds a stream open ends it then. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  onModuleDestroy(): void {
    this.controller.abort();
  }

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    if (!server.listening) return;
    // Node closes connections that are idle when it stops listening, and waits for those that become so later.
    const idle = setInterval(() => {
      server.closeIdleConnections();
    }, IDLE_CHECK_MS);
    const end = setTimeout(() => {
      server.closeAllConnections();
    }, this.config.drainSeconds * 1000);
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(end);
    });
  }
}
