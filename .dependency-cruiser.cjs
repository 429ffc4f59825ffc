/** The import matrix: who may import whom. A library is reached through its public face only. */
const SPEC = '\\.spec\\.ts$|/testing/|^test/';

/** `from` may import nothing of `to`. */
const never = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

/** The folders of a library, lowest line first: a folder imports from lines below its own, and from no other. */
const LEVELS = {
  projections: ['catalogue sql', 'commands damage subjects', 'files', 'log', 'runner', 'projector'],
  'read-models': [
    'paging subjects',
    'places',
    'legal-bases policies',
    'border-gates corrections visit-facts',
    'dedicated-drivers gate-boards',
    'dwell-times gate-queue yards',
    'deviations fees truck-visits',
    'consignments',
    'catalogue',
  ],
};

/** No arrow goes upwards, so that no circle of folders comes about; sub-folders stand on the folder they are in. */
const levelRules = Object.entries(LEVELS).flatMap(([lib, levels]) => {
  const src = `^libs/${lib}/src`;
  const lines = levels.map((line) => line.split(' '));
  const rules = lines.flatMap((line, index) =>
    line.map((folder) => {
      const forbidden = lines
        .slice(index)
        .flat()
        .filter((other) => other !== folder);
      return never(
        `${lib}-${folder}-imports-from-below`,
        { path: `${src}/${folder}/`, pathNot: SPEC },
        { path: `${src}/(index\\.ts$${forbidden.map((other) => `|${other}/`).join('')})` },
        'Move what both need to a folder below, or change the lines of LEVELS in .dependency-cruiser.cjs.',
      );
    }),
  );
  return [
    ...rules,
    never(
      `${lib}-has-a-level-for-every-folder`,
      { path: `${src}/(?!(${lines.flat().join('|')})/)[^/]+/`, pathNot: SPEC },
      {},
      'Name the new folder in LEVELS of .dependency-cruiser.cjs, on a line above all that it imports.',
    ),
    never(
      `${lib}-sub-folders-stand-on-their-folder`,
      { path: `${src}/([^/]+)/[^/]+\\.ts$`, pathNot: SPEC },
      { path: `${src}/$1/[^/]+/` },
      'Move what both need out of the sub-folder, into its folder.',
    ),
  ];
});

module.exports = {
  forbidden: [
    ...levelRules,
    never('no-cycles', {}, { circular: true }, 'A cycle has no reading order.'),
    never(
      'no-orphans',
      { orphan: true, pathNot: ['\\.d\\.ts$', '^(eslint|jest)\\.config', '^\\.dependency-cruiser'] },
      {},
      'Nothing uses it.',
    ),
    never(
      'domain-is-pure',
      { path: '^libs/truck-flow/src', pathNot: SPEC },
      { pathNot: ['^libs/truck-flow/src', '^libs/event-sourcing/src', '^libs/text/src'] },
      'The domain imports itself, the spelling of texts and kernel types.',
    ),
    never(
      'domain-takes-types-only',
      { path: '^libs/truck-flow/src', pathNot: SPEC },
      { path: '^libs/event-sourcing/src', dependencyTypesNot: ['type-only'] },
      'The kernel is types to the domain.',
    ),
    never(
      'text-stands-alone',
      { path: '^libs/text/src', pathNot: SPEC },
      { pathNot: '^libs/text/src' },
      'The spelling of texts is for domain and edge alike, and knows neither.',
    ),
    never(
      'kernel-stands-alone',
      { path: '^libs/event-sourcing/src', pathNot: SPEC },
      { path: '^(libs/(?!event-sourcing/)|apps/|node_modules/)' },
      'The kernel knows Node and nothing else.',
    ),
    never(
      'stores-know-the-kernel',
      { path: '^libs/event-store-[^/]+/src', pathNot: SPEC },
      { path: '^(libs/(?!event-sourcing/|event-store-)|apps/|node_modules/@nestjs)' },
      'A store knows the port and its own driver.',
    ),
    never(
      'projections-know-no-truck',
      { path: '^libs/projections/src', pathNot: SPEC },
      { path: '^(libs/(?!event-sourcing/|projections/)|apps/|node_modules/@nestjs)' },
      'The engine knows the kernel and SQL; what it shows is given to it as a catalogue.',
    ),
    never(
      'read-models-know-events',
      { path: '^libs/read-models/src', pathNot: SPEC },
      {
        path: '^(libs/(?!event-sourcing/|truck-flow/|projections/|read-models/)|apps/|node_modules/@nestjs)',
      },
      'Views know events, the kernel, the engine and SQL.',
    ),
    never(
      'integration-events-know-the-domain',
      { path: '^libs/integration-events/src', pathNot: SPEC },
      {
        path: '^(libs/(?!event-sourcing/|truck-flow/|integration-events/)|apps/|node_modules/(@nestjs|kafkajs))',
      },
      'The published language knows the domain, and neither framework nor broker.',
    ),
    never(
      'recording-knows-the-domain',
      { path: '^libs/recording/src', pathNot: SPEC },
      {
        path: '^(libs/(?!event-sourcing/|text/|truck-flow/|recording/)|apps/|node_modules/(@nestjs|fastify))',
      },
      'Recording knows the domain and the kernel; views, HTTP and the framework reach it as ports.',
    ),
    never(
      'http-edge-knows-no-domain',
      { path: '^libs/http-edge/', pathNot: '\\.spec\\.ts$' },
      { path: '^(libs/(?!event-sourcing/|text/|platform/|http-edge/)|apps/)' },
      'What the edge needs of domain and views the app gives it: access table, refusals, views, description.',
    ),
    never(
      'platform-is-glue',
      { path: '^libs/platform/src', pathNot: SPEC },
      { path: '^(libs/(truck-flow|projections|read-models|recording|integration-events|http-edge)/|apps/)' },
      'Platform knows no domain.',
    ),
    never(
      'stores-are-opened-by-platform-projector-and-admin',
      { path: '^apps/(?!projector/|admin/)', pathNot: SPEC },
      { path: '^libs/event-store-' },
      'Apps reach a store through the platform; the admin tool works on its files.',
    ),
    never(
      'the-published-language-is-for-edge-and-publisher',
      { path: '^(libs|apps)/(?!integration-events/|publisher/|api/)', pathNot: SPEC },
      { path: '^libs/integration-events/' },
      'Inside nobody speaks the language of the outside.',
    ),
    never(
      'brokers-stay-behind-their-port',
      { path: '^(apps|libs)/', pathNot: ['^apps/publisher/src/kafka/', SPEC] },
      { path: '^node_modules/kafkajs/' },
      'Only the adapter knows the client.',
    ),
    never(
      'no-app-imports-an-app',
      { path: '^apps/([^/]+)/', pathNot: ['^apps/standalone/', '^apps/admin/', '/testing/'] },
      { path: '^apps/', pathNot: '^apps/$1/' },
      'Only standalone composes apps; what is tried of two of them stands in test.',
    ),
    never(
      'of-the-apps-admin-imports-the-projector',
      { path: '^apps/admin/' },
      { path: '^apps/(?!admin/|projector/src/index\\.ts$)' },
      'The admin tool builds views as the projector does.',
    ),
    never(
      'no-way-into-a-library',
      { path: '^(apps|libs)/([^/]+)/', pathNot: SPEC },
      {
        path: '^libs/([^/]+)/src/(?!index\\.ts$)',
        pathNot: ['^libs/$2/', '^libs/platform/src/settings\\.ts$'],
      },
      'A library is reached through its index; the platform also by its settings alone.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
