import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { componentSchemas } from '../validation/json-body';
import { FIXED_SCHEMAS } from './schemas';

const DESCRIPTION =
  `Truck-flow tracking at land-border gates. Every report is a durable event; a command answers once
its events are recorded, with their place in the log.`.replace('\n', ' ');

/** The OpenAPI 3.1 document of a started application, the same text for the same code. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('truckflow')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const schemas = { ...componentSchemas(), ...FIXED_SCHEMAS } as NonNullable<
    OpenAPIObject['components']
  >['schemas'];
  for (const [path, operations] of Object.entries(document.paths)) {
    if (isOpen(path))
      for (const operation of Object.values(operations)) Object.assign(operation, { security: [] });
  }
  return { ...document, components: { ...document.components, schemas: schemas ?? {} } };
}

function isOpen(path: string): boolean {
  return !path.startsWith('/api/v1/') || path.startsWith('/api/v1/public/');
}
