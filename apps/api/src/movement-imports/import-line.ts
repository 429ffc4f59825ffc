import {
  field,
  FieldRule,
  IsAnyObject,
  IsIdentifier,
  IsNested,
  IsText,
  isText,
  MayBeAbsent,
  UUID_TEXT,
} from '#libs/http-edge';

/** The device that reported the line. */
export class ImportDevice {
  @IsIdentifier()
  readonly id!: string;

  @MayBeAbsent()
  @IsIdentifier()
  readonly sequence?: string;
}

/** As it was sent, for its answer names it; what a key may be is asked later. */
const IsLineKey = (): PropertyDecorator =>
  field({
    name: 'isLineKey',
    rule: new FieldRule({ type: 'string', minLength: 1, maxLength: 255 }, 'TEXT_INVALID', false),
    check: (value) => isText(value, 1, 255),
    must: 'must be 1 to 255 characters, none of them a control character',
  });

/** One command of an import. `command` is the path without ids; `id` the visit, gate or yard it names. */
export class ImportLine {
  @IsLineKey()
  readonly key!: string;

  @IsText(100)
  readonly command!: string;

  @MayBeAbsent()
  @IsIdentifier()
  readonly id?: string;

  @IsAnyObject()
  readonly body!: Readonly<Record<string, unknown>>;

  @MayBeAbsent()
  @IsNested(() => ImportDevice)
  readonly device?: ImportDevice;
}

/** The id of a line's visit in lower case, as the path of a step has it; gates and yards have no such ids. */
export function canonicalId(id = ''): string {
  return UUID_TEXT.test(id) ? id.toLowerCase() : id;
}
