import { IsAnyObject, IsNested, IsText, MayBeAbsent, UUID_TEXT } from '../http/validation/fields';

/** The device that reported the line. */
export class ImportDevice {
  @IsText(64)
  readonly id!: string;

  @MayBeAbsent()
  @IsText(64)
  readonly sequence?: string;
}

/** One command of an import. `command` is the path without ids; `id` the visit, gate or yard it names. */
export class ImportLine {
  @IsText(255)
  readonly key!: string;

  @IsText(100)
  readonly command!: string;

  @MayBeAbsent()
  @IsText(64)
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
