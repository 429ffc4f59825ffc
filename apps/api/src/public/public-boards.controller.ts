import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageAsked, PAGE_POLICY, QueryGet, QueryParameters } from '#libs/http-edge';
import type { Parameters } from '#libs/http-edge';
import { boardPage } from './board-page';
import {
  GetPublicBoardsQuery,
  publicBoardParameters,
  publicPageParameters,
  stepOf,
} from './get-public-boards';
import { PublicBoard } from './public-board-answer';

type PublicParameters = Parameters<typeof publicBoardParameters>;

/** Set with the answer and not by a decorator, so that no refusal is kept by a cache. */
const CACHE_CONTROL = 'public, max-age=5';

/** What everybody may see, without a token: as data, and as one page at the server's root. */
@Controller()
export class PublicBoardsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @QueryGet('public/gate-boards', GetPublicBoardsQuery, {
    summary: 'Status and trucks on hand of every gate, for everybody',
    answer: PublicBoard,
    list: true,
  })
  async boards(
    @QueryParameters(publicBoardParameters) parameters: PublicParameters,
    @Req() { takenInAt }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const boards = await this.queries.execute(new GetPublicBoardsQuery(parameters, takenInAt));
    reply.header('Cache-Control', CACHE_CONTROL);
    return boards;
  }

  @Get('/')
  @RouteConfig({ isPage: true })
  @ApiExcludeEndpoint()
  async page(
    @QueryParameters(publicPageParameters) parameters: Parameters<typeof publicPageParameters>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const boards = await this.queries.execute(new GetPublicBoardsQuery(parameters, request.takenInAt));
    const language = languageAsked(request);
    reply
      .type('text/html; charset=utf-8')
      .header('Cache-Control', CACHE_CONTROL)
      .header('Content-Language', language)
      .header('Vary', 'Accept-Language')
      .header('Content-Security-Policy', PAGE_POLICY);
    return boardPage(boards, language, parameters.at === undefined ? undefined : stepOf(parameters.at));
  }
}
