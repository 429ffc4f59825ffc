import { bodyClassNamed, bodyValidator, openApiDocument, Refusal } from '#libs/http-edge';
import type { BodyValidator } from '#libs/http-edge';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface Operation {
  readonly tags: readonly string[];
  readonly description: string;
  readonly 'x-roles': Readonly<Record<string, readonly string[]>>;
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { schema: { $ref?: string }; example?: object }>>;
  };
}

function faultsOf(validate: BodyValidator<object>, body: object): readonly object[] {
  try {
    validate(structuredClone(body));
    return [];
  } catch (error) {
    return error instanceof Refusal ? (error.extra.errors ?? []) : [error as Error];
  }
}

let border: ApiUnderTest;
let document: ReturnType<typeof openApiDocument>;
let operations: readonly (readonly [string, Operation])[];

beforeAll(async () => {
  border = await startApi();
  document = openApiDocument(border.app);
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );
});

afterAll(() => border.close());

test('every body of a command has an example, and the edge takes it', () => {
  const bodies = operations.flatMap(([route, { requestBody }]) => {
    const json = requestBody?.content['application/json'];
    return json === undefined
      ? []
      : [{ route, name: json.schema.$ref?.split('/').at(-1) ?? '', example: json.example }];
  });
  expect(bodies.length).toBeGreaterThan(25);
  for (const { route, name, example } of bodies) {
    if (example === undefined) throw new Error(`${route} has no example`);
    const type = bodyClassNamed(name);
    if (type === undefined) throw new Error(`no class is called ${name}`);
    expect([route, faultsOf(bodyValidator(type), example)]).toEqual([route, []]);
  }
});

test('a corrected body is one of those that are corrected', () => {
  const anyOf = (name: string) => {
    const schema = document.components?.schemas?.[name] as unknown as {
      properties: { corrected: { anyOf: readonly { $ref: string }[] } };
    };
    return schema.properties.corrected.anyOf.map(({ $ref }) => $ref.split('/').at(-1));
  };
  expect(anyOf('YardCorrectionBody')).toEqual([
    'YardRegistrationBody',
    'CapacityBody',
    'ClassificationBody',
    'AmenityBody',
  ]);
  expect(anyOf('GateCorrectionBody')).toContain('SuspensionBody');
  expect(anyOf('VisitCorrectionBody')).toEqual(expect.arrayContaining(['ArrivalBody', 'CrossingBody']));
});

test('every route has one tag, a noun that is described, and says who may use it', () => {
  const described = new Set(document.tags?.map(({ name }) => name));
  for (const [route, { tags, description }] of operations) {
    expect([route, tags.length, described.has(tags[0] ?? '')]).toEqual([route, 1, true]);
    expect(description).toMatch(/^Who may: \S/);
  }
  const crossing = operations.find(
    ([route]) => route === 'POST /api/v1/truck-visits/{visitId}/crossing',
  )?.[1];
  expect(crossing?.tags).toEqual(['truck-visits']);
  expect(crossing?.['x-roles']).toEqual({
    'gate-operator': ['gate'],
    'gate-manager': ['gate'],
    integration: ['gate'],
    'border-guard': ['gate'],
  });
  expect(crossing?.description).toContain('`border-guard` (its gates)');
});
