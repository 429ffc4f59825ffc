import type { FastifyRequest } from 'fastify';
import { choicesIn, qualityOf } from '../context/accepted';
import { Refusal } from '../problem/refusal';

declare module 'fastify' {
  interface FastifyRequest {
    /** In which form the answer is wanted, of those that the route has. */
    form: Form;
  }
  interface FastifyContextConfig {
    /** Set on reads: the media types of their forms. */
    readonly forms?: Forms;
  }
}

export type Form = 'json' | 'csv' | 'xlsx';
export type Forms = Readonly<Partial<Record<Form, readonly string[]>>>;

export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const JSON_TYPE = 'application/json';

export const FORMS: readonly Form[] = ['json', 'csv', 'xlsx'];
/** Tables can be opened in a spreadsheet too. */
export const OF_TABLES: Forms = { json: [JSON_TYPE], csv: [CSV], xlsx: [XLSX] };

/** JSON that goes by a name of its own, and by the common one. */
export function jsonAs(type: string): Forms {
  return { json: [...new Set([type, JSON_TYPE])] };
}

type Asking = Pick<FastifyRequest, 'headers'> & { readonly query: unknown };

/**
 * The form that `format` names or, without one, `Accept` likes best; of two liked alike the one it names first, and
 * JSON where it names neither. @throws Refusal NOT_ACCEPTABLE, QUERY_INVALID
 */
export function formOf({ headers, query }: Asking, forms: Forms): Form {
  const { format } = query as { readonly format?: unknown };
  return format === undefined ? formAccepted(headers.accept, forms) : formNamed(format, forms);
}

function formNamed(format: unknown, forms: Forms): Form {
  const form = FORMS.find((one) => one === format);
  if (form === undefined) throw Refusal.of('QUERY_INVALID', '', `format is one of ${FORMS.join(', ')}`);
  if (forms[form] === undefined) throw notAcceptable(forms);
  return form;
}

function formAccepted(accept: string | undefined, forms: Forms): Form {
  if (accept === undefined || accept.trim() === '') return 'json';
  const choices = choicesIn(accept);
  const wanted = Object.entries(forms).flatMap(([form, types]) =>
    types.map((type) => {
      const place = choices.findIndex(({ name }) => name === type);
      return { form: form as Form, quality: qualityOf(type, choices), place: place < 0 ? Infinity : place };
    }),
  );
  const [best] = wanted
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || (a.place === b.place ? 0 : a.place - b.place));
  if (best === undefined) throw notAcceptable(forms);
  return best.form;
}

function notAcceptable(forms: Forms): Refusal {
  const types = Object.values(forms).flat();
  return new Refusal(
    'NOT_ACCEPTABLE',
    `this is had as ${types.join(', ')} (format: ${Object.keys(forms).join(', ')})`,
  );
}
